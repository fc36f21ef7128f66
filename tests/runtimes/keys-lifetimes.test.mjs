// How key sets grow old: soft and hard lifetimes, what servers say of them, failures, clocks that are set back.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clockAt, codeOf, NOW, organization, publicKey } from './lib/issuer.mjs'
import {
  hold,
  keySets,
  orgate,
  settled,
  startKeyServer,
  until,
  withServer,
  world,
} from './lib/key-server.mjs'

const SOFT = 600
const HARD = 3600

test('younger than the soft lifetime: used, and nothing is asked', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    await verify(fresh())
    clock.seconds += SOFT - 1
    await verify(fresh())
    await settled()
    assert.equal(server.requests.length, 1)
  }))

test('past the soft lifetime: used at once, and refreshed meanwhile, once for all', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    await verify(fresh())
    clock.seconds += SOFT
    hold(server)
    // The answer is held: who waited for it would wait for ever.
    await Promise.all(Array.from({ length: 20 }, () => verify(fresh())))
    await until(() => server.requests.length === 2)
    server.open()
    await settled()
    await verify(fresh())
    assert.equal(server.requests.length, 2)
    clock.seconds += SOFT - 1
    await verify(fresh())
    await settled()
    assert.equal(server.requests.length, 2)
  }))

test('a refresh that fails keeps the old set until the hard lifetime, and not a second longer', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    const cached = fresh()
    await verify(cached)
    server.status = 500
    for (const age of [SOFT, SOFT + 60, HARD - 1]) {
      clock.seconds = NOW + age
      await verify(fresh())
      await verify(cached)
      await settled()
    }
    assert.ok(server.requests.length > 1)
    clock.seconds = NOW + HARD
    assert.equal(await codeOf(() => verify(fresh())), 'KEYS_UNAVAILABLE')
    assert.equal(await codeOf(() => verify(cached)), 'KEYS_UNAVAILABLE')
    server.status = 200
    clock.seconds += 1
    await verify(cached)
  }))

test('past the hard lifetime the refresh is awaited, also for a cached token', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    const cached = fresh()
    await verify(cached)
    clock.seconds += HARD
    hold(server)
    let done = false
    const verified = verify(cached).then(() => {
      done = true
    })
    await until(() => server.requests.length === 2)
    await settled()
    assert.equal(done, false)
    server.open()
    await verified
  }))

test('a removed key stops being trusted within the hard lifetime, also for a cached token', () =>
  withServer(['es384', 'es256'], async server => {
    const { clock, verify, fresh } = world(server)
    const cached = fresh()
    await verify(cached)
    server.keys = ['es256']
    clock.seconds += SOFT
    assert.ok(await verify(cached))
    await until(() => server.requests.length === 2)
    await settled()
    // Nobody has looked for it since it was first missing; a second later somebody does.
    assert.equal(await codeOf(() => verify(cached)), 'KEYS_UNAVAILABLE')
    clock.seconds += 1
    assert.equal(await codeOf(() => verify(cached)), 'KEY_UNKNOWN')
    assert.equal(await codeOf(() => verify(fresh())), 'KEY_UNKNOWN')
    await verify(fresh('es256'))
  }))

test('a removed key is not trusted past the hard lifetime when nobody asked in between', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    const cached = fresh()
    await verify(cached)
    server.keys = ['es256']
    clock.seconds += HARD
    assert.equal(await codeOf(() => verify(cached)), 'KEY_UNKNOWN')
  }))

for (const [what, key] of [
  ['of another type', 'es256'],
  ['of another size', 'rs256-4096'],
]) {
  test(`a key ${what} under the same name: found as soon as the set is old, and asked for no sooner`, () =>
    withServer(['es384', 'rs256'], async server => {
      const old = what === 'of another type' ? 'es384' : 'rs256'
      const { clock, verify, fresh } = world(server)
      await verify(fresh())
      const { kid } = publicKey(old)
      server.body = JSON.stringify({ keys: [{ ...publicKey(key), kid }] })
      const token = n => server.token({ key, header: { kid }, claims: { jti: `replaced ${n}` } })
      const code = old === 'es384' ? 'KEY_ALGORITHM_MISMATCH' : 'SIGNATURE_INVALID'
      clock.seconds += 60
      for (let n = 0; n < 5; n++) assert.equal(await codeOf(() => verify(token(n))), code)
      await settled()
      assert.equal(server.requests.length, 1)
      // Such tokens alone have a stale set refreshed, and one that is too old judges nothing.
      clock.seconds = NOW + SOFT
      assert.equal(await codeOf(() => verify(token('stale'))), code)
      await until(() => server.requests.length === 2)
      await settled()
      await verify(token('new'))
      server.status = 500
      clock.seconds += HARD
      assert.equal(await codeOf(() => verify(fresh())), 'KEYS_UNAVAILABLE')
    }))
}

test('a set past its hard lifetime judges no token, whatever it has to say of it', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    await verify(fresh())
    const { kid } = publicKey('es384')
    server.status = 500
    clock.seconds += HARD
    const replaced = server.token({ key: 'es256', header: { kid } })
    assert.equal(await codeOf(() => verify(replaced)), 'KEYS_UNAVAILABLE')
    server.status = 200
    server.body = JSON.stringify({ keys: [{ ...publicKey('es256'), kid }] })
    clock.seconds += 1
    await verify(replaced)
  }))

test('traffic of cached tokens alone refreshes the keys', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    const cached = fresh()
    const grant = await verify(cached)
    clock.seconds += SOFT
    assert.equal(await verify(cached), grant)
    await until(() => server.requests.length === 2)
  }))

test('a set that changed makes cached tokens verified anew, one that did not leaves them', () =>
  withServer(['es384'], async server => {
    const { clock, keys, verify, fresh } = world(server)
    const cached = fresh()
    const grant = await verify(cached)
    await keys.refresh()
    assert.equal(await verify(cached), grant)
    server.keys = ['es384', 'es256']
    await keys.refresh()
    const anew = await verify(cached)
    assert.notEqual(anew, grant)
    assert.equal(await verify(cached), anew)
    clock.seconds += 1
    assert.equal(server.requests.length, 3)
  }))

test('an empty set is an answer', () =>
  withServer([], async server => {
    const { verify, fresh } = world(server)
    assert.equal(await codeOf(() => verify(fresh())), 'KEY_UNKNOWN')
  }))

for (const [value, age, lifetime] of [
  ['max-age=120', undefined, 120],
  ['public, MAX-AGE="120", must-revalidate', undefined, 120],
  ['max-age=300', '180', 120],
  ['max-age=300', '400', 60],
  ['max-age=300', 'x', 300],
  ['max-age=5', undefined, 60],
  ['max-age=soon', undefined, 60],
  ['max-age=86400', undefined, SOFT],
  ['no-cache, max-age=0, must-revalidate', undefined, 60],
  ['no-cache, max-age=300', undefined, 60],
  ['no-store', undefined, 60],
  ['private', undefined, SOFT],
  [undefined, undefined, SOFT],
]) {
  test(`Cache-Control: ${value}, Age: ${age}: fresh for ${lifetime} s`, () =>
    withServer(['es384'], async server => {
      if (value) server.headers = { 'cache-control': value, ...(age && { age }) }
      const { clock, verify, fresh } = world(server)
      await verify(fresh())
      clock.seconds += lifetime - 1
      await verify(fresh())
      await settled()
      assert.equal(server.requests.length, 1)
      clock.seconds += 1
      await verify(fresh())
      await until(() => server.requests.length === 2)
    }))
}

test('an ETag is sent back, and 304 makes the set young again without a change', () =>
  withServer(['es384'], async server => {
    server.etag = true
    server.headers = { 'cache-control': 'no-cache, max-age=0, must-revalidate' }
    const { clock, keys, verify, fresh } = world(server)
    const cached = fresh()
    const grant = await verify(cached)
    assert.equal(server.requests[0].headers['if-none-match'], undefined)
    for (const turn of [1, 2, 3]) {
      clock.seconds += 60
      assert.equal(await verify(cached), grant)
      await until(() => server.requests.length === turn + 1)
      await settled()
      assert.match(server.requests[turn].headers['if-none-match'], /^"\w{8}"$/)
      assert.equal(keys.export().fetchedAt, clock())
    }
    // Also past the hard lifetime: the server has just said that it is the same.
    clock.seconds += HARD
    await verify(fresh())
    assert.equal(server.requests.length, 5)
    server.keys = ['es256']
    clock.seconds += HARD
    assert.equal(await codeOf(() => verify(cached)), 'KEY_UNKNOWN')
  }))

test('304 to a question without an ETag is a failure', () =>
  withServer(['es384'], async server => {
    server.status = 304
    const { verify, fresh } = world(server)
    assert.equal(await codeOf(() => verify(fresh())), 'KEYS_UNAVAILABLE')
  }))

test('failures: asked again after 1, 2, 4 … at most 30 seconds while there are keys', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    await verify(fresh())
    server.status = 500
    clock.seconds += SOFT
    const asked = []
    for (let second = 0; second < 130; second++) {
      const before = server.requests.length
      await verify(fresh())
      // The failure is noted a moment after the answer was given.
      if (server.requests.length > before) await settled()
      else await new Promise(resolve => setTimeout(resolve, 5))
      if (server.requests.length > before) {
        await settled()
        asked.push(second)
      }
      clock.seconds += 1
    }
    assert.deepEqual(asked, [0, 1, 3, 7, 15, 31, 61, 91, 121])
  }))

test('failures without keys: asked again after a second, and not before', () =>
  withServer(['es384'], async server => {
    server.status = 500
    const { clock, verify, fresh } = world(server)
    for (let attempt = 1; attempt <= 4; attempt++) {
      for (let again = 0; again < 3; again++) {
        assert.equal(await codeOf(() => verify(fresh())), 'KEYS_UNAVAILABLE')
      }
      assert.equal(server.requests.length, attempt)
      clock.seconds += 1
    }
    server.status = 200
    await verify(fresh())
  }))

test('a clock that was set back makes nothing younger', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    const cached = fresh()
    await verify(cached)
    clock.seconds += SOFT - 10
    await verify(cached)
    server.keys = ['es256']
    // The set seems to be as young as it was five minutes ago.
    clock.seconds -= 300
    assert.equal(await codeOf(() => verify(cached)), 'KEY_UNKNOWN')
    assert.equal(server.requests.length, 2)
  }))

test('the age is counted from when the fetch began', () =>
  withServer(['es384'], async server => {
    const { clock, keys } = world(server)
    hold(server)
    const fetched = keys.refresh()
    await until(() => server.requests.length === 1)
    clock.seconds += 100
    server.open()
    await fetched
    assert.equal(keys.export().fetchedAt, NOW * 1000)
  }))

test('a clock that is set back while keys are fetched does not make them last longer', () =>
  withServer(['es384'], async server => {
    const { clock, keys } = world(server)
    hold(server)
    const fetched = keys.refresh()
    await until(() => server.requests.length === 1)
    clock.seconds -= 1000
    server.open()
    await fetched
    assert.equal(keys.export().fetchedAt, clock())
  }))

test('a clock that steps a little to and fro changes nothing', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    await verify(fresh())
    for (const step of [-0.4, 0.4, -0.9, 0.9]) {
      clock.seconds += step
      await verify(fresh())
    }
    assert.equal(server.requests.length, 1)
  }))

test('a clock that answers no number: CONFIGURATION_INVALID, and nothing is asked', () =>
  withServer(['es384'], async server => {
    const keys = keySets.remoteKeys({ url: server.url, clock: () => Number.NaN })
    assert.equal(await codeOf(() => keys.get()), 'CONFIGURATION_INVALID')
    assert.equal(server.requests.length, 0)
  }))

test('after the clock was set back nothing is exported until keys are fetched', () =>
  withServer(['es384'], async server => {
    const { clock, keys } = world(server)
    await keys.refresh()
    clock.seconds -= 100
    keys.hydrate({})
    assert.equal(keys.export(), undefined)
    await keys.refresh()
    assert.equal(keys.export().fetchedAt, clock())
  }))

for (const [what, broken] of [
  ['throws', () => assert.fail('no time')],
  ['answers no number', () => Number.NaN],
]) {
  test(`where requests are kept apart, a clock that ${what} while keys are fetched ends nothing but that`, async t => {
    globalThis.EdgeRuntime = 'edge'
    t.after(() => delete globalThis.EdgeRuntime)
    let clock = clockAt(NOW)
    const fetch = async () => {
      clock = broken
      // The heart of the request beats meanwhile, and what its timer throws would end the process.
      await new Promise(resolve => setTimeout(resolve, 500))
      clock = clockAt(NOW)
      return Response.json({ keys: [publicKey('es384')] })
    }
    const keys = keySets.remoteKeys({ url: 'https://tenant.example/jwks', fetch, clock: () => clock() })
    await keys.refresh()
    assert.equal((await keys.get()).keys.length, 1)
  })
}

test('lifetimes may be others', () =>
  withServer(['es384'], async server => {
    const lifetimes = { softLifetimeSeconds: 10, hardLifetimeSeconds: 20, minLifetimeSeconds: 5 }
    server.headers = { 'cache-control': 'no-cache' }
    const { clock, verify, fresh } = world(server, lifetimes)
    await verify(fresh())
    clock.seconds += 4
    await verify(fresh())
    await settled()
    assert.equal(server.requests.length, 1)
    clock.seconds += 1
    await verify(fresh())
    await until(() => server.requests.length === 2)
    await settled()
    server.status = 500
    clock.seconds += 20
    assert.equal(await codeOf(() => verify(fresh())), 'KEYS_UNAVAILABLE')
  }))

test('gates share one key set: one fetch, and each sees its changes', () =>
  withServer(['es384'], async server => {
    const { clock, keys, gate, verify, fresh } = world(server)
    const other = orgate.createGate({ issuer: server.issuer, keys, clock })
    const cached = fresh()
    await Promise.all([verify(cached), verify(cached, other)])
    assert.equal(server.requests.length, 1)
    server.keys = ['es256']
    clock.seconds += 31
    await verify(fresh('es256'), other)
    assert.equal(server.requests.length, 2)
    for (const each of [gate, other]) {
      assert.equal(await codeOf(() => verify(cached, each)), 'KEYS_UNAVAILABLE')
    }
    await verify(fresh('es256'), gate)
    assert.equal(server.requests.length, 2)
  }))

test('a function as `keys` has the same lifetimes', async () => {
  const server = await startKeyServer('es384')
  await server.close()
  const clock = clockAt(NOW)
  let calls = 0
  let set = { keys: [] }
  const keys = async () => {
    calls++
    if (!set) throw new Error('down')
    return set
  }
  const gate = orgate.createGate({ issuer: server.issuer, keys, clock })
  const verify = value => gate.verifyOrganizationToken(value, { organization })
  set = { keys: [publicKey('es384')] }
  const cached = server.token()
  const many = Array.from({ length: 10 }, (_, n) => verify(server.token({ claims: { jti: `${n}` } })))
  await Promise.all([...many, verify(cached)])
  assert.equal(calls, 1)
  set = undefined
  clock.seconds += SOFT
  await verify(cached)
  await until(() => calls === 2)
  clock.seconds = NOW + HARD - 1
  await verify(cached)
  clock.seconds = NOW + HARD
  assert.equal(await codeOf(() => verify(cached)), 'KEYS_UNAVAILABLE')
})

test('a function that never answers: KEYS_UNAVAILABLE, and it is called again', {
  timeout: 20_000,
}, async () => {
  let calls = 0
  const keys = () => {
    calls++
    return new Promise(() => {})
  }
  const clock = clockAt(NOW)
  const gate = orgate.createGate({ issuer: 'https://tenant.example/oidc', keys, clock })
  const { token } = await import('./lib/issuer.mjs')
  const verify = () => gate.verifyOrganizationToken(token(), { organization })
  assert.equal(await codeOf(verify), 'KEYS_UNAVAILABLE')
  clock.seconds += 1
  const second = codeOf(verify)
  await until(() => calls === 2)
  assert.equal(await second, 'KEYS_UNAVAILABLE')
})
