/**
 * Key sets that are fetched, kept, refreshed and shared. Imports no WebAssembly.
 *
 * ```ts
 * const keys = remoteKeys({ issuer: 'https://tenant.logto.app/oidc' })
 * const gate = createGate({ issuer: 'https://tenant.logto.app/oidc', keys })
 * ```
 *
 * @module orgate/keys
 */

import { readRemoteKeys } from './keys/options.js'
import type { RemoteKeys, RemoteKeysOptions } from './keys/types.js'

export { OrgateError, type OrgateErrorCode, type Problem } from './error.js'
export {
  cacheStore,
  type KeyValueNamespace,
  kvStore,
  memoryStore,
  type ResponseCache,
} from './keys/stores.js'
export type {
  KeySetSnapshot,
  KeyStore,
  KeysAddress,
  RemoteKeys,
  RemoteKeysOptions,
} from './keys/types.js'
export type { JsonWebKeySet } from './types.js'

/**
 * The key set at an address, or of an issuer by its metadata. Does no I/O: it is fetched when it is first needed.
 *
 * @throws {OrgateError} `CONFIGURATION_INVALID` with every problem of the options in `details.problems`
 */
export function remoteKeys(options: RemoteKeysOptions): RemoteKeys {
  return readRemoteKeys(options)
}
