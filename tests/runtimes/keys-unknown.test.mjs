// Tokens that name keys which the key set does not have: when it is asked for again, and when not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clockAt, codeOf, json, NOW, organization, publicKey, serve } from './lib/issuer.mjs'
import { hold, orgate, settled, until, withServer, world } from './lib/key-server.mjs'

const COOLDOWN = 30

/** Tokens that name a key by that name. */
const naming = (server, kid) => server.token({ header: { kid } })

test('a new key is fetched when a token names it', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    await verify(fresh())
    server.keys = ['es256', 'es384']
    clock.seconds += COOLDOWN
    await verify(fresh('es256'))
    await verify(fresh('es384'))
    assert.equal(server.requests.length, 2)
  }))

test('a new key that signs at once is known a second after the set was fetched', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    await verify(fresh())
    server.keys = ['es256', 'es384']
    clock.seconds += 0.9
    assert.equal(await codeOf(() => verify(fresh('es256'))), 'KEYS_UNAVAILABLE')
    assert.equal(server.requests.length, 1)
    clock.seconds += 0.1
    await verify(fresh('es256'))
    assert.equal(server.requests.length, 2)
  }))

test('not so soon after the last fetch for a name', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    await verify(fresh())
    clock.seconds += 1
    assert.equal(await codeOf(() => verify(naming(server, 'nobody'))), 'KEY_UNKNOWN')
    assert.equal(server.requests.length, 2)
    server.keys = ['es256', 'es384']
    clock.seconds += COOLDOWN - 1
    // Nobody has looked for that one: it may be good, and it is.
    assert.equal(await codeOf(() => verify(fresh('es256'))), 'KEYS_UNAVAILABLE')
    assert.equal(await codeOf(() => verify(naming(server, 'nobody'))), 'KEY_UNKNOWN')
    assert.equal(server.requests.length, 2)
    clock.seconds += 1
    await verify(fresh('es256'))
    assert.equal(server.requests.length, 3)
  }))

test('tokens with a new key that come at once all wait for the same fetch', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    await verify(fresh())
    server.keys = ['es256']
    clock.seconds += COOLDOWN
    hold(server)
    const many = Array.from({ length: 20 }, () => verify(fresh('es256')))
    await until(() => server.requests.length === 2)
    server.open()
    await Promise.all(many)
    assert.equal(server.requests.length, 2)
  }))

test('a fetch that is under way anyway is waited for, whatever the cooldown', () =>
  withServer(['es384'], async server => {
    const { keys, verify, fresh } = world(server)
    await verify(fresh())
    server.keys = ['es256']
    hold(server)
    const refreshed = keys.refresh()
    await until(() => server.requests.length === 2)
    const verified = verify(fresh('es256'))
    server.open()
    await Promise.all([refreshed, verified])
    assert.equal(server.requests.length, 2)
  }))

test('a flood of random names causes one fetch per cooldown', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    await verify(fresh())
    for (let round = 1; round <= 3; round++) {
      clock.seconds += COOLDOWN
      const flood = Array.from({ length: 150 }, (_, n) =>
        codeOf(() => verify(naming(server, `random ${round} ${n}`))),
      )
      // That fetch may have begun before the others came.
      assert.deepEqual([...new Set(await Promise.all(flood))], ['KEY_UNKNOWN', 'KEYS_UNAVAILABLE'])
      assert.equal(server.requests.length, 1 + round)
    }
    await verify(fresh())
  }))

test('a name that a fetch did not find is not asked for again', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server, { softLifetimeSeconds: 3600 })
    await verify(fresh())
    clock.seconds += COOLDOWN
    for (let again = 0; again < 5; again++) {
      assert.equal(await codeOf(() => verify(naming(server, 'bad'))), 'KEY_UNKNOWN')
      clock.seconds += COOLDOWN
    }
    assert.equal(server.requests.length, 2)
    // Another name is.
    assert.equal(await codeOf(() => verify(naming(server, 'other'))), 'KEY_UNKNOWN')
    assert.equal(server.requests.length, 3)
  }))

test('it is forgotten after a while', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server, { softLifetimeSeconds: 3600 })
    await verify(fresh())
    clock.seconds += COOLDOWN
    assert.equal(await codeOf(() => verify(naming(server, 'bad'))), 'KEY_UNKNOWN')
    assert.equal(server.requests.length, 2)
    server.keys = ['es256']
    clock.seconds += 601
    assert.equal(await codeOf(() => verify(naming(server, 'bad'))), 'KEY_UNKNOWN')
    assert.equal(server.requests.length, 3)
  }))

test('a hundred names are remembered, and then the oldest is forgotten', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server, { softLifetimeSeconds: 3600 })
    await verify(fresh())
    clock.seconds += COOLDOWN
    for (let n = 0; n < 100; n++) await codeOf(() => verify(naming(server, `bad ${n}`)))
    clock.seconds += COOLDOWN
    // Those after the first were sighted after that fetch; this one finds none of them.
    await codeOf(() => verify(naming(server, 'bad 1')))
    assert.equal(server.requests.length, 3)
    clock.seconds += COOLDOWN
    for (let n = 0; n < 100; n++) await codeOf(() => verify(naming(server, `bad ${n}`)))
    assert.equal(server.requests.length, 3)
    await codeOf(() => verify(naming(server, 'one more')))
    assert.equal(server.requests.length, 4)
    clock.seconds += COOLDOWN
    await codeOf(() => verify(naming(server, 'bad 99')))
    assert.equal(server.requests.length, 4)
    await codeOf(() => verify(naming(server, 'bad 0')))
    assert.equal(server.requests.length, 5)
  }))

test('a fetch that fails says nothing of a key: KEYS_UNAVAILABLE, and the key is found later', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    await verify(fresh())
    server.keys = ['es256', 'es384']
    server.status = 500
    clock.seconds += COOLDOWN
    for (let again = 0; again < 3; again++) {
      assert.equal(await codeOf(() => verify(fresh('es256'))), 'KEYS_UNAVAILABLE')
    }
    assert.equal(server.requests.length, 2)
    await verify(fresh())
    server.status = 200
    // A failure begins no cooldown, only the pause after a failure.
    clock.seconds += 1
    await verify(fresh('es256'))
  }))

test('neither does a set that the engine refuses', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    await verify(fresh())
    server.keys = ['es256', 'es384']
    const set = JSON.stringify({ keys: server.keys.map(name => publicKey(name)) })
    server.body = set.replace('{"keys"', '{"keys":[],"keys"')
    clock.seconds += COOLDOWN
    for (let again = 0; again < 3; again++) {
      assert.equal(await codeOf(() => verify(fresh('es256'))), 'KEYS_UNAVAILABLE')
    }
    assert.equal(server.requests.length, 2)
    server.body = undefined
    clock.seconds += 1
    await verify(fresh('es256'))
  }))

test('without a cooldown each new name is asked for, and once', () =>
  withServer(['es384'], async server => {
    const { verify, fresh } = world(server, { cooldownSeconds: 0 })
    await verify(fresh())
    for (let n = 0; n < 5; n++) {
      assert.equal(await codeOf(() => verify(naming(server, `bad ${n}`))), 'KEY_UNKNOWN')
      assert.equal(await codeOf(() => verify(naming(server, `bad ${n}`))), 'KEY_UNKNOWN')
    }
    assert.equal(server.requests.length, 6)
  }))

test('without a cooldown a server that fails is left alone for a moment too', () =>
  withServer(['es384'], async server => {
    const { verify, fresh } = world(server, { cooldownSeconds: 0 })
    await verify(fresh())
    server.status = 500
    for (let n = 0; n < 5; n++) {
      assert.equal(await codeOf(() => verify(naming(server, `bad ${n}`))), 'KEYS_UNAVAILABLE')
    }
    assert.equal(server.requests.length, 2)
  }))

test('a name that cannot be shown is held back by the cooldown alone', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    await verify(fresh())
    for (let round = 1; round <= 3; round++) {
      clock.seconds += COOLDOWN
      for (let again = 0; again < 3; again++) {
        assert.equal(await codeOf(() => verify(naming(server, `näme\u0007${again}`))), 'KEY_UNKNOWN')
      }
      assert.equal(server.requests.length, 1 + round)
    }
  }))

test('a token that waited for the first keys, and whose key is not among them, is refused', () =>
  withServer(['es384'], async server => {
    const { verify } = world(server)
    assert.equal(await codeOf(() => verify(naming(server, 'nobody'))), 'KEY_UNKNOWN')
    assert.equal(server.requests.length, 1)
  }))

test('a new key during a flood of other names: never refused, and found in time', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    await verify(fresh())
    clock.seconds += COOLDOWN
    assert.equal(await codeOf(() => verify(naming(server, 'flood'))), 'KEY_UNKNOWN')
    clock.seconds += 1
    server.keys = ['es256', 'es384']
    for (let second = 1; second < COOLDOWN; second++) {
      await assert.rejects(verify(fresh('es256')), { code: 'KEYS_UNAVAILABLE', message: /too lately/ })
      assert.equal(await codeOf(() => verify(naming(server, `flood ${second}`))), 'KEYS_UNAVAILABLE')
      clock.seconds += 1
    }
    await verify(fresh('es256'))
    assert.equal(server.requests.length, 3)
  }))

test('an unknown name in a stale set waits for the refresh', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    await verify(fresh())
    server.keys = ['es256']
    clock.seconds += 600
    await verify(fresh('es256'))
    assert.equal(server.requests.length, 2)
  }))

test('a token without a name causes no fetch', () =>
  withServer(['es384'], async server => {
    const { clock, verify, fresh } = world(server)
    await verify(fresh())
    clock.seconds += COOLDOWN
    assert.equal(await codeOf(() => verify(server.token({ header: { kid: undefined } }))), 'KEY_UNKNOWN')
    assert.equal(server.requests.length, 1)
  }))

test('several issuers: nothing is fetched for another, and each only from its own', () =>
  withServer(['es384'], first =>
    withServer(['es384'], async second => {
      const gate = orgate.createGate({
        issuers: [
          { issuer: first.issuer, keys: first.url },
          { issuer: second.issuer, keys: second.url },
        ],
        clock: clockAt(NOW),
      })
      const verify = value => gate.verifyOrganizationToken(value, { organization })
      const stranger = first.token({ claims: { iss: 'https://stranger.example' } })
      assert.equal(await codeOf(() => verify(stranger)), 'ISSUER_MISMATCH')
      assert.deepEqual([first.requests.length, second.requests.length], [0, 0])
      await verify(second.token())
      assert.deepEqual([first.requests.length, second.requests.length], [0, 1])
      assert.equal(await codeOf(() => verify(stranger)), 'ISSUER_MISMATCH')
      await verify(first.token())
      assert.deepEqual([first.requests.length, second.requests.length], [1, 1])
    }),
  ))

test('`jku`, `x5u` and `jwk` of a token are never fetched nor used', () =>
  withServer(['es384'], async server => {
    const trap = await serve((_, response) =>
      json(response, { keys: [publicKey('es384-other', { kid: 'es384' })] }),
    )
    try {
      const { clock, verify, fresh } = world(server)
      const header = {
        kid: 'es384',
        jku: `${trap.origin}/jwks`,
        x5u: `${trap.origin}/x5u`,
        jwk: publicKey('es384-other'),
      }
      const forged = server.token({ key: 'es384-other', header })
      assert.equal(await codeOf(() => verify(forged)), 'SIGNATURE_INVALID')
      clock.seconds += COOLDOWN
      const unknown = server.token({ key: 'es384-other', header: { ...header, kid: 'x' } })
      assert.equal(await codeOf(() => verify(unknown)), 'KEY_UNKNOWN')
      await verify(fresh())
      await settled()
      assert.equal(trap.requests.length, 0)
      assert.ok(server.requests.every(({ url }) => url === '/oidc/jwks'))
    } finally {
      await trap.close()
    }
  }))
