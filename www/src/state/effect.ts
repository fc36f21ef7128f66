import type { Outcome } from './outcome'

/** What editing the template did to this grant. */
export interface Effect {
  gained: readonly string[]
  lost: readonly string[]
}

export const noEffect: Effect = { gained: [], lost: [] }

export function effectOf(before: Outcome, after: Outcome): Effect {
  if (before.state !== 'verified' || after.state !== 'verified') return noEffect
  // Two answers of one moment may belong to two tokens; only what one token gives can be compared.
  if (before.token !== after.token) return noEffect
  return {
    gained: after.grant.permissions.filter(permission => !before.grant.can(permission)),
    lost: before.grant.permissions.filter(permission => !after.grant.can(permission)),
  }
}
