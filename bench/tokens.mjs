// One organization token for every algorithm, all with the claims of a real one: six permissions.
import { readFileSync } from 'node:fs'
import { importJWK, SignJWT } from 'jose'

const read = path => JSON.parse(readFileSync(new URL(`../tests/${path}`, import.meta.url), 'utf8'))

/** Every fixture token is valid at this second. */
export const now = 1795248000

const captured = new Map(read('fixtures/logto/tokens.json').map(token => [token.name, token]))
const capturedKeys = read('fixtures/logto/jwks-all.json')
const privateKeys = read('corpus/keys.json').keys

const signed = [
  ['ES256', 'ES256', 'es256'],
  ['RS256-2048', 'RS256', 'rs256'],
  ['EdDSA', 'EdDSA', 'eddsa'],
]

function publicKey({ kty, crv, x, y, n, e, kid }) {
  return { kty, crv, x, y, n, e, kid, use: 'sig' }
}

/**
 * A token with what its verifiers need, and the answer that they must give. `elsewhere` is as good a token, for
 * another audience.
 */
function tokenCase({ name, algorithm, token, claims, jwks, elsewhere }) {
  return {
    name,
    algorithm,
    token,
    forged: tampered(token),
    elsewhere,
    jwks,
    issuer: claims.iss,
    audience: claims.aud,
    organization: claims.aud.replace('urn:logto:organization:', ''),
    subject: claims.sub,
    permissions: claims.scope.split(' '),
  }
}

function capturedCase(name, algorithm, tokenName, elsewhere) {
  const { token, claims } = captured.get(tokenName)
  return tokenCase({
    name,
    algorithm,
    token,
    claims,
    jwks: capturedKeys,
    elsewhere: captured.get(elsewhere).token,
  })
}

export async function tokenCases() {
  const { claims } = captured.get('org-alice-acme-all')
  const jwks = JSON.parse(
    JSON.stringify({
      keys: [...signed.map(([, , key]) => publicKey(privateKeys[key])), capturedKeys.keys[0]],
    }),
  )
  const made = []
  for (const [name, algorithm, key] of signed) {
    const imported = await importJWK(privateKeys[key], algorithm)
    const sign = claims =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: algorithm, typ: 'at+jwt', kid: privateKeys[key].kid })
        .sign(imported)
    const elsewhere = await sign({ ...claims, aud: 'urn:logto:organization:another' })
    made.push(tokenCase({ name, algorithm, token: await sign(claims), claims, jwks, elsewhere }))
  }
  const [es256, rs2048, eddsa] = made
  return [
    capturedCase('ES384', 'ES384', 'org-alice-acme-all', 'org-alice-globex-all'),
    es256,
    rs2048,
    capturedCase('RS256-4096', 'RS256', 'rs256-org-alice-acme-all', 'rs256-m2m-orgapi-ci-acme-orders'),
    eddsa,
  ]
}

/** The token with one bit of its payload changed. */
function tampered(token) {
  const [header, payload, signature] = token.split('.')
  const bytes = Buffer.from(payload, 'base64url')
  // Inside the first claim's value, so that it stays well-formed JSON.
  bytes[8] ^= 1
  return `${header}.${bytes.toString('base64url')}.${signature}`
}
