// Who gains and loses what, in JavaScript: the calls, the pages, and what callers can get wrong. What an impact says is
// tested against the resolver in `tests/policy_impact.rs`.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './lib/tarball.mjs'

const { policy: api } = await load()
const { createPolicy, formatImpact, OrgateError } = api

const orders = 'https://api.example.com/orders'
const template = {
  v: 1,
  permissions: ['bill', 'read'],
  resources: [{ indicator: orders, permissions: ['write:orders'] }],
  roles: [
    { name: 'admin', permissions: ['bill', 'read'], resources: { [orders]: ['write:orders'] } },
    { name: 'viewer', permissions: ['read'] },
    { name: 'bot', type: 'MachineToMachine', permissions: ['bill'] },
  ],
}
const members = index => [
  { user: `user-${index}`, roles: ['admin'] },
  { user: 'everywhere', roles: ['viewer'] },
  { application: `bot-${index}`, roles: ['bot'] },
]
const document = {
  v: 1,
  template,
  globalRoles: [{ name: 'support', resources: { [orders]: ['write:orders'] } }],
  users: [{ id: 'user-0', roles: ['support'] }],
  organizations: Array.from({ length: 250 }, (_, index) => ({
    id: `org_${String(index).padStart(3, '0')}`,
    name: `Organization ${index}`,
    members: members(index),
  })),
}
const policy = createPolicy(document)
const target = createPolicy(document)
target.apply([
  { op: 'revokePermission', organizationRole: 'admin', permission: 'bill' },
  { op: 'revokePermission', organizationRole: 'admin', resource: orders, permission: 'write:orders' },
  { op: 'createPermission', name: 'export' },
  { op: 'grantPermission', organizationRole: 'viewer', permission: 'export' },
])

const refusal = work => {
  try {
    return { done: work() }
  } catch (error) {
    assert.ok(error instanceof OrgateError, String(error?.stack))
    return error
  }
}
const bill = { permission: 'bill' }
const write = { resource: orders, permission: 'write:orders' }
const none = { roles: 0, organizations: 0, principals: 0 }

test('counts first', () => {
  const impact = policy.impact(target)
  assert.deepEqual(impact, {
    roles: { gain: 1, lose: 1 },
    organizations: { gain: 250, lose: 250 },
    users: { gain: 1, lose: 250 },
    applications: { gain: 0, lose: 0 },
    memberships: { gain: 250, lose: 250 },
    permissions: [
      { permission: 'bill', gain: none, lose: { roles: 1, organizations: 250, principals: 250 } },
      { permission: 'export', gain: { roles: 1, organizations: 250, principals: 1 }, lose: none },
      // One of them has it everywhere, by a global role.
      { ...write, gain: none, lose: { roles: 1, organizations: 249, principals: 249 } },
    ],
  })
  assert.deepEqual(policy.impact(target.toTemplate()), impact)
  assert.deepEqual(policy.impact(JSON.stringify(target.toTemplate())), impact)
  assert.equal(formatImpact(impact).split('\n')[2], '- 1 role, 250 organizations, 250 members lose `bill`')
  assert.deepEqual(policy.impact(policy).permissions, [])
})

test('the list on demand, page by page', () => {
  const all = []
  for (let page; !page || page.length > 0; ) {
    const after = all.at(-1)
    page = policy.impactList(target, {
      by: 'membership',
      effect: 'lose',
      limit: 100,
      ...(after && { after }),
    })
    all.push(...page)
  }
  assert.equal(all.length, 250)
  assert.deepEqual(all[0], { organization: 'org_000', user: 'user-0', gained: [], lost: [bill] })
  assert.deepEqual(all[1], { organization: 'org_001', user: 'user-1', gained: [], lost: [bill, write] })

  assert.deepEqual(policy.impactList(target, { by: 'role' }), [
    { organizationRole: 'admin', gained: [], lost: [bill, write], assignments: 250 },
    { organizationRole: 'viewer', gained: [{ permission: 'export' }], lost: [], assignments: 250 },
  ])
  assert.deepEqual(policy.impactList(target, { by: 'role', after: { organizationRole: 'admin' } }).length, 1)
  assert.deepEqual(
    policy.impactList(target, { by: 'organization', limit: 1, after: { organization: 'org_000' } }),
    [{ organization: 'org_001', gained: [{ permission: 'export' }], lost: [bill, write], members: 2 }],
  )
  assert.deepEqual(policy.impactList(target, { by: 'principal', effect: 'gain' }), [
    { user: 'everywhere', gained: [{ permission: 'export' }], lost: [], organizations: 250, outside: false },
  ])
  const here = { by: 'principal', organization: 'org_000', permission: bill }
  assert.deepEqual(
    policy.impactList(target, here).map(({ user }) => user),
    ['user-0'],
  )
})

test('global roles count when they are compared', () => {
  const other = createPolicy(document)
  other.apply({ op: 'deleteGlobalRole', name: 'support' })
  assert.deepEqual(policy.impact(other).permissions, [])
  assert.deepEqual(policy.impactList(other, { by: 'membership', scope: 'roles' }), [
    { user: 'user-0', gained: [], lost: [write] },
  ])
})

test('what callers get wrong has a code', () => {
  const code = options => refusal(() => policy.impactList(target, options)).code
  for (const options of [
    undefined,
    null,
    {},
    { by: 'user' },
    { by: 'role', scope: 'all' },
    { by: 'role', scope: 'policy' },
    { by: 'role', effect: 'both' },
    { by: 'role', effect: undefined },
    { by: 'role', limit: 0 },
    { by: 'role', limit: 100_001 },
    { by: 'role', permission: 'bill' },
    { by: 'role', permission: { resource: orders } },
    { by: 'role', organization: '' },
    { by: 'role', after: 'admin' },
    { by: 'role', after: { user: 'ada' } },
    { by: 'organization', after: {} },
    { by: 'principal', after: { user: 'a', application: 'b' } },
    { by: 'membership', page: 2 },
  ]) {
    assert.ok(
      ['CONFIGURATION_INVALID', 'ORGANIZATION_REQUIRED'].includes(code(options)),
      JSON.stringify(options),
    )
  }
  assert.equal(code({ by: 'role', organization: 'org_999' }), 'ORGANIZATION_UNKNOWN')
  assert.equal(code({ by: 'role', permission: { permission: 'nope' } }), 'PERMISSION_UNKNOWN')
  assert.equal(
    code({ by: 'role', permission: { resource: 'urn:no', permission: 'bill' } }),
    'RESOURCE_UNKNOWN',
  )
  assert.equal(refusal(() => policy.impact(5)).code, 'CONFIGURATION_INVALID')
  assert.equal(refusal(() => policy.impact(target, { scope: 'policy' })).code, 'CONFIGURATION_INVALID')
  const gone = createPolicy(template)
  gone.dispose()
  for (const work of [
    () => policy.impact(gone),
    () => gone.impact(policy),
    () => gone.lint(),
    () => gone.diff({}),
  ]) {
    assert.equal(refusal(work).code, 'POLICY_DISPOSED')
  }
})
