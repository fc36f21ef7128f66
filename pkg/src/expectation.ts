import { OrgateError } from './error.js'
import { isWellFormed, namedOrganization } from './organization.js'
import type { Expected, ExpectedApi, ExpectedIdentity } from './types.js'

/** What a caller expects of an access token, looked at. */
export interface AccessExpectation {
  readonly kind: 'organization' | 'api'
  readonly resource: string | undefined
  /** There must be no organization. */
  readonly global: boolean
  /** Unless `global`, `undefined` is any. */
  readonly organization: string | undefined
  readonly roles: string[] | undefined
  /** The roles in one string, to compare them. */
  readonly rolesKey: string | undefined
  /** Whether the grant is to have the token's claims. */
  readonly claims: boolean
}

/** What a caller expects of an ID token, looked at. */
export interface IdentityExpectation {
  readonly kind: 'identity'
  readonly clientId: string
  readonly nonce: string | undefined
  readonly claims: boolean
}

export type Expectation = AccessExpectation | IdentityExpectation

/** @throws {OrgateError} `ORGANIZATION_REQUIRED`, `CONFIGURATION_INVALID` */
export function organizationExpectation(expect: Expected | undefined): AccessExpectation {
  const organization = namedOrganization(expect?.organization)
  return { kind: 'organization', resource: undefined, global: false, organization, ...shared(expect) }
}

/** @throws {OrgateError} `ORGANIZATION_REQUIRED`, `CONFIGURATION_INVALID` */
export function apiExpectation(expect: ExpectedApi | undefined): AccessExpectation {
  const resource = name('resource', expect?.resource)
  // A member that is there and has no value is a mistake: without an organization, an API token of Logto carries
  // what the user may do in every one.
  const global = expect === undefined || !('organization' in expect)
  const organization = global ? undefined : namedOrganization(expect.organization)
  const rest = shared(expect)
  if (global && rest.roles) {
    throw invalid("`roles` are the subject's roles in an organization, and none is named")
  }
  return { kind: 'api', resource, global, organization, ...rest }
}

/** @throws {OrgateError} `CONFIGURATION_INVALID` */
export function identityExpectation(expect: ExpectedIdentity | undefined): IdentityExpectation {
  const clientId = name('clientId', expect?.clientId)
  // As with the organization: a `nonce` without a value must not pass as none.
  const nonce = expect && 'nonce' in expect ? name('nonce', expect.nonce) : undefined
  return { kind: 'identity', clientId, nonce, claims: flag(expect?.claims) }
}

/** A list of role names that is the caller's no longer. */
export function readRoles(roles: unknown): string[] | undefined {
  if (roles === undefined) return undefined
  // A copy before it is looked at: `every` steps over what is missing in a list.
  const copy = Array.isArray(roles) ? [...roles] : undefined
  if (copy?.every(isWellFormed)) return copy
  throw invalid('`roles` is not an array of role names')
}

function shared(expect: { roles?: unknown; claims?: unknown } | undefined) {
  const roles = readRoles(expect?.roles)
  return { roles, rolesKey: roles && JSON.stringify(roles), claims: flag(expect?.claims) }
}

function name(member: string, value: unknown): string {
  if (isWellFormed(value) && value !== '') return value
  throw invalid(`\`${member}\` is not named: it is a text`)
}

function flag(value: unknown): boolean {
  if (value === undefined || typeof value === 'boolean') return value === true
  throw invalid('`claims` is true or false')
}

function invalid(message: string): OrgateError {
  return new OrgateError('CONFIGURATION_INVALID', 500, message)
}
