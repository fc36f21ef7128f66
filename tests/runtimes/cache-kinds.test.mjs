// What is looked at again when an API token comes from the cache: for which resource it is, and for which organization or
// none. `tokens.test.mjs` and `refusals.test.mjs` have the rest.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clockAt, codeOf, NOW, organization, publicKey, token } from './lib/issuer.mjs'
import { load } from './lib/tarball.mjs'

const { orgate, sync } = await load()
const keys = { keys: [publicKey('es384')] }
const resource = 'https://api.example.com/orders'

const make = api => api.createGate({ issuer: 'https://tenant.example/oidc', keys, clock: clockAt(NOW) })

for (const [name, api] of [
  ['orgate', orgate],
  ['orgate/sync', sync],
]) {
  test(`${name}: another API resource and its organization on a hit`, async () => {
    const gate = make(api)
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
}
