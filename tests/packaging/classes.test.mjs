// There are two engines and several entries, and one of each class.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from '../runtimes/lib/tarball.mjs'
import { evaluate } from './lib/app.mjs'

const { orgate, sync, policy, check, fetch, keys: keySets } = await load()
const entries = { orgate, sync, policy, check, fetch, keySets }
const issuer = 'https://tenant.example/oidc'
const question = { organization: 'org_1', roles: [], principal: 'User' }
const template = { v: 1, permissions: [], roles: [] }
const keys = { keys: [] }

test('OrgateError is the same class in every entry', () => {
  for (const [name, entry] of Object.entries(entries))
    assert.equal(entry.OrgateError, orgate.OrgateError, name)
})

test('Grant is the same class where there is one', () => {
  for (const name of ['sync', 'policy', 'check']) assert.equal(entries[name].Grant, orgate.Grant, name)
})

test('anyOrganization is the same symbol where there is one', () => {
  for (const name of ['sync', 'fetch'])
    assert.equal(entries[name].anyOrganization, orgate.anyOrganization, name)
})

test('what one engine makes, the other entries know', () => {
  const grants = [orgate, sync].map(({ createGate }) =>
    createGate({ issuer, keys, template }).resolve(question),
  )
  for (const grant of grants) {
    assert.ok(grant instanceof check.Grant)
    assert.ok(check.readGrant(JSON.stringify(grant)) instanceof orgate.Grant)
  }
  const [mine, other] = [orgate, sync].map(({ createGate }) => createGate({ issuer, keys, template }))
  assert.deepEqual(mine.explain(grants[1], 'a'), other.explain(grants[0], 'a'))
  for (const { createGate } of [orgate, sync]) assert.throws(() => createGate({}), check.OrgateError)
  const made = policy.createPolicy(template)
  made.apply({ op: 'createUser', id: 'ada' })
  assert.throws(() => made.resolve({ user: 'ada' }), check.OrgateError)
  const resource = 'urn:api'
  made.apply({ op: 'createResource', indicator: resource })
  assert.ok(made.resolve({ user: 'ada', resource }) instanceof check.Grant)
})

test('the engines themselves are apart: each entry exports its own `createGate`', () => {
  assert.notEqual(orgate.createGate, sync.createGate)
  assert.notEqual(orgate.init, sync.init)
  assert.ok(![orgate.init, sync.init].includes(policy.init))
})

test('require and import give the same module', async () => {
  const code = `const same = async name => require(name).OrgateError === (await import(name)).OrgateError
    Promise.all(['orgate', 'orgate/sync', 'orgate/policy', 'orgate/check', 'orgate/fetch', 'orgate/keys'].map(same)).then(list => console.log(list.join()))`
  assert.equal(await evaluate(code, { type: 'commonjs' }), 'true,true,true,true,true,true')
})
