// Grants of one template, compared with another.
import { NOW, ORGANIZATION } from './build.mjs'
import { templates as named } from './modes.mjs'

const orders = 'https://api.example.com/orders'

const later = {
  v: 1,
  // In another order: ids of one template mean nothing in another.
  permissions: ['export:data', 'write:data', 'read:data', 'invite:users', 'audit:log'],
  resources: [{ indicator: orders, permissions: ['cancel:orders', 'read:orders'] }],
  roles: [
    {
      name: 'admin',
      permissions: ['invite:users', 'read:data', 'export:data'],
      resources: { [orders]: ['read:orders', 'cancel:orders'] },
    },
    { name: 'member', permissions: ['read:data', 'write:data'] },
    // Once for applications.
    { name: 'ci', type: 'User', permissions: ['read:data'] },
  ],
}

export const templates = {
  sample: named.sample,
  later,
  // The same meaning, written otherwise.
  reworded: {
    ...named.sample,
    version: '2',
    permissions: named.sample.permissions.toReversed(),
    roles: named.sample.roles.toReversed(),
  },
  small: named.small,
  'not grantable': {
    organizationScopes: [
      { id: '1', name: 'read:data' },
      { id: '2', name: 'invite users' },
    ],
    organizationRoles: [],
  },
}

const held = ['invite:users', 'manage:billing', 'read:data', 'write:data']
const facts = { v: 1, principal: 'User', organization: ORGANIZATION }
const token = (mode, roles, permissions = held) => ({
  ...facts,
  kind: 'organization',
  issuer: 'https://tenant.example/oidc',
  subject: 'user_1',
  permissions,
  mode,
  issuedAt: NOW - 600,
  expiresAt: NOW + 3000,
  ...(roles && { roles }),
})
const byRoles = (roles, permissions, more = {}) => ({
  ...facts,
  kind: 'what-if',
  permissions,
  mode: 'template',
  roles,
  ...more,
})
const policy = (permissions, more = {}) => ({
  ...facts,
  kind: 'policy',
  subject: 'user_1',
  permissions,
  mode: 'template',
  ...more,
})
const ofOrders = { resource: orders }
const admin = ['invite:users', 'remove:users', 'read:data', 'write:data']

const one = (name, grant, before, after, { stale = true, lost = [], gained = [] } = {}) => {
  const changed = lost.length + gained.length > 0
  // A grant of a policy that names no roles does not say whether it would still be so.
  const unknown = stale && !changed && grant.mode === 'template' && !grant.roles
  return {
    name,
    before,
    after,
    grant,
    expect: { stale, ...(unknown ? {} : { changed }), lost, gained },
  }
}
const fresh = { stale: false }
const moved = (name, grant, expect) => one(name, grant, 'sample', 'later', expect)

export const cases = [
  one('the same template', token('intersection'), 'sample', 'sample', fresh),
  one('the same template in other words', byRoles(['admin'], admin), 'sample', 'reworded', fresh),
  one('no template, then as now', token('token'), null, null, fresh),
  one('a template where there was none', token('token'), null, 'later'),
  one('no template where there was one', token('intersection'), 'sample', null),
  one('no template where there was one, by roles', byRoles(['admin'], admin), 'sample', null),
  moved('mode token', token('token')),
  moved('mode token, with roles', token('token', ['admin'])),
  moved('intersection', token('intersection'), { lost: ['manage:billing'] }),
  moved('intersection, nothing lost', token('intersection', undefined, ['read:data', 'audit:log'])),
  moved('intersection with a role', token('intersection', ['admin']), {
    lost: ['manage:billing', 'write:data'],
  }),
  moved('intersection with roles', token('intersection', ['admin', 'member']), { lost: ['manage:billing'] }),
  moved('intersection with no role', token('intersection', []), { lost: held }),
  moved('intersection with a role that is gone', token('intersection', ['member', 'billing']), {
    lost: ['invite:users', 'manage:billing'],
  }),
  moved('by roles', byRoles(['admin'], admin), {
    lost: ['remove:users', 'write:data'],
    gained: ['export:data'],
  }),
  moved('by roles that gain alone', byRoles(['admin'], ['read:data', 'invite:users']), {
    gained: ['export:data'],
  }),
  moved('by roles that grant the same', byRoles(['member'], ['read:data', 'write:data'])),
  moved('by a role that is gone', byRoles(['billing'], ['manage:billing', 'read:data']), {
    lost: ['manage:billing', 'read:data'],
  }),
  moved(
    'by a role that is now of the other type',
    byRoles(['ci'], ['read:data', 'write:data'], {
      principal: 'MachineToMachine',
    }),
    { lost: ['read:data', 'write:data'] },
  ),
  moved('by a role that never was', byRoles(['owner', '__proto__'], []), {}),
  moved(
    'mode template, from a token',
    { ...token('template', ['admin'], admin) },
    {
      lost: ['remove:users', 'write:data'],
      gained: ['export:data'],
    },
  ),
  moved('a policy that names roles', policy(admin, { roles: ['admin'] }), {
    lost: ['remove:users', 'write:data'],
    gained: ['export:data'],
  }),
  moved('a policy that names no roles', policy(admin), { lost: ['remove:users'] }),
  moved('an API resource, by roles', byRoles(['admin'], ['read:orders', 'write:orders'], ofOrders), {
    lost: ['write:orders'],
    gained: ['cancel:orders'],
  }),
  moved(
    'an API resource, by roles that grant nothing there',
    byRoles(['member'], ['read:orders'], ofOrders),
    {
      lost: ['read:orders'],
    },
  ),
  moved(
    'an API resource of a policy, in no organization',
    policy(['read:orders', 'write:orders'], { ...ofOrders, organization: undefined }),
    { lost: ['write:orders'] },
  ),
  moved(
    'an API resource: the permission of the organization is another',
    policy(['read:orders', 'read:data'], ofOrders),
    { lost: ['read:data'] },
  ),
  one('an API resource that is gone', policy(['read:orders'], ofOrders), 'sample', 'small', {
    lost: ['read:orders'],
  }),
  one(
    'an API resource that is gone, by roles',
    byRoles(['admin'], ['read:orders'], ofOrders),
    'sample',
    'small',
    {
      lost: ['read:orders'],
    },
  ),
  one(
    'an API resource that is gone, mode token',
    { ...token('token'), kind: 'api', ...ofOrders },
    'sample',
    'small',
  ),
  one('a name that no token can carry', policy(['invite users', 'read:data']), null, 'not grantable', {
    lost: ['invite users'],
  }),
  moved(
    'names that objects have',
    token('intersection', undefined, ['__proto__', 'constructor', 'read:data']),
    {
      lost: ['__proto__', 'constructor'],
    },
  ),
].map(entry => JSON.parse(JSON.stringify(entry)))
