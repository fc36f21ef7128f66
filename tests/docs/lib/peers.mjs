// The peers of docs/verification.md, set up for access tokens as their documentation says.
import { createPublicKey } from 'node:crypto'
import { JwtVerifier } from 'aws-jwt-verify'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import { createVerifier } from 'fast-jwt'
import { verifyWithJwks } from 'hono/jwt'
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import { createGate } from 'orgate'

const required = ['iss', 'aud', 'exp', 'iat', 'sub']

export const pemOf = jwk =>
  createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' })

/**
 * The verifiers by name. Each is told `issuer`, `audience` and `algorithms`, as far as it can be; with `strict`, all that
 * it can be told. Those without key sets get the one key. hono takes `at+jwt` only when it is told.
 */
export function verifiers({ issuer, audience, expect, jwks, jwk = jwks?.keys[0], url, strict = false }) {
  const algorithms = ['ES384', 'ES256', 'RS256', 'EdDSA']
  const aws = () => {
    const fetcher = { fetch: async uri => (await fetch(uri)).arrayBuffer() }
    const jwksUri = url ?? `${issuer}/jwks`
    const verifier = JwtVerifier.create(
      { issuer, audience, jwksUri },
      { jwksCache: new SimpleJwksCache({ fetcher }) },
    )
    if (!url) verifier.cacheJwks(jwks)
    return { verify: token => verifier.verify(token), atOnce: token => verifier.verifySync(token) }
  }
  const orgate = () => {
    const gate = createGate({ issuer, keys: url ?? jwks })
    const method = expect.resource ? 'verifyApiToken' : 'verifyOrganizationToken'
    return { verify: token => gate[method](token, expect) }
  }
  const jose = () => {
    const keys = url ? createRemoteJWKSet(new URL(url)) : createLocalJWKSet(jwks)
    const more = strict && { typ: 'at+jwt', requiredClaims: required, maxTokenAge: '1 day' }
    return { verify: token => jwtVerify(token, keys, { issuer, audience, algorithms, ...more }) }
  }
  const fast = () => {
    const more = strict && { checkTyp: 'at+jwt', requiredClaims: required, maxAge: 86_400_000 }
    const options = { algorithms: ['ES384'], allowedIss: issuer, allowedAud: audience, cache: true, ...more }
    const verify = createVerifier({ key: pemOf(jwk), ...options })
    return { verify: async token => verify(token), atOnce: verify }
  }
  const hono = () => {
    const where = url ? { jwks_uri: url } : { keys: jwks.keys }
    const verification = { iss: issuer, aud: audience, typ: 'at+jwt' }
    return {
      verify: token => verifyWithJwks(token, { ...where, allowedAlgorithms: algorithms, verification }),
    }
  }
  const auth0 = () => {
    const options = { issuer, audience, algorithms: ['ES384'], ...(strict && { maxAge: '1d' }) }
    const pem = pemOf(jwk)
    const verify = token => jsonwebtoken.verify(token, pem, options)
    return { verify: async token => verify(token), atOnce: verify }
  }
  return { orgate, jose, 'aws-jwt-verify': aws, 'fast-jwt': fast, hono, jsonwebtoken: auth0 }
}

/** Those that take a key set; the others are given a key. */
export const withKeySets = ['orgate', 'jose', 'aws-jwt-verify', 'hono']
