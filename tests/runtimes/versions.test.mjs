// Templates as code in JavaScript: what is different, edits for a version, histories.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './lib/tarball.mjs'

const { policy: api } = await load()
const { createPolicy, createHistory, OrgateError } = api

const orders = 'https://api.example.com/orders'
const before = {
  v: 1,
  version: '1',
  permissions: [{ name: 'invite', id: 'p1' }, 'publish', 'read'],
  resources: [{ indicator: orders, permissions: ['write:orders'] }],
  roles: [
    { name: 'admin', permissions: ['invite', 'publish'], resources: { [orders]: ['write:orders'] } },
    { name: 'viewer', permissions: ['read'] },
  ],
}
const after = {
  ...before,
  version: '2',
  permissions: [{ name: 'invite:users', id: 'p1' }, 'publish', 'read'],
  roles: [
    { name: 'admin', permissions: ['invite:users'], resources: { [orders]: ['write:orders'] } },
    { name: 'viewer', type: 'MachineToMachine', permissions: ['read'] },
  ],
}
const world = {
  v: 1,
  template: before,
  globalRoles: [{ name: 'support', resources: { [orders]: ['write:orders'] } }],
  organizations: [{ id: 'org_1', name: 'One', members: [{ user: 'ada', roles: ['admin', 'viewer'] }] }],
}

const refusal = work => {
  try {
    return { done: work() }
  } catch (error) {
    assert.ok(error instanceof OrgateError, String(error?.stack))
    return error
  }
}

const changes = [
  {
    change: 'removed',
    fact: 'roleAssignment',
    organization: 'org_1',
    role: 'viewer',
    user: 'ada',
    effect: 'narrowing',
  },
  {
    change: 'removed',
    fact: 'rolePermission',
    organizationRole: 'admin',
    permission: 'publish',
    effect: 'narrowing',
  },
  {
    change: 'removed',
    fact: 'rolePermission',
    organizationRole: 'viewer',
    permission: 'read',
    effect: 'narrowing',
  },
  { change: 'removed', fact: 'organizationRole', name: 'viewer', type: 'User', effect: 'none' },
  {
    change: 'changed',
    before: { fact: 'permission', name: 'invite', id: 'p1' },
    after: { fact: 'permission', name: 'invite:users', id: 'p1' },
    effect: 'both',
  },
  { change: 'added', fact: 'organizationRole', name: 'viewer', type: 'MachineToMachine', effect: 'none' },
  {
    change: 'added',
    fact: 'rolePermission',
    organizationRole: 'viewer',
    permission: 'read',
    effect: 'widening',
  },
  {
    change: 'changed',
    before: { fact: 'template', version: '1' },
    after: { fact: 'template', version: '2' },
    effect: 'none',
  },
]

test('a diff is data that replay takes', () => {
  const policy = createPolicy(world)
  const target = createPolicy(after)
  const diff = policy.diff(after)
  assert.deepEqual(diff, { from: policy.template, to: target.template, changes })
  assert.deepEqual(policy.diff(target), diff)
  assert.deepEqual(policy.diff(JSON.stringify(after)), diff)

  const copy = createPolicy(policy.toJSON())
  copy.replay(JSON.parse(JSON.stringify(diff.changes)))
  assert.deepEqual(copy.toTemplate(), target.toTemplate())
  assert.deepEqual(copy.template, target.template)
  copy.undo(diff.changes)
  assert.deepEqual(copy.toJSON(), policy.toJSON())
  assert.deepEqual(policy.diff(policy), { from: policy.template, to: policy.template, changes: [] })
})

test('how much is compared is said', () => {
  const policy = createPolicy(world)
  const facts = options => policy.diff(after, options).changes.map(({ fact, after }) => fact ?? after.fact)
  assert.ok(!facts().includes('globalRole'))
  assert.ok(facts({ scope: 'roles' }).includes('globalRole'))
  assert.ok(!facts({ scope: 'roles' }).includes('organization'))
  assert.ok(facts({ scope: 'policy' }).includes('organization'))
  for (const options of [{ scope: 'all' }, { scope: undefined }, { deep: true }, 'policy', null]) {
    assert.equal(refusal(() => policy.diff(after, options)).code, 'CONFIGURATION_INVALID')
  }
  const { code, details } = refusal(() => policy.diff({ v: 1, permissions: [] }))
  assert.equal(code, 'CONFIGURATION_INVALID')
  assert.deepEqual(details.problems[0].pointer, '/roles')
})

test('a template is replaced wholly, and back again', () => {
  const policy = createPolicy(world)
  const old = policy.toJSON()
  const made = policy.setTemplate(after)
  assert.deepEqual(
    made,
    changes.map(({ effect, ...change }) => change),
  )
  assert.equal(policy.template.version, '2')
  assert.ok(policy.resolve({ user: 'ada', organization: 'org_1' }).can('invite:users'))
  policy.undo(made)
  assert.deepEqual(policy.toJSON(), old)
  assert.equal(policy.template.version, '1')
  assert.deepEqual(policy.setTemplate(policy), [])
  assert.ok(refusal(() => policy.setTemplate({ v: 1 })).details.problems.length > 0)
  assert.deepEqual(policy.toJSON(), old)
})

test('an edit is made only for the template that it was made for', () => {
  const policy = createPolicy(world)
  const made = policy.template
  const edit = { op: 'revokePermission', organizationRole: 'admin', permission: 'invite' }
  policy.apply({ op: 'grantPermission', organizationRole: 'viewer', permission: 'invite' })
  policy.apply({ op: 'updateTemplate', set: { version: '1.1' } }, { ifTemplate: { version: '1' } })
  for (const work of [
    () => policy.apply(edit, { ifTemplate: made }),
    () => policy.setTemplate(after, { ifTemplate: made }),
    () => policy.apply(edit, { ifTemplate: { hash: made.hash } }),
    () => policy.apply(edit, { ifTemplate: { version: '1' } }),
  ]) {
    const old = JSON.stringify(policy)
    const { code, status, message } = refusal(work)
    assert.deepEqual([code, status], ['VERSION_CONFLICT', 409])
    assert.match(message, /made for .*(version `1`|with the hash)/)
    assert.match(message, new RegExp(`version \`1\\.1\` \\(${policy.template.hash}\\)`))
    assert.equal(JSON.stringify(policy), old)
  }
  assert.equal(policy.apply(edit, { ifTemplate: policy.template }).length, 1)
  for (const options of [{}, undefined]) policy.apply([], options)
  for (const options of [
    { ifTemplate: undefined },
    { ifTemplate: {} },
    { ifTemplate: '1' },
    { ifTemplate: { hash: 1 } },
    { if: 1 },
  ]) {
    assert.equal(refusal(() => policy.apply([], options)).code, 'CONFIGURATION_INVALID')
  }
})

test('nothing is never taken for an empty template', () => {
  const policy = createPolicy(world)
  const old = JSON.stringify(policy)
  for (const work of [
    () => policy.diff(undefined),
    () => policy.setTemplate(undefined),
    () => policy.impact(undefined),
    () => policy.impactList(undefined, { by: 'role' }),
    () => policy.plan(undefined),
    () => createHistory().commit(undefined),
    () => api.lint(undefined),
  ]) {
    const { code, details } = refusal(work)
    assert.deepEqual([code, details.problems[0].code], ['CONFIGURATION_INVALID', 'OPTION_MISSING'])
  }
  assert.equal(JSON.stringify(policy), old)
})

test('a history lists, compares and restores versions', () => {
  const history = createHistory()
  assert.deepEqual([history.versions, history.latest], [[], undefined])
  const follows = history.latest?.version
  const one = history.commit(before, { after: follows, at: '2026-11-21', note: 'The first' })
  assert.deepEqual(one, {
    version: '1',
    hash: createPolicy(before).template.hash,
    at: '2026-11-21',
    note: 'The first',
  })
  const two = history.commit(createPolicy(after), { after: '1' })
  assert.equal(two.version, '2')
  assert.deepEqual(
    history.commit({ ...after, permissions: [...after.permissions].reverse() }, { after: '2' }),
    two,
  )
  assert.deepEqual(history.versions, [one, two])

  assert.deepEqual(history.diff('1', '2').changes, changes.slice(1))
  assert.deepEqual(history.diff('2', '2').changes, [])

  const three = history.restore('1', { after: '2', note: 'Back' })
  assert.deepEqual(three, { version: '3', hash: one.hash, note: 'Back' })
  assert.deepEqual(history.template('3'), { ...history.template('1'), version: '3' })
  assert.deepEqual(
    history.diff('1', '3').changes.map(({ after }) => after),
    [{ fact: 'template', version: '3' }],
  )

  const read = createHistory(JSON.stringify(history))
  assert.deepEqual(read.toJSON(), history.toJSON())
  assert.deepEqual(read.latest, three)
})

test('what is committed follows the latest version, or is a conflict that names both', () => {
  const history = createHistory()
  const conflict = work => {
    const { code, status, message, details } = refusal(work)
    assert.deepEqual([code, status], ['VERSION_CONFLICT', 409])
    return [message, details]
  }
  assert.deepEqual(
    conflict(() => history.commit(before, { after: '1' })),
    [
      'the change was made for version `1`, and the latest is no version',
      { expected: '1', found: undefined },
    ],
  )
  history.commit(before)
  history.commit(after, { after: '1' })
  assert.deepEqual(
    conflict(() => history.commit(before, { after: '1' })),
    ['the change was made for version `1`, and the latest is version `2`', { expected: '1', found: '2' }],
  )
  conflict(() => history.commit(before))
  conflict(() => history.restore('1', {}))
  assert.equal(refusal(() => history.commit(before, { after: '2', version: '1' })).code, 'NAME_TAKEN')
  assert.equal(refusal(() => history.restore('7', { after: '2' })).code, 'VERSION_UNKNOWN')
  assert.equal(refusal(() => history.template('7')).status, 404)
  assert.equal(refusal(() => history.commit({ v: 1 }, { after: '2' })).code, 'CONFIGURATION_INVALID')
  assert.equal(refusal(() => history.commit(before, { after: '2', at: 5 })).code, 'CONFIGURATION_INVALID')
  assert.deepEqual(
    history.versions.map(({ version }) => version),
    ['1', '2'],
  )
})

test('a history that was tampered with is refused, with the place', () => {
  const history = createHistory()
  history.commit(before)
  history.commit(after, { after: '1' })
  const place = change => {
    const document = history.toJSON()
    const { code, details } = refusal(() => createHistory(change(document) ?? document))
    assert.equal(code, 'CONFIGURATION_INVALID')
    return details.problems.map(({ code, pointer }) => `${code} ${pointer}`)
  }
  assert.deepEqual(
    place(document => {
      document.versions[0].template.roles.pop()
    }),
    ['HASH_MISMATCH /versions/0/hash'],
  )
  assert.deepEqual(
    place(document => {
      document.versions[1].template.roles[0].permissions.push('nope')
    }),
    ['UNKNOWN_PERMISSION /versions/1/template/roles/0/permissions/1'],
  )
  assert.deepEqual(
    place(document => {
      document.versions[1].version = '1'
    }),
    ['DUPLICATE_NAME /versions/1/version'],
  )
  assert.deepEqual(
    place(document => {
      delete document.versions[0].version
    }),
    ['MISSING_MEMBER /versions/0/version'],
  )
  for (const other of ['', '[]', '{}', '{"v":2,"versions":[]}', { v: 1, versions: {} }]) {
    assert.deepEqual(
      place(() => other),
      ['FORMAT_UNKNOWN '],
    )
  }
})
