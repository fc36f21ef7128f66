// API resources and their permissions.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bodies, client } from './lib/client.mjs'
import { createTenant } from './lib/server.mjs'

const refusal = ({ status, body }) => `${status} ${body.code}`
const management = '/resources/management-api'

test('the Management API is there from the start, and stays as it is', async () => {
  const tenant = createTenant()
  const call = client(tenant)
  const before = tenant.export()
  assert.deepEqual(
    before['/resources?includeScopes=true'].map(({ indicator, scopes }) => [
      indicator,
      scopes.map(({ name }) => name),
    ]),
    [['https://default.logto.app/api', ['all']]],
  )
  const refused = [
    ['PATCH', management, { name: 'Mine' }, 'modify'],
    ['DELETE', management, undefined, 'delete'],
    ['POST', `${management}/scopes`, { name: 'more' }, 'modify'],
    ['PATCH', `${management}/scopes/management-api-all`, { name: 'some' }, 'modify'],
    ['DELETE', `${management}/scopes/management-api-all`, undefined, 'modify'],
  ]
  for (const [method, path, body, what] of refused) {
    assert.equal(refusal(await call(method, path, body)), `400 resource.cannot_${what}_management_api`)
  }
  const taken = { name: 'Mine', indicator: 'https://default.logto.app/api' }
  assert.equal(refusal(await call('POST', '/resources', taken)), '422 resource.resource_identifier_in_use')
  assert.deepEqual(tenant.export(), before)
})

test('an API resource', async () => {
  const call = client(createTenant())
  const created = await call('POST', '/resources', { name: 'Orders', indicator: 'urn:orders' })
  assert.equal(created.status, 201)
  const { id, scopes, ...rest } = created.body
  assert.match(id, /^[0-9a-z]{21}$/)
  assert.deepEqual(scopes, [])
  assert.deepEqual(rest, {
    tenantId: 'default',
    name: 'Orders',
    indicator: 'urn:orders',
    isDefault: false,
    accessTokenTtl: 3600,
  })
  const path = `/resources/${id}`
  assert.deepEqual((await call('GET', path)).body, { id, ...rest })
  // The indicator is stripped, and then nothing is left.
  assert.equal(refusal(await call('PATCH', path, { indicator: 'urn:other' })), '422 entity.invalid_input')
  assert.equal((await call('PATCH', path, { accessTokenTtl: 60 })).body.accessTokenTtl, 60)
  assert.equal(refusal(await call('PATCH', path, { name: '' })), '400 guard.invalid_input')
  assert.equal((await call('DELETE', path)).status, 204)
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    const { status, body } = await call(method, path, method === 'PATCH' ? { name: 'x' } : undefined)
    assert.equal(status, 404)
    assert.deepEqual(body, {
      code: 'entity.not_exists_with_id',
      message: `The resources with ID \`${id}\` does not exist.`,
    })
  }
})

test('there is one default', async () => {
  const call = client(createTenant())
  const make = async name => (await call('POST', '/resources', { name, indicator: `urn:${name}` })).body.id
  const [a, b] = [await make('a'), await make('b')]
  const defaults = async () =>
    (await call('GET', '/resources')).body.filter(({ isDefault }) => isDefault).map(({ id }) => id)
  assert.equal((await call('PATCH', `/resources/${a}/is-default`, { isDefault: true })).body.isDefault, true)
  assert.deepEqual(await defaults(), [a])
  await call('PATCH', `/resources/${b}/is-default`, { isDefault: true })
  assert.deepEqual(await defaults(), [b])
  await call('PATCH', `/resources/${b}/is-default`, { isDefault: false })
  assert.deepEqual(await defaults(), [])
  assert.equal(
    refusal(await call('PATCH', '/resources/unknown/is-default', { isDefault: true })),
    '404 entity.not_exists',
  )
  assert.equal(refusal(await call('PATCH', `/resources/${a}/is-default`, {})), '400 guard.invalid_input')
})

test('permissions of an API resource', async () => {
  const call = client(createTenant())
  const { body: orders } = await call('POST', '/resources', { name: 'Orders', indicator: 'urn:orders' })
  const path = `/resources/${orders.id}/scopes`
  const created = await call('POST', path, { name: 'read', unknown: 1 })
  assert.equal(created.status, 201)
  assert.deepEqual(Object.keys(created.body).toSorted(), [
    'createdAt',
    'description',
    'id',
    'name',
    'resourceId',
    'tenantId',
  ])
  assert.equal(created.body.description, null)
  const write = (await call('POST', path, { name: 'write', description: 'Write' })).body.id
  assert.equal(refusal(await call('POST', path, { name: 'read' })), '422 scope.name_exists')
  assert.equal(refusal(await call('POST', path, { name: 'has space' })), '400 scope.name_with_space')
  assert.equal(refusal(await call('PATCH', `${path}/${write}`, { name: 'read' })), '422 scope.name_exists')
  assert.equal(refusal(await call('PATCH', `${path}/${write}`, { name: 'a b' })), '400 scope.name_with_space')
  assert.equal((await call('PATCH', `${path}/${write}`, { name: 'change' })).body.description, 'Write')
  assert.equal(refusal(await call('PATCH', `${path}/unknown`, { name: 'x' })), '404 entity.not_exists')
  assert.equal(refusal(await call('DELETE', `${path}/unknown`)), '404 entity.not_found')
  assert.equal(
    refusal(await call('POST', '/resources/unknown/scopes', { name: 'x' })),
    '404 entity.not_exists_with_id',
  )
  const list = await call('GET', path)
  assert.deepEqual(
    list.body.map(({ name }) => name),
    ['read', 'change'],
  )
  assert.equal(list.headers.get('total-number'), '2')
  assert.deepEqual(
    (await call('GET', `${path}?search=%25EA%25`)).body.map(({ name }) => name),
    ['read'],
  )
  assert.deepEqual((await call('GET', '/resources/unknown/scopes')).body, [])
})

test('with an API resource go its permissions, from every role', async () => {
  const tenant = createTenant()
  const get = bodies(tenant)
  const orders = await get('POST', '/resources', { name: 'Orders', indicator: 'urn:orders' })
  const read = await get('POST', `/resources/${orders.id}/scopes`, { name: 'read' })
  const role = await get('POST', '/roles', { name: 'a', description: 'a', scopeIds: [read.id] })
  const member = await get('POST', '/organization-roles', { name: 'b', resourceScopeIds: [read.id] })
  assert.equal((await get('GET', `/roles/${role.id}/scopes`))[0].resource.indicator, 'urn:orders')
  assert.equal((await get('GET', `/organization-roles/${member.id}/resource-scopes`)).length, 1)
  await get('DELETE', `/resources/${orders.id}`)
  assert.deepEqual(await get('GET', `/roles/${role.id}/scopes`), [])
  assert.deepEqual((await get('GET', '/organization-roles'))[0].resourceScopes, [])
})
