// Tokens: JSON or raw text in, compact serialization out.
import { createHmac, createPrivateKey, sign as nodeSign, privateEncrypt } from 'node:crypto'
import { base64url, hash } from './bytes.mjs'
import { signEcdsa } from './ecdsa.mjs'

const constants = { RSA_PKCS1_PADDING: 1 }

/** Text stays as it is, so that a case can hold JSON that `JSON.stringify` would never write. */
export const text = value => (typeof value === 'string' ? value : JSON.stringify(value))

const privateKey = jwk => createPrivateKey({ key: jwk, format: 'jwk' })

export function signature(jwk, alg, message) {
  const bytes = Buffer.from(message)
  if (alg === 'ES384' || alg === 'ES256') return signEcdsa(jwk, bytes)
  if (alg === 'RS256') return nodeSign('sha256', bytes, privateKey(jwk))
  if (alg === 'EdDSA') return nodeSign(null, bytes, privateKey(jwk))
  throw new Error(`no signer for ${alg}`)
}

export const hmac = (secret, message) => createHmac('sha256', secret).update(message).digest()

/** PKCS #1 v1.5 around a DigestInfo of the caller's choice (RFC 8017 section 9.2). */
export const signDigestInfo = (jwk, prefixHex, digest, message) =>
  privateEncrypt(
    { key: privateKey(jwk), padding: constants.RSA_PKCS1_PADDING },
    Buffer.concat([Buffer.from(prefixHex, 'hex'), hash(digest, message)]),
  )

/** The same block with nothing done to it: the signature of a key whose exponent is 1. Nobody needs a key for it. */
export function paddedDigest(length, message) {
  const info = Buffer.concat([
    Buffer.from('3031300d060960864801650304020105000420', 'hex'),
    hash('sha256', message),
  ])
  const filling = Buffer.alloc(length - info.length - 3, 0xff)
  return Buffer.concat([Buffer.from([0, 1]), filling, Buffer.alloc(1), info])
}

/** Segments joined; a segment may be bytes, text to encode, or already encoded (`{ raw }`). */
export const segment = value => {
  if (value instanceof Uint8Array) return base64url(value)
  if (typeof value === 'object' && value !== null && typeof value.raw === 'string') return value.raw
  return base64url(Buffer.from(text(value)))
}

/** A token. `sign` gets the signing input and gives the signature bytes, or `{ raw }` for the segment itself. */
export function compact(header, claims, sign) {
  const input = `${segment(header)}.${segment(claims)}`
  return `${input}.${segment(sign(input))}`
}
