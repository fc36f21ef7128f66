// Every token that a real Logto server issued, on both engines.
import { canonical, described, flaw, outcome, secretsOf, sorted } from './compare.js'
import { fixturesByKind } from './fixtures-kinds.js'

const ISSUER = 'http://localhost:3001/oidc'
const PREFIX = 'urn:logto:organization:'
/** Seconds; see the README of the fixtures. */
const VALID = 1795248000
const EXPIRED = 1795252000
const EARLY = 1795240000

const refusals = { 'id-token': 'TOKEN_TYPE_MISMATCH', opaque: 'TOKEN_MALFORMED' }
const isOrganization = kind => kind === 'organization' || kind === 'm2m-organization'
const codeOf = kind => (isOrganization(kind) ? undefined : (refusals[kind] ?? 'AUDIENCE_KIND_MISMATCH'))

/** The names of the export that a token can carry. */
const grantable = bundle =>
  new Set(bundle['/organization-scopes'].map(scope => scope.name).filter(name => !/\s/.test(name)))

/** The key set that the server published when it issued the token. */
function published({ name, header }, jwks) {
  if (!header) return jwks.all
  if (name.startsWith('rs256-')) return jwks['rs256-current-es384-previous']
  return name.startsWith('change-') || name.startsWith('large-') ? jwks.rotated : jwks.es384
}

const permissionsOf = ({ claims }) => (claims.scope ?? '').split(' ').filter(Boolean)

/** What each token is put to: options, and the answer that is due. */
function* trials(token, { jwks, bundle, names }) {
  const code = codeOf(token.kind)
  const refused = { code }
  const due = permissions => (code ? refused : { permissions: sorted(permissions) })
  const own = permissionsOf(token.claims ? token : { claims: {} })
  yield ['its own key set', { keys: published(token, jwks) }, VALID, due(own)]
  yield ['all key sets', { keys: jwks.all }, VALID, due(own)]
  yield [
    'the export, intersection',
    { keys: jwks.all, template: bundle, mode: 'intersection' },
    VALID,
    due(own.filter(name => names.has(name))),
  ]
  yield ['the export, mode token', { keys: jwks.all, template: bundle, mode: 'token' }, VALID, due(own)]
  if (code === 'TOKEN_MALFORMED' || code === 'TOKEN_TYPE_MISMATCH') return
  yield ['after its time', { keys: jwks.all }, EXPIRED, { code: 'TOKEN_EXPIRED' }]
  yield ['before its time', { keys: jwks.all }, EARLY, { code: 'TOKEN_NOT_YET_VALID' }]
  const gone = jwks.rotated.keys.every(key => key.kid !== token.header.kid)
  yield ['the last key set', { keys: jwks.rotated }, VALID, gone ? { code: 'KEY_UNKNOWN' } : due(own)]
}

const principalOf = kind => (kind.startsWith('m2m-') ? 'MachineToMachine' : 'User')

export async function fixtures(context) {
  const { fixtures: data, engines, results, statuses } = context
  const names = grantable(data.bundle)
  for (const token of data.tokens) {
    const audience = token.claims?.aud ?? ''
    const organization = audience.startsWith(PREFIX) ? audience.slice(PREFIX.length) : 'xxaa39hylo4m'
    for (const [what, options, now, due] of trials(token, { ...data, names })) {
      const name = `${token.name}: ${what}`
      if (!results.begin('fixtures', name)) continue
      const given = []
      for (const { name: engine, api } of engines) {
        const add = (label, expected, actual) => results.add(label, engine, expected, actual)
        const { value: grant, error } = await outcome(async () => {
          const gate = api.createGate({ issuer: ISSUER, ...options, clock: () => now * 1000 })
          return gate.verifyOrganizationToken(token.token, { organization })
        })
        given.push(canonical(error ? { code: error.code, message: error.message } : grant))
        if (error) {
          add(name, due, described(error, api.OrgateError))
          const problem = flaw(error, {
            OrgateError: api.OrgateError,
            statuses,
            secrets: secretsOf(token.token),
          })
          if (problem) add(`${name}: its error`, 'well-formed', problem)
          continue
        }
        add(name, due, { permissions: sorted(grant.permissions) })
        add(
          `${name}: whose grant`,
          [organization, token.claims.sub, principalOf(token.kind), token.claims.exp],
          [grant.organization, grant.subject, grant.principal, grant.expiresAt],
        )
      }
      if (new Set(given).size > 1) results.add(`${name}: both engines`, 'both', given[0], given[1])
    }
  }
  await fixturesByKind(context)
}
