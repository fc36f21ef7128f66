/**
 * The same as `orgate`, with signatures verified in WebAssembly: at once, and where there is no WebCrypto. Fetches
 * nothing: keys are given.
 *
 * ```ts
 * const gate = createGate({ issuer: 'https://tenant.logto.app/oidc', keys: jwks, template })
 * const grant = gate.verifyOrganizationToken(token, { organization: 'org_1' })
 * ```
 *
 * What a runtime loads is `entry/…`, one of which there is for each way to have the wasm file; this module is what
 * they have in common.
 *
 * @module orgate/sync
 */

import type { SyncGate, SyncGateOptions } from './types.js'

export { OrgateError, type OrgateErrorCode, type Problem } from './error.js'
export {
  type ApiGrant,
  type Claims,
  type Explanation,
  Grant,
  type GrantJson,
  type Mode,
  type OrganizationGrant,
  type PrincipalType,
} from './grant.js'
export type { Identity, IdentityOrganization } from './identity.js'
export { anyOrganization } from './organization.js'
export type { Permission, Register } from './register.js'
export type {
  Algorithm,
  ClaimPath,
  ClaimProfile,
  CommonOptions,
  Expected,
  ExpectedApi,
  ExpectedIdentity,
  GateBase,
  IssuerOptions,
  JsonWebKeySet,
  LogtoExport,
  OrganizationTemplate,
  ProfileName,
  Question,
  Staleness,
  SyncGate,
  SyncGateOptions,
  TemplateInput,
  TemplatePermission,
} from './types.js'

/**
 * Makes a gate. Does no I/O.
 *
 * @throws {OrgateError} `CONFIGURATION_INVALID` with every problem of the options, the template and given key sets
 *   in `details.problems`; `ENGINE_UNAVAILABLE` where WebAssembly cannot start
 */
export declare function createGate(options: SyncGateOptions): SyncGate

/**
 * Starts the engine ahead of time and without blocking. Optional, except where a runtime compiles nothing at once.
 * May be called twice, at the same time, and again after a failure.
 *
 * @throws {OrgateError} `ENGINE_UNAVAILABLE`
 */
export declare function init(): Promise<void>
