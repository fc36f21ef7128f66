// Bounds, at them and ten times over. What is large is described by `repeat`, and made by the runner.
import { added, as, does, eachFails, fails, op, permission, user } from './build.mjs'

const limit = (name, repeat, operation, steps = []) => ({
  name,
  repeat,
  steps: [fails(operation, 'LIMIT_EXCEEDED'), ...steps],
})
const tooMany = (name, repeat, pointer) => ({
  name,
  repeat,
  problems: [{ code: 'TOO_MANY', pointer }],
})
const long = 'é'.repeat(2_560)

export const cases = [
  limit('10000 permissions are the most', { permissions: 10_000 }, op('createPermission', { name: 'x' }), [
    { counts: { permissions: 10_000 } },
    does(op('deletePermission', { name: 'p0' }), { change: 'removed', ...permission('p0') }),
    does(op('createPermission', { name: 'x' }), added(permission('x'))),
    fails(op('createPermission', { name: 'p0' }), 'LIMIT_EXCEEDED'),
  ]),
  limit(
    '1000 API resources are the most',
    { resources: 1_000 },
    op('createResource', { indicator: 'urn:x' }),
  ),
  limit(
    '1000 organization roles are the most',
    { roles: 1_000 },
    op('createOrganizationRole', { name: 'x' }),
  ),
  limit('1000 global roles are the most', { globalRoles: 1_000 }, op('createGlobalRole', { name: 'x' })),
  tooMany('ten times the permissions', { permissions: 100_000 }, '/template/permissions'),
  tooMany('ten times the API resources', { resources: 10_000 }, '/template/resources'),
  tooMany('ten times the organization roles', { roles: 10_000 }, '/template/roles'),
  tooMany('ten times the global roles', { globalRoles: 10_000 }, '/globalRoles'),
  {
    name: 'ten times of everything in one transaction leaves no trace',
    document: 'world',
    steps: [
      // The world has 10 permissions, 3 API resources, 4 organization roles and 4 global roles.
      { apply: { repeat: { permissions: 100_000 } }, error: { code: 'LIMIT_EXCEEDED', pointer: '/9990' } },
      { apply: { repeat: { resources: 10_000 } }, error: { code: 'LIMIT_EXCEEDED', pointer: '/997' } },
      { apply: { repeat: { roles: 10_000 } }, error: { code: 'LIMIT_EXCEEDED', pointer: '/996' } },
      { apply: { repeat: { globalRoles: 10_000 } }, error: { code: 'LIMIT_EXCEEDED', pointer: '/996' } },
      { counts: { permissions: 10, resources: 3, organizationRoles: 4, globalRoles: 4 } },
    ],
  },
  {
    name: 'a long transaction that fails at its last operation leaves no trace',
    document: 'world',
    steps: [
      {
        apply: {
          repeat: { permissions: 500, roles: 100, users: 2_000, applications: 1_000, organizations: 1_000 },
          last: [op('deleteUser', { id: 'nobody' })],
        },
        error: { code: 'PRINCIPAL_UNKNOWN', pointer: '/4600' },
      },
      { counts: { permissions: 10, users: 4, applications: 2, organizations: 3 } },
      as('long', {
        apply: {
          repeat: { permissions: 500, roles: 100, users: 2_000, applications: 1_000, organizations: 1_000 },
        },
      }),
      { counts: { permissions: 510, users: 2_004, applications: 1_002, organizations: 1_003 } },
      { undo: 'long' },
      { same: 'start' },
    ],
  },
  {
    name: 'a directory of some size',
    repeat: { roles: 3, users: 5_000, applications: 1_000, organizations: 2_000 },
    steps: [
      { counts: { users: 5_000, applications: 1_000, organizations: 2_000 } },
      does(op('createUser', { id: 'x' }), added(user('x'))),
    ],
  },
  {
    name: 'names ten times as long as they may be',
    document: 'world',
    steps: [
      ...eachFails(
        'NAME_INVALID',
        op('createPermission', { name: long }),
        op('createOrganizationRole', { name: long }),
        op('createGlobalRole', { name: 'x', description: long }),
        op('createOrganization', { id: 'x', name: long }),
        op('updateOrganization', { id: 'acme', set: { description: long } }),
      ),
      ...eachFails(
        'ID_INVALID',
        op('createUser', { id: long }),
        op('createOrganization', { id: long, name: 'x' }),
      ),
      ...eachFails('ORGANIZATION_UNKNOWN', op('deleteOrganization', { id: long })),
      ...eachFails('PERMISSION_UNKNOWN', op('deletePermission', { name: long })),
      { resolve: { user: long, organization: 'acme' }, error: { code: 'PRINCIPAL_UNKNOWN' } },
      { resolve: { user: 'ann', organization: long }, error: { code: 'ORGANIZATION_UNKNOWN' } },
      { resolve: { user: 'ann', resource: long }, error: { code: 'RESOURCE_UNKNOWN' } },
      { resolve: { user: 'ann', organization: 'acme', requested: [long] }, permissions: [] },
    ],
  },
]
