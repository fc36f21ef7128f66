// The issuer of the tests issues what Logto does: compared with captured tokens, and verified by both engines.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { load } from '../runtimes/lib/tarball.mjs'
import { startIssuer } from './issuer.mjs'
import { signingKey } from './keys.mjs'
import { send } from './request.mjs'
import { resource, webClient } from './tenant.mjs'

const { orgate, sync } = await load()
const fixture = name =>
  JSON.parse(readFileSync(new URL(`../fixtures/logto/${name}.json`, import.meta.url), 'utf8'))
const captured = new Map(fixture('tokens').map(token => [token.name, token]))

const issuer = await startIssuer('EC')
after(() => issuer.stop())

/** What is in a token, unverified. */
function contentOf(token) {
  const [header, claims] = token
    .split('.', 2)
    .map(part => JSON.parse(Buffer.from(part, 'base64url').toString()))
  return { header, claims }
}

/** Names in their order, and what kind of value each has. */
const shapeOf = object =>
  Object.entries(object).map(([name, value]) => [name, Array.isArray(value) ? 'array' : typeof value])

/** What the tenant that was captured asks for and this one does not. */
const PROFILE = ['name', 'picture', 'updated_at', 'username', 'created_at', 'email', 'email_verified']

for (const [name, make] of [
  ['org-alice-acme-all', () => issuer.organizationToken({ member: 'ada', organization: 'acme' })],
  ['m2m-org-ci-acme-all', () => issuer.organizationToken({ member: 'ci', organization: 'acme' })],
  ['m2m-org-ci-globex-no-role', () => issuer.organizationToken({ member: 'ci', organization: 'initech' })],
  [
    'orgapi-alice-acme-orders',
    () => issuer.apiToken({ member: 'ada', organization: 'acme', resource: resource.indicator }),
  ],
  [
    'orgapi-dave-acme-orders',
    () => issuer.apiToken({ member: 'cleo', organization: 'initech', resource: resource.indicator }),
  ],
  [
    'm2m-globalapi-outsider-orders',
    () => issuer.apiToken({ member: 'outsider', resource: resource.indicator }),
  ],
  ['id-token-alice-code', () => issuer.idToken({ member: 'ada' })],
]) {
  test(`a token looks as Logto's: ${name}`, async () => {
    const expected = captured.get(name)
    assert.ok(expected, 'there is no such captured token')
    const { header, claims } = contentOf(await make())
    assert.deepEqual(shapeOf(header), shapeOf(expected.header))
    assert.deepEqual({ ...header, kid: '' }, { ...expected.header, kid: '' })
    const asked = shapeOf(expected.claims).filter(([name]) => !PROFILE.includes(name))
    assert.deepEqual(shapeOf(claims), asked)
    assert.equal(claims.scope === '', expected.claims.scope === '')
    assert.equal(claims.exp - claims.iat, 3600)
    assert.equal(claims.sub === claims.client_id, expected.claims.sub === expected.claims.client_id)
  })
}

test('who is no member gets no token: 403', async () => {
  for (const request of [
    { member: 'outsider', organization: 'acme' },
    { member: 'cleo', organization: 'acme' },
    { member: 'ada', organization: 'nowhere' },
  ]) {
    await assert.rejects(issuer.organizationToken(request), { status: 403, error: 'access_denied' })
  }
})

test('the key set looks as that of Logto after a rotation to RSA', async () => {
  const other = await startIssuer('EC')
  try {
    await other.rotate(await signingKey('RSA'))
    const { headers, text } = await send(`${other.url}/jwks`)
    assert.equal(headers['cache-control'], 'no-cache, max-age=0, must-revalidate')
    assert.equal(headers['content-type'], 'application/jwk-set+json; charset=utf-8')
    const shapes = ({ keys }) => keys.map(key => Object.keys(key).sort())
    assert.deepEqual(shapes(JSON.parse(text)), shapes(fixture('jwks-rs256-current-es384-previous')))
  } finally {
    await other.stop()
  }
})

for (const type of ['EC', 'RSA']) {
  test(`both engines verify its tokens by an ${type} key`, async () => {
    if (type === 'RSA') await issuer.rotate(await signingKey(type))
    const { text } = await send(`${issuer.url}/jwks`)
    const organization = 'acme'
    const token = await issuer.organizationToken({ member: 'ada', organization })
    const apiToken = await issuer.apiToken({ member: 'ci', organization, resource: resource.indicator })
    const idToken = await issuer.idToken({ member: 'ada' })
    for (const gate of [
      orgate.createGate({ issuer: issuer.url }),
      sync.createGate({ issuer: issuer.url, keys: JSON.parse(text) }),
    ]) {
      const grant = await gate.verifyOrganizationToken(token, { organization })
      assert.equal(grant.subject, 'ada')
      assert.equal(grant.principal, 'User')
      assert.ok(grant.can('remove:users'))
      const elsewhere = async () => gate.verifyOrganizationToken(token, { organization: 'globex' })
      await assert.rejects(elsewhere, { code: 'ORGANIZATION_MISMATCH' })
      if (gate.verifyApiToken) {
        const api = await gate.verifyApiToken(apiToken, { resource: resource.indicator, organization })
        assert.equal(api.principal, 'MachineToMachine')
        assert.deepEqual([...api.permissions], ['write:orders'])
      }
      if (gate.verifyIdToken) {
        const identity = await gate.verifyIdToken(idToken, { clientId: webClient })
        assert.deepEqual(
          identity.organizations.map(({ id, roles }) => [id, ...roles]),
          [
            ['acme', 'admin'],
            ['globex', 'viewer'],
            ['umbrella', 'billing'],
          ],
        )
      }
    }
  })
}
