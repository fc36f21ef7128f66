// docs/errors.md is what the code says.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allCodes, codesOfCrate, errorParts, flaws, namesOfPackage } from '../../scripts/lib/errors.mjs'
import { isWritten, written } from '../../scripts/lib/generated.mjs'
import { codes } from '../corpus/generate/codes.mjs'

const page = 'docs/errors.md'

test('docs/errors.md is up to date', () => {
  assert.ok(isWritten(page, errorParts()), 'run node scripts/errors.mjs')
})

test('the codes are those of the crate, of the package and of the corpus', () => {
  const byCode = (a, b) => a.code.localeCompare(b.code)
  const { all, own } = allCodes()
  assert.ok(codesOfCrate().length >= 40 && own.length >= 5)
  assert.deepEqual(all.toSorted(byCode), codes.toSorted(byCode))
  assert.deepEqual(all.map(({ code }) => code).sort(), namesOfPackage().sort())
})

test('a code without a meaning is found, and a meaning without a code', () => {
  const all = [{ code: 'A', status: 401 }]
  assert.deepEqual(flaws(all, { one: { A: ['', ''] } }), [])
  assert.deepEqual(flaws(all, { one: {} }), ['A has no meaning'])
  assert.deepEqual(flaws(all, { one: { A: ['', ''] }, two: { A: ['', ''] } }), ['A has two meanings'])
  assert.deepEqual(flaws(all, { one: { A: ['', ''], B: ['', ''] } }), ['there is no B'])
})

test('a page that is not up to date is found', () => {
  const parts = errorParts()
  const stale = { ...parts, 'codes: token': parts['codes: token'].replace('401', '400') }
  assert.equal(isWritten(page, stale), false)
  assert.throws(() => written(page, { 'no such part': '' }), /has not one part `no such part`/)
})
