// `orgate/check` and `orgate/fetch` where there is no WebAssembly at all.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { corpus } from './lib/data.mjs'
import { load, project } from './lib/tarball.mjs'

const grant = corpus.grants.cases.find(({ name }) => name === 'good, as an object')

/** Runs a module in a Node without WebAssembly. */
function withoutWasm(code) {
  const output = execFileSync(
    process.execPath,
    ['--input-type=module', '--eval', `delete globalThis.WebAssembly\n${code}`],
    {
      cwd: project(),
      encoding: 'utf8',
    },
  )
  return JSON.parse(output)
}

test('a grant is read and asked without WebAssembly', () => {
  const answers = withoutWasm(`
    const { readGrant, can, canAll, canAny, assert, explain, isExpired, Grant } = await import('orgate/check')
    const now = ${grant.now * 1000}
    const grant = readGrant(${JSON.stringify(grant.json)}, { now })
    assert(grant, 'invite:users', { now })
    console.log(JSON.stringify([
      grant instanceof Grant,
      can(grant, 'invite:users'),
      can(grant, 'remove:users'),
      canAll(grant, ['invite:users', 'read:data']),
      canAny(grant, ['remove:users']),
      explain(grant, 'remove:users', { now }).code,
      isExpired(grant, now),
      typeof WebAssembly,
    ]))`)
  assert.deepEqual(answers, [true, true, false, true, false, 'PERMISSION_NOT_GRANTED', false, 'undefined'])
})

test('orgate/fetch imports without WebAssembly', () => {
  assert.equal(
    withoutWasm(`console.log(JSON.stringify(typeof (await import('orgate/fetch')).protect))`),
    'function',
  )
})

test('the clock is the machine’s unless another is given', async () => {
  const { check } = await load()
  const seconds = Math.floor(Date.now() / 1000)
  const json = { ...grant.json, issuedAt: seconds - 10, expiresAt: seconds + 60 }
  const held = check.readGrant(json)
  assert.ok(!check.isExpired(held))
  assert.equal(check.explain(held, 'invite:users').code, 'GRANTED')
  check.assert(held, 'invite:users')
  assert.throws(() => check.readGrant({ ...json, expiresAt: seconds - 1 }), {
    code: 'GRANT_EXPIRED',
    status: 403,
  })
})

test('`can` reads no clock', async t => {
  const { check } = await load()
  const held = check.readGrant(grant.json, { now: grant.now * 1000 })
  t.mock.method(Date, 'now', () => assert.fail('the clock was read'))
  assert.ok(held.can('invite:users') && check.can(held, 'invite:users') && held.canAll(['read:data']))
})

test('a held grant cannot be changed into another', async () => {
  const { check } = await load()
  const json = structuredClone(grant.json)
  const held = check.readGrant(json, { now: grant.now * 1000 })
  json.permissions.push('remove:users')
  json.organization = 'org_2'
  try {
    held.permissions.push('remove:users')
  } catch {
    // Frozen: as good.
  }
  assert.equal(held.can('remove:users'), false)
  assert.equal(held.organization, 'org_1')
})

test('what a grant is read from stays as it was', async () => {
  const { check } = await load()
  const json = { ...structuredClone(grant.json), roles: ['admin'], template: { hash: 'x' } }
  const held = check.readGrant(json, { now: grant.now * 1000 })
  json.roles.push('owner')
  json.template.hash = 'y'
  assert.deepEqual(held.roles, ['admin'])
  assert.equal(held.template.hash, 'x')
})

test('explanations travel on request, and only then', async () => {
  const { check } = await load()
  const held = check.readGrant(grant.json, { now: grant.now * 1000 })
  assert.equal(held.toJSON().explanations, undefined)
  const explanations = ['invite:users', 'remove:users'].map(name =>
    held.explain(name, { now: grant.now * 1000 }),
  )
  const json = JSON.parse(JSON.stringify(held.toJSON({ explanations })))
  const permissions = json.explanations.map(({ permission }) => permission)
  assert.deepEqual(permissions.sort(), ['invite:users', 'remove:users'])
  assert.ok(check.readGrant(json, { now: grant.now * 1000 }).can('invite:users'))
})
