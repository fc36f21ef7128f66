// Grants that are older than the template in force.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NOW, organization, token } from './lib/issuer.mjs'
import { make, other, sample } from './lib/replaced.mjs'
import { load } from './lib/tarball.mjs'

const { orgate, sync, check } = await load()

for (const [name, api] of [
  ['orgate', orgate],
  ['orgate/sync', sync],
]) {
  test(`${name}: staleness in every mode`, async () => {
    const none = { stale: false, changed: false, lost: [], gained: [] }
    const later = { ...none, stale: true }
    const answers = async (options, roles) => {
      const { gate, verify } = make(api, options)
      const grant = await verify(roles)
      const before = gate.staleness(grant)
      gate.setTemplate(other)
      return [before, gate.staleness(grant), gate.staleness(await verify(roles && ['admin']))]
    }
    assert.deepEqual(await answers({}), [none, later, none])
    assert.deepEqual(await answers({ template: sample, mode: 'token' }), [none, later, none])
    const lost = { ...later, changed: true, lost: ['invite:users'] }
    assert.deepEqual(await answers({ template: sample }), [none, lost, none])
    assert.deepEqual(await answers({ template: sample }, ['admin']), [none, lost, none])
    const both = { ...lost, lost: ['invite:users', 'remove:users', 'write:data'], gained: ['export:data'] }
    assert.deepEqual(await answers({ template: sample, mode: 'template' }, ['admin']), [none, both, none])
    const gone = { ...lost, lost: ['read:data', 'write:data'] }
    assert.deepEqual(await answers({ template: sample, mode: 'template' }, ['member']), [none, gone, none])
  })

  test(`${name}: staleness of a grant that travelled, has expired or is of another gate`, async () => {
    const { gate, verify, clock } = make(api, { template: sample })
    const grant = await verify()
    const travelled = check.readGrant(JSON.stringify(grant), { now: NOW * 1000 })
    clock.seconds = NOW * 2
    assert.equal(gate.staleness(travelled).stale, false)
    gate.setTemplate(other)
    assert.deepEqual(gate.staleness(travelled).lost, ['invite:users'])
    const without = make(api).gate
    assert.deepEqual(without.staleness(grant), { stale: true, changed: false, lost: [], gained: [] })
  })

  test(`${name}: staleness looks at no clock, and leaves the grant alone`, async () => {
    let readable = true
    const clock = () => (readable ? NOW * 1000 : assert.fail('the clock was read'))
    const { gate } = make(api, { template: sample, mode: 'template', clock })
    const grant = await gate.verifyOrganizationToken(token(), { organization, roles: ['admin'] })
    readable = false
    const before = JSON.stringify(grant)
    gate.setTemplate(other)
    gate.staleness(grant)
    assert.equal(JSON.stringify(grant), before)
  })

  test(`${name}: what is no grant has no staleness`, async () => {
    const { gate, verify } = make(api, { template: sample })
    const json = JSON.parse(JSON.stringify(await verify()))
    for (const bad of [undefined, null, {}, [], 'x', json, JSON.stringify(json), Object.create(null)]) {
      assert.throws(() => gate.staleness(bad), {
        name: 'OrgateError',
        code: 'CONFIGURATION_INVALID',
        status: 500,
      })
    }
  })

  test(`${name}: staleness of many permissions and roles is soon known`, async () => {
    const names = Array.from({ length: 2000 }, (_, index) => `permission:${index}`)
    const roles = Array.from({ length: 100 }, (_, index) => ({ name: `role:${index}`, permissions: names }))
    const { gate } = make(api, { template: { v: 1, permissions: names, roles } })
    const question = { organization, roles: roles.map(role => role.name), principal: 'User' }
    const grant = gate.resolve(question)
    gate.setTemplate({
      v: 1,
      permissions: names.slice(1).concat('new'),
      roles: [{ name: 'role:0', permissions: ['new'] }],
    })
    const started = performance.now()
    const { lost, gained } = gate.staleness(grant)
    assert.ok(performance.now() - started < 1000)
    assert.deepEqual([lost.length, gained], [2000, ['new']])
  })
}
