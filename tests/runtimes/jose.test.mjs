// The corpus against jose, an implementation that others trust: stricter than jose, never looser.
// A token that the corpus accepts must be one that jose accepts, and what jose refuses the corpus must refuse.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { refusalOfJose } from './lib/jose.mjs'

const corpus = JSON.parse(readFileSync(new URL('../corpus/tokens.json', import.meta.url), 'utf8'))

// Where jose refuses a token that Orgate takes: jose has no minute for `nbf`, and refuses or cannot choose from a
// key set that holds an entry which Orgate leaves out.
const known = new Map([
  ['time: nbf a minute ahead', 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
  ['time: nbf a minute ahead, small tolerance', 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
  ['keysets: a good key beside refused ones', 'ERR_JWKS_INVALID'],
  ['keysets: a private twin beside the public key', 'ERR_JWKS_MULTIPLE_MATCHING_KEYS'],
  ['keysets: one key twice', 'ERR_JWKS_MULTIPLE_MATCHING_KEYS'],
])

for (const entry of corpus.cases.filter(({ expect }) => !expect.code)) {
  test(`accepted by jose too: ${entry.name}`, async () => {
    const failure = await refusalOfJose(entry, corpus)
    assert.equal(failure?.code, known.get(entry.name), failure?.stack)
  })
}
