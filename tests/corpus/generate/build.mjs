// What a token case is made of: a good token, and the grant it gives. A case changes one thing of it.
import { keys, publicKey } from './keys.mjs'
import { compact, signature } from './sign.mjs'

export const NOW = 1_800_000_000
export const ISSUER = 'https://tenant.example/oidc'
export const PREFIX = 'urn:logto:organization:'
export const ORGANIZATION = 'org_1'
export const ABSENT = Symbol('absent')

const algorithms = { EC: { 'P-256': 'ES256', 'P-384': 'ES384' }, OKP: { Ed25519: 'EdDSA' } }

export const algorithmOf = key => algorithms[keys[key].kty]?.[keys[key].crv] ?? 'RS256'

/** `undefined` removes a member. */
const merge = (base, more) =>
  Object.fromEntries(Object.entries({ ...base, ...more }).filter(([, value]) => value !== undefined))

export const header = (key = 'es384', more = {}) =>
  merge({ alg: algorithmOf(key), typ: 'at+jwt', kid: key }, more)

export const claims = (more = {}) =>
  merge(
    {
      jti: 'test',
      sub: 'user_1',
      iat: NOW - 600,
      exp: NOW + 3000,
      scope: 'invite:users read:data',
      client_id: 'app_web',
      iss: ISSUER,
      aud: PREFIX + ORGANIZATION,
    },
    more,
  )

/** A token signed by `key`; `header` and `claims` may be an object with changes, or text or bytes as they are. */
export function token({ key = 'es384', header: head = {}, claims: body = {}, sign } = {}) {
  const whole = (value, make) =>
    typeof value === 'string' || value instanceof Uint8Array || typeof value?.raw === 'string'
      ? value
      : make(value)
  return compact(
    whole(head, more => header(key, more)),
    whole(body, claims),
    sign ?? (input => signature(keys[key], algorithmOf(key), input)),
  )
}

/** The grant of the good token; `changes` are to members of the grant. */
export const grant = (changes = {}) => ({
  grant: merge(
    {
      v: 1,
      kind: 'organization',
      issuer: ISSUER,
      subject: 'user_1',
      principal: 'User',
      organization: ORGANIZATION,
      permissions: ['invite:users', 'read:data'],
      mode: 'token',
      issuedAt: NOW - 600,
      expiresAt: NOW + 3000,
    },
    changes,
  ),
})

export const refused = (code, more = {}) => ({ code, ...more })
export const malformed = refused('TOKEN_MALFORMED')

/** One case; what is not said is as in a good one. */
export function tokenCase(name, { token: value, keys: set = 'all', options, roles, now = NOW, ...rest }) {
  const organization = 'organization' in rest ? rest.organization : ORGANIZATION
  return {
    name,
    token: typeof value === 'string' ? value : token(value),
    keys: set,
    ...(options && { options }),
    ...(organization !== ABSENT && { organization }),
    ...(roles && { roles }),
    now,
    expect: rest.expect ?? grant(),
  }
}

export const keySet = (...entries) => ({ keys: entries })

/** The key set that most cases use: one key for each algorithm and RSA size, as issuers publish them. */
export const allKeys = keySet(
  publicKey('es384', { alg: 'ES384' }),
  publicKey('es256', { alg: 'ES256' }),
  publicKey('rs256'),
  publicKey('rs256-2560'),
  publicKey('rs256-3072'),
  publicKey('rs256-4096', { alg: 'RS256' }),
  publicKey('eddsa', { alg: 'EdDSA' }),
)
