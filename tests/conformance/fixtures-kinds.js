// Every captured token, put to each of the three methods: only the one of its kind accepts it.
import { canonical, described, flaw, outcome, secretsOf, sorted } from './compare.js'

const ISSUER = 'http://localhost:3001/oidc'
const PREFIX = 'urn:logto:organization:'
const ORDERS = 'https://api.example.com/orders'
const ACME = 'xxaa39hylo4m'
/** Seconds; see the README of the fixtures. */
const VALID = 1795248000

const refused = code => ({ code })
const methods = {
  organization: 'verifyOrganizationToken',
  api: 'verifyApiToken',
  id: 'verifyIdToken',
}

/** `organization`, `api`, `id` or `opaque`. */
function kindOf({ kind }) {
  if (kind === 'id-token') return 'id'
  if (kind === 'opaque') return 'opaque'
  return kind.endsWith('api') ? 'api' : 'organization'
}

/** What each method says of a token of another kind. */
function strange(kind, asked) {
  if (kind === 'opaque') return refused('TOKEN_MALFORMED')
  if (kind === 'id' || asked === 'id') return refused('TOKEN_TYPE_MISMATCH')
  return refused('AUDIENCE_KIND_MISMATCH')
}

const scopesOf = ({ scope = '' }) => scope.split(' ').filter(Boolean)
const principalOf = ({ sub, client_id }) => (sub === client_id ? 'MachineToMachine' : 'User')

/** What a caller names who knows what the token is for. */
function questions(kind, claims) {
  const isOrganization = kind === 'organization'
  return {
    organization: { organization: isOrganization ? claims.aud.slice(PREFIX.length) : ACME },
    api: {
      resource: kind === 'api' ? claims.aud : ORDERS,
      ...(claims.organization_id && !isOrganization && { organization: claims.organization_id }),
    },
    id: { clientId: kind === 'id' ? claims.aud : (claims.client_id ?? 'client') },
  }
}

function grantOf(kind, claims, permissions = scopesOf(claims)) {
  const { organization, resource } = { ...questions(kind, claims)[kind] }
  return {
    kind,
    ...(organization && { organization }),
    ...(resource && { resource }),
    subject: claims.sub,
    principal: principalOf(claims),
    permissions: sorted(permissions),
  }
}

/** `organization:role`, split at the first colon: the names of roles may hold more of them. */
function membershipsOf({ organizations = [], organization_roles: pairs = [] }) {
  const roles = new Map(organizations.map(id => [id, []]))
  for (const pair of pairs) {
    const colon = pair.indexOf(':')
    const id = pair.slice(0, colon)
    roles.set(id, [...(roles.get(id) ?? []), pair.slice(colon + 1)])
  }
  return [...roles]
    .map(([id, names]) => ({ id, roles: sorted(names) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

const identityOf = claims => ({
  subject: claims.sub,
  clientId: claims.aud,
  roles: sorted(claims.roles ?? []),
  organizations: membershipsOf(claims),
})

/** The permissions of each API resource in the export. */
const resourcesOf = bundle =>
  new Map(
    bundle['/resources?includeScopes=true'].map(({ indicator, scopes }) => [
      indicator,
      new Set(scopes.map(({ name }) => name)),
    ]),
  )

function* apiTrials(claims, bundle) {
  const { aud: resource, organization_id: organization } = claims
  const mismatch = refused('ORGANIZATION_MISMATCH')
  const template = { template: bundle }
  yield ['another resource', { resource: 'urn:throwaway', organization }, refused('RESOURCE_MISMATCH')]
  yield ['a resource that is not in the export', { resource: 'urn:x' }, refused('RESOURCE_UNKNOWN'), template]
  if (organization) {
    // With a custom-claims script `organization_id` is what the script says, and not where the subject is:
    // `custom-orgapi-alice-acme-orders` was asked for acme, and names `attacker_org`.
    const acme = organization === ACME ? grantOf('api', claims) : mismatch
    yield ['for acme', { resource, organization: ACME }, acme]
    yield ['for another organization', { resource, organization: 'org_9' }, mismatch]
    yield ['for any organization', { resource, organization: null }, grantOf('api', claims)]
    yield ['for no organization', { resource }, mismatch]
  } else {
    yield ['for acme', { resource, organization: ACME }, mismatch]
    yield ['for any organization', { resource, organization: null }, mismatch]
  }
  const known = resourcesOf(bundle).get(resource)
  const left = scopesOf(claims).filter(name => known.has(name))
  yield [
    'the export, intersection',
    { resource, ...(organization && { organization }) },
    grantOf('api', claims, left),
    template,
  ]
}

function* identityTrials(claims) {
  const clientId = claims.aud
  yield ['another client', { clientId: `${clientId}x` }, refused('CLIENT_MISMATCH')]
  yield ['a nonce that it does not have', { clientId, nonce: 'n' }, refused('NONCE_MISMATCH')]
}

/** Every question: its name, the method's, what it is told, what is due, and options beside the keys. */
function* trials(token, bundle) {
  const kind = kindOf(token)
  const claims = token.claims ?? {}
  for (const [asked, expected] of Object.entries(questions(kind, claims))) {
    const own = kind === 'id' ? { identity: identityOf(claims) } : kind !== 'opaque' && grantOf(kind, claims)
    yield [`as ${asked}`, asked, expected, asked === kind ? own : strange(kind, asked), {}]
  }
  const more = { api: apiTrials, id: identityTrials }[kind] ?? (() => [])
  for (const [what, expected, due, options = {}] of more(claims, bundle)) {
    yield [`as ${kind}, ${what}`, kind, expected, due, options]
  }
}

/** An answer in the form of what is due. */
function comparable(answer) {
  if (answer.organizations === undefined) {
    const { kind, organization, resource, subject, principal, permissions } = JSON.parse(
      JSON.stringify(answer),
    )
    return {
      ...{ kind, subject, principal, permissions: sorted(permissions) },
      ...(organization && { organization }),
      ...(resource && { resource }),
    }
  }
  const { subject, clientId, roles } = answer
  const organizations = answer.organizations.map(({ id, roles, unknownRoles }) => ({
    id,
    roles: sorted([...roles, ...unknownRoles]),
  }))
  return {
    identity: {
      ...{ subject, clientId, roles: sorted(roles) },
      organizations: organizations.sort((a, b) => (a.id < b.id ? -1 : 1)),
    },
  }
}

/**
 * What an ID token and the export give in an organization is what the organization token that asked for everything
 * held.
 */
async function identityGrants({ data, engines, results }) {
  const wholes = data.tokens.filter(({ name }) => /^org-\w+-\w+-all$/.test(name))
  for (const token of data.tokens.filter(({ name }) => /^id-token-\w+-(code|role-name)/.test(name))) {
    for (const { claims } of wholes.filter(({ claims }) => claims.sub === token.claims.sub)) {
      const organization = claims.aud.slice(PREFIX.length)
      const name = `${token.name}: its grant in ${organization}`
      if (!results.begin('fixtures', name)) continue
      for (const { name: engine, api } of engines) {
        const { value, error } = await outcome(async () => {
          const gate = gateOf(api, data, { template: data.bundle })
          const identity = await gate.verifyIdToken(token.token, { clientId: token.claims.aud })
          return identity.grant(organization)
        })
        const actual = error ? described(error, api.OrgateError) : sorted(value.permissions)
        results.add(name, engine, sorted(scopesOf(claims)), actual)
      }
    }
  }
}

const gateOf = (api, { jwks }, options) =>
  api.createGate({ issuer: ISSUER, keys: jwks.all, ...options, clock: () => VALID * 1000 })

export async function fixturesByKind({ fixtures: data, engines, results, statuses }) {
  for (const token of data.tokens) {
    for (const [what, kind, expected, due, options] of trials(token, data.bundle)) {
      const name = `${token.name}: ${what}`
      if (!results.begin('fixtures', name)) continue
      const given = []
      for (const { name: engine, api } of engines) {
        const question = expected.organization === null ? { organization: api.anyOrganization } : {}
        const { value, error } = await outcome(async () =>
          gateOf(api, data, options)[methods[kind]](token.token, { ...defined(expected), ...question }),
        )
        given.push(canonical(error ? { code: error.code, message: error.message } : comparable(value)))
        results.add(name, engine, due, error ? described(error, api.OrgateError) : comparable(value))
        const shape = { OrgateError: api.OrgateError, statuses, secrets: secretsOf(token.token) }
        const problem = error && flaw(error, shape)
        if (problem) results.add(`${name}: its error`, engine, 'well-formed', problem)
      }
      if (new Set(given).size > 1) results.add(`${name}: both engines`, 'both', given[0], given[1])
    }
  }
  await identityGrants({ data, engines, results })
}

/** `organization: undefined` is a mistake of the caller, not an organization that is left out. */
const defined = expected =>
  Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined))
