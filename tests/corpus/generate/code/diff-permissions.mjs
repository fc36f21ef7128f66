// What is different between two templates: permissions, and who holds them.
import { added, changed, holds, inTemplate, permission, removed, resource } from '../policy/build.mjs'
import {
  api,
  both,
  differ,
  known,
  narrows,
  orders,
  permissionFact,
  reports,
  role,
  template,
  widens,
} from './build.mjs'

const admin = inTemplate('admin')
const viewer = inTemplate('viewer')
/** The first name that nothing has, on the way of names that are exchanged. */
const aside = 'orgate-renaming-1'
const named = (name, id, more = {}) => permissionFact(name, { id, ...more })

const nothing = [
  differ(
    'a template and itself',
    template(['read'], [role('admin', ['read'])], { version: '1' }),
    template(['read'], [role('admin', ['read'])], { version: '1' }),
  ),
  differ('nothing and nothing', template([]), template([])),
  differ(
    'order and form alone',
    template(
      ['read', 'write', { name: 'pay', description: 'Pays' }],
      [role('viewer', ['read']), role('admin', ['write', 'read'], { resources: { [orders]: ['b', 'a'] } })],
      {
        lintOff: [
          { rule: 'wildcard-name', reason: 'why' },
          { rule: 'equal-roles', name: 'b', reason: 'why' },
          { rule: 'equal-roles', name: 'a', reason: 'why' },
        ],
        resources: [api(reports, []), api(orders, ['b', 'a'], { isDefault: false })],
      },
    ),
    {
      $schema: 'https://orgate.dev/template.schema.json',
      v: 1,
      version: null,
      lintOff: [
        { reason: 'why', name: 'a', rule: 'equal-roles' },
        { reason: 'why', name: 'b', rule: 'equal-roles' },
        { reason: 'why', rule: 'wildcard-name' },
      ],
      roles: [
        {
          name: 'admin',
          type: 'User',
          description: null,
          permissions: ['read', 'write'],
          resources: { [orders]: ['a', 'b'], [reports]: [] },
        },
        { name: 'viewer', id: null, resources: {}, permissions: ['read'] },
      ],
      resources: [
        { indicator: orders, name: null, managementApi: false, permissions: [{ name: 'a' }, 'b'] },
        { indicator: reports, permissions: [] },
      ],
      permissions: [{ name: 'write' }, { description: 'Pays', name: 'pay' }, { name: 'read', id: null }],
    },
  ),
]

const comeAndGo = [
  differ(
    'a permission that nobody holds',
    template(['read']),
    template(['read', 'write']),
    added(permission('write')),
  ),
  differ(
    'a permission that nobody held',
    template(['read', 'write']),
    template(['read']),
    removed(permission('write')),
  ),
  differ(
    'a permission that roles hold from the start',
    template(['read'], [role('admin', ['read']), role('viewer', ['read'])]),
    template(['read', 'write'], [role('admin', ['read', 'write']), role('viewer', ['read'])]),
    added(permission('write')),
    widens(added(holds(admin, 'write'))),
  ),
  differ(
    'a permission that roles held to the end',
    template(['read', 'write'], [role('viewer', ['read', 'write']), role('admin', ['write', 'read'])]),
    template(['read'], [role('admin', ['read']), role('viewer', ['read'])]),
    narrows(removed(holds(admin, 'write'))),
    narrows(removed(holds(viewer, 'write'))),
    removed(permission('write')),
  ),
  differ(
    'the matrix alone',
    template(['a', 'b', 'c'], [role('admin', ['a', 'b']), role('viewer', ['b'])]),
    template(['a', 'b', 'c'], [role('admin', ['b', 'c']), role('viewer', [])]),
    narrows(removed(holds(admin, 'a'))),
    narrows(removed(holds(viewer, 'b'))),
    widens(added(holds(admin, 'c'))),
  ),
  differ(
    'another name is another permission',
    template(['read'], [role('admin', ['read'])]),
    template(['Read'], [role('admin', ['Read'])]),
    narrows(removed(holds(admin, 'read'))),
    removed(permission('read')),
    added(permission('Read')),
    widens(added(holds(admin, 'Read'))),
  ),
  differ(
    'a name of the organization and one of an API resource are two permissions',
    template(['read'], [role('admin', ['read'])], { resources: [api(orders, [])] }),
    template([], [role('admin', [], { resources: { [orders]: ['read'] } })], {
      resources: [api(orders, ['read'])],
    }),
    narrows(removed(holds(admin, 'read'))),
    removed(permission('read')),
    added(permission('read', orders)),
    widens(added(holds(admin, 'read', orders))),
  ),
  differ(
    'descriptions alone',
    template(['read', { name: 'pay', description: 'Pays' }, { name: 'write', description: 'Writes' }]),
    template([{ name: 'read', description: 'Reads' }, 'pay', { name: 'write', description: '' }]),
    changed(permission('pay', undefined, 'Pays'), permission('pay')),
    changed(permission('read'), permission('read', undefined, 'Reads')),
    changed(permission('write', undefined, 'Writes'), permission('write', undefined, '')),
  ),
]

const renamed = [
  differ(
    'a permission that roles hold has its id and another name',
    template([known('invite', '1'), 'read'], [role('admin', ['invite', 'read']), role('viewer', ['read'])]),
    template(
      [known('invite:users', '1'), 'read'],
      [role('admin', ['invite:users', 'read']), role('viewer', ['read'])],
    ),
    both(changed(named('invite', '1'), named('invite:users', '1'))),
  ),
  differ(
    'a permission that nobody holds has another name',
    template([known('invite', '1')]),
    template([known('invite:users', '1', { description: 'Invites' })]),
    changed(named('invite', '1'), named('invite:users', '1', { description: 'Invites' })),
  ),
  differ(
    'a permission of another name, which its only holder loses',
    template([known('invite', '1')], [role('admin', ['invite'])]),
    template([known('invite:users', '1')], [role('admin', [])]),
    narrows(removed(holds(admin, 'invite'))),
    changed(named('invite', '1'), named('invite:users', '1')),
  ),
  differ(
    'a permission of another name, which somebody else gets',
    template([known('invite', '1')], [role('admin', []), role('viewer', ['invite'])]),
    template([known('invite:users', '1')], [role('admin', ['invite:users']), role('viewer', [])]),
    narrows(removed(holds(viewer, 'invite'))),
    changed(named('invite', '1'), named('invite:users', '1')),
    widens(added(holds(admin, 'invite:users'))),
  ),
  differ(
    'a permission of an API resource has another name',
    template([], [role('admin', [], { resources: { [orders]: ['read'] } })], {
      resources: [api(orders, [known('read', '1')])],
    }),
    template([], [role('admin', [], { resources: { [orders]: ['read:orders'] } })], {
      resources: [api(orders, [known('read:orders', '1')])],
    }),
    both(changed(named('read', '1', { resource: orders }), named('read:orders', '1', { resource: orders }))),
  ),
  differ(
    'an id of the organization is none of an API resource',
    template([known('read', '1')], [], { resources: [api(orders, [])] }),
    template([], [], { resources: [api(orders, [known('write', '1')])] }),
    removed(named('read', '1')),
    added(named('write', '1', { resource: orders })),
  ),
  differ(
    'an id goes to another API resource',
    template([], [], { resources: [api(orders, []), api(reports, [known('read', '1')])] }),
    template([], [], { resources: [api(orders, [known('read', '1')]), api(reports, [])] }),
    removed(named('read', '1', { resource: reports })),
    added(named('read', '1', { resource: orders })),
  ),
  differ(
    'a chain of names: each is free when it is given',
    template([known('a', '1'), known('b', '2')], [role('admin', ['a', 'b'])]),
    template([known('b', '1'), known('c', '2')], [role('admin', ['b', 'c'])]),
    both(changed(named('b', '2'), named('c', '2'))),
    both(changed(named('a', '1'), named('b', '1'))),
  ),
  differ(
    'a name of one that is gone',
    template([known('a', '1'), known('b', '2')], [role('admin', ['a', 'b'])]),
    template([known('b', '1')], [role('admin', ['b'])]),
    narrows(removed(holds(admin, 'b'))),
    removed(named('b', '2')),
    both(changed(named('a', '1'), named('b', '1'))),
  ),
  differ(
    'a new one has the old name',
    template([known('a', '1')], [role('admin', ['a'])]),
    template([known('b', '1'), known('a', '2')], [role('admin', ['b'])]),
    both(changed(named('a', '1'), named('b', '1'))),
    added(named('a', '2')),
  ),
  differ(
    'an id goes before a name',
    template([known('a', '1'), 'b'], [role('admin', ['a', 'b'])]),
    template(['a', known('b', '1')], [role('admin', ['a', 'b'])]),
    narrows(removed(holds(admin, 'b'))),
    removed(permission('b')),
    both(changed(named('a', '1'), named('b', '1'))),
    added(permission('a')),
    widens(added(holds(admin, 'a'))),
  ),
]

const exchanged = [
  differ(
    'two permissions exchange their names',
    template([known('a', '1'), known('b', '2')], [role('admin', ['a', 'b']), role('viewer', ['a'])]),
    template([known('b', '1'), known('a', '2')], [role('admin', ['a', 'b']), role('viewer', ['b'])]),
    narrows(changed(named('a', '1'), named(aside, '1'))),
    both(changed(named('b', '2'), named('a', '2'))),
    widens(changed(named(aside, '1'), named('b', '1'))),
  ),
  differ(
    'two permissions exchange their ids, and roles hold the names that they held',
    template([known('a', '1'), known('b', '2')], [role('admin', ['a'])]),
    template([known('a', '2'), known('b', '1')], [role('admin', ['a'])]),
    narrows(removed(holds(admin, 'a'))),
    changed(named('a', '1'), named(aside, '1')),
    changed(named('b', '2'), named('a', '2')),
    changed(named(aside, '1'), named('b', '1')),
    widens(added(holds(admin, 'a'))),
  ),
  differ(
    'three permissions exchange their names',
    template([known('a', '1'), known('b', '2'), known('c', '3')]),
    template([known('b', '1'), known('c', '2'), known('a', '3', { description: 'Was c' })]),
    changed(named('a', '1'), named(aside, '1')),
    changed(named('c', '3'), named('a', '3', { description: 'Was c' })),
    changed(named('b', '2'), named('c', '2')),
    changed(named(aside, '1'), named('b', '1')),
  ),
  differ(
    'names are exchanged through one that nothing has, here or there',
    template([known('a', '1'), known('b', '2'), known(aside, '3')]),
    template([known('b', '1'), known('a', '2'), known('orgate-renaming-2', '3')]),
    changed(named('a', '1'), named('orgate-renaming-3', '1')),
    changed(named('b', '2'), named('a', '2')),
    changed(named('orgate-renaming-3', '1'), named('b', '1')),
    changed(named(aside, '3'), named('orgate-renaming-2', '3')),
  ),
]

/** Of one tenant and another: by name, since no id is in both. */
const tenants = [
  differ(
    'other ids and the same names',
    template([known('read', 's1'), 'write'], [role('admin', ['read', 'write'], { id: 's2' })], {
      resources: [api(orders, [known('pay', 's4')], { id: 's3' })],
    }),
    template([known('read', 'p1'), known('write', 'p5')], [role('admin', ['read', 'write'], { id: 'p2' })], {
      resources: [api(orders, [known('pay', 'p4')], { id: 'p3' })],
    }),
    changed(resource(orders, { id: 's3' }), resource(orders, { id: 'p3' })),
    changed(named('read', 's1'), named('read', 'p1')),
    changed(permission('write'), named('write', 'p5')),
    changed(named('pay', 's4', { resource: orders }), named('pay', 'p4', { resource: orders })),
    changed(
      { fact: 'organizationRole', name: 'admin', type: 'User', id: 's2' },
      { fact: 'organizationRole', name: 'admin', type: 'User', id: 'p2' },
    ),
  ),
  differ(
    'ids that look like names of others',
    template([known('a', 'b'), 'b']),
    template(['a', known('b', 'a')]),
    changed(named('a', 'b'), permission('a')),
    changed(permission('b'), named('b', 'a')),
  ),
]

export const cases = [...nothing, ...comeAndGo, ...renamed, ...exchanged, ...tenants]
