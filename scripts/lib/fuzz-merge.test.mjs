import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fewest, readControlFile } from './fuzz-merge.mjs'

const text = `3
0
corpus/a
corpus/b
corpus/c
STARTED 0 10
FT 0 1 2 3
COV 0 7
STARTED 1 4
FT 1 1 2 3
STARTED 2 5
FT 2 3 9
DONE
`

test('what libFuzzer notes of a merge is read', () => {
  assert.deepEqual(readControlFile(text)[0], { path: 'corpus/a', size: 10, features: [1, 2, 3] })
  assert.equal(readControlFile(text).length, 3)
})

test('of two inputs that reach the same the smaller one is kept, and none that adds nothing', () => {
  const paths = most => fewest(readControlFile(text), most).map(({ path }) => path)
  assert.deepEqual(paths(10), ['corpus/b', 'corpus/c'])
  assert.deepEqual(paths(1), ['corpus/b'])
})
