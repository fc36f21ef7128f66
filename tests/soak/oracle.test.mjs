// The judge of a soak, judged: what it lets a server answer about one key.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answers, Oracle } from './oracle.mjs'

const lifetimes = { hardLifetimeSeconds: 4, cooldownSeconds: 1, timeoutSeconds: 2 }
const second = 1000

/** What may be said of `kid` from `at` until a moment later; all times in seconds. */
function statesAt(at, { kid = 'a', keys = { a: {} }, faults = [], fetches = [] }) {
  const world = {
    keys: new Map(
      Object.entries(keys).map(([id, { published = 0, removed }]) => [
        id,
        { published: published * second, removed: removed && removed * second },
      ]),
    ),
    faults: faults.map(([from, to]) => ({ from: from * second, to: to * second })),
  }
  const given = fetches.map(([began, kids]) => ({
    began: began * second,
    ended: began * second + 1,
    good: true,
    kids,
  }))
  return new Oracle(world, lifetimes).states(kid, given, at * second, at * second + 5)
}

test('a key that was given is trusted, whatever is wrong meanwhile, until the hard lifetime', () => {
  const world = { fetches: [[10, ['a']]], faults: [[10.5, Infinity]] }
  assert.deepEqual(statesAt(11, world), ['trusted'])
  assert.deepEqual(statesAt(13.4, world), ['trusted'])
  assert.deepEqual(statesAt(13.9, world), ['trusted', 'unavailable'])
  assert.deepEqual(statesAt(14.2, world), ['trusted', 'unavailable'])
  assert.deepEqual(statesAt(15, world), ['remembered', 'unavailable'])
  assert.deepEqual(statesAt(25, world), ['unavailable'])
})

test('a removed key is trusted no longer than the answer before it and the hard lifetime allow', () => {
  const keys = { a: { removed: 11 }, b: {} }
  assert.deepEqual(statesAt(12, { keys, fetches: [[10, ['a', 'b']]] }), ['trusted'])
  assert.deepEqual(statesAt(15, { keys, fetches: [[10, ['a', 'b']]] }), ['remembered'])
  assert.deepEqual(statesAt(25, { keys, fetches: [[10, ['a', 'b']]] }), [])
  const asked = [
    [10, ['a', 'b']],
    [12, ['b']],
  ]
  assert.deepEqual(statesAt(12.2, { keys, fetches: asked }), ['trusted', 'unknown', 'unavailable'])
  assert.deepEqual(statesAt(13, { keys, fetches: asked }), ['remembered', 'unknown', 'unavailable'])
})

test('a new key may be unknown until there was time to ask for it', () => {
  const keys = { a: {}, b: { published: 12 } }
  const fetches = [[11.9, ['a']]]
  assert.deepEqual(statesAt(12.5, { kid: 'b', keys, fetches }), ['unknown', 'unavailable'])
  assert.deepEqual(statesAt(14.1, { kid: 'b', keys, fetches, faults: [[11, 13]] }), [
    'unknown',
    'unavailable',
  ])
  assert.deepEqual(statesAt(14.1, { kid: 'b', keys, fetches }), ['trusted'])
})

test('nobody else has keys: theirs are unknown, and unavailable while something is wrong or keys were just asked for', () => {
  const fetches = [[10, ['a']]]
  assert.deepEqual(statesAt(11, { kid: 'x', fetches }), ['unknown', 'unavailable'])
  assert.deepEqual(statesAt(14, { kid: 'x', fetches }), ['unknown'])
  assert.deepEqual(statesAt(11, { kid: 'x', fetches, faults: [[10.5, 11.5]] }), ['unknown', 'unavailable'])
  assert.deepEqual(statesAt(16, { kid: 'x', fetches, faults: [[10.5, 11.5]] }), ['unknown'])
})

test('what is remembered is a refusal of the token itself, never a grant', () => {
  const said = verdict => [...answers({ verdict }, ['remembered'], 0, 1)]
  assert.deepEqual(said('200'), [])
  assert.deepEqual(said('403 PERMISSION_NOT_GRANTED'), [])
  assert.deepEqual(said('403 ORGANIZATION_MISMATCH'), ['403 ORGANIZATION_MISMATCH'])
})

test('a token that expires meanwhile may be both', () => {
  const token = { verdict: '200', expiresAt: 10 }
  const said = (from, to) => [...answers(token, ['trusted'], from * second, to * second)]
  assert.deepEqual(said(9, 9.9), ['200'])
  assert.deepEqual(said(9.9, 10.1), ['200', '401 TOKEN_EXPIRED'])
  assert.deepEqual(said(10, 10.1), ['401 TOKEN_EXPIRED'])
  const forged = answers({ ...token, verdict: '401 SIGNATURE_INVALID' }, ['trusted'], 10_000, 10_100)
  assert.deepEqual([...forged], ['401 SIGNATURE_INVALID'])
})
