// A development issuer shaped like Logto's: same paths, same claims, same refusals, sample people, a new key at
// every start. It asks no password and is for one's own machine only.
import { randomBytes } from 'node:crypto'
import { json } from './http.mjs'

const LIFETIME = 3600
const CLIENT = 'playground'

/**
 * @param {object} options
 * @param {string} options.issuer   for example http://localhost:8787/oidc
 * @param {{ kid: string, jwk(): object, sign(header: object, claims: object): string }} options.key
 * @param {import('orgate').Gate} options.gate   resolves roles to permissions, by the template it was made with
 * @param {{ organizations: { id: string }[], subjects: { id: string, principal: 'User' | 'MachineToMachine', memberships: Record<string, string[]> }[] }} options.cast
 * @returns {(request: Request) => Promise<Response>}
 */
export function createIssuer({ issuer, key, gate, cast }) {
  const base = new URL(issuer).pathname
  const routes = {
    [`${base}/.well-known/openid-configuration`]: { GET: () => json(200, discovery(issuer, key), open) },
    [`${base}/jwks`]: { GET: () => json(200, { keys: [key.jwk()] }, open) },
    [`${base}/token`]: { POST: async request => token(await form(request)) },
  }

  function token({ subject, user, client_id, organization_id: organization, scope, expires_in }) {
    if (!organization) return refuse(400, 'invalid_request', 'organization_id is missing')
    const id = subject ?? user ?? client_id
    const who = cast.subjects.find(known => known.id === id)
    if (!who) return refuse(400, 'invalid_grant', `subject is unknown: one of ${names(cast.subjects)}`)
    const roles = who.memberships[organization]
    // As Logto answers: an organization that does not exist and one without this member look the same.
    if (!roles) {
      const kind = who.principal === 'User' ? 'user is not a member of' : 'app has not associated with'
      return refuse(403, 'access_denied', `${kind} the organization`)
    }
    const seconds = expires_in === undefined || expires_in === '' ? LIFETIME : Number(expires_in)
    if (!Number.isInteger(seconds) || Math.abs(seconds) > 86_400) {
      return refuse(
        400,
        'invalid_request',
        'expires_in is a whole number of seconds, at most a day; negative: expired',
      )
    }

    const granted = gate.resolve({ organization, roles, principal: who.principal }).permissions
    const requested = scope === undefined ? undefined : new Set(scope.split(' '))
    const scopes = granted.filter(permission => requested?.has(permission) ?? true).join(' ')
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      jti: randomBytes(16).toString('base64url').slice(0, 21),
      sub: who.id,
      iat: seconds > 0 ? now : now + seconds - LIFETIME,
      exp: now + seconds,
      scope: scopes,
      client_id: who.principal === 'User' ? CLIENT : who.id,
      iss: issuer,
      aud: `urn:logto:organization:${organization}`,
    }
    const access_token = key.sign({ typ: 'at+jwt' }, claims)
    const body = { access_token, expires_in: seconds, scope: scopes, token_type: 'Bearer' }
    return json(200, body, { 'cache-control': 'no-store' })
  }

  return async request => {
    const route = routes[new URL(request.url).pathname]
    if (!route) return refuse(404, 'not_found', 'no such path')
    const handle = route[request.method]
    if (handle) return handle(request)
    return json(405, { code: 'METHOD_NOT_ALLOWED' }, { allow: Object.keys(route).join(', ') })
  }
}

const open = { 'access-control-allow-origin': '*', 'cache-control': 'no-store' }

const names = list => list.map(({ id }) => id).join(', ')

const messages = {
  access_denied: 'Access denied.',
  invalid_grant: 'Grant request is invalid.',
  invalid_request: 'Request is invalid.',
  not_found: 'Not found.',
}

const refuse = (status, error, description) =>
  json(status, { code: `oidc.${error}`, message: messages[error], error, error_description: description })

/** Form or JSON, flat, every value as text; what cannot be read counts as empty. */
async function form(request) {
  const text = await request.text()
  if (!request.headers.get('content-type')?.includes('json'))
    return Object.fromEntries(new URLSearchParams(text))
  try {
    const entries = Object.entries(JSON.parse(text) ?? {})
    return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
  } catch {
    return {}
  }
}

const discovery = (issuer, key) => ({
  issuer,
  jwks_uri: `${issuer}/jwks`,
  token_endpoint: `${issuer}/token`,
  id_token_signing_alg_values_supported: [key.jwk().alg],
  response_types_supported: [],
  subject_types_supported: ['public'],
  token_endpoint_auth_methods_supported: ['none'],
})
