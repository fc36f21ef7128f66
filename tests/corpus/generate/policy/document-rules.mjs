// Policy documents that break a rule of the model: every problem, each with its place.
import { management, orders, reports } from './build.mjs'
import { bad, document, globalRole, organization, template, withResource } from './small.mjs'

export const cases = [
  bad(
    'ids of global roles twice',
    document({ globalRoles: [globalRole({ id: 'g1' }), globalRole({ name: 'h', id: 'g1' })] }),
    'DUPLICATE_ID /globalRoles/1/id',
  ),
  bad(
    'names twice',
    withResource({
      globalRoles: [
        globalRole(),
        globalRole({ type: 'MachineToMachine' }),
        globalRole({ name: 'h', resources: { [orders]: ['x', 'x'] } }),
      ],
      users: ['u', 'u', { id: 'w', roles: ['g', 'g'] }, { id: 'u' }],
      applications: ['u', 'x', 'x'],
      organizations: [
        organization({ members: [{ user: 'u', roles: ['r', 'r'] }, { application: 'u' }, { user: 'u' }] }),
        organization({ name: 'Other' }),
      ],
    }),
    'DUPLICATE_NAME /globalRoles/1/name',
    'DUPLICATE_NAME /globalRoles/2/resources/https:~1~1api.example.com~1orders/1',
    'DUPLICATE_ID /users/1',
    'DUPLICATE_NAME /users/2/roles/1',
    'DUPLICATE_ID /users/3/id',
    'DUPLICATE_ID /applications/2',
    'DUPLICATE_NAME /organizations/0/members/0/roles/1',
    'DUPLICATE_ID /organizations/0/members/2/user',
    'DUPLICATE_ID /organizations/1/id',
  ),
  bad(
    'what does not exist',
    withResource({
      globalRoles: [globalRole({ resources: { [orders]: ['nope'], 'urn:none': ['x'] } })],
      users: [{ id: 'u', roles: ['r', 'G'] }],
      organizations: [organization({ members: [{ user: 'u', roles: ['g', 'R'] }] })],
    }),
    'UNKNOWN_PERMISSION /globalRoles/0/resources/https:~1~1api.example.com~1orders/0',
    'UNKNOWN_RESOURCE /globalRoles/0/resources/urn:none',
    'UNKNOWN_ROLE /users/0/roles/0',
    'UNKNOWN_ROLE /users/0/roles/1',
    'UNKNOWN_ROLE /organizations/0/members/0/roles/0',
    'UNKNOWN_ROLE /organizations/0/members/0/roles/1',
  ),
  bad(
    'roles of the other type',
    document({
      globalRoles: [globalRole(), globalRole({ name: 'w', type: 'MachineToMachine' })],
      users: [{ id: 'u', roles: ['g', 'w'] }],
      applications: [{ id: 'u', roles: ['g', 'w'] }],
      organizations: [
        organization({
          members: [
            { user: 'u', roles: ['m', 'r'] },
            { application: 'u', roles: ['m', 'r'] },
          ],
        }),
      ],
    }),
    'ROLE_TYPE_MISMATCH /users/0/roles/1',
    'ROLE_TYPE_MISMATCH /applications/0/roles/0',
    'ROLE_TYPE_MISMATCH /organizations/0/members/0/roles/0',
    'ROLE_TYPE_MISMATCH /organizations/0/members/1/roles/1',
  ),
  bad(
    'a role type that is none',
    document({ globalRoles: [globalRole({ type: 'Application' })] }),
    'ROLE_TYPE_INVALID /globalRoles/0/type',
  ),
  bad(
    'a default role for applications',
    document({ globalRoles: [globalRole({ type: 'MachineToMachine', isDefault: true })] }),
    'DEFAULT_ROLE_NOT_ALLOWED /globalRoles/0/isDefault',
  ),
  bad(
    'permissions of a management API for users, in the template',
    document({
      template: template({
        resources: [{ indicator: management, managementApi: true, permissions: ['all'] }],
        roles: [{ name: 'r', permissions: [], resources: { [management]: ['all'] } }],
      }),
      // What refers to a template that was not read is not judged.
      globalRoles: [globalRole({ resources: { [management]: ['nope'], 'urn:none': ['x'] } })],
      organizations: [organization({ members: [{ user: 'u', roles: ['none', 'm'] }] })],
    }),
    'MANAGEMENT_PERMISSION /template/roles/0/resources',
  ),
  bad(
    'permissions of a management API for users, in a global role',
    document({
      template: template({
        resources: [{ indicator: management, managementApi: true, permissions: ['all'] }],
      }),
      globalRoles: [
        globalRole({ resources: { [management]: ['all'] } }),
        globalRole({ name: 'w', type: 'MachineToMachine', resources: { [management]: ['all'] } }),
        globalRole({ name: 'none', resources: { [management]: [] } }),
      ],
    }),
    'MANAGEMENT_PERMISSION /globalRoles/0/resources',
  ),
  bad(
    'ids that are none',
    document({
      users: ['', { id: 'a b' }],
      applications: ['a\n', 'é'.repeat(256)],
      organizations: [
        organization({ id: '' }),
        organization({ id: 'a b' }),
        organization({ members: [{ user: ' ' }, { application: '' }] }),
      ],
    }),
    'ID_INVALID /users/0',
    'ID_INVALID /users/1/id',
    'ID_INVALID /applications/0',
    'ID_INVALID /applications/1',
    'ID_INVALID /organizations/0/id',
    'ID_INVALID /organizations/1/id',
    'ID_INVALID /organizations/2/members/0/user',
    'ID_INVALID /organizations/2/members/1/application',
  ),
  bad(
    'names and descriptions of a wrong length',
    document({
      globalRoles: [
        globalRole({ name: '' }),
        globalRole({ name: 'é'.repeat(129) }),
        globalRole({ description: 'é'.repeat(129) }),
      ],
      organizations: [
        organization({ name: '' }),
        organization({ id: 'p', name: 'é'.repeat(129) }),
        organization({ id: 'q', description: 'é'.repeat(257) }),
      ],
      template: template({
        resources: [
          { indicator: orders, name: '', permissions: [] },
          { indicator: reports, name: 'é'.repeat(257), permissions: [] },
        ],
      }),
    }),
    'NAME_EMPTY /globalRoles/0/name',
    'NAME_TOO_LONG /globalRoles/1/name',
    'NAME_TOO_LONG /globalRoles/2/description',
    'NAME_EMPTY /organizations/0/name',
    'NAME_TOO_LONG /organizations/1/name',
    'NAME_TOO_LONG /organizations/2/description',
    'NAME_EMPTY /template/resources/0/name',
    'NAME_TOO_LONG /template/resources/1/name',
  ),
]
