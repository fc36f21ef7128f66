// Patterns against what a tenant answers, and variables in bodies.

import { type Given, isObject } from '../values.js'
import { operatorOf } from './read.js'
import type { Json, Pattern } from './types.js'

/** Variables with values. One of a thing that is still to be created has none. */
export type Values = ReadonlyMap<string, string>

/** Whether a value looks like that: see {@link Pattern}. */
export function matches(value: unknown, pattern: Pattern, values: Values): boolean {
  if (pattern === null) return value === null || value === undefined
  if (Array.isArray(pattern)) {
    return Array.isArray(value) && hasAll(value, pattern, values)
  }
  if (!isObject(pattern)) return value === pattern
  const members = pattern as { readonly [member: string]: Json }
  switch (operatorOf(pattern)) {
    case 'use': {
      const known = values.get(members.use as string)
      return known !== undefined && value === known
    }
    case 'not':
      return !matches(value, members.not as Pattern, values)
    case 'anyOf':
      return (members.anyOf as Pattern[]).some(wanted => matches(value, wanted, values))
    default:
      return (
        isObject(value) &&
        Object.entries(members).every(([name, wanted]) =>
          matches(Object.hasOwn(value, name) ? value[name] : undefined, wanted, values),
        )
      )
  }
}

/** Whether each pattern is that of an element. A role may hold thousands, which are told by their ids. */
function hasAll(elements: readonly unknown[], patterns: readonly Pattern[], values: Values): boolean {
  const byId = new Map(elements.map(element => [isObject(element) ? element.id : undefined, element]))
  return patterns.every(wanted => {
    const id =
      isObject(wanted) && isObject(wanted.id) && operatorOf(wanted.id) === 'use' ? wanted.id.use : undefined
    const value = values.get(id as string)
    const known = value === undefined ? undefined : byId.get(value)
    return known === undefined
      ? elements.some(element => matches(element, wanted, values))
      : matches(known, wanted, values)
  })
}

/** A body with the values of its variables, all of which have one. */
export function filled(body: Json, values: Values): Json {
  if (Array.isArray(body)) return body.map(element => filled(element as Json, values))
  if (!isObject(body)) return body
  if (operatorOf(body) === 'use') return values.get((body as Given).use as string) as string
  const members = Object.entries(body as { readonly [member: string]: Json })
  return Object.fromEntries(members.map(([name, value]) => [name, filled(value, values)]))
}
