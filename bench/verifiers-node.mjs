// The verifiers that run in Node only: they verify with `node:crypto`, at once.
import { createPublicKey } from 'node:crypto'
import { createVerifier } from 'fast-jwt'
import jsonwebtoken from 'jsonwebtoken'
import { jwkOf, ofClaims } from './verifiers.mjs'

/**
 * https://github.com/nearform/fast-jwt#createverifier: the key as PEM, which it imports once. `cache: true` keeps 1,000
 * tokens for at most ten minutes, by their hash; "Caching" says that a `cacheKeyBuilder` which hands back the token
 * itself is faster, so it is measured too.
 */
function fastJwt({ issuer, audience, algorithm, token }, key) {
  const options = {
    key: key.export({ type: 'spki', format: 'pem' }),
    algorithms: [algorithm],
    allowedIss: issuer,
    allowedAud: audience,
    checkTyp: 'at+jwt',
    requiredClaims: ['iss', 'aud', 'exp'],
  }
  const verifier = (name, verify, run) => ({
    name,
    verify,
    run,
    sync: true,
    read: ofClaims,
    refuses: error => error.code === 'FAST_JWT_INVALID_SIGNATURE',
  })
  const byHash = createVerifier({ ...options, cache: true })
  const byToken = createVerifier({ ...options, cache: true, cacheKeyBuilder: text => text })
  return [
    verifier('fast-jwt', createVerifier(options)),
    verifier('fast-jwt, seen before', byHash, times => {
      let sum = 0
      for (let i = 0; i < times; i++) sum += byHash(token).exp
      return sum
    }),
    verifier('fast-jwt, seen before, by the token', byToken, times => {
      let sum = 0
      for (let i = 0; i < times; i++) sum += byToken(token).exp
      return sum
    }),
  ]
}

/**
 * https://github.com/auth0/node-jsonwebtoken#jwtverifytoken-secretorpublickey-options-callback. A `KeyObject` saves it
 * the import at each call. It knows no option for the type.
 */
function auth0({ issuer, audience, algorithm }, key) {
  const options = { algorithms: [algorithm], issuer, audience }
  return {
    name: 'jsonwebtoken',
    verify: token => jsonwebtoken.verify(token, key, options),
    sync: true,
    read: ofClaims,
    refuses: error => error.message === 'invalid signature',
  }
}

/** @returns {import('./verifiers.mjs').Verifier[]} */
export function nodeVerifiersOf(tokenCase) {
  const key = createPublicKey({ key: jwkOf(tokenCase), format: 'jwk' })
  const verifiers = fastJwt(tokenCase, key)
  // It knows RS, PS, ES and HS.
  return tokenCase.algorithm === 'EdDSA' ? verifiers : [...verifiers, auth0(tokenCase, key)]
}
