// What must hold of the verdicts on one case.
import { looser, rowOf } from './differences.mjs'
import { factsOf } from './facts.mjs'
import { algorithms } from './keys.mjs'

/** An answer as text, to compare two. */
const textOf = ({ accepted, grant, error }) =>
  accepted
    ? JSON.stringify(grant)
    : JSON.stringify([error?.name, error?.code, error?.status, error?.message, error?.details])

/** No message may hold a segment of the token. */
const leaks = (text, token) =>
  token.split('.').some(part => part.length > 24 && text.includes(part.slice(0, 24)))

/** What there is to know of a case that the two differ on. */
function factsFor(one) {
  const facts = factsOf(one)
  const { iss } = facts.payload.value
  const trusted = one.issuers.find(({ issuer }) => issuer === iss)
  return { ...facts, allowed: trusted?.algorithms ?? algorithms, entries: trusted?.keys ?? [] }
}

export class Judge {
  #verdicts

  constructor(verdicts) {
    this.#verdicts = verdicts
  }

  /** Both verdicts, the row of a difference, and what failed. */
  async judge(one, { withCache = false } = {}) {
    const [[platform, sync], jose] = await Promise.all([this.#verdicts.ours(one), this.#verdicts.jose(one)])
    const result = {
      accepted: platform.accepted,
      jose: jose.accepted,
      code: platform.error?.code,
      failures: [],
    }
    const fail = text => result.failures.push(text)
    const answer = textOf(platform)
    if (answer !== textOf(sync)) {
      fail(`the engines differ: ${outcome(platform)} with WebCrypto, ${outcome(sync)} in WebAssembly`)
    }
    if (!platform.accepted) {
      if (!(platform.error instanceof this.#verdicts.OrgateError))
        fail(`refused with a ${platform.error?.name}`)
      else if (leaks(answer, one.token)) fail('the error holds a part of the token')
    }
    if (withCache) {
      const others = await this.#verdicts.cached(one)
      if (others.some(other => textOf(other) !== answer)) fail('a gate with a cache answers otherwise')
    }
    if (platform.accepted) await this.#judgeAcceptance(one, platform, jose, result, fail)
    else if (platform.error?.details) await this.#judgeRefusal(one, platform, jose, result, fail)
    return result
  }

  async #judgeAcceptance(one, { grant }, jose, result, fail) {
    const agreed = jose.accepted ? jose : await this.#agreement(one, jose, result)
    if (!agreed) return fail(`accepted, and jose refuses with ${jose.code} ${jose.claim ?? ''}`)
    const { payload } = agreed
    const same =
      grant.subject === payload.sub &&
      grant.issuer === payload.iss &&
      grant.expiresAt === Math.floor(payload.exp) &&
      grant.issuedAt === Math.floor(payload.iat) &&
      one.kind.holds(grant, payload)
    if (!same) fail('the answer is not what the payload says')
  }

  /** jose's verdict once the difference of a documented row is taken away. */
  async #agreement(one, jose, result) {
    const facts = factsFor(one)
    const row = looser.find(
      ({ jose: code, holds }) => (code === undefined || code === jose.code) && holds(facts, jose),
    )
    if (!row) return undefined
    const { keys, options } = row.agrees
    const issuers = keys ? one.issuers.map(known => ({ ...known, keys: keys(known.keys) })) : one.issuers
    const again = await this.#verdicts.jose({ ...one, issuers }, options)
    result.row = row
    return again.accepted ? again : undefined
  }

  async #judgeRefusal(one, { error }, jose, result, fail) {
    const plainly = !jose.accepted
    const accepted = jose.accepted || (await this.#verdicts.plainJose(one)).accepted
    result.plain = accepted
    if (!accepted) return
    result.row = rowOf(error, factsFor(one), plainly)
    if (result.row) return
    const reason = error.details.reason ? ` (${error.details.reason})` : ''
    fail(`refused with ${error.code}${reason}, and jose${plainly ? ', plain,' : ''} accepts: not documented`)
  }
}

const outcome = ({ accepted, error }) => (accepted ? 'accepted' : (error?.code ?? error?.name))
