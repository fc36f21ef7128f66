const MAX = 100
/** For how long one is remembered, in milliseconds. */
const MEMORY = 10 * 60_000

/** The `kid`s that tokens named and the key set did not have, so that each of them causes at most one fetch. */
export class UnknownKids {
  readonly #sighted = new Map<string, { readonly turn: number; readonly at: number }>()

  /** How many fetches had begun when a `kid` was first asked for; that is now, when it is not remembered. */
  sighted(kid: string, turn: number, now: number): number {
    const known = this.#sighted.get(kid)
    if (known && now - known.at < MEMORY) return known.turn
    this.#sighted.delete(kid)
    const [oldest] = this.#sighted.keys()
    if (this.#sighted.size >= MAX && oldest !== undefined) this.#sighted.delete(oldest)
    this.#sighted.set(kid, { turn, at: now })
    return turn
  }
}
