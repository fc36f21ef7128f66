// A key as the ROCA generator made them (CVE-2017-15361): each prime is a power of 65537 modulo a product of small
// primes, so that who knows the modulus can factor it. Development only.
import { checkPrimeSync } from 'node:crypto'
import { base64url, fromInteger, hash, modulo, power, toInteger } from './bytes.mjs'

const EXPONENT = 65537n

/** The first `count` primes. */
function firstPrimes(count) {
  const primes = []
  for (let candidate = 2n; primes.length < count; candidate += 1n) {
    if (primes.every(prime => candidate % prime !== 0n)) primes.push(candidate)
  }
  return primes
}

/** What the generator took for keys of 1984 to 3936 bits. */
const product = firstPrimes(126).reduce((left, right) => left * right)

/** Inverse modulo any number (extended Euclid). */
function inverseModulo(value, modulus) {
  let [previous, rest] = [modulus, modulo(value, modulus)]
  let [before, factor] = [0n, 1n]
  while (rest > 0n) {
    const quotient = previous / rest
    ;[previous, rest] = [rest, previous - quotient * rest]
    ;[before, factor] = [factor, before - quotient * factor]
  }
  return modulo(before, modulus)
}

/** A prime of 1024 bits, its two highest bits set, which the seed determines. */
function weakPrime(seed) {
  const residue = power(EXPONENT, toInteger(hash('sha256', seed)), product)
  const first = ((3n << 1022n) - residue) / product + 1n
  for (let multiple = first + toInteger(hash('sha256', seed, 'multiple').subarray(0, 4)); ; multiple += 1n) {
    const candidate = multiple * product + residue
    if (checkPrimeSync(candidate)) return candidate
  }
}

/** The private key as a JWK. */
export function rocaKey() {
  const [p, q] = [weakPrime('p'), weakPrime('q')]
  const d = inverseModulo(EXPONENT, (p - 1n) * (q - 1n))
  const member = (value, length) => base64url(fromInteger(value, length))
  return {
    kty: 'RSA',
    n: member(p * q, 256),
    e: 'AQAB',
    d: member(d, 256),
    p: member(p, 128),
    q: member(q, 128),
    dp: member(d % (p - 1n), 128),
    dq: member(d % (q - 1n), 128),
    qi: member(inverseModulo(q, p), 128),
  }
}
