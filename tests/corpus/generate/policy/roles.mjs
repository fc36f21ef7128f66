// Organization roles and global roles, and what they hold.
import {
  added,
  ann,
  application,
  as,
  assigned,
  can,
  changed,
  ci,
  dan,
  does,
  eachFails,
  everywhere,
  fails,
  globalRole,
  grant,
  holds,
  inTemplate,
  inWorld,
  of,
  op,
  orders,
  organizationRole,
  removed,
  reports,
  revoke,
  user,
} from './build.mjs'

const create = (name, more = {}) => op('createOrganizationRole', { name, ...more })
const createGlobal = (name, more = {}) => op('createGlobalRole', { name, ...more })
const update = (name, set) => op('updateOrganizationRole', { name, set })
const updateGlobal = (name, set) => op('updateGlobalRole', { name, set })
const m2m = { type: 'MachineToMachine' }
const immutable = operation => ({ apply: [operation], error: { code: 'ROLE_TYPE_IMMUTABLE' } })
const levelMismatch = operation => ({ apply: [operation], error: { code: 'ROLE_LEVEL_MISMATCH' } })

const both = [
  inWorld(
    'roles are created, of type User unless said otherwise',
    does(create('owner'), added(organizationRole('owner'))),
    does(
      create('agent', { ...m2m, description: 'Runs' }),
      added(organizationRole('agent', { ...m2m, description: 'Runs' })),
    ),
    does(createGlobal('owner', { type: 'User' }), added(globalRole('owner'))),
    does(createGlobal('agent', { ...m2m, isDefault: false }), added(globalRole('agent', m2m))),
    { counts: { organizationRoles: 6, globalRoles: 6 } },
  ),
  inWorld(
    'a role name is unique at its level, letter by letter, and may hold anything',
    fails(create('admin'), 'NAME_TAKEN'),
    fails(create('admin', m2m), 'NAME_TAKEN'),
    fails(createGlobal('support'), 'NAME_TAKEN'),
    fails(update('member', { name: 'admin' }), 'NAME_TAKEN'),
    fails(updateGlobal('customer', { name: 'support' }), 'NAME_TAKEN'),
    does(create('Admin'), added(organizationRole('Admin'))),
    does(create('support'), added(organizationRole('support'))),
    does(createGlobal('admin'), added(globalRole('admin'))),
    ...[
      'empty:role with colon',
      '审计: senior auditor',
      '#internal:x',
      ' ',
      '__proto__',
      'constructor',
    ].flatMap(name => [
      does(create(name), added(organizationRole(name))),
      does(createGlobal(name), added(globalRole(name))),
    ]),
  ),
  inWorld(
    'a role name and a description have a length',
    eachFails(
      'NAME_INVALID',
      ...['', 'é'.repeat(129), 'é'.repeat(1_280)].flatMap(name => [
        create(name),
        createGlobal(name),
        update('admin', { name }),
        updateGlobal('support', { name }),
      ]),
      create('r', { description: 'é'.repeat(257) }),
      update('admin', { description: 'é'.repeat(257) }),
      createGlobal('r', { description: 'é'.repeat(129) }),
      updateGlobal('support', { description: 'é'.repeat(129) }),
    ),
    does(
      create('é'.repeat(128), { description: 'é'.repeat(256) }),
      added(organizationRole('é'.repeat(128), { description: 'é'.repeat(256) })),
    ),
    does(
      createGlobal('é'.repeat(128), { description: 'é'.repeat(128) }),
      added(globalRole('é'.repeat(128), { description: 'é'.repeat(128) })),
    ),
  ),
  inWorld(
    'a role keeps its type for ever',
    immutable(update('admin', m2m)),
    immutable(update('admin', { type: 'User' })),
    immutable(updateGlobal('support', m2m)),
    immutable(updateGlobal('worker', { name: 'w', type: 'User' })),
    can(of(ann, 'acme'), 'invite:users', 'remove:users', 'read:data', 'write:data'),
  ),
  inWorld(
    'a role that is renamed stays with its holders',
    does(
      update('admin', { name: 'owner', description: 'Owns it' }),
      changed(organizationRole('admin'), organizationRole('owner', { description: 'Owns it' })),
    ),
    can(of(ann, 'acme'), 'invite:users', 'remove:users', 'read:data', 'write:data'),
    {
      organizationsOf: ann,
      is: [
        { organization: 'acme', name: 'Acme', roles: ['owner'] },
        { organization: 'globex', name: 'Globex', roles: ['member'] },
      ],
    },
    does(updateGlobal('support', { name: 'helper' }), changed(globalRole('support'), globalRole('helper'))),
    { globalRolesOf: ann, is: ['helper'] },
    does(create('admin'), added(organizationRole('admin'))),
    does(
      update('owner', { description: null }),
      changed(organizationRole('owner', { description: 'Owns it' }), organizationRole('owner')),
    ),
    does([update('owner', { name: 'owner' }), update('owner', {}), updateGlobal('helper', {})]),
  ),
  inWorld(
    'there is no such role',
    eachFails(
      'ROLE_UNKNOWN',
      update('support', { name: 'x' }),
      updateGlobal('admin', { name: 'x' }),
      op('deleteOrganizationRole', { name: 'Admin' }),
      op('deleteGlobalRole', { name: 'member' }),
      grant(inTemplate('support'), 'read:data'),
      grant(everywhere('admin'), 'read:orders', orders),
      revoke(inTemplate('support'), 'read:data'),
      revoke(everywhere('admin'), 'read:orders', orders),
    ),
  ),
]

const matrix = [
  inWorld(
    'an organization role holds permissions of both kinds; twice changes nothing',
    does(grant(inTemplate('empty'), 'read:data'), added(holds(inTemplate('empty'), 'read:data'))),
    does(grant(inTemplate('empty'), 'read:data')),
    does(
      grant(inTemplate('empty'), 'read:data', orders),
      added(holds(inTemplate('empty'), 'read:data', orders)),
    ),
    does(
      grant(inTemplate('empty'), 'view:reports', reports),
      added(holds(inTemplate('empty'), 'view:reports', reports)),
    ),
    does(revoke(inTemplate('empty'), 'read:data'), removed(holds(inTemplate('empty'), 'read:data'))),
    does(revoke(inTemplate('empty'), 'read:data')),
    does(revoke(inTemplate('empty'), 'audit:log')),
  ),
  inWorld(
    'a global role holds permissions of API resources',
    does(
      grant(everywhere('support'), 'write:orders', orders),
      added(holds(everywhere('support'), 'write:orders', orders)),
    ),
    can(of(ann, undefined, orders, { organizationRoles: 'exclude' }), 'read:orders', 'write:orders'),
    does(grant(everywhere('support'), 'write:orders', orders)),
    does(
      revoke(everywhere('support'), 'read:orders', orders),
      removed(holds(everywhere('support'), 'read:orders', orders)),
    ),
    can(of(ann, undefined, orders, { organizationRoles: 'exclude' }), 'write:orders'),
    does(revoke(everywhere('support'), 'read:orders', orders)),
  ),
  inWorld(
    'a global role cannot hold an organization permission',
    levelMismatch(grant(everywhere('support'), 'read:data')),
    levelMismatch(grant(everywhere('worker'), 'read:data')),
    levelMismatch(revoke(everywhere('support'), 'read:data')),
    levelMismatch(grant(everywhere('nobody'), 'nothing')),
  ),
  inWorld(
    'an edit of the template counts in every organization at once',
    can(of({ user: 'ann' }, 'globex'), 'read:data'),
    can(of({ user: 'ben' }, 'acme'), 'read:data'),
    does(grant(inTemplate('member'), 'audit:log'), added(holds(inTemplate('member'), 'audit:log'))),
    can(of({ user: 'ann' }, 'globex'), 'read:data', 'audit:log'),
    can(of({ user: 'ben' }, 'acme'), 'read:data', 'audit:log'),
    does(revoke(inTemplate('member'), 'read:data'), removed(holds(inTemplate('member'), 'read:data'))),
    can(of({ user: 'ann' }, 'globex'), 'audit:log'),
    can(of({ user: 'ben' }, 'acme'), 'audit:log'),
  ),
]

const addUser = id => op('createUser', { id })

const defaults = [
  inWorld(
    'default roles go to users that are created afterwards',
    { globalRolesOf: dan, is: [] },
    does(addUser('eve'), added(user('eve')), added(assigned('customer', { user: 'eve' }))),
    can(of({ user: 'eve' }, undefined, orders), 'read:data'),
    does(
      updateGlobal('support', { isDefault: true }),
      changed(globalRole('support'), globalRole('support', { isDefault: true })),
    ),
    { globalRolesOf: { user: 'eve' }, is: ['customer'] },
    does(
      addUser('fay'),
      added(user('fay')),
      added(assigned('customer', { user: 'fay' })),
      added(assigned('support', { user: 'fay' })),
    ),
    does(
      updateGlobal('customer', { isDefault: false }),
      changed(globalRole('customer', { isDefault: true }), globalRole('customer')),
    ),
    { globalRolesOf: { user: 'fay' }, is: ['customer', 'support'] },
    does(addUser('gil'), added(user('gil')), added(assigned('support', { user: 'gil' }))),
    does(createGlobal('new', { isDefault: true }), added(globalRole('new', { isDefault: true }))),
    does(
      [op('deleteGlobalRole', { name: 'support' }), addUser('hal')],
      removed(assigned('support', { user: 'ann' })),
      removed(assigned('support', { user: 'fay' })),
      removed(assigned('support', { user: 'gil' })),
      removed(holds(everywhere('support'), 'read:orders', orders)),
      removed(globalRole('support', { isDefault: true })),
      added(user('hal')),
      added(assigned('new', { user: 'hal' })),
    ),
  ),
  inWorld(
    'applications get no default roles',
    does(op('createApplication', { id: 'new' }), added(application('new'))),
    { globalRolesOf: { application: 'new' }, is: [] },
    { globalRolesOf: ci, is: ['worker'] },
  ),
  inWorld(
    'only a global role of type User can be a default role',
    eachFails(
      'DEFAULT_ROLE_NOT_ALLOWED',
      createGlobal('r', { ...m2m, isDefault: true }),
      updateGlobal('worker', { isDefault: true }),
    ),
    does(updateGlobal('worker', { isDefault: false })),
    does(updateGlobal('customer', { isDefault: true })),
  ),
  inWorld(
    'a user who is created again gets the default roles again',
    does(
      op('deleteUser', { id: 'ann' }),
      removed(assigned('admin', ann, 'acme')),
      removed({ fact: 'member', organization: 'acme', ...ann }),
      removed(assigned('member', ann, 'globex')),
      removed({ fact: 'member', organization: 'globex', ...ann }),
      removed(assigned('support', ann)),
      removed(user('ann')),
    ),
    as('again', does(addUser('ann'), added(user('ann')), added(assigned('customer', ann)))),
    { organizationsOf: ann, is: [] },
    can(of(ann, undefined, orders), 'read:data'),
    { undo: 'again', changes: [removed(assigned('customer', ann)), removed(user('ann'))] },
    { organizationsOf: ann, error: { code: 'PRINCIPAL_UNKNOWN' } },
  ),
]

export const cases = [...both, ...matrix, ...defaults]
