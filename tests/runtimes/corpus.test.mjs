// The corpus itself: written by its generator, and complete.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { corpus } from './lib/data.mjs'

test('the committed files are what the generator writes', () => {
  const generator = fileURLToPath(new URL('../corpus/generate.mjs', import.meta.url))
  execFileSync(process.execPath, [generator, '--check'], { stdio: ['ignore', 'pipe', 'pipe'] })
})

/** Codes that no data can cause, and the tests that show them. */
const elsewhere = new Map([
  ['KEYS_UNAVAILABLE', 'keys.test.mjs, cache.test.mjs'],
  ['ENGINE_UNAVAILABLE', 'engine.test.mjs'],
  ['RESOURCE_MISMATCH', 'none yet: API tokens are not verified'],
])

test('every code is expected by a case', () => {
  const { codes, ...cases } = corpus
  const expected = new Set(JSON.stringify(cases).match(/"code":"[A-Z_]+"/g))
  const missing = codes.map(({ code }) => code).filter(code => !expected.has(`"code":"${code}"`))
  assert.deepEqual(missing.sort(), [...elsewhere.keys()].sort())
})

test('every topic has tokens that are good and tokens that are refused', () => {
  const topics = new Set(corpus.tokens.cases.map(({ name }) => name.split(':')[0]))
  assert.equal(topics.size, 7)
  for (const topic of topics) {
    const cases = corpus.tokens.cases.filter(({ name }) => name.startsWith(`${topic}:`))
    assert.ok(cases.some(({ expect }) => expect.grant) && cases.some(({ expect }) => expect.code), topic)
  }
})

test('no two cases are the same question', () => {
  const questions = corpus.tokens.cases.map(({ name: _, expect: __, ...question }) =>
    JSON.stringify(question),
  )
  const twice = corpus.tokens.cases.filter((_, index) => questions.indexOf(questions[index]) !== index)
  assert.deepEqual(
    twice.map(({ name }) => name),
    [],
  )
})
