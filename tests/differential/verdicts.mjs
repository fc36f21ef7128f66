// The verdicts on a case: of both engines of the package, and of jose.
import { createLocalJWKSet, decodeJwt, errors, jwtVerify } from 'jose'
import { clock } from './draft.mjs'
import { algorithms } from './keys.mjs'

/** How many sets of issuers are kept ready. */
const kept = 128

const currentDate = new Date(clock)

/**
 * jose with every option that makes it stricter. `maxTokenAge` is not among them: for how long a token counts is its
 * `exp`, and with it jose would refuse a token of an issuer whose clock is a second ahead.
 */
const hardened = kind => ({
  typ: kind.typ,
  requiredClaims: ['exp', 'iat', 'sub'],
  clockTolerance: 0,
})

/** One token with one key set, as jose's documentation shows it for sets where several keys fit. */
async function verifyWith(token, keySet, options) {
  try {
    return await jwtVerify(token, keySet, options)
  } catch (error) {
    if (error?.code !== 'ERR_JWKS_MULTIPLE_MATCHING_KEYS') throw error
    for await (const key of error) {
      try {
        return await jwtVerify(token, key, options)
      } catch (inner) {
        if (inner?.code !== 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED') throw inner
      }
    }
    throw new errors.JWSSignatureVerificationFailed()
  }
}

/** Of whom the token says that it is, as far as it can be read. */
function issuerOf(token) {
  try {
    return decodeJwt(token).iss
  } catch {
    return undefined
  }
}

/** jose's verdict. `options` are added to `issuer`, `audience` and `currentDate`, without which it makes no sense. */
async function askJose({ token, kind, issuers, keySets }, options, algorithmsOf) {
  let refusal
  for (const [position, { issuer, algorithms: allowed }] of issuers.entries()) {
    const limited = algorithmsOf(allowed)
    try {
      const { payload } = await verifyWith(token, keySets[position](), {
        issuer,
        audience: kind.audience,
        currentDate,
        ...(limited && { algorithms: limited }),
        ...options,
      })
      return { accepted: true, payload }
    } catch (error) {
      if (!refusal || issuer === issuerOf(token)) refusal = error
    }
  }
  return { accepted: false, code: refusal?.code ?? refusal?.name, claim: refusal?.claim }
}

export class Verdicts {
  #orgate
  #sync
  #ready = new Map()
  /** The classes that both engines make. */
  OrgateError

  constructor({ orgate, sync }) {
    this.#orgate = orgate
    this.#sync = sync
    this.OrgateError = orgate.OrgateError
  }

  /** Gates and jose's key sets for some issuers, made once and kept for a while. */
  #for(issuers) {
    const key = JSON.stringify(issuers)
    const known = this.#ready.get(key)
    if (known) return known
    const gate = (create, cache) => {
      try {
        const trusted = issuers.map(known => ({ ...known, keys: { keys: known.keys } }))
        return create({ issuers: trusted, clock: () => clock, cache })
      } catch (error) {
        return { error }
      }
    }
    let cached
    const keySets = issuers.map(({ keys }) => {
      let set
      return () => {
        set ??= createLocalJWKSet({ keys })
        return set
      }
    })
    const made = {
      platform: gate(this.#orgate.createGate, false),
      sync: gate(this.#sync.createGate, false),
      cached: () => {
        cached ??= [gate(this.#orgate.createGate, true), gate(this.#sync.createGate, true)]
        return cached
      },
      keySets,
    }
    this.#ready.set(key, made)
    if (this.#ready.size > kept) this.#ready.delete(this.#ready.keys().next().value)
    return made
  }

  async #ask(gate, { kind, token }) {
    if (gate.error) return { accepted: false, error: gate.error }
    try {
      return { accepted: true, grant: await kind.verify(gate, token) }
    } catch (error) {
      return { accepted: false, error }
    }
  }

  /** The two engines' answers. */
  async ours(one) {
    const { platform, sync } = this.#for(one.issuers)
    return Promise.all([this.#ask(platform, one), this.#ask(sync, one)])
  }

  /** The same with gates that keep what they verified, of this case and of those before, asked twice. */
  async cached(one) {
    const answers = []
    for (const gate of this.#for(one.issuers).cached()) {
      answers.push(await this.#ask(gate, one), await this.#ask(gate, one))
    }
    return answers
  }

  /** jose, hardened; `more` changes the options. */
  async jose(one, more = {}) {
    const { keySets } = this.#for(one.issuers)
    const options = { ...hardened(one.kind), ...more }
    return askJose({ ...one, keySets }, options, allowed => allowed ?? algorithms)
  }

  /** jose with no more than `issuer` and `audience`. */
  async plainJose(one) {
    const { keySets } = this.#for(one.issuers)
    return askJose({ ...one, keySets }, {}, () => undefined)
  }
}
