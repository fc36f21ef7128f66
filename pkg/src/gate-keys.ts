import type { EngineGate } from './engine.js'
import type { OrgateError, Problem } from './error.js'
import { keySourceOf } from './keys/options.js'
import { type KeySource, unavailable } from './keys/source.js'
import type { ReadIssuer } from './options.js'

/** How often the keys may change, or have to be waited for, while one token is read. */
const MAX_ATTEMPTS = 6

/** The loaded keys of a gate: one source for each issuer that has one, and what the gate's engine has of it. */
export class GateKeys {
  readonly #engine: EngineGate
  readonly #issuers: readonly ReadIssuer[]
  readonly #sources: readonly (KeySource | undefined)[]
  /** What the engine has, by issuer. */
  readonly #texts: (string | undefined)[]
  readonly #warnings: (readonly Problem[])[]
  readonly #onChange: (issuer: number) => void

  constructor(
    engine: EngineGate,
    issuers: readonly ReadIssuer[],
    clock: () => number,
    onChange: (issuer: number) => void,
  ) {
    this.#engine = engine
    this.#issuers = issuers
    this.#sources = issuers.map(({ issuer, load }) => load && keySourceOf(load, issuer, clock))
    this.#texts = issuers.map(() => undefined)
    this.#warnings = issuers.map(() => [])
    this.#onChange = onChange
  }

  /** What was left out of the key sets that the engine has. */
  get warnings(): readonly Problem[] {
    return this.#warnings.flat()
  }

  /** Whether what the engine has of an issuer is what is to be used now. */
  ready(issuer: number): boolean {
    const source = this.#sources[issuer]
    return !source || (source.ready() && source.jwks === this.#texts[issuer])
  }

  /**
   * Makes the engine's keys the ones to be used, when they are not {@link ready}, or had no key of a token's `kid`.
   * Then the token is to be read again. Another refusal stands as long as the keys are {@link ready}: asking for them
   * then would let anyone have them fetched by tokens that name a known key.
   *
   * @param attempt counts from 0 while one token is read
   * @param since what this answered first for that token: how many fetches had begun when it came
   * @throws {OrgateError} `KEYS_UNAVAILABLE`, or `refused` when nothing better is to be had
   */
  async renew(
    issuer: number,
    refused: OrgateError | undefined,
    attempt: number,
    since?: number,
  ): Promise<number> {
    const source = this.#sources[issuer]
    if (!source) throw refused ?? this.#unavailable(issuer, 'it was not given')
    if (attempt >= MAX_ATTEMPTS) throw this.#unavailable(issuer, 'it changes all the time')
    const came = since ?? source.turn
    const saving = this.#take(issuer, source)
    if (!source.ready()) {
      await source.ensure()
      // Another request may have found a set that a store had unusable: then there is no failure, and more to try.
      const isOver = source.failure !== undefined || attempt > 0
      if (!source.usable && isOver)
        throw this.#unavailable(issuer, source.failure?.why, source.failure?.cause)
    } else if (refused && !saving) {
      if (refused.code !== 'KEY_UNKNOWN') throw refused
      const { kid } = refused.details
      const answer = source.lookup(typeof kid === 'string' ? kid : undefined, came)
      if (answer === 'unknown') throw refused
      if (answer === 'unavailable') {
        const { why = 'it was asked for too lately to look for the key of this token', cause } =
          source.failure ?? {}
        throw this.#unavailable(issuer, why, cause)
      }
      await source.again()
    }
    await saving
    await this.#take(issuer, source)
    return came
  }

  /** Gives the engine a set that it does not have yet: then a promise of what the request has to wait for. */
  #take(issuer: number, source: KeySource): Promise<void> | undefined {
    const { jwks: text } = source
    if (text === undefined || text === this.#texts[issuer]) return undefined
    let warnings: readonly Problem[]
    try {
      warnings = this.#engine.setKeys(issuer, text) as Problem[]
    } catch (problems) {
      if (!Array.isArray(problems)) throw problems
      source.refused(text, problems[0]?.message ?? 'it could not be read')
      return undefined
    }
    const saving = source.accepted(text)
    const { pointer } = this.#issuers[issuer] as ReadIssuer
    this.#texts[issuer] = text
    this.#warnings[issuer] = warnings.map(problem => ({
      ...problem,
      pointer: `${pointer}/keys${problem.pointer}`,
    }))
    this.#onChange(issuer)
    return saving
  }

  #unavailable(position: number, why?: string, cause?: unknown): OrgateError {
    const { issuer } = this.#issuers[position] as ReadIssuer
    return unavailable({ issuer }, why ?? 'it could not be loaded in time', cause)
  }
}
