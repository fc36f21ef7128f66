// `protect`: a guarded handler, its refusals and their headers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clockAt, NOW, publicKey, token } from './lib/issuer.mjs'
import { load } from './lib/tarball.mjs'

const { orgate, sync, fetch: orgateFetch } = await load()
const { protect } = orgateFetch
const options = { issuer: 'https://tenant.example/oidc', keys: { keys: [publicKey('es384')] } }

const request = (value, path = '/orgs/org_1/users') =>
  new Request(`https://app.example${path}`, {
    headers: value === undefined ? {} : { authorization: value },
  })

const bearer = value => request(`Bearer ${value}`)

for (const [name, api] of [
  ['orgate', orgate],
  ['orgate/sync', sync],
]) {
  const clock = clockAt(NOW)
  const gate = api.createGate({ ...options, clock })
  const guard = (more = {}, handler = () => new Response('inside')) =>
    protect({ gate, organization: 'org_1', permission: 'invite:users', ...more }, handler)
  const check = async (answer, status, authenticate, code) => {
    assert.equal(answer.status, status)
    const header = answer.headers.get('www-authenticate')
    if (authenticate instanceof RegExp) assert.match(header, authenticate)
    else assert.equal(header, authenticate)
    assert.match(answer.headers.get('content-type'), /^application\/json/)
    const body = await answer.json()
    assert.equal(body.code, code)
    assert.equal(typeof body.message, 'string')
    assert.notEqual(body.message, '')
    return body
  }

  test(`${name}: a permission that is held`, async () => {
    const seen = []
    const handler = (...given) => {
      seen.push(given)
      return new Response('inside', { status: 201 })
    }
    const incoming = bearer(token())
    const [env, context] = [{ A: 1 }, { waitUntil() {} }]
    const answer = await guard({}, handler)(incoming, env, context)
    assert.equal(answer.status, 201)
    assert.equal(await answer.text(), 'inside')
    assert.equal(answer.headers.get('www-authenticate'), null)
    assert.equal(seen.length, 1)
    assert.equal(seen[0][0], incoming)
    assert.ok(seen[0][1].can('invite:users'))
    assert.equal(seen[0][2], env)
    assert.equal(seen[0][3], context)
  })

  test(`${name}: no token`, async () => {
    for (const value of [undefined, '', 'Bearer', 'Bearer ', 'Basic YTpi', token()]) {
      const answer = await guard()(request(value))
      assert.equal(answer.status, 401, value)
      assert.equal((await answer.json()).code, 'TOKEN_MISSING', value)
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer', value)
    }
  })

  test(`${name}: the scheme is read without case`, async () => {
    for (const scheme of ['bearer', 'BEARER', 'Bearer']) {
      assert.equal((await guard()(request(`${scheme} ${token()}`))).status, 200)
    }
  })

  test(`${name}: a token in the URL is not read`, async () => {
    const answer = await guard()(request(undefined, `/?access_token=${token()}`))
    assert.equal(answer.status, 401)
  })

  test(`${name}: bad tokens`, async () => {
    const bad = [
      ['opaque', 'TOKEN_MALFORMED'],
      [token({ header: { typ: 'JWT' } }), 'TOKEN_TYPE_MISMATCH'],
      [token({ key: 'es384-other', header: { kid: 'es384' } }), 'SIGNATURE_INVALID'],
      [token({ claims: { exp: 1 } }), 'TOKEN_EXPIRED'],
      [token({ header: { alg: 'none', kid: 'a"b\\c\u00e9' } }), 'ALGORITHM_NOT_ALLOWED'],
      [token({ header: { kid: 'quote " and \\ and é' } }), 'KEY_UNKNOWN'],
    ]
    for (const [value, code] of bad) {
      const quoted = /^Bearer error="invalid_token", error_description="[\x20\x21\x23-\x5b\x5d-\x7e]+"$/
      const body = await check(await guard()(bearer(value)), 401, quoted, code)
      assert.ok(!JSON.stringify(body).includes(value))
    }
  })

  test(`${name}: tokens for something else`, async () => {
    const other = await guard()(bearer(token({ claims: { aud: 'https://api.example.com' } })))
    assert.equal(other.status, 403)
    assert.equal((await other.json()).code, 'AUDIENCE_KIND_MISMATCH')
    const organization = await guard({ organization: 'org_2' })(bearer(token()))
    assert.equal(organization.status, 403)
    assert.equal((await organization.json()).code, 'ORGANIZATION_MISMATCH')
  })

  test(`${name}: a permission that is missing`, async () => {
    const value = bearer(token())
    const scope = names => `Bearer error="insufficient_scope", scope="${names}"`
    await check(
      await guard({ permission: 'remove:users' })(value),
      403,
      scope('remove:users'),
      'PERMISSION_NOT_GRANTED',
    )
    const all = { all: ['invite:users', 'remove:users', 'manage:billing'] }
    const answer = await guard({ permission: all })(value)
    assert.equal(answer.status, 403)
    assert.match(
      answer.headers.get('www-authenticate'),
      /^Bearer error="insufficient_scope", scope="[^"]*remove:users[^"]*"$/,
    )
    const any = { any: ['remove:users', 'manage:billing'] }
    assert.equal((await guard({ permission: any })(value)).status, 403)
  })

  test(`${name}: several permissions`, async () => {
    const value = bearer(token())
    for (const permission of [
      { all: ['invite:users', 'read:data'] },
      { any: ['remove:users', 'read:data'] },
      { any: ['read:data'] },
    ]) {
      assert.equal((await guard({ permission })(value)).status, 200)
    }
  })

  test(`${name}: nothing asked for lets no one in by accident`, async () => {
    for (const permission of [undefined, '', {}, { all: [] }, { any: [] }, []]) {
      let inside = false
      const handler = () => {
        inside = true
        return new Response()
      }
      try {
        const answer = await guard({ permission }, handler)(bearer(token()))
        assert.ok(answer.status >= 400, JSON.stringify(permission))
      } catch (error) {
        assert.equal(error.code, 'CONFIGURATION_INVALID')
      }
      assert.equal(inside, false, JSON.stringify(permission))
    }
  })

  test(`${name}: a name that a header cannot hold is left out of \`scope\``, async () => {
    for (const permission of ['读取:数据', 'a"b', 'a\\b', 'a b', 'line\nfeed']) {
      const answer = await guard({ permission })(bearer(token()))
      assert.equal(answer.status, 403)
      assert.match(answer.headers.get('www-authenticate'), /^Bearer error="insufficient_scope"$/, permission)
    }
    const mixed = await guard({ permission: { all: ['读取:数据', 'remove:users'] } })(bearer(token()))
    assert.equal(mixed.headers.get('www-authenticate'), 'Bearer error="insufficient_scope"')
  })

  test(`${name}: a token within the tolerance after its end`, async () => {
    const late = api.createGate({ ...options, clock: clockAt(NOW + 3010), clockToleranceSeconds: 30 })
    assert.equal((await guard({ gate: late })(bearer(token()))).status, 200)
  })

  test(`${name}: the organization comes from the request`, async () => {
    const organization = ({ url }, env) => (env.open ? url.split('/')[4] : undefined)
    const guarded = guard({ organization })
    assert.equal((await guarded(bearer(token()), { open: true })).status, 200)
    const other = request(`Bearer ${token()}`, '/orgs/org_2/users')
    assert.equal((await guarded(other, { open: true })).status, 403)
    const none = await guarded(bearer(token()), { open: false })
    assert.equal(none.status, 400)
    assert.equal((await none.json()).code, 'ORGANIZATION_REQUIRED')
  })

  test(`${name}: any organization`, async () => {
    const guarded = guard(
      { organization: api.anyOrganization },
      (_, grant) => new Response(grant.organization),
    )
    const answer = await guarded(bearer(token({ claims: { aud: 'urn:logto:organization:org_9' } })))
    assert.equal(await answer.text(), 'org_9')
  })

  test(`${name}: what the handler throws is the handler's`, async () => {
    const own = new TypeError('mine')
    await assert.rejects(
      guard({}, () => {
        throw own
      })(bearer(token())),
      error => error === own,
    )
    const coded = Object.assign(new Error('mine too'), { code: 'TOKEN_EXPIRED', status: 401 })
    await assert.rejects(
      guard({}, async () => Promise.reject(coded))(bearer(token())),
      error => error === coded,
    )
  })

  test(`${name}: a gate from the environment is made once for each`, async () => {
    const made = []
    const factory = env => {
      made.push(env)
      return api.createGate({ ...options, clock })
    }
    const guarded = guard({ gate: factory })
    const [first, second] = [{ A: 1 }, { A: 2 }]
    assert.equal(made.length, 0)
    for (const env of [first, first, second, first])
      assert.equal((await guarded(bearer(token()), env)).status, 200)
    assert.deepEqual(made, [first, second])
  })

  test(`${name}: roles decide in the mode template`, async () => {
    const template = {
      v: 1,
      permissions: ['invite:users', 'remove:users'],
      roles: [
        { name: 'admin', permissions: ['invite:users', 'remove:users'] },
        { name: 'viewer', permissions: [] },
      ],
    }
    const byRoles = roles =>
      guard({
        gate: api.createGate({ ...options, clock, template, mode: 'template' }),
        permission: 'remove:users',
        ...(roles && { roles }),
      })
    const env = { directory: { '/orgs/org_1/users': ['admin'] } }
    const fromDirectory = (incoming, given) => given.directory[new URL(incoming.url).pathname]
    assert.equal((await byRoles(fromDirectory)(bearer(token()), env)).status, 200)
    assert.equal((await byRoles(async () => ['viewer'])(bearer(token()))).status, 403)
    // Mistakes of the directory are not the client's to hear of; and no answer is not the same as no question.
    await assert.rejects(byRoles(() => ['owner'])(bearer(token())), { code: 'ROLE_UNKNOWN' })
    for (const nothing of [undefined, null, '', 0, 'admin']) {
      await assert.rejects(byRoles(() => nothing)(bearer(token())), { code: 'CONFIGURATION_INVALID' })
    }
    await assert.rejects(byRoles()(bearer(token())), { code: 'ROLES_REQUIRED' })
  })

  test(`${name}: a gate from no environment`, async () => {
    let made = 0
    const guarded = guard({
      gate: () => {
        made += 1
        return api.createGate({ ...options, clock })
      },
    })
    await guarded(bearer(token()))
    await guarded(bearer(token()))
    assert.equal(made, 1)
  })
}

test('keys out of reach: 503 and no challenge', async () => {
  const gate = orgate.createGate({
    issuer: 'https://tenant.example/oidc',
    clock: clockAt(NOW),
    keys: () => Promise.reject(new Error('down')),
  })
  const guarded = protect({ gate, organization: 'org_1', permission: 'invite:users' }, () => new Response())
  const answer = await guarded(bearer(token()))
  assert.equal(answer.status, 503)
  assert.equal(answer.headers.get('www-authenticate'), null)
  assert.equal((await answer.json()).code, 'KEYS_UNAVAILABLE')
})

for (const [name, api] of [
  ['orgate', orgate],
  ['orgate/sync', sync],
]) {
  const gate = api.createGate({ ...options, clock: clockAt(NOW) })
  const resource = 'https://api.example.com/orders'
  const apiToken = (claims = {}) => token({ claims: { aud: resource, scope: 'read:orders', ...claims } })
  const handler = (_, grant) => Response.json([grant.kind, grant.resource, grant.organization ?? null])
  const guard = (more = {}) => protect({ gate, resource, permission: 'read:orders', ...more }, handler)
  const codeOfAnswer = async (answer, status) => {
    assert.equal(answer.status, status)
    return (await answer.json()).code
  }

  test(`${name}: an API token for the resource`, async () => {
    const answer = await guard()(bearer(apiToken()))
    assert.deepEqual(await answer.json(), ['api', resource, null])
    const inside = await guard({ organization: 'org_1' })(bearer(apiToken({ organization_id: 'org_1' })))
    assert.deepEqual(await inside.json(), ['api', resource, 'org_1'])
    assert.equal(await codeOfAnswer(await guard()(bearer(token())), 403), 'AUDIENCE_KIND_MISMATCH')
    const other = guard({ resource: `${resource}/` })
    assert.equal(await codeOfAnswer(await other(bearer(apiToken())), 403), 'RESOURCE_MISMATCH')
    const organization = await guard()(bearer(apiToken({ organization_id: 'org_1' })))
    assert.equal(await codeOfAnswer(organization, 403), 'ORGANIZATION_MISMATCH')
    const missing = await guard({ permission: 'write:orders' })(bearer(apiToken()))
    assert.equal(await codeOfAnswer(missing, 403), 'PERMISSION_NOT_GRANTED')
    assert.match(missing.headers.get('www-authenticate'), /scope="write:orders"/)
  })

  test(`${name}: an organization without a value is no global API token`, async () => {
    const unnamed = guard({ organization: () => undefined })
    assert.equal(await codeOfAnswer(await unnamed(bearer(apiToken())), 400), 'ORGANIZATION_REQUIRED')
    assert.throws(() => guard({ organization: undefined }), { code: 'ORGANIZATION_REQUIRED' })
    for (const value of [undefined, '', 1]) {
      assert.throws(() => guard({ resource: value }), { code: 'CONFIGURATION_INVALID' })
    }
    assert.throws(() => guard({ gate: { verifyOrganizationToken() {} } }), { code: 'CONFIGURATION_INVALID' })
    assert.throws(() => guard({ roles: () => ['admin'] }), { code: 'CONFIGURATION_INVALID' })
    const lacking = guard({ gate: () => ({ verifyOrganizationToken() {} }) })
    await assert.rejects(lacking(bearer(apiToken())), { code: 'CONFIGURATION_INVALID' })
  })
}
