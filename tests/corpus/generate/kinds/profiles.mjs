// API tokens and ID tokens of other providers, and of profiles of the caller's own.
import { ABSENT, grant, malformed, NOW, refused, tokenCase } from '../build.mjs'
import { providers } from '../profile-claims.mjs'
import { text } from '../sign.mjs'
import { otherClient, otherOrganization, otherResource, otherType } from './build.mjs'

const ORDERS = 'https://api.example.com/orders'
const USERINFO = 'https://acme.us.auth0.com/userinfo'

/** A token of a provider; `rest` has `verify` and what goes with it. */
function of(name, provider, { claims = {}, typ, options = {}, expect, ...rest }) {
  const { issuer, audience, claims: usual, typ: usualType } = providers[provider]
  const { profile = provider, ...others } = options
  return {
    ...tokenCase(`${provider}: ${name}`, {
      token: { key: 'rs256', header: { typ: typ ?? usualType }, claims: text({ ...usual, ...claims }) },
      options: { issuer, profile, ...(audience && { audience }), ...others },
      organization: 'organization' in rest ? rest.organization : ABSENT,
      expect,
    }),
    ...rest,
  }
}

const apiGrant = (provider, changes) => {
  const { issuer, claims, permissions } = providers[provider]
  return grant({ kind: 'api', issuer, subject: claims.sub, resource: ORDERS, permissions, ...changes })
}

const identityOf = (provider, { organizations, subject = providers[provider].idToken.sub, roles = [] }) => ({
  identity: {
    issuer: providers[provider].issuer,
    subject,
    clientId: 'app_web',
    issuedAt: NOW - 600,
    expiresAt: NOW + 3000,
    roles,
    organizations: organizations.map(id => ({ id, roles: [], unknownRoles: [] })),
  },
})

const api = { verify: 'api', resource: ORDERS, organization: 'org_1' }
const id = { verify: 'id', clientId: 'app_web', typ: 'JWT' }

const auth0 = [
  of('API, one of several audiences', 'auth0', { ...api, expect: apiGrant('auth0') }),
  of('API, any organization', 'auth0', { ...api, organization: null, expect: apiGrant('auth0') }),
  of('API, another organization', 'auth0', { ...api, organization: 'org_2', expect: otherOrganization }),
  of('API, none expected', 'auth0', { ...api, organization: ABSENT, expect: otherOrganization }),
  of('API, in no organization', 'auth0', {
    ...api,
    claims: { org_id: undefined },
    organization: ABSENT,
    expect: apiGrant('auth0', { organization: undefined }),
  }),
  of('API, another resource', 'auth0', { ...api, resource: `${ORDERS}/`, expect: otherResource }),
  // The audiences of a token are all its own, whatever `audience` is: say which you are.
  of('API, the other audience', 'auth0', {
    ...api,
    resource: USERINFO,
    expect: apiGrant('auth0', { resource: USERINFO }),
  }),
  of('ID, its organization', 'auth0', {
    ...id,
    claims: { aud: 'app_web' },
    expect: identityOf('auth0', { organizations: ['org_1'] }),
  }),
  of('ID, another client', 'auth0', { ...id, claims: { aud: 'app_other' }, expect: otherClient }),
]

const kinde = [
  of('ID, its organizations', 'kinde', {
    ...id,
    claims: { aud: ['app_web'], azp: undefined, org_codes: ['org_1', 'org_2'] },
    expect: identityOf('kinde', {
      organizations: ['org_1', 'org_2'],
      subject: providers.kinde.claims.sub,
    }),
  }),
  of('ID, organizations that are a number', 'kinde', {
    ...id,
    claims: { aud: ['app_web'], azp: undefined, org_codes: 1 },
    expect: malformed,
  }),
]

const clerk = [
  of('ID, a session that is pending', 'clerk', {
    ...id,
    claims: { aud: 'app_web', azp: 'app_web', sts: 'pending' },
    expect: otherType,
  }),
]

/** A profile of the caller's own, on the claims of the generic one. */
const own = (changes = {}) => ({
  types: ['at+jwt'],
  audience: 'optional',
  organization: { claim: 'tenant', prefix: 'org:' },
  permissions: { claim: 'scope', format: 'spaces' },
  ...changes,
})
const byAudience = own({ audience: 'organization', organization: { claim: 'aud', prefix: 'urn:o:' } })
const custom = (name, profile, { claims, expect, ...rest }) =>
  of(name, 'generic', {
    options: { profile, audience: undefined },
    claims: { aud: ORDERS, tenant: 'org:org_1', ...claims },
    expect,
    ...rest,
  })
const generic = changes => apiGrant('generic', changes)

const profiles = [
  custom('API, the prefix of a custom profile', own(), { ...api, expect: generic() }),
  custom('API, with the prefix it is another organization', own(), {
    ...api,
    organization: 'org:org_1',
    expect: otherOrganization,
  }),
  custom('API, an organization without the prefix', own(), {
    ...api,
    claims: { tenant: 'org_1' },
    expect: malformed,
  }),
  custom('API, a claim of its own has no prefix', own({ apiOrganization: 'tenant' }), {
    ...api,
    organization: 'org:org_1',
    expect: generic({ organization: 'org:org_1' }),
  }),
  custom('API, the audience of a resource is no organization', byAudience, {
    ...api,
    organization: ABSENT,
    expect: generic({ organization: undefined }),
  }),
  custom('API, and none is in it', byAudience, { ...api, organization: null, expect: otherOrganization }),
  custom('API, the audience is an organization', byAudience, {
    ...api,
    claims: { aud: 'urn:o:org_1' },
    organization: null,
    expect: refused('AUDIENCE_KIND_MISMATCH'),
  }),
  custom(
    'ID, claims and a type of its own',
    own({ identity: { types: ['id+jwt'], roles: ['r', 'names'] } }),
    {
      ...id,
      typ: 'id+jwt',
      claims: { aud: 'app_web', r: { names: ['a'] } },
      expect: identityOf('generic', {
        organizations: [],
        subject: providers.generic.claims.sub,
        roles: ['a'],
      }),
    },
  ),
]

export const cases = [...auth0, ...kinde, ...clerk, ...profiles]
