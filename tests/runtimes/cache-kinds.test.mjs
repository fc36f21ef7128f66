// What is looked at again when an access token of another kind, for another resource, or with claims comes from the
// cache; and how long a refusal is kept.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clockAt, codeOf, NOW, organization, publicKey, token } from './lib/issuer.mjs'
import { load } from './lib/tarball.mjs'

const { orgate, sync } = await load()
const keys = { keys: [publicKey('es384')] }
const resource = 'https://api.example.com/orders'

function make(api) {
  const clock = clockAt(NOW)
  return { clock, gate: api.createGate({ issuer: 'https://tenant.example/oidc', keys, clock }) }
}

for (const [name, api] of [
  ['orgate', orgate],
  ['orgate/sync', sync],
]) {
  test(`${name}: another kind of token on a hit`, async () => {
    const { gate } = make(api)
    const [ofOrganization, ofApi] = [token(), token({ claims: { aud: resource } })]
    await gate.verifyOrganizationToken(ofOrganization, { organization })
    await gate.verifyApiToken(ofApi, { resource })
    const strange = [
      [() => gate.verifyApiToken(ofOrganization, { resource }), 'AUDIENCE_KIND_MISMATCH'],
      [() => gate.verifyOrganizationToken(ofApi, { organization }), 'AUDIENCE_KIND_MISMATCH'],
      [() => gate.verifyIdToken(ofOrganization, { clientId: 'app_web' }), 'TOKEN_TYPE_MISMATCH'],
    ]
    for (const [verify, code] of strange) assert.equal(await codeOf(async () => verify()), code)
    assert.equal((await gate.verifyOrganizationToken(ofOrganization, { organization })).kind, 'organization')
    assert.equal((await gate.verifyApiToken(ofApi, { resource })).kind, 'api')
  })

  test(`${name}: another API resource and its organization on a hit`, async () => {
    const { gate } = make(api)
    const global = token({ claims: { aud: resource } })
    const inOrganization = token({ claims: { aud: resource, organization_id: organization } })
    const verify = (value, expect) => codeOf(async () => gate.verifyApiToken(value, expect))
    for (let round = 0; round < 2; round++) {
      assert.equal((await verify(global, { resource })).value?.resource, resource)
      assert.equal(await verify(global, { resource: `${resource}/` }), 'RESOURCE_MISMATCH')
      assert.equal(await verify(global, { resource, organization }), 'ORGANIZATION_MISMATCH')
      assert.equal(
        await verify(global, { resource, organization: api.anyOrganization }),
        'ORGANIZATION_MISMATCH',
      )
      assert.equal(
        (await verify(inOrganization, { resource, organization })).value?.organization,
        organization,
      )
      assert.equal(await verify(inOrganization, { resource }), 'ORGANIZATION_MISMATCH')
      assert.equal(await verify(inOrganization, { resource, organization: 'org_2' }), 'ORGANIZATION_MISMATCH')
    }
  })

  test(`${name}: claims on a hit`, async () => {
    const { gate } = make(api)
    const value = token()
    const claimsWith = async more =>
      (await gate.verifyOrganizationToken(value, { organization, ...more })).claims?.sub
    assert.equal(await claimsWith({}), undefined)
    assert.equal(await claimsWith({ claims: true }), 'user_1')
    assert.equal(await claimsWith({}), undefined)
    assert.equal(await claimsWith({ claims: true }), 'user_1')
  })

  test(`${name}: a refusal is the answer to the same question alone`, async () => {
    const { gate } = make(api)
    const value = token()
    const verify = expect => codeOf(async () => gate.verifyOrganizationToken(value, expect))
    for (let round = 0; round < 2; round++) {
      assert.equal(await verify({ organization: 'org_2' }), 'ORGANIZATION_MISMATCH')
      assert.ok((await verify({ organization })).value)
    }
  })
}

test('a signature that was refused is not asked of the platform again for ten seconds', async t => {
  const spy = t.mock.method(crypto.subtle, 'verify')
  const { gate, clock } = make(orgate)
  const forged = token({ claims: { sub: 'user_2' } }).replace(/[^.]+$/, token().split('.')[2])
  const verify = () => codeOf(() => gate.verifyOrganizationToken(forged, { organization }))
  const countAfter = async seconds => {
    clock.seconds = NOW + seconds
    assert.equal(await verify(), 'SIGNATURE_INVALID')
    return spy.mock.callCount()
  }
  assert.deepEqual([await countAfter(0), await countAfter(9), await countAfter(10)], [1, 1, 2])
})

test('refusals without end push no grant out', async t => {
  const spy = t.mock.method(crypto.subtle, 'verify')
  const gate = orgate.createGate({
    ...{ issuer: 'https://tenant.example/oidc', keys, clock: clockAt(NOW) },
    cache: { max: 2 },
  })
  const good = token()
  await gate.verifyOrganizationToken(good, { organization })
  const before = spy.mock.callCount()
  const expired = index => token({ claims: { jti: String(index), exp: NOW - 1 } })
  for (let index = 0; index < 300; index++) {
    assert.equal(
      await codeOf(() => gate.verifyOrganizationToken(expired(index), { organization })),
      'TOKEN_EXPIRED',
    )
  }
  await gate.verifyOrganizationToken(good, { organization })
  assert.equal(spy.mock.callCount() - before, 300)
})
