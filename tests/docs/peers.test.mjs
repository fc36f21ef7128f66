// The comparison in docs/verification.md: every cell is tried here, or says where it comes from.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { isWritten } from '../../scripts/lib/generated.mjs'
import { at } from '../../scripts/lib/paths.mjs'
import { peerParts, peers, tables } from '../../scripts/lib/peers-table.mjs'
import { probes, verdicts } from './lib/peer-probes.mjs'
import { acceptable, acceptableApi, trials } from './lib/peer-tokens.mjs'

const rows = Object.assign({}, ...Object.values(tables))

/** The cells of a row that are tried, by peer. */
const tried = cells =>
  Object.fromEntries(
    peers.map((name, index) => [name, cells[index]]).filter(([, cell]) => !Array.isArray(cell)),
  )

test('every verifier accepts a good token, also with all that it can demand', async () => {
  for (const trial of [acceptable, acceptableApi]) {
    for (const [name, verdict] of Object.entries(await verdicts(trial)))
      assert.equal(verdict, 'accepts', name)
  }
})

for (const [row, trial] of Object.entries(trials)) {
  test(`${row}`, async () => {
    assert.deepEqual(await verdicts(trial), tried(rows[row]))
  })
}

for (const [row, probe] of Object.entries(probes)) {
  test(`${row}`, async t => {
    const found = await probe(t.mock)
    const texts = Object.entries(found).map(([name, answer]) => [name, String(answer)])
    assert.deepEqual(Object.fromEntries(texts), tried(rows[row]))
  })
}

test('every cell is tried or says where it comes from', () => {
  const names = [...Object.keys(trials), ...Object.keys(probes)]
  for (const [row, cells] of Object.entries(rows)) {
    assert.equal(cells.length, peers.length, row)
    if (Object.keys(tried(cells)).length > 0) assert.ok(names.includes(row), row)
    for (const cell of cells.filter(Array.isArray)) {
      const [says, place] = cell
      assert.ok(
        says && (place.startsWith('https://') || existsSync(at(place.split('#')[0]))),
        `${row}: ${place}`,
      )
    }
  }
  for (const name of names) assert.ok(rows[name], `${name} is tried, and in no table`)
})

test('the tables of docs/verification.md are up to date', () => {
  assert.ok(isWritten('docs/verification.md', peerParts()), 'run node scripts/peers.mjs')
})
