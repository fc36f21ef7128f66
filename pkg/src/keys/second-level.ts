import type { KeySetSnapshot, KeyStore } from './types.js'
import { within } from './within.js'

/** How long a store may take, in milliseconds. */
const TIMEOUT = 1_000

/** A caller's store. What goes wrong there, or takes too long, is never a token's fault. */
export class SecondLevel {
  readonly #store: KeyStore
  readonly #name: string

  constructor(store: KeyStore, whose: string) {
    this.#store = store
    this.#name = `orgate:keys:1:${whose}`
  }

  /** A snapshot perhaps, or anything else. */
  async read(): Promise<unknown> {
    try {
      const value = await within(TIMEOUT, () => this.#store.get(this.#name))
      return typeof value === 'string' ? JSON.parse(value) : undefined
    } catch {
      return undefined
    }
  }

  async write(snapshot: KeySetSnapshot, expiresInSeconds: number): Promise<void> {
    try {
      const value = JSON.stringify(snapshot)
      await within(TIMEOUT, () => this.#store.put(this.#name, value, { expiresInSeconds }))
    } catch {
      // The next cold start fetches.
    }
  }
}
