// Where keys come from: a URL, a function, an object; when they are fetched, kept and fetched again.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import {
  clockAt,
  codeOf,
  json,
  NOW,
  organization,
  publicKey,
  serve,
  startIssuer,
  token,
} from './lib/issuer.mjs'
import { load, project } from './lib/tarball.mjs'

const { orgate } = await load()

async function withIssuer(names, work) {
  const issuer = await startIssuer(...names)
  try {
    await work(issuer)
  } finally {
    await issuer.close()
  }
}

function gateFor(issuer, options = {}) {
  const clock = clockAt(NOW)
  const gate = orgate.createGate({ issuer: issuer.url, clock, ...options })
  const verify = (value, expect = { organization }) => gate.verifyOrganizationToken(value, expect)
  return { gate, clock, verify }
}

test('keys are fetched at the first verification, from `/jwks` below the issuer, and kept', () =>
  withIssuer(['es384', 'rs256'], async issuer => {
    const { verify } = gateFor(issuer)
    await orgate.init()
    assert.equal(issuer.requests.length, 0)
    assert.ok((await verify(issuer.token())).can('read:data'))
    assert.equal(issuer.requests.length, 1)
    assert.equal(issuer.requests[0].url, '/oidc/jwks')
    assert.equal(issuer.requests[0].method, 'GET')
    await verify(issuer.token({ claims: { jti: 'another' } }))
    await verify(issuer.token({ key: 'rs256' }))
    assert.equal(issuer.requests.length, 1)
  }))

test('no request carries anything of the token', () =>
  withIssuer(['es384'], async issuer => {
    await gateFor(issuer).verify(issuer.token())
    const [{ headers, url }] = issuer.requests
    assert.equal(headers.authorization, undefined)
    assert.equal(headers.cookie, undefined)
    assert.ok(!url.includes('?'))
  }))

test('many verifications at once all get their answer', () =>
  withIssuer(['es384'], async issuer => {
    const { verify } = gateFor(issuer)
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, n) => verify(issuer.token({ claims: { jti: `${n}` } }))),
    )
    assert.ok(all.every(grant => grant.can('read:data')))
  }))

for (const [what, change] of [
  ['answers 500', { status: 500 }],
  ['answers 404', { status: 404 }],
  ['does not answer JSON', { body: '<html>' }],
  ['answers an empty body', { body: '' }],
  ['answers JSON that is no key set', { body: '{"error":"x"}' }],
  ['answers a list', { body: '[]' }],
  ['answers null', { body: 'null' }],
  [
    'answers too many keys',
    { body: { keys: Array.from({ length: 65 }, (_, n) => publicKey('es384', { kid: `${n}` })) } },
  ],
]) {
  test(`a key set that ${what}: KEYS_UNAVAILABLE, 503, and it recovers`, () =>
    withIssuer(['es384'], async issuer => {
      const { verify, clock } = gateFor(issuer)
      const good = issuer.token()
      Object.assign(issuer, change)
      await assert.rejects(verify(good), error => {
        assert.ok(error instanceof orgate.OrgateError)
        assert.equal(error.code, 'KEYS_UNAVAILABLE')
        assert.equal(error.status, 503)
        assert.ok(!JSON.stringify([error.message, error.details]).includes(good.split('.')[1]))
        return true
      })
      Object.assign(issuer, { status: 200, body: undefined })
      clock.seconds += 60
      assert.ok((await verify(good)).can('read:data'))
    }))
}

test('a key set that is out of reach: KEYS_UNAVAILABLE', async () => {
  const gone = await startIssuer('es384')
  await gone.close()
  const { verify } = gateFor(gone)
  assert.equal(await codeOf(() => verify(gone.token())), 'KEYS_UNAVAILABLE')
})

test('a key set that never comes: KEYS_UNAVAILABLE within seconds', { timeout: 20_000 }, async () => {
  const silent = await serve(() => {})
  try {
    const issuer = `${silent.origin}/oidc`
    const { verify } = gateFor({ url: issuer })
    const start = performance.now()
    assert.equal(await codeOf(() => verify(token({ claims: { iss: issuer } }))), 'KEYS_UNAVAILABLE')
    assert.ok(performance.now() - start < 15_000)
  } finally {
    await silent.close()
  }
})

test('a redirect is not followed to another place', async () => {
  const other = await serve((_, response) =>
    json(response, { keys: [publicKey('es384-other', { kid: 'es384' })] }),
  )
  const first = await serve((_, response) => {
    response.writeHead(302, { location: `${other.origin}/jwks` })
    response.end()
  })
  try {
    const { verify } = gateFor({ url: first.origin })
    assert.equal(await codeOf(() => verify(token({ claims: { iss: first.origin } }))), 'KEYS_UNAVAILABLE')
    assert.equal(other.requests.length, 0)
  } finally {
    await Promise.all([first.close(), other.close()])
  }
})

test('a token that is refused before its key is needed causes no request', () =>
  withIssuer(['es384'], async issuer => {
    const { verify } = gateFor(issuer)
    const cases = [
      ['', 'TOKEN_MISSING'],
      ['opaque', 'TOKEN_MALFORMED'],
      ['x'.repeat(20_000), 'TOKEN_TOO_LARGE'],
      [issuer.token({ header: { alg: 'none' } }), 'ALGORITHM_NOT_ALLOWED'],
      [issuer.token({ header: { crit: ['x'] } }), 'TOKEN_MALFORMED'],
      [issuer.token({ header: { typ: 'JWT' } }), 'TOKEN_TYPE_MISMATCH'],
      [issuer.token({ claims: { iss: 'https://other.example' } }), 'ISSUER_MISMATCH'],
    ]
    for (const [value, code] of cases) assert.equal(await codeOf(() => verify(value)), code)
    assert.equal(await codeOf(() => verify(issuer.token(), { organization: '' })), 'ORGANIZATION_REQUIRED')
    assert.equal(issuer.requests.length, 0)
  }))

test('`jku`, `x5u` and `jwk` cause no request of their own', () =>
  withIssuer(['es384'], async issuer => {
    const trap = await serve((_, response) => json(response, { keys: [publicKey('es384-other')] }))
    const { verify } = gateFor(issuer)
    const header = { jku: `${trap.origin}/jwks`, x5u: `${trap.origin}/x5u`, jwk: publicKey('es384-other') }
    assert.equal(await codeOf(() => verify(issuer.token({ key: 'es384-other', header }))), 'KEY_UNKNOWN')
    assert.equal(trap.requests.length, 0)
    await trap.close()
  }))

test('rotation: a new kid is fetched, but not more often than the cooldown allows', () =>
  withIssuer(['es384'], async issuer => {
    const { verify, clock } = gateFor(issuer)
    await verify(issuer.token())
    issuer.keys = [publicKey('eddsa'), publicKey('es384')]
    const rotated = issuer.token({ key: 'eddsa' })
    clock.seconds += 60
    assert.ok((await verify(rotated)).can('read:data'))
    assert.equal(issuer.requests.length, 2)
    for (let n = 0; n < 20; n += 1) {
      assert.equal(
        await codeOf(() => verify(issuer.token({ header: { kid: `random ${n}` } }))),
        'KEYS_UNAVAILABLE',
      )
    }
    assert.ok(issuer.requests.length <= 3, `${issuer.requests.length} requests`)
    await verify(issuer.token())
    assert.ok(issuer.requests.length <= 3)
  }))

test('a key that the issuer took away is refused after a bounded time, cached tokens too', () =>
  withIssuer(['es384'], async issuer => {
    const { verify, clock } = gateFor(issuer)
    const long = issuer.token({ claims: { exp: NOW + 1_000_000 } })
    assert.ok((await verify(long)).can('read:data'))
    issuer.keys = [publicKey('eddsa')]
    clock.seconds += 24 * 60 * 60
    assert.equal(await codeOf(() => verify(long)), 'KEY_UNKNOWN')
  }))

test('keys as a URL, in both forms', () =>
  withIssuer(['es384'], async issuer => {
    const url = `${issuer.url}/jwks`
    for (const keys of [url, new URL(url)]) {
      const gate = orgate.createGate({ issuer: 'https://tenant.example/oidc', keys, clock: clockAt(NOW) })
      assert.ok((await gate.verifyOrganizationToken(token(), { organization })).can('read:data'))
    }
    assert.equal(issuer.requests.length, 2)
  }))

const own = options => {
  const gate = orgate.createGate({ issuer: 'https://tenant.example/oidc', clock: clockAt(NOW), ...options })
  return value => gate.verifyOrganizationToken(value ?? token(), { organization })
}

test('keys from a function: called at first use, and what it gave is kept', async () => {
  for (const wrap of [value => value, async value => value]) {
    let calls = 0
    const verify = own({
      keys: () => {
        calls += 1
        return wrap({ keys: [publicKey('es384')] })
      },
    })
    assert.equal(calls, 0)
    await verify()
    await verify(token({ claims: { jti: 'another' } }))
    assert.equal(calls, 1)
  }
})

test('keys from a function that fails or gives something else: KEYS_UNAVAILABLE', async () => {
  const failures = [
    () => {
      throw new Error('no')
    },
    async () => Promise.reject(new Error('no')),
    () => ({}),
    async () => 'https://tenant.example/jwks',
  ]
  for (const keys of failures) assert.equal(await codeOf(own({ keys })), 'KEYS_UNAVAILABLE')
})

// In a Node of its own: a loop that never ends would stop this one.
test('keys from a function that gives nothing: KEYS_UNAVAILABLE', () => {
  const code = `
    const { createGate } = await import('orgate')
    const gate = createGate({ issuer: 'https://tenant.example/oidc', clock: () => ${NOW * 1000}, keys: () => undefined })
    const failure = await gate.verifyOrganizationToken('${token()}', { organization: '${organization}' }).catch(error => error)
    console.log(failure.code)`
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: project(),
    encoding: 'utf8',
    timeout: 10_000,
    killSignal: 'SIGKILL',
  })
  assert.equal(output.trim(), 'KEYS_UNAVAILABLE')
})

test('a key that is taken away while its token is verified is not trusted from then on', t =>
  withIssuer(['es384'], async issuer => {
    const { verify, clock } = gateFor(issuer)
    const long = issuer.token({ claims: { exp: NOW + 1_000_000 } })
    await verify(issuer.token())
    const real = crypto.subtle.verify.bind(crypto.subtle)
    let held
    const waiting = new Promise(resolve => {
      held = resolve
    })
    const slow = t.mock.method(crypto.subtle, 'verify', async (...given) => {
      const verdict = await real(...given)
      await waiting
      return verdict
    })
    const first = verify(long)
    await new Promise(resolve => setTimeout(resolve, 50))
    slow.mock.restore()
    issuer.keys = [publicKey('eddsa')]
    clock.seconds += 60 * 60
    await verify(issuer.token({ key: 'eddsa', claims: { exp: NOW + 1_000_000 } }))
    held()
    await codeOf(() => first)
    clock.seconds += 1
    assert.equal(await codeOf(() => verify(long)), 'KEY_UNKNOWN')
  }))

test('keys as an object: nothing is fetched', async t => {
  t.mock.method(globalThis, 'fetch', () => assert.fail('fetched'))
  const verify = own({ keys: { keys: [publicKey('es384')] } })
  assert.ok((await verify()).can('read:data'))
  assert.equal(await codeOf(() => verify(token({ key: 'eddsa' }))), 'KEY_UNKNOWN')
})
