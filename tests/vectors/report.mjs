import assert from 'node:assert/strict'
import { test } from 'node:test'

/** One test for each file and example; the counts are in their names. */
export function report(runtime, results) {
  for (const { name, failures } of results) {
    test(`${runtime}: ${name}`, () => assert.deepEqual(failures.slice(0, 20), []))
  }
  const alone = results.reduce((sum, { platformAlone = 0 }) => sum + platformAlone, 0)
  test(`${runtime}: the core refuses ${alone} signatures that the platform alone would accept`, () => {
    assert.ok(alone > 0, 'nothing shows that the core refuses first')
  })
}
