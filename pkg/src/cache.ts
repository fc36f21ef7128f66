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
/** How many are kept, and the longest token and question, in characters: anybody can make them. 2 MB at most. */
const MAX_REFUSALS = 256
const MAX_REFUSED = 4096
const MAX_QUESTION = 1024
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
/** Of these the first two come before the time is looked at, or say what it is. */
const BEFORE_TIME = new Set(['SIGNATURE_INVALID', 'TOKEN_EXPIRED'])

/** A refusal, and what must still be so for it to be the answer. */
export interface Refusal {
  readonly error: OrgateError
  /** The position of the issuer that the token names. */
  readonly issuer: number
  /** The generation of its keys. */
  readonly generation: number
  /** The template in force, which is asked before the token is read. */
  readonly template: object | undefined
  /** When, in seconds since 1970. */
  readonly at: number
  /** When the token ends, tolerance included: from then on that is why it is refused. */
  readonly until: number
}

/** Tokens that were refused a moment ago, apart from the good ones: they cannot push those out. */
export class RefusalCache {
  readonly #entries = new Map<string, Refusal & { readonly question: string }>()

  /** A refusal of the token with the same expectation. Time, keys and template are the gate's to look at. */
  get(token: string, expect: Expectation): Refusal | undefined {
    const entry = this.#entries.size > 0 ? this.#entries.get(token) : undefined
    return entry && entry.question === questionOf(expect) ? entry : undefined
  }

  set(token: string, expect: Expectation, refusal: Refusal): void {
    const question = questionOf(expect)
    if (token.length > MAX_REFUSED || question.length > MAX_QUESTION) return
    put(this.#entries, token, { ...refusal, question }, MAX_REFUSALS)
  }
}

/** Whether a refusal can be remembered. */
export function isRemembered({ code }: OrgateError): boolean {
  return REMEMBERED.has(code)
}

/** Whether a refusal is still the first that there is, as far as time goes. */
export function stillHolds({ error, at, until }: Refusal, now: number): boolean {
  return now >= at && now < at + WINDOW && (BEFORE_TIME.has(error.code) || now < until)
}

/** What a refusal can rest on. Roles and claims are asked for last. */
function questionOf(expect: Expectation): string {
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
