import { isObject } from '../values.js'
import { checkKeySet, MAX_ETAG } from './fetch.js'
import type { KeySetSnapshot } from './types.js'

/** The clock of who made a snapshot may be ahead of ours by so much, in milliseconds. */
const SKEW = 60_000

/** A key set, and what is known of it. Times are in milliseconds. */
export interface KeySetState {
  readonly text: string
  readonly url: string
  readonly fetchedAt: number
  readonly lifetime: number
  readonly etag: string | undefined
  readonly noStore: boolean
  /** Whether it did not come from its server, but from a snapshot. */
  readonly given: boolean
  /** What it replaced, as long as no engine has taken it. */
  readonly before: KeySetState | undefined
}

/** Whose key set a source has. */
export interface Origin {
  readonly url: string | undefined
  readonly issuer: string | undefined
}

export function toSnapshot(state: KeySetState, { issuer }: Origin): KeySetSnapshot {
  const { url, text, fetchedAt, lifetime, etag } = state
  return {
    v: 1,
    url,
    ...(issuer !== undefined && { issuer }),
    jwks: text,
    fetchedAt,
    lifetimeSeconds: lifetime / 1000,
    ...(etag !== undefined && { etag }),
  }
}

/** The state that a snapshot describes, unless it is of something else or cannot be read. */
export function fromSnapshot(snapshot: unknown, origin: Origin, now: number): KeySetState | undefined {
  if (!isObject(snapshot) || snapshot.v !== 1) return undefined
  const { url, jwks, fetchedAt, lifetimeSeconds, etag } = snapshot
  if (typeof url !== 'string' || typeof jwks !== 'string') return undefined
  if (origin.issuer === undefined ? url !== origin.url : snapshot.issuer !== origin.issuer) return undefined
  if (!isTime(fetchedAt) || fetchedAt > now + SKEW || !isTime(lifetimeSeconds)) return undefined
  try {
    checkKeySet(jwks)
  } catch {
    return undefined
  }
  return {
    text: jwks,
    url,
    fetchedAt: Math.min(fetchedAt, now),
    lifetime: lifetimeSeconds * 1000,
    // One that cannot be sent would make every refresh fail.
    etag:
      typeof etag === 'string' && etag.length <= MAX_ETAG && /^[\x21-\x7e]+$/.test(etag) ? etag : undefined,
    noStore: false,
    given: true,
    before: undefined,
  }
}

const isTime = (value: unknown): value is number => Number.isFinite(value)
