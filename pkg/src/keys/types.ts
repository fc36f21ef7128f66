import type { JsonWebKeySet } from '../types.js'

/** A second level under a {@link RemoteKeys}: text by name. Whoever can write to it can make tokens that verify. */
export interface KeyStore {
  get(name: string): Promise<string | null | undefined>
  put(name: string, value: string, options: { readonly expiresInSeconds: number }): Promise<void>
}

/** A fetched key set with what is known of it, as plain JSON. */
export interface KeySetSnapshot {
  readonly v: 1
  /** Where it was fetched. */
  readonly url: string
  /** Whose it is, when it was found by discovery. */
  readonly issuer?: string
  /** The key set as it was served, as JSON text. */
  readonly jwks: string
  /** When its fetch began, in milliseconds since 1970. */
  readonly fetchedAt: number
  /** Its soft lifetime, as its server and the bounds made it. */
  readonly lifetimeSeconds: number
  readonly etag?: string
}

/** Where keys are, and for how long they are used. */
export type RemoteKeysOptions = KeysAddress & {
  /** An older key set is refreshed, and used meanwhile; by default 600. */
  readonly softLifetimeSeconds?: number
  /** An older key set is not used; by default 3600. */
  readonly hardLifetimeSeconds?: number
  /** `Cache-Control` can make the soft lifetime shorter, down to this; by default 60. */
  readonly minLifetimeSeconds?: number
  /** A token with an unknown `kid` causes no fetch so soon after the last that such a token caused; by default 30. */
  readonly cooldownSeconds?: number
  /** For a whole answer, with its body and with discovery; by default 5. */
  readonly timeoutSeconds?: number
  /** The longest answer that is read; by default 524,288. */
  readonly maxBytes?: number
  /** Where a cold start looks first, and where fetched key sets are put. */
  readonly store?: KeyStore
  /** Keeps a worker alive for what is not awaited: a refresh while the old keys are used, and writing to the store. */
  readonly waitUntil?: (promise: Promise<unknown>) => void
  /** By default the platform's. */
  readonly fetch?: typeof fetch
  /** The time in milliseconds since 1970; by default `Date.now`. */
  readonly clock?: () => number
  /** Takes keys over http from any host, so from anyone on the way; by default only from this machine. */
  readonly allowHttp?: boolean
}

/** The address of a key set, or the issuer whose metadata has it (OpenID Connect Discovery section 4). */
export type KeysAddress =
  | { readonly url: string | URL; readonly issuer?: never }
  | { readonly issuer: string; readonly url?: never }

/** The key set of an issuer, fetched when it is needed. Gates may share one. */
export interface RemoteKeys {
  /**
   * The key set as JSON text, as it was served, fetched if need be: for `setKeys` of `orgate/sync`, which reads it as
   * strictly as a gate of `orgate` does.
   *
   * @throws {OrgateError} `KEYS_UNAVAILABLE`
   */
  text(): Promise<string>
  /**
   * The key set, fetched if need be. Of a member that is there twice this has the last: see {@link text}.
   *
   * @throws {OrgateError} `KEYS_UNAVAILABLE`
   */
  get(): Promise<JsonWebKeySet>
  /**
   * Fetches it now, whatever its age. On failure the old one stays for as long as it may.
   *
   * @throws {OrgateError} `KEYS_UNAVAILABLE`
   */
  refresh(): Promise<void>
  /** The key set at hand, to be kept as JSON. */
  export(): KeySetSnapshot | undefined
  /** Takes a key set that was exported. `false`: it is past its hard lifetime, from elsewhere or unreadable, or a newer one is at hand. */
  hydrate(snapshot: KeySetSnapshot): boolean
}
