// The keys of the test issuers, and signatures by them that are the same at every run.
import { constants, createECDH, createHmac, createPrivateKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import {
  base64url,
  fromBase64url,
  fromInteger,
  hash,
  inverse,
  modulo,
  toInteger,
} from '../corpus/generate/bytes.mjs'
import { curves } from '../corpus/generate/ecdsa.mjs'

export const algorithms = ['ES384', 'ES256', 'RS256', 'EdDSA']

/** The private keys of the corpus, known to everybody, and one more that it lacks. */
const stored = JSON.parse(readFileSync(new URL('../corpus/keys.json', import.meta.url), 'utf8')).keys
export const privateKeys = { ...stored, 'es256-other': derived('P-256', 'es256-other') }

/** The two issuers have other keys under the same ids: the issuer decides which of them counts. */
const own = { ES384: 'es384', ES256: 'es256', RS256: 'rs256', EdDSA: 'eddsa' }
export const issuers = [
  { issuer: 'https://tenant.example/oidc', keyNames: own },
  {
    issuer: 'https://other.example/oidc',
    keyNames: Object.fromEntries(algorithms.map(name => [name, `${own[name]}-other`])),
  },
]
export const kidOf = algorithm => own[algorithm]

const secret = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])

export function publicKey(name, kid) {
  const members = Object.entries(privateKeys[name]).filter(([member]) => !secret.has(member))
  return { ...Object.fromEntries(members), kid, use: 'sig' }
}

/** The key set of an issuer, as it publishes it. */
export const keySetOf = ({ keyNames }) =>
  algorithms.map(algorithm => publicKey(keyNames[algorithm], kidOf(algorithm)))

function derived(crv, name) {
  const { hash: digest, name: curve, order, bytes } = curves[crv]
  const d = fromInteger(modulo(toInteger(hash(digest, name)), order), bytes)
  const pair = createECDH(curve)
  pair.setPrivateKey(d)
  const point = pair.getPublicKey()
  const [x, y] = [point.subarray(1, 1 + bytes), point.subarray(1 + bytes)]
  return { kty: 'EC', crv, x: base64url(x), y: base64url(y), d: base64url(d), kid: name }
}

/**
 * ECDSA with nonces from a small pool. That would give a secret key away; these are none. It makes a signature
 * one multiplication, and the same at every run.
 */
const nonceCount = 16
const pools = Object.fromEntries(
  Object.entries(curves).map(([crv, { hash: digest, name, order, bytes }]) => {
    const nonces = Array.from({ length: nonceCount }, (_, index) => {
      const nonce = modulo(toInteger(hash(digest, `nonce ${index}`)), order)
      const pair = createECDH(name)
      pair.setPrivateKey(fromInteger(nonce, bytes))
      const r = modulo(toInteger(pair.getPublicKey().subarray(1, 1 + bytes)), order)
      return { r, inverse: inverse(nonce, order) }
    })
    return [crv, nonces]
  }),
)

function ecdsa(key, digest, message, nonce) {
  const { order, bytes } = curves[key.crv]
  const { r, inverse } = pools[key.crv][nonce % nonceCount]
  // The leftmost bits of the hash, as many as the order has (FIPS 186-5 section 6.4.1).
  const z = toInteger(hash(digest, message).subarray(0, bytes))
  const s = modulo(inverse * (z + r * toInteger(fromBase64url(key.d))), order)
  return Buffer.concat([fromInteger(r, bytes), fromInteger(s, bytes)])
}

const objects = new Map()
function keyObject(name) {
  const known = objects.get(name) ?? createPrivateKey({ key: privateKeys[name], format: 'jwk' })
  objects.set(name, known)
  return known
}

/** The public key as text: what a forger takes for the secret of HS256 (RFC 8725 section 2.1). */
const publicText = name => JSON.stringify(publicKey(name, privateKeys[name].kid))

/** A signature by a private key under an algorithm that fits it, one of ours or not. */
export function signature(algorithm, name, message, nonce = 0) {
  const bytes = Buffer.from(message)
  const key = privateKeys[name]
  const pss = { key: keyObject(name), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 0 }
  switch (algorithm) {
    case 'ES384':
      return ecdsa(key, 'sha384', bytes, nonce)
    case 'ES256':
      return ecdsa(key, 'sha256', bytes, nonce)
    case 'RS256':
    case 'RS384':
    case 'RS512':
      return sign(`sha${algorithm.slice(2)}`, bytes, keyObject(name))
    case 'PS256':
      // The salt has to be the same at every run, and RFC 7518 demands 32 bytes of it: this one never verifies.
      return sign('sha256', bytes, pss)
    case 'HS256':
      return createHmac('sha256', publicText(name)).update(bytes).digest()
    default:
      return sign(null, bytes, keyObject(name))
  }
}
