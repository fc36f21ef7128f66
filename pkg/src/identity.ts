import { OrgateError } from './error.js'
import type { Claims, Grant, GrantFacts, OrganizationGrant } from './grant.js'
import type { Question } from './types.js'

/** An organization of an {@link Identity}. */
export interface IdentityOrganization {
  readonly id: string
  /** The names of the subject's roles there that the template has; without a template all of them. */
  readonly roles: readonly string[]
  /** Those that it has not: they grant nothing. */
  readonly unknownRoles: readonly string[]
}

/** What a verified ID token says of its subject. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
  /** The client that it was issued to. */
  readonly clientId: string
  /** Seconds since 1970. */
  readonly issuedAt: number
  /** Seconds since 1970. */
  readonly expiresAt: number
  /** The names of the subject's global roles. */
  readonly roles: readonly string[]
  readonly organizations: readonly IdentityOrganization[]
  /** The token's claims. Only when they were asked for. */
  readonly claims?: Claims
  /**
   * What the subject may do in one of its organizations: its roles by the template in force when this is called.
   *
   * @throws {OrgateError} `ORGANIZATION_MISMATCH` when it is not in that organization, `TEMPLATE_REQUIRED` without a
   *   template
   */
  grant(organization: string): OrganizationGrant
}

/** Whence a grant comes. */
export type GrantSource = Pick<GrantFacts, 'kind'> & Partial<GrantFacts>

/** The roles less those that the template has not, or not for users; they grant nothing. */
function withoutUnknown(roles: readonly string[], error: unknown): string[] | undefined {
  const isAboutRoles =
    error instanceof OrgateError && (error.code === 'ROLE_UNKNOWN' || error.code === 'ROLE_TYPE_MISMATCH')
  const unknown = isAboutRoles ? (error.details.roles as readonly string[]) : []
  const left = roles.filter(role => !unknown.includes(role))
  return left.length < roles.length ? left : undefined
}

/** Makes an identity, whose grants `resolve` makes. */
export function identityOf(
  facts: Omit<Identity, 'grant' | 'claims'>,
  claims: Claims | undefined,
  resolve: (question: Question, from: GrantSource) => Grant,
): Identity {
  const { issuer, subject, issuedAt, expiresAt, organizations } = facts
  const grant = (organization: string) => {
    const found = organizations.find(({ id }) => id === organization)
    if (!found) {
      const message = 'the subject of the ID token is not in the organization'
      throw new OrgateError('ORGANIZATION_MISMATCH', 403, message, { expected: organization })
    }
    const from = { kind: 'identity', issuer, subject, issuedAt, expiresAt } as const
    // The template may be another one than when the token was verified.
    let roles = [...found.roles, ...found.unknownRoles]
    for (;;) {
      try {
        return resolve({ organization, roles, principal: 'User' }, from) as OrganizationGrant
      } catch (error) {
        const without = withoutUnknown(roles, error)
        if (!without) throw error
        roles = without
      }
    }
  }
  const identity = { ...facts, ...(claims && { claims }) }
  // Not enumerable: it is no part of what an identity says, nor of its JSON.
  Object.defineProperty(identity, 'grant', { value: grant })
  Object.freeze(identity.roles)
  Object.freeze(identity.organizations)
  return Object.freeze(identity) as Identity
}
