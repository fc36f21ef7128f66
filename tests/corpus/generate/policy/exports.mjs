// Exports of Logto's Management API: a real one, and bad ones.
import { added, ann, can, cannot, does, explains, member, of, op, placed } from './build.mjs'

const fixture = {
  name: 'the export of a real tenant',
  fixture: 'bundle',
  warnings: placed([
    'PERMISSION_NOT_GRANTABLE /~1organization-scopes/0/name',
    'DEFAULT_ROLE_NOT_ALLOWED /~1roles?page_size=100/5/isDefault',
  ]),
  steps: [
    {
      counts: {
        permissions: 17,
        resources: 4,
        organizationRoles: 7,
        globalRoles: 9,
        users: 0,
        applications: 0,
        organizations: 3,
      },
    },
    {
      apply: [
        op('createUser', { id: 'ann' }),
        op('addMember', { organization: 'xxaa39hylo4m', ...ann }),
        op('assignRoles', { organization: 'xxaa39hylo4m', roles: ['spacey'], users: ['ann'] }),
      ],
    },
    { globalRolesOf: ann, is: ['Customer'] },
    can(of(ann, 'xxaa39hylo4m'), 'read:data'),
    explains(of(ann, 'xxaa39hylo4m'), 'has space', 'PERMISSION_NOT_GRANTABLE'),
    can(of(ann, undefined, 'https://api.example.com/orders'), 'create:orders'),
    cannot(of(ann, '80z0h3grjybh'), 'NOT_A_MEMBER'),
    does(op('addMember', { organization: '80z0h3grjybh', ...ann }), added(member('80z0h3grjybh', ann))),
  ],
}

const bad = [
  {
    name: 'a bad import: every list that is none',
    document: {
      '/organization-scopes': [],
      '/organization-roles': [],
      '/roles': { code: 'auth.unauthorized' },
      '/organizations': 'x',
    },
    problems: placed(['WRONG_TYPE /~1roles', 'WRONG_TYPE /~1organizations']),
  },
  {
    name: 'a bad import: roles that are nowhere',
    document: {
      '/organization-scopes': [],
      '/organization-roles': [],
      '/organizations': [{ id: 'acme', name: 'Acme' }],
      '/organizations/acme/users': [{ id: 'ann', organizationRoles: [{ id: 'o1', name: 'admin' }] }],
      '/users/ann/roles': [{ id: 'g1', name: 'Support' }],
    },
    problems: placed([
      'UNKNOWN_ROLE /~1users~1ann~1roles/0',
      'UNKNOWN_ROLE /~1organizations~1acme~1users/0/organizationRoles/0',
    ]),
  },
]

export const cases = [fixture, ...bad]
