// The cache of refused tokens: not verified again for a moment, and never in the way of good ones.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { templates } from '../corpus/generate/modes.mjs'
import { clockAt, codeOf, NOW, organization, publicKey, token } from './lib/issuer.mjs'
import { load } from './lib/tarball.mjs'

const { orgate, sync } = await load()
const keys = { keys: [publicKey('es384'), publicKey('eddsa')] }

const forged = (value = token()) => `${value.slice(0, -4)}${value.endsWith('AAAA') ? 'AAAQ' : 'AAAA'}`

function make(api, options = {}) {
  const clock = clockAt(NOW)
  const gate = api.createGate({ issuer: 'https://tenant.example/oidc', keys, clock, ...options })
  const verify = async (value, expect = { organization }) => gate.verifyOrganizationToken(value, expect)
  return { gate, clock, verify }
}

test('a forged token is put to the platform once in ten seconds', async t => {
  const spy = t.mock.method(crypto.subtle, 'verify')
  const { verify, clock } = make(orgate)
  const bad = forged()
  const first = await verify(bad).catch(error => error)
  const second = await verify(bad).catch(error => error)
  assert.equal(spy.mock.callCount(), 1)
  assert.deepEqual([first.code, first.message, first.status], [second.code, second.message, second.status])
  assert.notEqual(first, second)
  clock.seconds = NOW + 10
  assert.equal(await codeOf(() => verify(bad)), 'SIGNATURE_INVALID')
  assert.equal(spy.mock.callCount(), 2)
  clock.seconds = NOW
  assert.equal(await codeOf(() => verify(bad)), 'SIGNATURE_INVALID')
  assert.equal(spy.mock.callCount(), 3, 'a clock that was set back')
})

test('a refused token that is very long is not kept, and neither is a verified one that V8 does not hash', async t => {
  const spy = t.mock.method(crypto.subtle, 'verify')
  const { verify } = make(orgate)
  // A segment of base64url has three lengths of four: one of two headers gives the length.
  const sized = length => {
    const at = (padding, x) =>
      token({ key: 'eddsa', header: { x }, claims: { padding: 'x'.repeat(padding) } })
    for (const x of ['', 'x']) {
      const padding = Math.floor(((length - at(0, x).length) * 3) / 4)
      const found = [-1, 0, 1].map(more => at(padding + more, x)).find(value => value.length === length)
      if (found) return found
    }
    throw new Error(`no token of ${length} characters`)
  }
  const calls = async value => {
    const before = spy.mock.callCount()
    for (let round = 0; round < 2; round += 1) await codeOf(() => verify(value))
    return spy.mock.callCount() - before
  }
  assert.equal(await calls(forged(sized(4096))), 1)
  assert.equal(await calls(forged(sized(4100))), 2)
  assert.equal(await calls(sized(16_383)), 1)
  assert.equal(await calls(sized(16_384)), 2)
})

test('with cache: false each token is verified each time', async t => {
  const spy = t.mock.method(crypto.subtle, 'verify')
  const { verify } = make(orgate, { cache: false })
  const bad = forged()
  for (let round = 0; round < 3; round += 1)
    assert.equal(await codeOf(() => verify(bad)), 'SIGNATURE_INVALID')
  assert.equal(spy.mock.callCount(), 3)
})

test('refusals do not push out good tokens, however many there are', async t => {
  const { verify } = make(orgate, { cache: { max: 1 } })
  const good = token()
  await verify(good)
  for (let index = 0; index < 600; index += 1) {
    const bad = forged(token({ key: 'eddsa', claims: { jti: `${index}` } }))
    assert.equal(await codeOf(() => verify(bad)), 'SIGNATURE_INVALID')
  }
  const spy = t.mock.method(crypto.subtle, 'verify')
  assert.ok((await verify(good)).can('read:data'))
  assert.equal(spy.mock.callCount(), 0)
})

for (const [name, api] of [
  ['orgate', orgate],
  ['orgate/sync', sync],
]) {
  test(`${name}: a refusal is about what was expected`, async () => {
    const { gate, verify } = make(api)
    const value = token()
    const other = { organization: 'org_2' }
    for (let round = 0; round < 2; round += 1) {
      assert.equal(await codeOf(() => verify(value, other)), 'ORGANIZATION_MISMATCH')
      assert.ok((await verify(value)).can('read:data'))
      assert.ok((await verify(value, { organization: api.anyOrganization })).can('read:data'))
      const resource = 'https://api.example.com/orders'
      const code = await codeOf(async () => gate.verifyApiToken(value, { resource }))
      assert.equal(code, 'AUDIENCE_KIND_MISMATCH')
    }
  })

  test(`${name}: the time and the caller's mistakes are looked at again`, async () => {
    const { verify, clock } = make(api)
    const value = token()
    clock.seconds = NOW + 3000
    assert.equal(await codeOf(() => verify(value)), 'TOKEN_EXPIRED')
    assert.equal(await codeOf(() => verify(value)), 'TOKEN_EXPIRED')
    assert.equal(await codeOf(() => verify(value, {})), 'ORGANIZATION_REQUIRED')
    clock.seconds = NOW
    assert.ok((await verify(value)).can('read:data'))
    clock.seconds = NOW - 700
    assert.equal(await codeOf(() => verify(value)), 'TOKEN_NOT_YET_VALID')
    // Time may make it good within the ten seconds.
    clock.seconds = NOW - 660
    assert.ok((await verify(value)).can('read:data'))
  })
}

for (const [name, api] of [
  ['orgate', orgate],
  ['orgate/sync', sync],
]) {
  test(`${name}: a nonce, a client and a kind are part of the question`, async () => {
    const { gate } = make(api)
    const identity = token({
      key: 'eddsa',
      header: { typ: 'JWT' },
      claims: { aud: ['app_web', 'app_native'], azp: 'app_web', nonce: 'n-1' },
    })
    const ask = expect => codeOf(async () => (await gate.verifyIdToken(identity, expect)).clientId)
    for (let round = 0; round < 2; round += 1) {
      assert.equal(await ask({ clientId: 'app_web', nonce: 'n-2' }), 'NONCE_MISMATCH')
      assert.deepEqual(await ask({ clientId: 'app_web', nonce: 'n-1' }), { value: 'app_web' })
      assert.equal(await ask({ clientId: 'app_native', nonce: 'n-1' }), 'CLIENT_MISMATCH')
      assert.deepEqual(await ask({ clientId: 'app_web' }), { value: 'app_web' })
    }
    const api_ = token({ key: 'eddsa', claims: { aud: 'https://api.example.com' } })
    assert.equal(
      await codeOf(async () => gate.verifyOrganizationToken(api_, { organization })),
      'AUDIENCE_KIND_MISMATCH',
    )
    const expect = { resource: 'https://api.example.com', organization }
    assert.equal(await codeOf(async () => gate.verifyApiToken(api_, expect)), 'ORGANIZATION_MISMATCH')
  })

  test(`${name}: the first reason stays the first, when the token ends meanwhile`, async () => {
    const { verify, clock } = make(api)
    const value = token({ key: 'eddsa', claims: { exp: NOW + 5 } })
    const other = { organization: 'org_2' }
    assert.equal(await codeOf(() => verify(value, other)), 'ORGANIZATION_MISMATCH')
    clock.seconds = NOW + 4
    assert.equal(await codeOf(() => verify(value, other)), 'ORGANIZATION_MISMATCH')
    clock.seconds = NOW + 5
    assert.equal(await codeOf(() => verify(value, other)), 'TOKEN_EXPIRED')
  })

  test(`${name}: the first reason stays the first, when the template is another meanwhile`, async () => {
    const { gate } = make(api, { template: templates.sample })
    const expect = { resource: 'https://api.example.com/orders' }
    const value = token({ key: 'eddsa', claims: { aud: 'https://api.example.com/none' } })
    const ask = () => codeOf(async () => gate.verifyApiToken(value, expect))
    assert.equal(await ask(), 'RESOURCE_MISMATCH')
    gate.setTemplate(templates.small)
    assert.equal(await ask(), 'RESOURCE_UNKNOWN')
  })
}

test('the first reason stays the first, when the keys are lost meanwhile', async () => {
  let isDown = false
  const load = () => {
    if (isDown) throw new Error('down')
    return keys
  }
  const { verify, clock } = make(orgate, { keys: load })
  const bad = forged()
  assert.equal(await codeOf(() => verify(bad)), 'SIGNATURE_INVALID')
  isDown = true
  // Past the hard lifetime, which is an hour.
  clock.seconds = NOW + 3595
  await codeOf(() => verify(bad))
  clock.seconds = NOW + 3600
  assert.equal(await codeOf(() => verify(bad)), 'KEYS_UNAVAILABLE')
})

test('a question that is very long is not kept', async t => {
  const spy = t.mock.method(crypto.subtle, 'verify')
  const { verify } = make(orgate)
  const bad = forged()
  for (const [length, calls] of [
    [900, 1],
    [2000, 3],
  ]) {
    for (let round = 0; round < 2; round += 1)
      await codeOf(() => verify(bad, { organization: 'o'.repeat(length) }))
    assert.equal(spy.mock.callCount(), calls)
  }
})

test('orgate/sync: new keys take a refusal back', async () => {
  const { gate, verify } = make(sync, { keys: { keys: [publicKey('eddsa', { kid: 'es384x' })] } })
  const value = token({ key: 'eddsa', header: { kid: 'es384x' } })
  const bad = forged(value)
  assert.ok((await verify(value)).can('read:data'))
  assert.equal(await codeOf(() => verify(bad)), 'SIGNATURE_INVALID')
  gate.setKeys({ keys: [publicKey('es384')] })
  assert.equal(await codeOf(() => verify(bad)), 'KEY_UNKNOWN')
  assert.equal(await codeOf(() => verify(value)), 'KEY_UNKNOWN')
})
