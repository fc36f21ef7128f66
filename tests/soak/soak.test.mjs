// A real issuer under load, for half a minute; `npm run soak` runs longer.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { report } from './report.mjs'
import { soak } from './soak.mjs'

test('no valid token is refused and no invalid one accepted, whatever the issuer goes through', async t => {
  const figures = await soak({ seconds: 30, seed: 1 })
  t.diagnostic(report(figures))
  assert.deepEqual(figures.problems, [])
})
