import { OrgateError } from '../error.js'

/** A clock that goes back by less is not set back: requests of a worker may see times that are a little apart. */
const JITTER = 1_000

/**
 * A clock on which time never goes back. When the caller's is set back, nothing is known of how old things are:
 * `onSetBack` is told, and must take all of them for old.
 */
export class Watch {
  readonly #clock: () => number
  readonly #onSetBack: () => void
  #setBacks = 0
  #latest = Number.NEGATIVE_INFINITY

  constructor(clock: () => number, onSetBack: () => void) {
    this.#clock = clock
    this.#onSetBack = onSetBack
  }

  /** How often it was set back. */
  get setBacks(): number {
    return this.#setBacks
  }

  /** In milliseconds since 1970. */
  now(): number {
    const now = this.#clock()
    if (now >= this.#latest) {
      this.#latest = now
      return now
    }
    if (!Number.isFinite(now)) {
      const message = '`clock` did not answer with a number of milliseconds'
      throw new OrgateError('CONFIGURATION_INVALID', 500, message)
    }
    if (now < this.#latest - JITTER) {
      this.#latest = now
      this.#setBacks++
      this.#onSetBack()
    }
    return this.#latest
  }
}
