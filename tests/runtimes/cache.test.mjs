// The cache of verified tokens: what is looked at again on every hit.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { templates } from '../corpus/generate/modes.mjs'
import { clockAt, codeOf, NOW, organization, publicKey, token } from './lib/issuer.mjs'
import { load } from './lib/tarball.mjs'

const { orgate, sync } = await load()
const keys = { keys: [publicKey('es384'), publicKey('eddsa')] }
const engines = [
  ['orgate', orgate],
  ['orgate/sync', sync],
]

function make(api, options = {}) {
  const clock = clockAt(NOW)
  const gate = api.createGate({ issuer: 'https://tenant.example/oidc', keys, clock, ...options })
  const verify = async (value = token(), expect = { organization }) =>
    gate.verifyOrganizationToken(value, expect)
  return { gate, clock, verify }
}

for (const [name, api] of engines) {
  for (const cache of [undefined, true, { max: 1 }, { max: 0 }, false]) {
    const title = `${name}, cache ${JSON.stringify(cache)}`
    const options = cache === undefined ? {} : { cache }

    test(`${title}: the same token twice gives the same grant`, async () => {
      const { verify } = make(api, options)
      const [first, second] = [await verify(), await verify()]
      assert.deepEqual(JSON.parse(JSON.stringify(first)), JSON.parse(JSON.stringify(second)))
    })

    test(`${title}: another organization on a hit`, async () => {
      const { verify } = make(api, options)
      await verify()
      assert.equal(await codeOf(() => verify(token(), { organization: 'org_2' })), 'ORGANIZATION_MISMATCH')
      assert.equal(await codeOf(() => verify(token(), {})), 'ORGANIZATION_REQUIRED')
      assert.equal(await codeOf(() => verify(token(), { organization: '' })), 'ORGANIZATION_REQUIRED')
      assert.equal((await verify(token(), { organization: api.anyOrganization })).organization, 'org_1')
      assert.ok((await verify()).can('read:data'))
    })

    test(`${title}: time on a hit`, async () => {
      const { verify, clock } = make(api, options)
      await verify()
      clock.seconds = NOW + 2999
      assert.ok((await verify()).can('read:data'))
      clock.seconds = NOW + 3000
      assert.equal(await codeOf(() => verify()), 'TOKEN_EXPIRED')
      clock.seconds = NOW - 600 - 61
      assert.equal(await codeOf(() => verify()), 'TOKEN_NOT_YET_VALID')
      clock.seconds = NOW
      assert.ok((await verify()).can('read:data'))
    })

    test(`${title}: roles on a hit`, async () => {
      const { verify } = make(api, { ...options, template: templates.sample })
      const value = token()
      const permissions = async roles =>
        (await verify(value, { organization, ...(roles && { roles }) })).permissions
      assert.deepEqual(await permissions(['admin']), ['invite:users', 'read:data'])
      assert.deepEqual(await permissions(['member']), ['read:data'])
      assert.deepEqual(await permissions(), ['invite:users', 'read:data'])
      assert.deepEqual(await permissions([]), [])
      assert.equal(await codeOf(() => permissions(['ci'])), 'ROLE_TYPE_MISMATCH')
      assert.equal(await codeOf(() => permissions(['owner'])), 'ROLE_UNKNOWN')
      assert.deepEqual(await permissions(['admin']), ['invite:users', 'read:data'])
    })

    test(`${title}: a token that differs in its last character is no hit`, async () => {
      const { verify } = make(api, options)
      const good = token()
      await verify(good)
      const other = good.slice(0, -1) + (good.endsWith('A') ? 'B' : 'A')
      assert.equal(await codeOf(() => verify(other)), 'SIGNATURE_INVALID')
      assert.equal(await codeOf(() => verify(other)), 'SIGNATURE_INVALID')
      assert.equal(await codeOf(() => verify(`${good}=`)), 'TOKEN_MALFORMED')
      await verify(good)
    })

    test(`${title}: a caller who changes a grant changes only that`, async () => {
      const { verify } = make(api, options)
      const grant = await verify()
      try {
        grant.permissions.push('remove:users')
        grant.organization = 'org_2'
      } catch {
        // Frozen: as good.
      }
      assert.equal((await verify()).can('remove:users'), false)
      assert.equal((await verify()).organization, 'org_1')
    })
  }

  test(`${name}: a gate does not know what another verified`, async () => {
    const first = make(api)
    await first.verify()
    const second = make(api, { keys: { keys: [publicKey('eddsa')] } })
    assert.equal(await codeOf(() => second.verify()), 'KEY_UNKNOWN')
  })

  test(`${name}: a grant that is held past its end`, async () => {
    const { gate, verify, clock } = make(api, { template: templates.sample })
    const grant = await verify()
    grant.assert('read:data')
    assert.equal(grant.isExpired(), false)
    clock.seconds = NOW + 3000
    assert.equal(grant.isExpired(), true)
    assert.throws(() => grant.assert('read:data'), {
      name: 'OrgateError',
      code: 'GRANT_EXPIRED',
      status: 403,
    })
    assert.equal(grant.explain('read:data').code, 'GRANT_EXPIRED')
    assert.equal(gate.explain(grant, 'read:data').code, 'GRANT_EXPIRED')
    assert.equal(gate.explain(grant, 'read:data').allowed, false)
    // `can` reads no clock.
    assert.equal(grant.can('read:data'), true)
  })

  test(`${name}: more tokens than the cache holds`, async () => {
    const { verify } = make(api, { cache: { max: 2 } })
    const values = ['1', '2', '3'].map(jti => token({ key: 'eddsa', claims: { jti, sub: `user_${jti}` } }))
    for (let round = 0; round < 3; round += 1) {
      for (const [index, value] of values.entries()) {
        assert.equal((await verify(value)).subject, `user_${index + 1}`)
      }
    }
  })
}

for (const [cache, calls] of [
  [true, 1],
  [false, 2],
  [{ max: 10 }, 1],
]) {
  test(`orgate asks the platform ${calls} × for a token seen twice, cache ${JSON.stringify(cache)}`, async t => {
    const spy = t.mock.method(crypto.subtle, 'verify')
    const { verify } = make(orgate, { cache })
    const value = token()
    await verify(value)
    await verify(value)
    assert.equal(spy.mock.callCount(), calls)
  })
}

test('a refused token is not remembered as good or bad', async t => {
  const spy = t.mock.method(crypto.subtle, 'verify')
  const { verify, clock } = make(orgate)
  const early = token({ claims: { nbf: NOW + 100 } })
  assert.equal(await codeOf(() => verify(early)), 'TOKEN_NOT_YET_VALID')
  clock.seconds += 100
  assert.ok((await verify(early)).can('read:data'))
  assert.ok(spy.mock.callCount() >= 1)
})

test('orgate/sync: setKeys on a hit', async () => {
  const { gate, verify } = make(sync)
  const [old, fresh] = [token(), token({ key: 'eddsa' })]
  await verify(old)
  gate.setKeys({ keys: [publicKey('eddsa')] })
  assert.equal(await codeOf(() => verify(old)), 'KEY_UNKNOWN')
  assert.ok((await verify(fresh)).can('read:data'))
  gate.setKeys({ keys: [publicKey('es384-other', { kid: 'es384' })] })
  assert.equal(await codeOf(() => verify(old)), 'SIGNATURE_INVALID')
  gate.setKeys(keys)
  assert.ok((await verify(old)).can('read:data'))
})

test('orgate/sync: setKeys of one issuer among several', async () => {
  const issuers = ['https://a.example', 'https://b.example'].map(issuer => ({ issuer, keys }))
  const gate = sync.createGate({ issuers, clock: clockAt(NOW) })
  const verify = issuer =>
    codeOf(() => gate.verifyOrganizationToken(token({ claims: { iss: issuer } }), { organization }))
  gate.setKeys({ keys: [] }, 'https://b.example')
  assert.ok((await verify('https://a.example')).value)
  assert.equal(await verify('https://b.example'), 'KEY_UNKNOWN')
})

test('orgate/sync: setKeys with something that is no key set', async () => {
  const { gate, verify } = make(sync)
  for (const bad of [undefined, null, {}, [], { keys: {} }, 'x']) {
    assert.equal(await codeOf(() => gate.setKeys(bad)), 'CONFIGURATION_INVALID')
  }
  assert.equal(await codeOf(() => gate.setKeys(keys, 'https://other.example')), 'CONFIGURATION_INVALID')
  assert.ok((await verify()).can('read:data'))
})

test('orgate/sync gives its answer at once', () => {
  const gate = sync.createGate({ issuer: 'https://tenant.example/oidc', keys, clock: clockAt(NOW) })
  const grant = gate.verifyOrganizationToken(token(), { organization })
  assert.equal(typeof grant.then, 'undefined')
  assert.ok(grant.can('read:data'))
})

test('orgate/sync without keys: KEYS_UNAVAILABLE, until they are set', async () => {
  const { gate, verify } = make(sync, { keys: undefined })
  assert.equal(await codeOf(() => verify()), 'KEYS_UNAVAILABLE')
  assert.equal(await codeOf(() => verify('x')), 'TOKEN_MALFORMED')
  gate.setKeys(keys)
  assert.ok((await verify()).can('read:data'))
})

test('orgate/sync wants its keys as a key set', async () => {
  for (const bad of ['https://tenant.example/jwks', new URL('https://tenant.example/jwks'), () => keys]) {
    const options = { issuer: 'https://tenant.example/oidc', keys: bad }
    assert.equal(await codeOf(() => sync.createGate(options)), 'CONFIGURATION_INVALID')
  }
})
