// Templates in Orgate's own format, with every mistake that one can make.
import { templates as named } from './modes.mjs'
import { bad, exports } from './template-exports.mjs'

const orders = 'https://api.example.com/orders'
const template = (more = {}) => ({
  v: 1,
  permissions: ['a', 'b'],
  roles: [{ name: 'r', permissions: ['a'] }],
  ...more,
})
const without = (...names) =>
  Object.fromEntries(Object.entries(template()).filter(([name]) => !names.includes(name)))
const resource = (more = {}) => ({ indicator: orders, permissions: ['x', 'y'], ...more })
const role = (more = {}) => ({ name: 'r', permissions: ['a'], ...more })

const roleOf = ({ name, type = 'User', permissions }) => ({ name, type, permissions })
const names = list => list.map(entry => (typeof entry === 'string' ? entry : entry.name))

const good = (name, value, expect = {}) => ({
  name,
  template: value,
  expect: {
    warnings: [],
    permissions: names(value.permissions ?? []),
    roles: (value.roles ?? []).map(roleOf),
    ...expect,
  },
})

/** Large templates are described, not written out: `repeat` makes them (see README.md). */
const large = (name, repeat, expect) => ({ name, repeat, expect })

const own = [
  ...Object.entries(named).map(([name, value]) => good(`good: ${name}`, value)),
  good('nothing in it', { v: 1, permissions: [], roles: [] }),
  good('with a schema', template({ $schema: 'https://example.com/template.schema.json' })),
  good(
    'names outside ASCII',
    template({
      permissions: ['读取:数据', 'é', 'e\u0301'],
      roles: [role({ name: '审计: 员', permissions: ['é'] })],
    }),
  ),
  good(
    'names that differ in case',
    template({
      permissions: ['a', 'A'],
      roles: [role({ name: 'r' }), role({ name: 'R', permissions: ['A'] })],
    }),
  ),
  good(
    'role names may hold spaces and colons',
    template({ roles: [role({ name: 'empty:role with colon' })] }),
  ),
  good(
    'findings of lint that are switched off',
    template({
      lintOff: [
        { rule: 'equal-roles', name: 'r', reason: 'As agreed' },
        { rule: 'equal-roles', name: null, reason: 'é'.repeat(256) },
        { rule: 'a rule of tomorrow', reason: 'Tomorrow' },
      ],
    }),
  ),
  good(
    'ids that a tenant gave',
    template({
      permissions: [
        { name: 'a', id: 'p1' },
        { name: 'b', id: null },
      ],
      resources: [resource({ id: 'p1', permissions: [{ name: 'x', id: 'p1' }, 'y'] })],
      roles: [role({ id: 'p1' })],
    }),
  ),
  good('one permission name in two lists', template({ resources: [resource({ permissions: ['a', 'b'] })] })),
  good(
    'names of the greatest length',
    template({
      permissions: ['é'.repeat(128)],
      resources: [resource({ permissions: ['é'.repeat(256)] })],
      roles: [role({ name: 'é'.repeat(128), description: 'é'.repeat(256), permissions: ['é'.repeat(128)] })],
    }),
  ),
  good('a urn as indicator', template({ resources: [resource({ indicator: 'urn:throwaway' })] })),
  good(
    'an indicator with a query',
    template({ resources: [resource({ indicator: 'https://api.example.com/?a=b' })] }),
  ),
  bad('an empty object', {}, 'MISSING_MEMBER /v', 'MISSING_MEMBER /permissions', 'MISSING_MEMBER /roles'),
  bad(
    'something else',
    { name: 'orgate', dependencies: {} },
    'MISSING_MEMBER /v',
    'MISSING_MEMBER /permissions',
    'MISSING_MEMBER /roles',
    'UNKNOWN_MEMBER /name',
    'UNKNOWN_MEMBER /dependencies',
  ),
  bad(
    'findings of lint that are switched off without a reason, or twice',
    template({
      lintOff: [
        { rule: 'equal-roles', name: 'r' },
        { rule: '', reason: 'because' },
        { rule: 'equal-roles', reason: 'é'.repeat(257) },
        { rule: 'wildcard-name', name: '', reason: 'because' },
        { rule: 'wildcard-name', reason: 'because', until: 'tomorrow' },
        { rule: 'wildcard-name', name: null, reason: 'because' },
        'wildcard-name',
      ],
    }),
    'MISSING_MEMBER /lintOff/0/reason',
    'NAME_EMPTY /lintOff/1/rule',
    'NAME_TOO_LONG /lintOff/2/reason',
    'NAME_EMPTY /lintOff/3/name',
    'UNKNOWN_MEMBER /lintOff/4/until',
    'DUPLICATE_NAME /lintOff/5',
    'WRONG_TYPE /lintOff/6',
  ),
  bad('lintOff that is no list', template({ lintOff: {} }), 'WRONG_TYPE /lintOff'),
  bad(
    'ids that nothing can have, or that another thing has',
    template({
      permissions: [
        { name: 'a', id: '' },
        { name: 'b', id: 'p 1' },
        { name: 'c', id: 7 },
      ],
      resources: [
        resource({ id: 'r1', permissions: [{ name: 'x', id: 's1' }] }),
        resource({ id: 'r1', indicator: 'urn:other', permissions: [{ name: 'x', id: 's1' }] }),
      ],
      roles: [role({ id: 'o1' }), role({ name: 's', id: 'o1' }), role({ name: 't', id: 'é'.repeat(256) })],
    }),
    'ID_INVALID /permissions/0/id',
    'ID_INVALID /permissions/1/id',
    'WRONG_TYPE /permissions/2/id',
    'DUPLICATE_ID /resources/1/permissions/0/id',
    'DUPLICATE_ID /resources/1/id',
    'DUPLICATE_ID /roles/1/id',
    'ID_INVALID /roles/2/id',
  ),
  bad('version 2', template({ v: 2 }), 'VERSION_UNSUPPORTED /v'),
  bad('version as a string', template({ v: '1' }), 'VERSION_UNSUPPORTED /v'),
  bad('version missing', without('v'), 'MISSING_MEMBER /v'),
  bad(
    'permissions missing',
    without('permissions'),
    'MISSING_MEMBER /permissions',
    'UNKNOWN_PERMISSION /roles/0/permissions/0',
  ),
  bad('roles missing', without('roles'), 'MISSING_MEMBER /roles'),
  bad('permissions an object', template({ permissions: {}, roles: [] }), 'WRONG_TYPE /permissions'),
  bad('roles a string', template({ roles: 'admin' }), 'WRONG_TYPE /roles'),
  bad('resources an object', template({ resources: {} }), 'WRONG_TYPE /resources'),
  bad('version name a number', template({ version: 1 }), 'WRONG_TYPE /version'),
  bad('unknown member', template({ permission: [] }), 'UNKNOWN_MEMBER /permission'),
  bad(
    'unknown members of entries',
    template({
      permissions: [{ name: 'a', title: 'A' }, 'b'],
      resources: [resource({ scopes: [] })],
      roles: [role({ scopes: ['a'] })],
    }),
    'UNKNOWN_MEMBER /permissions/0/title',
    'UNKNOWN_MEMBER /resources/0/scopes',
    'UNKNOWN_MEMBER /roles/0/scopes',
  ),
  bad(
    'entries of a wrong type',
    template({ permissions: ['a', 1, null], roles: [role(), 'admin', []], resources: ['x'] }),
    'WRONG_TYPE /permissions/1',
    'WRONG_TYPE /permissions/2',
    'WRONG_TYPE /roles/1',
    'WRONG_TYPE /roles/2',
    'WRONG_TYPE /resources/0',
  ),
  bad(
    'members missing in entries',
    template({ permissions: ['a', {}], resources: [{}], roles: [{}] }),
    'MISSING_MEMBER /permissions/1/name',
    'MISSING_MEMBER /resources/0/indicator',
    'MISSING_MEMBER /resources/0/permissions',
    'MISSING_MEMBER /roles/0/name',
    'MISSING_MEMBER /roles/0/permissions',
  ),
  bad(
    'members of entries of a wrong type',
    template({
      permissions: ['a', { name: 2 }, { name: 'c', description: 3 }],
      resources: [resource({ name: 1 })],
      roles: [
        role({ description: [], type: 1 }),
        { name: 's', permissions: 'a' },
        { name: 't', permissions: [1] },
      ],
    }),
    'WRONG_TYPE /permissions/1/name',
    'WRONG_TYPE /permissions/2/description',
    'WRONG_TYPE /resources/0/name',
    'WRONG_TYPE /roles/0/description',
    'WRONG_TYPE /roles/0/type',
    'WRONG_TYPE /roles/1/permissions',
    'WRONG_TYPE /roles/2/permissions/0',
  ),
  bad(
    'a permission twice',
    template({ permissions: ['a', 'b', 'a', { name: 'b' }] }),
    'DUPLICATE_NAME /permissions/2',
    'DUPLICATE_NAME /permissions/3/name',
  ),
  bad(
    'a role twice',
    template({ roles: [role(), role({ type: 'MachineToMachine' })] }),
    'DUPLICATE_NAME /roles/1/name',
  ),
  bad(
    'a resource twice',
    template({ resources: [resource(), resource()] }),
    'DUPLICATE_NAME /resources/1/indicator',
  ),
  bad(
    'a permission of a resource twice',
    template({ resources: [resource({ permissions: ['x', 'x'] })] }),
    'DUPLICATE_NAME /resources/0/permissions/1',
  ),
  bad(
    'a permission of a role twice',
    template({ roles: [role({ permissions: ['a', 'a'] })] }),
    'DUPLICATE_NAME /roles/0/permissions/1',
  ),
  bad(
    'a role names an unknown permission',
    template({ roles: [role({ permissions: ['a', 'c'] })] }),
    'UNKNOWN_PERMISSION /roles/0/permissions/1',
  ),
  bad(
    'a role names a permission of a resource as its own',
    template({
      resources: [resource()],
      roles: [role({ permissions: ['x'] })],
    }),
    'UNKNOWN_PERMISSION /roles/0/permissions/0',
  ),
  bad(
    'a role names an unknown resource',
    template({ roles: [role({ resources: { [orders]: ['x'] } })] }),
    'UNKNOWN_RESOURCE /roles/0/resources/https:~1~1api.example.com~1orders',
  ),
  bad(
    'a role names an unknown permission of a resource',
    template({
      resources: [resource()],
      roles: [role({ resources: { [orders]: ['x', 'a'] } })],
    }),
    'UNKNOWN_PERMISSION /roles/0/resources/https:~1~1api.example.com~1orders/1',
  ),
  bad(
    'resources of a role of a wrong type',
    template({ resources: [resource()], roles: [role({ resources: [] })] }),
    'WRONG_TYPE /roles/0/resources',
  ),
  bad(
    'a role type that is none',
    template({ roles: [role({ type: 'Application' }), role({ name: 's', type: 'user' })] }),
    'ROLE_TYPE_INVALID /roles/0/type',
    'ROLE_TYPE_INVALID /roles/1/type',
  ),
  bad(
    'empty names',
    template({
      permissions: ['a', ''],
      resources: [resource({ permissions: [''] })],
      roles: [role({ name: '' })],
    }),
    'NAME_EMPTY /permissions/1',
    'NAME_EMPTY /resources/0/permissions/0',
    'NAME_EMPTY /roles/0/name',
  ),
  bad(
    'white space in permission names',
    template({
      permissions: ['a', 'has space', 'tab\t', '\u00a0', { name: 'line\nfeed' }],
      resources: [resource({ permissions: ['x y'] })],
    }),
    'NAME_WHITESPACE /permissions/1',
    'NAME_WHITESPACE /permissions/2',
    'NAME_WHITESPACE /permissions/3',
    'NAME_WHITESPACE /permissions/4/name',
    'NAME_WHITESPACE /resources/0/permissions/0',
  ),
  bad(
    'names too long',
    template({
      permissions: ['a', 'é'.repeat(129), { name: 'c', description: 'é'.repeat(257) }],
      resources: [resource({ permissions: ['é'.repeat(257)] })],
      roles: [role({ name: 'é'.repeat(129), description: 'é'.repeat(257) })],
    }),
    'NAME_TOO_LONG /permissions/1',
    'NAME_TOO_LONG /permissions/2/description',
    'NAME_TOO_LONG /resources/0/permissions/0',
    'NAME_TOO_LONG /roles/0/name',
    'NAME_TOO_LONG /roles/0/description',
  ),
  bad(
    'indicators that are none',
    template({
      resources: [
        resource({ indicator: 'orders' }),
        resource({ indicator: '/orders' }),
        resource({ indicator: '//api.example.com' }),
        resource({ indicator: `${orders}#fragment` }),
        resource({ indicator: 'https://api.example.com/a b' }),
        resource({ indicator: '1a:b' }),
      ],
    }),
    ...[0, 1, 2, 3, 4, 5].map(index => `INDICATOR_INVALID /resources/${index}/indicator`),
  ),
  bad(
    'an empty indicator',
    template({ resources: [resource({ indicator: '' })] }),
    'INDICATOR_INVALID /resources/0/indicator',
  ),
  bad(
    'seven mistakes at once',
    {
      v: 1,
      version: 3,
      permissions: ['a', 'a', 'has space'],
      resources: [resource({ indicator: 'orders' })],
      roles: [role({ permissions: ['a', 'nope'] }), role({ type: 'Robot' }), { name: 's' }],
      extra: true,
    },
    'WRONG_TYPE /version',
    'DUPLICATE_NAME /permissions/1',
    'NAME_WHITESPACE /permissions/2',
    'INDICATOR_INVALID /resources/0/indicator',
    'UNKNOWN_PERMISSION /roles/0/permissions/1',
    'DUPLICATE_NAME /roles/1/name',
    'ROLE_TYPE_INVALID /roles/1/type',
    'MISSING_MEMBER /roles/2/permissions',
    'UNKNOWN_MEMBER /extra',
  ),
  large(
    '10000 permissions',
    { permissions: 10_000 },
    { warnings: [], permissions: ['p0', 'p9999'], roles: [] },
  ),
  large(
    '10001 permissions',
    { permissions: 10_001 },
    { problems: [{ code: 'TOO_MANY', pointer: '/permissions' }] },
  ),
  large(
    '1000 roles',
    { roles: 1_000 },
    {
      warnings: [],
      permissions: [],
      roles: ['role0', 'role999'].map(name => ({ name, type: 'User', permissions: [] })),
    },
  ),
  large('1001 roles', { roles: 1_001 }, { problems: [{ code: 'TOO_MANY', pointer: '/roles' }] }),
  large('1000 resources', { resources: 1_000 }, { warnings: [], permissions: [], roles: [] }),
  large('1001 resources', { resources: 1_001 }, { problems: [{ code: 'TOO_MANY', pointer: '/resources' }] }),
]

export const cases = [...own, ...exports]
