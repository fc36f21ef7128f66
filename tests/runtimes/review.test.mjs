// Mistakes that were found by reading: each of these let something through, or took something good for bad.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clockAt, NOW, publicKey, startIssuer, token } from './lib/issuer.mjs'
import { load } from './lib/tarball.mjs'

const { orgate, sync, check, fetch: orgateFetch } = await load()
const options = { issuer: 'https://tenant.example/oidc', keys: { keys: [publicKey('es384')] } }
const expected = { organization: 'org_1' }
const forged = good => `${good.slice(0, -8)}AAAAAAAA`

test('a clock that asks the gate itself does not put another token in place of this one', () => {
  const good = token()
  let asking = false
  const gate = sync.createGate({
    ...options,
    clock() {
      if (!asking) {
        asking = true
        gate.verifyOrganizationToken(good, expected)
        asking = false
      }
      return NOW * 1000
    },
    cache: false,
  })
  assert.throws(() => gate.verifyOrganizationToken(forged(good), expected), { code: 'SIGNATURE_INVALID' })
})

test('a moment that is no number is no proof of time left', async () => {
  const gate = orgate.createGate({ ...options, clock: clockAt(NOW) })
  const json = JSON.stringify(await gate.verifyOrganizationToken(token(), expected))
  for (const now of [Number.NaN, 'x', {}]) {
    assert.throws(() => check.readGrant(json, { now }), { code: 'GRANT_EXPIRED' })
  }
  const grant = check.readGrant(json, { now: NOW * 1000 })
  assert.throws(() => grant.assert('invite:users', { now: Number.NaN }), { code: 'GRANT_EXPIRED' })
  for (const clock of [() => Number.NaN, () => undefined, () => 'soon']) {
    const broken = orgate.createGate({ ...options, clock })
    const old = token({ claims: { iat: 1, exp: 100 } })
    await assert.rejects(broken.verifyOrganizationToken(old, expected), { code: 'CONFIGURATION_INVALID' })
  }
})

test('a token with something behind it that does not fit is too large, not cut', async () => {
  const gates = [orgate, sync].map(api => api.createGate({ ...options, clock: clockAt(NOW) }))
  const pad = 'x'.repeat(16_383)
  const short = token()
  const long = token({ claims: { pad: pad.slice(0, Math.floor(((16_383 - short.length) * 3) / 4) - 12) } })
  for (const gate of gates) {
    const ask = async value => gate.verifyOrganizationToken(value, expected)
    assert.ok(long.length > 16_000 && long.length <= 16_384, String(long.length))
    await ask(long)
    const filled = `${long}${'A'.repeat(16_384 - long.length)}`
    await assert.rejects(ask(`${filled}😀`), { code: 'TOKEN_TOO_LARGE' })
    await assert.rejects(ask(`${long}${' '.repeat(16_383 - long.length)}😀`), { code: 'TOKEN_TOO_LARGE' })
  }
})

test('tokens with unknown keys do not multiply loads, and a failure is not asked for again at once', async () => {
  const issuer = await startIssuer('es384')
  try {
    const clock = clockAt(NOW)
    const gate = orgate.createGate({ issuer: issuer.url, clock })
    await gate.verifyOrganizationToken(issuer.token(), expected)
    clock.seconds += 31
    const before = issuer.requests.length
    const unknown = index => issuer.token({ header: { kid: `unknown-${index}` } })
    await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) => gate.verifyOrganizationToken(unknown(index), expected)),
    )
    assert.equal(issuer.requests.length - before, 1)
    issuer.status = 500
    clock.seconds += 3600
    const good = issuer.token({ claims: { exp: NOW + 10_000 } })
    const failing = issuer.requests.length
    for (let turn = 0; turn < 5; turn += 1) {
      await assert.rejects(gate.verifyOrganizationToken(good, expected), { code: 'KEYS_UNAVAILABLE' })
    }
    assert.equal(issuer.requests.length - failing, 1)
    issuer.status = 200
    clock.seconds += 2
    await gate.verifyOrganizationToken(good, expected)
  } finally {
    await issuer.close()
  }
})

test('a misspelt option of an issuer or of the cache is not ignored', () => {
  const place = more => {
    try {
      orgate.createGate(more)
    } catch (error) {
      return error.details.problems.map(problem => problem.pointer)
    }
  }
  assert.deepEqual(place({ issuers: [{ ...options, algorithm: ['ES384'] }] }), ['/issuers/0/algorithm'])
  assert.deepEqual(place({ ...options, cache: { max: 1, ttl: 5 } }), ['/cache/ttl'])
  assert.deepEqual(place({ issuer: options.issuer, keys: 'https://u:secret@h.example/jwks' }), ['/keys'])
  assert.deepEqual(place({ ...options, template: 'x', mode: 'template' }).sort(), ['/template'])
})

test('protect says at once what can never work', () => {
  const gate = orgate.createGate(options)
  const make = more =>
    orgateFetch.protect({ gate, organization: 'org_1', permission: 'p', ...more }, () => new Response())
  assert.throws(() => make({ organization: undefined }), { code: 'ORGANIZATION_REQUIRED' })
  assert.throws(() => make({ gate: undefined }), { code: 'CONFIGURATION_INVALID' })
})
