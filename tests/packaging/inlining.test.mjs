// V8 in Node 20 and 22 aborts the process when optimised code that called into WebAssembly has to be given up during
// that call, and the function returns exactly one reference. Functions that return several values are not affected.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { evaluate, installed } from './lib/app.mjs'

const FUNCTION_TYPE = 0x60
const REFERENCES = [0x6f, 0x70]
const SECTION = { type: 1, function: 3, export: 7 }

/** Reads what a wasm file is made of (WebAssembly Core Specification, section 5). */
function reader(bytes, at = 0) {
  const byte = () => bytes[at++]
  const number = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const next = byte()
      value |= (next & 0x7f) << shift
      if (next < 0x80) return value
    }
  }
  const slice = length => {
    at += length
    return bytes.subarray(at - length, at)
  }
  const list = item => Array.from({ length: number() }, item)
  const name = () => new TextDecoder().decode(slice(number()))
  return { byte, number, slice, list, name, more: () => at < bytes.length }
}

/** The result types of every exported function, by name. */
function results(file) {
  const sections = {}
  const whole = reader(file, 8)
  while (whole.more()) sections[whole.byte()] = whole.slice(whole.number())
  const section = (id, read) => {
    const from = reader(sections[id])
    return from.list(() => read(from))
  }
  const types = section(SECTION.type, from => {
    assert.equal(from.byte(), FUNCTION_TYPE)
    from.list(from.byte)
    return from.list(from.byte)
  })
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(file)).filter(
    ({ kind }) => kind === 'function',
  ).length
  const own = section(SECTION.function, from => types[from.number()])
  const exported = section(SECTION.export, from => [from.name(), from.byte(), from.number()])
  return Object.fromEntries(
    exported
      // An import that is passed on is JavaScript.
      .filter(([, kind, index]) => kind === 0 && index >= imported)
      .map(([name, , index]) => [name, own[index - imported]]),
  )
}

for (const name of ['orgate.wasm', 'orgate-sync.wasm', 'orgate-policy.wasm']) {
  test(`no function that ${name} exports returns one reference`, () => {
    const functions = Object.entries(results(readFileSync(join(installed, 'dist', name))))
    assert.ok(functions.length > 10)
    assert.deepEqual(
      functions
        .filter(([, types]) => types.length === 1 && REFERENCES.includes(types[0]))
        .map(([name]) => name),
      [],
    )
  })
}

const gates = name => `import { createGate } from '${name}'
const options = { issuer: 'https://tenant.example/oidc', keys: { keys: [] } }
const template = { v: 1, permissions: ['a'], roles: [] }
const organizationScopes = [{ id: 'x', name: 'has space', description: null }]
for (const more of [
  { template },
  {},
  { template: { ...template, version: '1' } },
  { template: { organizationRoles: [], organizationScopes } },
]) {
  for (let count = 0; count < 5000; count += 1) createGate({ ...options, ...more })
}
console.log('made')`

for (const name of ['orgate', 'orgate/sync']) {
  test(`'${name}' can make many gates of many forms`, async () => {
    assert.equal(await evaluate(gates(name)), 'made')
  })
}

const policies = `import { createPolicy } from 'orgate/policy'
const template = { v: 1, permissions: ['a'], roles: [{ name: 'r', permissions: ['a'] }] }
const directory = { v: 1, template, users: ['u'], organizations: [{ id: 'o', name: 'O', members: [{ user: 'u', roles: ['r'] }] }] }
const refused = work => {
  try {
    work()
  } catch {}
}
for (const document of [directory, template, undefined, { v: 1, template: { ...template, version: '1' } }]) {
  for (let count = 0; count < 2000; count += 1) {
    using_(createPolicy(document), policy => {
      const { warnings, template, counts } = policy
      refused(() => policy.resolve({ user: 'u', organization: 'o' }))
      refused(() => policy.explain({ user: 'u', organization: 'o' }, 'a'))
      refused(() => policy.undo(policy.apply({ op: 'createUser', id: 'v' })))
      refused(() => policy.members('o'))
      policy.toJSON()
    })
  }
}
function using_(policy, work) {
  work(policy)
  policy.dispose()
}
console.log('made')`

test("'orgate/policy' can make and ask many policies of many forms", async () => {
  assert.equal(await evaluate(policies), 'made')
})
