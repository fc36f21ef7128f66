// Bytes, big integers and hashes for the generator. Development only.
import { createHash } from 'node:crypto'

export const base64url = bytes => Buffer.from(bytes).toString('base64url')
export const fromBase64url = text => Buffer.from(text, 'base64url')

export const hash = (name, ...parts) => {
  const digest = createHash(name)
  for (const part of parts) digest.update(part)
  return digest.digest()
}

/** Big-endian, as ECDSA and RSA write integers. */
export const toInteger = bytes => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`)
export const fromInteger = (value, length) => Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex')

/** Little-endian, as Ed25519 writes them. */
export const toIntegerLE = bytes => toInteger(Buffer.from(bytes).reverse())
export const fromIntegerLE = (value, length) => fromInteger(value, length).reverse()

export const modulo = (value, modulus) => ((value % modulus) + modulus) % modulus

export function power(base, exponent, modulus) {
  let result = 1n
  let factor = modulo(base, modulus)
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % modulus
    factor = (factor * factor) % modulus
  }
  return result
}

/** Inverse modulo a prime (Fermat). */
export const inverse = (value, prime) => power(value, prime - 2n, prime)
