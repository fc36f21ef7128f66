import type { OrganizationGrant } from './grant.js'

/** A verified token: its grant, and what must still be so for it to be used again. */
export interface CachedGrant {
  readonly grant: OrganizationGrant
  /** The caller's roles, in one string; `undefined` when none were given. */
  readonly rolesKey: string | undefined
  /** The generation of the issuer's keys that verified it. */
  readonly generation: number
  /** When, in seconds since 1970. */
  readonly verifiedAt: number
}

/** A bounded map by the exact token, in the order of use. */
export class GrantCache {
  readonly max: number
  readonly #entries = new Map<string, CachedGrant>()

  constructor(max: number) {
    this.max = max
  }

  get(token: string): CachedGrant | undefined {
    const entry = this.#entries.get(token)
    if (entry) {
      this.#entries.delete(token)
      this.#entries.set(token, entry)
    }
    return entry
  }

  set(token: string, entry: CachedGrant): void {
    this.#entries.delete(token)
    this.#entries.set(token, entry)
    if (this.#entries.size <= this.max) return
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined) this.#entries.delete(oldest)
  }
}
