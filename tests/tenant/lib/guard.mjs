// Checks of bodies and queries, with the issues that zod would give. A check takes a value and its path, adds to
// `issues`, and gives the value without the members that it does not know.
import { Refusal } from './errors.mjs'

const kindOf = value => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)

const wrongKind = (expected, value, path) => {
  const received = kindOf(value)
  const message = received === 'undefined' ? 'Required' : `Expected ${expected}, received ${received}`
  return { code: 'invalid_type', expected, received, path, message }
}

const plain = expected => (value, path, issues) => {
  if (kindOf(value) !== expected) issues.push(wrongKind(expected, value, path))
  return value
}

export const flag = plain('boolean')
export const number = plain('number')

const size = (code, bound, type, message, path) => ({
  code,
  ...bound,
  type,
  inclusive: true,
  exact: false,
  message,
  path,
})

/** Not empty unless `min` is 0. */
export const text =
  ({ min = 1, max = Number.POSITIVE_INFINITY } = {}) =>
  (value, path, issues) => {
    if (typeof value !== 'string') {
      issues.push(wrongKind('string', value, path))
    } else if (value.length < min) {
      const message = `String must contain at least ${min} character(s)`
      issues.push(size('too_small', { minimum: min }, 'string', message, path))
    } else if (value.length > max) {
      const message = `String must contain at most ${max} character(s)`
      issues.push(size('too_big', { maximum: max }, 'string', message, path))
    }
    return value
  }

export const oneOf = options => (value, path, issues) => {
  const expected = options.map(option => `'${option}'`).join(' | ')
  if (typeof value !== 'string') {
    issues.push(wrongKind(expected, value, path))
  } else if (!options.includes(value)) {
    const message = `Invalid enum value. Expected ${expected}, received '${value}'`
    issues.push({ received: value, code: 'invalid_enum_value', options, path, message })
  }
  return value
}

export const list =
  (item, { min = 0 } = {}) =>
  (value, path, issues) => {
    if (!Array.isArray(value)) {
      issues.push(wrongKind('array', value, path))
      return value
    }
    if (value.length < min) {
      const message = `Array must contain at least ${min} element(s)`
      issues.push(size('too_small', { minimum: min }, 'array', message, path))
    }
    return value.map((element, at) => item(element, [...path, at], issues))
  }

export const nullable = check => (value, path, issues) => (value === null ? null : check(value, path, issues))
export const optional = check => (value, path, issues) =>
  value === undefined ? undefined : check(value, path, issues)

export const object = shape => (value, path, issues) => {
  if (kindOf(value) !== 'object') {
    issues.push(wrongKind('object', value, path))
    return value
  }
  const members = Object.entries(shape).map(([name, check]) => [
    name,
    check(value[name], [...path, name], issues),
  ])
  return Object.fromEntries(members.filter(([, member]) => member !== undefined))
}

/** Any object; it keeps all members. */
export const anyObject = plain('object')

export const partial = shape =>
  Object.fromEntries(Object.entries(shape).map(([name, check]) => [name, optional(check)]))

const detailsOf = ({ code, path, expected, received, message }) =>
  `Error in key path "${path.join('.')}": (${code}) ${
    code === 'invalid_type' ? `Expected ${expected} but received ${received}.` : message
  }`

/** The value as `check` leaves it. Throws `guard.invalid_input`; `type` is `body` or `query`. */
export function guarded(type, check, value) {
  const issues = []
  const checked = check(value, [], issues)
  if (issues.length === 0) return checked
  const details = issues.map(detailsOf).join('\n')
  throw new Refusal('guard.invalid_input', { type }, { data: { issues, name: 'ZodError' }, details })
}
