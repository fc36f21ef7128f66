// Key sets that outlive a process: snapshots, and stores under them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeOf, NOW, publicKey } from './lib/issuer.mjs'
import { hold, keySets, settled, until, withServer, world } from './lib/key-server.mjs'

const HARD = 3600

/** A store that writes down what it is asked. */
function watched() {
  const entries = new Map()
  const calls = []
  return {
    entries,
    calls,
    async get(name) {
      calls.push(['get', name])
      return entries.get(name)
    },
    async put(name, value, options) {
      calls.push(['put', name, options])
      entries.set(name, value)
    },
  }
}

test('what was exported is taken by another, which then asks nobody', () =>
  withServer(['es384'], async server => {
    server.etag = true
    server.headers = { 'cache-control': 'max-age=120' }
    const first = world(server)
    assert.equal(first.keys.export(), undefined)
    await first.verify(first.fresh())
    const snapshot = first.keys.export()
    assert.deepEqual(snapshot, {
      v: 1,
      url: server.url,
      jwks: JSON.stringify({ keys: [publicKey('es384')] }),
      fetchedAt: NOW * 1000,
      lifetimeSeconds: 120,
      etag: snapshot.etag,
    })
    const second = world(server)
    assert.equal(second.keys.hydrate(JSON.parse(JSON.stringify(snapshot))), true)
    second.clock.seconds += 119
    await second.verify(second.fresh())
    await settled()
    assert.equal(server.requests.length, 1)
    // Then it is stale: used, and refreshed, but not by the ETag that it says it has.
    second.clock.seconds += 1
    await second.verify(second.fresh())
    await until(() => server.requests.length === 2)
    await settled()
    assert.equal(server.requests[1].headers['if-none-match'], undefined)
    await second.keys.refresh()
    assert.equal(server.requests[2].headers['if-none-match'], snapshot.etag)
  }))

for (const way of ['a store', 'a snapshot']) {
  test(`other keys under the server’s own ETag, from ${way}, are gone with the first refresh`, () =>
    withServer(['es384'], async server => {
      server.etag = true
      const store = watched()
      const first = world(server, { store })
      await first.verify(first.fresh())
      await settled()
      const [[name, value]] = store.entries
      const forged = { ...JSON.parse(value), jwks: JSON.stringify({ keys: [publicKey('es256')] }) }
      store.entries.set(name, JSON.stringify(forged))
      const { clock, keys, verify, fresh } = world(server, way === 'a store' ? { store } : {})
      if (way === 'a snapshot') assert.equal(keys.hydrate(forged), true)
      await verify(fresh('es256'))
      clock.seconds += 600
      await verify(fresh('es256'))
      await until(() => server.requests.length === 2)
      await settled()
      await verify(fresh())
      clock.seconds += 1
      assert.equal(await codeOf(() => verify(fresh('es256'))), 'KEY_UNKNOWN')
    }))
}

test('a snapshot that is past its hard lifetime is not taken', () =>
  withServer(['es384'], async server => {
    const { keys, verify, fresh } = world(server)
    await verify(fresh())
    const snapshot = keys.export()
    for (const [age, taken] of [
      [HARD - 1, true],
      [HARD, false],
      [10 * HARD, false],
    ]) {
      const later = world(server)
      later.clock.seconds += age
      assert.equal(later.keys.hydrate(snapshot), taken)
      await later.verify(later.fresh())
    }
    const never = world(server)
    never.clock.seconds -= 61
    assert.equal(never.keys.hydrate(snapshot), false)
    // A clock that is a little behind is no reason; the snapshot is then as young as can be.
    const behind = world(server)
    behind.clock.seconds -= 60
    assert.equal(behind.keys.hydrate(snapshot), true)
    assert.equal(behind.keys.export().fetchedAt, behind.clock())
  }))

test('a snapshot of another address, of another form or older than what there is is not taken', () =>
  withServer(['es384'], async server => {
    const { clock, keys, verify, fresh } = world(server)
    await verify(fresh())
    const good = keys.export()
    const empty = () => world(server).keys
    assert.equal(empty().hydrate(good), true)
    for (const bad of [
      ...[undefined, null, 'x', [], {}],
      { ...good, v: 2 },
      { ...good, url: `${server.url}/` },
      { ...good, jwks: undefined },
      { ...good, jwks: { keys: [] } },
      { ...good, jwks: '<html>' },
      { ...good, jwks: '{}' },
      { ...good, fetchedAt: undefined },
      { ...good, fetchedAt: null },
      { ...good, fetchedAt: `${good.fetchedAt}` },
      { ...good, lifetimeSeconds: undefined },
    ]) {
      assert.equal(empty().hydrate(bad), false, JSON.stringify(bad))
    }
    assert.equal(keys.hydrate(good), false)
    clock.seconds += 1
    await keys.refresh()
    assert.equal(keys.hydrate(good), false)
    assert.equal(keys.hydrate({ ...good, fetchedAt: clock() + 1 }), false)
  }))

test('an ETag of a snapshot that cannot be sent is left out', () =>
  withServer(['es384'], async server => {
    const { keys, verify, fresh } = world(server)
    await verify(fresh())
    const other = world(server)
    assert.equal(other.keys.hydrate({ ...keys.export(), etag: '"a\r\nb"' }), true)
    await other.keys.refresh()
    assert.equal(server.requests.length, 2)
  }))

test('an answer that was asked for before a snapshot was taken does not replace that', () =>
  withServer(['es384'], async server => {
    const { clock, keys, verify, fresh } = world(server)
    const jwks = JSON.stringify({ keys: [publicKey('es256')] })
    hold(server)
    const slow = keys.refresh()
    await until(() => server.requests.length === 1)
    clock.seconds += 1
    const snapshot = { v: 1, url: server.url, jwks, fetchedAt: clock(), lifetimeSeconds: 600 }
    assert.equal(keys.hydrate(snapshot), true)
    server.open()
    await slow
    await verify(fresh('es256'))
    assert.equal(keys.export().jwks, jwks)
  }))

test('the lifetime of a snapshot is bounded like that of a server', () =>
  withServer(['es384'], async server => {
    const { keys, verify, fresh } = world(server)
    await verify(fresh())
    const good = keys.export()
    for (const [given, taken] of [
      [1e9, 600],
      [-5, 60],
      [100, 100],
    ]) {
      const other = world(server).keys
      other.hydrate({ ...good, lifetimeSeconds: given })
      assert.equal(other.export().lifetimeSeconds, taken)
    }
  }))

test('a snapshot by discovery is for its issuer', () =>
  withServer(['es384'], async server => {
    const discovering = { url: undefined, issuer: server.issuer }
    const { keys, verify, fresh } = world(server, discovering)
    await verify(fresh())
    const snapshot = keys.export()
    assert.equal(snapshot.issuer, server.issuer)
    assert.equal(snapshot.url, server.url)
    assert.equal(world(server, discovering).keys.hydrate(snapshot), true)
    const { issuer, ...without } = snapshot
    assert.equal(world(server, discovering).keys.hydrate(without), false)
    assert.equal(world(server, discovering).keys.hydrate({ ...snapshot, issuer: `${issuer}/` }), false)
  }))

test('a snapshot that the engine refuses is given up, and the keys are fetched', () =>
  withServer(['es384'], async server => {
    const { keys, verify, fresh } = world(server)
    const jwks = '{"keys":[],"keys":[]}'
    assert.equal(
      keys.hydrate({ v: 1, url: server.url, jwks, fetchedAt: NOW * 1000, lifetimeSeconds: 600 }),
      true,
    )
    await verify(fresh())
    assert.equal(server.requests.length, 1)
  }))

test('a cold start looks into the store first, and what is fetched is put there', () =>
  withServer(['es384'], async server => {
    const store = watched()
    const first = world(server, { store })
    await first.verify(first.fresh())
    await settled()
    const name = `orgate:keys:1:${server.url}`
    assert.deepEqual(store.calls, [
      ['get', name],
      ['put', name, { expiresInSeconds: HARD }],
    ])
    const second = world(server, { store })
    await Promise.all(Array.from({ length: 10 }, () => second.verify(second.fresh())))
    assert.equal(server.requests.length, 1)
    assert.deepEqual(store.calls.slice(2), [['get', name]])
  }))

test('a stale set of the store is used and refreshed, one past its hard lifetime is not used', () =>
  withServer(['es384'], async server => {
    const store = watched()
    const first = world(server, { store })
    await first.verify(first.fresh())
    await settled()
    const stale = world(server, { store })
    stale.clock.seconds += 600
    await stale.verify(stale.fresh())
    await until(() => server.requests.length === 2)
    await settled()
    assert.equal(JSON.parse([...store.entries.values()][0]).fetchedAt, stale.clock())
    const old = world(server, { store })
    old.clock.seconds += 600 + HARD
    server.keys = ['es256']
    assert.equal(await codeOf(() => old.verify(old.fresh())), 'KEY_UNKNOWN')
    assert.equal(server.requests.length, 3)
  }))

test('a set of the store gets no younger by it', () =>
  withServer(['es384'], async server => {
    const store = watched()
    const first = world(server, { store })
    await first.verify(first.fresh())
    await settled()
    server.status = 500
    const second = world(server, { store })
    second.clock.seconds += HARD - 1
    await second.verify(second.fresh())
    await settled()
    second.clock.seconds += 1
    assert.equal(await codeOf(() => second.verify(second.fresh())), 'KEYS_UNAVAILABLE')
  }))

test('an unknown name goes past the store', () =>
  withServer(['es384'], async server => {
    const store = watched()
    const { clock, verify, fresh } = world(server, { store })
    await verify(fresh())
    server.keys = ['es256']
    clock.seconds += 30
    await verify(fresh('es256'))
    assert.equal(store.calls.filter(([call]) => call === 'get').length, 1)
    assert.equal(server.requests.length, 2)
  }))

test('a set that the engine refuses does not replace a good one in the store', () =>
  withServer(['es384'], async server => {
    const store = watched()
    const { clock, gate, verify, fresh } = world(server, { store })
    await verify(fresh())
    await settled()
    const [good] = store.entries.values()
    server.body = `{"keys":[],"keys":[${JSON.stringify(publicKey('es384'))}]}`
    clock.seconds += 600
    await verify(fresh(), gate)
    await until(() => server.requests.length === 2)
    await settled()
    await verify(fresh(), gate)
    await settled()
    assert.deepEqual([...store.entries.values()], [good])
    server.status = 500
    const cold = world(server, { store })
    cold.clock.seconds = clock.seconds + 1
    await cold.verify(cold.fresh())
  }))

test('without a gate, what was fetched is put into the store', () =>
  withServer(['es384'], async server => {
    const store = watched()
    const clock = () => NOW * 1000
    for (const ask of [keys => keys.get(), keys => keys.refresh()]) {
      store.entries.clear()
      await ask(keySets.remoteKeys({ url: server.url, clock, store }))
      await settled()
      assert.equal(store.entries.size, 1)
    }
  }))

test('so does `refresh`', () =>
  withServer(['es384'], async server => {
    const store = watched()
    const first = world(server, { store })
    await first.verify(first.fresh())
    await settled()
    await world(server, { store }).keys.refresh()
    assert.equal(server.requests.length, 2)
  }))

test('a 304 makes the set of the store young again', () =>
  withServer(['es384'], async server => {
    server.etag = true
    const store = watched()
    const { clock, verify, fresh } = world(server, { store })
    await verify(fresh())
    clock.seconds += 600
    await verify(fresh())
    await until(() => store.calls.length === 3)
    assert.equal(JSON.parse([...store.entries.values()][0]).fetchedAt, clock())
  }))

test('no-store holds for a 304 that says nothing of it', async () => {
  const store = watched()
  const headers = { etag: '"a"', 'cache-control': 'no-store' }
  const fetch = async (_, { headers: asked }) =>
    asked['if-none-match']
      ? new Response(null, { status: 304 })
      : Response.json({ keys: [publicKey('es384')] }, { headers })
  const keys = keySets.remoteKeys({ url: 'https://tenant.example/jwks', fetch, store })
  await keys.refresh()
  await keys.refresh()
  await settled()
  assert.equal(store.entries.size, 0)
  assert.equal(keys.export().lifetimeSeconds, 60)
})

test('no-store: not put into the store', () =>
  withServer(['es384'], async server => {
    server.headers = { 'cache-control': 'no-store' }
    const store = watched()
    const { verify, fresh } = world(server, { store })
    await verify(fresh())
    await settled()
    assert.equal(store.entries.size, 0)
  }))

const never = () => new Promise(() => {})
for (const [what, store] of [
  ['throws', () => ({ get: assert.fail, put: assert.fail })],
  ['rejects', () => ({ get: async () => assert.fail(), put: async () => assert.fail() })],
  ['never answers', () => ({ get: never, put: never })],
  ['answers rubbish', () => ({ get: async () => '<html>', put: async () => {} })],
  ['answers something else', () => ({ get: async () => ({ v: 1 }), put: async () => {} })],
  ['answers null', () => ({ get: async () => null, put: async () => {} })],
  [
    'answers a set of another address',
    ({ url }) => ({
      get: async () =>
        JSON.stringify({
          v: 1,
          url: `${url}x`,
          jwks: '{"keys":[]}',
          fetchedAt: NOW * 1000,
          lifetimeSeconds: 600,
        }),
      put: async () => {},
    }),
  ],
  [
    'answers a set that the engine refuses',
    ({ url }) => ({
      get: async () =>
        JSON.stringify({
          v: 1,
          url,
          jwks: '{"keys":[],"keys":[]}',
          fetchedAt: NOW * 1000,
          lifetimeSeconds: 600,
        }),
      put: async () => {},
    }),
  ],
]) {
  test(`a store that ${what} fails no verification`, () =>
    withServer(['es384'], async server => {
      const { clock, verify, fresh } = world(server, { store: store(server) })
      const began = performance.now()
      await Promise.all([verify(fresh()), verify(fresh())])
      assert.ok(performance.now() - began < 1_800)
      clock.seconds += 600
      await verify(fresh())
      await until(() => server.requests.length === 2)
      await settled()
      await verify(fresh())
    }))
}

test('`waitUntil` is given what is not awaited', () =>
  withServer(['es384'], async server => {
    const promises = []
    const store = watched()
    const { clock, verify, fresh } = world(server, { store, waitUntil: promise => promises.push(promise) })
    await verify(fresh())
    assert.equal(promises.length, 1)
    await Promise.all(promises)
    assert.equal(store.entries.size, 1)
    server.status = 500
    clock.seconds += 600
    await verify(fresh())
    await settled()
    assert.equal(promises.length, 2)
    await Promise.all(promises)
  }))

test('`waitUntil` that throws harms nothing', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server, { waitUntil: assert.fail })
    await verify(fresh())
    clock.seconds += 600
    await verify(fresh())
    await until(() => server.requests.length === 2)
  }))

test('`waitUntil` that rejects harms nothing', () =>
  withServer(['es384'], async server => {
    // An unhandled rejection would fail this test.
    const { clock, verify, fresh } = world(server, { waitUntil: async () => assert.fail() })
    await verify(fresh())
    clock.seconds += 600
    await verify(fresh())
    await until(() => server.requests.length === 2)
    await settled()
  }))

test('memoryStore: what was put, for as long as it was put for, and at most a hundred', async () => {
  const store = keySets.memoryStore()
  assert.equal(await store.get('a'), undefined)
  await store.put('a', '1', { expiresInSeconds: 60 })
  await store.put('b', '2', { expiresInSeconds: 0.02 })
  assert.equal(await store.get('a'), '1')
  assert.equal(await store.get('b'), '2')
  await new Promise(resolve => setTimeout(resolve, 40))
  assert.equal(await store.get('b'), undefined)
  for (let n = 0; n < 100; n++) await store.put(`${n}`, 'x', { expiresInSeconds: 60 })
  assert.equal(await store.get('a'), undefined)
  assert.equal(await store.get('0'), 'x')
})

test('memoryStore serves several key sets of one address', () =>
  withServer(['es384'], async server => {
    const store = keySets.memoryStore()
    for (let n = 0; n < 3; n++) {
      const { verify, fresh } = world(server, { store })
      await verify(fresh())
    }
    assert.equal(server.requests.length, 1)
  }))

test('cacheStore where there is no `caches.default` fails no verification', () =>
  withServer(['es384'], async server => {
    const { verify, fresh } = world(server, { store: keySets.cacheStore() })
    await verify(fresh())
  }))
