// Texts for people, to the letter.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diffOf } from './lib/diff.mjs'
import { formatDiff, formatImpact, formatLint, formatPlan, planMigration } from './lib/internal.mjs'

const api = 'https://api.example.com/orders'
const from = {
  permissions: [{ id: '1', name: 'invite' }, 'bill'],
  resources: [{ indicator: api, name: 'Orders', permissions: ['read', 'write'] }],
  roles: [
    { id: '2', name: 'editor', description: 'Edits', permissions: ['invite', 'bill'] },
    { name: 'bot', permissions: [] },
  ],
  globalRoles: [{ id: '3', name: 'customer', resources: { [api]: ['read'] } }],
}
const to = {
  permissions: [{ id: '1', name: 'invite:users' }],
  resources: [{ indicator: api, isDefault: true, permissions: ['read', 'write', 'delete'] }],
  roles: [
    { id: '2', name: 'author', permissions: ['invite:users'], resources: { [api]: ['write'] } },
    { name: 'bot', type: 'MachineToMachine', permissions: [] },
  ],
  globalRoles: [{ id: '9', name: 'customer', resources: { [api]: ['read', 'write'] } }],
}

test('a diff', () => {
  assert.equal(
    formatDiff(diffOf(from, to)),
    `2 widening, 1 narrowing, 7 others, 1 id

- permission \`bill\`
~ permission \`invite\` -> \`invite:users\`
~ API resource \`${api}\`: name \`Orders\` -> none, default no -> yes
+   permission \`delete\`
- organization role \`bot\` of type User
~ organization role \`editor\` -> \`author\`: description \`Edits\` -> none
-   \`bill\` (narrowing)
+   \`write\` of \`${api}\` (widening)
+ organization role \`bot\` of type MachineToMachine
  global role \`customer\`
+   \`write\` of \`${api}\` (widening)`,
  )
  assert.equal(formatDiff(diffOf(from, from)), 'no changes')
})

test('a diff of everything', () => {
  const ref = { hash: 'x' }
  const ada = { user: 'ada' }
  const changes = [
    {
      change: 'removed',
      fact: 'roleAssignment',
      organization: 'o',
      role: 'admin',
      ...ada,
      effect: 'narrowing',
    },
    { change: 'removed', fact: 'member', organization: 'o', ...ada },
    { change: 'removed', fact: 'user', id: 'ada' },
    {
      change: 'changed',
      before: { fact: 'template' },
      after: { fact: 'template', version: '2', lintOff: [{ rule: 'equal-roles', reason: 'x' }] },
    },
    {
      change: 'changed',
      before: { fact: 'organization', id: 'p', name: 'P' },
      after: { fact: 'organization', id: 'p', name: 'Q' },
    },
    { change: 'added', fact: 'application', id: 'bot' },
    { change: 'added', fact: 'organization', id: 'n', name: 'New' },
    { change: 'added', fact: 'member', organization: 'n', application: 'bot' },
    {
      change: 'added',
      fact: 'roleAssignment',
      organization: 'n',
      role: 'ci',
      application: 'bot',
      effect: 'widening',
    },
    { change: 'added', fact: 'roleAssignment', role: 'customer', ...ada, effect: 'widening' },
    {
      change: 'changed',
      before: { fact: 'permission', name: 'a', id: '1' },
      after: { fact: 'permission', name: 'b', id: '1' },
      effect: 'both',
    },
  ].map(change => ({ effect: 'none', ...change }))
  assert.equal(
    formatDiff({ from: ref, to: ref, changes }),
    `2 widening, 1 narrowing, 1 both, 7 others

~ template: version none -> \`2\`, lint rules turned off none -> 1
~ permission \`a\` -> \`b\` (widening and narrowing)
  global role \`customer\`
+   held by user \`ada\` (widening)
  organization \`o\`
-   role \`admin\` of user \`ada\` (narrowing)
-   member user \`ada\`
~ organization \`p\`: name \`P\` -> \`Q\`
+ organization \`n\`, \`New\`
+   member application \`bot\`
+   role \`ci\` of application \`bot\` (widening)
- user \`ada\`
+ application \`bot\``,
  )
})

test('what is turned off is counted, and that it is something else is said', () => {
  const ref = { hash: 'x' }
  const [before, after] = ['a', 'b'].map(reason => ({
    fact: 'template',
    lintOff: [{ rule: 'equal-roles', reason }],
  }))
  assert.equal(
    formatDiff({ from: ref, to: ref, changes: [{ change: 'changed', before, after, effect: 'none' }] }),
    '1 other\n\n~ template: lint rules turned off others',
  )
})

test('names that go through another are renamed once', () => {
  const permissions = [
    { id: '1', name: 'a' },
    { id: '2', name: 'b' },
  ]
  const swapped = [
    { id: '1', name: 'b' },
    { id: '2', name: 'a' },
  ]
  assert.equal(
    formatDiff(diffOf({ permissions }, { permissions: swapped })),
    '2 others\n\n~ permission `a` -> `b`\n~ permission `b` -> `a`',
  )
})

test('a plan', () => {
  const assignees = Array.from({ length: 1240 }, (_, index) => ({
    user: `user-${index}`,
    organization: 'org_1',
  }))
  const plan = planMigration(diffOf(from, to), {
    assigneesOf: () => [{ application: 'bot' }, ...assignees],
  })
  assert.equal(
    formatPlan(plan),
    `10 writes, after 6 reads
  from template hash-of-from
  to   template hash-of-to

roles that go, and with them their assignments
- organization role \`bot\` becomes one of another type: 1,241 assignments lost
-   application \`bot\`
${assignees
  .slice(0, 19)
  .map(({ user }) => `-   user \`${user}\` in \`org_1\``)
  .join('\n')}
-   and 1,221 others

warnings
! ROLE_REFERENCES_LOST: with the organization role \`bot\` go its places in just-in-time provisioning and in invitations

steps
   1. Read the organization roles: GET /organization-roles
   2. Read the organization permissions: GET /organization-scopes
   3. Read the API resources: GET /resources
   4. Read the permissions of the API resource \`${api}\`: GET /resources/{resource}/scopes
   5. Read the global roles: GET /roles
   6. Read the permissions of the global role \`customer\`: GET /roles/{role}/scopes
   7. Delete the organization role \`bot\`: DELETE /organization-roles/{role}
   8. Delete the organization permission \`bill\`: DELETE /organization-scopes/{permission}
   9. Rename the organization role \`author\`, which is \`editor\` now, and change its description: PATCH /organization-roles/{role}
  10. Rename the organization permission \`invite:users\`, which is \`invite\` now: PATCH /organization-scopes/{permission}
  11. Change the name of the API resource \`${api}\`: PATCH /resources/{resource}
  12. Create the permission \`delete\` of \`${api}\`: POST /resources/{resource}/scopes
  13. Create the organization role \`bot\`: POST /organization-roles
  14. Give \`write\` of \`${api}\` to the organization role \`author\`: POST /organization-roles/{role}/resource-scopes
  15. Give \`write\` of \`${api}\` to the global role \`customer\`: POST /roles/{role}/scopes
  16. Make the API resource \`${api}\` the default: PATCH /resources/{resource}/is-default`,
  )
  assert.equal(formatPlan(planMigration(diffOf({}, {}))), 'nothing to do')
  const { lost } = planMigration(diffOf({ roles: [{ name: 'r' }] }, {}))
  assert.match(
    formatPlan({ ...plan, lost }),
    /- organization role `r` is deleted: nobody is known to hold it\n/,
  )
})

test('an impact', () => {
  const nobody = { roles: 0, organizations: 0, principals: 0 }
  const impact = {
    roles: { gain: 1, lose: 3 },
    organizations: { gain: 0, lose: 87 },
    users: { gain: 1, lose: 1200 },
    applications: { gain: 0, lose: 40 },
    memberships: { gain: 0, lose: 1300 },
    permissions: [
      { permission: 'manage:billing', gain: nobody, lose: { roles: 3, organizations: 87, principals: 1240 } },
      {
        resource: api,
        permission: 'read',
        gain: { roles: 1, organizations: 0, principals: 1 },
        lose: nobody,
      },
      { permission: 'x', gain: nobody, lose: { roles: 0, organizations: 0, principals: 1 } },
    ],
  }
  assert.equal(
    formatImpact(impact),
    `lose: 3 roles, 87 organizations, 1,200 users, 40 applications (1,300 memberships); gain: 1 role, 1 user

- 3 roles, 87 organizations, 1,240 members lose \`manage:billing\`
- 1 member loses \`x\`
+ 1 role, 1 member gain \`read\` of \`${api}\``,
  )
  const none = { gain: 0, lose: 0 }
  assert.equal(
    formatImpact({
      roles: none,
      organizations: none,
      users: none,
      applications: none,
      memberships: none,
      permissions: [],
    }),
    'nobody gains or loses anything',
  )
})

test('what lint found', () => {
  const finding = (severity, rule, message) => ({ severity, rule, pointer: '/roles/0', message })
  assert.equal(
    formatLint({
      findings: [
        finding('info', 'inconsistent-naming', 'c'),
        finding('error', 'dangling-reference', 'a `b`'),
        finding('info', 'wildcard-name', 'd'),
        { ...finding('warning', 'invalid', 'e'), pointer: '' },
      ],
      off: [{ ...finding('warning', 'equal-roles', 'f'), reason: 'on purpose\n' }],
    }),
    `1 error, 1 warning and 2 notes, 1 more is turned off

error   dangling-reference at /roles/0: a \`b\`
warning invalid: e
note    inconsistent-naming at /roles/0: c
note    wildcard-name at /roles/0: d
off     equal-roles at /roles/0: f (off: on purpose\\u{a})`,
  )
  assert.equal(formatLint({ findings: [], off: [] }), 'no findings')
})

test('a name cannot look like the text around it', () => {
  const evil = 'a`\n- permission `b\u202e\u200b\u0085\u2028\\u{60}'
  const shown = '`a\\u{60}\\u{a}- permission \\u{60}b\\u{202e}\\u{200b}\\u{85}\\u{2028}\\\\u{60}`'
  const diff = diffOf({}, { permissions: [evil], roles: [{ name: evil, permissions: [evil] }] })
  assert.equal(
    formatDiff(diff),
    [
      '1 widening, 2 others',
      '',
      `+ permission ${shown}`,
      `+ organization role ${shown} of type User`,
      `+   ${shown} (widening)`,
    ].join('\n'),
  )
  const plan = planMigration(diffOf({ roles: [{ name: evil }] }, {}), { assigneesOf: () => [{ user: evil }] })
  for (const text of [
    formatPlan(plan),
    formatPlan({ ...plan, warnings: [{ code: evil, message: evil, pointer: '' }] }),
  ]) {
    assert.doesNotMatch(text, /[\u202e\u200b\u0085\u2028]|^- permission/m)
  }
})

test('a diff of many lines is cut', () => {
  const permissions = Array.from({ length: 1_234 }, (_, index) => `p${String(index).padStart(4, '0')}`)
  const lines = formatDiff(diffOf({}, { permissions })).split('\n')
  assert.deepEqual(
    [lines.length, lines[0], lines[1_001], lines[1_002]],
    [1_003, '1,234 others', '+ permission `p0999`', '  and 234 more lines'],
  )
})
