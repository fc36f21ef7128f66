import { Grant, type GrantFacts } from './grant.js'
import type { Claims } from './types.js'

/**
 * The claims of a token that the engine read: it was strict about them, so that there is one way to read them here
 * (no member name twice, no number out of range).
 */
export function claimsOf(token: string): Claims {
  const [, payload = ''] = token.split('.')
  const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), character =>
    character.charCodeAt(0),
  )
  const claims = JSON.parse(new TextDecoder().decode(bytes), (_, value) => Object.freeze(value))
  // Without a prototype, a claim `__proto__` is a claim, and one that is not there is not found.
  return Object.freeze(Object.assign(Object.create(null), claims))
}

/** A grant whose token's claims were asked for. */
export class GrantWithClaims extends Grant {
  readonly #claims: Claims

  constructor(facts: GrantFacts, clock: () => number, claims: Claims) {
    super(facts, clock)
    this.#claims = claims
  }

  override get claims(): Claims {
    return this.#claims
  }
}
