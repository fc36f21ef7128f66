// A plan from a file, looked at before the first request: what is misspelt in it must not make a write unconditional.

import type { OrgateError } from '../error.js'
import { jsonTextOf } from '../options.js'
import { line, quoted } from '../text/text.js'
import { escaped, type Given, isObject } from '../values.js'
import { planError } from './error.js'
import type { PlanStep } from './types.js'

const MEMBERS = ['id', 'title', 'method', 'path', 'body', 'needs', 'use', 'skipIf']
const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']
/** Below the base: no query, no `..`, nothing that has to be encoded. */
const PATH = /^(\/([a-z-]+|\{[A-Za-z0-9]+\}))+$/
const VARIABLE = /\{([A-Za-z0-9]+)\}/g
/** What stands for something else in patterns and bodies. */
const OPERATORS = ['use', 'not', 'anyOf'] as const
const MAX_DEPTH = 16

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** Whether `{ [operator]: … }` is meant, and not a member of that name. */
export function operatorOf(value: Given): (typeof OPERATORS)[number] | undefined {
  const [only, ...others] = Object.keys(value)
  return others.length === 0 ? OPERATORS.find(operator => operator === only) : undefined
}

/** The variables that a path names. */
export const variablesOf = (path: string): string[] =>
  Array.from(path.matchAll(VARIABLE), match => match[1] ?? '')

function invalid(pointer: string, message: string): OrgateError {
  return planError('PLAN_INVALID', `the plan cannot be run: ${line(pointer)}: ${message}`, { pointer })
}

/**
 * The steps of a plan, copied.
 *
 * @throws {OrgateError} `PLAN_INVALID`
 */
export function readPlan(plan: unknown): PlanStep[] {
  const copy: unknown = JSON.parse(jsonTextOf(plan) ?? 'null')
  const steps = isObject(copy) ? copy.steps : undefined
  if (!Array.isArray(steps)) throw invalid('/steps', 'this is not a list of steps')
  /** The methods of the steps before, by their ids. */
  const before = new Map<string, string>()
  let written = false
  steps.forEach((step: unknown, index) => {
    const pointer = `/steps/${index}`
    const { id, method } = readStep(step, pointer, before)
    if (before.has(id)) throw invalid(`${pointer}/id`, `the step ${quoted(id)} is there twice`)
    // What there is to do is judged by what was read before anything was written.
    if (method === 'GET' && written) throw invalid(pointer, 'it reads after something was written')
    written ||= method !== 'GET'
    before.set(id, method)
  })
  return steps
}

function known(value: Given, members: readonly string[], pointer: string): void {
  const unknown = Object.keys(value).find(member => !members.includes(member))
  if (unknown !== undefined) throw invalid(pointer, `${quoted(unknown)} is not known there`)
}

function readStep(step: unknown, pointer: string, before: ReadonlyMap<string, string>): PlanStep {
  if (!isObject(step)) throw invalid(pointer, 'a step is an object')
  known(step, MEMBERS, pointer)
  const { id, title, method, path, body, needs, use = {}, skipIf } = step
  if (!isText(id)) throw invalid(`${pointer}/id`, 'a step has an id')
  if (!isText(title)) throw invalid(`${pointer}/title`, 'a step has a title')
  if (!METHODS.includes(method as string)) throw invalid(`${pointer}/method`, 'this is not a known method')
  if (!isText(path) || !PATH.test(path)) throw invalid(`${pointer}/path`, 'this is not the path of a request')
  if (body !== undefined && (method === 'GET' || method === 'DELETE')) {
    throw invalid(`${pointer}/body`, `a request of the method ${method} has none`)
  }
  if (!Array.isArray(needs)) throw invalid(`${pointer}/needs`, 'this is not a list of ids')
  needs.forEach((need, index) => {
    if (!before.has(need)) throw invalid(`${pointer}/needs/${index}`, 'this is not the id of a step before')
  })
  const isNeeded = (step: unknown, at: string) => {
    if (!needs.includes(step)) throw invalid(`${at}/step`, 'this is not among the steps that it needs')
  }
  if (!isObject(use)) throw invalid(`${pointer}/use`, 'variables are the members of an object')
  for (const [name, reference] of Object.entries(use)) {
    const at = `${pointer}/use/${escaped(name)}`
    if (!isObject(reference)) throw invalid(at, 'a reference is an object')
    known(reference, ['step', 'entry'], at)
    isNeeded(reference.step, at)
    if ((before.get(reference.step as string) === 'GET') !== 'entry' in reference) {
      throw invalid(at, 'of a list it is an entry, and of a write its answer')
    }
    if ('entry' in reference) readPattern(reference.entry, `${at}/entry`, undefined)
  }
  const variables = Object.keys(use)
  for (const variable of variablesOf(path)) {
    if (!variables.includes(variable)) throw invalid(`${pointer}/path`, `${quoted(variable)} is no variable`)
  }
  if (body !== undefined) readBody(body, `${pointer}/body`, variables)
  if (skipIf !== undefined) {
    const at = `${pointer}/skipIf`
    if (!isObject(skipIf)) throw invalid(at, 'a condition is an object')
    known(skipIf, ['step', 'entry', 'found'], at)
    isNeeded(skipIf.step, at)
    if (before.get(skipIf.step as string) !== 'GET') throw invalid(`${at}/step`, 'this step reads no list')
    if (typeof skipIf.found !== 'boolean') throw invalid(`${at}/found`, 'this is not true or false')
    readPattern(skipIf.entry, `${at}/entry`, variables)
  }
  return step as unknown as PlanStep
}

/** Variables have no values yet where references are looked up. */
function readPattern(pattern: unknown, pointer: string, variables: readonly string[] | undefined): void {
  if (!isObject(pattern)) throw invalid(pointer, 'what an entry looks like is an object')
  walk(pattern, pointer, (operator, value, at) => {
    if (operator === 'anyOf' && !Array.isArray(value)) throw invalid(at, 'this is not a list of patterns')
    if (operator === 'use') mustBeVariable(value, at, variables ?? [])
  })
}

function readBody(body: unknown, pointer: string, variables: readonly string[]): void {
  walk(body, pointer, (operator, value, at) => {
    if (operator === 'use') mustBeVariable(value, at, variables)
  })
}

function mustBeVariable(name: unknown, pointer: string, variables: readonly string[]): void {
  if (!variables.includes(name as string)) throw invalid(pointer, 'this is no variable')
}

function walk(
  value: unknown,
  pointer: string,
  look: (operator: ReturnType<typeof operatorOf>, value: unknown, pointer: string) => void,
  depth = 0,
): void {
  if (depth > MAX_DEPTH) throw invalid(pointer, 'this is nested too deeply')
  if (typeof value !== 'object' || value === null) return
  const operator = Array.isArray(value) ? undefined : operatorOf(value as Given)
  if (operator) look(operator, (value as Given)[operator], `${pointer}/${operator}`)
  for (const [name, member] of Object.entries(value))
    walk(member, `${pointer}/${escaped(name)}`, look, depth + 1)
}
