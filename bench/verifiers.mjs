// The verifiers that run in every runtime, each set up for organization tokens as its documentation says. What each
// can be told is told: issuer, audience, algorithm and type of the token. Keys are at hand, and imported ahead where
// the verifier keeps them.
import { JwtVerifier } from 'aws-jwt-verify'
import { JwtInvalidSignatureError } from 'aws-jwt-verify/error'
import { verify as honoVerify, verifyWithJwks } from 'hono/jwt'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { createGate } from 'orgate'
import { createGate as createSyncGate } from 'orgate/sync'

/**
 * @typedef {object} Verifier
 * @property {string} name
 * @property {(token: string) => unknown} verify The grant, or the claims; perhaps promised.
 * @property {boolean} [sync] That `verify` promises nothing.
 * @property {(error: Error) => boolean} refuses Whether this is how it refuses a bad signature.
 * @property {(answer: unknown) => { subject: string, permissions: string[] }} read
 * @property {(times: number) => number | Promise<number>} [run] A loop of its own, for what takes so little that a
 *   shared loop would matter.
 */

const PARAMETERS = {
  ES384: { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  EdDSA: { name: 'Ed25519' },
}

export const BARE = 'crypto.subtle.verify'
export const OURS = 'orgate'
export const SYNC = 'orgate/sync'
export const SEEN = 'orgate, seen before'
/** The same with a token that was just received: nobody has gone through its characters yet. */
export const RECEIVED = 'orgate, seen before, just received'
/** What that costs besides. */
export const RECEIVING = 'making a string of bytes'

function fromBase64Url(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, character => character.charCodeAt(0))
}

/** The key of the token, as it stands in the key set. */
export function jwkOf({ token, jwks }) {
  const { kid } = JSON.parse(new TextDecoder().decode(fromBase64Url(token.split('.')[0])))
  return jwks.keys.find(key => key.kid === kid)
}

const imported = tokenCase =>
  crypto.subtle.importKey('jwk', jwkOf(tokenCase), PARAMETERS[tokenCase.algorithm], false, ['verify'])

/** The signature check with nothing left to prepare: the floor of all that use the platform's. */
export async function bareVerify(tokenCase, token = tokenCase.token) {
  const parameters = PARAMETERS[tokenCase.algorithm]
  const key = await imported(tokenCase)
  const at = token.lastIndexOf('.')
  const signature = fromBase64Url(token.slice(at + 1))
  const signed = new TextEncoder().encode(token.slice(0, at))
  return () => crypto.subtle.verify(parameters, key, signature, signed)
}

export const ofClaims = ({ sub, scope }) => ({ subject: sub, permissions: scope.split(' ') })
const ofGrant = ({ subject, permissions }) => ({ subject, permissions })
const code = value => error => error.code === value

/** docs/verification.md: one gate, made once. */
function orgate({ issuer, jwks, algorithm, organization, token }) {
  const options = { issuer, keys: jwks, algorithms: [algorithm] }
  const expect = { organization }
  const verifier = (name, gate, rest = {}) => ({
    name,
    verify: text => gate.verifyOrganizationToken(text, expect),
    read: ofGrant,
    refuses: code('SIGNATURE_INVALID'),
    ...rest,
  })
  const cached = createGate(options)
  return [
    verifier(OURS, createGate({ ...options, cache: false })),
    verifier(SYNC, createSyncGate({ ...options, cache: false }), { sync: true }),
    verifier(SEEN, cached, {
      async run(times) {
        let sum = 0
        for (let i = 0; i < times; i++) {
          sum += (await cached.verifyOrganizationToken(token, expect)).expiresAt
        }
        return sum
      },
    }),
  ]
}

/**
 * https://github.com/panva/jose/blob/main/docs/jwt/verify/functions/jwtVerify.md and
 * docs/jwks/local/functions/createLocalJWKSet.md. The time is given because it takes `new Date()` otherwise, which is
 * not the time of the tokens.
 */
function jose({ issuer, audience, algorithm, jwks, now }) {
  const keys = createLocalJWKSet(jwks)
  const options = {
    issuer,
    audience,
    algorithms: [algorithm],
    typ: 'at+jwt',
    currentDate: new Date(now * 1000),
  }
  return {
    name: 'jose',
    verify: token => jwtVerify(token, keys, options),
    read: ({ payload }) => ofClaims(payload),
    refuses: code('ERR_JWS_SIGNATURE_VERIFICATION_FAILED'),
  }
}

/**
 * https://github.com/awslabs/aws-jwt-verify, "Verifying JWTs from any OIDC-compatible IDP" and "Loading the JWKS from
 * file". It knows no option for the algorithm (it takes those of the key and no HS256) and none for the type.
 */
function aws({ issuer, audience, jwks }) {
  const verifier = JwtVerifier.create({ issuer, audience, jwksUri: `${issuer}/jwks` })
  verifier.cacheJwks(jwks)
  return {
    name: 'aws-jwt-verify',
    verify: token => verifier.verify(token),
    read: ofClaims,
    refuses: error => error instanceof JwtInvalidSignatureError,
  }
}

/**
 * https://hono.dev/docs/middleware/builtin/jwk: `verifyWithJwks` is what the middleware calls for a key set. It
 * imports the key at each call. `verify` of https://hono.dev/docs/helpers/jwt takes one key, which can be imported.
 */
async function hono(tokenCase) {
  const { issuer, audience, algorithm, jwks } = tokenCase
  const verification = { iss: issuer, aud: audience, typ: 'at+jwt' }
  const withKeys = { keys: jwks.keys, allowedAlgorithms: [algorithm], verification }
  const withKey = { alg: algorithm, ...verification }
  const key = await imported(tokenCase)
  const shared = { read: ofClaims, refuses: ({ name }) => name === 'JwtTokenSignatureMismatched' }
  return [
    { name: 'hono/jwt', verify: token => verifyWithJwks(token, withKeys), ...shared },
    { name: 'hono/jwt, key imported', verify: token => honoVerify(token, key, withKey), ...shared },
  ]
}

/** The subject of {@link RECEIVED}, and the one to take off from it. */
export function received({ issuer, jwks, algorithm, organization, token }) {
  const gate = createGate({ issuer, keys: jwks, algorithms: [algorithm] })
  const expect = { organization }
  const bytes = new TextEncoder().encode(token)
  const decoder = new TextDecoder()
  return [
    {
      name: RECEIVED,
      async run(times) {
        let sum = 0
        for (let i = 0; i < times; i++) {
          sum += (await gate.verifyOrganizationToken(decoder.decode(bytes), expect)).expiresAt
        }
        return sum
      },
    },
    {
      name: RECEIVING,
      run(times) {
        let sum = 0
        for (let i = 0; i < times; i++) sum += decoder.decode(bytes).length
        return sum
      },
    },
  ]
}

/** @returns {Promise<Verifier[]>} */
export async function verifiersOf(tokenCase) {
  return [...orgate(tokenCase), jose(tokenCase), aws(tokenCase), ...(await hono(tokenCase))]
}
