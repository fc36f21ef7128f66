// What is different between two templates: API resources. An indicator is for ever, and so is whether it is a
// management API; and what an import holds that no token can carry changes nothing for anybody.
import {
  added,
  changed,
  everywhere,
  globalRole,
  holds,
  inTemplate,
  permission,
  removed,
  resource,
} from '../policy/build.mjs'
import {
  api,
  both,
  differ,
  known,
  machine,
  management,
  narrows,
  orders,
  permissionFact,
  policy,
  reports,
  role,
  template,
  templateFact,
  widens,
  within,
} from './build.mjs'

const admin = inTemplate('admin')
const bot = inTemplate('bot')
const of = (...resources) => template([], [], { resources })

const comeAndGo = [
  differ(
    'an API resource comes with all that roles hold of it',
    template(['read'], [role('admin', ['read'])]),
    template(['read'], [role('admin', ['read'], { resources: { [orders]: ['read'] } })], {
      resources: [
        api(orders, ['read', { name: 'write', description: 'Writes' }], { id: '1', name: 'Orders' }),
      ],
    }),
    added(resource(orders, { id: '1', name: 'Orders' })),
    added(permission('read', orders)),
    added(permission('write', orders, 'Writes')),
    widens(added(holds(admin, 'read', orders))),
  ),
  differ(
    'an API resource goes with all that roles hold of it, global roles too',
    policy(
      template(['read'], [role('admin', ['read'], { resources: { [orders]: ['read'] } })], {
        resources: [api(orders, ['read', 'write'], { isDefault: true }), api(reports, ['view'])],
      }),
      {
        globalRoles: [
          { name: 'support', resources: { [orders]: ['read', 'write'], [reports]: ['view'] } },
          { name: 'worker', type: 'MachineToMachine', resources: { [orders]: ['write'] } },
        ],
      },
    ),
    template(['read'], [role('admin', ['read'])], { resources: [api(reports, ['view'])] }),
    narrows(removed(holds(admin, 'read', orders))),
    narrows(removed(holds(everywhere('support'), 'read', orders))),
    narrows(removed(holds(everywhere('support'), 'write', orders))),
    narrows(removed(holds(everywhere('worker'), 'write', orders))),
    removed(permission('read', orders)),
    removed(permission('write', orders)),
    removed(resource(orders, { isDefault: true })),
  ),
  differ(
    'a permission of an API resource goes, and global roles held it',
    policy(of(api(orders, ['read', 'write'])), {
      globalRoles: [{ name: 'support', resources: { [orders]: ['read', 'write'] } }],
    }),
    of(api(orders, ['read'])),
    narrows(removed(holds(everywhere('support'), 'write', orders))),
    removed(permission('write', orders)),
  ),
  differ(
    'a permission that only a global role holds has another name',
    policy(of(api(orders, [known('read', '1')])), {
      globalRoles: [{ name: 'support', resources: { [orders]: ['read'] } }],
    }),
    of(api(orders, [known('read:orders', '1')])),
    both(
      changed(
        permissionFact('read', { resource: orders, id: '1' }),
        permissionFact('read:orders', { resource: orders, id: '1' }),
      ),
    ),
  ),
  differ(
    'global roles of the other are no part of its template',
    of(api(orders, ['read'])),
    policy(of(api(orders, ['read'])), {
      globalRoles: [{ name: 'support', resources: { [orders]: ['read'] } }],
      users: [{ id: 'ann', roles: ['support'] }],
      organizations: [{ id: 'acme', name: 'Acme' }],
    }),
  ),
  differ(
    'an id goes from one API resource to another, which takes it after the other let go of it',
    of(api('urn:a', []), api('urn:b', [], { id: '2' })),
    of(api('urn:a', [], { id: '2' }), api('urn:b', [])),
    changed(resource('urn:b', { id: '2' }), resource('urn:b')),
    changed(resource('urn:a'), resource('urn:a', { id: '2' })),
  ),
  differ(
    'API resources exchange their ids',
    of(api('urn:a', [], { id: '1' }), api('urn:b', [], { id: '2' })),
    of(api('urn:a', [], { id: '2' }), api('urn:b', [], { id: '1' })),
    changed(resource('urn:a', { id: '1' }), resource('urn:a')),
    changed(resource('urn:b', { id: '2' }), resource('urn:b')),
    changed(resource('urn:a'), resource('urn:a', { id: '2' })),
    changed(resource('urn:b'), resource('urn:b', { id: '1' })),
  ),
  differ(
    'an id goes from a permission of one API resource to one of another',
    of(api('urn:a', ['x']), api('urn:b', [known('y', '1')])),
    of(api('urn:a', [known('x', '1')]), api('urn:b', ['y'])),
    changed(permissionFact('y', { resource: 'urn:b', id: '1' }), permissionFact('y', { resource: 'urn:b' })),
    changed(permissionFact('x', { resource: 'urn:a' }), permissionFact('x', { resource: 'urn:a', id: '1' })),
  ),
  differ(
    'another indicator is another API resource, whatever its id',
    template([], [role('admin', [], { resources: { 'urn:a': ['read'] } })], {
      resources: [api('urn:a', [known('read', '2')], { id: '1' })],
    }),
    template([], [role('admin', [], { resources: { 'urn:b': ['read'] } })], {
      resources: [api('urn:b', [known('read', '2')], { id: '1' })],
    }),
    narrows(removed(holds(admin, 'read', 'urn:a'))),
    removed(permissionFact('read', { resource: 'urn:a', id: '2' })),
    removed(resource('urn:a', { id: '1' })),
    added(resource('urn:b', { id: '1' })),
    added(permissionFact('read', { resource: 'urn:b', id: '2' })),
    widens(added(holds(admin, 'read', 'urn:b'))),
  ),
]

const described = [
  differ(
    'names and descriptions of API resources',
    of(api('urn:a', [], { name: 'A' }), api('urn:b', [], { description: 'b' }), api('urn:c', [])),
    of(
      api('urn:a', [], { name: 'An API' }),
      api('urn:b', []),
      api('urn:c', [], { id: '3', name: 'C', description: 'c' }),
    ),
    changed(resource('urn:a', { name: 'A' }), resource('urn:a', { name: 'An API' })),
    changed(resource('urn:b', { description: 'b' }), resource('urn:b')),
    changed(resource('urn:c'), resource('urn:c', { id: '3', name: 'C', description: 'c' })),
  ),
  differ(
    'the default moves on: the old one makes room first',
    of(api('urn:a', [], { isDefault: true }), api('urn:b', []), api('urn:c', [])),
    of(api('urn:a', []), api('urn:b', [], { isDefault: true }), api('urn:c', [])),
    changed(resource('urn:a', { isDefault: true }), resource('urn:a')),
    changed(resource('urn:b'), resource('urn:b', { isDefault: true })),
  ),
  differ(
    'the default moves back: the old one makes room first',
    of(api('urn:a', []), api('urn:b', [], { isDefault: true }), api('urn:c', [], { name: 'C' })),
    of(api('urn:a', [], { isDefault: true }), api('urn:b', []), api('urn:c', [])),
    changed(resource('urn:b', { isDefault: true }), resource('urn:b')),
    changed(resource('urn:c', { name: 'C' }), resource('urn:c')),
    changed(resource('urn:a'), resource('urn:a', { isDefault: true })),
  ),
  differ(
    'the default goes, and another one is it',
    of(api('urn:a', []), api('urn:b', [], { isDefault: true })),
    of(api('urn:a', [], { isDefault: true })),
    removed(resource('urn:b', { isDefault: true })),
    changed(resource('urn:a'), resource('urn:a', { isDefault: true })),
  ),
  differ(
    'a new one is the default',
    of(api('urn:b', [], { isDefault: true })),
    of(api('urn:a', [], { isDefault: true }), api('urn:b', [])),
    changed(resource('urn:b', { isDefault: true }), resource('urn:b')),
    added(resource('urn:a', { isDefault: true })),
  ),
  differ(
    'a management API is another API resource',
    policy(
      template(
        [],
        [
          role('admin', [], { resources: { 'urn:a': ['all'] } }),
          machine('bot', [], { resources: { 'urn:a': ['all'] } }),
        ],
        {
          resources: [api('urn:a', ['all'])],
        },
      ),
      { globalRoles: [{ name: 'worker', type: 'MachineToMachine', resources: { 'urn:a': ['all'] } }] },
    ),
    template([], [role('admin'), machine('bot', [], { resources: { 'urn:a': ['all'] } })], {
      resources: [api('urn:a', ['all'], { managementApi: true })],
    }),
    narrows(removed(holds(admin, 'all', 'urn:a'))),
    narrows(removed(holds(bot, 'all', 'urn:a'))),
    narrows(removed(holds(everywhere('worker'), 'all', 'urn:a'))),
    removed(permission('all', 'urn:a')),
    removed(resource('urn:a')),
    added(resource('urn:a', { managementApi: true })),
    added(permission('all', 'urn:a')),
    widens(added(holds(bot, 'all', 'urn:a'))),
  ),
]

const imported = (permissions, roles, more) => ({ ...template(permissions, roles, more), imported: true })

const odd = [
  differ(
    'a permission with white space, which no token can carry, comes and goes',
    imported(['read', 'two words'], [role('admin', ['read', 'two words'])]),
    imported(['read', 'three\u00a0other words'], [role('admin', ['read', 'three\u00a0other words'])]),
    removed(holds(admin, 'two words')),
    removed(permission('two words')),
    added(permission('three\u00a0other words')),
    added(holds(admin, 'three\u00a0other words')),
  ),
  differ(
    'a permission gets a name that a token can carry',
    imported([known('two words', '1')], [role('admin', ['two words'])]),
    template([known('two:words', '1')], [role('admin', ['two:words'])]),
    widens(changed(permissionFact('two words', { id: '1' }), permissionFact('two:words', { id: '1' }))),
  ),
  differ(
    'a permission gets a name that no token can carry',
    template([known('two:words', '1')], [role('admin', ['two:words'])]),
    imported([known('two words', '1')], [role('admin', ['two words'])]),
    narrows(changed(permissionFact('two:words', { id: '1' }), permissionFact('two words', { id: '1' }))),
  ),
  differ(
    'an API resource that is no URI grants nothing',
    imported([], [role('admin', [], { resources: { 'my api': ['read'] } })], {
      resources: [api('my api', ['read', 'write'])],
    }),
    imported([], [role('admin', [], { resources: { 'my api': ['write'] } })], {
      resources: [api('my api', ['write'])],
    }),
    removed(holds(admin, 'read', 'my api')),
    removed(permission('read', 'my api')),
    added(holds(admin, 'write', 'my api')),
  ),
  differ(
    'a role for users gets nothing of a management API',
    imported(
      [],
      [
        role('admin', [], { resources: { [management]: ['all'] } }),
        machine('bot', [], { resources: { [management]: ['all'] } }),
      ],
      { resources: [api(management, ['all'], { managementApi: true })] },
    ),
    template([], [role('admin'), machine('bot')], {
      resources: [api(management, ['all'], { managementApi: true })],
    }),
    removed(holds(admin, 'all', management)),
    narrows(removed(holds(bot, 'all', management))),
  ),
]

const off = (...rules) => rules.map(rule => ({ rule, reason: 'known' }))

const said = [
  differ(
    'the version alone',
    template(['read'], [], { version: '1' }),
    template(['read'], [], { version: '2' }),
    changed(templateFact({ version: '1' }), templateFact({ version: '2' })),
  ),
  differ(
    'what is switched off of lint alone',
    template(['read'], [], { lintOff: off('equal-roles') }),
    template(['read'], [], { lintOff: off('wildcard-name', 'equal-roles') }),
    changed(
      templateFact({ lintOff: off('equal-roles') }),
      templateFact({ lintOff: off('equal-roles', 'wildcard-name') }),
    ),
  ),
  differ(
    'a version and a reason come, at the end of all changes',
    template(['read']),
    template(['read', 'write'], [role('admin', ['write'])], { version: '1', lintOff: off('equal-roles') }),
    added(permission('write')),
    added({ fact: 'organizationRole', name: 'admin', type: 'User' }),
    widens(added(holds(admin, 'write'))),
    changed(templateFact(), templateFact({ version: '1', lintOff: off('equal-roles') })),
  ),
]

/** Exports, as the templates that they become. */
const exported = [
  differ(
    'an export and what it becomes',
    {
      '/organization-scopes': [{ id: '1', name: 'read', description: null }],
      '/organization-roles': [
        { id: '2', name: 'admin', description: null, type: 'User', scopes: [{ id: '1', name: 'read' }] },
      ],
      '/resources': [{ id: '3', name: 'Orders', indicator: orders, isDefault: false, scopes: [] }],
    },
    template([known('read', '1')], [role('admin', ['read'], { id: '2' })], {
      resources: [api(orders, [], { id: '3', name: 'Orders' })],
    }),
  ),
  within(
    'roles',
    differ(
      'two exports between which a permission was renamed',
      {
        '/organization-scopes': [{ id: '1', name: 'read', description: null }],
        '/organization-roles': [
          { id: '2', name: 'admin', type: 'User', scopes: [{ id: '1', name: 'read' }] },
        ],
        '/roles': [{ id: '4', name: 'support', type: 'User', description: 'Helps', scopes: [] }],
      },
      {
        '/organization-scopes': [{ id: '1', name: 'read:data', description: 'Reads' }],
        '/organization-roles': [
          { id: '2', name: 'admin', type: 'User', scopes: [{ id: '1', name: 'read:data' }] },
        ],
        '/roles': [{ id: '4', name: 'help', type: 'User', description: 'Helps', scopes: [] }],
      },
      both(
        changed(
          permissionFact('read', { id: '1' }),
          permissionFact('read:data', { id: '1', description: 'Reads' }),
        ),
      ),
      changed(
        globalRole('support', { id: '4', description: 'Helps' }),
        globalRole('help', { id: '4', description: 'Helps' }),
      ),
    ),
  ),
]

export const cases = [...comeAndGo, ...described, ...odd, ...said, ...exported]
