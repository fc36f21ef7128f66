// Ed25519 by hand (RFC 8032 section 5.1), for signatures that no library would make: points of small and mixed
// order, non-canonical encodings, S at or over the group order.
import { fromBase64url, fromIntegerLE, hash, inverse, modulo, power, toIntegerLE } from './bytes.mjs'

const p = 2n ** 255n - 19n
export const order = 2n ** 252n + 27742317777372353535851937790883648493n
const d = modulo(-121665n * inverse(121666n, p), p)
const root = power(2n, (p - 1n) / 4n, p)

export const identity = { x: 0n, y: 1n }

export function add(a, b) {
  const product = modulo(d * a.x * b.x * a.y * b.y, p)
  return {
    x: modulo((a.x * b.y + a.y * b.x) * inverse(1n + product, p), p),
    y: modulo((a.y * b.y + a.x * b.x) * inverse(1n - product, p), p),
  }
}

export function multiply(scalar, point) {
  let result = identity
  let factor = point
  for (let rest = scalar; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = add(result, factor)
    factor = add(factor, factor)
  }
  return result
}

export const same = (a, b) => a.x === b.x && a.y === b.y

/** x from y, or nothing when y is on no point of the curve. */
function recover(y, odd) {
  const square = modulo((y * y - 1n) * inverse(d * y * y + 1n, p), p)
  let x = power(square, (p + 3n) / 8n, p)
  if (modulo(x * x - square, p) !== 0n) x = modulo(x * root, p)
  if (modulo(x * x - square, p) !== 0n) return undefined
  return (x & 1n) === (odd ? 1n : 0n) ? x : modulo(-x, p)
}

export const base = { x: recover(modulo(4n * inverse(5n, p), p), false), y: modulo(4n * inverse(5n, p), p) }

export const encode = ({ x, y }) => fromIntegerLE(y | ((x & 1n) << 255n), 32)

/** A point of order 8: any point of the curve without its part in the prime-order group. */
export const torsion = (() => {
  for (let y = 2n; ; y += 1n) {
    const x = recover(y, false)
    if (x === undefined) continue
    const point = multiply(order, { x, y })
    if (!same(multiply(4n, point), identity)) return point
  }
})()

/** A y that is on no point of the curve, encoded. */
export const offCurve = (() => {
  for (let y = 2n; ; y += 1n) if (recover(y, false) === undefined) return fromIntegerLE(y, 32)
})()

/** The identity, its y written as p + 1. */
export const nonCanonicalIdentity = fromIntegerLE(p + 1n, 32)

export function secretScalar(jwk) {
  const digest = hash('sha512', fromBase64url(jwk.d)).subarray(0, 32)
  digest[0] &= 248
  digest[31] = (digest[31] & 127) | 64
  return toIntegerLE(digest)
}

export const challenge = (r, a, message) => modulo(toIntegerLE(hash('sha512', r, a, message)), order)

/** A signature whose R and public key are given as they are encoded, with the response for nonce `r`. */
export function respond({ r, encodedR, encodedA, secret, message }) {
  const s = modulo(r + challenge(encodedR, encodedA, message) * secret, order)
  return Buffer.concat([encodedR, fromIntegerLE(s, 32)])
}
