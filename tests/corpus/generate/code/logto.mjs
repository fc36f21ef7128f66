// Policies as bodies of Logto's Management API: what stands in them, and what is read of them.
import { createHash } from 'node:crypto'
import { api, known, machine, management, orders, policy, reports, role, template } from './build.mjs'

/**
 * The id that is made of a name: 14 digits of base 36, from SHA-256 over the texts, each after its length in bytes as a
 * 64-bit number. What `within` is unique in is the indicator of the API resource.
 */
function made(kind, name, within = '') {
  const hash = createHash('sha256')
  for (const text of ['orgate id 1', kind, within, name]) {
    const length = Buffer.alloc(8)
    length.writeBigUInt64BE(BigInt(Buffer.byteLength(text)))
    hash.update(length).update(text)
  }
  const digits = [...hash.digest().subarray(0, 14)].map(byte => (byte % 36).toString(36))
  return `orgate-${digits.join('')}`
}
const p = name => made('permission', name)
const of = (indicator, name) => made('resource permission', name, indicator)
const r = name => made('role', name)
const a = indicator => made('resource', indicator)
const g = name => made('global role', name)

const bundle = ({ roles = [], scopes = [], resources = [], globalRoles = [], held = {} }) => ({
  '/organization-roles': roles,
  '/organization-scopes': scopes,
  '/resources?includeScopes=true': resources,
  '/roles': globalRoles,
  ...Object.fromEntries(Object.entries(held).map(([id, list]) => [`/roles/${id}/scopes`, list])),
})
const short = (id, name) => ({ id, name })
const described = (id, name, description = null) => ({ id, name, description })
const organizationRole = (
  id,
  name,
  scopes,
  resourceScopes = [],
  { description = null, type = 'User' } = {},
) => ({
  id,
  name,
  description,
  type,
  scopes,
  resourceScopes,
})
const resource = (id, name, indicator, isDefault, ...scopes) => ({
  id,
  name,
  indicator,
  isDefault,
  scopes: scopes.map(([own, name, description = null]) => ({ id: own, resourceId: id, name, description })),
})
const globalRole = (id, name, { description = name, type = 'User', isDefault = false } = {}) => ({
  id,
  name,
  description,
  type,
  isDefault,
})
/** A permission in the list of a global role. */
const heldGlobally = (id, resourceId, name, [resourceName, indicator, isDefault], description = null) => ({
  id,
  resourceId,
  name,
  description,
  resource: { id: resourceId, name: resourceName, indicator, isDefault },
})

/** `back` is what is read of the bundle, when it is not the document. */
const written = (name, document, expected, back) => ({
  name,
  document,
  bundle: bundle(expected),
  ...(back && { back }),
})

const named = written(
  'ids are made of names, and everything is in order',
  policy(
    template(
      ['write', { name: 'read', description: 'Reads' }],
      [
        role('viewer', ['read'], { resources: { [orders]: ['read'] } }),
        machine('bot', ['write', 'read'], {
          description: 'Works',
          resources: { [reports]: ['view'], [orders]: ['write', 'read'] },
        }),
      ],
      {
        resources: [
          api(reports, ['view']),
          api(orders, ['write', { name: 'read', description: 'Reads orders' }], {
            name: 'Orders',
            isDefault: true,
          }),
        ],
      },
    ),
    {
      globalRoles: [
        { name: 'support', description: 'Helps', isDefault: true, resources: { [orders]: ['read'] } },
        { name: 'idle', type: 'MachineToMachine' },
      ],
    },
  ),
  {
    roles: [
      organizationRole(
        r('bot'),
        'bot',
        [short(p('read'), 'read'), short(p('write'), 'write')],
        [
          { ...short(of(orders, 'read'), 'read'), resource: short(a(orders), 'Orders') },
          { ...short(of(orders, 'write'), 'write'), resource: short(a(orders), 'Orders') },
          { ...short(of(reports, 'view'), 'view'), resource: short(a(reports), reports) },
        ],
        { description: 'Works', type: 'MachineToMachine' },
      ),
      organizationRole(
        r('viewer'),
        'viewer',
        [short(p('read'), 'read')],
        [{ ...short(of(orders, 'read'), 'read'), resource: short(a(orders), 'Orders') }],
      ),
    ],
    scopes: [described(p('read'), 'read', 'Reads'), described(p('write'), 'write')],
    resources: [
      resource(
        a(orders),
        'Orders',
        orders,
        true,
        [of(orders, 'read'), 'read', 'Reads orders'],
        [of(orders, 'write'), 'write'],
      ),
      resource(a(reports), reports, reports, false, [of(reports, 'view'), 'view']),
    ],
    globalRoles: [
      globalRole(g('idle'), 'idle', { type: 'MachineToMachine' }),
      globalRole(g('support'), 'support', { description: 'Helps', isDefault: true }),
    ],
    // In the order of ids.
    held: Object.fromEntries(
      [
        [g('idle'), []],
        [
          g('support'),
          [heldGlobally(of(orders, 'read'), a(orders), 'read', ['Orders', orders, true], 'Reads orders')],
        ],
      ].sort(([one], [two]) => (one < two ? -1 : 1)),
    ),
  },
)

const own = written(
  'ids that a tenant gave stay',
  policy(
    template(
      [known('read', 's1'), known('write', 's2', { description: 'Writes' })],
      [role('admin', ['read'], { id: 'o1', resources: { [orders]: ['pay'] } })],
      {
        resources: [api(orders, [known('pay', 's3')], { id: 'a1', name: 'Orders' })],
      },
    ),
    { globalRoles: [{ name: 'support', id: 'g1', resources: { [orders]: ['pay'] } }] },
  ),
  {
    roles: [
      organizationRole(
        'o1',
        'admin',
        [short('s1', 'read')],
        [{ ...short('s3', 'pay'), resource: short('a1', 'Orders') }],
      ),
    ],
    scopes: [described('s1', 'read'), described('s2', 'write', 'Writes')],
    resources: [resource('a1', 'Orders', orders, false, ['s3', 'pay'])],
    globalRoles: [globalRole('g1', 'support')],
    held: { g1: [heldGlobally('s3', 'a1', 'pay', ['Orders', orders, false])] },
  },
)

const rest = [
  written('nothing', policy(template([])), {}),
  written(
    'what Logto has no place for is not in it',
    policy(
      template(['read'], [], {
        version: '7',
        lintOff: [{ rule: 'permission-without-role', reason: 'known' }],
        resources: [
          api(orders, [], { name: orders, description: 'What was ordered' }),
          api('urn:managed', ['all'], { managementApi: true }),
        ],
      }),
      {
        globalRoles: [
          { name: 'support', description: 'support' },
          { name: 'empty', description: '' },
        ],
        users: [{ id: 'ann', roles: ['support'] }],
        applications: ['ci'],
        organizations: [{ id: 'acme', name: 'Acme', members: [{ user: 'ann' }] }],
      },
    ),
    {
      scopes: [described(p('read'), 'read')],
      resources: [
        resource(a(orders), orders, orders, false),
        resource(a('urn:managed'), 'urn:managed', 'urn:managed', false, [of('urn:managed', 'all'), 'all']),
      ],
      globalRoles: [globalRole(g('empty'), 'empty'), globalRole(g('support'), 'support')],
      held: Object.fromEntries([g('empty'), g('support')].sort().map(id => [id, []])),
    },
    policy(template(['read'], [], { resources: [api(orders, []), api('urn:managed', ['all'])] }), {
      globalRoles: [
        { name: 'empty', type: 'User' },
        { name: 'support', type: 'User' },
      ],
    }),
  ),
  written(
    'a management API is known by its indicator',
    policy(
      template([], [machine('bot', [], { resources: { [management]: ['all'] } })], {
        resources: [api(management, ['all'], { managementApi: true })],
      }),
      {
        globalRoles: [
          { name: 'worker', id: '1', type: 'MachineToMachine', resources: { [management]: ['all'] } },
        ],
      },
    ),
    {
      roles: [
        organizationRole(
          r('bot'),
          'bot',
          [],
          [{ ...short(of(management, 'all'), 'all'), resource: short(a(management), management) }],
          { type: 'MachineToMachine' },
        ),
      ],
      resources: [resource(a(management), management, management, false, [of(management, 'all'), 'all'])],
      globalRoles: [globalRole('1', 'worker', { type: 'MachineToMachine' })],
      held: {
        1: [heldGlobally(of(management, 'all'), a(management), 'all', [management, management, false])],
      },
    },
  ),
  written(
    'what an import holds goes back as it came',
    {
      ...policy(
        {
          ...template(['two words'], [role('viewer', ['two words'])], {
            resources: [api('my api', ['read'], { id: 'a1', name: '' })],
          }),
          imported: true,
        },
        { globalRoles: [{ name: 'bots', id: 'g1', type: 'MachineToMachine', isDefault: true }] },
      ),
      imported: true,
    },
    {
      roles: [organizationRole(r('viewer'), 'viewer', [short(p('two words'), 'two words')])],
      scopes: [described(p('two words'), 'two words')],
      resources: [resource('a1', '', 'my api', false, [of('my api', 'read'), 'read'])],
      globalRoles: [globalRole('g1', 'bots', { type: 'MachineToMachine', isDefault: true })],
      held: { g1: [] },
    },
  ),
]

/** One bundle of a tenant: with dates and owners, in pages, and in no order. */
const imported = {
  name: 'the answers of a tenant, put in order',
  document: {
    '/api/organization-scopes?page=1': [
      { tenantId: 'default', id: 's2', name: 'write', description: null },
      { tenantId: 'default', id: 's1', name: 'read', description: 'Reads' },
    ],
    '/api/organization-roles': [
      {
        tenantId: 'default',
        id: 'o1',
        name: 'admin',
        description: null,
        type: 'User',
        scopes: [short('s2', 'write'), short('s1', 'read')],
        resourceScopes: [],
      },
    ],
    '/api/resources': [
      {
        tenantId: 'default',
        id: 'a1',
        name: 'Orders',
        indicator: orders,
        isDefault: true,
        accessTokenTtl: 3600,
        scopes: [
          { tenantId: 'default', id: 's3', resourceId: 'a1', name: 'pay', description: '', createdAt: 1 },
        ],
      },
    ],
    '/api/roles': [{ id: 'g1', name: 'support', description: 'Helps', type: 'User', isDefault: false }],
    '/api/roles/g1/scopes': [
      { ...short('s3', 'pay'), resourceId: 'a1', resource: { id: 'a1', name: 'Orders', indicator: orders } },
    ],
  },
  bundle: bundle({
    roles: [organizationRole('o1', 'admin', [short('s1', 'read'), short('s2', 'write')])],
    scopes: [described('s1', 'read', 'Reads'), described('s2', 'write')],
    resources: [resource('a1', 'Orders', orders, true, ['s3', 'pay', ''])],
    globalRoles: [globalRole('g1', 'support', { description: 'Helps' })],
    held: { g1: [heldGlobally('s3', 'a1', 'pay', ['Orders', orders, true], '')] },
  }),
}

export const cases = [...rest, named, own, imported]
