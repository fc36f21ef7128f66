import { createLocalJWKSet, createRemoteJWKSet, jwksCache, jwtVerify } from 'jose'

/** @param question `keys` is a key set, or the address of one; `seed` a key set that was stored before. */
export async function first({ issuer, keys, seed, algorithm, audience, token, now }) {
  const stored = seed && { [jwksCache]: { jwks: seed, uat: Date.now() } }
  const key = typeof keys === 'string' ? createRemoteJWKSet(new URL(keys), stored) : createLocalJWKSet(keys)
  const currentDate = new Date(now * 1000)
  const options = { issuer, audience, algorithms: [algorithm], typ: 'at+jwt', currentDate }
  return (await jwtVerify(token, key, options)).payload.sub
}
