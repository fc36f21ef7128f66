import type { AccessExpectation } from './expectation.js'
import type { IdentityOrganization } from './identity.js'

/** What the engine says of every verified token: see `src/wasm/wanted.rs`. */
type Verified = [issuer: number, subject: string, issuedAt: number, expiresAt: number]

/** Of an access token. */
type VerifiedAccess = [
  ...Verified,
  isApplication: 0 | 1,
  organization: string | null,
  permissions: string | string[],
]

/** Of an ID token. */
type VerifiedIdentity = [
  ...Verified,
  roles: string[],
  organizations: [id: string, roles: string[], unknownRoles: string[]][],
]

/** The facts of a grant, and the position of its issuer. */
export function accessFacts(json: string, { kind, resource, roles }: AccessExpectation) {
  const [issuer, subject, issuedAt, expiresAt, isApplication, organization, permissions] = JSON.parse(
    json,
  ) as VerifiedAccess
  return {
    issuer,
    kind,
    subject,
    principal: isApplication ? 'MachineToMachine' : 'User',
    organization: organization ?? undefined,
    resource,
    permissions: typeof permissions !== 'string' ? permissions : permissions ? permissions.split(' ') : [],
    issuedAt,
    expiresAt,
    roles,
  } as const
}

/** The facts of an identity, and the position of its issuer. */
export function identityFacts(json: string) {
  const [issuer, subject, issuedAt, expiresAt, roles, list] = JSON.parse(json) as VerifiedIdentity
  const organizations: IdentityOrganization[] = list.map(([id, roles, unknownRoles]) =>
    Object.freeze({ id, roles: Object.freeze(roles), unknownRoles: Object.freeze(unknownRoles) }),
  )
  return { issuer, subject, issuedAt, expiresAt, roles, organizations }
}
