// What callers can get wrong with a policy in JavaScript, what it gives to other entries, and its engine's memory.
// What a policy answers is in the corpus: `tests/conformance/policy.js`.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './lib/tarball.mjs'

const { policy: api, orgate, sync, check } = await load()
const { createPolicy, OrgateError } = api

const orders = 'https://api.example.com/orders'
const template = {
  v: 1,
  version: '2026-11',
  permissions: ['invite:users', 'remove:users'],
  resources: [{ indicator: orders, permissions: ['read:orders', 'write:orders'] }],
  roles: [
    { name: 'admin', permissions: ['invite:users'], resources: { [orders]: ['write:orders'] } },
    { name: 'ci', type: 'MachineToMachine', permissions: [], resources: { [orders]: ['read:orders'] } },
  ],
}
const document = {
  v: 1,
  template,
  globalRoles: [{ name: 'customer', resources: { [orders]: ['read:orders'] } }],
  users: [{ id: 'ada', roles: ['customer'] }],
  organizations: [
    {
      id: 'org_1',
      name: 'One',
      members: [
        { user: 'ada', roles: ['admin'] },
        { application: 'bot', roles: ['ci'] },
      ],
    },
  ],
}
const ada = { user: 'ada', organization: 'org_1' }

/** What was refused: an OrgateError with a status, a message and details; its code. */
function refusal(work) {
  try {
    return { done: work() }
  } catch (error) {
    if (!(error instanceof OrgateError)) return { foreign: String(error?.stack ?? error) }
    assert.ok(error.status >= 400 && error.message !== '' && typeof error.details === 'object')
    return error
  }
}

/** The refusal of a call that must leave everything as it was. */
function refused(policy, work) {
  const before = JSON.stringify(policy)
  const error = refusal(() => work(policy))
  assert.equal(JSON.stringify(policy), before)
  return error
}

const cyclic = { op: 'createUser', id: 'ben' }
cyclic.self = cyclic
let deep = 'ben'
for (let level = 0; level < 20_000; level += 1) deep = [deep]
const throwing = {
  get op() {
    throw new TypeError('mine')
  },
}

test('a grant travels to `orgate/check`', () => {
  const policy = createPolicy(document)
  const grant = policy.resolve(ada)
  assert.ok(grant instanceof check.Grant && grant.can('invite:users'))
  const read = check.readGrant(JSON.stringify(grant))
  assert.deepEqual(read.toJSON(), {
    v: 1,
    kind: 'policy',
    subject: 'ada',
    principal: 'User',
    organization: 'org_1',
    permissions: ['invite:users'],
    mode: 'template',
    template: policy.template,
    roles: ['admin'],
  })
  assert.equal(policy.template.version, '2026-11')
  check.assert(read, 'invite:users')
})

test('roles are named when nothing but organization roles decides', () => {
  const policy = createPolicy(document)
  const rolesOf = question => policy.resolve(question).roles
  assert.deepEqual(rolesOf(ada), ['admin'])
  assert.equal(rolesOf({ ...ada, resource: orders }), undefined)
  assert.equal(rolesOf({ user: 'ada', resource: orders }), undefined)
  const bot = { application: 'bot', resource: orders }
  assert.deepEqual(rolesOf({ ...bot, organization: 'org_1' }), ['ci'])
  assert.equal(rolesOf(bot), undefined)
})

test('a gate takes the template, before and after an edit', () => {
  const policy = createPolicy(document)
  const options = { issuer: 'https://tenant.example/oidc', keys: { keys: [] } }
  const edits = [[], [{ op: 'createPermission', name: 'a' }], [{ op: 'deleteResource', indicator: orders }]]
  for (const edit of edits) {
    policy.apply(edit)
    for (const { createGate } of [orgate, sync]) {
      const gate = createGate({ ...options, template: policy.toTemplate() })
      assert.equal(gate.template.hash, policy.template.hash)
      const question = { organization: 'org_1', roles: ['admin'], principal: 'User' }
      assert.deepEqual(gate.resolve(question).permissions, policy.resolve(ada).permissions)
      assert.deepEqual(gate.staleness(policy.resolve(ada)), {
        stale: false,
        changed: false,
        lost: [],
        gained: [],
      })
    }
  }
})

test('names and the template are those of now, not of the first question', () => {
  const policy = createPolicy(document)
  const all = () => policy.resolve({ ...ada, resource: orders }).permissions.toSorted()
  const hash = () => policy.resolve(ada).template.hash
  const first = hash()
  assert.deepEqual(all(), ['read:orders', 'write:orders'])
  const renamed = policy.apply({
    op: 'updatePermission',
    resource: orders,
    name: 'read:orders',
    set: { name: 'see' },
  })
  assert.deepEqual(all(), ['see', 'write:orders'])
  assert.notEqual(hash(), first)
  policy.undo(renamed)
  assert.deepEqual(all(), ['read:orders', 'write:orders'])
  assert.equal(hash(), first)
  policy.apply([
    { op: 'deletePermission', resource: orders, name: 'read:orders' },
    { op: 'createPermission', resource: orders, name: 'other' },
  ])
  assert.deepEqual(all(), ['write:orders'])
})

test('a policy as an object, as text and as itself is the same', () => {
  const policy = createPolicy(document)
  const text = JSON.stringify(policy)
  for (const given of [JSON.stringify(document), text, policy.toJSON(), policy]) {
    assert.equal(JSON.stringify(createPolicy(given)), text)
  }
  assert.deepEqual(createPolicy().toJSON(), {
    v: 1,
    template: { v: 1, permissions: [], roles: [] },
  })
})

test('a document that is none', () => {
  const texts = ['', '{', '[]', 'null', '"x"', '{} {}', '\u{feff}{}', '[['.repeat(50_000)]
  const values = [null, 0, 1n, true, Symbol('x'), () => {}, [], [document], new Map(), new Date()]
  const objects = [
    cyclic,
    throwing,
    { v: 1n },
    { v: 2, template },
    { v: 1 },
    { v: 1, template, users: 'ada' },
  ]
  const surrogates = ['{"v":1,"\ud800":1}', { ...document, users: ['\ud800'] }, { ...document, '\udc00': 1 }]
  for (const given of [...texts, ...values, ...objects, ...surrogates]) {
    const { code, details, foreign } = refusal(() => createPolicy(given))
    assert.equal(code, 'CONFIGURATION_INVALID', foreign ?? typeof given)
    assert.ok(
      details.problems.length > 0 &&
        details.problems.every(({ code, pointer }) => code && pointer !== undefined),
    )
  }
  const { details } = refusal(() =>
    createPolicy({ v: 1, template, organizations: [{ id: 'x', members: [{}] }] }),
  )
  assert.deepEqual(
    details.problems.map(({ pointer }) => pointer),
    ['/organizations/0/name'],
  )
})

test('operations that are none', () => {
  const policy = createPolicy(document)
  const values = [undefined, null, 0, 1n, 'x', '[]', true, Symbol('x'), () => {}]
  const lists = [
    [null],
    [undefined],
    [[]],
    ['createUser'],
    [1n],
    [cyclic],
    [throwing],
    [Symbol('x')],
    Array(2),
  ]
  const objects = [
    {},
    cyclic,
    throwing,
    deep,
    { op: 1 },
    { op: 'x' },
    { op: 'createUser', id: 1n },
    new Map(),
  ]
  const fields = [
    { op: 'createUser', id: undefined },
    { op: 'createUser', id: ['ben'] },
    { op: 'createUser', id: '\ud800' },
    { op: 'createUser', id: deep },
    { op: 'createUser', id: 'ben', name: 'Ben' },
    { op: 'assignRoles', roles: [], users: ['ada'] },
    { op: 'assignRoles', roles: ['customer'] },
    { op: 'addMember', organization: 'org_1' },
    { op: 'addMember', organization: 'org_1', user: 'ada', application: 'bot' },
    { op: 'updatePermission', name: 'invite:users', set: { name: null } },
    { op: 'updatePermission', name: 'invite:users' },
  ]
  for (const given of [...values, ...lists, ...objects, ...fields]) {
    const { code, details, foreign } = refused(policy, () => policy.apply(given))
    assert.equal(code, 'OPERATION_INVALID', foreign ?? typeof given)
    assert.ok(details.problems.length > 0 && details.problems.every(({ pointer }) => pointer !== undefined))
  }
  const placed = given => refused(policy, () => policy.apply(given)).details.problems[0].pointer
  assert.equal(placed([{ op: 'createUser', id: 'ben' }, { op: 'createUser' }]), '/1/id')
  assert.equal(placed({ op: 'createUser', id: 1 }), '/id')
})

test('a transaction that fails at its end leaves no trace, and says where it failed', () => {
  const policy = createPolicy(document)
  const operations = [
    { op: 'deletePermission', name: 'invite:users' },
    { op: 'createUser', id: 'ben' },
    { op: 'deleteOrganization', id: 'org_1' },
    { op: 'createUser', id: 'ben' },
  ]
  const { code, details } = refused(policy, () => policy.apply(operations))
  assert.deepEqual([code, details.pointer], ['ID_TAKEN', '/3'])
  assert.ok(policy.resolve(ada).can('invite:users'))
})

test('changes that are none, or are of another policy', () => {
  const policy = createPolicy(document)
  const fact = { fact: 'user', id: 'ben' }
  const bad = [
    ...[undefined, null, 1, 1n, 'x', {}, { change: 'added', ...fact }, cyclic, [cyclic], [throwing], [deep]],
    ...[
      [null],
      [{}],
      [{ change: 'made', ...fact }],
      [{ change: 'added', fact: 'user' }],
      [{ change: 'changed' }],
    ],
    ...[[{ change: 'changed', before: fact, after: {} }], [{ change: 'added', ...fact, name: 'x' }]],
  ]
  for (const method of ['replay', 'undo']) {
    for (const given of bad) {
      const { code, foreign } = refused(policy, () => policy[method](given))
      assert.equal(code, 'OPERATION_INVALID', foreign ?? typeof given)
    }
    const changes = [
      { change: method === 'undo' ? 'removed' : 'added', ...fact },
      { change: method === 'undo' ? 'added' : 'removed', fact: 'user', id: 'nobody' },
    ]
    if (method === 'undo') changes.reverse()
    const { code, details } = refused(policy, () => policy[method](changes))
    assert.deepEqual([code, details.pointer], ['CHANGES_CONFLICT', method === 'undo' ? '/0' : '/1'])
  }
})

test('a question that is none', () => {
  const policy = createPolicy(document)
  const invalid = [
    ...[
      undefined,
      null,
      1,
      'ada',
      [],
      () => {},
      {},
      { organization: 'org_1' },
      { user: 1 },
      { user: '\ud800' },
    ],
    ...[
      { user: 'ada', application: 'bot' },
      { ...ada, organisation: 'x' },
      { ...ada, resource: 1 },
    ],
    ...[
      { ...ada, resource: undefined },
      { ...ada, resource: '\ud800' },
      { ...ada, requested: 'invite:users' },
    ],
    ...[
      { ...ada, requested: [1] },
      { ...ada, requested: Object.assign(Array(2), ['a']) },
      { ...ada, requested: undefined },
    ],
    ...[
      { ...ada, requested: Array(10_001).fill('a') },
      { ...ada, organizationRoles: true },
      { user: 'a'.repeat(5000) },
    ],
  ]
  const unnamed = [undefined, null, '', 0, {}, [], Symbol('any'), '\ud800'].map(organization => ({
    user: 'ada',
    resource: orders,
    organization,
  }))
  for (const ask of [
    question => policy.resolve(question),
    question => policy.explain(question, 'invite:users'),
  ]) {
    for (const question of invalid) {
      const { code, details, foreign } = refused(policy, () => ask(question))
      assert.equal(code, 'CONFIGURATION_INVALID', foreign ?? JSON.stringify(question)?.slice(0, 80))
      assert.equal(typeof details.problems[0].pointer, 'string')
    }
    for (const question of unnamed) {
      assert.equal(refused(policy, () => ask(question)).code, 'ORGANIZATION_REQUIRED')
    }
  }
  assert.equal(refused(policy, () => policy.resolve({ user: 'ada' })).code, 'ORGANIZATION_REQUIRED')
  for (const permission of [undefined, null, 1, [], '\ud800', 'a'.repeat(5000)]) {
    assert.equal(refused(policy, () => policy.explain(ada, permission)).code, 'CONFIGURATION_INVALID')
  }
})

test('what was requested is taken by its whole name', () => {
  const policy = createPolicy(document)
  const requested = names => policy.resolve({ ...ada, requested: names }).permissions
  assert.deepEqual(requested(['invite:users', 'nope']), ['invite:users'])
  assert.deepEqual(requested([]), [])
  assert.deepEqual(requested(['']), [])
  assert.deepEqual(requested(['remove:users invite:users', ' invite:users']), [])
})

test('lists that cannot be asked for', () => {
  const policy = createPolicy(document)
  const codeOf = work => refused(policy, work).code
  for (const somebody of [
    undefined,
    null,
    'ada',
    {},
    { user: 1 },
    { user: 'ada', application: 'a' },
    { id: 'ada' },
  ]) {
    assert.equal(
      codeOf(() => policy.organizationsOf(somebody)),
      'CONFIGURATION_INVALID',
    )
    assert.equal(
      codeOf(() => policy.globalRolesOf(somebody)),
      'CONFIGURATION_INVALID',
    )
  }
  assert.equal(
    codeOf(() => policy.organizationsOf({ user: 'bot' })),
    'PRINCIPAL_UNKNOWN',
  )
  for (const organization of [undefined, null, '', 1, {}]) {
    assert.equal(
      codeOf(() => policy.members(organization)),
      'ORGANIZATION_REQUIRED',
    )
  }
  const limits = [
    0,
    -1,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '1',
    null,
    undefined,
    100_001,
    2 ** 32 + 1,
  ]
  const pages = [
    null,
    1,
    [],
    { size: 1 },
    { after: 'ada' },
    { after: undefined },
    ...limits.map(limit => ({ limit })),
  ]
  for (const page of pages) {
    assert.equal(
      codeOf(() => policy.members('org_1', page)),
      'CONFIGURATION_INVALID',
    )
    assert.equal(
      codeOf(() => policy.assignees({ globalRole: 'customer' }, page)),
      'CONFIGURATION_INVALID',
    )
  }
  const roles = [
    undefined,
    null,
    'admin',
    {},
    { role: 'admin' },
    { globalRole: 1 },
    { organizationRole: undefined },
  ]
  const twice = [
    { globalRole: 'customer', organizationRole: 'admin' },
    { globalRole: 'customer', organization: 'org_1' },
  ]
  for (const role of [...roles, ...twice]) {
    assert.equal(
      codeOf(() => policy.assignees(role)),
      'CONFIGURATION_INVALID',
    )
  }
  assert.equal(
    codeOf(() => policy.assignees({ organizationRole: 'nope' })),
    'ROLE_UNKNOWN',
  )
})

test('pages follow each other', () => {
  const policy = createPolicy({ v: 1, template })
  const ids = Array.from({ length: 2500 }, (_, index) => `u${String(index).padStart(4, '0')}`)
  const changes = policy.apply([
    { op: 'createOrganization', id: 'org_1', name: 'One' },
    ...ids.flatMap(id => [
      { op: 'createUser', id },
      { op: 'addMember', organization: 'org_1', user: id },
    ]),
    { op: 'assignRoles', organization: 'org_1', roles: ['admin'], users: ids },
  ])
  assert.equal(changes.length, 1 + 3 * ids.length)
  const paged = ask => {
    const seen = []
    for (let page = ask(); page.length > 0; page = ask({ after: page.at(-1), limit: 700 })) seen.push(...page)
    return seen.map(({ user }) => user)
  }
  const reference = ({ user }) => ({ user })
  assert.equal(policy.members('org_1').length, 1000)
  assert.deepEqual(
    paged(page => policy.members('org_1', page && { ...page, after: reference(page.after) })),
    ids,
  )
  assert.deepEqual(
    paged(page => policy.assignees({ organizationRole: 'admin' }, page)),
    ids,
  )
})

test('after it was disposed of, a policy refuses everything', () => {
  const uses = {
    warnings: policy => policy.warnings,
    template: policy => policy.template,
    counts: policy => policy.counts,
    apply: policy => policy.apply([]),
    replay: policy => policy.replay([]),
    undo: policy => policy.undo([]),
    resolve: policy => policy.resolve(ada),
    explain: policy => policy.explain(ada, 'invite:users'),
    organizationsOf: policy => policy.organizationsOf({ user: 'ada' }),
    globalRolesOf: policy => policy.globalRolesOf({ user: 'ada' }),
    members: policy => policy.members('org_1'),
    assignees: policy => policy.assignees({ globalRole: 'customer' }),
    toTemplate: policy => policy.toTemplate(),
    toJSON: policy => policy.toJSON(),
    toCsv: policy => policy.toCsv(),
    toLogto: policy => policy.toLogto(),
    setTemplate: policy => policy.setTemplate(template),
    diff: policy => policy.diff(template),
    impact: policy => policy.impact(template),
    impactList: policy => policy.impactList(template, { by: 'role' }),
    plan: policy => policy.plan(template),
    lint: policy => policy.lint(),
  }
  const policy = createPolicy(document)
  const members = Object.getOwnPropertyNames(Object.getPrototypeOf(policy))
  assert.deepEqual(
    members.filter(name => !['constructor', 'dispose'].includes(name)).sort(),
    Object.keys(uses).sort(),
  )
  for (const use of Object.values(uses)) use(policy)
  policy.dispose()
  policy.dispose()
  policy[Symbol.dispose ?? Symbol.for('Symbol.dispose')]()
  for (const [name, use] of Object.entries(uses)) {
    const { code, status } = refusal(() => use(policy))
    assert.deepEqual([code, status], ['POLICY_DISPOSED', 500], name)
  }
})

test('what reads a caller’s data may dispose of the policy', () => {
  const policy = createPolicy(document)
  const operation = {
    toJSON() {
      policy.dispose()
      return { op: 'createUser', id: 'ben' }
    },
  }
  assert.equal(refusal(() => policy.apply(operation)).code, 'POLICY_DISPOSED')
})
