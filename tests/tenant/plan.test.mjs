// Plans: which requests they hold, and that they say when each is needless.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diffOf } from './lib/diff.mjs'
import { planMigration } from './lib/internal.mjs'

const api = 'https://api.example.com/orders'
const managementApi = 'https://default.logto.app/api'

const planOf = (from, to, context) => {
  const plan = planMigration(diffOf(from, to), context)
  // A plan is kept in files.
  assert.deepEqual(JSON.parse(JSON.stringify(plan)), plan)
  const before = new Set()
  for (const { id, needs, method } of plan.steps) {
    assert.ok(!before.has(id), `${id} is there once`)
    assert.ok(
      needs.every(need => before.has(need)),
      `${id} comes after what it needs`,
    )
    assert.ok(
      method !== 'GET' || (plan.steps[before.size - 1]?.method ?? 'GET') === 'GET',
      'reads come first',
    )
    before.add(id)
  }
  return plan
}
const linesOf = ({ steps }) => steps.map(({ method, path, id }) => `${method} ${path} ${id}`)
const stepOf = (plan, id) => {
  const step = plan.steps.find(step => step.id === id)
  assert.ok(step, `${id} is among ${plan.steps.map(({ id }) => id)}`)
  return step
}

test('nothing to do is no step', () => {
  const plan = planOf({ permissions: ['a'] }, { permissions: ['a'] })
  assert.deepEqual([plan.steps, plan.lost, plan.warnings], [[], [], []])
  assert.deepEqual([plan.from, plan.to], [{ hash: 'hash-of-from' }, { hash: 'hash-of-to' }])
})

test('facts about people are not planned', () => {
  const changes = [
    { change: 'added', fact: 'user', id: 'ada' },
    { change: 'added', fact: 'organization', id: 'org_1', name: 'One' },
    { change: 'added', fact: 'member', organization: 'org_1', user: 'ada' },
    { change: 'removed', fact: 'roleAssignment', organization: 'org_1', role: 'a', user: 'ada' },
    { change: 'changed', before: { fact: 'template' }, after: { fact: 'template', version: '2' } },
    {
      change: 'changed',
      before: { fact: 'organization', id: 'o', name: 'a' },
      after: { fact: 'organization', id: 'o', name: 'b' },
    },
  ]
  const ref = { hash: 'x' }
  const plan = planMigration({ from: ref, to: ref, changes: changes.map(c => ({ ...c, effect: 'none' })) })
  assert.deepEqual(plan, { from: ref, to: ref, lost: [], warnings: [], steps: [] })
})

test('from nothing: what holds others first, then who grants what', () => {
  const to = {
    permissions: ['a', { name: 'b', description: 'B' }],
    resources: [{ indicator: api, isDefault: true, permissions: ['read'] }],
    roles: [{ name: 'admin', permissions: ['a', 'b'], resources: { [api]: ['read'] } }],
    globalRoles: [
      { name: 'customer', isDefault: true, resources: { [api]: ['read'] } },
      { name: 'bot', type: 'MachineToMachine', description: 'Bot', resources: { [managementApi]: ['all'] } },
    ],
  }
  const plan = planOf({}, to)
  assert.deepEqual(linesOf(plan), [
    'GET /resources read-api-resources',
    `GET /resources/{resource}/scopes read-permissions-of-api-resource:${api}`,
    'GET /organization-scopes read-organization-permissions',
    'GET /organization-roles read-organization-roles',
    'GET /roles read-global-roles',
    'GET /roles/{role}/scopes read-permissions-of-global-role:customer',
    'GET /roles/{role}/scopes read-permissions-of-global-role:bot',
    `GET /resources/{resource}/scopes read-permissions-of-api-resource:${managementApi}`,
    `POST /resources create-api-resource:${api}`,
    `POST /resources/{resource}/scopes create-api-permission:read of ${api}`,
    'POST /organization-scopes create-organization-permission:a',
    'POST /organization-scopes create-organization-permission:b',
    'POST /organization-roles create-organization-role:admin',
    'POST /roles create-global-role:customer',
    'POST /roles create-global-role:bot',
    'POST /organization-roles/{role}/scopes grant-organization-role:admin:organization-permissions',
    'POST /organization-roles/{role}/resource-scopes grant-organization-role:admin:api-permissions',
    `POST /roles/{role}/scopes grant-global-role:customer:read of ${api}`,
    `POST /roles/{role}/scopes grant-global-role:bot:all of ${managementApi}`,
    `PATCH /resources/{resource}/is-default set-default-api-resource:${api}`,
  ])
  assert.deepEqual(stepOf(plan, `create-api-resource:${api}`).body, { indicator: api, name: api })
  assert.deepEqual(stepOf(plan, 'create-organization-permission:b').body, { name: 'b', description: 'B' })
  assert.deepEqual(stepOf(plan, 'create-organization-role:admin').body, { name: 'admin', type: 'User' })
  assert.deepEqual(stepOf(plan, 'create-global-role:customer').body, {
    name: 'customer',
    type: 'User',
    description: 'customer',
    isDefault: true,
  })
  assert.deepEqual(stepOf(plan, 'grant-organization-role:admin:organization-permissions'), {
    id: 'grant-organization-role:admin:organization-permissions',
    title: 'Give `a`, `b` to the organization role `admin`',
    method: 'POST',
    path: '/organization-roles/{role}/scopes',
    body: { organizationScopeIds: [{ use: 'permission' }, { use: 'permission2' }] },
    needs: [
      'create-organization-role:admin',
      'create-organization-permission:a',
      'create-organization-permission:b',
      'read-organization-roles',
    ],
    use: {
      role: { step: 'create-organization-role:admin' },
      permission: { step: 'create-organization-permission:a' },
      permission2: { step: 'create-organization-permission:b' },
    },
    skipIf: {
      step: 'read-organization-roles',
      entry: {
        name: 'admin',
        type: 'User',
        scopes: [{ id: { use: 'permission' } }, { id: { use: 'permission2' } }],
      },
      found: true,
    },
  })
  assert.deepEqual(plan.warnings, [])
})

test('one changed cell reads what it names, and no more', () => {
  const from = { permissions: ['a', 'b'], roles: [{ name: 'r', permissions: ['a'] }] }
  const plan = planOf(from, { ...from, roles: [{ name: 'r', permissions: ['b'] }] })
  assert.deepEqual(linesOf(plan), [
    'GET /organization-roles read-organization-roles',
    'GET /organization-scopes read-organization-permissions',
    'DELETE /organization-roles/{role}/scopes/{permission} revoke-organization-role:r:a',
    'POST /organization-roles/{role}/scopes grant-organization-role:r:organization-permissions',
  ])
  assert.deepEqual(stepOf(plan, 'revoke-organization-role:r:a').skipIf, {
    step: 'read-organization-roles',
    entry: { name: 'r', scopes: [{ id: { use: 'permission' } }] },
    found: false,
  })
})

test('what is deleted takes its cells along', () => {
  const from = {
    permissions: ['a'],
    resources: [{ indicator: api, permissions: ['read', 'write'] }],
    roles: [
      { name: 'gone', permissions: ['a'], resources: { [api]: ['read'] } },
      { name: 'stays', permissions: ['a'], resources: { [api]: ['read', 'write'] } },
    ],
    globalRoles: [{ name: 'global', resources: { [api]: ['read'] } }],
  }
  const to = { roles: [{ name: 'stays', permissions: [] }], globalRoles: [{ name: 'global' }] }
  const plan = planOf(from, to)
  assert.deepEqual(
    linesOf(plan).filter(line => !line.startsWith('GET')),
    [
      'DELETE /organization-roles/{role} delete-organization-role:gone',
      'DELETE /organization-scopes/{permission} delete-organization-permission:a',
      `DELETE /resources/{resource} delete-api-resource:${api}`,
    ],
  )
  assert.deepEqual(
    plan.warnings.map(({ code, pointer }) => [
      code,
      from.roles.length > 0 && /^\/changes\/\d+$/.test(pointer),
    ]),
    [
      ['ROLE_REFERENCES_LOST', true],
      ['TOKEN_LIFETIME_LOST', true],
    ],
  )
})

test('a role of another type is another role, and those who held it are listed', () => {
  const from = { permissions: ['a'], roles: [{ name: 'r', permissions: ['a'] }, { name: 'old' }] }
  const to = { permissions: ['a'], roles: [{ name: 'r', type: 'MachineToMachine', permissions: ['a'] }] }
  const asked = []
  const plan = planOf(from, to, {
    assigneesOf: role => {
      asked.push(role)
      return role.organizationRole === 'r' ? [{ user: 'ada', organization: 'org_1' }] : []
    },
  })
  assert.deepEqual(asked, [{ organizationRole: 'r' }, { organizationRole: 'old' }])
  assert.deepEqual(plan.lost, [
    {
      organizationRole: 'r',
      reason: 'role type changed',
      assignees: [{ user: 'ada', organization: 'org_1' }],
    },
    { organizationRole: 'old', reason: 'role deleted', assignees: [] },
  ])
  assert.deepEqual(
    plan.steps.filter(({ skipIf }) => skipIf).map(({ id, skipIf: { entry, found } }) => [id, entry, found]),
    [
      ['delete-organization-role:r', { name: 'r', type: 'User' }, false],
      ['delete-organization-role:old', { name: 'old', type: 'User' }, false],
      ['create-organization-role:r', { name: 'r', type: 'MachineToMachine' }, true],
      [
        'grant-organization-role:r:organization-permissions',
        { name: 'r', type: 'MachineToMachine', scopes: [{ id: { use: 'permission' } }] },
        true,
      ],
    ],
  )
})

test('a name that only one thing ever has finds it, renamed or not', () => {
  const plan = planOf({ permissions: [{ id: '1', name: 'a' }] }, { permissions: [{ id: '1', name: 'b' }] })
  const step = stepOf(plan, 'update-organization-permission:b')
  assert.deepEqual(
    [step.method, step.path, step.body],
    ['PATCH', '/organization-scopes/{permission}', { name: 'b' }],
  )
  assert.equal(step.title, 'Rename the organization permission `b`, which is `a` now')
  assert.deepEqual(step.use.permission.entry, { name: { anyOf: ['a', 'b'] } })
  assert.deepEqual(step.skipIf.entry, { name: 'b' })
})

test('where two have a name in turn, an id tells', () => {
  const id = '1'
  const moved = { roles: [{ id, name: 'b' }] }
  const freed = planOf({ roles: [{ name: 'a' }, { id, name: 'b' }] }, { roles: [{ id, name: 'a' }] })
  assert.deepEqual(stepOf(freed, 'delete-organization-role:a').skipIf.entry, {
    name: 'a',
    type: 'User',
    id: { not: '1' },
  })
  assert.deepEqual(stepOf(freed, 'update-organization-role:a').use.role.entry, { id: '1' })
  assert.deepEqual(stepOf(freed, 'update-organization-role:a').skipIf.entry, { id: '1', name: 'a' })
  const taken = planOf(moved, { roles: [{ id, name: 'a' }, { name: 'b' }] })
  assert.deepEqual(stepOf(taken, 'create-organization-role:b').skipIf.entry, {
    name: 'b',
    type: 'User',
    id: { not: '1' },
  })
  // Of another type, the two are told apart by that.
  const other = planOf(moved, {
    roles: [
      { id, name: 'a' },
      { name: 'b', type: 'MachineToMachine' },
    ],
  })
  assert.ok(!JSON.stringify(other).includes('"not"'))
  const swap = planOf(
    {
      permissions: [
        { id: '1', name: 'a' },
        { id: '2', name: 'b' },
      ],
    },
    {
      permissions: [
        { id: '1', name: 'b', description: 'new' },
        { id: '2', name: 'a' },
      ],
    },
  )
  assert.deepEqual(
    swap.steps.slice(1).map(({ id, body, skipIf: { entry, found } }) => [id, body, entry, found]),
    [
      ['set-aside-organization-permission:b', { name: 'orgate-renaming-1' }, { id: '1', name: 'a' }, false],
      ['update-organization-permission:a', { name: 'a' }, { id: '2', name: 'a' }, true],
      [
        'update-organization-permission:b',
        { name: 'b', description: 'new' },
        { id: '1', name: 'b', description: 'new' },
        true,
      ],
    ],
  )
})

test('a cell whose permission or role is renamed is of what it was', () => {
  const from = {
    permissions: [
      { id: '1', name: 'a' },
      { id: '2', name: 'b' },
    ],
    roles: [
      { id: '3', name: 'r', permissions: ['a'] },
      { id: '4', name: 's' },
    ],
  }
  const to = {
    permissions: [
      { id: '1', name: 'b' },
      { id: '2', name: 'a' },
    ],
    roles: [
      { id: '3', name: 's' },
      { id: '4', name: 'r', permissions: ['a'] },
    ],
  }
  const plan = planOf(from, to)
  const revoke = plan.steps.find(({ id }) => id.startsWith('revoke'))
  const grant = plan.steps.find(({ id }) => id.startsWith('grant'))
  assert.deepEqual([revoke.use.role.entry, revoke.use.permission.entry], [{ id: '3' }, { id: '1' }])
  assert.deepEqual([grant.use.role.entry, grant.use.permission.entry], [{ id: '4' }, { id: '2' }])
})

test('only what is another is sent, and what Logto wants', () => {
  const from = {
    permissions: [{ name: 'p', description: 'x' }],
    resources: [{ indicator: api, name: 'Orders', description: 'x', permissions: [] }],
    roles: [{ name: 'r', description: 'x' }],
    globalRoles: [
      { name: 'g', description: 'x', isDefault: true },
      { id: '1', name: 'h' },
    ],
  }
  const to = {
    permissions: [{ name: 'p' }],
    resources: [{ indicator: api, permissions: [] }],
    roles: [{ name: 'r', description: 'y' }],
    globalRoles: [{ name: 'g' }, { id: '1', name: 'i' }],
  }
  const plan = planOf(from, to)
  const bodies = Object.fromEntries(plan.steps.filter(({ body }) => body).map(({ id, body }) => [id, body]))
  assert.deepEqual(bodies, {
    'update-organization-permission:p': { description: null },
    [`update-api-resource:${api}`]: { name: api },
    'update-organization-role:r': { description: 'y' },
    'update-global-role:g': { description: 'g', isDefault: false },
    // The name stands in for a description, and goes along.
    'update-global-role:i': { name: 'i', description: 'i' },
  })
  assert.deepEqual(
    plan.warnings.map(({ code }) => code),
    ['DESCRIPTION_NOT_KEPT'],
  )
})

test('another id is no change', () => {
  const from = { permissions: [{ id: '1', name: 'a' }], roles: [{ id: '2', name: 'r' }] }
  const to = { permissions: [{ id: '8', name: 'a' }], roles: [{ name: 'r' }] }
  assert.deepEqual(planOf(from, to).steps, [])
})

test('the default flag moves in one request', () => {
  const other = 'https://api.example.com/reports'
  const resources = (...flags) => ({
    resources: [api, other].map((indicator, index) => ({
      indicator,
      ...(flags[index] && { isDefault: true }),
      permissions: [],
    })),
  })
  const writes = (from, to) =>
    planOf(from, to)
      .steps.filter(({ body }) => body)
      .map(({ id, body, skipIf }) => [id, body.isDefault, skipIf.entry])
  const id = `set-default-api-resource:`
  assert.deepEqual(writes(resources(true, false), resources(false, true)), [
    [id + other, true, { indicator: other, isDefault: true }],
  ])
  assert.deepEqual(writes(resources(true), resources()), [
    [id + api, false, { indicator: api, isDefault: false }],
  ])
  assert.deepEqual(
    writes(resources(true, false), { resources: [{ indicator: other, isDefault: true, permissions: [] }] }),
    [[id + other, true, { indicator: other, isDefault: true }]],
  )
})

test('the Management API stays as it is, and its permissions are granted and taken', () => {
  const resources = [{ indicator: managementApi, managementApi: true, permissions: ['all', 'other'] }]
  const bot = { name: 'bot', type: 'MachineToMachine' }
  const held = { resources, globalRoles: [{ ...bot, resources: { [managementApi]: ['all'] } }] }
  const added = planOf({ globalRoles: [bot] }, held)
  assert.deepEqual(
    added.warnings.map(({ code }) => code),
    Array(3).fill('MANAGEMENT_API_READ_ONLY'),
  )
  const writes = plan => linesOf(plan).filter(line => !line.startsWith('GET'))
  assert.deepEqual(writes(added), [`POST /roles/{role}/scopes grant-global-role:bot:all of ${managementApi}`])
  // Nothing of it is deleted, so that the cell has to be.
  assert.deepEqual(writes(planOf(held, { globalRoles: [bot] })), [
    `DELETE /roles/{role}/scopes/{permission} revoke-global-role:bot:all of ${managementApi}`,
  ])
  const same = { ...held, resources: [{ ...resources[0], id: 'x' }] }
  assert.deepEqual(planOf(held, same).warnings, [])
})

test('Logto knows one Management API only', () => {
  const resource = { indicator: api, permissions: ['read'] }
  const roles = [{ name: 'r', resources: { [api]: ['read'] } }]
  const plan = planOf(
    { resources: [resource], roles },
    { resources: [{ ...resource, managementApi: true }], roles },
  )
  // To the engine they are two: to Logto nothing changes.
  assert.deepEqual(plan.steps, [])
  assert.deepEqual(
    plan.warnings.map(({ code }) => code),
    ['MANAGEMENT_API_NOT_KEPT'],
  )
})

test('a global role that Logto would not list is left alone', () => {
  const globalRoles = [{ name: '#internal:x', resources: { [api]: ['read'] } }]
  const resources = [{ indicator: api, permissions: ['read'] }]
  for (const [from, to] of [
    [{ resources }, { resources, globalRoles }],
    [{ resources, globalRoles }, { resources }],
  ]) {
    const plan = planOf(from, to)
    assert.deepEqual([plan.steps, plan.lost], [[], []])
    assert.deepEqual(
      plan.warnings.map(({ code }) => code),
      ['ROLE_UNLISTED'],
    )
  }
})

test('names are data: in patterns and bodies as they are, in ids and titles so that they cannot be mistaken', () => {
  const names = [
    'a/b',
    '{role}',
    '%2F',
    '`',
    '\\u{60}',
    '\'"',
    '读取:数据',
    '\u202eevil',
    'a\nb',
    '__proto__',
    'use',
  ]
  const plan = planOf({}, { permissions: names, roles: [{ name: '\n- done', permissions: names }] })
  const created = plan.steps.filter(({ id }) => id.startsWith('create-organization-permission'))
  assert.deepEqual(
    created.map(({ body }) => body.name),
    names,
  )
  assert.deepEqual(
    created.map(({ skipIf }) => skipIf.entry.name),
    names,
  )
  for (const { id, title, path } of plan.steps) {
    assert.doesNotMatch(id + title, /[\n\u202e]/)
    assert.match(path, /^(\/([a-z-]+|\{[a-z]+\}))+$/)
  }
})
