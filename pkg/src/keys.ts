import { OrgateError } from './error.js'
import type { JsonWebKeySet } from './types.js'

/** For how long a loaded key set is used, in milliseconds. A key that was taken away is trusted no longer. */
const MAX_AGE = 10 * 60_000
/** How long to wait before a token with an unknown `kid` makes the set be loaded again, in milliseconds. */
const COOLDOWN = 30_000
/** How long a fetch may take, in milliseconds. */
const TIMEOUT = 5_000
/** For how long a failure is the answer, in milliseconds. */
const RETRY = 1_000
/** How many loads for an unknown `kid` may be under way. They cannot be shared, and bad tokens must not multiply them. */
const MAX_LOADS = 16
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
  #failedAt = Number.NEGATIVE_INFINITY
  /** When the loads under way began. A timestamp is data: that of an abandoned request just grows old. */
  #begun: number[] = []
  #turns = 0
  #taken = 0

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
    return this.#since(this.#loadedAt) < MAX_AGE
  }

  /** Whether an unknown `kid` is no reason to load again. */
  get coolingDown(): boolean {
    return this.#since(this.#loadedAt) < COOLDOWN
  }

  /** For how long something has been so. A clock that was set back makes nothing young. */
  #since(moment: number): number {
    const age = this.#clock() - moment
    return age < 0 ? Number.POSITIVE_INFINITY : age
  }

  /**
   * Loads the key set as JSON text, and hands it to `take` unless a load that began later was taken already: an
   * answer that was long under way must not bring back a key that is gone. Without `needed` there are keys, only
   * perhaps not the newest, and many loads at once are refused.
   *
   * @throws {OrgateError} `KEYS_UNAVAILABLE`
   */
  async load(needed: boolean, take: (text: string) => void): Promise<void> {
    if (this.#since(this.#failedAt) < RETRY) {
      throw unavailable(this.#issuer, 'it could not be loaded a moment ago')
    }
    this.#begun = this.#begun.filter(moment => this.#since(moment) < TIMEOUT)
    if (!needed && this.#begun.length >= MAX_LOADS) throw unavailable(this.#issuer, 'it is being loaded')
    const began = this.#clock()
    const turn = ++this.#turns
    this.#begun.push(began)
    try {
      const text = await this.#text()
      if (turn < this.#taken) return
      take(text)
      this.#taken = turn
      this.#loadedAt = began
    } catch (cause) {
      this.#failedAt = this.#clock()
      if (cause instanceof OrgateError) throw cause
      const why = cause instanceof Unusable ? cause.message : 'it could not be loaded'
      throw unavailable(this.#issuer, why, cause)
    } finally {
      const index = this.#begun.indexOf(began)
      if (index >= 0) this.#begun.splice(index, 1)
    }
  }

  async #text(): Promise<string> {
    if (this.#source instanceof URL) return await fetchText(this.#source)
    const text: string | undefined = JSON.stringify(await this.#source())
    if (text === undefined) throw new Unusable('there is none')
    return text
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
