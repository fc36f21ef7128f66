// What Logto allows and this model refuses: kept with a warning, and never granted.
import { added, ann, assigned, can, ci, does, explains, fails, of, op, placed, removed } from './build.mjs'
import { api, management, odd } from './odd-tenant.mjs'

const carol = { user: 'carol' }
const warnings = placed([
  'PERMISSION_NOT_GRANTABLE /~1organization-scopes/1/name',
  'PERMISSION_NOT_GRANTABLE /~1resources?includeScopes=true/0/scopes/1/name',
  'RESOURCE_NOT_GRANTABLE /~1resources?includeScopes=true/1/indicator',
  'MANAGEMENT_PERMISSION /~1organization-roles/0/resourceScopes',
  'DEFAULT_ROLE_NOT_ALLOWED /~1roles/0/isDefault',
  'MANAGEMENT_PERMISSION /~1roles/1/scopes',
  'ROLE_TYPE_MISMATCH /~1organizations~1acme~1users/1/organizationRoles/0',
  'ROLE_TYPE_MISMATCH /~1organizations~1globex~1users/0/organizationRoles/0',
])
const inOdd = (name, ...steps) => ({
  name: `an odd import: ${name}`,
  document: 'odd',
  warnings,
  steps: steps.flat(),
})
const organization = (name, id) => ({ role: name, level: 'organization', organization: id })

const oddities = [
  inOdd(
    'what is there is there',
    {
      counts: {
        permissions: 6,
        resources: 3,
        organizationRoles: 3,
        globalRoles: 4,
        users: 2,
        applications: 1,
        organizations: 2,
        memberships: 4,
      },
    },
    { globalRolesOf: ann, is: ['MgmtUser', 'Odd'] },
    { globalRolesOf: ci, is: ['M2M default'] },
    {
      organizationsOf: carol,
      is: [
        { organization: 'acme', name: 'Acme', roles: ['flipped', 'plain'] },
        { organization: 'globex', name: 'Acme', roles: ['flipped'] },
      ],
    },
  ),
  inOdd(
    'a permission with a space',
    can(of(ann, 'acme'), 'read:data'),
    can(of(ann, 'acme', undefined, { requested: ['has space', 'has', 'space'] })),
    can(of(ann, 'acme', api), 'use:api'),
    explains(of(ann, 'acme'), 'has space', 'PERMISSION_NOT_GRANTABLE'),
    explains(of(ann, 'acme', api), 'two words', 'PERMISSION_NOT_GRANTABLE'),
    fails(op('createPermission', { name: 'more space' }), 'NAME_INVALID'),
    does(op('updatePermission', { name: 'has space', set: { name: 'has:space' } }), {
      change: 'changed',
      before: { fact: 'permission', name: 'has space', id: 's2' },
      after: { fact: 'permission', name: 'has:space', id: 's2' },
    }),
    can(of(ann, 'acme'), 'read:data', 'has:space'),
  ),
  inOdd(
    'an indicator that is no URI',
    can(of(ann, undefined, 'my api')),
    can(of(ann, 'acme', 'my api')),
    explains(of(ann, 'acme', 'my api'), 'use:mine', 'PERMISSION_NOT_GRANTABLE'),
    {
      apply: [
        op('createPermission', { resource: 'my api', name: 'new' }),
        op('grantPermission', { globalRole: 'Odd', resource: 'my api', permission: 'new' }),
      ],
    },
    can(of(ann, undefined, 'my api')),
    { as: 'delete', apply: [op('deleteResource', { indicator: 'my api' })] },
    { undo: 'delete' },
    can(of(ann, undefined, 'my api')),
  ),
  inOdd(
    'a role whose type was changed while users held it',
    can(of(carol, 'acme'), 'read:data'),
    can(of(carol, 'globex')),
    can(of(carol, 'acme', api)),
    can(of(carol, undefined, api)),
    can(of(ci, 'acme'), 'read:data'),
    can(of(ci, 'acme', api), 'use:api'),
    explains(of(carol, 'globex'), 'read:data', 'ROLE_TYPE_MISMATCH', {
      rolesThatGrant: [
        { role: 'plain', level: 'organization' },
        { role: 'spacey', level: 'organization' },
      ],
    }),
    explains(of(carol, 'acme'), 'read:data', 'GRANTED', {
      grantedBy: [organization('plain', 'acme')],
      rolesThatGrant: [
        { role: 'plain', level: 'organization' },
        { role: 'spacey', level: 'organization' },
      ],
    }),
    fails(
      { op: 'assignRoles', organization: 'globex', roles: ['flipped'], ...{ users: ['carol'] } },
      'ROLE_TYPE_MISMATCH',
    ),
    {
      ...does(
        { op: 'unassignRoles', organization: 'globex', roles: ['flipped'], users: ['carol'] },
        removed(assigned('flipped', carol, 'globex')),
      ),
      as: 'unassign',
    },
    { undo: 'unassign' },
    can(of(carol, 'globex')),
    does(
      op('deleteOrganizationRole', { name: 'flipped' }),
      ...[
        removed(assigned('flipped', carol, 'acme')),
        removed(assigned('flipped', carol, 'globex')),
        removed(assigned('flipped', ci, 'acme')),
        removed({ fact: 'rolePermission', organizationRole: 'flipped', permission: 'read:data' }),
        removed({
          fact: 'rolePermission',
          organizationRole: 'flipped',
          resource: api,
          permission: 'use:api',
        }),
        removed({ fact: 'organizationRole', name: 'flipped', id: 'o2', type: 'MachineToMachine' }),
      ],
    ),
  ),
  inOdd(
    'a default role for applications',
    { apply: [op('createUser', { id: 'new' }), op('createApplication', { id: 'new' })] },
    { globalRolesOf: { user: 'new' }, is: ['Everybody'] },
    { globalRolesOf: { application: 'new' }, is: [] },
    can(of(ci, undefined, management), 'all'),
    does(op('updateGlobalRole', { name: 'M2M default', set: { isDefault: false } }), {
      change: 'changed',
      before: {
        fact: 'globalRole',
        name: 'M2M default',
        id: 'g1',
        type: 'MachineToMachine',
        isDefault: true,
      },
      after: { fact: 'globalRole', name: 'M2M default', id: 'g1', type: 'MachineToMachine' },
    }),
    fails(
      op('updateGlobalRole', { name: 'M2M default', set: { isDefault: true } }),
      'DEFAULT_ROLE_NOT_ALLOWED',
    ),
  ),
  inOdd(
    'permissions of the management API in roles for users',
    can(of(ann, undefined, management)),
    can(of(ann, 'acme', management)),
    can(of(ann, undefined, api), 'use:api'),
    explains(of(ann, undefined, management), 'all', 'ROLE_TYPE_MISMATCH'),
    does(
      op('revokePermission', { globalRole: 'MgmtUser', resource: management, permission: 'all' }),
      removed({ fact: 'rolePermission', globalRole: 'MgmtUser', resource: management, permission: 'all' }),
    ),
    fails(
      op('grantPermission', { globalRole: 'MgmtUser', resource: management, permission: 'all' }),
      'MANAGEMENT_PERMISSION',
    ),
  ),
  {
    name: 'an odd import: long texts that Logto allows',
    document: {
      '/organization-scopes': [],
      '/resources?includeScopes=true': [
        {
          id: 'r1',
          name: 'é'.repeat(300),
          indicator: api,
          isDefault: false,
          scopes: [{ id: 'p1', name: 'x', description: 'é'.repeat(300) }],
        },
      ],
      '/organization-roles': [],
    },
    warnings: [],
    steps: [
      { apply: [op('updatePermission', { resource: api, name: 'x', set: { name: 'y' } })] },
      { apply: [op('updateResource', { indicator: api, set: { isDefault: true } })] },
    ],
  },
  {
    name: 'an odd import: in a document of our own',
    document: {
      v: 1,
      imported: true,
      template: {
        v: 1,
        imported: true,
        permissions: ['has space', 'a'],
        resources: [
          { indicator: 'my api', permissions: ['x'] },
          { indicator: management, managementApi: true, permissions: ['all'] },
        ],
        roles: [
          {
            name: 'r',
            permissions: ['has space', 'a'],
            resources: { 'my api': ['x'], [management]: ['all'] },
          },
          { name: 'm', type: 'MachineToMachine', permissions: ['a'] },
        ],
      },
      globalRoles: [
        { name: 'd', type: 'MachineToMachine', isDefault: true },
        { name: 'g', resources: { [management]: ['all'] } },
      ],
      users: [{ id: 'ann', roles: ['d', 'g'] }],
      organizations: [
        {
          id: 'acme',
          name: 'Acme',
          members: [
            { user: 'ann', roles: ['r', 'm'] },
            { application: 'ci', roles: ['r'] },
          ],
        },
      ],
    },
    warnings: placed([
      'PERMISSION_NOT_GRANTABLE /template/permissions/0',
      'RESOURCE_NOT_GRANTABLE /template/resources/0/indicator',
      'MANAGEMENT_PERMISSION /template/roles/0/resources',
      'DEFAULT_ROLE_NOT_ALLOWED /globalRoles/0/isDefault',
      'MANAGEMENT_PERMISSION /globalRoles/1/resources',
      'ROLE_TYPE_MISMATCH /users/0/roles/0',
      'ROLE_TYPE_MISMATCH /organizations/0/members/0/roles/1',
      'ROLE_TYPE_MISMATCH /organizations/0/members/1/roles/0',
    ]),
    steps: [
      can(of(ann, 'acme'), 'a'),
      can(of(ann, 'acme', 'my api')),
      can(of(ann, undefined, management)),
      can(of(ci, 'acme')),
      can(of(ci, 'acme', 'my api')),
      does(op('createApplication', { id: 'new' }), added({ fact: 'application', id: 'new' })),
    ],
  },
]

export const documents = { odd }
export const cases = oddities
