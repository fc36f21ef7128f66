// Policy documents that are good: how they are read, and how they are written.
import { ann, can, ci, does, management, of, op, orders, reports, world } from './build.mjs'
import { document, globalRole, organization } from './small.mjs'

export const cases = [
  {
    name: 'a document is written sorted, and whole',
    document: {
      $schema: 'https://example.com/policy.schema.json',
      organizations: [
        {
          id: 'b',
          name: 'B',
          description: 'Second',
          members: [
            { application: 'bot', roles: ['m'] },
            { user: 'zoe' },
            { user: 'ann', roles: ['s', 'r'] },
          ],
        },
        { name: 'A', id: 'a', members: [] },
      ],
      users: [{ id: 'zoe', roles: [] }, { roles: ['h', 'g'], id: 'ann' }, 'max'],
      globalRoles: [
        { name: 'h', type: 'User', description: 'Helps', resources: { [orders]: ['y', 'x'], [reports]: [] } },
        { name: 'g', isDefault: true },
        { name: 'f', type: 'MachineToMachine', isDefault: false, resources: {} },
      ],
      applications: [],
      template: {
        v: 1,
        roles: [
          { name: 's', permissions: ['b', 'a'], resources: { [orders]: ['y'] } },
          { name: 'r', permissions: [], description: 'Reads' },
          { name: 'm', type: 'MachineToMachine', permissions: [] },
        ],
        resources: [
          { indicator: reports, permissions: [] },
          {
            indicator: orders,
            isDefault: true,
            managementApi: false,
            description: 'Ordered',
            name: 'Orders',
            permissions: ['y', { name: 'x', description: 'Ecks' }],
          },
        ],
        permissions: ['b', { name: 'a', description: 'Ay' }],
        version: '7',
      },
      v: 1,
    },
    steps: [
      {
        toJSON: {
          v: 1,
          template: {
            v: 1,
            version: '7',
            permissions: [{ name: 'a', description: 'Ay' }, 'b'],
            resources: [
              {
                indicator: orders,
                name: 'Orders',
                description: 'Ordered',
                isDefault: true,
                permissions: [{ name: 'x', description: 'Ecks' }, 'y'],
              },
              { indicator: reports, permissions: [] },
            ],
            roles: [
              { name: 'm', type: 'MachineToMachine', permissions: [] },
              { name: 'r', type: 'User', description: 'Reads', permissions: [] },
              { name: 's', type: 'User', permissions: ['a', 'b'], resources: { [orders]: ['y'] } },
            ],
          },
          globalRoles: [
            { name: 'f', type: 'MachineToMachine' },
            { name: 'g', type: 'User', isDefault: true },
            { name: 'h', type: 'User', description: 'Helps', resources: { [orders]: ['x', 'y'] } },
          ],
          users: [{ id: 'ann', roles: ['g', 'h'] }, 'max'],
          organizations: [
            { id: 'a', name: 'A' },
            {
              id: 'b',
              name: 'B',
              description: 'Second',
              members: [
                { user: 'ann', roles: ['r', 's'] },
                { user: 'zoe' },
                { application: 'bot', roles: ['m'] },
              ],
            },
          ],
        },
      },
      { counts: { users: 3, applications: 1, organizations: 2, memberships: 3, globalRoles: 3 } },
    ],
  },
  {
    name: 'members need no entry of their own, and get no default role',
    document: document({
      globalRoles: [globalRole({ isDefault: true })],
      organizations: [organization({ members: [{ user: 'ann', roles: ['r'] }, { application: 'ann' }] })],
    }),
    steps: [
      can(of(ann, 'o'), 'a'),
      { globalRolesOf: ann, is: [] },
      { counts: { users: 1, applications: 1, memberships: 2 } },
    ],
  },
  {
    name: 'a template alone is a policy without anybody',
    document: world.template,
    steps: [
      {
        counts: {
          permissions: 10,
          resources: 3,
          organizationRoles: 4,
          globalRoles: 0,
          users: 0,
          organizations: 0,
        },
      },
      does(op('createApplication', { id: 'ci' }), { change: 'added', fact: 'application', id: 'ci' }),
      can(of(ci, undefined, management)),
    ],
  },
  {
    name: 'the world is a good document',
    document: 'world',
    steps: [can(of(ann, 'acme', orders), 'read:orders', 'write:orders')],
  },
  {
    name: 'the smallest document',
    document: { v: 1, template: { v: 1, permissions: [], roles: [] } },
    steps: [{ counts: { users: 0 } }],
  },
]
