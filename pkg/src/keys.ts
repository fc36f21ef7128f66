import { OrgateError } from './error.js'
import type { JsonWebKeySet } from './types.js'

/** For how long a loaded key set is used, in milliseconds. A key that was taken away is trusted no longer. */
const MAX_AGE = 10 * 60_000
/** How long to wait before a token with an unknown `kid` makes the set be loaded again, in milliseconds. */
const COOLDOWN = 30_000
/** How long a fetch may take, in milliseconds. */
const TIMEOUT = 5_000
/** The longest answer that is read, in characters. */
const MAX_LENGTH = 512 * 1024

/**
 * An issuer's keys, loaded when they are first needed. Only data is kept, never a promise: on Workers, a promise
 * of one request must not be awaited by another.
 */
export class LoadedKeys {
  readonly #issuer: string
  readonly #source: URL | (() => JsonWebKeySet | Promise<JsonWebKeySet>)
  readonly #clock: () => number
  #loadedAt = Number.NEGATIVE_INFINITY

  constructor(
    issuer: string,
    source: URL | (() => JsonWebKeySet | Promise<JsonWebKeySet>),
    clock: () => number,
  ) {
    this.#issuer = issuer
    this.#source = source
    this.#clock = clock
  }

  /** Whether what was loaded may still be used. */
  get fresh(): boolean {
    return this.#age < MAX_AGE
  }

  /** Whether an unknown `kid` is a reason to load again. */
  get coolingDown(): boolean {
    return this.#age < COOLDOWN
  }

  /** A clock that was set back does not make keys young. */
  get #age(): number {
    const age = this.#clock() - this.#loadedAt
    return age < 0 ? Number.POSITIVE_INFINITY : age
  }

  /**
   * Loads the key set as JSON text. Call {@link LoadedKeys.loaded} when it was taken.
   *
   * @throws {OrgateError} `KEYS_UNAVAILABLE`
   */
  async load(): Promise<string> {
    try {
      if (this.#source instanceof URL) return await fetchText(this.#source)
      const text: string | undefined = JSON.stringify(await this.#source())
      if (text === undefined) throw new Unusable('there is none')
      return text
    } catch (cause) {
      throw unavailable(
        this.#issuer,
        cause instanceof Unusable ? cause.message : 'it could not be loaded',
        cause,
      )
    }
  }

  /** Notes that what was loaded is in use from now on. */
  loaded(): void {
    this.#loadedAt = this.#clock()
  }
}

/** An answer that is no key set. */
class Unusable extends Error {}

async function fetchText(url: URL): Promise<string> {
  const response = await fetch(url, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    // Keys come from the address that was configured and from nowhere else.
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT),
  })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Unusable(`its server answered ${response.status}`)
  }
  if (!response.body) throw new Unusable('it is empty')
  const decoder = new TextDecoder()
  const reader = response.body.getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    text += decoder.decode(value, { stream: true })
    if (text.length > MAX_LENGTH) {
      await reader.cancel()
      throw new Unusable('it is too large')
    }
  }
}

/** The keys cannot be had: that says nothing about the token. */
export function unavailable(issuer: string, why: string, cause?: unknown): OrgateError {
  const options = cause instanceof Unusable || cause === undefined ? undefined : { cause }
  const message = `the key set of the issuer \`${issuer}\` is unavailable: ${why}`
  return new OrgateError('KEYS_UNAVAILABLE', 503, message, { issuer }, options)
}
