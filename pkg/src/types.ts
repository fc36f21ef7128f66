import type { OrgateError, Problem } from './error.js'
import type { ApiGrant, Explanation, Grant, Mode, OrganizationGrant, PrincipalType } from './grant.js'
import type { Identity } from './identity.js'
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

/** The name of a claim, or the names from the payload inwards. */
export type ClaimPath = string | readonly string[]

/** Where the tokens of a provider say what a decision rests on: `docs/profiles.md`. */
export interface ClaimProfile {
  /** The demanded `typ` of access tokens, one of these; `null` is a token without. */
  readonly types: readonly (string | null)[]
  /**
   * For whom organization tokens are. `organization`: `aud` is the organization. `required`: the issuer's `audience`
   * must be among `aud`. `optional`: the same, and where the issuer has none, the token must have none.
   */
  readonly audience: 'organization' | 'required' | 'optional'
  /** The claim that names the organization, and what stands before its id there. */
  readonly organization: { readonly claim: ClaimPath; readonly prefix?: string }
  /** The claim that names the organization of an API token; by default that of `organization`. */
  readonly apiOrganization?: ClaimPath
  /** The claim that has the permissions, and how. */
  readonly permissions: {
    readonly claim: ClaimPath
    readonly format: 'spaces' | 'list' | 'commas' | 'clerk-v2'
  }
  /** A subject that is one of these claims and what comes after it is a machine-to-machine application. */
  readonly application?: readonly { readonly claim: ClaimPath; readonly suffix?: string }[]
  /** The claims of ID tokens; `types` is `['JWT']` by default. */
  readonly identity?: {
    readonly types?: readonly (string | null)[]
    readonly organizations?: ClaimPath
    readonly roles?: ClaimPath
    /** A list of `organization:role`. */
    readonly organizationRoles?: ClaimPath
  }
  /** Values of claims with which no token is accepted. */
  readonly refused?: readonly { readonly claim: ClaimPath; readonly values: readonly string[] }[]
  /** The address of the key set from the issuer on. Without it, `keys` must be given. */
  readonly keys?: string | null
}

/** A profile that Orgate has. */
export type ProfileName = 'logto' | 'auth0' | 'clerk' | 'workos' | 'kinde' | 'generic'

/** One trusted issuer. */
export interface IssuerOptions<Keys> {
  /** The exact `iss` value. */
  readonly issuer: string
  /** Its keys; by default `orgate` fetches them from where the profile says, for Logto `${issuer}/jwks`, and `orgate/sync` waits for `setKeys`. */
  readonly keys?: Keys
  /** What it may sign with; by default every algorithm that Orgate verifies. */
  readonly algorithms?: readonly Algorithm[]
  /** Where its tokens say what a decision rests on; by default `logto`. */
  readonly profile?: ProfileName | ClaimProfile
  /**
   * The audience of its organization tokens, where the profile wants one; that of an API token is the `resource` of the
   * question. With `logto` the audience is the organization, and this is a mistake.
   */
  readonly audience?: string
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
  /**
   * The demanded type of access tokens (RFC 9068 section 4), in place of what the profiles say: `at+jwt` for Logto. With
   * `JWT` nothing but the audience tells an ID token from an access token.
   */
  readonly typ?: string
  /** The longest token, in bytes; by default 16,384. A longer one is refused before it is read. */
  readonly maxTokenBytes?: number
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
      readonly profile?: never
      readonly audience?: never
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
  /** Whether the grant is to have the token's `claims`. */
  readonly claims?: boolean
}

/** What a caller expects of an API token, and knows of its subject. */
export interface ExpectedApi {
  /** The API resource's indicator (RFC 8707): the token's audience. */
  readonly resource: string
  /** The organization that the token must be for. Left out, it must be for none. */
  readonly organization?: string | typeof anyOrganization
  /** The subject's roles in the organization. */
  readonly roles?: readonly string[]
  /** Whether the grant is to have the token's `claims`. */
  readonly claims?: boolean
}

/** What a caller expects of an ID token. */
export interface ExpectedIdentity {
  /** The client that it must be issued to. */
  readonly clientId: string
  /** The `nonce` that the sign-in began with. */
  readonly nonce?: string
  /** Whether the identity is to have the token's `claims`. */
  readonly claims?: boolean
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
  /**
   * Verifies an API token: one for an API resource, in an organization or in none.
   *
   * The organization of Logto's is the claim `organization_id`, which the custom claims of a tenant can set: it is as
   * trustworthy as the tenant's script. That of an organization token is not.
   *
   * @throws {OrgateError} the first refusal, in the order of {@link Gate.verifyOrganizationToken}. Before the token is
   *   looked at also `RESOURCE_UNKNOWN`, when the template does not know the resource
   */
  verifyApiToken(token: string, expect: ExpectedApi): Promise<ApiGrant>
  /**
   * Verifies an ID token (OpenID Connect Core section 3.1.3.7): who somebody is, and with a template what they may do
   * in each of their organizations. It is no access token: a server takes it from its own sign-in only.
   *
   * @throws {OrgateError} the first refusal in this order: form, header, issuer, key, signature, time, client, nonce
   */
  verifyIdToken(token: string, expect: ExpectedIdentity): Promise<Identity>
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
   * Verifies an API token.
   *
   * @throws {OrgateError} as {@link Gate.verifyApiToken}
   */
  verifyApiToken(token: string, expect: ExpectedApi): ApiGrant
  /**
   * Verifies an ID token.
   *
   * @throws {OrgateError} as {@link Gate.verifyIdToken}
   */
  verifyIdToken(token: string, expect: ExpectedIdentity): Identity
  /**
   * Replaces an issuer's keys by a set, or its JSON text. `issuer` may be left out when there is one. Answers what was
   * left out of the set.
   *
   * @throws {OrgateError} `CONFIGURATION_INVALID`; the old keys stay
   */
  setKeys(keys: JsonWebKeySet | string, issuer?: string): readonly Problem[]
}

export type { OrgateError }
