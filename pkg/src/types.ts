import type { OrgateError, Problem } from './error.js'
import type { Explanation, Grant, Mode, OrganizationGrant, PrincipalType } from './grant.js'
import type { RemoteKeys } from './keys/types.js'
import type { anyOrganization } from './organization.js'
import type { Permission } from './register.js'
import type { TemplateInput } from './template-types.js'

export type {
  LogtoExport,
  OrganizationTemplate,
  TemplateInput,
  TemplatePermission,
} from './template-types.js'

/** A signature algorithm (RFC 7518 section 3.1, RFC 8037 section 3.1). */
export type Algorithm = 'ES384' | 'ES256' | 'RS256' | 'EdDSA'

/** A key set (JWKS, RFC 7517 section 5). */
export interface JsonWebKeySet {
  readonly keys: readonly object[]
}

/** Where an issuer's keys come from: a key set, its address, what `orgate/keys` made, or a function that has it. */
export type KeysOption =
  | JsonWebKeySet
  | string
  | URL
  | RemoteKeys
  | (() => JsonWebKeySet | Promise<JsonWebKeySet>)

/** One trusted issuer. */
export interface IssuerOptions<Keys> {
  /** The exact `iss` value. */
  readonly issuer: string
  /** Its keys; by default `orgate` fetches `${issuer}/jwks`, and `orgate/sync` waits for `setKeys`. */
  readonly keys?: Keys
  /** What it may sign with; by default every algorithm that Orgate verifies. */
  readonly algorithms?: readonly Algorithm[]
}

/** What is the same for every issuer. */
export interface CommonOptions {
  /** The organization template. */
  readonly template?: TemplateInput
  /** How permissions are computed; by default `intersection` with a template and `token` without. */
  readonly mode?: Mode
  /** For how many seconds past `exp` a token is still taken; by default 0. */
  readonly clockToleranceSeconds?: number
  /** The time in milliseconds since 1970; by default `Date.now`. */
  readonly clock?: () => number
  /** The demanded token type (RFC 9068 section 4); by default `at+jwt`. */
  readonly typ?: string
  /** The verified-token cache: `false` is none; by default 1,000 tokens. */
  readonly cache?: boolean | { readonly max: number }
}

type Issuers<Keys> =
  | (IssuerOptions<Keys> & { readonly issuers?: never })
  | {
      readonly issuers: readonly IssuerOptions<Keys>[]
      readonly issuer?: never
      readonly keys?: never
      readonly algorithms?: never
    }

/** Options of a gate. Without `keys`, an issuer's are fetched from `${issuer}/jwks` at first use. */
export type GateOptions = CommonOptions & Issuers<KeysOption>

/** Options of a synchronous gate. Keys are given, here or by `setKeys`. */
export type SyncGateOptions = CommonOptions & Issuers<JsonWebKeySet>

/** What a caller expects of an organization token, and knows of its subject. */
export interface Expected {
  /** The organization that the token must be for. */
  readonly organization: string | typeof anyOrganization
  /** The subject's organization roles, from an ID token or a directory. */
  readonly roles?: readonly string[]
}

/** What do these roles give in an organization? */
export interface Question {
  readonly organization: string
  /** An API resource's indicator, to ask for its permissions instead of the organization's. */
  readonly resource?: string
  readonly roles: readonly string[]
  readonly principal: PrincipalType
}

/** How a grant compares with the template in force. */
export interface Staleness {
  /** Whether it was made under another template, or under none where there is one now. */
  readonly stale: boolean
  /**
   * Whether that changes what it allows: something is lost or gained. Absent when the grant does not say: one of a
   * policy about an API resource rests on roles that it does not name. Then ask the policy again.
   */
  readonly changed?: boolean
  /** The permissions that it holds and would not hold today. */
  readonly lost: readonly string[]
  /**
   * The permissions that it does not hold and would hold today. Only where they come from roles alone, so in mode
   * `template`: what else a token would have carried is not known, and a new permission waits for a new token.
   */
  readonly gained: readonly string[]
}

/** What every gate does. */
export interface GateBase {
  /** Answers a what-if question by the template. Its grant is no proof of anything. */
  resolve(question: Question): Grant
  /** Why a grant holds a permission or not, by the template in force. */
  explain(grant: Grant, permission: Permission): Explanation
  /** Whether a grant was made under another template than the one in force, and what that changes. */
  staleness(grant: Grant): Staleness
  /**
   * Replaces the template; grants made from now on are by the new one. A `mode` that was given stays. Answers what
   * was read of the new template and has no effect.
   *
   * @throws {OrgateError} `CONFIGURATION_INVALID` with every problem in `details.problems`; the old template stays
   */
  setTemplate(template: TemplateInput): readonly Problem[]
  /** What was read of the template and given key sets, and has no effect. */
  readonly warnings: readonly Problem[]
  /** How permissions are computed. */
  readonly mode: Mode
  /** The template in force. */
  readonly template: { readonly hash: string; readonly version?: string } | undefined
}

/** A gate that verifies signatures with the platform's WebCrypto. */
export interface Gate extends GateBase {
  /**
   * Verifies an organization token.
   *
   * @throws {OrgateError} the first refusal in this order: form, header, issuer, key, signature, time, audience
   *   kind, organization, roles. Before the token is looked at: `ORGANIZATION_REQUIRED`, `ROLES_REQUIRED`. Whatever
   *   the token: `KEYS_UNAVAILABLE`, and `ENGINE_UNAVAILABLE` where WebCrypto or the algorithm is missing
   */
  verifyOrganizationToken(token: string, expect: Expected): Promise<OrganizationGrant>
}

/** A gate that verifies signatures in WebAssembly, at once. */
export interface SyncGate extends GateBase {
  /**
   * Verifies an organization token.
   *
   * @throws {OrgateError} the first refusal, in the order of {@link Gate.verifyOrganizationToken}
   */
  verifyOrganizationToken(token: string, expect: Expected): OrganizationGrant
  /**
   * Replaces an issuer's keys. `issuer` may be left out when there is one. Answers what was left out of the set.
   *
   * @throws {OrgateError} `CONFIGURATION_INVALID`; the old keys stay
   */
  setKeys(keys: JsonWebKeySet, issuer?: string): readonly Problem[]
}

export type { OrgateError }
