// Grants as JSON: what `readGrant` takes, and what is asked of it.
import { ISSUER, NOW } from './build.mjs'

const EXP = NOW + 3000
const hash = `sha256-${'A'.repeat(43)}`

const base = {
  v: 1,
  kind: 'organization',
  issuer: ISSUER,
  subject: 'user_1',
  principal: 'User',
  organization: 'org_1',
  permissions: ['invite:users', 'read:data'],
  mode: 'token',
  issuedAt: NOW - 600,
  expiresAt: EXP,
}
const whatIf = {
  v: 1,
  kind: 'what-if',
  principal: 'MachineToMachine',
  organization: 'org_1',
  permissions: ['read:data'],
  mode: 'template',
  template: { hash, version: '2026-11-21' },
  roles: ['ci'],
}

const orders = 'https://api.example.com/orders'
const policy = {
  v: 1,
  kind: 'policy',
  subject: 'user_1',
  principal: 'User',
  organization: 'org_1',
  permissions: ['invite:users', 'read:data'],
  mode: 'template',
  template: { hash, version: '2026-11-21' },
  roles: ['admin'],
}
/** Of global roles, in no organization. */
const ofResource = {
  ...policy,
  organization: undefined,
  resource: orders,
  roles: undefined,
  permissions: ['read:orders'],
}

/** From an API token: for a resource, in an organization or in none. */
const api = { ...base, kind: 'api', resource: orders, permissions: ['read:orders'] }
const globalApi = { ...api, organization: undefined }
/** From the roles of an ID token. */
const identity = {
  ...base,
  kind: 'identity',
  mode: 'template',
  template: { hash, version: '2026-11-21' },
  roles: ['admin'],
}

const changed = (more, from = base) =>
  Object.fromEntries(Object.entries({ ...from, ...more }).filter(([, value]) => value !== undefined))

const strange = [
  '',
  'Invite:users',
  'invite:users ',
  ' invite:users',
  'invite',
  '__proto__',
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '0',
  'length',
  'has',
  'size',
]
const held = { can: ['invite:users', 'read:data'], cannot: ['remove:users', ...strange], expired: false }
const yes = source => ({ allowed: true, code: 'GRANTED', source })
const no = source => ({ allowed: false, code: 'PERMISSION_NOT_GRANTED', source })
const over = source => ({ allowed: false, code: 'GRANT_EXPIRED', source })

const told = (permission, more) => ({ permission, source: 'token', message: 'as the server said', ...more })
const carried = [
  told('remove:users', { ...no('token'), rolesThatGrant: ['admin'] }),
  told('remove:user', { allowed: false, code: 'PERMISSION_UNKNOWN', nearest: 'remove:users' }),
]
const lies = [told('remove:users', yes('token')), told('invite:users', no('token'))]

const ok = (name, json, expect = held, now = NOW) => ({ name, json, now, expect })
const bad = (name, json, code = 'GRANT_INVALID', now = NOW) => ({ name, json, now, expect: { code } })

const invalid = [
  ['kind unknown', { kind: 'session' }],
  ['kind missing', { kind: undefined }],
  ['principal unknown', { principal: 'Robot' }],
  ['principal missing', { principal: undefined }],
  ['organization missing', { organization: undefined }],
  ['organization empty', { organization: '' }],
  ['organization a number', { organization: 1 }],
  ['permissions missing', { permissions: undefined }],
  ['permissions a string', { permissions: 'invite:users' }],
  ['permissions an object', { permissions: { 0: 'invite:users' } }],
  ['permissions with a number', { permissions: ['invite:users', 1] }],
  ['permissions with null', { permissions: [null] }],
  ['mode unknown', { mode: 'all' }],
  ['mode missing', { mode: undefined }],
  ['issuer missing', { issuer: undefined }],
  ['issuer a number', { issuer: 1 }],
  ['subject missing', { subject: undefined }],
  ['subject null', { subject: null }],
  ['expiresAt missing', { expiresAt: undefined }],
  ['expiresAt a string', { expiresAt: '1800003000' }],
  ['expiresAt null', { expiresAt: null }],
  ['issuedAt missing', { issuedAt: undefined }],
  ['issuedAt a string', { issuedAt: '1' }],
  ['roles a string', { roles: 'admin' }],
  ['roles with a number', { roles: [1] }],
  ['template a string', { template: hash }],
  ['template without hash', { template: { version: '1' } }],
  ['resource a number', { resource: 1 }],
  ['explanations an object', { explanations: {} }],
  ['explanations with null', { explanations: [null] }],
  ['explanations with something else', { explanations: [{ permission: 1 }] }],
]

/** The same of the other kinds: what each must have, and what only a token has. */
const invalidOfKind = [
  ['policy without a subject', policy, { subject: undefined }],
  ['policy, subject empty', policy, { subject: '' }],
  ['policy, subject null', policy, { subject: null }],
  ['policy with an issuer', policy, { issuer: ISSUER }],
  ['policy with issuedAt', policy, { issuedAt: NOW }],
  ['policy with expiresAt', policy, { expiresAt: EXP }],
  ['policy for nothing', policy, { organization: undefined }],
  ['policy, organization empty', policy, { organization: '' }],
  ['policy for a resource, organization empty', ofResource, { organization: '' }],
  ['policy for a resource, organization null', ofResource, { organization: null }],
  ['policy for a resource, organization a number', ofResource, { organization: 1 }],
  ['policy for a resource that is empty', ofResource, { resource: '' }],
  ['policy for a resource that is null', ofResource, { resource: null }],
  ['policy for a resource, without a subject', ofResource, { subject: undefined }],
  ['what-if with a subject', whatIf, { subject: 'app_ci' }],
  ['what-if with a subject that is null', whatIf, { subject: null }],
  ['what-if with an issuer', whatIf, { issuer: ISSUER }],
  ['what-if with issuedAt', whatIf, { issuedAt: NOW }],
  ['what-if with expiresAt', whatIf, { expiresAt: EXP }],
  ['what-if for nothing', whatIf, { organization: undefined }],
  [
    'from a token for a resource, without an organization',
    base,
    { organization: undefined, resource: orders },
  ],
  ['from a token for a resource, organization null', base, { organization: null, resource: orders }],
  ...[
    ['api', api],
    ['api without an organization', globalApi],
    ['identity', identity],
  ].flatMap(([kind, from]) =>
    ['issuer', 'subject', 'issuedAt', 'expiresAt'].map(member => [
      `${kind}, ${member} missing`,
      from,
      { [member]: undefined },
    ]),
  ),
  ['api without a resource', api, { resource: undefined }],
  ['api, resource empty', api, { resource: '' }],
  ['api, resource null', api, { resource: null }],
  ['api without a resource and an organization', globalApi, { resource: undefined }],
  ['api, organization empty', api, { organization: '' }],
  ['api, organization null', api, { organization: null }],
  ['identity without an organization', identity, { organization: undefined }],
  ['identity, organization empty', identity, { organization: '' }],
  [
    'identity for a resource, without an organization',
    identity,
    { organization: undefined, resource: orders },
  ],
]

export const grants = {
  cases: [
    ok('good, as an object', base, {
      ...held,
      explain: {
        'invite:users': yes('token'),
        'remove:users': no('token'),
        ['__proto__']: no('token'),
        '': no('token'),
      },
    }),
    ok('good, as a string', JSON.stringify(base)),
    ok('good, as a string with white space', JSON.stringify(base, null, 2)),
    ok('what-if', whatIf, {
      can: ['read:data'],
      cannot: ['write:data', ...strange],
      expired: false,
      explain: { 'read:data': yes('roles'), 'write:data': no('roles') },
    }),
    ok('what-if, as a string', JSON.stringify(whatIf), {
      can: ['read:data'],
      cannot: ['write:data'],
      expired: false,
    }),
    ok(
      'what-if for a resource',
      { ...whatIf, resource: orders, permissions: ['read:orders'] },
      {
        can: ['read:orders'],
        cannot: ['read:data'],
        expired: false,
      },
    ),
    ok(
      'what-if for a resource, without an organization',
      changed({ resource: orders, organization: undefined }, whatIf),
      {
        can: ['read:data'],
        cannot: ['write:data'],
        expired: false,
      },
    ),
    ok('policy', policy, {
      ...held,
      explain: { 'invite:users': yes('roles'), 'remove:users': no('roles') },
    }),
    ok('policy, as a string', JSON.stringify(policy)),
    ok('policy about an application', { ...policy, principal: 'MachineToMachine', subject: 'app_ci' }),
    ok('policy without a template', changed({ template: undefined }, policy)),
    ok(
      'policy without roles: there is no token that it could rest on',
      changed({ roles: undefined }, policy),
      {
        ...held,
        explain: { 'invite:users': yes('roles'), 'remove:users': no('roles') },
      },
    ),
    ok('policy for a resource in an organization', { ...policy, resource: orders }),
    ok('policy for a resource, without an organization', changed({}, ofResource), {
      can: ['read:orders'],
      cannot: ['read:data', ...strange],
      expired: false,
      explain: { 'read:orders': yes('roles'), 'read:data': no('roles') },
    }),
    ok('a policy grant never expires', policy, held, NOW * 2),
    ok('from a token, for a resource in an organization', changed({ resource: orders })),
    ok('api in an organization', api, {
      can: ['read:orders'],
      cannot: ['read:data', ...strange],
      expired: false,
      explain: { 'read:orders': yes('token'), 'read:data': no('token') },
    }),
    ok('api without an organization', changed({}, globalApi), {
      can: ['read:orders'],
      cannot: ['read:data', ...strange],
      expired: false,
    }),
    bad('api at expiresAt', api, 'GRANT_EXPIRED', EXP),
    ok('identity', identity, {
      ...held,
      explain: { 'invite:users': yes('roles'), 'remove:users': no('roles') },
    }),
    ok('identity for a resource in an organization', { ...identity, resource: orders }),
    bad('identity at expiresAt', identity, 'GRANT_EXPIRED', EXP),
    ok('a what-if grant never expires', whatIf, { can: ['read:data'], cannot: [], expired: false }, NOW * 2),
    ok('no permissions', changed({ permissions: [] }), {
      can: [],
      cannot: ['invite:users', ...strange],
      expired: false,
    }),
    ok('intersection with roles', changed({ mode: 'intersection', roles: ['admin'], template: { hash } }), {
      ...held,
      explain: { 'invite:users': yes('roles'), 'remove:users': no('roles') },
    }),
    ok('intersection without roles', changed({ mode: 'intersection', template: { hash } }), {
      ...held,
      explain: { 'invite:users': yes('token'), 'remove:users': no('token') },
    }),
    ok('a permission twice', changed({ permissions: ['a', 'a'] }), {
      can: ['a'],
      cannot: ['b'],
      expired: false,
    }),
    ok('permissions outside ASCII', changed({ permissions: ['读取:数据', 'é'] }), {
      can: ['读取:数据', 'é'],
      cannot: ['e\u0301', '读取'],
      expired: false,
    }),
    ok('permissions with names that objects have', changed({ permissions: ['__proto__', 'constructor'] }), {
      can: ['__proto__', 'constructor'],
      cannot: ['toString', 'hasOwnProperty'],
      expired: false,
    }),
    ok('unknown members are ignored', { ...base, future: { a: 1 }, can: true, has: ['remove:users'] }),
    ok(
      '200 permissions',
      changed({ permissions: Array.from({ length: 200 }, (_, index) => `perm:${index}`) }),
      {
        can: ['perm:0', 'perm:199'],
        cannot: ['perm:200', 'perm:'],
        expired: false,
      },
    ),
    ok(
      'members in `__proto__` are not read',
      `{"__proto__":{"permissions":["remove:users"]},${JSON.stringify(base).slice(1)}`,
    ),
    ok(
      'explanations that came along',
      { ...base, explanations: carried },
      {
        ...held,
        explain: {
          'invite:users': yes('token'),
          'remove:users': { ...no('token'), rolesThatGrant: ['admin'] },
          'remove:user': {
            allowed: false,
            code: 'PERMISSION_UNKNOWN',
            source: 'token',
            nearest: 'remove:users',
          },
          'manage:billing': no('token'),
        },
      },
    ),
    ok(
      'an explanation that contradicts the grant is not believed',
      { ...base, explanations: lies },
      {
        ...held,
        explain: { 'remove:users': no('token'), 'invite:users': yes('token') },
      },
    ),
    ok('a millisecond before it expires', base, held, EXP - 0.001),
    bad('at expiresAt', base, 'GRANT_EXPIRED', EXP),
    bad('after expiresAt', base, 'GRANT_EXPIRED', EXP + 1),
    {
      name: 'read in time, asked at expiresAt',
      json: base,
      now: NOW,
      later: EXP,
      expect: {
        can: ['invite:users', 'read:data'],
        cannot: ['remove:users'],
        expired: true,
        explain: { 'invite:users': over('token'), 'remove:users': no('token') },
      },
    },
    bad('v 2', changed({ v: 2 }), 'GRANT_VERSION_UNSUPPORTED'),
    bad('v 0', changed({ v: 0 }), 'GRANT_VERSION_UNSUPPORTED'),
    bad('v 2 with another shape', { v: 2, allow: ['*'] }, 'GRANT_VERSION_UNSUPPORTED'),
    bad('v missing', changed({ v: undefined })),
    bad('v a string', changed({ v: '1' })),
    bad('v null', changed({ v: null })),
    bad('not JSON', '{'),
    bad('an empty string', ''),
    bad('null', null),
    bad('null in a string', 'null'),
    bad('an array', [base]),
    bad('a number in a string', '1'),
    bad('a string in a string', JSON.stringify(JSON.stringify(base))),
    bad('an empty object', {}),
    bad('a byte order mark', `\ufeff${JSON.stringify(base)}`),
    ...invalid.map(([name, more]) => bad(name, changed(more))),
    ...invalidOfKind.map(([name, from, more]) => bad(name, changed(more, from))),
    bad('what-if with a mode that needs a token', { ...whatIf, permissions: undefined, mode: 'template' }),
  ].map(entry => JSON.parse(JSON.stringify(entry))),
}
