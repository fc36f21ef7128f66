// ID tokens.
import { ABSENT, ISSUER, malformed, NOW, ORGANIZATION, PREFIX, refused, tokenCase } from '../build.mjs'
import {
  CLIENT,
  configuration,
  given,
  ORDERS,
  otherClient,
  otherNonce,
  otherOrganization,
  otherType,
  template,
} from './build.mjs'

export const identityClaims = {
  aud: CLIENT,
  client_id: undefined,
  scope: undefined,
  jti: undefined,
  nonce: 'n-1',
  roles: ['Customer'],
  organizations: ['org_1', 'org_2'],
  organization_roles: ['org_1:admin', 'org_1:billing'],
  updated_at: NOW * 1000,
  at_hash: 'A'.repeat(32),
  email: 'user@example.com',
}

/** An ID token as Logto writes them. */
function id(name, { claims = {}, header = {}, ...rest } = {}) {
  return {
    ...tokenCase(`ID: ${name}`, {
      token: { header: { typ: 'JWT', ...header }, claims: { ...identityClaims, ...claims } },
      organization: ABSENT,
      expect: identity(),
      ...rest,
    }),
    verify: 'id',
    ...given(rest, 'clientId', CLIENT),
    ...given(rest, 'nonce', ABSENT),
  }
}

const member = (id, roles = [], unknownRoles = []) => ({ id, roles, unknownRoles })

const identity = (changes = {}, grants) => ({
  identity: {
    issuer: ISSUER,
    subject: 'user_1',
    clientId: CLIENT,
    issuedAt: NOW - 600,
    expiresAt: NOW + 3000,
    roles: ['Customer'],
    organizations: [member('org_1', ['admin', 'billing']), member('org_2')],
    ...changes,
  },
  ...(grants && { grants }),
})

const granted = (permissions, roles) => ({
  kind: 'identity',
  mode: 'template',
  permissions: permissions.toSorted(),
  roles: roles.toSorted(),
})

export const cases = [
  id('as Logto writes it', {
    expect: identity({}, { org_1: refused('TEMPLATE_REQUIRED') }),
  }),
  id('the nonce is asked for', { nonce: 'n-1' }),
  id('no nonce, and none is asked for', { claims: { nonce: undefined } }),
  id('another nonce', { nonce: 'n-2', expect: otherNonce }),
  id('the nonce in another case', { nonce: 'N-1', expect: otherNonce }),
  id('no nonce where one is asked for', {
    claims: { nonce: undefined },
    nonce: 'n-1',
    expect: otherNonce,
  }),
  ...[null, 1, ['n-1']].map(nonce =>
    id(`nonce is ${JSON.stringify(nonce)}`, { claims: { nonce }, nonce: 'n-1', expect: malformed }),
  ),
  id('aud is an array of the client', { claims: { aud: [CLIENT] } }),
  id('several audiences, and azp is the client', { claims: { aud: ['app_other', CLIENT], azp: CLIENT } }),
  id('one audience, and azp is the client', { claims: { azp: CLIENT } }),
  id('several audiences without azp', { claims: { aud: [CLIENT, 'app_other'] }, expect: otherClient }),
  id('several audiences, azp another of them', {
    claims: { aud: [CLIENT, 'app_other'], azp: 'app_other' },
    expect: otherClient,
  }),
  id('several audiences without the client', {
    claims: { aud: ['app_a', 'app_b'], azp: CLIENT },
    expect: otherClient,
  }),
  id('one audience, azp another client', { claims: { azp: 'app_other' }, expect: otherClient }),
  id('azp in another case', { claims: { azp: 'App_web' }, expect: otherClient }),
  ...[null, 1, [CLIENT]].map(azp =>
    id(`azp is ${JSON.stringify(azp)}`, { claims: { azp }, expect: malformed }),
  ),
  ...['app_other', 'App_web', 'app_web ', 'app_we', '', PREFIX + ORGANIZATION, ORDERS].map(aud =>
    id(`aud is ${JSON.stringify(aud)}`, { claims: { aud }, expect: otherClient }),
  ),
  id('client not named', { clientId: ABSENT, expect: configuration }),
  id('client named as nothing', { claims: { aud: '' }, clientId: '', expect: configuration }),
  ...['at+jwt', 'logout+jwt', undefined].map(typ =>
    id(`typ ${JSON.stringify(typ) ?? 'missing'}`, { header: { typ }, expect: otherType }),
  ),
  id('expired', { now: NOW + 3000, expect: refused('TOKEN_EXPIRED') }),
  id('issued in the future', { claims: { iat: NOW + 61 }, expect: refused('TOKEN_NOT_YET_VALID') }),
  id('exp missing', { claims: { exp: undefined }, expect: malformed }),
  id('order: time before client', {
    claims: { exp: 1, aud: 'app_other' },
    expect: refused('TOKEN_EXPIRED'),
  }),
  id('order: client before nonce', { claims: { aud: 'app_other' }, nonce: 'n-2', expect: otherClient }),
  id('no claims about roles or organizations', {
    claims: { roles: undefined, organizations: undefined, organization_roles: undefined },
    expect: identity({ roles: [], organizations: [] }),
  }),
  id('organizations without their roles', {
    claims: { organization_roles: undefined },
    expect: identity({ organizations: [member('org_1'), member('org_2')] }),
  }),
  id('roles of organizations alone', {
    claims: { organizations: undefined },
    expect: identity({ organizations: [member('org_1', ['admin', 'billing'])] }),
  }),
  id('a role with a colon in its name', {
    claims: { organization_roles: ['org_1:empty:role with colon', 'org_1:admin'] },
    expect: identity({
      organizations: [member('org_1', ['admin', 'empty:role with colon']), member('org_2')],
    }),
  }),
  id('everything twice', {
    claims: {
      organizations: ['org_1', 'org_2', 'org_1'],
      organization_roles: ['org_1:admin', 'org_1:billing', 'org_1:admin'],
    },
  }),
  id('names that objects have', {
    claims: { organizations: ['__proto__'], organization_roles: ['__proto__:constructor'] },
    expect: identity({ organizations: [member('__proto__', ['constructor'])] }),
  }),
  ...[
    ['organizations with a number in it', { organizations: ['org_1', 1] }],
    ['organization_roles an object', { organization_roles: { org_1: 'admin' } }],
    ['organization_roles with null in it', { organization_roles: [null] }],
    ['organization_roles without a role', { organization_roles: ['org_1:'] }],
    ['organization_roles without an organization', { organization_roles: [':admin'] }],
    ['organization_roles without a colon', { organization_roles: ['admin'] }],
    ['roles an object', { roles: { Customer: true } }],
  ].map(([name, claims]) => id(name, { claims, expect: malformed })),
  id('with a template: a grant for each organization, and none for others', {
    options: template(),
    expect: identity(
      {},
      {
        org_1: granted(
          ['invite:users', 'remove:users', 'read:data', 'write:data', 'manage:billing'],
          ['admin', 'billing'],
        ),
        org_2: granted([], []),
        org_9: otherOrganization,
      },
    ),
  }),
  id('with a template: roles that it does not have for users', {
    claims: { organization_roles: ['org_1:owner', 'org_1:member', 'org_2:Admin', 'org_2:ci'] },
    options: template(),
    expect: identity(
      { organizations: [member('org_1', ['member'], ['owner']), member('org_2', [], ['Admin', 'ci'])] },
      { org_1: granted(['read:data', 'write:data'], ['member']), org_2: granted([], []) },
    ),
  }),
  id('with a template, mode token', {
    options: template('token'),
    expect: identity({}, { org_2: granted([], []) }),
  }),
]
