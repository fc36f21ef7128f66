// One kind of token in the place of another, and issuers with profiles of their own.
import { ABSENT, grant, ISSUER, ORGANIZATION, PREFIX, tokenCase } from '../build.mjs'
import { auth0, CLIENT, ORDERS, orders, otherAudience, otherOrganization, otherType } from './build.mjs'
import { identityClaims } from './identity.mjs'

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

export const cases = [...confusion, ...profiles]
