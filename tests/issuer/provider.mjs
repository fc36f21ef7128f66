// `oidc-provider` with the settings of a Logto tenant. A rotation is a new one behind the same address.
import { randomBytes } from 'node:crypto'
import { Provider } from 'oidc-provider'
import { extraTokenClaims, keepEmptyScope, registerGrants } from './grants.mjs'
import { applications, claimsOf, lifetimeOf, resource, webClient } from './tenant.mjs'

/** What a session of a user may ask for. */
export const SCOPE = 'openid roles urn:logto:scope:organizations urn:logto:scope:organization_roles'

const secret = randomBytes(16).toString('hex')
const callback = 'https://app.example.com/callback'

/** The credentials of an application at the token endpoint. */
export const credentialsOf = client => ({ client_id: client, client_secret: secret })

/** A provider that publishes `keys` in that order and signs with `current`, one of them. */
export function makeProvider(issuer, keys, current, adapter) {
  const client = (id, rest) => ({
    client_id: id,
    client_secret: secret,
    token_endpoint_auth_method: 'client_secret_post',
    id_token_signed_response_alg: current.alg,
    response_types: [],
    redirect_uris: [],
    ...rest,
  })
  const provider = new Provider(issuer, {
    adapter,
    jwks: { keys: keys.map(({ jwk }) => jwk) },
    clients: [
      client(webClient, {
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [callback],
      }),
      ...applications.map(id => client(id, { grant_types: ['client_credentials'] })),
    ],
    cookies: { keys: [secret] },
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256', 'ES384', 'ES512'] },
    conformIdTokenClaims: false,
    claims: {
      openid: ['sub'],
      roles: ['roles'],
      'urn:logto:scope:organizations': ['organizations'],
      'urn:logto:scope:organization_roles': ['organization_roles'],
    },
    scopes: ['openid', 'offline_access', 'roles'],
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => claimsOf(id) }),
    ttl: {
      AccessToken: accessTokenLifetime,
      ClientCredentials: accessTokenLifetime,
      IdToken: 3600,
      RefreshToken: 86_400,
      Grant: 86_400,
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => undefined,
        useGrantedResource: () => false,
        getResourceServerInfo: () => ({ scope: resource.permissions.join(' '), accessTokenFormat: 'jwt' }),
      },
    },
    extraTokenClaims,
    formats: { customizers: { jwt: keepEmptyScope } },
  })
  registerGrants(provider, current)
  return provider
}

const accessTokenLifetime = (_ctx, token, client) =>
  token.resourceServer?.accessTokenTTL ?? lifetimeOf(client.clientId)

/** What an issuer remembers: sessions outlive a rotation. */
export function memoryAdapter() {
  const stored = new Map()
  const MAX = 1000
  return class Adapter {
    #key
    constructor(model) {
      this.#key = id => `${model}:${id}`
    }
    async upsert(id, payload) {
      stored.set(this.#key(id), payload)
      if (stored.size <= MAX) return
      for (const key of stored.keys()) {
        if (key.startsWith('AccessToken:')) {
          stored.delete(key)
          return
        }
      }
    }
    async find(id) {
      return stored.get(this.#key(id))
    }
    async destroy(id) {
      stored.delete(this.#key(id))
    }
    async consume() {}
    async findByUid() {}
    async findByUserCode() {}
    async revokeByGrantId() {}
  }
}
