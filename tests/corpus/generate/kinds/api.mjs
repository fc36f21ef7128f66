// Tokens for API resources.
import { ABSENT, grant, ISSUER, malformed, NOW, ORGANIZATION, PREFIX, refused, tokenCase } from '../build.mjs'
import {
  CLIENT,
  configuration,
  given,
  m2m,
  ORDERS,
  orders,
  otherAudience,
  otherOrganization,
  otherResource,
  otherType,
  template,
} from './build.mjs'

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

export const cases = [
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
