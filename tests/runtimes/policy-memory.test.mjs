// The memory of the policy engine: given back by `dispose` and `using`, by forgetting, and never run out of in a way
// that stops the engine.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { transform } from 'esbuild'
import { project } from './lib/tarball.mjs'

const MB = 2 ** 20

/** Runs a module in a Node of its own, which knows the engine's memory; what it prints, read as JSON. */
async function alone(code, flags = []) {
  const watched = `const { Instance } = WebAssembly
let memory
WebAssembly.Instance = new Proxy(Instance, {
  construct(target, given) {
    const instance = new target(...given)
    memory = instance.exports.memory
    return instance
  },
})
const used = () => memory.buffer.byteLength
const { createPolicy, OrgateError } = await import('orgate/policy')
const codeOf = work => {
  try {
    work()
    return 'done'
  } catch (error) {
    return error instanceof OrgateError ? error.code : String(error.stack)
  }
}
const template = { v: 1, permissions: ['a'], roles: [{ name: 'r', permissions: ['a'] }] }
const members = Array.from({ length: 1000 }, (_, index) => ({ user: 'user_' + index, roles: ['r'] }))
const directory = JSON.stringify({ v: 1, template, organizations: [{ id: 'o', name: 'O', members }] })
`
  const { code: plain } = await transform(code, { target: 'es2022' })
  const command = [...flags, '--input-type=module', '--eval', watched + plain]
  const { stdout } = await promisify(execFile)(process.execPath, command, {
    cwd: project(),
    timeout: 240_000,
  })
  return JSON.parse(stdout)
}

test('a policy that was disposed of leaves its memory to the next', async () => {
  const [first, last] = await alone(`
    createPolicy(directory).dispose()
    const first = used()
    for (let count = 0; count < 1000; count += 1) createPolicy(directory).dispose()
    console.log(JSON.stringify([first, used()]))`)
  assert.ok(last - first < MB, `${first} grew to ${last}`)
})

test('`using` gives it back, also when something is thrown', async () => {
  const { first, last, codes } = await alone(`
    function once(fail) {
      using policy = createPolicy(directory)
      if (fail) policy.resolve({ user: 'nobody', organization: 'o' })
      return policy
    }
    const codes = [codeOf(() => once(true)), codeOf(() => once(false).counts)]
    const first = used()
    for (let count = 0; count < 1000; count += 1) codeOf(() => once(count % 2))
    console.log(JSON.stringify({ first, last: used(), codes }))`)
  assert.deepEqual(codes, ['PRINCIPAL_UNKNOWN', 'POLICY_DISPOSED'])
  assert.ok(last - first < MB, `${first} grew to ${last}`)
})

test('policies that are forgotten are freed in time', async () => {
  const { one, last } = await alone(
    `
    const turn = () => new Promise(resolve => setTimeout(resolve, 0))
    createPolicy(directory)
    const one = used()
    for (let round = 0; round < 60; round += 1) {
      for (let count = 0; count < 50; count += 1) createPolicy(directory).resolve({ user: 'user_1', organization: 'o' })
      gc()
      await turn()
    }
    console.log(JSON.stringify({ one, last: used() }))`,
    ['--expose-gc'],
  )
  // 3,000 of them, of which 50 or some more live at a time: together they would take 300 MB.
  assert.ok(last < 50 * MB, `${one} grew to ${last}`)
})

test('edits and refusals leave nothing behind', async () => {
  const [first, last] = await alone(`
    const policy = createPolicy(directory)
    const users = Array.from({ length: 500 }, (_, index) => ({ op: 'createUser', id: 'new_' + index }))
    const round = () => {
      policy.undo(policy.apply(users))
      codeOf(() => policy.apply([...users, { op: 'createUser', id: 'user_1' }]))
      codeOf(() => policy.apply([...users, {}]))
      policy.toJSON()
    }
    for (let count = 0; count < 20; count += 1) round()
    const first = used()
    for (let count = 0; count < 300; count += 1) round()
    console.log(JSON.stringify([first, used()]))`)
  assert.ok(last - first < MB, `${first} grew to ${last}`)
})

test('a large directory as JSON text, and a cascade whose changes come in parts', async () => {
  const seen = await alone(`
    const users = Array.from({ length: 50_000 }, (_, index) => ({ user: 'user_' + index, roles: ['r'] }))
    const text = JSON.stringify({ v: 1, template, organizations: [{ id: 'o', name: 'O', members: users }] })
    const policy = createPolicy(text)
    const before = JSON.stringify(policy)
    const changes = policy.apply({ op: 'deleteOrganization', id: 'o' })
    const { memberships } = policy.counts
    policy.undo(changes)
    console.log(JSON.stringify({
      changes: changes.length,
      kinds: [...new Set(changes.map(({ change, fact }) => change + ' ' + fact))].sort(),
      memberships,
      again: JSON.stringify(policy) === before,
    }))`)
  assert.deepEqual(seen, {
    changes: 100_001,
    kinds: ['removed member', 'removed organization', 'removed roleAssignment'],
    memberships: 0,
    again: true,
  })
})

test('an engine that stopped is not asked again', async () => {
  const seen = await alone(`
    WebAssembly.Instance = function (...given) {
      const { exports } = new Instance(...given)
      const enginepolicy_apply = () => {
        throw new WebAssembly.RuntimeError('unreachable')
      }
      return { exports: { ...exports, enginepolicy_apply } }
    }
    const policy = createPolicy(directory)
    const other = createPolicy(directory)
    const codes = [policy.resolve({ user: 'user_1', organization: 'o' }).can('a')]
    const uses = [
      () => policy.apply([]), () => policy.counts, () => other.resolve({ user: 'user_1', organization: 'o' }),
      () => createPolicy(), () => other.dispose(),
    ]
    console.log(JSON.stringify([...codes, ...uses.map(codeOf)]))`)
  const stopped = Array(4).fill('ENGINE_UNAVAILABLE')
  assert.deepEqual(seen, [true, ...stopped, 'done'])
})

test('text of a hundred megabytes is read or refused, and the engine goes on', async () => {
  const seen = await alone(`
    const policy = createPolicy(directory)
    const hundred = 100 * 2 ** 20
    const filled = (before, filling, after) =>
      before + filling.repeat(Math.ceil(hundred / filling.length)).slice(0, -1) + after
    const texts = {
      blank: ' '.repeat(hundred),
      brackets: '['.repeat(hundred),
      string: '"' + 'a'.repeat(hundred) + '"',
      numbers: filled('{"v":1,"template":[', '0,', ']}'),
      objects: filled('{"v":1,"template":[', '{"a":0},', ']}'),
      lists: filled('{"v":1,"template":[', '[[]],', ']}'),
      roles: filled('{"v":1,"template":' + JSON.stringify(template) + ',"users":[{"id":"a","roles":[', '"r",', ']}]}'),
      entries: filled('{"v":1,"template":' + JSON.stringify(template) + ',"users":[', '{"a":0},', ']}'),
      members: filled('{', '"a":0,', '}'),
      problems: filled('{"v":1,"template":{"v":1,"permissions":[', '" ",', '],"roles":[]}}'),
    }
    const codes = {}
    for (const [name, text] of Object.entries(texts)) {
      codes[name] = codeOf(() => createPolicy(text))
      policy.resolve({ user: 'user_1', organization: 'o' })
    }
    const long = 'a'.repeat(hundred)
    const list = Array(2 ** 23).fill('r')
    codes.operation = codeOf(() => policy.apply({ op: 'createUser', id: long }))
    codes.op = codeOf(() => policy.apply({ op: long }))
    codes.member = codeOf(() => policy.apply({ op: 'createUser', id: 'x', [long]: 1 }))
    codes.list = codeOf(() => policy.apply({ op: 'assignRoles', organization: 'o', roles: list, users: list }))
    codes.changes = codeOf(() => policy.replay(Array(2 ** 22).fill({ change: 'added', fact: 'user', id: 'x' })))
    codes.asked = codeOf(() => policy.resolve({ user: long, organization: 'o' }))
    policy.resolve({ user: 'user_1', organization: 'o' })
    console.log(JSON.stringify(codes))`)
  const { operation, op, member, list, changes, asked, ...texts } = seen
  for (const [name, code] of Object.entries(texts)) assert.equal(code, 'CONFIGURATION_INVALID', name)
  assert.deepEqual([operation, op, member], ['ID_INVALID', 'OPERATION_INVALID', 'OPERATION_INVALID'])
  assert.ok(['LIMIT_EXCEEDED', 'PRINCIPAL_UNKNOWN', 'OPERATION_INVALID'].includes(list), list)
  assert.ok(['CHANGES_CONFLICT', 'LIMIT_EXCEEDED'].includes(changes), changes)
  assert.equal(asked, 'CONFIGURATION_INVALID')
})
