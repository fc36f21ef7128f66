// Templates as files in JavaScript: lint, CSV, and bodies of Logto; malformed, huge and hostile ones.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { load, root } from './lib/tarball.mjs'

const { policy: api } = await load()
const { createPolicy, formatLint, lint, OrgateError, templateFromCsv } = api
const captured = JSON.parse(
  readFileSync(join(root, 'tests/fixtures/logto/template-export/bundle.json'), 'utf8'),
)

const problems = work => {
  try {
    work()
  } catch (error) {
    assert.ok(error instanceof OrgateError, String(error?.stack))
    assert.equal(error.code, 'CONFIGURATION_INVALID')
    return error.details.problems.map(({ code, pointer }) => `${code} ${pointer}`)
  }
  assert.fail('it was taken')
}

const template = {
  v: 1,
  permissions: ['Invite', 'invite', 'read:*', 'unused'],
  roles: [
    { name: 'admin', permissions: ['Invite', 'invite', 'read:*'] },
    { name: 'empty', permissions: [] },
  ],
}

test('lint of text, of an object and of a policy says the same', () => {
  const rules = ({ findings }) => findings.map(({ rule, pointer }) => `${rule} ${pointer}`)
  const expected = [
    'names-differ-only-in-case /permissions/1',
    'wildcard-name /permissions/2',
    'permission-without-role /permissions/3',
    'role-without-permission /roles/1',
  ]
  assert.deepEqual(rules(lint(template)).sort(), expected.sort())
  assert.deepEqual(lint(JSON.stringify(template)), lint(template))
  assert.deepEqual(rules(createPolicy(template).lint()).sort(), expected.sort())
  assert.match(formatLint(lint(template)), /^4 warnings\n/)
})

test('letters outside ASCII are compared as Unicode has them', () => {
  const findings = permissions => lint({ v: 1, permissions, roles: [] }).findings
  const rules = permissions =>
    findings(permissions).filter(({ rule }) => rule === 'names-differ-only-in-case')
  assert.equal(rules(['Ärger', 'ärger']).length, 1)
  assert.equal(rules(['ΣΑΣ', 'σας']).length, 1)
  assert.equal(rules(['Ärger', 'arger']).length, 0)
})

test('lint throws for nothing that stands in a document', () => {
  for (const document of [
    '',
    '{',
    '[]',
    '"x"',
    '{"v":9}',
    { v: 1 },
    {},
    JSON.stringify(captured),
    captured,
  ]) {
    const { findings } = lint(document)
    assert.ok(findings.length > 0, JSON.stringify(document).slice(0, 40))
    for (const { rule, severity, pointer, message } of findings) {
      assert.match(rule, /^[a-z-]+$/)
      assert.match(severity, /^(error|warning|info)$/)
      assert.equal(typeof pointer, 'string')
      assert.ok(message)
    }
  }
  assert.deepEqual(
    problems(() => lint(5)),
    ['OPTION_INVALID '],
  )
})

test('CSV goes out and comes back', () => {
  const policy = createPolicy(captured)
  assert.deepEqual(
    problems(() => templateFromCsv(policy.toCsv())).map(line => line.split(' ')[0]),
    ['NAME_WHITESPACE'],
  )
  policy.apply({ op: 'deletePermission', name: 'has space' })
  const csv = policy.toCsv()
  const back = createPolicy(templateFromCsv(csv))
  assert.equal(back.toCsv(), csv)
  assert.equal(back.template.hash, policy.template.hash)
  assert.equal(createPolicy(templateFromCsv(`\ufeff${csv.replaceAll('\n', '\r\n')}`)).toCsv(), csv)
})

test('malformed CSV is refused with the line', () => {
  for (const [csv, ...expected] of [
    ['', 'CSV_INVALID /1'],
    [
      'role;permission\n',
      'UNKNOWN_MEMBER /1/role;permission',
      'MISSING_MEMBER /1/role',
      'MISSING_MEMBER /1/permission',
    ],
    ['role,permission\na,b\na,b\n', 'DUPLICATE_NAME /3/permission'],
    ['role,permission\na,b,c\n', 'CSV_INVALID /2'],
    ['role,permission\na,has space\n', 'NAME_WHITESPACE /2/permission'],
    ['role,permission,type\na,b,User\na,c,Robot\n', 'ROLE_TYPE_INVALID /3/type'],
    ['role,permission\na,"b\n', 'CSV_INVALID /2'],
  ]) {
    const found = problems(() => templateFromCsv(csv))
    assert.deepEqual(
      found.map(place => place.replace(/\/(role|permission)?$/, '')).slice(0, 1),
      [expected[0].replace(/\/(role|permission)?$/, '')],
      JSON.stringify({ csv, found }),
    )
  }
  assert.deepEqual(
    problems(() => templateFromCsv({})),
    ['OPTION_INVALID '],
  )
})

test('huge and hostile files are refused in time, and take nothing down', () => {
  const rows = `role,permission\n${Array.from({ length: 200_000 }, (_, row) => `r,p${row}\n`).join('')}`
  assert.deepEqual(
    problems(() => templateFromCsv(rows)).map(place => place.split(' ')[0]),
    ['TOO_MANY'],
  )
  const wide = `role,permission${',x'.repeat(1_000_000)}\n`
  assert.ok(problems(() => templateFromCsv(wide)).length <= 1_000)
  const bundle = {
    '/organization-scopes': Array.from({ length: 20_000 }, (_, id) => ({ id: `${id}`, name: `p${id}` })),
    '/organization-roles': [],
  }
  assert.deepEqual(
    problems(() => createPolicy(bundle)).map(place => place.split(' ')[0]),
    ['TOO_MANY'],
  )
  const deep = `{"/organization-scopes":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  assert.deepEqual(
    problems(() => createPolicy(deep)),
    ['FORMAT_UNKNOWN '],
  )
  assert.ok(lint(deep).findings[0].rule === 'invalid')
  assert.ok(createPolicy(template).lint().findings.length > 0, 'the engine still answers')
})

test('a Logto bundle goes out and comes back, whole', () => {
  const policy = createPolicy(captured)
  const bundle = policy.toLogto()
  assert.deepEqual(Object.keys(bundle).slice(0, 3), [
    '/organization-roles',
    '/organization-scopes',
    '/resources?includeScopes=true',
  ])
  const back = createPolicy(JSON.parse(JSON.stringify(bundle)))
  assert.deepEqual(back.toTemplate(), policy.toTemplate())
  assert.deepEqual(back.toLogto(), bundle)
  assert.deepEqual(policy.diff(back, { scope: 'roles' }).changes, [])

  const own = createPolicy(template)
  assert.deepEqual(createPolicy(own.toLogto()).toTemplate(), own.toTemplate())
})
