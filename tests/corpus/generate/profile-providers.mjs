// What is particular to one provider, and profiles of the caller's own.
import { claims as logtoClaims, malformed, ORGANIZATION, refused } from './build.mjs'
import { makerOf, wrongIssuer, wrongKind, wrongType } from './profile-build.mjs'
import { clerkPermissions, providers } from './profile-claims.mjs'

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
      claims: { ...rest, client_id: 'app_web', jti: 'token_1' },
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
    // The first is the good token.
    ...clerkPermissions
      .slice(1)
      .map(([name, fea, per, fpm, permissions]) =>
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

export const cases = [...logto(), ...auth0(), ...clerk(), ...workos(), ...kinde(), ...generic(), ...custom()]

/** These need the member `refused` of the profile. */
export const pendingCases = [
  makerOf('clerk', providers.clerk).having('a pending session', { sts: 'pending' }, wrongType),
  makerOf('clerk', providers.clerk).having('an active session', { sts: 'active' }),
  makerOf('clerk', providers.clerk).having('a status of the wrong type', { sts: ['pending'] }, malformed),
]
