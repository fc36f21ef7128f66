// ECDSA with the deterministic nonce of RFC 6979, so that the corpus is the same at every generation.
import { createECDH, createHmac } from 'node:crypto'
import { fromBase64url, fromInteger, hash, inverse, modulo, toInteger } from './bytes.mjs'

export const curves = {
  'P-256': {
    hash: 'sha256',
    name: 'prime256v1',
    bytes: 32,
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  'P-384': {
    hash: 'sha384',
    name: 'secp384r1',
    bytes: 48,
    order:
      0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
}

/** RFC 6979 section 3.2, for a hash as long as the curve's order. */
function nonce(secret, digest, { hash: name, bytes, order }) {
  const hmac = (key, ...parts) => {
    const mac = createHmac(name, key)
    for (const part of parts) mac.update(part)
    return mac.digest()
  }
  const message = fromInteger(modulo(toInteger(digest), order), bytes)
  let value = Buffer.alloc(bytes, 1)
  let key = Buffer.alloc(bytes, 0)
  for (const octet of [0, 1]) {
    key = hmac(key, value, Buffer.from([octet]), secret, message)
    value = hmac(key, value)
  }
  for (;;) {
    value = hmac(key, value)
    const candidate = toInteger(value)
    if (candidate > 0n && candidate < order) return candidate
    key = hmac(key, value, Buffer.from([0]))
    value = hmac(key, value)
  }
}

/** The two integers of a signature. `digestName` other than the curve's own makes a signature that must fail. */
export function signIntegers(jwk, message, digestName) {
  const curve = curves[jwk.crv]
  const digest = hash(digestName ?? curve.hash, message).subarray(0, curve.bytes)
  const secret = fromBase64url(jwk.d)
  const k = nonce(secret, Buffer.concat([Buffer.alloc(curve.bytes - digest.length), digest]), curve)
  const point = createECDH(curve.name)
  point.setPrivateKey(fromInteger(k, curve.bytes))
  const r = modulo(toInteger(point.getPublicKey().subarray(1, 1 + curve.bytes)), curve.order)
  const s = modulo(inverse(k, curve.order) * (toInteger(digest) + r * toInteger(secret)), curve.order)
  return { r, s, order: curve.order, bytes: curve.bytes }
}

/** r and s at a fixed length each (RFC 7518 section 3.4). */
export const concatenated = ({ r, s, bytes }) => Buffer.concat([fromInteger(r, bytes), fromInteger(s, bytes)])

export const signEcdsa = (jwk, message, digestName) => concatenated(signIntegers(jwk, message, digestName))

/** The DER form that OpenSSL writes by default: never valid in a JWS. */
export function der({ r, s, bytes }) {
  const integer = value => {
    let body = fromInteger(value, bytes)
    while (body.length > 1 && body[0] === 0 && body[1] < 128) body = body.subarray(1)
    if (body[0] > 127) body = Buffer.concat([Buffer.from([0]), body])
    return Buffer.concat([Buffer.from([2, body.length]), body])
  }
  const body = Buffer.concat([integer(r), integer(s)])
  return Buffer.concat([Buffer.from([0x30, body.length]), body])
}
