import { OrgateError } from './error.js'
import type { Permission } from './register.js'

/** Who can hold a role, and who a subject is. */
export type PrincipalType = 'User' | 'MachineToMachine'

/** From what permissions are computed: the token's scopes, those less what the template refuses, or roles. */
export type Mode = 'token' | 'intersection' | 'template'

/** Why a permission is held or not. */
export interface Explanation {
  /** The permission asked for. */
  readonly permission: string
  /** The answer. */
  readonly allowed: boolean
  /** The answer as a stable code. */
  readonly code: 'GRANTED' | 'PERMISSION_NOT_GRANTED' | 'PERMISSION_UNKNOWN' | 'GRANT_EXPIRED'
  /** What it rests on: the token's scopes, or the subject's roles and the template. */
  readonly source: 'token' | 'roles'
  /** The subject's roles that grant it. Only when its roles are known. */
  readonly grantedBy?: readonly string[]
  /** Every role of the principal's type that grants it: a fact of the template. */
  readonly rolesThatGrant?: readonly string[]
  /** For an unknown permission, the nearest one that exists. */
  readonly nearest?: string
  /** The same for people. */
  readonly message: string
}

/** The claims of a token, as its issuer wrote them. No object of them has a prototype, and all are frozen. */
export type Claims = Readonly<Record<string, unknown>>

/** Grant JSON, version 1. Times are in seconds since 1970. */
export interface GrantJson {
  readonly v: 1
  /**
   * `organization`: from a verified organization token. `api`: from a verified API token. `identity`: from the roles
   * of a verified ID token. `policy`: the answer of a policy about a principal that it knows. `what-if`: the answer to
   * a question about roles.
   */
  readonly kind: 'organization' | 'api' | 'identity' | 'policy' | 'what-if'
  readonly issuer?: string
  readonly subject?: string
  readonly principal: PrincipalType
  /** Absent only when there is a `resource`. */
  readonly organization?: string
  /** An API resource's indicator, when the permissions are of that resource. */
  readonly resource?: string
  readonly permissions: readonly string[]
  readonly mode: Mode
  readonly template?: { readonly hash: string; readonly version?: string }
  readonly issuedAt?: number
  readonly expiresAt?: number
  readonly roles?: readonly string[]
  readonly explanations?: readonly Explanation[]
}

/** Grant JSON, whose absent members may also be undefined. */
export type GrantFacts = { readonly [Name in keyof GrantJson]: GrantJson[Name] | undefined } & Pick<
  GrantJson,
  'kind' | 'principal' | 'permissions' | 'mode'
>

/**
 * What a subject may do for one audience. An answer, not a credential: a server never takes one from a client.
 */
export class Grant {
  readonly kind: GrantJson['kind']
  /** The token's issuer. Only grants of the kinds `organization`, `api` and `identity` come from one. */
  readonly issuer: string | undefined
  /** The user id, or a machine-to-machine application's client id. A what-if grant has none. */
  readonly subject: string | undefined
  readonly principal: PrincipalType
  /** The organization's id. `undefined` only when there is a `resource`. */
  readonly organization: string | undefined
  /** An API resource's indicator, when the permissions are of that resource. */
  readonly resource: string | undefined
  readonly mode: Mode
  /** The template that it was made with. */
  readonly template: { readonly hash: string; readonly version?: string } | undefined
  /** Seconds since 1970. Only a token has this time and the next. */
  readonly issuedAt: number | undefined
  /** Seconds since 1970. From this second on the grant has expired. */
  readonly expiresAt: number | undefined
  /** The subject's roles, when they were known. */
  readonly roles: readonly string[] | undefined

  /** The claims of the token. Only when they were asked for; they do not travel. */
  declare readonly claims?: Claims

  readonly #permissions: Set<string>
  readonly #explanations: readonly Explanation[]
  readonly #clock: () => number

  /** Made by a gate or by `readGrant`. They look at what they give, and it is nobody else's: it is frozen here. */
  constructor(json: GrantFacts, clock: () => number = Date.now) {
    this.kind = json.kind
    this.issuer = json.issuer
    this.subject = json.subject
    this.principal = json.principal
    this.organization = json.organization
    this.resource = json.resource
    this.mode = json.mode
    this.template = json.template
    this.issuedAt = json.issuedAt
    this.expiresAt = json.expiresAt
    this.roles = json.roles
    this.#permissions = new Set(json.permissions)
    this.#explanations = json.explanations ?? []
    this.#clock = clock
    Object.freeze(this.template)
    Object.freeze(this.roles)
    Object.freeze(this)
  }

  /** The permission names. Their order means nothing. */
  get permissions(): readonly string[] {
    return [...this.#permissions]
  }

  /** Whether the grant holds a permission. Reads no clock: see {@link Grant.isExpired}. */
  can(permission: Permission): boolean {
    return this.#permissions.has(permission)
  }

  /** Whether it holds every one of them. Asked for none, the answer is no. */
  canAll(permissions: readonly Permission[]): boolean {
    return permissions.length > 0 && permissions.every(permission => this.can(permission))
  }

  /** Whether it holds at least one of them. */
  canAny(permissions: readonly Permission[]): boolean {
    return permissions.some(permission => this.can(permission))
  }

  /**
   * Throws unless the grant holds a permission and has not expired.
   *
   * @throws {OrgateError} `PERMISSION_NOT_GRANTED`, `PERMISSION_UNKNOWN`, `GRANT_EXPIRED`
   */
  assert(permission: Permission, options?: { readonly now?: number }): void {
    const { allowed, code, message } = this.explain(permission, options)
    if (allowed) return
    // What is not allowed is not `GRANTED`: `explain` and `readGrant` see to that.
    throw new OrgateError(code as Exclude<typeof code, 'GRANTED'>, 403, message, { permission })
  }

  /** Why a permission is held or not, as far as the grant itself knows. A gate knows more: `gate.explain`. */
  explain(permission: Permission, options?: { readonly now?: number }): Explanation {
    const held = this.can(permission)
    const expired = this.isExpired(options?.now)
    const known = this.#explanations.find(
      explanation => explanation.permission === permission && explanation.allowed === held,
    )
    if (known && !expired) return known
    const allowed = held && !expired
    const verb = allowed ? 'holds' : held ? 'expired, and held' : 'does not hold'
    return {
      permission,
      allowed,
      code: allowed ? 'GRANTED' : held ? 'GRANT_EXPIRED' : 'PERMISSION_NOT_GRANTED',
      source: this.mode === 'template' || (this.roles && this.mode !== 'token') ? 'roles' : 'token',
      message: `the grant ${verb} \`${permission}\``,
    }
  }

  /** Whether the token it came from has expired at `now`, in milliseconds since 1970. */
  isExpired(now: number = this.#clock()): boolean {
    // A moment that is no number is no proof that there is time left.
    return this.expiresAt !== undefined && !(now < this.expiresAt * 1000)
  }

  /** Grant JSON, with the explanations that should travel along. */
  toJSON(options?: { readonly explanations?: readonly Explanation[] } | string): GrantJson {
    // `JSON.stringify` calls this with a member's name, and a text has no explanations.
    const given = (options as { explanations?: readonly Explanation[] } | undefined)?.explanations
    const explanations = given ?? (this.#explanations[0] && this.#explanations)
    // Members that are undefined are not written.
    return JSON.parse(JSON.stringify({ v: 1, ...this, permissions: this.permissions, explanations }))
  }
}

/** A grant for an API resource: what verifying an API token gives. */
export type ApiGrant = Grant & { readonly resource: string }

/** A grant in an organization: what verifying an organization token gives. */
export type OrganizationGrant = Grant & { readonly organization: string }
