import type { OrgateError } from './error.js'
import type { AccessExpectation, Expectation } from './expectation.js'
import type { Grant } from './grant.js'

/** A verified token: its grant, and what must still be so for it to be used again. */
export interface CachedGrant {
  readonly grant: Grant
  /** The caller's roles, in one string; `undefined` when none were given. */
  readonly rolesKey: string | undefined
  /** Whether the grant has the token's claims. */
  readonly claims: boolean
  /** The generation of the issuer's keys that verified it. */
  readonly generation: number
  /** When, in seconds since 1970. */
  readonly verifiedAt: number
  /** Whether it was asked for since it was last spared. */
  used?: boolean
}

/** Whether a grant is what a caller expects now. Time, keys and template are the gate's to look at. */
export function answers(entry: CachedGrant, expect: AccessExpectation): boolean {
  const { organization, kind, resource } = entry.grant
  const asked = expect.organization
  return (
    kind === expect.kind &&
    resource === expect.resource &&
    (expect.global
      ? organization === undefined
      : organization !== undefined && (asked === undefined || asked === organization)) &&
    entry.rolesKey === expect.rolesKey &&
    entry.claims === expect.claims
  )
}

/**
 * V8 hashes a longer text by its length alone: many of one length would make each look-up a search through all of them.
 */
const HASHED = 16_384
/** How many are spared when room is needed for one: nobody waits for more. */
const MAX_SPARED = 8

/**
 * A bounded map by the exact token. What was used since it came, or since it was last spared, is spared once when room is
 * needed (second chance): keeping the order of use at each hit cost more than the look-up.
 */
export class GrantCache {
  readonly max: number
  readonly #entries = new Map<string, CachedGrant>()

  constructor(max: number) {
    this.max = max
  }

  get(token: string): CachedGrant | undefined {
    const entry = this.#entries.get(token)
    if (entry) entry.used = true
    return entry
  }

  set(token: string, entry: CachedGrant): void {
    if (token.length >= HASHED) return
    if (this.#entries.size >= this.max) this.#makeRoom()
    put(this.#entries, token, entry, this.max)
  }

  /** Sends what was used to the end until something is first that was not; `put` takes that away. */
  #makeRoom(): void {
    let spared = 0
    for (const [token, entry] of this.#entries) {
      if (!entry.used || ++spared > MAX_SPARED) return
      entry.used = false
      this.#entries.delete(token)
      this.#entries.set(token, entry)
    }
  }
}

/** For how long a refusal is the answer, in seconds. */
const WINDOW = 10
/** How many are kept, and the longest, in characters: anybody can make them, so that they take 1 MB at most. */
const MAX_REFUSALS = 256
const MAX_REFUSED = 4096
/**
 * What is refused after its signature was looked at, and stays refused for that long. `TOKEN_NOT_YET_VALID` does not.
 * What is refused before costs little.
 */
const REMEMBERED = new Set([
  'SIGNATURE_INVALID',
  'TOKEN_EXPIRED',
  'AUDIENCE_KIND_MISMATCH',
  'ORGANIZATION_MISMATCH',
  'RESOURCE_MISMATCH',
  'CLIENT_MISMATCH',
  'NONCE_MISMATCH',
])

interface Refusal {
  readonly error: OrgateError
  /** What was expected, in one string. */
  readonly expected: string
  /** The generation of all keys. */
  readonly generation: number
  readonly at: number
}

/** Tokens that were refused a moment ago, apart from the good ones: they cannot push those out. */
export class RefusalCache {
  readonly #entries = new Map<string, Refusal>()

  get(token: string, expect: Expectation, generation: number, now: () => number): OrgateError | undefined {
    const entry = this.#entries.size > 0 ? this.#entries.get(token) : undefined
    if (!entry) return undefined
    const age = now() - entry.at
    const holds = age >= 0 && age < WINDOW && entry.generation === generation
    if (!holds) this.#entries.delete(token)
    return holds && entry.expected === keyOf(expect) ? entry.error : undefined
  }

  set(token: string, expect: Expectation, generation: number, now: number, error: OrgateError): void {
    if (!REMEMBERED.has(error.code) || token.length > MAX_REFUSED) return
    put(this.#entries, token, { error, expected: keyOf(expect), generation, at: now }, MAX_REFUSALS)
  }
}

/** What a refusal can rest on. Roles and claims are asked for last. */
function keyOf(expect: Expectation): string {
  return JSON.stringify(
    expect.kind === 'identity'
      ? [expect.kind, expect.clientId, expect.nonce ?? null]
      : [expect.kind, expect.resource ?? null, expect.global, expect.organization ?? null],
  )
}

/** Puts an entry last, and drops the first when there are too many. */
function put<T>(entries: Map<string, T>, token: string, entry: T, max: number): void {
  entries.delete(token)
  entries.set(token, entry)
  if (entries.size <= max) return
  const [oldest] = entries.keys()
  if (oldest !== undefined) entries.delete(oldest)
}
