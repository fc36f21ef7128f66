// What the examples find around them: tokens of the development issuer, its key set, templates, real fixtures.
import { createGate } from 'orgate'
import { createKey } from '../../../dev/key.mjs'
import { at, readJson } from '../../../scripts/lib/paths.mjs'
import { client } from '../../tenant/lib/client.mjs'
import { createTenant } from '../../tenant/lib/server.mjs'

const issuer = 'https://tenant.logto.app/oidc'
const fixture = name => readJson(at('tests', 'fixtures', 'logto', name))

/** The types of the names below, for the examples that are type-checked. */
export const declarations = `
import type { JsonWebKeySet, OrganizationTemplate } from 'orgate'

declare global {
  const token: string
  const benToken: string
  const expiredToken: string
  const managementToken: string
  const apiToken: string
  const idToken: string
  const memberIdToken: string
  const forgedToken: string
  const grantJson: string
  const jwks: JsonWebKeySet
  const template: OrganizationTemplate
  const logtoExport: Record<string, unknown>
  const logto: { token: string; organization: string; jwks: JsonWebKeySet }
  function sign(claims: Record<string, unknown>): string
}
`

/** Makes the names global, and answers the issuer's key set to `fetch`. */
export async function createWorld() {
  const key = await createKey('ES384')
  const stranger = await createKey('ES384')
  const template = readJson(at('examples', 'worker', 'template.json'))
  const jwks = { keys: [key.jwk()] }
  const now = Math.floor(Date.now() / 1000)
  const scopeOf = role => template.roles.find(({ name }) => name === role).permissions.join(' ')
  const claimsOf = claims => ({
    iss: issuer,
    sub: 'ada',
    client_id: 'web',
    aud: 'urn:logto:organization:acme',
    iat: now,
    exp: now + 3600,
    scope: scopeOf('admin'),
    ...claims,
  })
  const sign = (claims, typ = 'at+jwt') => key.sign({ typ }, claimsOf(claims))
  const token = sign({})

  const { kid } = key.jwk()
  const forgedToken = [
    Buffer.from(JSON.stringify({ alg: 'ES384', typ: 'at+jwt', kid })).toString('base64url'),
    ...stranger.sign({ typ: 'at+jwt' }, claimsOf({})).split('.').slice(1),
  ].join('.')

  const real = fixture('tokens.json').find(({ name }) => name === 'org-alice-acme-all')
  const world = {
    token,
    benToken: sign({ sub: 'ben', scope: scopeOf('member') }),
    managementToken: 'management-token',
    expiredToken: sign({ iat: now - 7200, exp: now - 3600 }),
    apiToken: sign({ aud: 'https://api.example.com/orders', scope: 'read:orders' }),
    idToken: sign({ aud: 'web' }, 'JWT'),
    memberIdToken: sign(
      {
        ...{ sub: 'ben', aud: 'web', nonce: 'n-1' },
        organizations: ['acme'],
        organization_roles: ['acme:member', 'acme:retired'],
      },
      'JWT',
    ),
    forgedToken,
    jwks,
    template,
    logtoExport: fixture('template-export/bundle.json'),
    logto: {
      token: real.token,
      organization: real.claims.aud.slice('urn:logto:organization:'.length),
      jwks: fixture('jwks-all.json'),
    },
    sign,
  }
  const gate = createGate({ issuer, keys: jwks, template })
  world.grantJson = JSON.stringify(await gate.verifyOrganizationToken(token, { organization: 'acme' }))
  return world
}

/** Runs `work` with the world around it; no example reaches the network. */
export async function inWorld(world, work) {
  const real = globalThis.fetch
  Object.assign(globalThis, world)
  const tenant = await createSampleTenant(world.managementToken)
  globalThis.fetch = async (address, init) => {
    if (String(address) === `${issuer}/jwks`) return Response.json(world.jwks)
    if (String(address) === `${issuer}/.well-known/openid-configuration`) {
      return Response.json({ issuer, jwks_uri: `${issuer}/jwks` })
    }
    if (String(address).startsWith('https://tenant.logto.app/api/')) return tenant.fetch(address, init)
    throw new Error(`an example fetches ${address}`)
  }
  try {
    return await work()
  } finally {
    globalThis.fetch = real
    for (const name of Object.keys(world)) delete globalThis[name]
  }
}

/** The tenant that the examples bring from one template to another. */
async function createSampleTenant(token) {
  const tenant = createTenant({ token })
  const withToken = ({ headers, ...init }) => ({
    ...init,
    headers: { ...headers, authorization: `Bearer ${token}` },
  })
  const ask = client({ fetch: (url, init) => tenant.fetch(url, withToken(init)) })
  const made = {}
  for (const name of ['publish', 'read:posts']) {
    made[name] = (await ask('POST', '/organization-scopes', { name })).body.id
  }
  for (const [name, permissions] of [
    ['editor', ['read:posts']],
    ['owner', ['publish', 'read:posts']],
    ['robot', ['read:posts']],
  ]) {
    const organizationScopeIds = permissions.map(permission => made[permission])
    await ask('POST', '/organization-roles', { name, organizationScopeIds })
  }
  return tenant
}
