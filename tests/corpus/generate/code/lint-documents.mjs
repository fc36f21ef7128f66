// What lint finds in documents of every kind: broken ones, policies, and exports of Logto's Management API.
import { api, orders, policy, role, template } from './build.mjs'
import { finds, found, owned } from './lint-rules.mjs'

const says = (name, text, ...findings) => ({ name, text, findings: found(findings) })
const export_ = (roles, more = {}) => ({
  '/organization-scopes': [
    { id: '1', name: 'write' },
    { id: '2', name: 'read' },
  ],
  '/organization-roles': roles,
  ...more,
})
const scope = (id, name, resource) => ({ id, name, ...(resource && { resource: { id: resource } }) })

const unreadable = [
  says('no text at all', '', 'error invalid  FORMAT_UNKNOWN'),
  says('text that is no JSON', '{"v":1,"permissions":["read"],"roles":[]', 'error invalid  FORMAT_UNKNOWN'),
  says('text after the JSON', '{"v":1,"permissions":[],"roles":[]} ,', 'error invalid  FORMAT_UNKNOWN'),
  says('a member name twice', '{"v":1,"permissions":[],"roles":[],"v":1}', 'error invalid  FORMAT_UNKNOWN'),
  says(
    'too deep',
    `{"v":1,"permissions":${'['.repeat(16)}${']'.repeat(16)}}`,
    'error invalid  FORMAT_UNKNOWN',
  ),
  says('a list', '["read"]', 'error invalid  WRONG_TYPE'),
  says('a name', '"read"', 'error invalid  WRONG_TYPE'),
  says('null', ' null ', 'error invalid  WRONG_TYPE'),
  says(
    'a template as text',
    '{"v":1,\n\t"permissions":["read", "write"],\n\t"roles":[{"name":"viewer","permissions":["read"]}]}\n',
    'warning permission-without-role /permissions/1',
  ),
]

const broken = [
  finds(
    'invalid: members that are not there, or not of their form',
    { v: 2, version: 5, premissions: [], roles: {} },
    'error invalid /permissions MISSING_MEMBER',
    'error invalid /premissions UNKNOWN_MEMBER',
    'error invalid /roles WRONG_TYPE',
    'error invalid /v VERSION_UNSUPPORTED',
    'error invalid /version WRONG_TYPE',
  ),
  finds(
    'invalid: names that are empty, too long or there twice',
    template(
      ['', 'x'.repeat(129), 'read', 'read'],
      [role('viewer', ['read']), role('viewer'), role('guest', ['read'], { type: 'Guest' })],
      {
        resources: [
          api(orders, [], { isDefault: true }),
          api('urn:a', [], { isDefault: true }),
          api(orders, []),
        ],
      },
    ),
    'error invalid /permissions/0 NAME_EMPTY',
    'error invalid /permissions/1 NAME_TOO_LONG',
    'error invalid /permissions/3 DUPLICATE_NAME',
    'error invalid /resources/1/indicator DUPLICATE_DEFAULT',
    'error invalid /resources/2/indicator DUPLICATE_NAME',
    'error invalid /roles/1/name DUPLICATE_NAME',
    'error invalid /roles/2/type ROLE_TYPE_INVALID',
  ),
  finds(
    'invalid: ids that are there twice',
    template([
      { name: 'a', id: '1' },
      { name: 'b', id: '1' },
      { name: 'c', id: 'x y' },
    ]),
    'warning permission-without-role /permissions/0',
    'warning permission-without-role /permissions/1',
    'error invalid /permissions/1/id DUPLICATE_ID',
    'warning permission-without-role /permissions/2',
    'error invalid /permissions/2/id ID_INVALID',
  ),
  finds(
    'invalid: entries of `lintOff`',
    owned(['read'], [role('idle')], {
      lintOff: [
        { rule: 'role-without-permission' },
        { rule: 'role-without-permission', reason: '' },
        { rule: 'role-without-permission', name: '', reason: 'known' },
        'role-without-permission',
        { rule: 'equal-roles', reason: 'known' },
        { rule: 'equal-roles', reason: 'again' },
      ],
    }),
    'error invalid /lintOff/0/reason MISSING_MEMBER',
    'error invalid /lintOff/1/reason NAME_EMPTY',
    'error invalid /lintOff/2/name NAME_EMPTY',
    'error invalid /lintOff/3 WRONG_TYPE',
    'error invalid /lintOff/5 DUPLICATE_NAME',
    'warning role-without-permission /roles/1',
  ),
  finds(
    'the rest of a broken document is looked at, but for what depends on what is broken',
    template(
      [1, 'read', 'Read', 'read:*'],
      [
        role('viewer', ['read']),
        role('broken', ['raed']),
        role('same', ['read']),
        role('idle'),
        'none',
        role('last'),
      ],
    ),
    'error invalid /permissions/0 WRONG_TYPE',
    'warning names-differ-only-in-case /permissions/2',
    'warning wildcard-name /permissions/3',
    'error dangling-reference /roles/1/permissions/0 UNKNOWN_PERMISSION',
    'warning equal-roles /roles/2',
    'warning role-without-permission /roles/3',
    'error invalid /roles/4 WRONG_TYPE',
    'warning role-without-permission /roles/5',
  ),
  finds(
    'findings stand in the order of the document',
    template(
      [...'abcdefghijkl'].map(letter => `read:${letter}`),
      [role('viewer', ['read:c'])],
    ),
    ...[0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(
      index => `warning permission-without-role /permissions/${index}`,
    ),
  ),
]

const policies = [
  finds(
    'a policy: its template, and nothing else of it',
    policy(template(['write', 'read'], [role('viewer', ['read', 'gone'], {}), role('idle')]), {
      globalRoles: 'none',
      users: ['ann', 'ann'],
      organizations: [{ id: 'acme', name: 5, members: [{ user: 'ann', roles: ['gone'] }] }],
    }),
    'error dangling-reference /template/roles/0/permissions/1 UNKNOWN_PERMISSION',
    'warning role-without-permission /template/roles/1',
  ),
  finds(
    'a policy without a template that is one',
    { v: 1, template: [] },
    'error invalid /template WRONG_TYPE',
  ),
  finds(
    'a policy whose template is an export',
    policy(export_([{ id: '1', name: 'viewer', type: 'User', scopes: [scope('2', 'read')] }])),
    'warning permission-without-role /template/permissions/1',
  ),
  finds(
    'a template with members of a policy is none',
    { ...owned(['read']), users: [] },
    'error invalid /users UNKNOWN_MEMBER',
  ),
]

const exports_ = [
  finds(
    'an export: places in the template that it becomes',
    export_(
      [
        { id: '1', name: 'viewer', type: 'User', scopes: [scope('2', 'read')] },
        { id: '2', name: 'idle', type: 'User', scopes: [] },
        { id: '3', name: 'editor', type: 'User', scopes: [scope('1', 'write'), scope('2', 'read')] },
      ],
      { '/resources': [{ id: '1', name: 'API', indicator: 'urn:a', scopes: [scope('1', 'two words')] }] },
    ),
    'info permission-without-role /resources/0/permissions/0',
    'warning not-grantable /resources/0/permissions/0 PERMISSION_NOT_GRANTABLE',
    'warning role-without-permission /roles/1',
    'info role-within-role /roles/2',
  ),
  finds(
    'import: what the export does not say',
    export_([
      {
        id: '1',
        name: 'admin',
        type: 'User',
        scopes: [scope('1', 'write'), scope('2', 'read')],
        resourceScopes: [scope('3', 'pay', '1')],
      },
    ]),
    'warning import /~1organization-roles/0/resourceScopes RESOURCE_UNRESOLVED',
  ),
  finds(
    'import: an export that says all of it',
    export_(
      [
        {
          id: '1',
          name: 'admin',
          type: 'User',
          scopes: [scope('1', 'write'), scope('2', 'read')],
          resourceScopes: [scope('3', 'pay', '1')],
        },
      ],
      { '/resources': [{ id: '1', name: 'API', indicator: 'urn:a', scopes: [scope('3', 'pay')] }] },
    ),
  ),
  finds(
    'an export with a page missing',
    export_([{ id: '1', name: 'admin', type: 'User', scopes: [scope('3', 'gone')] }]),
    'error dangling-reference /~1organization-roles/0/scopes/0/name UNKNOWN_PERMISSION',
  ),
  finds(
    'an export without roles',
    { '/organization-scopes': [{ id: '1', name: 'read' }] },
    'error invalid /~1organization-roles MISSING_MEMBER',
  ),
]

export const documents = [...unreadable, ...broken, ...policies, ...exports_]
