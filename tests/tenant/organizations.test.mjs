// Members and their organization roles, and what they lose with a role.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { bodies, client } from './lib/client.mjs'
import { createTenant } from './lib/server.mjs'

const refusal = ({ status, body }) => `${status} ${body.code}`

let tenant
let call
let get
let acme
let role
let machineRole
beforeEach(async () => {
  tenant = createTenant()
  call = client(tenant)
  get = bodies(tenant)
  acme = `/organizations/${(await get('POST', '/organizations', { name: 'acme' })).id}`
  role = {}
  for (const name of ['member', 'admin']) role[name] = (await get('POST', '/organization-roles', { name })).id
  machineRole = (await get('POST', '/organization-roles', { name: 'ci', type: 'MachineToMachine' })).id
})

const members = async () =>
  (await get('GET', `${acme}/users`)).map(({ id, organizationRoles }) => [
    id,
    organizationRoles.map(({ name }) => name),
  ])

test('an organization', async () => {
  const { id, createdAt, ...rest } = await get('GET', acme)
  assert.match(id, /^[0-9a-z]{12}$/)
  assert.ok(createdAt > 0)
  assert.deepEqual(rest, {
    tenantId: 'default',
    name: 'acme',
    description: null,
    customData: {},
    isMfaRequired: false,
    color: {},
    branding: {},
    customCss: null,
  })
  // Names are not unique.
  await get('POST', '/organizations', { name: 'acme', customData: { tier: 'pro' } })
  assert.equal((await get('GET', '/organizations?q=CM')).length, 2)
  assert.equal(refusal(await call('GET', '/organizations/unknown')), '404 entity.not_exists_with_id')
  assert.equal(refusal(await call('PATCH', '/organizations/unknown', { name: 'x' })), '404 entity.not_exists')
  assert.equal((await get('PATCH', acme, { name: 'Acme' })).name, 'Acme')
})

test('members and their roles', async () => {
  assert.equal((await call('POST', `${acme}/users`, { userIds: ['bob', 'alice'] })).body, 'Created')
  const own = `${acme}/users/alice/roles`
  const body = { organizationRoleIds: [role.member], organizationRoleNames: ['admin'] }
  assert.equal((await call('POST', own, body)).status, 201)
  assert.equal((await call('POST', own, body)).status, 201)
  assert.equal((await call('POST', `${acme}/users/roles`, { userIds: ['bob'], ...body })).status, 201)
  assert.deepEqual(await members(), [
    ['alice', ['admin', 'member']],
    ['bob', ['member']],
  ])
  assert.equal((await call('PUT', own, { organizationRoleNames: ['member'] })).status, 204)
  assert.equal(
    refusal(await call('PUT', own, { organizationRoleIds: ['unknown'] })),
    '422 entity.relation_foreign_key_not_found',
  )
  assert.equal((await get('GET', own)).length, 1)
  assert.equal(refusal(await call('POST', own, {})), '422 entity.invalid_input')
  assert.equal(
    refusal(await call('POST', own, { organizationRoleNames: ['nope'] })),
    '422 organization.role_names_not_found',
  )
  assert.equal(
    refusal(await call('POST', own, { organizationRoleIds: [machineRole] })),
    '422 entity.db_constraint_violated',
  )
  assert.equal(refusal(await call('GET', `${acme}/users/eve/roles`)), '422 organization.require_membership')
  assert.equal((await call('DELETE', `${own}/${role.member}`)).status, 204)
  assert.equal(refusal(await call('DELETE', `${own}/${role.member}`)), '404 entity.not_found')
})

test('applications are members too', async () => {
  await get('POST', `${acme}/applications`, { applicationIds: ['ci'] })
  const own = `${acme}/applications/ci/roles`
  assert.equal(
    refusal(await call('POST', own, { organizationRoleIds: [role.member] })),
    '422 entity.db_constraint_violated',
  )
  await get('POST', own, { organizationRoleIds: [machineRole] })
  const [ci] = await get('GET', `${acme}/applications`)
  assert.deepEqual(ci.organizationRoles, [{ id: machineRole, name: 'ci' }])
})

test('an organization role takes its assignments with it', async () => {
  await get('POST', `${acme}/users`, { userIds: ['alice'] })
  await get('POST', `${acme}/users/alice/roles`, { organizationRoleIds: [role.member, role.admin] })
  await get('DELETE', `/organization-roles/${role.admin}`)
  assert.deepEqual(await members(), [['alice', ['member']]])
  // A change of type leaves them, and the permissions as well.
  await get('PATCH', `/organization-roles/${role.member}`, { type: 'MachineToMachine' })
  assert.deepEqual(await members(), [['alice', ['member']]])
})

test('an organization permission is taken from the roles, a changed id is not', async () => {
  const create = async name => (await get('POST', '/organization-scopes', { name })).id
  const scopes = [await create('read'), await create('write')]
  await get('PUT', `/organization-roles/${role.member}/scopes`, { organizationScopeIds: scopes })
  await get('POST', `${acme}/users`, { userIds: ['alice'] })
  await get('POST', `${acme}/users/alice/roles`, { organizationRoleIds: [role.member] })
  await get('PATCH', `/organization-scopes/${scopes[0]}`, { id: 'other' })
  const granted = async () => (await get('GET', `${acme}/users/alice/scopes`)).map(({ id }) => id).toSorted()
  assert.deepEqual(await granted(), [scopes[1], 'other'].toSorted())
  await get('DELETE', `/organization-scopes/${scopes[1]}`)
  assert.deepEqual(await granted(), ['other'])
  assert.deepEqual(await get('GET', `${acme}/users/eve/scopes`), [])
})

test('who leaves an organization loses the roles there', async () => {
  const again = { userIds: ['alice', 'bob'] }
  const roles = { organizationRoleIds: [role.member] }
  await get('POST', `${acme}/users`, again)
  await get('POST', `${acme}/users/roles`, { ...again, ...roles })
  await get('DELETE', `${acme}/users/alice`)
  await get('POST', `${acme}/users`, again)
  assert.deepEqual(await members(), [
    ['alice', []],
    ['bob', ['member']],
  ])
  // PUT is to leave and to come again.
  await get('PUT', `${acme}/users`, again)
  assert.deepEqual(await members(), [
    ['alice', []],
    ['bob', []],
  ])
  await get('DELETE', acme)
  assert.deepEqual(await members(), [])
  assert.equal(
    refusal(await call('POST', `${acme}/users`, again)),
    '422 entity.relation_foreign_key_not_found',
  )
})
