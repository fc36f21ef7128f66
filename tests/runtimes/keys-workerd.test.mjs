// Key sets in workerd: one isolate, many requests in it, of which each may only wait for what it began itself.
import assert from 'node:assert/strict'
import { request as httpRequest } from 'node:http'
import { after, before, beforeEach, test } from 'node:test'
import { Miniflare, Response } from 'miniflare'
import { bundle } from './lib/bundle.mjs'
import { publicKey, token } from './lib/issuer.mjs'

const ISSUER = 'https://tenant.example/oidc'
const NOW = Math.floor(Date.now() / 1000)

/** The key set and its gate live in the isolate; `now` is set by each request, since tests move the time. */
const worker = `
import { waitUntil } from 'cloudflare:workers'
const { remoteKeys, cacheStore, kvStore } = keySets
const worlds = new Map()
function worldOf(name, env) {
  let world = worlds.get(name)
  if (!world) {
    world = { skew: 0 }
    const clock = () => Date.now() + world.skew
    const [kind] = name.split(' ')
    const store = kind === 'cache' ? cacheStore() : kind === 'kv' ? kvStore(env.KEYS) : undefined
    const url = '${ISSUER}/jwks?' + new URLSearchParams({ of: name.split('@')[0] })
    world.keys = remoteKeys({ url, clock, store, timeoutSeconds: 3, ...(kind === 'wait' && { waitUntil }), ...(name.includes('short') && { hardLifetimeSeconds: 30 }) })
    world.gate = orgate.createGate({ issuer: '${ISSUER}', keys: world.keys, clock })
    worlds.set(name, world)
  }
  return world
}
export default {
  async fetch(request, env) {
    const url = new URL(request.url)
    const world = worldOf(url.searchParams.get('world'), env)
    if (url.searchParams.has('skew')) world.skew = 1000 * url.searchParams.get('skew')
    try {
      if (url.pathname === '/refresh') await world.keys.refresh()
      else if (url.pathname === '/get') return Response.json(await world.keys.get())
      else if (url.pathname === '/verify')
        await world.gate.verifyOrganizationToken(request.headers.get('authorization'), { organization: 'org_1' })
      return new Response('ok')
    } catch (error) {
      return new Response(error.code ?? error.stack, { status: 500 })
    }
  },
}`

let miniflare
let origin
const issuer = { asked: [], answer: undefined }
/** What workerd says when requests got into each other's way. */
const complaints = []

before(async () => {
  const { code, wasm } = await bundle(worker, ['workerd', 'worker'])
  miniflare = new Miniflare({
    compatibilityDate: '2026-04-01',
    host: '127.0.0.1',
    port: 0,
    modules: [
      { type: 'ESModule', path: 'worker.js', contents: code },
      ...[...wasm].map(([path, contents]) => ({ type: 'CompiledWasm', path, contents })),
    ],
    kvNamespaces: ['KEYS'],
    outboundService: async request => {
      const asked = { world: new URL(request.url).searchParams.get('of'), at: performance.now() }
      issuer.asked.push(asked)
      return issuer.answer(request, asked)
    },
    handleRuntimeStdio: (stdout, stderr) => {
      for (const stream of [stdout, stderr]) stream.on('data', data => complaints.push(`${data}`))
    },
  })
  origin = await miniflare.ready
})
after(() => miniflare?.dispose())

const keySet = (...names) => Response.json({ keys: names.map(name => publicKey(name)) })
/** Waits for what a test made happen. */
async function until(condition) {
  for (let waited = 0; !condition(); waited += 5) {
    assert.ok(waited < 5_000, `this never became so: ${condition}`)
    await pause(5)
  }
}

const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))
let serial = 0
const fresh = (key = 'es384', more = {}) =>
  token({ key, ...more, claims: { iat: NOW, exp: NOW + 100_000, jti: `${serial++}` } })

beforeEach(() => {
  issuer.asked = []
  issuer.answer = () => keySet('es384')
})

/** Answers when the function that this gives is called. */
function holdAnswer(...names) {
  let open
  const held = new Promise(resolve => {
    open = resolve
  })
  issuer.answer = async () => {
    await held
    return keySet(...(names.length > 0 ? names : ['es384']))
  }
  return open
}

const askedBy = world => issuer.asked.filter(asked => asked.world === world).length

/** A request of its own connection, which can be cut off. */
function send(world, { path = '/verify', value = fresh(), skew } = {}) {
  const url = new URL(path, origin)
  url.searchParams.set('world', world)
  if (skew !== undefined) url.searchParams.set('skew', skew)
  const sent = httpRequest(url, { headers: { authorization: value }, agent: false })
  const answer = new Promise(resolve => {
    sent.on('error', () => resolve('cut off'))
    sent.on('response', async response => {
      let text = ''
      for await (const chunk of response) text += chunk
      resolve(text)
    })
  })
  sent.end()
  // A reset, not an end: only then workerd cancels the request at once.
  return { answer, cut: () => sent.socket.resetAndDestroy() }
}
const ask = (world, options) => send(world, options).answer
const askMany = (count, world, options = () => ({})) =>
  Promise.all(Array.from({ length: count }, (_, index) => ask(world, options(index))))
const allOk = count => Array(count).fill('ok')

/** Runs `work` within a time that no hanging request would keep. */
const within = (milliseconds, work) => {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it takes over ${milliseconds} ms`)), milliseconds)
  })
  return Promise.race([work(), late]).finally(() => clearTimeout(timer))
}

test('cold: one fetch serves all requests', () =>
  within(3_000, async () => {
    issuer.answer = async () => {
      await pause(300)
      return keySet('es384')
    }
    assert.deepEqual(await askMany(30, 'cold'), allOk(30))
    assert.equal(askedBy('cold'), 1)
  }))

test('cold, with a slow server: still one fetch', () =>
  within(6_000, async () => {
    issuer.answer = async () => {
      await pause(2_400)
      return keySet('es384')
    }
    assert.deepEqual(await askMany(20, 'slow'), allOk(20))
    assert.equal(askedBy('slow'), 1)
  }))

test('cold, and the server fails: all are told, by one fetch', () =>
  within(3_000, async () => {
    issuer.answer = async () => {
      await pause(200)
      return new Response('', { status: 500 })
    }
    assert.deepEqual(await askMany(20, 'failing'), Array(20).fill('KEYS_UNAVAILABLE'))
    assert.equal(askedBy('failing'), 1)
    issuer.answer = () => keySet('es384')
    await pause(1_000)
    assert.equal(await ask('failing'), 'ok')
  }))

test('cold, and the server never answers: all are told in time, also afterwards', () =>
  within(8_000, async () => {
    issuer.answer = () => pause(20_000)
    assert.deepEqual(await askMany(10, 'silent'), Array(10).fill('KEYS_UNAVAILABLE'))
    assert.equal(askedBy('silent'), 1)
    // What another request noted of the failure can be told too.
    assert.equal(await ask('silent'), 'KEYS_UNAVAILABLE')
  }))

test('cold, and the request that fetches is cut off: the others are only delayed', () =>
  within(5_000, async () => {
    issuer.answer = async () => {
      await pause(askedBy('cut') === 1 ? 10_000 : 50)
      return keySet('es384')
    }
    const leader = send('cut')
    await until(() => askedBy('cut') > 0)
    const others = askMany(20, 'cut')
    await pause(100)
    leader.cut()
    assert.deepEqual(await others, allOk(20))
    assert.equal(askedBy('cut'), 2)
  }))

test('cold, and one after the other is cut off', () =>
  within(10_000, async () => {
    issuer.answer = async () => {
      await pause(askedBy('cuts') <= 3 ? 10_000 : 50)
      return keySet('es384')
    }
    // There are two of them at a time: one fetches, and the other will when it is cut off.
    let leader = send('cuts')
    for (let round = 1; round <= 3; round++) {
      await until(() => askedBy('cuts') === round)
      const follower = send('cuts')
      await pause(100)
      leader.cut()
      leader = follower
    }
    assert.equal(await leader.answer, 'ok')
    assert.equal(askedBy('cuts'), 4)
    assert.deepEqual(await askMany(5, 'cuts'), allOk(5))
  }))

test('stale: used at once by all but the request that refreshes', () =>
  within(5_000, async () => {
    assert.equal(await ask('stale'), 'ok')
    await ask('stale', { path: '/', skew: 601 })
    const open = holdAnswer()
    const answers = []
    const many = Array.from({ length: 20 }, async () => answers.push(await ask('stale')))
    await until(() => answers.length === 19)
    await pause(50)
    assert.deepEqual(answers, allOk(19))
    open()
    await Promise.all(many)
    assert.deepEqual(answers, allOk(20))
    assert.equal(await ask('stale'), 'ok')
    assert.equal(askedBy('stale'), 2)
  }))

test('stale, and the refresh fails or is cut off: the old set is used', () =>
  within(8_000, async () => {
    assert.equal(await ask('stale cut'), 'ok')
    await ask('stale cut', { path: '/', skew: 601 })
    issuer.answer = () => pause(20_000)
    const leader = send('stale cut')
    await until(() => askedBy('stale cut') > 1)
    leader.cut()
    assert.deepEqual(await askMany(10, 'stale cut'), allOk(10))
    issuer.answer = () => new Response('', { status: 500 })
    await pause(1_100)
    assert.deepEqual(await askMany(10, 'stale cut'), allOk(10))
    assert.equal(askedBy('stale cut'), 3)
  }))

test('stale, with `waitUntil`: used at once by all, and refreshed', () =>
  within(5_000, async () => {
    assert.equal(await ask('wait'), 'ok')
    await ask('wait', { path: '/', skew: 601 })
    const open = holdAnswer('es256')
    assert.deepEqual(await askMany(10, 'wait'), allOk(10))
    await until(() => askedBy('wait') === 2)
    open()
    await pause(300)
    assert.equal(askedBy('wait'), 2)
    assert.equal(await ask('wait', { value: fresh('es256') }), 'ok')
    await ask('wait', { path: '/', skew: 602 })
    assert.equal(await ask('wait'), 'KEY_UNKNOWN')
  }))

test('past the hard lifetime: all wait for one fetch, also with a cached token', () =>
  within(5_000, async () => {
    const cached = fresh()
    assert.equal(await ask('hard', { value: cached }), 'ok')
    await ask('hard', { path: '/', skew: 3601 })
    issuer.answer = async () => {
      await pause(400)
      return keySet('es256')
    }
    // Those who came after it began cannot know whether the key is newer.
    const answers = await askMany(10, 'hard', () => ({ value: cached }))
    assert.ok(answers.every(answer => answer === 'KEY_UNKNOWN' || answer === 'KEYS_UNAVAILABLE'))
    assert.ok(answers.includes('KEY_UNKNOWN'))
    assert.equal(askedBy('hard'), 2)
    issuer.answer = () => new Response('', { status: 500 })
    await ask('hard', { path: '/', skew: 9999 })
    assert.deepEqual(
      await askMany(10, 'hard', () => ({ value: fresh('es256') })),
      Array(10).fill('KEYS_UNAVAILABLE'),
    )
  }))

test('an unknown kid: one fetch serves all, random ones wait for the cooldown', () =>
  within(8_000, async () => {
    assert.equal(await ask('kid'), 'ok')
    await ask('kid', { path: '/', skew: 31 })
    issuer.answer = async () => {
      await pause(1_500)
      return keySet('es256', 'es384')
    }
    assert.deepEqual(await askMany(20, 'kid', () => ({ value: fresh('es256') })), allOk(20))
    assert.equal(askedBy('kid'), 2)
    const random = index => ({ value: fresh('es384', { header: { kid: `random ${index}` } }) })
    assert.deepEqual(await askMany(20, 'kid', random), Array(20).fill('KEYS_UNAVAILABLE'))
    assert.equal(askedBy('kid'), 2)
  }))

test('an unknown kid, and the request that fetches is cut off: the others are only delayed', () =>
  within(6_000, async () => {
    assert.equal(await ask('kid cut'), 'ok')
    await ask('kid cut', { path: '/', skew: 31 })
    issuer.answer = async () => {
      await pause(askedBy('kid cut') === 2 ? 10_000 : 50)
      return keySet('es256', 'es384')
    }
    const leader = send('kid cut', { value: fresh('es256') })
    await until(() => askedBy('kid cut') > 1)
    const others = askMany(10, 'kid cut', () => ({ value: fresh('es256') }))
    await pause(100)
    leader.cut()
    assert.deepEqual(await others, allOk(10))
    assert.equal(askedBy('kid cut'), 3)
  }))

test('unknown kids, and each request that fetches is cut off: new ones wait for the cooldown all the same', () =>
  within(12_000, async () => {
    assert.equal(await ask('kid flood'), 'ok')
    await ask('kid flood', { path: '/', skew: 31 })
    issuer.answer = () => pause(10_000)
    for (let round = 0; round < 20; round++) {
      const { cut } = send('kid flood', { value: fresh('es384', { header: { kid: `random ${round}` } }) })
      await pause(150)
      cut()
      await pause(50)
    }
    // One, and once another in its place, if any was waiting when it was cut off.
    assert.ok(askedBy('kid flood') <= 3, `${askedBy('kid flood')} fetches`)
    assert.equal(await ask('kid flood'), 'ok')
  }))

for (const kind of ['cache', 'kv']) {
  test(`${kind}: another isolate's set serves a cold start, and stale ones are refreshed`, () =>
    within(8_000, async () => {
      const name = serial++
      const at = isolate => `${kind} ${name}@${isolate}`
      assert.deepEqual(await askMany(10, at('one')), allOk(10))
      assert.equal(askedBy(`${kind} ${name}`), 1)
      assert.deepEqual(await askMany(10, at('two')), allOk(10))
      assert.equal(askedBy(`${kind} ${name}`), 1)
      await ask(at('three'), { path: '/', skew: 601 })
      assert.deepEqual(await askMany(10, at('three')), allOk(10))
      assert.equal(askedBy(`${kind} ${name}`), 2)
      // What was refreshed is in the store.
      await ask(at('four'), { path: '/', skew: 1100 })
      assert.equal(await ask(at('four')), 'ok')
      assert.equal(askedBy(`${kind} ${name}`), 2)
      await ask(at('five'), { path: '/', skew: 9999 })
      issuer.answer = () => keySet('es256')
      assert.equal(await ask(at('five')), 'KEY_UNKNOWN')
      assert.equal(askedBy(`${kind} ${name}`), 3)
    }))
}

test('kv: it keeps nothing for less than a minute, and lifetimes may be shorter', async () => {
  assert.equal(await ask('kv short@one'), 'ok')
  assert.equal(await ask('kv short@two'), 'ok')
  assert.equal(askedBy('kv short'), 1)
})

test('workerd had nothing to complain about', () => {
  assert.deepEqual(
    complaints.filter(text => /different request|hang|never.*response|uncaught|unhandled/i.test(text)),
    [],
  )
})
