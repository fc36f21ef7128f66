import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildChecks, cargoTests, countsOf, nodeTests, one, typeTests } from './counts.mjs'

const counts = (passed, failed, skipped) => ({ passed, failed, skipped })

test('cargo test: the lines of all binaries add up', () => {
  const output = `running 3 tests
test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
   Doc-tests orgate
test result: FAILED. 1 passed; 2 failed; 4 ignored; 0 measured; 0 filtered out; finished in 0.30s
`
  assert.deepEqual(countsOf(cargoTests, output, 101), counts(4, 2, 4))
})

test('a command that ends badly has failed, whatever it printed', () => {
  assert.deepEqual(countsOf(cargoTests, 'error: could not compile `orgate`', 101), counts(0, 1, 0))
  assert.deepEqual(countsOf(one, '', 1), counts(0, 1, 0))
  assert.deepEqual(countsOf(one, '', 0), counts(1, 0, 0))
})

test('node --test: colours are no obstacle, cancelled is failed, a file without a test counts for nothing', () => {
  const output =
    '✔ /repo/tests/runtimes/empty.test.mjs (66.4ms)\n\u001b[34mℹ tests 9\u001b[39m\nℹ pass 5\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 1\n'
  assert.deepEqual(countsOf(nodeTests, output, 1), counts(4, 2, 2))
})

test('type tests: a file with an error has failed; an error elsewhere fails too', () => {
  const files = ['tests/types/a.ts', 'tests/types/b.ts']
  assert.deepEqual(countsOf(typeTests(files), '', 0), counts(2, 0, 0))
  assert.deepEqual(countsOf(typeTests(files), 'tests/types/a.ts(3,1): error TS2322: …', 2), counts(1, 1, 0))
  assert.deepEqual(
    countsOf(typeTests(files), 'pkg/dist/index.d.ts(3,1): error TS2322: …', 2),
    counts(2, 1, 0),
  )
})

test('build: its checks and the build itself', () => {
  assert.deepEqual(countsOf(buildChecks, 'build checks: 12 passed, 0 failed\n', 0), counts(13, 0, 0))
  assert.deepEqual(countsOf(buildChecks, 'build checks: 11 passed, 1 failed\n', 1), counts(12, 1, 0))
  assert.deepEqual(countsOf(buildChecks, 'build checks: 12 passed, 0 failed\nOVER', 1), counts(12, 1, 0))
  assert.deepEqual(countsOf(buildChecks, 'error: could not compile', 1), counts(0, 1, 0))
})
