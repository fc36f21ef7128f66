// API resources, and permissions: of an API resource and of the organization.
import {
  added,
  ann,
  as,
  can,
  cannot,
  changed,
  does,
  eachFails,
  everywhere,
  fails,
  grant,
  holds,
  inNothing,
  inTemplate,
  inWorld,
  management,
  of,
  op,
  orders,
  permission,
  reports,
  resource,
} from './build.mjs'

const create = (indicator, more = {}) => op('createResource', { indicator, ...more })
const update = (indicator, set) => op('updateResource', { indicator, set })
const createPermission = (name, indicator, more = {}) =>
  op('createPermission', { ...(indicator && { resource: indicator }), name, ...more })
const updatePermission = (name, set, indicator) =>
  op('updatePermission', { ...(indicator && { resource: indicator }), name, set })

/** White space of every kind: RFC 6749 section 3.3 separates scopes by a space. */
const spaced = ['a b', ' a', 'a ', 'a\tb', 'a\nb', 'a\u00a0b', 'a\u2003b', ' ']

const resources = [
  inNothing(
    'an API resource is created with all that it can have',
    does(
      create(orders, { name: 'Orders', description: 'What was ordered', isDefault: true }),
      added(resource(orders, { name: 'Orders', description: 'What was ordered', isDefault: true })),
    ),
    does(create(reports), added(resource(reports))),
    does(
      create(management, { managementApi: true, isDefault: false }),
      added(resource(management, { managementApi: true })),
    ),
    { counts: { resources: 3, permissions: 0 } },
  ),
  inNothing(
    'an indicator is an absolute URI without a fragment',
    eachFails(
      'INDICATOR_INVALID',
      ...['', 'orders', '/orders', '//api.example.com', 'https:', `${orders}#a`, `${orders}#`, 'a b:c'].map(
        indicator => create(indicator),
      ),
      create('1a:b'),
      create('https://api.example.com/a b'),
      create('urn:é'),
    ),
    does(create('urn:x'), added(resource('urn:x'))),
    does(create(`${orders}?a=b`), added(resource(`${orders}?a=b`))),
  ),
  inWorld(
    'an indicator is unique, letter by letter',
    fails(create(orders), 'NAME_TAKEN'),
    does(create(`${orders}/`), added(resource(`${orders}/`))),
    does(create(orders.toUpperCase()), added(resource(orders.toUpperCase()))),
  ),
  inWorld(
    'an indicator is immutable',
    { apply: [update(orders, { indicator: 'urn:other' })], error: { code: 'INDICATOR_IMMUTABLE' } },
    { apply: [update(orders, { indicator: orders })], error: { code: 'INDICATOR_IMMUTABLE' } },
  ),
  inWorld(
    'at most one API resource is the default',
    does(
      update(reports, { isDefault: true }),
      changed(resource(orders, { name: 'Orders', isDefault: true }), resource(orders, { name: 'Orders' })),
      changed(resource(reports), resource(reports, { isDefault: true })),
    ),
    does(update(reports, { isDefault: true })),
    does(
      create('urn:new', { isDefault: true }),
      changed(resource(reports, { isDefault: true }), resource(reports)),
      added(resource('urn:new', { isDefault: true })),
    ),
    does(
      update('urn:new', { isDefault: false }),
      changed(resource('urn:new', { isDefault: true }), resource('urn:new')),
    ),
    does(update('urn:new', { isDefault: false })),
    does(
      update(orders, { isDefault: true, name: 'All orders' }),
      changed(
        resource(orders, { name: 'Orders' }),
        resource(orders, { name: 'All orders', isDefault: true }),
      ),
    ),
  ),
  inWorld(
    'an API resource has a name and a description, or none',
    does(
      update(orders, { name: null, description: 'What was ordered' }),
      changed(
        resource(orders, { name: 'Orders', isDefault: true }),
        resource(orders, { description: 'What was ordered', isDefault: true }),
      ),
    ),
    does(
      update(orders, { description: null, name: 'é'.repeat(256) }),
      changed(
        resource(orders, { description: 'What was ordered', isDefault: true }),
        resource(orders, { name: 'é'.repeat(256), isDefault: true }),
      ),
    ),
    does(update(orders, {})),
    eachFails(
      'NAME_INVALID',
      update(orders, { name: '' }),
      update(orders, { name: 'é'.repeat(257) }),
      update(orders, { description: 'é'.repeat(257) }),
      create('urn:new', { description: 'é'.repeat(2_560) }),
      create('urn:new', { name: '' }),
    ),
  ),
  inWorld(
    'there is no such API resource',
    eachFails(
      'RESOURCE_UNKNOWN',
      update('urn:none', { name: 'None' }),
      op('deleteResource', { indicator: 'urn:none' }),
      op('deleteResource', { indicator: `${orders}/` }),
      createPermission('a', 'urn:none'),
      updatePermission('a', { name: 'b' }, 'urn:none'),
      op('deletePermission', { name: 'a', resource: 'urn:none' }),
      grant(inTemplate('admin'), 'read:orders', 'urn:none'),
      grant(everywhere('support'), 'read:orders', 'urn:none'),
    ),
  ),
]

const permissions = [
  inWorld(
    'a permission is created',
    does(
      createPermission('export:data', undefined, { description: 'Takes it all along' }),
      added(permission('export:data', undefined, 'Takes it all along')),
    ),
    does(createPermission('export:data', orders), added(permission('export:data', orders))),
    does(createPermission('读取:数据'), added(permission('读取:数据'))),
    { counts: { permissions: 13 } },
    can(of(ann, 'acme'), 'invite:users', 'remove:users', 'read:data', 'write:data'),
  ),
  inWorld(
    'a permission has no white space',
    eachFails(
      'NAME_INVALID',
      ...spaced.flatMap(name => [createPermission(name), createPermission(name, orders)]),
    ),
    eachFails(
      'NAME_INVALID',
      ...spaced.flatMap(name => [
        updatePermission('read:data', { name }),
        updatePermission('read:data', { name }, orders),
      ]),
    ),
  ),
  inWorld(
    'a permission name has a length',
    eachFails(
      'NAME_INVALID',
      createPermission(''),
      createPermission('', orders),
      createPermission('é'.repeat(129)),
      createPermission('é'.repeat(1_280)),
      createPermission('é'.repeat(257), orders),
      updatePermission('read:data', { name: '' }),
      updatePermission('read:data', { name: 'é'.repeat(129) }),
      updatePermission('read:data', { name: 'é'.repeat(257) }, orders),
      createPermission('a', undefined, { description: 'é'.repeat(257) }),
      updatePermission('read:data', { description: 'é'.repeat(257) }),
    ),
    does(createPermission('é'.repeat(128)), added(permission('é'.repeat(128)))),
    does(createPermission('é'.repeat(256), orders), added(permission('é'.repeat(256), orders))),
    does(
      createPermission('a', undefined, { description: 'é'.repeat(256) }),
      added(permission('a', undefined, 'é'.repeat(256))),
    ),
  ),
  inWorld(
    'a permission is unique where it is, letter by letter',
    eachFails(
      'NAME_TAKEN',
      createPermission('read:data'),
      createPermission('read:data', orders),
      updatePermission('read:data', { name: 'write:data' }),
      updatePermission('read:data', { name: 'write:orders' }, orders),
    ),
    does(createPermission('Read:data'), added(permission('Read:data'))),
    does(createPermission('read:data', reports), added(permission('read:data', reports))),
    does(createPermission('é'), added(permission('é'))),
    does(createPermission('e\u0301'), added(permission('e\u0301'))),
  ),
  inWorld(
    'a permission that is renamed stays in its roles',
    does(
      updatePermission('read:data', { name: 'see:data', description: 'Look' }),
      changed(permission('read:data'), permission('see:data', undefined, 'Look')),
    ),
    can(of(ann, 'acme'), 'invite:users', 'remove:users', 'see:data', 'write:data'),
    can(of({ application: 'ci' }, 'acme', orders), 'read:data'),
    as(
      'of orders',
      does(
        updatePermission('read:data', { name: 'see:data' }, orders),
        changed(permission('read:data', orders), permission('see:data', orders)),
      ),
    ),
    can(of({ application: 'ci' }, 'acme', orders), 'see:data'),
    does(
      updatePermission('see:data', { description: null }),
      changed(permission('see:data', undefined, 'Look'), permission('see:data')),
    ),
    does(updatePermission('see:data', { name: 'see:data', description: null })),
    does(updatePermission('see:data', {})),
    { undo: 'of orders' },
    can(of({ application: 'ci' }, 'acme', orders), 'read:data'),
    can(of({ application: 'ci' }, 'acme'), 'see:data'),
  ),
  inWorld(
    'two permissions change their names by way of a third',
    as(
      'exchange',
      does(
        [
          updatePermission('read:data', { name: 'x' }),
          updatePermission('write:data', { name: 'read:data' }),
          updatePermission('x', { name: 'write:data' }),
        ],
        changed(permission('read:data'), permission('x')),
        changed(permission('write:data'), permission('read:data')),
        changed(permission('x'), permission('write:data')),
      ),
    ),
    can(of({ user: 'ben' }, 'acme'), 'write:data'),
    { undo: 'exchange' },
    can(of({ user: 'ben' }, 'acme'), 'read:data'),
  ),
  inWorld(
    'there is no such permission',
    eachFails(
      'PERMISSION_UNKNOWN',
      updatePermission('read:orders', { name: 'x' }),
      updatePermission('invite:users', { name: 'x' }, orders),
      op('deletePermission', { name: 'Read:data' }),
      op('deletePermission', { name: 'view:reports', resource: orders }),
      grant(inTemplate('admin'), 'read:orders'),
      grant(inTemplate('admin'), 'invite:users', orders),
      grant(everywhere('support'), 'invite:users', orders),
      op('revokePermission', { organizationRole: 'admin', permission: 'nope' }),
    ),
    cannot(of(ann, 'acme', 'urn:none'), 'RESOURCE_UNKNOWN'),
  ),
  inWorld(
    'permissions of a management API are for roles of applications',
    does(
      op('createOrganizationRole', { name: 'machine', type: 'MachineToMachine' }),
      added({
        fact: 'organizationRole',
        name: 'machine',
        type: 'MachineToMachine',
      }),
    ),
    fails(grant(inTemplate('admin'), 'all', management), 'MANAGEMENT_PERMISSION'),
    fails(grant(everywhere('support'), 'all', management), 'MANAGEMENT_PERMISSION'),
    does(grant(everywhere('worker'), 'all', management)),
    does(
      grant(inTemplate('machine'), 'all', management),
      added(holds(inTemplate('machine'), 'all', management)),
    ),
    does(op('revokePermission', { organizationRole: 'admin', resource: management, permission: 'all' })),
  ),
]

export const cases = [...resources, ...permissions]
