import { OrgateError } from '../error.js'

/** What an unknown `kid` calls for: asking again, or one of two refusals. */
export type Lookup = 'ask' | 'unknown' | 'unavailable'

/**
 * A key set that changes, as a gate sees it. Several gates may have the same one, and none is told of changes: a gate
 * compares {@link jwks} with what it took, which is the same string for as long as the set is the same.
 */
export abstract class KeySource {
  /** Whose it is, when it was made for one issuer. */
  abstract readonly issuer: string | undefined
  /** The key set as JSON text. Whether it may be used is another question. */
  abstract readonly jwks: string | undefined
  /** Whether it is younger than the hard lifetime. */
  abstract readonly usable: boolean
  /** Why it is not there or not newer. */
  abstract readonly failure: { readonly why: string; readonly cause?: unknown } | undefined
  /**
   * Whether it may be used without waiting. When a refresh is due, this begins it, unless the caller has to wait for
   * it: then the answer is no. Costs a look at the clock while the set is fresh.
   */
  abstract ready(): boolean
  /** Waits until it is {@link usable}, or until that has failed. Never rejects. */
  abstract ensure(): Promise<void>
  /** How many fetches have begun. */
  abstract readonly turn: number
  /** What to do for a token whose `kid` it does not have, and that is here since so many fetches had begun. */
  abstract lookup(kid: string | undefined, since: number): Lookup
  /** Asks for it again, once for everyone who wants that. Never rejects. */
  abstract again(): Promise<void>
  /** Notes that a gate has it, whose engine will judge what is loaded. */
  abstract judged(): void
  /** Notes that an engine took a text. Waits for what the request has to wait for. Never rejects. */
  abstract accepted(text: string): Promise<void>
  /** Notes that an engine did not: what was there before comes back. */
  abstract refused(text: string, why: string): void
}

/** The keys cannot be had: that says nothing about the token. */
export function unavailable(
  whose: { readonly issuer: string } | { readonly url: string },
  why: string,
  cause?: unknown,
): OrgateError {
  const name =
    'issuer' in whose ? `the key set of the issuer \`${whose.issuer}\`` : `the key set \`${whose.url}\``
  const message = `${name} is unavailable: ${why}`
  return new OrgateError('KEYS_UNAVAILABLE', 503, message, whose, cause === undefined ? undefined : { cause })
}
