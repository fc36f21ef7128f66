// Grants, and what they answer.
import { createGate } from 'orgate'
import {
  assert,
  can,
  canAll,
  canAny,
  type Explanation,
  explain,
  type Grant,
  type GrantJson,
  isExpired,
  type OrganizationGrant,
  OrgateError,
  type OrgateErrorCode,
  type Permission,
  type PrincipalType,
  readGrant,
} from 'orgate/check'
import type * as sync from 'orgate/sync'
import { is, type Same } from './lib/same.js'

const grant = readGrant('{}')
is<Same<typeof grant, Grant>>(true)
is<Same<Permission, string>>(true)
readGrant({}, { now: Date.now() })
// @ts-expect-error: neither text nor an object
readGrant(1)
// @ts-expect-error: a date is no number of milliseconds
readGrant('{}', { now: new Date() })
// @ts-expect-error: undefined is not left out
readGrant('{}', { now: undefined })

const answers: boolean[] = [
  can(grant, 'invite:users'),
  canAll(grant, ['invite:users', 'remove:users']),
  canAny(grant, ['invite:users'] as const),
  isExpired(grant),
  isExpired(grant, 0),
  grant.can('invite:users'),
  grant.canAll(['invite:users']),
  grant.canAny(['invite:users']),
  grant.isExpired(),
]
const nothing = assert(grant, 'invite:users', { now: 0 })
is<Same<typeof nothing, void>>(true)
// @ts-expect-error: a list is not one permission
can(grant, ['invite:users'])
// @ts-expect-error: one permission is not a list
canAll(grant, 'invite:users')
// @ts-expect-error: JSON is not a grant: `readGrant` looks at it
can({ v: 1, permissions: ['invite:users'] }, 'invite:users')

const why: Explanation = explain(grant, 'invite:users')
is<Same<typeof why.code, 'GRANTED' | 'PERMISSION_NOT_GRANTED' | 'PERMISSION_UNKNOWN' | 'GRANT_EXPIRED'>>(true)
is<Same<typeof why.source, 'token' | 'roles'>>(true)
// @ts-expect-error: known only with roles
why.grantedBy.length

is<Same<typeof grant.kind, 'organization' | 'api' | 'identity' | 'policy' | 'what-if'>>(true)
is<Same<typeof grant.principal, PrincipalType>>(true)
// A grant for an API resource may be in none.
is<Same<typeof grant.organization, string | undefined>>(true)
is<Same<typeof grant.subject, string | undefined>>(true)
is<Same<typeof grant.expiresAt, number | undefined>>(true)
is<Same<typeof grant.permissions, readonly string[]>>(true)
// @ts-expect-error: grants do not change
grant.organization = 'org_2'
// @ts-expect-error: grants do not change
grant.permissions.push('remove:users')

const json: GrantJson = grant.toJSON({ explanations: [why] })
is<Same<typeof json.v, 1>>(true)
is<Same<typeof json.kind, typeof grant.kind>>(true)
readGrant(json)
const facts = { v: 1, principal: 'User', permissions: [], mode: 'template' } as const
readGrant({ ...facts, kind: 'policy', subject: 'ada', resource: 'urn:api' } satisfies GrantJson)
// @ts-expect-error: there is no such kind
export const session: GrantJson = { ...facts, kind: 'session' }
// @ts-expect-error: undefined is not left out
export const nowhere: GrantJson = { ...facts, kind: 'what-if', organization: undefined }

declare const inOrganization: OrganizationGrant
is<Same<typeof inOrganization.organization, string>>(true)
can(inOrganization, 'invite:users')
// @ts-expect-error: it may be in no organization
const narrowed: OrganizationGrant = grant

// One class, whatever it was imported from.
is<Same<Grant, sync.Grant>>(true)
const made: Grant = createGate({ issuer: 'x' }).resolve({ organization: 'o', roles: [], principal: 'User' })

try {
  grant.assert('invite:users')
} catch (error) {
  if (error instanceof OrgateError) {
    is<Same<typeof error.code, OrgateErrorCode>>(true)
    is<Same<typeof error.status, number>>(true)
    is<Same<typeof error.details, Readonly<Record<string, unknown>>>>(true)
    // @ts-expect-error: there is no such code
    error.code === 'NOPE'
  }
}

export { answers, made, narrowed }
