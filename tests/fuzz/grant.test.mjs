// What `readGrant` must do with any text, over the committed corpus and changes of it: see fuzz/grant.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inputs } from '../../fuzz/grant/corpus.mjs'
import { look } from '../../fuzz/grant/laws.mjs'
import { mutate, random } from '../../fuzz/grant/mutate.mjs'
import { load } from '../runtimes/lib/tarball.mjs'

const { check } = await load()
const corpus = inputs('corpus')
const regressions = inputs('regressions')

/** Another one to look further: SEED=7 RUNS=1000000 */
const seed = Number(process.env.SEED ?? 5)
const runs = Number(process.env.RUNS ?? 20_000)

function holds(text) {
  try {
    return look(check, text)
  } catch (error) {
    throw new Error(`${JSON.stringify(text)} (seed ${seed}): ${error.message}`, { cause: error })
  }
}

test('the laws hold for the corpus, which has grants of every kind and every refusal', () => {
  const behaviours = corpus.map(holds).join('\n')
  for (const part of [
    'organization token',
    'policy template',
    'what-if template',
    'GRANT_VERSION_UNSUPPORTED',
  ]) {
    assert.match(behaviours, new RegExp(`^${part}`, 'm'))
  }
  for (const member of [
    'kind',
    'subject',
    'permissions',
    'template',
    'issuedAt',
    'expiresAt',
    'explanations',
  ]) {
    assert.match(behaviours, new RegExp(`^GRANT_INVALID ${member}$`, 'm'))
  }
})

test('the laws hold for every input that once broke one', () => {
  assert.ok(regressions.length > 0)
  for (const text of regressions) holds(text)
})

test(`the laws hold for ${runs} changes of them, of which some are still grants`, () => {
  const next = random(seed)
  const pick = list => list[Math.floor(next() * list.length)]
  const counts = { read: 0, refused: 0 }
  for (let run = 0; run < runs; run += 1) {
    const behaviour = holds(mutate(pick(corpus), pick(corpus), next))
    counts[behaviour.startsWith('GRANT_') ? 'refused' : 'read'] += 1
  }
  assert.ok(counts.read > runs / 50 && counts.refused > runs / 50, JSON.stringify(counts))
})

test('a number that is no date is refused, and a reader that takes it breaks a law', () => {
  const lenient = {
    ...check,
    readGrant: (input, options) =>
      check.readGrant(typeof input === 'string' ? input.replaceAll('-1e400', '0') : input, options),
  }
  for (const text of regressions.filter(text => text.includes('-1e400'))) {
    assert.throws(() => look(lenient, text))
  }
})
