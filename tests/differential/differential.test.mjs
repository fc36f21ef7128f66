// Orgate against jose on mutated tokens. What Orgate accepts, jose accepts; both engines answer the same; where jose
// accepts and Orgate refuses, a row of differences.mjs says why. `npm run differential` does the same on many more.
import assert from 'node:assert/strict'
import { verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import { load } from '../runtimes/lib/tarball.mjs'
import { looser, rows } from './differences.mjs'
import { scan } from './facts.mjs'
import { classes, generate } from './generate.mjs'
import { privateKeys } from './keys.mjs'
import { page } from './page.mjs'
import { run, table } from './run.mjs'

const seed = Number(process.env.DIFFERENTIAL_SEED ?? 20261121)
const count = 5_000

let result
before(async () => {
  result = await run({ modules: await load(), seed, count })
  console.log(`seed ${seed}\n${table(result)}`)
})

test('what Orgate accepts jose accepts, the engines agree, and every difference is documented', () => {
  assert.deepEqual(result.failures, [])
  assert.equal(result.total.cases, count)
})

test('both verdicts occur in every class, and at least 30 % of the tokens are signed anew', () => {
  assert.deepEqual([...result.byClass.keys()], classes)
  for (const [name, { accepted, refused }] of result.byClass) {
    assert.ok(accepted > 0 && refused > 0, `${name}: ${accepted} accepted, ${refused} refused`)
  }
  assert.ok(result.total.resigned >= 0.3 * count)
})

test('a case depends on the seed and its index alone', () => {
  for (let index = 0; index < 200; index += 1) {
    assert.deepEqual(generate(seed, index), generate(seed, index))
  }
  assert.notEqual(generate(seed, 1).token, generate(seed + 1, 1).token)
})

test('a token that counts as signed anew verifies under the key of its issuer', () => {
  const digests = { ES384: 'sha384', ES256: 'sha256', RS256: 'sha256', EdDSA: null }
  let checked = 0
  for (let index = 0; index < 300; index += 1) {
    const { token, algorithm, keyName, resigned } = generate(seed, index)
    if (!resigned) continue
    checked += 1
    const key = { key: privateKeys[keyName], format: 'jwk', dsaEncoding: 'ieee-p1363' }
    const [input, last] = [token.slice(0, token.lastIndexOf('.')), token.split('.').at(-1)]
    const valid = verify(digests[algorithm], Buffer.from(input), key, Buffer.from(last, 'base64url'))
    assert.ok(valid, `${index}`)
  }
  assert.ok(checked > 100)
})

test('JSON text is read piece by piece', () => {
  const nothing = { depth: 1, twice: false, loneSurrogate: false, outOfRange: false }
  assert.deepEqual(scan('{"a":1,"b":"{\\"a\\":["}'), nothing)
  assert.deepEqual(scan('{"a":{"a":[]},"b":{"a":1}}'), { ...nothing, depth: 3 })
  assert.deepEqual(scan('{"a":1,"\\u0061":1}'), { ...nothing, twice: true })
  assert.deepEqual(scan('{"a":-1e400}'), { ...nothing, outOfRange: true })
  assert.deepEqual(scan('{"a":"\\ud800"}'), { ...nothing, loneSurrogate: true })
})

test('docs/differences.md is current: node scripts/differential.mjs --write', () => {
  const file = new URL('../../docs/differences.md', import.meta.url)
  assert.equal(readFileSync(file, 'utf8'), page())
  assert.equal(new Set([...rows, ...looser].map(({ what }) => what)).size, rows.length + looser.length)
})
