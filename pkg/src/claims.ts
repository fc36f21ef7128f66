import { bytesOf } from './engine.js'
import { type Claims, Grant, type GrantFacts } from './grant.js'

/**
 * The claims of a token that the engine read: it was strict about them, so that there is one way to read them here
 * (no member name twice, no number out of range).
 */
export function claimsOf(token: string): Claims {
  const [, payload = ''] = token.split('.')
  const bytes = bytesOf(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
  return JSON.parse(new TextDecoder().decode(bytes), (_, value) => Object.freeze(bare(value)))
}

/** Without a prototype, a claim `__proto__` is a claim, and one that is not there is not found. */
function bare(value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? Object.assign(Object.create(null), value) : value
}

const claimsByGrant = new WeakMap<Grant, Claims>()

/** A grant whose token's claims were asked for. */
export class GrantWithClaims extends Grant {
  static {
    // An accessor, and not among the grant's own members: those travel.
    Object.defineProperty(GrantWithClaims.prototype, 'claims', {
      get(this: Grant) {
        return claimsByGrant.get(this)
      },
    })
  }

  constructor(facts: GrantFacts, clock: () => number, claims: Claims) {
    super(facts, clock)
    claimsByGrant.set(this, claims)
  }
}
