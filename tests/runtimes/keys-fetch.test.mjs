// How key sets are fetched: one request for many callers, bounds, what is refused, discovery, addresses.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliCompressSync } from 'node:zlib'
import { clockAt, codeOf, json, NOW, organization, publicKey, serve } from './lib/issuer.mjs'
import { hold, keySets, orgate, sync, until, withServer, world } from './lib/key-server.mjs'

/** What `get` says of a server that answers like this. */
async function refusalOf(answer, options = {}) {
  const server = await serve(answer)
  try {
    const keys = keySets.remoteKeys({ url: `${server.origin}/jwks`, ...options })
    return await keys.get().then(
      () => assert.fail('taken'),
      error => error,
    )
  } finally {
    await server.close()
  }
}

test('any number of callers at once cause one fetch', t =>
  withServer(['es384'], async server => {
    // Here they share a promise; only workers look again and again.
    t.mock.method(globalThis, 'setInterval', () => assert.fail('a timer'))
    const { keys, verify, fresh } = world(server)
    hold(server)
    const many = Array.from({ length: 50 }, () => verify(fresh()))
    const sets = Array.from({ length: 5 }, () => keys.get())
    const refreshes = Array.from({ length: 5 }, () => keys.refresh())
    await until(() => server.requests.length === 1)
    server.open()
    await Promise.all([...many, ...sets, ...refreshes])
    assert.equal(server.requests.length, 1)
  }))

test('a failure is the answer for all who waited for it', () =>
  withServer(['es384'], async server => {
    const { keys, verify, fresh } = world(server)
    server.status = 500
    hold(server)
    const many = Array.from({ length: 20 }, () => codeOf(() => verify(fresh())))
    const refreshes = Array.from({ length: 5 }, () => codeOf(() => keys.refresh()))
    await until(() => server.requests.length === 1)
    server.open()
    const codes = await Promise.all([...many, ...refreshes])
    assert.deepEqual([...new Set(codes)], ['KEYS_UNAVAILABLE'])
    assert.equal(server.requests.length, 1)
  }))

test('`refresh` asks whatever the age; when it fails, the old set stays', () =>
  withServer(['es384'], async server => {
    const { keys, verify, fresh } = world(server)
    await keys.refresh()
    await keys.refresh()
    assert.equal(server.requests.length, 2)
    server.status = 500
    assert.equal(await codeOf(() => keys.refresh()), 'KEYS_UNAVAILABLE')
    assert.equal(await codeOf(() => keys.refresh()), 'KEYS_UNAVAILABLE')
    assert.equal(server.requests.length, 4)
    await verify(fresh())
  }))

test('`text` gives a set to `orgate/sync` as it was served: one that is ambiguous is refused there too', () =>
  withServer(['es384'], async server => {
    const gate = sync.createGate({ issuer: server.issuer, clock: clockAt(NOW) })
    const { keys } = world(server)
    assert.equal(await keys.text(), JSON.stringify({ keys: [publicKey('es384')] }))
    assert.deepEqual(gate.setKeys(await keys.text()), [])
    assert.ok(gate.verifyOrganizationToken(server.token(), { organization }).can('read:data'))
    server.body = `{"keys":[],"keys":[${JSON.stringify(publicKey('es384-other'))}]}`
    await keys.refresh()
    const text = await keys.text()
    assert.equal(await codeOf(() => gate.setKeys(text)), 'CONFIGURATION_INVALID')
    assert.equal(await codeOf(() => gate.setKeys('<html>')), 'CONFIGURATION_INVALID')
    // The old ones stay.
    assert.ok(gate.verifyOrganizationToken(server.token(), { organization }).can('read:data'))
    server.status = 500
    const failing = world(server).keys
    assert.equal(await codeOf(() => failing.text()), 'KEYS_UNAVAILABLE')
  }))

test('`get` answers a set of the caller’s own', () =>
  withServer(['es384'], async server => {
    const { keys } = world(server)
    const set = await keys.get()
    assert.deepEqual(set, { keys: [publicKey('es384')] })
    set.keys.length = 0
    assert.equal((await keys.get()).keys.length, 1)
    const gate = sync.createGate({ issuer: server.issuer, clock: clockAt(NOW) })
    gate.setKeys(await keys.get())
    assert.ok(gate.verifyOrganizationToken(server.token(), { organization }).can('read:data'))
  }))

for (const [what, answer, why] of [
  ['headers', () => {}, /in time/],
  ['the end of the body', (_, response) => response.write('{"keys":['), /in time/],
]) {
  test(`${what} that never comes: unavailable in time`, async () => {
    const began = performance.now()
    const error = await refusalOf(answer, { timeoutSeconds: 0.2 })
    assert.equal(error.code, 'KEYS_UNAVAILABLE')
    assert.match(error.message, why)
    assert.ok(performance.now() - began < 2_000)
  })
}

test('a body that comes drop by drop: unavailable in time', async () => {
  const timers = []
  const error = await refusalOf((_, response) => timers.push(setInterval(() => response.write(' '), 20)), {
    timeoutSeconds: 0.3,
  })
  timers.forEach(clearInterval)
  assert.match(error.message, /in time/)
})

test('a request that took too long is given up', () =>
  withServer(['es384'], async server => {
    hold(server)
    const { keys } = world(server, { timeoutSeconds: 0.1 })
    assert.equal(await codeOf(() => keys.get()), 'KEYS_UNAVAILABLE')
    await until(() => server.requests[0].socket.destroyed)
  }))

test('a `fetch` of the caller’s that ignores the signal: unavailable in time', async () => {
  const keys = keySets.remoteKeys({
    url: 'https://tenant.example/jwks',
    fetch: () => new Promise(() => {}),
    timeoutSeconds: 0.1,
  })
  assert.equal(await codeOf(() => keys.get()), 'KEYS_UNAVAILABLE')
})

test('an answer that comes after its time does not replace a newer one', async () => {
  const answers = []
  const fetch = () =>
    new Promise(resolve =>
      answers.push(names => resolve(Response.json({ keys: names.map(name => publicKey(name)) }))),
    )
  const clock = clockAt(NOW)
  const keys = keySets.remoteKeys({ url: 'https://tenant.example/jwks', fetch, timeoutSeconds: 0.1, clock })
  assert.equal(await codeOf(() => keys.refresh()), 'KEYS_UNAVAILABLE')
  const second = keys.refresh()
  await until(() => answers.length === 2)
  answers[1](['es256'])
  await second
  answers[0](['es384'])
  await new Promise(resolve => setTimeout(resolve, 20))
  assert.deepEqual((await keys.get()).keys, [publicKey('es256')])
})

for (const status of [201, 204, 301, 302, 307, 308, 400, 404, 500, 503]) {
  test(`status ${status}: unavailable, nothing is followed`, async () => {
    const other = await serve((_, response) => json(response, { keys: [] }))
    const error = await refusalOf((_, response) => {
      response.writeHead(status, { location: `${other.origin}/jwks` })
      response.end(status === 204 ? undefined : '{"keys":[]}')
    })
    assert.equal(error.code, 'KEYS_UNAVAILABLE')
    assert.match(error.message, new RegExp(`${status}`))
    assert.equal(other.requests.length, 0)
    await other.close()
  })
}

const sized = length => {
  const set = JSON.stringify({ keys: [{ ...publicKey('es384'), x5t: '' }] })
  return set.replace('"x5t":""', `"x5t":"${'x'.repeat(length - set.length)}"`)
}

test('an answer of the largest size is read, one byte more is not', () =>
  withServer([], async server => {
    for (const [length, code] of [
      [524_288, undefined],
      [524_289, 'KEYS_UNAVAILABLE'],
    ]) {
      server.body = sized(length)
      const { verify, fresh } = world(server)
      const answer = await codeOf(() => verify(fresh()))
      assert.equal(answer.value ? undefined : answer, code)
    }
    server.body = sized(1000)
    assert.equal(await codeOf(() => world(server, { maxBytes: 999 }).keys.get()), 'KEYS_UNAVAILABLE')
    await world(server, { maxBytes: 1000 }).keys.get()
  }))

test('the size is counted in bytes', async () => {
  // 400 characters, 800 bytes.
  const error = await refusalOf((_, response) => response.end(`{"keys":[],"x":"${'ä'.repeat(400)}"}`), {
    maxBytes: 500,
  })
  assert.match(error.message, /larger than 500 bytes/)
})

test('an endless answer is read no further than that', async () => {
  let written = 0
  const chunk = Buffer.alloc(64 * 1024, ' ')
  const error = await refusalOf((request, response) => {
    const write = () => {
      if (request.socket.destroyed) return
      written += chunk.length
      response.write(chunk, write)
    }
    write()
  })
  assert.match(error.message, /larger/)
  assert.ok(written < 20 * 1024 * 1024, `${written} bytes were sent`)
})

test('a small answer that unpacks to a large one is refused', async () => {
  const packed = brotliCompressSync(Buffer.alloc(50 * 1024 * 1024, ' '))
  const error = await refusalOf((_, response) => {
    response.writeHead(200, { 'content-encoding': 'br' })
    response.end(packed)
  })
  assert.match(error.message, /larger/)
})

for (const [what, body] of [
  ['text', '<html>'],
  ['nothing', ''],
  ['an object without keys', '{}'],
  ['keys that are no list', '{"keys":{}}'],
  ['a list', '[]'],
  ['null', 'null'],
  ['a number', '7'],
  ['65 keys', JSON.stringify({ keys: Array.from({ length: 65 }, () => ({})) })],
  ['half a set', '{"keys":[{'],
]) {
  test(`${what} is no key set, and the old one stays`, () =>
    withServer(['es384'], async server => {
      const { clock, keys, verify, fresh } = world(server)
      await verify(fresh())
      const { fetchedAt } = keys.export()
      server.body = body
      clock.seconds += 1
      assert.equal(await codeOf(() => keys.refresh()), 'KEYS_UNAVAILABLE')
      await verify(fresh())
      assert.equal(keys.export().fetchedAt, fetchedAt)
    }))
}

for (const [what, body] of [
  ['with a member twice', set => set.replace('{"keys"', '{"keys":[],"keys"')],
  ['nested too deep', set => set.replace('{"keys"', `{"x":${'['.repeat(40)}${']'.repeat(40)},"keys"`)],
  ['with half a surrogate', set => set.replace('{"keys"', '{"x":"\\ud800","keys"')],
]) {
  const good = JSON.stringify({ keys: [publicKey('es384')] })

  test(`a set ${what} is refused by the engine alone: the old one stays, in every gate`, () =>
    withServer(['es384'], async server => {
      const { clock, keys, gate, verify, fresh } = world(server)
      const other = orgate.createGate({ issuer: server.issuer, keys, clock })
      await verify(fresh(), gate)
      const before = keys.export()
      server.body = body(good)
      JSON.parse(server.body)
      clock.seconds += 600
      await verify(fresh(), gate)
      await until(() => server.requests.length === 2)
      await new Promise(resolve => setTimeout(resolve, 30))
      await verify(fresh(), other)
      await verify(fresh(), gate)
      assert.deepEqual(keys.export(), before)
      // It counts as a failure: asked again after 1, 2, 4 seconds.
      for (const seconds of [1, 2, 4]) {
        const asked = server.requests.length
        clock.seconds += seconds - 0.1
        await verify(fresh(), gate)
        await new Promise(resolve => setTimeout(resolve, 20))
        assert.equal(server.requests.length, asked)
        clock.seconds += 0.1
        await verify(fresh(), gate)
        await until(() => server.requests.length === asked + 1)
        await new Promise(resolve => setTimeout(resolve, 30))
        await verify(fresh(), gate)
      }
      clock.seconds = NOW + 3600
      assert.equal(await codeOf(() => verify(fresh(), gate)), 'KEYS_UNAVAILABLE')
      assert.equal(await codeOf(() => verify(fresh(), other)), 'KEYS_UNAVAILABLE')
      server.body = undefined
      clock.seconds += 1
      await verify(fresh(), other)
    }))

  test(`a set ${what}, with none before: KEYS_UNAVAILABLE, and it recovers`, () =>
    withServer(['es384'], async server => {
      server.body = body(good)
      const { clock, verify, fresh } = world(server)
      assert.equal(await codeOf(() => verify(fresh())), 'KEYS_UNAVAILABLE')
      assert.equal(await codeOf(() => verify(fresh())), 'KEYS_UNAVAILABLE')
      assert.equal(server.requests.length, 1)
      server.body = undefined
      clock.seconds += 1
      await verify(fresh())
    }))
}

test('what was left out of a fetched set is in `gate.warnings`', () =>
  withServer(['es384'], async server => {
    const bad = { kty: 'RSA', kid: 'short', n: 'AQAB', e: 'AQAB' }
    server.body = JSON.stringify({ keys: [publicKey('es384'), bad] })
    const { gate, keys, verify, fresh } = world(server)
    assert.deepEqual(gate.warnings, [])
    await verify(fresh())
    const places = () => gate.warnings.map(({ code, pointer }) => `${code} ${pointer}`)
    assert.deepEqual(places(), ['KEY_UNUSABLE /keys/keys/1'])
    server.body = undefined
    await keys.refresh()
    await verify(fresh())
    assert.deepEqual(places(), [])
    const both = orgate.createGate({
      issuers: [
        { issuer: 'https://other.example', keys: { keys: [bad] } },
        { issuer: server.issuer, keys },
      ],
      clock: clockAt(NOW),
    })
    server.body = JSON.stringify({ keys: [bad, publicKey('es384')] })
    await keys.refresh()
    await verify(fresh(), both)
    assert.deepEqual(
      both.warnings.map(({ pointer }) => pointer),
      ['/issuers/0/keys/keys/0', '/issuers/1/keys/keys/0'],
    )
  }))

test('what goes wrong is told, with its cause, and the token is not in it', () =>
  withServer(['es384'], async server => {
    const { verify, fresh } = world({ ...server, url: 'https://nowhere.invalid/jwks' })
    const token = fresh()
    const error = await verify(token).catch(error => error)
    assert.ok(error instanceof orgate.OrgateError)
    assert.equal(error.code, 'KEYS_UNAVAILABLE')
    assert.equal(error.status, 503)
    assert.deepEqual(error.details, { issuer: server.issuer })
    assert.ok(error.cause instanceof Error)
    assert.ok(!JSON.stringify([error.message, error.details, `${error.cause}`]).includes(token.split('.')[1]))
  }))

test('discovery: the address of the keys comes from the metadata of the issuer, and is asked for with them', () =>
  withServer(['es384'], async server => {
    server.metadata.jwks_uri = `${server.origin}/elsewhere/keys`
    const options = { url: undefined, issuer: server.issuer, cooldownSeconds: 1 }
    const { clock, keys: set, verify, fresh } = world(server, options)
    await verify(fresh())
    const paths = () => server.requests.map(({ url }) => url)
    const [metadata, keys] = ['/oidc/.well-known/openid-configuration', '/elsewhere/keys']
    assert.deepEqual(paths(), [metadata, keys])
    // Within the shortest lifetime it is remembered, and the keys are no younger than it.
    clock.seconds += 59
    await set.refresh()
    assert.deepEqual(paths().slice(2), [keys])
    assert.equal(set.export().fetchedAt, NOW * 1000)
    clock.seconds += 1
    await set.refresh()
    assert.deepEqual(paths().slice(3), [metadata, keys])
    assert.equal(set.export().fetchedAt, clock())
    // After a failure the address is asked for again.
    server.metadata.jwks_uri = `${server.origin}/moved`
    server.status = 404
    assert.equal(await codeOf(() => set.refresh()), 'KEYS_UNAVAILABLE')
    server.status = 200
    await set.refresh()
    assert.deepEqual(paths().slice(5), [keys, metadata, '/moved'])
  }))

test('discovery: keys at an address that the issuer left are trusted for the hard lifetime at most', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server, { url: undefined, issuer: server.issuer })
    await verify(fresh())
    // The old address goes on answering, and the new one cannot be found.
    server.metadata = { issuer: server.issuer, jwks_uri: `${server.origin}/moved` }
    clock.seconds += 59
    await verify(server.token({ header: { kid: 'unknown' } })).catch(() => {})
    assert.equal(server.requests.length, 3)
    server.metadataStatus = 500
    clock.seconds = NOW + 3599
    await verify(fresh())
    await new Promise(resolve => setTimeout(resolve, 30))
    clock.seconds += 1
    assert.equal(await codeOf(() => verify(fresh())), 'KEYS_UNAVAILABLE')
  }))

test('discovery: an address that was found before the clock was set back is asked for again', () =>
  withServer(['es384'], async server => {
    const clock = clockAt(NOW)
    const keys = keySets.remoteKeys({ issuer: server.issuer, clock })
    await keys.refresh()
    clock.seconds -= 864_000
    keys.hydrate({})
    // The same time once more, ten days later.
    clock.seconds = NOW + 1
    server.metadata = { issuer: server.issuer, jwks_uri: `${server.origin}/moved` }
    await keys.refresh()
    assert.equal(server.requests.at(-1).url, '/moved')
  }))

test('discovery: what a late answer found does not replace what was found later', async () => {
  const issuer = 'https://tenant.example/oidc'
  const asked = []
  let place = `${issuer}/old`
  let release
  const fetch = async url => {
    asked.push(url)
    if (url.includes('well-known')) return Response.json({ issuer, jwks_uri: place })
    if (url === `${issuer}/old`)
      await new Promise(resolve => {
        release = resolve
      })
    return Response.json({ keys: [publicKey('es384')] })
  }
  const keys = keySets.remoteKeys({ issuer, fetch, timeoutSeconds: 0.05, clock: clockAt(NOW) })
  assert.equal(await codeOf(() => keys.refresh()), 'KEYS_UNAVAILABLE')
  place = `${issuer}/new`
  await keys.refresh()
  release()
  await new Promise(resolve => setTimeout(resolve, 20))
  await keys.refresh()
  assert.equal(asked.at(-1), `${issuer}/new`)
})

test('a `fetch` of the caller’s that followed a redirect: unavailable', async () => {
  const fetch = async () => {
    const response = Response.json({ keys: [] })
    Object.defineProperty(response, 'redirected', { value: true })
    return response
  }
  const keys = keySets.remoteKeys({ url: 'https://tenant.example/jwks', fetch })
  await assert.rejects(keys.refresh(), { code: 'KEYS_UNAVAILABLE', message: /redirect/ })
})

test('an ETag of the largest length is kept, a longer one is not', async () => {
  for (const [length, kept] of [
    [256, true],
    [257, false],
  ]) {
    const etag = `"${'x'.repeat(length - 2)}"`
    const fetch = async () => Response.json({ keys: [] }, { headers: { etag } })
    const keys = keySets.remoteKeys({ url: 'https://tenant.example/jwks', fetch })
    await keys.refresh()
    assert.equal(keys.export().etag, kept ? etag : undefined)
  }
})

test('an issuer with a slash at its end', () =>
  withServer(['es384'], async server => {
    const issuer = `${server.origin}/tenant/`
    server.metadata = { issuer, jwks_uri: server.url }
    await keySets.remoteKeys({ issuer }).get()
    assert.equal(server.requests[0].url, '/tenant/.well-known/openid-configuration')
  }))

for (const [what, change] of [
  ['of another issuer', metadata => ({ ...metadata, issuer: `${metadata.issuer}/` })],
  ['without an issuer', ({ jwks_uri }) => ({ jwks_uri })],
  ['without `jwks_uri`', ({ issuer }) => ({ issuer })],
  ['with a `jwks_uri` that is a list', metadata => ({ ...metadata, jwks_uri: [metadata.jwks_uri] })],
  ['with a relative `jwks_uri`', metadata => ({ ...metadata, jwks_uri: '/oidc/jwks' })],
  ['with `jwks_uri` on http', metadata => ({ ...metadata, jwks_uri: 'http://keys.example/jwks' })],
  ['with `jwks_uri` in a file', metadata => ({ ...metadata, jwks_uri: 'file:///etc/passwd' })],
  ['with a password in `jwks_uri`', metadata => ({ ...metadata, jwks_uri: 'https://u:p@keys.example/' })],
  ['that are no object', () => []],
  ['that are not JSON', () => '<html>'],
]) {
  test(`metadata ${what}: KEYS_UNAVAILABLE`, () =>
    withServer(['es384'], async server => {
      server.metadata = change(server.metadata)
      const keys = keySets.remoteKeys({ issuer: server.issuer })
      // It is refused, not tried in vain.
      await assert.rejects(keys.get(), { code: 'KEYS_UNAVAILABLE', message: /metadata|`jwks_uri`/ })
      assert.equal(server.requests.length, 1)
    }))
}

test('metadata that came by https do not lead to http, even on this machine', async () => {
  const issuer = 'https://tenant.example/oidc'
  const asked = []
  const fetch = async url => {
    asked.push(url)
    return Response.json({ issuer, jwks_uri: 'http://localhost:3001/oidc/jwks' })
  }
  assert.equal(await codeOf(() => keySets.remoteKeys({ issuer, fetch }).get()), 'KEYS_UNAVAILABLE')
  assert.deepEqual(asked, [`${issuer}/.well-known/openid-configuration`])
  assert.equal(
    await codeOf(() => keySets.remoteKeys({ issuer, fetch, allowHttp: true }).get()),
    'KEYS_UNAVAILABLE',
  )
  assert.equal(asked.at(-1), 'http://localhost:3001/oidc/jwks')
})

const placesOf = work => {
  try {
    work()
  } catch (error) {
    assert.equal(error.code, 'CONFIGURATION_INVALID')
    return error.details.problems.map(({ pointer }) => pointer)
  }
}

for (const host of [
  'localhost',
  'LOCALHOST:3001',
  'tenant.localhost',
  '127.0.0.1',
  '127.8.9.1:80',
  '127.1',
  '[::1]:3001',
]) {
  test(`http://${host} is on this machine`, () => {
    keySets.remoteKeys({ url: `http://${host}/jwks` })
    keySets.remoteKeys({ issuer: `http://${host}` })
    orgate.createGate({ issuer: `http://${host}` })
    orgate.createGate({ issuer: 'https://tenant.example', keys: new URL(`http://${host}/jwks`) })
  })
}

for (const host of [
  ...['tenant.example', '10.0.0.1', '192.168.0.1', '0.0.0.0', '128.0.0.1', '[::2]', '[::ffff:7f00:1]'],
  ...['localhost.example', 'notlocalhost', '127.0.0.1.example', 'localhost@tenant.example'],
]) {
  test(`http://${host} is not, and needs \`allowHttp\``, () => {
    const url = `http://${host}/jwks`
    assert.deepEqual(
      placesOf(() => keySets.remoteKeys({ url })),
      ['/url'],
    )
    assert.deepEqual(
      placesOf(() => keySets.remoteKeys({ issuer: url })),
      ['/issuer'],
    )
    assert.deepEqual(
      placesOf(() => orgate.createGate({ issuer: 'https://tenant.example', keys: url })),
      ['/keys'],
    )
    assert.deepEqual(
      placesOf(() => orgate.createGate({ issuer: url })),
      ['/keys'],
    )
    if (!host.includes('@')) keySets.remoteKeys({ url, allowHttp: true })
  })
}

test('every mistake in the options is found', () => {
  const url = 'https://tenant.example/jwks'
  for (const [options, places] of [
    [undefined, ['']],
    [url, ['']],
    [new URL(url), ['']],
    [{}, ['/url']],
    [{ url, issuer: 'https://tenant.example' }, ['/url']],
    [{ url: 7 }, ['/url']],
    [{ url: 'jwks' }, ['/url']],
    [{ url: 'ftp://tenant.example/' }, ['/url']],
    [{ url: 'https://u:p@tenant.example/' }, ['/url']],
    [{ issuer: '' }, ['/issuer']],
    [{ issuer: 'https://tenant.example/?a=b' }, ['/issuer']],
    [{ issuer: 'https://tenant.example/#' }, ['/issuer']],
    [{ url, softLifetime: 5 }, ['/softLifetime']],
    [{ url, softLifetimeSeconds: 4000 }, ['/softLifetimeSeconds']],
    [{ url, hardLifetimeSeconds: 60, softLifetimeSeconds: 61 }, ['/softLifetimeSeconds']],
    [{ url, minLifetimeSeconds: 601 }, ['/minLifetimeSeconds']],
    [{ url, hardLifetimeSeconds: Number.NaN }, ['/hardLifetimeSeconds']],
    [{ url, hardLifetimeSeconds: Number.POSITIVE_INFINITY }, ['/hardLifetimeSeconds']],
    [{ url, cooldownSeconds: -1 }, ['/cooldownSeconds']],
    [{ url, timeoutSeconds: 0 }, ['/timeoutSeconds']],
    [{ url, timeoutSeconds: '5' }, ['/timeoutSeconds']],
    [{ url, maxBytes: 0.5 }, ['/maxBytes']],
    [{ url, store: {} }, ['/store']],
    [{ url, store: () => {} }, ['/store']],
    [{ url, waitUntil: true }, ['/waitUntil']],
    [{ url, fetch: 'fetch', clock: 0, allowHttp: 1 }, ['/allowHttp', '/fetch', '/clock']],
  ]) {
    assert.deepEqual(
      placesOf(() => keySets.remoteKeys(options))?.sort(),
      places.sort(),
      JSON.stringify(options),
    )
  }
  keySets.remoteKeys({ url, hardLifetimeSeconds: 30 })
  keySets.remoteKeys({ url: new URL(url), softLifetimeSeconds: 3600, cooldownSeconds: 0 })
})

test('what is not a key set, an address, a function or remote keys is refused as `keys`', () => {
  const keys = keySets.remoteKeys({ url: 'https://tenant.example/jwks' })
  const issuer = 'https://tenant.example'
  orgate.createGate({ issuer, keys })
  assert.deepEqual(
    placesOf(() => sync.createGate({ issuer, keys })),
    ['/keys'],
  )
  const others = [
    keySets.memoryStore(),
    { url: 'https://tenant.example/jwks' },
    Promise.resolve({ keys: [] }),
  ]
  for (const [bad, place] of [
    ...[7, [], null, true].map(bad => [bad, '/keys']),
    ...[{}, ...others].map(bad => [bad, '/keys/keys']),
  ]) {
    assert.deepEqual(
      placesOf(() => orgate.createGate({ issuer, keys: bad })),
      [place],
    )
    assert.match(
      messagesOf(() => orgate.createGate({ issuer, keys: bad }))[0],
      /address.*function.*remoteKeys/,
    )
  }
})

const messagesOf = work => {
  try {
    work()
  } catch (error) {
    return error.details.problems.map(({ message }) => message)
  }
  return assert.fail('no problem')
}

test('mistakes say what would be right', () => {
  const url = 'https://tenant.example/jwks'
  for (const [options, message] of [
    [url, /`\{ url \}`/],
    [
      { url, hardLifetimeSeconds: 60, softLifetimeSeconds: 61 },
      /from 1 to 60, which is `hardLifetimeSeconds`/,
    ],
    [{ url, minLifetimeSeconds: 601 }, /from 1 to 600, which is `softLifetimeSeconds`/],
    [{ issuer: 7 }, /`issuer` is not a text/],
    [{ issuer: 'https://tenant.example/?a=b' }, /query/],
  ]) {
    assert.match(messagesOf(() => keySets.remoteKeys(options)).join('\n'), message)
  }
})

test('kvStore without a namespace is refused at once', () => {
  for (const namespace of [undefined, null, {}, { get() {} }, 'KEYS'])
    assert.deepEqual(
      placesOf(() => keySets.kvStore(namespace)),
      [''],
    )
})

test('the keys of another issuer are refused', () => {
  const [first, second] = ['https://a.example', 'https://b.example']
  const keys = keySets.remoteKeys({ issuer: second })
  orgate.createGate({ issuer: second, keys })
  assert.deepEqual(
    placesOf(() => orgate.createGate({ issuer: first, keys })),
    ['/keys'],
  )
  const issuers = [
    { issuer: second, keys },
    { issuer: first, keys },
  ]
  assert.deepEqual(
    placesOf(() => orgate.createGate({ issuers })),
    ['/issuers/1/keys'],
  )
})

test('a profile that nobody knows is one mistake', () => {
  const issuer = 'https://tenant.example'
  for (const profile of ['nobody', '', 7, null]) {
    const places = placesOf(() => orgate.createGate({ issuer, profile }))
    assert.equal(places?.length, 1, JSON.stringify([profile, places]))
    assert.match(places[0], /^\/profile/)
  }
  assert.deepEqual(
    placesOf(() => orgate.createGate({ issuer, profile: 'workos' })),
    ['/keys'],
  )
})
