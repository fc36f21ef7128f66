// Policy documents of a wrong form: every problem, each with its place.
import { orders, placed, reports } from './build.mjs'
import { bad, badText, document, globalRole, organization, template, withResource } from './small.mjs'

const texts = [
  badText('nothing', '', 'FORMAT_UNKNOWN '),
  badText('no JSON', '{"v":1,', 'FORMAT_UNKNOWN '),
  badText('something after it', `${JSON.stringify(document())} x`, 'FORMAT_UNKNOWN '),
  badText('a byte order mark', `\ufeff${JSON.stringify(document())}`, 'FORMAT_UNKNOWN '),
  badText(
    'a member name twice',
    '{"v":1,"v":1,"template":{"v":1,"permissions":[],"roles":[]}}',
    'FORMAT_UNKNOWN ',
  ),
  badText(
    'a member name twice in a long list',
    '{"v":1,"template":{"v":1,"permissions":[],"roles":[]},"users":[{"id":"a","id":"b"}]}',
    'FORMAT_UNKNOWN ',
  ),
  badText(
    'a long list twice',
    '{"v":1,"template":{"v":1,"permissions":[],"roles":[]},"users":["a"],"users":["b"]}',
    'FORMAT_UNKNOWN ',
  ),
  badText('null', 'null', 'WRONG_TYPE '),
  badText('a number', '1', 'WRONG_TYPE '),
  badText('a string', '"policy"', 'WRONG_TYPE '),
  badText('a list', '[]', 'WRONG_TYPE '),
  ...[17, 160, 100_000].map(levels => ({
    name: `a bad document: nested ${levels} times`,
    nested: levels,
    problems: placed(['FORMAT_UNKNOWN ']),
  })),
]

const members = [
  bad('an empty object', {}, 'MISSING_MEMBER /v', 'MISSING_MEMBER /template'),
  bad('version 2', document({ v: 2 }), 'VERSION_UNSUPPORTED /v'),
  bad('version as a string', document({ v: '1' }), 'VERSION_UNSUPPORTED /v'),
  bad(
    'a template of version 2',
    document({ template: template({ v: 2 }) }),
    'VERSION_UNSUPPORTED /template/v',
  ),
  bad('no template', { v: 1 }, 'MISSING_MEMBER /template'),
  bad('a template that is none', document({ template: 'x' }), 'WRONG_TYPE /template'),
  bad(
    'a bad template',
    document({ template: template({ permissions: ['a', 'a', 'b c'] }) }),
    'DUPLICATE_NAME /template/permissions/1',
    'NAME_WHITESPACE /template/permissions/2',
  ),
  bad(
    'two default API resources',
    document({
      template: template({
        resources: [
          { indicator: orders, isDefault: true, permissions: [] },
          { indicator: reports, isDefault: true, permissions: [] },
        ],
      }),
    }),
    'DUPLICATE_DEFAULT /template/resources/1/indicator',
  ),
  bad(
    'flags that are none',
    document({
      imported: 'yes',
      template: template({
        imported: 1,
        resources: [{ indicator: orders, isDefault: 'x', managementApi: 1, permissions: [] }],
      }),
      globalRoles: [globalRole({ isDefault: 'true' })],
    }),
    'WRONG_TYPE /imported',
    'WRONG_TYPE /template/imported',
    'WRONG_TYPE /template/resources/0/isDefault',
    'WRONG_TYPE /template/resources/0/managementApi',
    'WRONG_TYPE /globalRoles/0/isDefault',
  ),
  bad(
    'unknown members',
    document({
      roles: [],
      globalRoles: [globalRole({ permissions: ['a'] })],
      users: [{ id: 'u', name: 'U' }],
      applications: [{ id: 'u', organizations: [] }],
      organizations: [organization({ roles: [], members: [{ user: 'u', role: 'r' }] })],
    }),
    'UNKNOWN_MEMBER /roles',
    'UNKNOWN_MEMBER /globalRoles/0/permissions',
    'UNKNOWN_MEMBER /users/0/name',
    'UNKNOWN_MEMBER /applications/0/organizations',
    'UNKNOWN_MEMBER /organizations/0/roles',
    'UNKNOWN_MEMBER /organizations/0/members/0/role',
  ),
  bad('globalRoles an object', document({ globalRoles: {} }), 'WRONG_TYPE /globalRoles'),
  bad('users an object', document({ users: {} }), 'WRONG_TYPE /users'),
  bad('applications null', document({ applications: null }), 'WRONG_TYPE /applications'),
  bad('organizations a string', document({ organizations: 'acme' }), 'WRONG_TYPE /organizations'),
  bad(
    'entries of a wrong type',
    document({
      globalRoles: ['g', 1],
      users: ['u', 1, null, []],
      applications: [true],
      organizations: ['o', organization({ members: ['u', 1] })],
    }),
    'WRONG_TYPE /globalRoles/0',
    'WRONG_TYPE /globalRoles/1',
    'WRONG_TYPE /users/1',
    'WRONG_TYPE /users/2',
    'WRONG_TYPE /users/3',
    'WRONG_TYPE /applications/0',
    'WRONG_TYPE /organizations/0',
    'WRONG_TYPE /organizations/1/members/0',
    'WRONG_TYPE /organizations/1/members/1',
  ),
  bad(
    'members of entries of a wrong type',
    withResource({
      globalRoles: [
        globalRole({ description: 1, resources: [] }),
        globalRole({ name: 'h', resources: { [orders]: 'x' } }),
        { name: 2 },
      ],
      users: [{ id: 1 }, { id: 'u', roles: 'g' }, { id: 'w', roles: [1] }],
      organizations: [
        organization({ id: 1 }),
        organization({ name: 1 }),
        organization({ id: 'p', description: 1, members: {} }),
        organization({
          id: 'q',
          members: [{ user: 1 }, { user: 'u', roles: 'r' }, { user: 'w', roles: [1] }],
        }),
      ],
    }),
    'WRONG_TYPE /globalRoles/0/description',
    'WRONG_TYPE /globalRoles/0/resources',
    'WRONG_TYPE /globalRoles/1/resources/https:~1~1api.example.com~1orders',
    'WRONG_TYPE /globalRoles/2/name',
    'WRONG_TYPE /users/0/id',
    'WRONG_TYPE /users/1/roles',
    'WRONG_TYPE /users/2/roles/0',
    'WRONG_TYPE /organizations/0/id',
    'WRONG_TYPE /organizations/1/name',
    'WRONG_TYPE /organizations/2/description',
    'WRONG_TYPE /organizations/2/members',
    'WRONG_TYPE /organizations/3/members/0/user',
    'WRONG_TYPE /organizations/3/members/1/roles',
    'WRONG_TYPE /organizations/3/members/2/roles/0',
  ),
  bad(
    'members missing',
    document({
      globalRoles: [{}],
      users: [{}],
      organizations: [{ name: 'O' }, { id: 'p' }, organization({ members: [{}, { roles: [] }] })],
    }),
    'MISSING_MEMBER /globalRoles/0/name',
    'MISSING_MEMBER /users/0/id',
    'MISSING_MEMBER /organizations/0/id',
    'MISSING_MEMBER /organizations/1/name',
    'MISSING_MEMBER /organizations/2/members/0',
    'MISSING_MEMBER /organizations/2/members/1',
  ),
]

export const cases = [...texts, ...members]
