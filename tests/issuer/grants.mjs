// The grant types of Logto at the token endpoint: organizations and API resources, for applications and for users.
import { errors } from 'oidc-provider'
import { lifetimeOf, permissionsIn, resource, roleIn } from './tenant.mjs'

const PREFIX = 'urn:logto:organization:'
const PARAMETERS = ['scope', 'organization_id', 'resource']

/** Registers both grant types; `key` is what tokens are signed with. */
export function registerGrants(provider, key) {
  provider.registerGrantType('client_credentials', clientCredentials(key), PARAMETERS)
  provider.registerGrantType('refresh_token', refreshToken(key), ['refresh_token', ...PARAMETERS])
}

const clientCredentials = key => async (ctx, next) => {
  const { client, provider } = ctx.oidc
  const token = new provider.ClientCredentials({ client })
  if (!dedicate(ctx, token, client.clientId, key))
    throw new errors.InvalidTarget('name an organization or a resource')
  // A token is saved with the claims of its request, so that has to know it first.
  ctx.oidc.entity('ClientCredentials', token)
  ctx.body = answer(token, await token.save())
  await next()
}

const refreshToken = key => async (ctx, next) => {
  const { client, params, provider } = ctx.oidc
  const refresh = await provider.RefreshToken.find(params.refresh_token)
  if (refresh?.clientId !== client.clientId) throw new errors.InvalidGrant('there is no such refresh token')
  const { accountId, grantId } = refresh
  const token = new provider.AccessToken({ accountId, client, grantId, gty: 'refresh_token' })
  ctx.oidc.entity('RefreshToken', refresh)
  ctx.oidc.entity('Account', await provider.Account.findAccount(ctx, accountId))
  const dedicated = dedicate(ctx, token, accountId, key)
  // Without an audience it is opaque, good for the issuer's own answers only.
  if (!dedicated) token.scope = refresh.scope
  ctx.oidc.entity('AccessToken', token)
  const value = await token.save()
  ctx.body = answer(token, value)
  if (!dedicated) ctx.body.id_token = await idToken(ctx, refresh, value)
  await next()
}

/** Makes it a token for the organization or the API resource of the request; `false` when that names neither. */
function dedicate(ctx, token, member, { alg, kid }) {
  const { params, client } = ctx.oidc
  const organization = params.organization_id || undefined
  if (organization && roleIn(organization, member) === undefined) {
    throw Object.assign(new errors.AccessDenied('not a member of the organization'), {
      status: 403,
      statusCode: 403,
    })
  }
  if (!organization && !params.resource) return false
  if (params.resource && params.resource !== resource.indicator) throw new errors.InvalidTarget()
  // Outside of organizations nobody has a role.
  const held = organization ? permissionsIn(organization, member, params.resource) : []
  const requested = params.scope?.split(' ')
  token.resourceServer = {
    audience: params.resource ?? PREFIX + organization,
    scope: held.join(' '),
    accessTokenTTL: lifetimeOf(client.clientId),
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg, kid } },
  }
  token.scope = held.filter(name => requested?.includes(name) ?? true).join(' ')
  return true
}

async function idToken(ctx, refresh, accessToken) {
  const { account, provider } = ctx.oidc
  const token = new provider.IdToken(await account.claims('id_token', refresh.scope), { ctx })
  token.scope = refresh.scope
  token.set('at_hash', accessToken)
  if (refresh.nonce) token.set('nonce', refresh.nonce)
  return token.issue({ use: 'idtoken' })
}

const answer = (token, value) => ({
  access_token: value,
  expires_in: token.expiration,
  token_type: token.tokenType,
  scope: token.scope,
})

/** `organization_id` is a claim only when the request names both (Logto's `extra-token-claims.ts`). */
export function extraTokenClaims(ctx) {
  const { organization_id: organization, resource } = ctx.oidc.params
  return organization && resource ? { organization_id: organization } : undefined
}

/** The library leaves an empty scope out. Logto does so only where an application asks for an API resource. */
export function keepEmptyScope(_ctx, token, { payload }) {
  if (token.kind === 'AccessToken' || payload.aud.startsWith(PREFIX)) payload.scope ??= ''
}
