/**
 * Reads grants and answers questions about them: no WebAssembly, no async, no network.
 *
 * @module orgate/check
 */

import { OrgateError } from './error.js'
import { type Explanation, Grant, type GrantJson } from './grant.js'
import type { Permission } from './register.js'

export { OrgateError, type OrgateErrorCode } from './error.js'
export {
  type Explanation,
  Grant,
  type GrantJson,
  type Mode,
  type OrganizationGrant,
  type PrincipalType,
} from './grant.js'
export type { Permission, Register } from './register.js'

/** A moment, in milliseconds since 1970; by default now. */
export interface At {
  readonly now?: number
}

/**
 * Reads grant JSON, as text or parsed.
 *
 * @throws {OrgateError} `GRANT_INVALID`, `GRANT_VERSION_UNSUPPORTED`, or `GRANT_EXPIRED` at and after its last second
 */
export function readGrant(json: string | object, options?: At): Grant {
  let value: Unread
  try {
    // A copy: what the caller does to its object later must not change the grant.
    value = JSON.parse(typeof json === 'string' ? json : JSON.stringify(json))
  } catch {
    // Not JSON: no object below.
  }
  const wrong = wrongMember(value)
  if (wrong) {
    const code = wrong === 'v' && typeof value?.v === 'number' ? 'GRANT_VERSION_UNSUPPORTED' : 'GRANT_INVALID'
    throw new OrgateError(code, 500, `unreadable grant: \`${wrong}\``, {
      member: wrong,
    })
  }
  const grant = new Grant(value as GrantJson)
  if (grant.isExpired(options?.now)) throw new OrgateError('GRANT_EXPIRED', 403, 'the grant expired')
  return grant
}

type Unread = { readonly [Name in keyof GrantJson]?: unknown } | null | undefined

const isText = (value: unknown): value is string => typeof value === 'string'
const isName = (value: unknown): boolean => isText(value) && value !== ''
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)
// Seconds, up to the year 9999. `-1e400` is a number of JSON, and no date: it is read as -Infinity.
const isDate = (value: unknown): boolean => Number.isFinite(value) && (value as number) < 253402300800
const oneOf = (value: unknown, ...known: unknown[]): boolean => known.includes(value)
const optional = (value: unknown, is: (value: unknown) => boolean): boolean =>
  value === undefined || is(value)

/** The first member that is missing or of the wrong form. */
function wrongMember(value: Unread): string | undefined {
  if (typeof value !== 'object' || value?.v !== 1) return 'v'
  const { kind, subject } = value
  const isApi = kind === 'api'
  const real = isApi || oneOf(kind, 'organization', 'identity')
  // A grant that came from a token says which; no other has these members.
  const fromToken = (member: unknown, is: (member: unknown) => boolean) =>
    real ? is(member) : member === undefined
  // Without an organization it is for a resource.
  const { organization = (!real || isApi) && value.resource } = value
  const template = value.template as { hash?: unknown; version?: unknown } | null | undefined
  const checks = {
    kind: real || oneOf(kind, 'policy', 'what-if'),
    issuer: fromToken(value.issuer, isName),
    subject: kind === 'what-if' ? subject === undefined : isName(subject),
    principal: oneOf(value.principal, 'User', 'MachineToMachine'),
    organization: isName(organization),
    resource: (isApi ? isName : optional)(value.resource, isName),
    permissions: isTexts(value.permissions),
    mode: oneOf(value.mode, 'token', 'intersection', 'template'),
    template: optional(template, () => isName(template?.hash) && optional(template?.version, isText)),
    issuedAt: fromToken(value.issuedAt, isDate),
    expiresAt: fromToken(value.expiresAt, isDate),
    roles: optional(value.roles, isTexts),
    explanations: optional(value.explanations, list => Array.isArray(list) && list.every(isExplanation)),
  }
  return (Object.keys(checks) as (keyof typeof checks)[]).find(name => !checks[name])
}

function isExplanation(value: { readonly [Name in keyof Explanation]?: unknown } | null): boolean {
  const allowed = value?.code === 'GRANTED'
  return (
    isText(value?.permission) &&
    isText(value.message) &&
    value.allowed === allowed &&
    (allowed || oneOf(value.code, 'PERMISSION_NOT_GRANTED', 'PERMISSION_UNKNOWN', 'GRANT_EXPIRED')) &&
    oneOf(value.source, 'token', 'roles') &&
    optional(value.grantedBy, isTexts) &&
    optional(value.rolesThatGrant, isTexts) &&
    optional(value.nearest, isText)
  )
}

/** Whether a grant holds a permission. Reads no clock: see {@link isExpired}. */
export function can(grant: Grant, permission: Permission): boolean {
  return grant.can(permission)
}

/** Whether it holds every one of them. Asked for none, the answer is no. */
export function canAll(grant: Grant, permissions: readonly Permission[]): boolean {
  return grant.canAll(permissions)
}

/** Whether it holds at least one of them. */
export function canAny(grant: Grant, permissions: readonly Permission[]): boolean {
  return grant.canAny(permissions)
}

/**
 * Throws unless the grant holds a permission and has not expired.
 *
 * @throws {OrgateError} `PERMISSION_NOT_GRANTED`, `PERMISSION_UNKNOWN`, `GRANT_EXPIRED`
 */
export function assert(grant: Grant, permission: Permission, options?: At): void {
  grant.assert(permission, options)
}

/** Why a permission is held or not, as far as the grant itself knows. */
export function explain(grant: Grant, permission: Permission, options?: At): Explanation {
  return grant.explain(permission, options)
}

/** Whether the token that a grant came from has expired at `now`, in milliseconds since 1970. */
export function isExpired(grant: Grant, now?: number): boolean {
  return grant.isExpired(now)
}
