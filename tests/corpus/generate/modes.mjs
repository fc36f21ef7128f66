// The three modes, with and without roles, and what is explained about the grants.
import { grant, refused, tokenCase } from './build.mjs'

const orders = 'https://api.example.com/orders'

export const templates = {
  sample: {
    v: 1,
    version: '2026-11-21',
    permissions: [
      'invite:users',
      { name: 'remove:users', description: 'Remove a user from the organization' },
      'read:data',
      'write:data',
      'manage:billing',
      'audit:log',
    ],
    resources: [
      { indicator: orders, name: 'Orders API', permissions: ['read:orders', 'write:orders', 'read:data'] },
    ],
    roles: [
      {
        name: 'admin',
        type: 'User',
        permissions: ['invite:users', 'remove:users', 'read:data', 'write:data'],
        resources: { [orders]: ['read:orders', 'write:orders'] },
      },
      { name: 'member', permissions: ['read:data', 'write:data'], resources: { [orders]: ['read:orders'] } },
      {
        name: 'billing',
        type: 'User',
        description: 'Sees invoices',
        permissions: ['manage:billing', 'read:data'],
      },
      { name: 'empty', type: 'User', permissions: [] },
      { name: 'ci', type: 'MachineToMachine', permissions: ['read:data', 'write:data'] },
    ],
  },
  small: { v: 1, permissions: ['read:data'], roles: [{ name: 'reader', permissions: ['read:data'] }] },
  prototype: {
    v: 1,
    permissions: ['__proto__', 'constructor', 'toString'],
    roles: [
      { name: '__proto__', permissions: ['constructor'] },
      { name: 'hasOwnProperty', permissions: ['__proto__'] },
    ],
  },
}

const scope = 'manage:billing legacy:thing read:data invite:users'
const user = { claims: { scope } }
const application = { claims: { scope, sub: 'app_ci', client_id: 'app_ci' } }
const template = (mode, name = 'sample') => ({ template: name, ...(mode && { mode }) })
const stamped = (mode, permissions, more = {}) =>
  grant({ mode, permissions, template: { version: '2026-11-21' }, ...more })
const explained = (expect, explain) => ({ ...expect, explain })
const m2m = { subject: 'app_ci', principal: 'MachineToMachine' }

const yes = more => ({ allowed: true, code: 'GRANTED', ...more })
const no = more => ({ allowed: false, code: 'PERMISSION_NOT_GRANTED', ...more })
const unknown = more => ({ allowed: false, code: 'PERMISSION_UNKNOWN', ...more })

export const cases = [
  tokenCase('no template: mode token', {
    token: user,
    expect: explained(grant({ permissions: scope.split(' ') }), {
      'legacy:thing': yes({ source: 'token' }),
      'remove:users': no({ source: 'token' }),
      ['__proto__']: no({ source: 'token' }),
      '': no({ source: 'token' }),
    }),
  }),
  tokenCase('mode token with a template', {
    token: user,
    options: template('token'),
    expect: explained(stamped('token', scope.split(' ')), {
      'legacy:thing': yes({ source: 'token' }),
      'remove:users': no({ source: 'token', rolesThatGrant: ['admin'] }),
    }),
  }),
  tokenCase('mode intersection is the default with a template', {
    token: user,
    options: template(),
    expect: explained(stamped('intersection', ['manage:billing', 'read:data', 'invite:users']), {
      'manage:billing': yes({ source: 'token', grantedBy: null }),
      'remove:users': no({ source: 'token', rolesThatGrant: ['admin'], grantedBy: null }),
      'audit:log': no({ source: 'token', rolesThatGrant: [] }),
      'legacy:thing': unknown({}),
      'invite:user': unknown({ nearest: 'invite:users' }),
    }),
  }),
  tokenCase('intersection with one role', {
    token: user,
    options: template('intersection'),
    roles: ['admin'],
    expect: explained(stamped('intersection', ['read:data', 'invite:users'], { roles: ['admin'] }), {
      'read:data': yes({ source: 'roles', grantedBy: ['admin'] }),
      'manage:billing': no({ source: 'roles', rolesThatGrant: ['billing'] }),
      'remove:users': no({}),
    }),
  }),
  tokenCase('intersection with two roles', {
    token: user,
    options: template('intersection'),
    roles: ['billing', 'admin'],
    expect: explained(
      stamped('intersection', ['manage:billing', 'read:data', 'invite:users'], {
        roles: ['billing', 'admin'],
      }),
      {
        'read:data': yes({ grantedBy: ['billing', 'admin'] }),
        'manage:billing': yes({ grantedBy: ['billing'] }),
      },
    ),
  }),
  tokenCase('intersection with a role that grants nothing', {
    token: user,
    options: template('intersection'),
    roles: ['empty'],
    expect: stamped('intersection', [], { roles: ['empty'] }),
  }),
  tokenCase('intersection of a subject that is known to have no roles', {
    token: user,
    options: template('intersection'),
    roles: [],
    expect: stamped('intersection', [], { roles: [] }),
  }),
  tokenCase('intersection with an unknown role', {
    token: user,
    options: template('intersection'),
    roles: ['admin', 'owner'],
    expect: refused('ROLE_UNKNOWN'),
  }),
  tokenCase('intersection with a role in another case', {
    token: user,
    options: template('intersection'),
    roles: ['Admin'],
    expect: refused('ROLE_UNKNOWN'),
  }),
  tokenCase('intersection with a role for applications', {
    token: user,
    options: template('intersection'),
    roles: ['member', 'ci'],
    expect: refused('ROLE_TYPE_MISMATCH'),
  }),
  tokenCase('intersection of nothing', {
    token: { claims: { scope: '' } },
    options: template('intersection'),
    expect: stamped('intersection', []),
  }),
  tokenCase('intersection does not read the permissions of API resources', {
    token: { claims: { scope: 'read:orders write:orders read:data' } },
    options: template('intersection'),
    expect: stamped('intersection', ['read:data']),
  }),
  tokenCase('intersection with a template that has no version', {
    token: user,
    options: template('intersection', 'small'),
    expect: grant({ mode: 'intersection', permissions: ['read:data'], template: {} }),
  }),
  tokenCase('mode template', {
    token: user,
    options: template('template'),
    roles: ['member', 'billing'],
    expect: explained(
      stamped('template', ['read:data', 'write:data', 'manage:billing'], { roles: ['member', 'billing'] }),
      {
        'write:data': yes({ source: 'roles', grantedBy: ['member'] }),
        'read:data': yes({ source: 'roles', grantedBy: ['member', 'billing'] }),
        'invite:users': no({ source: 'roles', rolesThatGrant: ['admin'] }),
        'read:orders': unknown({}),
      },
    ),
  }),
  tokenCase('mode template without roles', {
    token: user,
    options: template('template'),
    expect: refused('ROLES_REQUIRED'),
  }),
  tokenCase('mode template of a subject that is known to have no roles', {
    token: user,
    options: template('template'),
    roles: [],
    expect: stamped('template', [], { roles: [] }),
  }),
  tokenCase('mode template with an unknown role', {
    token: user,
    options: template('template'),
    roles: ['owner'],
    expect: refused('ROLE_UNKNOWN'),
  }),
  tokenCase('mode template with a role for applications', {
    token: user,
    options: template('template'),
    roles: ['ci'],
    expect: refused('ROLE_TYPE_MISMATCH'),
  }),
  tokenCase('mode template verifies the token all the same', {
    token: { claims: { exp: 1 } },
    options: template('template'),
    roles: ['admin'],
    expect: refused('TOKEN_EXPIRED'),
  }),
  tokenCase('application, intersection', {
    token: application,
    options: template('intersection'),
    roles: ['ci'],
    expect: stamped('intersection', ['read:data'], { ...m2m, roles: ['ci'] }),
  }),
  tokenCase('application, template', {
    token: application,
    options: template('template'),
    roles: ['ci'],
    expect: stamped('template', ['read:data', 'write:data'], { ...m2m, roles: ['ci'] }),
  }),
  tokenCase('application with a role for users', {
    token: application,
    options: template('template'),
    roles: ['admin'],
    expect: refused('ROLE_TYPE_MISMATCH'),
  }),
  tokenCase('names that objects have', {
    token: { claims: { scope: 'toString constructor valueOf' } },
    options: template('intersection', 'prototype'),
    roles: ['__proto__'],
    expect: grant({ mode: 'intersection', permissions: ['constructor'], template: {}, roles: ['__proto__'] }),
  }),
  tokenCase('a role with the name that objects have, unknown', {
    token: user,
    options: template('intersection'),
    roles: ['constructor'],
    expect: refused('ROLE_UNKNOWN'),
  }),
  tokenCase('mode token with a template and a role', {
    token: user,
    options: template('token'),
    roles: ['admin'],
    expect: explained(stamped('token', scope.split(' '), { roles: ['admin'] }), {
      'legacy:thing': yes({ source: 'token' }),
    }),
  }),
  // A mistake of the caller, not of the token: it shows even when the token is bad.
  tokenCase('order: the roles are asked for before the token is looked at', {
    token: 'not a token',
    options: template('template'),
    expect: refused('ROLES_REQUIRED'),
  }),
  tokenCase('order: organization before roles', {
    token: user,
    organization: 'org_2',
    options: template('template'),
    roles: ['owner'],
    expect: refused('ORGANIZATION_MISMATCH'),
  }),
]
