// Claim profiles: organization tokens of other providers, each good, and each with one thing wrong.
import {
  ABSENT,
  grant,
  claims as logtoClaims,
  malformed,
  ORGANIZATION,
  PREFIX,
  refused,
  tokenCase,
} from './build.mjs'
import { clerkPermissions, providers } from './profile-claims.mjs'
import { text } from './sign.mjs'

const wrongKind = refused('AUDIENCE_KIND_MISMATCH')
const wrongOrganization = refused('ORGANIZATION_MISMATCH')
const wrongType = refused('TOKEN_TYPE_MISMATCH')
const wrongIssuer = refused('ISSUER_MISMATCH')

/** The claims with the member at `path` replaced; `undefined` leaves it out. */
const put = (claims, [name, ...path], value) => ({
  ...claims,
  [name]: path.length > 0 ? put(claims[name], path, value) : value,
})

/** Makes cases of one provider. What is not said is as in its good token. */
function makerOf(profile, base) {
  const granted = changes =>
    grant({ issuer: base.issuer, subject: base.claims.sub, permissions: base.permissions, ...changes })
  const one = (name, expect = granted(), { claims = base.claims, header = {}, options = {}, ...rest } = {}) =>
    tokenCase(`${profile}: ${name}`, {
      token: { key: 'rs256', header: { typ: base.typ, ...header }, claims: text(claims) },
      options: {
        issuer: base.issuer,
        profile,
        ...(base.audience && { audience: base.audience }),
        ...options,
      },
      expect,
      ...rest,
    })
  /** A case that differs in claims, by name. */
  const having = (name, changes, expect, more) =>
    one(name, expect, { claims: { ...base.claims, ...changes }, ...more })
  return { one, having, granted }
}

const notOrganizations = [
  ['null', null],
  ['a number', 1],
  ['a list', ['org_1']],
  ['an object', { id: 'org_1' }],
]

const notPermissions = {
  list: [
    ['null', null],
    ['a string', 'read:orders'],
    ['an object', { 0: 'read:orders' }],
    ['a list with a number in it', ['read:orders', 1]],
    ['a list with null in it', [null]],
    ['a list in a list', [['read:orders']]],
  ],
  spaces: [
    ['null', null],
    ['a list', ['read:orders']],
    ['a number', 1],
  ],
  'clerk-v2': [
    ['null', null],
    ['a list', ['read']],
    ['a number', 1],
  ],
}

const lists = ({ having, granted }, base) =>
  base.format === 'list'
    ? [
        having('permissions twice', { permissions: ['b', 'a', 'b'] }, granted({ permissions: ['b', 'a'] })),
        having('permissions empty', { permissions: [] }, granted({ permissions: [] })),
        having('a permission with spaces', { permissions: ['a b'] }, granted({ permissions: ['a b'] })),
        having('a scope, which grants nothing', { scope: 'delete:everything' }),
      ]
    : []

/** What holds for every provider whose organization has a claim of its own. */
function common([profile, base]) {
  const maker = makerOf(profile, base)
  const { one, granted } = maker
  const organization = value => ({ claims: put(base.claims, base.organization, value) })
  const permissions = value => ({ claims: put(base.claims, base.granting, value) })
  return [
    one('as documented'),
    one('any organization', granted(), { organization: null }),
    one('type in another case', granted(), { header: { typ: `application/${base.typ.toUpperCase()}` } }),
    one('type missing', wrongType, { header: { typ: undefined } }),
    one('type empty', wrongType, { header: { typ: '' } }),
    one('type of a logout token', wrongType, { header: { typ: 'logout+jwt' } }),
    one('an ID token', refused(base.idTokenCode), { header: { typ: 'JWT' }, claims: base.idToken }),
    one('another organization is expected', wrongOrganization, { organization: 'org_2' }),
    one('organization not named', refused('ORGANIZATION_REQUIRED'), { organization: ABSENT }),
    one('another organization', wrongOrganization, organization('org_10')),
    one('organization in another case', wrongOrganization, organization('Org_1')),
    one('organization with the prefix of Logto', wrongOrganization, organization(PREFIX + ORGANIZATION)),
    one('no organization', wrongKind, organization()),
    one('no organization, any', wrongKind, { ...organization(), organization: null }),
    one('organization empty, any', wrongKind, { ...organization(''), organization: null }),
    ...notOrganizations.map(([name, value]) => one(`organization ${name}`, malformed, organization(value))),
    one('the audience of an organization token of Logto', wrongKind, {
      claims: { ...put(base.claims, base.organization), aud: PREFIX + ORGANIZATION },
    }),
    one('no permissions', granted({ permissions: [] }), permissions()),
    ...notPermissions[base.format].map(([name, value]) =>
      one(`permissions ${name}`, malformed, permissions(value)),
    ),
    ...lists(maker, base),
  ]
}

/** Profiles that demand an audience. */
function audienceRequired(profile) {
  const base = providers[profile]
  const { one, having } = makerOf(profile, base)
  const api = base.audience
  return [
    having('audience missing', { aud: undefined }, wrongKind),
    having('audience an empty list', { aud: [] }, wrongKind),
    having('audience another API', { aud: 'https://api.example.com/invoices' }, wrongKind),
    having('audience with a slash at the end', { aud: `${api}/` }, wrongKind),
    having('audience in another case', { aud: api.toUpperCase() }, wrongKind),
    having('audience the client', { aud: 'app_web' }, wrongKind),
    having('audience a number', { aud: 1 }, malformed),
    having('audience a list with a number in it', { aud: [api, 1] }, malformed),
    having('audience a string', { aud: api }),
    having('audience one of several', { aud: ['https://api.example.com/invoices', api] }),
    one('another audience is expected', wrongKind, { options: { audience: 'app_web' } }),
  ]
}

/** Profiles that know tokens without an audience. */
function audienceOptional(profile) {
  const base = providers[profile]
  const { having } = makerOf(profile, base)
  const none = { options: { audience: undefined } }
  const api = { options: { audience: 'https://api.example.com/orders' } }
  return [
    having('no audience', { aud: undefined }, undefined, none),
    having('audience an empty list', { aud: [] }, undefined, none),
    having('an audience, and none expected', { aud: api.options.audience }, wrongKind, none),
    having('an audience in a list, and none expected', { aud: [api.options.audience] }, wrongKind, none),
    having('audience empty text, and none expected', { aud: '' }, wrongKind, none),
    having('audience null', { aud: null }, malformed, none),
    having('the audience', { aud: api.options.audience }, undefined, api),
    having('the audience among others', { aud: ['x', api.options.audience] }, undefined, api),
    having('another audience', { aud: 'https://api.example.com/invoices' }, wrongKind, api),
    having('audience missing', { aud: undefined }, wrongKind, api),
    having('audience an empty list, and one expected', { aud: [] }, wrongKind, api),
  ]
}

const application = (granted, subject, permissions) =>
  granted({ subject, principal: 'MachineToMachine', ...(permissions && { permissions }) })

function auth0() {
  const base = providers.auth0
  const { one, having, granted } = makerOf('auth0', base)
  const { azp: _, ...rest } = base.claims
  // The documented machine-to-machine token has no permissions.
  const machine = {
    sub: 'app_ci@clients',
    aud: base.audience,
    permissions: undefined,
    gty: 'client-credentials',
  }
  return [
    one('issuer configured without its slash', wrongIssuer, {
      options: { issuer: base.issuer.slice(0, -1) },
    }),
    one('as documented, in the profile of RFC 9068', granted(), {
      header: { typ: 'at+jwt' },
      claims: { ...rest, client_id: 'app_web', jti: '73WakrfV' },
    }),
    having('machine-to-machine', { ...machine, azp: 'app_ci' }, application(granted, 'app_ci@clients', [])),
    one('machine-to-machine in the profile of RFC 9068', application(granted, 'app_ci@clients', []), {
      header: { typ: 'at+jwt' },
      claims: { ...rest, ...machine, client_id: 'app_ci' },
    }),
    having(
      'a subject that is the client, without @clients',
      { sub: 'app_web' },
      granted({ subject: 'app_web' }),
    ),
    having(
      'a subject that is another client',
      { sub: 'app_ci@clients' },
      granted({ subject: 'app_ci@clients' }),
    ),
    having('audience userinfo alone', { aud: `${base.issuer}userinfo` }, wrongKind),
  ]
}

function clerk() {
  const { one, having, granted } = makerOf('clerk', providers.clerk)
  const { o, fea: _, v: __, ...rest } = providers.clerk.claims
  const names = permissions => permissions.map(name => `org:${name}`)
  return [
    having('no active organization', { o: undefined, fea: undefined }, wrongKind),
    having('o null', { o: null }, malformed),
    having('o a string', { o: 'org_1' }, malformed),
    having('o a list', { o: ['org_1'] }, malformed),
    one('a token of version 1', wrongKind, {
      claims: { ...rest, org_id: 'org_1', org_role: 'org:admin', org_permissions: ['org:teams:read'] },
    }),
    having('the organization of version 1 beside', { org_id: 'org_2', org_permissions: ['org:x:y'] }),
    having('a member id of the claims', { o: { ...o, id: undefined }, id: 'org_1' }, wrongKind),
    having('not before ahead', { nbf: providers.clerk.claims.exp }, refused('TOKEN_NOT_YET_VALID')),
    ...clerkPermissions.map(([name, fea, per, fpm, permissions]) =>
      having(
        `permissions, ${name}`,
        { fea, o: { ...o, per, fpm } },
        permissions ? granted({ permissions: names(permissions) }) : malformed,
      ),
    ),
  ]
}

function workos() {
  const { one, having, granted } = makerOf('workos', providers.workos)
  return [
    one('the issuer of older environments', wrongIssuer, {
      claims: { ...providers.workos.claims, iss: 'https://api.workos.com' },
    }),
    having('a session without an organization', { org_id: undefined, role: undefined }, wrongKind),
    having('impersonation', { act: { sub: 'admin@example.com' } }),
    having('a client_id that is the subject', { client_id: 'user_1' }, granted()),
    having(
      'an access token of WorkOS Connect',
      { aud: 'client_1', client_id: 'client_2', scope: 'openid', permissions: undefined },
      wrongKind,
    ),
  ]
}

function kinde() {
  const base = providers.kinde
  const { one, having } = makerOf('kinde', base)
  return [
    one('issuer configured with a slash', wrongIssuer, { options: { issuer: `${base.issuer}/` } }),
    one('an ID token, and no audience expected', wrongKind, {
      claims: base.idToken,
      options: { audience: undefined },
    }),
    one('an ID token, and its audience expected', wrongKind, {
      claims: base.idToken,
      options: { audience: base.issuer },
    }),
    having('the organizations of an ID token', { org_code: undefined, org_codes: ['org_1'] }, wrongKind),
    // As documented, it has no subject; and its permissions are in `scope`.
    having(
      'machine-to-machine',
      { sub: undefined, gty: ['client_credentials'], scope: 'x', v: '2' },
      malformed,
    ),
  ]
}

function generic() {
  const { one, having, granted } = makerOf('generic', providers.generic)
  return [
    one('type JWT', wrongType, { header: { typ: 'JWT' } }),
    having('machine-to-machine', { sub: 'app_ci', client_id: 'app_ci' }, application(granted, 'app_ci')),
    having('permissions, which grant nothing', { permissions: ['delete:everything'] }),
    having('scope empty', { scope: '' }, granted({ permissions: [] })),
  ]
}

/** The profile that needs no name, named. The other topics have its cases. */
function logto() {
  const base = {
    issuer: logtoClaims().iss,
    typ: 'at+jwt',
    permissions: ['invite:users', 'read:data'],
    claims: logtoClaims(),
  }
  const { one, having } = makerOf('logto', base)
  return [
    one('as captured'),
    one('an ID token', wrongType, {
      header: { typ: 'JWT' },
      claims: { ...base.claims, aud: 'app_web', organizations: [ORGANIZATION] },
    }),
    having('an organization in a claim of its own', { aud: 'app_web', org_id: ORGANIZATION }, wrongKind),
  ]
}

/** Profiles of the caller's own, as objects. */
function custom() {
  const base = providers.generic
  const profile = {
    types: ['JWT', null],
    audience: 'required',
    organization: { claim: ['https://example.com/tenant', 'id'], prefix: 'tenant:' },
    permissions: { claim: ['https://example.com/tenant', 'can'], format: 'commas' },
    keys: null,
  }
  const { scope: _, org_id: __, ...rest } = base.claims
  const tenant = { id: 'tenant:org_1', can: 'write:orders,read:orders,write:orders' }
  const good = {
    ...base,
    typ: 'JWT',
    permissions: ['write:orders', 'read:orders'],
    claims: { ...rest, 'https://example.com/tenant': tenant },
  }
  const { one, granted } = makerOf('custom', good)
  const options = { profile }
  const having = (name, changes, expect) =>
    one(name, expect, {
      options,
      claims: { ...rest, 'https://example.com/tenant': { ...tenant, ...changes } },
    })
  return [
    one('nested claims, a prefix, commas', granted(), { options }),
    one('a token without a type', granted(), { options, header: { typ: undefined } }),
    one('a type that is not listed', wrongType, { options, header: { typ: 'at+jwt' } }),
    one('a subject that is the client', granted({ subject: 'app_ci' }), {
      options,
      claims: { ...good.claims, sub: 'app_ci', client_id: 'app_ci' },
    }),
    having('an organization without the prefix', { id: 'org_1' }, wrongKind),
    having('an organization that is the prefix', { id: 'tenant:' }, wrongKind),
    having('permissions empty', { can: '' }, granted({ permissions: [] })),
    having(
      'permissions with commas around',
      { can: ',read:orders,,' },
      granted({ permissions: ['read:orders'] }),
    ),
    having(
      'permissions with spaces, which separate nothing',
      { can: 'a b' },
      granted({ permissions: ['a b'] }),
    ),
    having('permissions a list', { can: ['read:orders'] }, malformed),
  ]
}

export const cases = [
  ...logto(),
  ...Object.entries(providers).flatMap(common),
  ...['auth0', 'generic'].flatMap(audienceRequired),
  ...['clerk', 'workos', 'kinde'].flatMap(audienceOptional),
  ...auth0(),
  ...clerk(),
  ...workos(),
  ...kinde(),
  ...generic(),
  ...custom(),
]

/** These need `refused` of the profile's format. */
export const pendingCases = [
  makerOf('clerk', providers.clerk).having('a pending session', { sts: 'pending' }, wrongType),
  makerOf('clerk', providers.clerk).having('an active session', { sts: 'active' }),
  makerOf('clerk', providers.clerk).having('a status of the wrong type', { sts: ['pending'] }, malformed),
]
