// Who gains and who loses what when a template, or a policy without its people, becomes another.
import { ann, ben, ci, dan } from '../policy/build.mjs'
import { known, machine, orders, policy, role, template } from './build.mjs'
import {
  at,
  company,
  counted,
  everybody,
  gained,
  gains,
  global,
  impact,
  listed,
  loses,
  lost,
  of,
  people,
  reach,
  reads,
  swaps,
  templateWith,
  writes,
} from './impact-build.mjs'

const simple = [
  impact('nothing', templateWith(), {}, ...everybody.map(by => listed(by))),
  impact(
    'a role gets a permission',
    templateWith({ viewer: role('viewer', ['read', 'write']) }),
    {
      roles: [1, 0],
      organizations: [2, 0],
      users: [2, 0],
      memberships: [2, 0],
      permissions: [gained(writes, 1, 2, 2)],
    },
    listed('role', { organizationRole: 'viewer', ...gains(writes), assignments: 2 }),
    listed(
      'organization',
      { organization: 'acme', ...gains(writes), members: 1 },
      { organization: 'globex', ...gains(writes), members: 1 },
    ),
    listed(
      'principal',
      { ...ann, ...gains(writes), organizations: 1, outside: false },
      { ...ben, ...gains(writes), organizations: 1, outside: false },
    ),
    listed(
      'membership',
      { ...at('acme', ann), ...gains(writes) },
      { ...at('globex', ben), ...gains(writes) },
    ),
  ),
  impact(
    'a role loses a permission that a global role of a holder grants',
    templateWith({ admin: role('admin', ['read', 'write'], { resources: { [orders]: ['ship'] } }) }),
    {
      roles: [0, 1],
      organizations: [0, 1],
      users: [0, 1],
      memberships: [0, 1],
      permissions: [lost(of('read'), 1, 1, 1)],
    },
    listed('role', { organizationRole: 'admin', ...loses(of('read')), assignments: 2 }),
    listed('membership', { ...at('acme', ben), ...loses(of('read')) }),
  ),
  impact(
    'a role goes',
    templateWith({ admin: undefined }),
    {
      roles: [0, 1],
      organizations: [0, 2],
      users: [0, 2],
      memberships: [0, 2],
      permissions: [
        lost(reads, 1, 2, 2),
        lost(writes, 1, 2, 2),
        // Ann has it of her global role too.
        lost(of('read'), 1, 1, 1),
        lost(of('ship'), 1, 2, 2),
      ],
    },
    listed('role', {
      organizationRole: 'admin',
      ...loses(reads, writes, of('read'), of('ship')),
      assignments: 2,
    }),
    listed(
      'principal',
      { ...ann, ...loses(reads, writes, of('ship')), organizations: 1, outside: false },
      { ...ben, ...loses(reads, writes, of('read'), of('ship')), organizations: 1, outside: false },
    ),
  ),
  impact(
    'a role comes, and nobody holds it yet',
    templateWith({ owner: role('owner', ['read', 'write', 'own']), permissions: ['read', 'write', 'own'] }),
    {},
    listed('role'),
  ),
  impact(
    'a role of another type is nobody’s yet',
    templateWith({ bot: role('bot', ['read', 'write']) }),
    {
      roles: [0, 1],
      organizations: [0, 1],
      applications: [0, 1],
      memberships: [0, 1],
      permissions: [lost(reads, 1, 1, 1)],
    },
    listed('role', { organizationRole: 'bot', ...loses(reads), assignments: 1 }),
    listed('principal', { ...ci, ...loses(reads), organizations: 1, outside: false }),
  ),
  impact(
    'an API resource goes: what roles and global roles grant of it, in organizations and outside',
    templateWith({ resources: [], admin: role('admin', ['read', 'write']) }),
    {
      roles: [0, 3],
      organizations: [0, 2],
      users: [0, 3],
      applications: [0, 1],
      memberships: [0, 3],
      permissions: [lost(of('read'), 2, 2, 3), lost(of('ship'), 2, 2, 3)],
    },
    listed(
      'role',
      { organizationRole: 'admin', ...loses(of('read'), of('ship')), assignments: 2 },
      { globalRole: 'support', ...loses(of('read')), assignments: 2 },
      { globalRole: 'worker', ...loses(of('ship')), assignments: 1 },
    ),
    listed(
      'organization',
      { organization: 'acme', ...loses(of('read'), of('ship')), members: 2 },
      { organization: 'globex', ...loses(of('read'), of('ship')), members: 1 },
    ),
    listed(
      'principal',
      { ...ann, ...loses(of('read'), of('ship')), organizations: 2, outside: true },
      { ...ben, ...loses(of('read'), of('ship')), organizations: 1, outside: false },
      { ...dan, ...loses(of('read')), organizations: 0, outside: true },
      { ...ci, ...loses(of('ship')), organizations: 0, outside: true },
    ),
    listed(
      'membership',
      { ...ann, ...loses(of('read')) },
      { ...dan, ...loses(of('read')) },
      { ...ci, ...loses(of('ship')) },
      { ...at('acme', ann), ...loses(of('read')) },
      { ...at('acme', ben), ...loses(of('read'), of('ship')) },
      { ...at('globex', ann), ...loses(of('read'), of('ship')) },
    ),
  ),
]

const exchange = impact(
  'two roles exchange a permission',
  templateWith({
    admin: role('admin', ['read'], { resources: { [orders]: ['read', 'ship'] } }),
    viewer: role('viewer', ['read', 'write']),
  }),
  {
    roles: [1, 1],
    organizations: [2, 2],
    users: [2, 2],
    memberships: [2, 2],
    permissions: [{ ...writes, gain: reach([1, 2, 2]), lose: reach([1, 2, 2]) }],
  },
  listed(
    'principal',
    { ...ann, ...swaps(writes, writes), organizations: 2, outside: false },
    { ...ben, ...swaps(writes, writes), organizations: 2, outside: false },
  ),
  {
    ...listed(
      'principal',
      { ...ann, ...gains(writes), organizations: 1, outside: false },
      { ...ben, ...gains(writes), organizations: 1, outside: false },
    ),
    effect: 'gain',
  },
  { ...listed('role', { organizationRole: 'admin', ...loses(writes), assignments: 2 }), effect: 'lose' },
  {
    ...listed(
      'role',
      { organizationRole: 'admin', ...loses(writes), assignments: 1 },
      { organizationRole: 'viewer', ...gains(writes), assignments: 1 },
    ),
    organization: 'acme',
  },
  {
    ...listed(
      'membership',
      { ...at('acme', ann), ...gains(writes) },
      { ...at('acme', ben), ...loses(writes) },
    ),
    organization: 'acme',
  },
  { ...listed('membership', { ...at('acme', ben), ...loses(writes) }), organization: 'acme', effect: 'lose' },
  { ...listed('role'), permission: reads },
  { ...listed('organization'), permission: of('ship') },
  {
    ...listed('organization', { organization: 'globex', ...swaps(writes, writes), members: 2 }),
    after: { organization: 'acme' },
    permission: writes,
  },
  { by: 'membership', organization: 'nowhere', error: { code: 'ORGANIZATION_UNKNOWN' } },
  { by: 'role', permission: { permission: 'none' }, error: { code: 'PERMISSION_UNKNOWN' } },
  { by: 'role', permission: of('write'), error: { code: 'PERMISSION_UNKNOWN' } },
  {
    by: 'role',
    permission: { resource: 'urn:none', permission: 'read' },
    error: { code: 'RESOURCE_UNKNOWN' },
  },
)

const renaming = {
  name: 'a permission has another name, which is lost and gained',
  from: policy(templateWith({ permissions: [known('read', '1'), 'write'] }), { ...global, ...people }),
  to: templateWith({
    permissions: [known('read:all', '1'), 'write'],
    admin: role('admin', ['read:all', 'write'], { resources: { [orders]: ['read', 'ship'] } }),
    viewer: role('viewer', ['read:all']),
    bot: machine('bot', ['read:all']),
  }),
  impact: counted({
    roles: [3, 3],
    organizations: [2, 2],
    users: [2, 2],
    applications: [1, 1],
    memberships: [5, 5],
    permissions: [lost(reads, 3, 2, 3), gained({ permission: 'read:all' }, 3, 2, 3)],
  }),
  lists: [
    listed('principal', {
      ...ci,
      ...swaps({ permission: 'read:all' }, reads),
      organizations: 1,
      outside: false,
    }),
  ].map(list => ({ ...list, after: { user: 'cat' } })),
}

const without = policy(templateWith(), {
  globalRoles: [{ name: 'support' }, global.globalRoles[1]],
  // Those of the other policy do not count.
  users: [{ id: 'eve', roles: ['support'] }],
})
const globally = [
  {
    ...impact(
      'a global role loses a permission, where no organization role grants it',
      without,
      {
        roles: [0, 1],
        organizations: [0, 1],
        users: [0, 2],
        memberships: [0, 1],
        permissions: [lost(of('read'), 1, 1, 2)],
      },
      listed('role', { globalRole: 'support', ...loses(of('read')), assignments: 2 }),
      listed(
        'membership',
        { ...ann, ...loses(of('read')) },
        { ...dan, ...loses(of('read')) },
        { ...at('acme', ann), ...loses(of('read')) },
      ),
    ),
    scope: 'roles',
  },
  impact('global roles of the other are no part of its template', without, {}, listed('role')),
]

const odd = [
  {
    name: 'two roles, of which one still grants what the other loses',
    from: policy(template(['read'], [role('admin', ['read']), role('viewer', ['read'])]), {
      organizations: [{ id: 'acme', name: 'Acme', members: [{ user: 'ann', roles: ['admin', 'viewer'] }] }],
    }),
    to: template(['read'], [role('admin', ['read']), role('viewer')]),
    impact: counted({ roles: [0, 1], permissions: [lost(reads, 1, 0, 0)] }),
    lists: [
      listed('role', { organizationRole: 'viewer', ...loses(reads), assignments: 1 }),
      listed('principal'),
    ],
  },
  {
    name: 'a role has its id and another name, and nobody notices',
    from: policy(template(['read'], [role('viewer', ['read'], { id: '1' })]), {
      organizations: [{ id: 'acme', name: 'Acme', members: [{ user: 'ann', roles: ['viewer'] }] }],
    }),
    to: template(['read'], [role('reader', ['read'], { id: '1' })]),
    impact: counted(),
    lists: [listed('role')],
  },
  {
    name: 'what no token can carry, and a role of the other type, are no loss',
    from: {
      ...policy(
        {
          ...template(['two words', 'read'], [role('viewer', ['two words']), machine('bot', ['read'])]),
          imported: true,
        },
        {
          organizations: [{ id: 'acme', name: 'Acme', members: [{ user: 'ann', roles: ['viewer', 'bot'] }] }],
        },
      ),
      imported: true,
    },
    to: template(['read']),
    impact: counted({ roles: [0, 1], permissions: [lost(reads, 1, 0, 0)] }),
    lists: [listed('role', { organizationRole: 'bot', ...loses(reads), assignments: 1 })],
  },
]

export const documents = { company }
export const cases = [...simple, exchange, renaming, ...globally, ...odd]
