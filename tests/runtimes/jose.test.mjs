// The corpus against jose, an implementation that others trust: stricter than jose, never looser.
// A token that the corpus accepts must be one that jose accepts, and what jose refuses the corpus must refuse.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { createLocalJWKSet, jwtVerify } from 'jose'

const corpus = JSON.parse(readFileSync(new URL('../corpus/tokens.json', import.meta.url), 'utf8'))
const all = ['ES384', 'ES256', 'RS256', 'EdDSA']

/** jose with every option that makes it stricter. It knows nothing of organizations beyond `audience`. */
async function verify({ token, keys, options = {}, organization, now }) {
  const issuers = options.issuers ?? [{ issuer: options.issuer ?? corpus.issuer, keys }]
  let failure
  for (const { issuer, keys: set, algorithms } of issuers) {
    try {
      await jwtVerify(token, createLocalJWKSet(corpus.keySets[set]), {
        issuer,
        ...(organization && { audience: `urn:logto:organization:${organization}` }),
        algorithms: algorithms ?? options.algorithms ?? all,
        typ: options.typ ?? 'at+jwt',
        clockTolerance: Math.max(options.clockToleranceSeconds ?? 0, 0),
        currentDate: new Date(Math.round(now * 1000)),
        requiredClaims: ['exp', 'iat', 'sub'],
      })
      return undefined
    } catch (error) {
      failure = error
    }
  }
  return failure
}

// Where jose refuses a token that Orgate takes: jose has no minute for `nbf`, and refuses or cannot choose from a
// key set that holds an entry which Orgate leaves out.
const known = new Map([
  ['time: nbf a minute ahead', 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
  ['time: nbf a minute ahead, small tolerance', 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
  ['keysets: a good key beside refused ones', 'ERR_JWKS_INVALID'],
  ['keysets: a private twin beside the public key', 'ERR_JWKS_MULTIPLE_MATCHING_KEYS'],
  ['keysets: one key twice', 'ERR_JWKS_MULTIPLE_MATCHING_KEYS'],
])

for (const entry of corpus.cases.filter(({ expect }) => expect.grant)) {
  test(`accepted by jose too: ${entry.name}`, async () => {
    const failure = await verify(entry)
    assert.equal(failure?.code, known.get(entry.name), failure?.stack)
  })
}
