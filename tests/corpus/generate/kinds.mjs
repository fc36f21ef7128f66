// Tokens for API resources, ID tokens, and one kind of token in the place of another.
import { ABSENT, grant, ISSUER, malformed, NOW, ORGANIZATION, PREFIX, refused, tokenCase } from './build.mjs'

const ORDERS = 'https://api.example.com/orders'
const CLIENT = 'app_web'
const auth0 = 'https://tenant.eu.auth0.example/'

const otherType = refused('TOKEN_TYPE_MISMATCH')
const otherAudience = refused('AUDIENCE_KIND_MISMATCH')
const otherOrganization = refused('ORGANIZATION_MISMATCH')
const otherResource = refused('RESOURCE_MISMATCH')
const otherClient = refused('CLIENT_MISMATCH')
const otherNonce = refused('NONCE_MISMATCH')
const configuration = refused('CONFIGURATION_INVALID')

const orders = ['read:orders', 'write:orders']
const m2m = { sub: 'app_ci', client_id: 'app_ci' }
const template = (mode, name = 'sample') => ({ template: name, ...(mode && { mode }) })

/** A member that a case does not name is as in a good call; `ABSENT` leaves it out. */
const given = (rest, name, usual) => {
  const value = name in rest ? rest[name] : usual
  return value === ABSENT ? {} : { [name]: value }
}

/** An API token, without an organization unless the case names one. */
function api(name, { claims = {}, header = {}, ...rest } = {}) {
  const body = { aud: ORDERS, scope: orders.join(' '), ...claims }
  return {
    ...tokenCase(`API: ${name}`, {
      token: { header, claims: body },
      organization: ABSENT,
      expect: apiGrant(),
      ...rest,
    }),
    verify: 'api',
    ...given(rest, 'resource', ORDERS),
  }
}

const apiGrant = (changes = {}) =>
  grant({ kind: 'api', resource: ORDERS, organization: undefined, permissions: orders, ...changes })

const forOrganization = { claims: { organization_id: ORGANIZATION }, organization: ORGANIZATION }
const inOrganization = (changes = {}) => apiGrant({ organization: ORGANIZATION, ...changes })
const narrowed = (mode, permissions, more = {}) =>
  apiGrant({ mode, permissions, template: { version: '2026-11-21' }, ...more })

const resources = [
  ['another', 'https://api.example.com/analytics'],
  ['with a slash at the end', `${ORDERS}/`],
  ['in upper case', ORDERS.toUpperCase()],
  ['a prefix of it', ORDERS.slice(0, -1)],
  ['it and more', `${ORDERS}/items`],
  ['a client', CLIENT],
  ['the empty string', ''],
  ['the prefix of organizations alone', PREFIX],
  ['two API resources', [ORDERS, 'https://api.example.com/analytics']],
  ['one API resource twice', [ORDERS, ORDERS]],
  ['the API resource and an organization', [ORDERS, PREFIX + ORGANIZATION]],
]

const ofApi = [
  api('global'),
  api('global, empty scope', { claims: { scope: '' }, expect: apiGrant({ permissions: [] }) }),
  api('global, application without scope', {
    claims: { ...m2m, scope: undefined },
    expect: apiGrant({ subject: 'app_ci', principal: 'MachineToMachine', permissions: [] }),
  }),
  api('of an organization', { ...forOrganization, expect: inOrganization() }),
  api('of an organization, application without scope', {
    claims: { ...m2m, organization_id: ORGANIZATION, scope: undefined },
    organization: ORGANIZATION,
    expect: inOrganization({ subject: 'app_ci', principal: 'MachineToMachine', permissions: [] }),
  }),
  api('of any organization', {
    claims: { organization_id: 'org_2' },
    organization: null,
    expect: apiGrant({ organization: 'org_2' }),
  }),
  api('aud is an array of one API resource', { claims: { aud: [ORDERS] } }),
  api('an indicator that is no address', {
    claims: { aud: 'orders' },
    resource: 'orders',
    expect: apiGrant({ resource: 'orders' }),
  }),
  api('claims that a tenant’s script adds', {
    claims: { roles: ['admin'], plan: 'pro', azp: 'x', act: { sub: 'user_2' }, nbf: NOW - 1 },
  }),
  // The server lets the script set it, so whoever writes the script says what it is.
  api('organization_id is what a tenant’s script made it', {
    claims: { organization_id: 'attacker_org' },
    organization: ORGANIZATION,
    expect: otherOrganization,
  }),
  ...resources.map(([name, aud]) => api(`aud is ${name}`, { claims: { aud }, expect: otherResource })),
  api('aud is an organization', { claims: { aud: PREFIX + ORGANIZATION }, expect: otherAudience }),
  api('aud is an organization, which organization_id names too', {
    ...forOrganization,
    claims: { aud: PREFIX + ORGANIZATION, organization_id: ORGANIZATION },
    expect: otherAudience,
  }),
  api('aud is an organization, and so is the resource that is expected', {
    claims: { aud: PREFIX + ORGANIZATION },
    resource: PREFIX + ORGANIZATION,
    expect: otherAudience,
  }),
  api('of an organization where none is expected', {
    claims: { organization_id: ORGANIZATION },
    expect: otherOrganization,
  }),
  api('global where an organization is expected', {
    organization: ORGANIZATION,
    expect: otherOrganization,
  }),
  api('global where any organization is expected', { organization: null, expect: otherOrganization }),
  ...['org_2', 'Org_1', 'org_1 ', 'org_10', PREFIX + ORGANIZATION].map(organization_id =>
    api(`organization_id is ${JSON.stringify(organization_id)}`, {
      claims: { organization_id },
      organization: ORGANIZATION,
      expect: otherOrganization,
    }),
  ),
  ...[null, 1, [ORGANIZATION], {}, ''].map(organization_id =>
    api(`organization_id is ${JSON.stringify(organization_id)}, none expected`, {
      claims: { organization_id },
      expect: malformed,
    }),
  ),
  api('organization named as nothing', { organization: '', expect: refused('ORGANIZATION_REQUIRED') }),
  api('resource not named', { resource: ABSENT, expect: configuration }),
  api('resource named as nothing', { claims: { aud: '' }, resource: '', expect: configuration }),
  api('typ JWT', { header: { typ: 'JWT' }, expect: otherType }),
  api('no kid', { header: { kid: undefined }, expect: refused('KEY_UNKNOWN') }),
  api('of another issuer', { claims: { iss: `${ISSUER}/` }, expect: refused('ISSUER_MISMATCH') }),
  api('order: time before resource', {
    claims: { exp: 1, aud: 'https://api.example.com/analytics' },
    expect: refused('TOKEN_EXPIRED'),
  }),
  api('order: resource before organization', {
    claims: { aud: 'https://api.example.com/analytics', organization_id: 'org_2' },
    organization: ORGANIZATION,
    expect: otherResource,
  }),
  api('with a template, intersection', {
    claims: { scope: 'read:orders delete:orders invite:users' },
    options: template(),
    expect: narrowed('intersection', ['read:orders']),
  }),
  api('with a template, mode token', {
    claims: { scope: 'read:orders delete:orders' },
    options: template('token'),
    expect: narrowed('token', ['read:orders', 'delete:orders']),
  }),
  // A user's scope holds what global roles grant as well; with roles that is cut away.
  api('with a template and roles', {
    ...forOrganization,
    claims: { organization_id: ORGANIZATION, scope: 'read:orders write:orders read:data' },
    options: template(),
    roles: ['member'],
    expect: narrowed('intersection', ['read:orders'], { organization: ORGANIZATION, roles: ['member'] }),
  }),
  api('mode template', {
    ...forOrganization,
    options: template('template'),
    roles: ['admin'],
    expect: narrowed('template', orders, { organization: ORGANIZATION, roles: ['admin'] }),
  }),
  api('mode template without roles', {
    ...forOrganization,
    options: template('template'),
    expect: refused('ROLES_REQUIRED'),
  }),
  api('roles without an organization', {
    options: template(),
    roles: ['member'],
    expect: configuration,
  }),
  api('a role for users, of an application', {
    claims: { ...m2m, organization_id: ORGANIZATION },
    organization: ORGANIZATION,
    options: template(),
    roles: ['member'],
    expect: refused('ROLE_TYPE_MISMATCH'),
  }),
  api('a role that the template does not have', {
    ...forOrganization,
    options: template(),
    roles: ['owner'],
    expect: refused('ROLE_UNKNOWN'),
  }),
  api('a resource that the template does not have', {
    options: template('intersection', 'small'),
    expect: refused('RESOURCE_UNKNOWN'),
  }),
  api('a resource that the template does not have, mode token', {
    options: template('token', 'small'),
    expect: apiGrant({ template: {} }),
  }),
]

const identityClaims = {
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

const ofIdentity = [
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

/** Tokens that are good for one method, put to the two others (RFC 8725 section 3.12). */
const organizationToken = { header: {}, claims: {} }
const apiToken = { header: {}, claims: { aud: ORDERS, scope: orders.join(' ') } }
const idToken = { header: { typ: 'JWT' }, claims: identityClaims }

const asOrganization = (name, token, expect) => tokenCase(`confusion: ${name}`, { token, expect })
const asApi = (name, token, expect, resource = ORDERS) => ({
  ...tokenCase(`confusion: ${name}`, { token, organization: ABSENT, expect }),
  verify: 'api',
  resource,
})
const asIdentity = (name, token, expect, clientId = CLIENT) => ({
  ...tokenCase(`confusion: ${name}`, { token, organization: ABSENT, expect }),
  verify: 'id',
  clientId,
})

const confusion = [
  asOrganization('an API token as an organization token', apiToken, otherAudience),
  asOrganization('an ID token as an organization token', idToken, otherType),
  asOrganization(
    'an ID token for an organization as an organization token',
    { ...idToken, claims: { ...identityClaims, aud: PREFIX + ORGANIZATION } },
    otherType,
  ),
  asApi('an organization token as an API token', organizationToken, otherAudience),
  asApi('an ID token as an API token', idToken, otherType),
  asApi('an ID token as an API token, the resource is the client', idToken, otherType, CLIENT),
  asIdentity('an organization token as an ID token', organizationToken, otherType),
  asIdentity('an API token as an ID token', apiToken, otherType),
  asIdentity('an API token as an ID token, the client is the resource', apiToken, otherType, ORDERS),
]

const issuers = [
  { issuer: ISSUER, keys: 'only-es384', profile: 'logto' },
  { issuer: auth0, keys: 'only-es256', profile: 'auth0', audience: ORDERS },
]

/** As Auth0 documents access tokens for an organization; ours are its issuer, audience and organization. */
const auth0Claims = {
  iss: auth0,
  aud: ORDERS,
  azp: 'app_web',
  client_id: undefined,
  org_id: ORGANIZATION,
  scope: 'openid read:orders',
  permissions: ['read:orders'],
}

const profiled = (name, { key = 'es256', header = { typ: 'JWT' }, claims = {}, ...rest }) =>
  tokenCase(`profiles: ${name}`, {
    token: { key, header, claims: { ...auth0Claims, ...claims } },
    options: { issuers },
    ...rest,
  })

const logtoClaims = { iss: ISSUER, aud: PREFIX + ORGANIZATION, org_id: undefined, permissions: undefined }

const profiles = [
  profiled('each issuer has its own: Auth0', {
    expect: grant({ issuer: auth0, permissions: ['read:orders'] }),
  }),
  profiled('each issuer has its own: Logto', {
    key: 'es384',
    header: {},
    claims: { ...logtoClaims, scope: 'read:data' },
    expect: grant({ permissions: ['read:data'] }),
  }),
  profiled('claims of Auth0 from the other issuer', {
    key: 'es384',
    header: {},
    claims: { iss: ISSUER },
    expect: otherAudience,
  }),
  profiled('the type of Auth0 from the other issuer', {
    key: 'es384',
    claims: { ...logtoClaims, scope: 'read:data' },
    expect: otherType,
  }),
  profiled('another organization', { claims: { org_id: 'org_2' }, expect: otherOrganization }),
]

export const cases = [...ofApi, ...ofIdentity, ...confusion, ...profiles]
