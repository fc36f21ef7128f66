// What is different between two policies: global roles.
import {
  added,
  ann,
  assigned,
  ben,
  changed,
  everywhere,
  globalRole,
  holds,
  organizationRole,
  removed,
} from '../policy/build.mjs'
import {
  api,
  differ,
  known,
  narrows,
  orders,
  permissionFact,
  policy,
  role,
  template,
  widens,
  within,
} from './build.mjs'

const bot = { type: 'MachineToMachine' }
const support = everywhere('support')
const shop = (more = {}) => template([], [], { resources: [api(orders, ['read', 'write'])], ...more })
const holding = (...names) => ({ resources: { [orders]: names } })
const withRoles = (globalRoles, more = {}) => policy(shop(), { globalRoles, ...more })

const roles = [
  differ(
    'global roles in another order, and organizations that are not compared',
    withRoles([{ name: 'support', ...holding('read', 'write') }, { name: 'idle' }], { users: ['ann'] }),
    withRoles(
      [
        { name: 'idle', type: 'User' },
        { name: 'support', isDefault: false, ...holding('write', 'read') },
      ],
      {
        organizations: [{ id: 'acme', name: 'Acme' }],
      },
    ),
  ),
  differ(
    'global roles come and go',
    withRoles([{ name: 'support', ...holding('read') }, { name: 'idle' }]),
    withRoles([
      { name: 'worker', ...bot, ...holding('write') },
      { name: 'everybody', isDefault: true },
    ]),
    narrows(removed(holds(support, 'read', orders))),
    removed(globalRole('idle')),
    removed(globalRole('support')),
    added(globalRole('everybody', { isDefault: true })),
    added(globalRole('worker', bot)),
    widens(added(holds(everywhere('worker'), 'write', orders))),
  ),
  differ(
    'a global role that goes takes its assignments away',
    withRoles([{ name: 'support', ...holding('read') }, { name: 'idle' }], {
      users: [
        { id: 'ann', roles: ['support'] },
        { id: 'ben', roles: ['idle'] },
      ],
    }),
    withRoles([]),
    removed(assigned('idle', ben)),
    narrows(removed(assigned('support', ann))),
    narrows(removed(holds(support, 'read', orders))),
    removed(globalRole('idle')),
    removed(globalRole('support')),
  ),
  differ(
    'what a global role holds',
    withRoles([{ name: 'support', ...holding('read') }]),
    withRoles([{ name: 'support', ...holding('write') }]),
    narrows(removed(holds(support, 'read', orders))),
    widens(added(holds(support, 'write', orders))),
  ),
  differ(
    'a global role has its id and another name, a description and is the default',
    withRoles([{ name: 'support', id: '1', ...holding('read') }], {
      users: [{ id: 'ann', roles: ['support'] }],
    }),
    withRoles([{ name: 'help', id: '1', description: 'Helps', isDefault: true, ...holding('read') }]),
    changed(
      globalRole('support', { id: '1' }),
      globalRole('help', { id: '1', description: 'Helps', isDefault: true }),
    ),
  ),
  differ(
    'a global role of another type is another role',
    withRoles([{ name: 'support', ...holding('read') }], { users: [{ id: 'ann', roles: ['support'] }] }),
    withRoles([{ name: 'support', ...bot, ...holding('read') }]),
    narrows(removed(assigned('support', ann))),
    narrows(removed(holds(support, 'read', orders))),
    removed(globalRole('support')),
    added(globalRole('support', bot)),
    widens(added(holds(support, 'read', orders))),
  ),
  differ(
    'two global roles exchange their names',
    withRoles([
      { name: 'a', id: '1' },
      { name: 'b', id: '2' },
    ]),
    withRoles([
      { name: 'b', id: '1' },
      { name: 'a', id: '2' },
    ]),
    changed(globalRole('a', { id: '1' }), globalRole('orgate-renaming-1', { id: '1' })),
    changed(globalRole('b', { id: '2' }), globalRole('a', { id: '2' })),
    changed(globalRole('orgate-renaming-1', { id: '1' }), globalRole('b', { id: '1' })),
  ),
  differ(
    'an organization role and a global role of one name are two roles',
    policy(template([], [role('support', [], { id: '1' })])),
    policy(template([]), { globalRoles: [{ name: 'support', id: '1' }] }),
    removed(organizationRole('support', { id: '1' })),
    added(globalRole('support', { id: '1' })),
  ),
  differ(
    'a permission that a global role holds has another name, and the role loses it',
    policy(template([], [], { resources: [api(orders, [known('read', '1')])] }), {
      globalRoles: [{ name: 'support', ...holding('read') }],
    }),
    policy(template([], [], { resources: [api(orders, [known('read:orders', '1')])] }), {
      globalRoles: [{ name: 'support' }],
    }),
    narrows(removed(holds(support, 'read', orders))),
    changed(
      permissionFact('read', { resource: orders, id: '1' }),
      permissionFact('read:orders', { resource: orders, id: '1' }),
    ),
  ),
]

export const cases = roles.map(one => within('roles', one))
