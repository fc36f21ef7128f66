// What a server may answer at a moment, from what the issuer did and what the server was given: see `answers`.

/** How long a server may need to take in an answer that the issuer has sent, in milliseconds. */
const GRACE = 500
/** How long a server without keys that may be used waits before it asks again after a failure, in milliseconds. */
const RETRY = 1000

/** For how long a server may give a refusal again without a look at the token, in milliseconds. */
const MEMORY = 10_000

/** What may be refused again: what is wrong with the token itself. */
const REMEMBERED = [
  ...['401 SIGNATURE_INVALID', '401 TOKEN_EXPIRED'],
  ...['403 AUDIENCE_KIND_MISMATCH', '403 ORGANIZATION_MISMATCH'],
]

/**
 * Which states of a key are possible for a server while it answered one request.
 *
 * - `trusted`: it may verify with the key
 * - `unknown`: it may say that the issuer has no such key
 * - `unavailable`: it may say that the keys cannot be had, or were not asked for yet
 * - `remembered`: it may say again what it said when it had the key, if that was a refusal
 */
export class Oracle {
  #keys
  #faults
  #hard
  #recovery
  #cooldown

  /** `world` has `keys` and `faults`. */
  constructor(world, lifetimes) {
    this.#keys = world.keys
    this.#faults = world.faults
    this.#hard = lifetimes.hardLifetimeSeconds * 1000
    this.#cooldown = lifetimes.cooldownSeconds * 1000
    this.#recovery = lifetimes.timeoutSeconds * 1000 + RETRY + GRACE
  }

  /** @param fetches the server's requests for the key set; @param from @param to of the server's answer */
  states(kid, fetches, from, to) {
    const key = this.#keys.get(kid)
    const good = fetches.filter(({ good, ended }) => good && ended !== undefined && ended <= to)
    if (this.#mustTrust(key, kid, good, from, to)) return ['trusted']
    const states = []
    if (key && this.#mayTrust(kid, good, from)) states.push('trusted')
    else if (key && this.#mayTrust(kid, good, from - MEMORY)) states.push('remembered')
    const mayLack = this.#mayLack(kid, good, from)
    if (mayLack) states.push('unknown')
    if ((mayLack && this.#coolsDown(fetches, from, to)) || this.#mayFail(kid, good, from, to))
      states.push('unavailable')
    return states
  }

  /** The key is in the key set that the server was given and still within its lifetime, or it had time to ask for it. */
  #mustTrust(key, kid, good, from, to) {
    const given = good.filter(({ ended }) => ended + GRACE < from)
    const within = given.some(fetch => fetch.kids.includes(kid) && this.#lives(fetch, to))
    // A later answer, even one that has only just been sent, may have taken the key away.
    const latest = good.at(-1)
    const first = given.findLast(({ kids }) => kids.includes(kid))
    const taken = good.some(({ began, kids }) => first && began > first.began && !kids.includes(kid))
    if (within && !taken && latest) return true
    // It has been there, and could be had, for so long that not to know it is the server's own fault.
    const present = key !== undefined && (key.removed ?? Number.POSITIVE_INFINITY) > to
    const longEnough = present && key.published < from - this.#cooldown - 2 * GRACE
    return longEnough && !this.#faulty(from - this.#recovery - this.#hard - this.#cooldown, to)
  }

  /** The server has been given the key, not longer ago than the hard lifetime, and nothing newer without it. */
  #mayTrust(kid, good, from) {
    return good.some(
      fetch =>
        fetch.kids.includes(kid) &&
        fetch.ended + this.#hard + GRACE > from &&
        !good.some(
          later => later.began > fetch.began && !later.kids.includes(kid) && later.ended + GRACE < from,
        ),
    )
  }

  /** Some key set that the server may have had in use then lacks it. */
  #mayLack(kid, good, from) {
    const before = good.filter(({ ended }) => ended < from).slice(-1)
    const recent = good.filter(({ ended }) => ended + GRACE >= from)
    const previous = good.filter(({ ended }) => ended + GRACE < from).slice(-1)
    return [...before, ...recent, ...previous].some(({ kids }) => !kids.includes(kid))
  }

  /** The server asked so lately that it need not ask for another key: then it cannot know whether there is one. */
  #coolsDown(fetches, from, to) {
    return fetches.some(({ began }) => began < to && began + this.#cooldown + GRACE > from)
  }

  /** Something was wrong with the key set, and the server has no key set in use that has the key. */
  #mayFail(kid, good, from, to) {
    const latest = good.filter(({ ended }) => ended < from).at(-1)
    const usable = latest !== undefined && this.#lives(latest, to)
    if (usable && latest.kids.includes(kid)) return false
    // While it has keys that may be used, a server may be the more patient the more often it has failed.
    const patience = usable ? this.#hard : 0
    return this.#faulty(from - this.#recovery - patience, to)
  }

  /** Counted from when the server began to ask, which was before the issuer heard of it. */
  #lives({ began }, to) {
    return began + this.#hard - GRACE > to
  }

  #faulty(from, to) {
    return this.#faults.some(fault => fault.from < to && fault.to > from)
  }
}

/**
 * The answers, as `status code`, that a server may give. `verdict` is what it says once it has the key; a token that
 * lasts until `expiresAt` (seconds since 1970) may have expired before the answer.
 */
export function answers({ verdict, expiresAt }, states, from, to) {
  const allowed = new Set()
  for (const state of states) {
    if (state === 'unknown') allowed.add('401 KEY_UNKNOWN')
    if (state === 'unavailable') allowed.add('503 KEYS_UNAVAILABLE')
    if (state !== 'trusted' && state !== 'remembered') continue
    const said = []
    const end = (expiresAt ?? Number.POSITIVE_INFINITY) * 1000
    // Time comes after the signature and before everything else.
    const early = verdict === '401 SIGNATURE_INVALID' || verdict === '401 KEY_ALGORITHM_MISMATCH'
    if (early || from < end) said.push(verdict)
    if (!early && to >= end) said.push('401 TOKEN_EXPIRED')
    for (const answer of said) if (state === 'trusted' || REMEMBERED.includes(answer)) allowed.add(answer)
  }
  return allowed
}
