// Global roles, their permissions and who holds them.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { bodies, client } from './lib/client.mjs'
import { createTenant } from './lib/server.mjs'

const refusal = ({ status, body }) => `${status} ${body.code}`

let call
let get
let scopeIds
beforeEach(async () => {
  const tenant = createTenant()
  call = client(tenant)
  get = bodies(tenant)
  const { id } = await get('POST', '/resources', { name: 'Orders', indicator: 'urn:orders' })
  scopeIds = []
  for (const name of ['read', 'write', 'delete']) {
    scopeIds.push((await get('POST', `/resources/${id}/scopes`, { name })).id)
  }
})

test('a role', async () => {
  const created = await call('POST', '/roles', { name: 'Support', description: 'Staff' })
  assert.equal(created.status, 200)
  const { id, ...rest } = created.body
  assert.deepEqual(rest, {
    tenantId: 'default',
    name: 'Support',
    description: 'Staff',
    type: 'User',
    isDefault: false,
  })
  const path = `/roles/${id}`
  assert.deepEqual((await call('GET', path)).body, created.body)
  assert.equal(
    refusal(await call('POST', '/roles', { name: 'Support', description: 'x' })),
    '422 role.name_in_use',
  )
  assert.equal(refusal(await call('POST', '/roles', { name: 'x' })), '400 guard.invalid_input')
  assert.equal(
    refusal(await call('POST', '/roles', { name: 'x', description: '' })),
    '400 guard.invalid_input',
  )
  // The type is stripped.
  assert.equal(refusal(await call('PATCH', path, { type: 'MachineToMachine' })), '422 entity.invalid_input')
  const { body } = await call('PATCH', path, {
    name: 'Support',
    isDefault: true,
    type: 'MachineToMachine',
  })
  assert.deepEqual([body.type, body.isDefault], ['User', true])
  await get('POST', '/roles', { name: 'Other', description: 'x' })
  assert.equal(refusal(await call('PATCH', path, { name: 'Other' })), '422 role.name_in_use')
  assert.equal((await call('DELETE', path)).status, 204)
  assert.deepEqual((await call('DELETE', path)).body, {
    code: 'entity.not_exists_with_id',
    message: `The roles with ID \`${id}\` does not exist.`,
  })
})

test('the list of roles', async () => {
  for (const name of ['b', '#internal:a', 'a']) await get('POST', '/roles', { name, description: 'x' })
  await get('POST', '/roles', { name: 'm', description: 'x', type: 'MachineToMachine' })
  const names = async query => (await get('GET', `/roles${query}`)).map(({ name }) => name)
  assert.deepEqual(await names(''), ['b', 'a', 'm'])
  assert.deepEqual(await names('?type=MachineToMachine'), ['m'])
  assert.deepEqual(await names('?search.name=A'), ['a'])
  assert.equal(refusal(await call('GET', '/roles?type=Nope')), '400 guard.invalid_input')
  assert.equal(refusal(await call('GET', '/roles?search.nope=a')), '400 request.invalid_input')
})

test('permissions of a role', async () => {
  const { id } = await get('POST', '/roles', { name: 'a', description: 'x', scopeIds: [scopeIds[1]] })
  const path = `/roles/${id}/scopes`
  const added = await call('POST', path, { scopeIds: [scopeIds[0]] })
  assert.equal(added.status, 201)
  assert.deepEqual(
    added.body.map(scope => scope.id),
    scopeIds.slice(0, 2),
  )
  // All or nothing.
  assert.equal(
    refusal(await call('POST', path, { scopeIds: [scopeIds[2], scopeIds[0]] })),
    '422 role.scope_exists',
  )
  assert.equal(
    refusal(await call('POST', path, { scopeIds: [scopeIds[2], 'unknown'] })),
    '404 entity.not_exists_with_id',
  )
  assert.deepEqual((await call('POST', path, { scopeIds: [scopeIds[2], scopeIds[2]] })).body, {
    message: 'Internal server error.',
  })
  assert.equal(refusal(await call('POST', path, { scopeIds: [] })), '400 guard.invalid_input')
  assert.equal((await get('GET', path)).length, 2)
  assert.equal((await call('DELETE', `${path}/${scopeIds[0]}`)).status, 204)
  assert.equal(refusal(await call('DELETE', `${path}/${scopeIds[0]}`)), '404 entity.not_found')
  assert.equal(refusal(await call('GET', '/roles/unknown/scopes')), '404 entity.not_exists_with_id')
})

test('permissions of the Management API are for applications', async () => {
  const scope = { scopeIds: ['management-api-all'] }
  const code = '400 role.management_api_scopes_not_assignable_to_user_role'
  const machine = { name: 'm', description: 'x', type: 'MachineToMachine', ...scope }
  assert.equal((await call('POST', '/roles', machine)).status, 200)
  assert.equal(refusal(await call('POST', '/roles', { name: 'u', description: 'x', ...scope })), code)
  // The role is left behind.
  const user = (await get('GET', '/roles')).find(({ name }) => name === 'u')
  assert.deepEqual(await get('GET', `/roles/${user.id}/scopes`), [])
  assert.equal(refusal(await call('POST', `/roles/${user.id}/scopes`, scope)), code)
})

test('who holds a role loses it with the role', async () => {
  const { id } = await get('POST', '/roles', { name: 'a', description: 'x' })
  const path = `/roles/${id}/users`
  const userIds = ['u1', 'u2', 'u3', 'u4']
  assert.equal((await call('POST', path, { userIds })).body, 'Created')
  assert.equal(refusal(await call('POST', path, { userIds: ['u5', 'u1'] })), '422 role.user_exists')
  assert.equal(
    refusal(await call('POST', '/roles/unknown/users', { userIds })),
    '404 entity.not_exists_with_id',
  )
  assert.equal(
    refusal(await call('POST', `/roles/${id}/applications`, { applicationIds: ['app'] })),
    '422 entity.db_constraint_violated',
  )
  const [role] = await get('GET', '/roles')
  assert.deepEqual([role.usersCount, role.featuredUsers.length, role.applicationsCount], [4, 3, 0])
  assert.equal((await call('DELETE', `${path}/u4`)).status, 204)
  assert.equal(refusal(await call('DELETE', `${path}/u4`)), '404 entity.not_found')
  assert.deepEqual(await get('GET', '/users/u4/roles'), [])
  assert.equal((await get('GET', '/users/u1/roles'))[0].name, 'a')
  await get('DELETE', `/roles/${id}`)
  assert.deepEqual(await get('GET', '/users/u1/roles'), [])
})
