// What callers give a policy, looked at before it crosses to the engine: a mistake has a code and a place, whatever
// was given.

import { OrgateError, type Problem } from './error.js'
import { configurationError, jsonTextOf } from './options.js'
import { isWellFormed } from './organization.js'
import { escaped, type Given, isObject } from './values.js'

/** The longest text of a document, of operations or of changes. What it becomes must fit the engine's memory. */
const MAX_TEXT = 256 * 1024 * 1024
/** Longer than any name, id or indicator of a policy: it is not looked for. */
const MAX_NAME = 4096
/** As many permissions as a policy can have. */
const MAX_REQUESTED = 10_000
const MAX_LIMIT = 100_000
const DEFAULT_LIMIT = 1_000

/** Somebody. */
export interface ReadPrincipal {
  /** Or a user. */
  readonly application: boolean
  readonly id: string
}

export interface ReadQuestion extends ReadPrincipal {
  readonly organization: string | undefined
  readonly resource: string | undefined
  /** The names with a space between them. */
  readonly requested: string | undefined
  readonly exclude: boolean
}

/** A call that is not of its form. */
export function invalid(code: string, pointer: string, message: string): OrgateError {
  const problem: Problem = { code, pointer, message }
  return new OrgateError('CONFIGURATION_INVALID', 500, message, { problems: [problem] })
}

export function readMembers(given: unknown, what: string, known: readonly string[]): Given {
  if (!isObject(given)) throw invalid('OPTION_INVALID', '', `${what} is not an object`)
  const unknown = Object.keys(given).find(name => !known.includes(name))
  if (unknown === undefined) return given
  const message = `\`${unknown}\` is no member of ${what}; known are ${known.join(', ')}`
  throw invalid('OPTION_UNKNOWN', `/${escaped(unknown)}`, message)
}

export const isName = (value: unknown): value is string => isWellFormed(value) && value.length <= MAX_NAME

/** A member that may be left out. One that is there and undefined is a mistake: it would widen the question. */
export function optional<T>(
  given: Given,
  name: string,
  must: string,
  is: (value: unknown) => boolean,
): T | undefined {
  if (!(name in given)) return undefined
  const value = given[name]
  if (is(value)) return value as T
  throw invalid('OPTION_INVALID', `/${name}`, `\`${name}\` is not ${must}`)
}

/** The name of an organization, which is never any organization. */
export function readOrganization(organization: unknown): string {
  if (isName(organization) && organization !== '') return organization
  throw new OrgateError(
    'ORGANIZATION_REQUIRED',
    400,
    '`organization` is not the id of an organization; a question without one leaves it out',
  )
}

function readSomebody(given: Given, what: string): ReadPrincipal {
  const { user, application } = given
  const member = user === undefined ? 'application' : 'user'
  const id = given[member]
  if (user !== undefined && application !== undefined) {
    throw invalid('OPTION_INVALID', '/application', `${what} names a \`user\` and an \`application\``)
  }
  if (isName(id)) return { application: member === 'application', id }
  if (id === undefined)
    throw invalid('OPTION_MISSING', '', `${what} names no \`user\` and no \`application\``)
  throw invalid('OPTION_INVALID', `/${member}`, `\`${member}\` is not an id`)
}

/** `{ user }` or `{ application }`. */
export function readPrincipal(given: unknown, what = 'the principal'): ReadPrincipal {
  return readSomebody(readMembers(given, what, ['user', 'application']), what)
}

const QUESTION = ['user', 'application', 'organization', 'resource', 'requested', 'organizationRoles']

export function readQuestion(given: unknown): ReadQuestion {
  const question = readMembers(given, 'the question', QUESTION)
  const organization = 'organization' in question ? readOrganization(question.organization) : undefined
  const requested = optional<readonly string[]>(
    question,
    'requested',
    `an array of at most ${MAX_REQUESTED} permission names`,
    // Copied for `every`, which passes over the holes of a list.
    list => Array.isArray(list) && list.length <= MAX_REQUESTED && [...list].every(isName),
  )
  const roles = optional<string>(question, 'organizationRoles', "'include' or 'exclude'", value =>
    ['include', 'exclude'].includes(value as string),
  )
  return {
    ...readSomebody(question, 'the question'),
    organization,
    resource: optional<string>(question, 'resource', 'a resource indicator', isName),
    // A name with a space in it would cross as two others; no token can carry it, so it can be left out.
    requested: requested?.filter(name => !name.includes(' ')).join(' '),
    exclude: roles === 'exclude',
  }
}

export function readPermission(permission: unknown): string {
  if (isName(permission)) return permission
  throw invalid('OPTION_INVALID', '', 'the permission is not the name of one')
}

/** `{ organizationRole, organization? }` or `{ globalRole }`. */
export function readRole(given: unknown): {
  readonly global: boolean
  readonly name: string
  readonly organization: string | undefined
} {
  const role = readMembers(given, 'the role', ['organizationRole', 'globalRole', 'organization'])
  const global = 'globalRole' in role
  const member = global ? 'globalRole' : 'organizationRole'
  const name = role[member]
  const other = global && ['organizationRole', 'organization'].find(name => name in role)
  if (other) throw invalid('OPTION_INVALID', `/${other}`, `\`${other}\` stands beside \`globalRole\``)
  if (!isName(name)) throw invalid('OPTION_INVALID', `/${member}`, `\`${member}\` is not the name of a role`)
  const organization = 'organization' in role ? readOrganization(role.organization) : undefined
  return { global, name, organization }
}

/** Somebody who holds a role, and where. */
export function readAssignee(given: unknown): ReadPrincipal & { readonly organization: string | undefined } {
  const assignee = readMembers(given, '`after`', ['user', 'application', 'organization'])
  const organization = 'organization' in assignee ? readOrganization(assignee.organization) : undefined
  return { ...readSomebody(assignee, '`after`'), organization }
}

/** `{ after, limit }`, where `after` is read by `readAfter`. */
export function readPage<After>(
  given: unknown,
  readAfter: (after: unknown) => After,
): { readonly after: After | undefined; readonly limit: number } {
  if (given === undefined) return { after: undefined, limit: DEFAULT_LIMIT }
  const page = readMembers(given, 'the page', ['after', 'limit'])
  const limit = optional<number>(
    page,
    'limit',
    `a whole number from 1 to ${MAX_LIMIT}`,
    value => Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= MAX_LIMIT,
  )
  return { after: 'after' in page ? readAfter(page.after) : undefined, limit: limit ?? DEFAULT_LIMIT }
}

/** Only `createPolicy` takes nothing for an empty one: elsewhere a variable without a value would empty a template. */
export function requireDocument(document: unknown): void {
  if (document !== undefined) return
  const message = 'there is no template or policy to compare with: it is undefined'
  throw configurationError([{ code: 'OPTION_MISSING', pointer: '', message }])
}

/** A document's JSON text; `undefined` when none was given. */
export function readDocument(document: unknown): string | undefined {
  if (document === undefined) return undefined
  const refuse = (message: string) => configurationError([{ code: 'OPTION_INVALID', pointer: '', message }])
  if (typeof document !== 'string' && !isObject(document)) {
    throw refuse('the document is not an object, or JSON text')
  }
  const text = typeof document === 'string' ? document : jsonTextOf(document)
  if (text === undefined) throw refuse('the document cannot be written as JSON')
  if (text.length > MAX_TEXT) throw refuse(`the document has more than ${MAX_TEXT} characters`)
  if (!isWellFormed(text)) throw refuse('the document is not Unicode text')
  return text
}

/** The JSON text of one operation or of a list. */
export function readOperations(operations: unknown): string {
  let nothing: string | undefined
  // JSON leaves it out. Without `organization` a role is a global one, and nobody should get one because a variable had
  // no value.
  const look = (name: string, value: unknown) => {
    if (value === undefined) nothing ??= name
    return value
  }
  const isList = isObject(operations) || Array.isArray(operations)
  const text = listText(operations, 'operations', isList, look)
  if (nothing === undefined) return text
  const message = `\`${nothing}\` is undefined; leave it out if there is none`
  throw new OrgateError('OPERATION_INVALID', 400, message, {
    problems: [{ code: 'WRONG_TYPE', pointer: '', message }],
  })
}

/** The JSON text of a list of changes. */
export function readChanges(changes: unknown): string {
  return listText(changes, 'changes', Array.isArray(changes))
}

function listText(
  list: unknown,
  what: string,
  isList: boolean,
  look?: (name: string, value: unknown) => unknown,
): string {
  const refuse = (message: string) => {
    const problems: Problem[] = [{ code: 'WRONG_TYPE', pointer: '', message }]
    return new OrgateError('OPERATION_INVALID', 400, message, { problems })
  }
  if (!isList) throw refuse(`the ${what} are not an array`)
  const text = jsonTextOf(list, look)
  if (text === undefined) throw refuse(`the ${what} cannot be written as JSON`)
  if (text.length <= MAX_TEXT) return text
  throw new OrgateError('LIMIT_EXCEEDED', 422, `the ${what} have more than ${MAX_TEXT} characters of JSON`)
}
