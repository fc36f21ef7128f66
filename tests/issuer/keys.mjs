// Signing keys as Logto makes them: EC P-384 for ES384, RSA of 4096 bits for RS256.
import { createHash, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'

const generate = promisify(generateKeyPair)

/** The members of a thumbprint in their order (RFC 7638 section 3.2). */
const members = { EC: ['crv', 'kty', 'x', 'y'], RSA: ['e', 'kty', 'n'] }

/** `{ kid, alg, jwk }`: a new private key; `type` is `'EC'` or `'RSA'`. */
export async function signingKey(type) {
  const { privateKey } =
    type === 'RSA'
      ? await generate('rsa', { modulusLength: 4096 })
      : await generate('ec', { namedCurve: 'P-384' })
  const jwk = privateKey.export({ format: 'jwk' })
  const named = Object.fromEntries(members[type].map(name => [name, jwk[name]]))
  const kid = createHash('sha256').update(JSON.stringify(named)).digest('base64url')
  return { kid, alg: type === 'RSA' ? 'RS256' : 'ES384', jwk: { ...jwk, kid, use: 'sig' } }
}
