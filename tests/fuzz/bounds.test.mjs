// What a token or a key set can make an engine do is bounded by its size: shown by memory, which can be counted.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keySetShapes, now, publicKeys, tokenShapes } from '../../bench/worst.mjs'
import { load } from '../runtimes/lib/tarball.mjs'

const KB = 1024
const expected = { organization: 'o' }

/** The memories of the engines in the order of their start; the package keeps them to itself. */
const memories = []
WebAssembly.Instance = class extends WebAssembly.Instance {
  constructor(module, imports) {
    super(module, imports)
    memories.push(this.exports.memory)
  }
}

const { orgate, sync } = await load()
const options = { issuer: 'https://i.example', keys: publicKeys, cache: false, clock: () => now * 1000 }
const gates = [
  ['orgate', orgate.createGate(options)],
  ['orgate/sync', sync.createGate(options)],
].map(([name, gate], position) => ({ name, gate, size: () => memories[position].buffer.byteLength }))

/** The code of the refusal, or nothing. */
async function verify(gate, token) {
  try {
    await gate.verifyOrganizationToken(token, expected)
  } catch (error) {
    assert.ok(error.code, String(error.stack))
    return error.code
  }
}

test('each engine has a memory of its own', () => {
  assert.equal(new Set(memories).size, 2)
})

for (const { name, gate, size } of gates) {
  test(`${name}: all tokens of the largest size fit into half a megabyte, one after the other`, async () => {
    const before = size()
    const codes = new Set()
    for (const { name: shape, make } of tokenShapes) {
      codes.add(await verify(gate, await make(16 * KB)))
      assert.ok(size() - before <= 512 * KB, `${shape}: ${size() - before} bytes`)
    }
    for (const code of [undefined, 'TOKEN_MALFORMED', 'SIGNATURE_INVALID', 'ISSUER_MISMATCH']) {
      assert.ok(codes.has(code), `no token ended with ${code}`)
    }
    const after = size()
    for (const { make } of tokenShapes) await verify(gate, await make(16 * KB))
    assert.equal(size(), after, 'the same tokens again take more')
  })

  test(`${name}: a token over the bound takes no memory, however long it is`, async () => {
    const before = size()
    for (const token of ['a'.repeat(2 ** 24), 'é'.repeat(2 ** 23), `${'a.'.repeat(2 ** 20)}a`]) {
      assert.equal(await verify(gate, token), 'TOKEN_TOO_LARGE')
    }
    assert.equal(size(), before)
  })
}

test('a key set takes memory by its size, and gives it back', () => {
  const [, { gate, size }] = gates
  const before = size()
  const setAll = () => {
    for (const { name: shape, make } of keySetShapes) {
      try {
        gate.setKeys(make(512 * KB))
      } catch (error) {
        assert.equal(error.code, 'CONFIGURATION_INVALID', shape)
      }
      assert.ok(size() - before <= 64 * 512 * KB, `${shape}: ${size() - before} bytes`)
    }
  }
  setAll()
  const after = size()
  setAll()
  assert.equal(size(), after, 'the same key sets again take more')
})
