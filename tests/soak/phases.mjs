// What happens to the issuer, in what order. One cycle rotates to RSA and back to EC; a longer run has more cycles.

/** How long keys live in the servers under test, in seconds: short, so that a run sees every lifetime end. */
export const lifetimes = {
  softLifetimeSeconds: 1,
  minLifetimeSeconds: 1,
  hardLifetimeSeconds: 7,
  cooldownSeconds: 1,
  timeoutSeconds: 2,
}

/**
 * A phase lasts `seconds`. `fault` is what is wrong with the key set meanwhile (see `KeySetFront`; `refused` is no
 * server at all). `steps` are `[seconds, what]`: what the issuer does when.
 * `mix` is what is asked of the servers: `known` sends no token whose key the issuer does not have.
 */
const cycle = [
  { name: 'steady', seconds: 3.5, mix: 'known' },
  {
    name: 'staged rotation to RSA',
    seconds: 4.2,
    steps: [
      [0, 'publish RSA'],
      [2, 'use'],
      [2.7, 'remove'],
    ],
  },
  { name: 'flood of unknown keys', seconds: 2, mix: 'flood' },
  { name: 'sudden rotation to EC', seconds: 2.5, steps: [[0, 'replace EC']] },
  { name: 'connections refused', seconds: 1.5, fault: { kind: 'refused' } },
  { name: 'slow', seconds: 3, fault: { kind: 'slow', delay: 1000 }, mix: 'known' },
  { name: 'redirect to other keys', seconds: 1.5, fault: { kind: 'redirect' } },
  { name: 'garbage', seconds: 1.5, fault: { kind: 'garbage' } },
  { name: 'back', seconds: 2.5 },
  { name: '5 MB', seconds: 1.5, fault: { kind: 'big' } },
  { name: 'down past the hard lifetime', seconds: 8, fault: { kind: 'unavailable' } },
  { name: 'back after that', seconds: 2.3 },
]

const lengthOf = phases => phases.reduce((sum, { seconds }) => sum + seconds, 0)

/** The phases of a run of about that many seconds: at least one cycle, or only those phases of it. */
export function phasesFor(seconds, only = '') {
  const chosen = cycle.filter(({ name }) => name.includes(only))
  if (chosen.length === 0) throw new Error(`no phase is named ${only}`)
  const count = Math.max(1, Math.round(seconds / lengthOf(chosen)))
  return Array.from({ length: count }, () => chosen).flat()
}

/** The types of the keys that a run needs after the first one, in their order. */
export const keyTypes = phases =>
  phases.flatMap(({ steps = [] }) =>
    steps.flatMap(([, what]) => /^(?:publish|replace) (\w+)/.exec(what)?.[1] ?? []),
  )
