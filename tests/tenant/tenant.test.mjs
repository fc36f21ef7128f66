// The tenant as a whole: what is recorded, faults, exports, and requests that come to nothing.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { bodies, client } from './lib/client.mjs'
import { byId } from './lib/order.mjs'
import { createTenant } from './lib/server.mjs'

const captured = JSON.parse(
  readFileSync(new URL('../fixtures/logto/template-export/bundle.json', import.meta.url), 'utf8'),
)
const scopes = '/organization-scopes'
const names = tenant => tenant.export()[scopes].map(({ name }) => name)
const scope = name => ['POST', scopes, { name }]

test('requests are recorded', async () => {
  const tenant = createTenant()
  const call = client(tenant)
  await call(...scope('a'))
  await call(...scope('a'))
  await call('GET', `${scopes}?page=1`)
  const writes = [201, 422].map(status => ({ method: 'POST', path: scopes, status }))
  assert.deepEqual(tenant.requests, [...writes, { method: 'GET', path: `${scopes}?page=1`, status: 200 }])
  assert.deepEqual(tenant.writes, writes)
  tenant.export()
  assert.equal(tenant.requests.length, 3)
})

test('a failure in place of the answer', async () => {
  const tenant = createTenant()
  const call = client(tenant)
  tenant.failOnce({ method: 'POST', path: scopes, nth: 2, status: 429, headers: { 'retry-after': '1' } })
  assert.equal((await call(...scope('a'))).status, 201)
  const { status, headers, body } = await call(...scope('b'))
  assert.deepEqual([status, headers.get('retry-after')], [429, '1'])
  assert.deepEqual(body, { message: 'Internal server error.' })
  assert.deepEqual(names(tenant), ['a'])
  assert.equal((await call(...scope('b'))).status, 201)
  assert.deepEqual(
    tenant.writes.map(write => write.status),
    [201, 429, 201],
  )
})

test('faults wait for each other', async () => {
  const tenant = createTenant()
  const call = client(tenant)
  tenant.failOnce({ status: 503, body: null })
  tenant.failOnce({ path: /scopes/, status: 502, body: 'Bad Gateway' })
  assert.equal((await call('GET', scopes)).status, 503)
  const { status, body } = await call('GET', `${scopes}?page=1`)
  assert.deepEqual([status, body], [502, 'Bad Gateway'])
  assert.equal((await call('GET', scopes)).status, 200)
})

for (const [when, made, status] of [
  ['before', [], null],
  ['after', ['a'], 201],
]) {
  test(`a connection that breaks ${when} the write`, async () => {
    const tenant = createTenant()
    tenant.dropOnce({ method: 'POST', when })
    await assert.rejects(client(tenant)(...scope('a')), { name: 'TypeError', message: 'fetch failed' })
    assert.deepEqual(names(tenant), made)
    assert.deepEqual(tenant.writes, [{ method: 'POST', path: scopes, status }])
  })

  test(`a connection that breaks ${when} the write, over HTTP`, async context => {
    const tenant = createTenant()
    const url = `${await tenant.listen()}/api${scopes}`
    context.after(() => tenant.close())
    tenant.dropOnce({ when })
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"a"}' }
    await assert.rejects(fetch(url, init), { name: 'TypeError', message: 'fetch failed' })
    assert.deepEqual(names(tenant), made)
    assert.equal((await fetch(url)).status, 200)
  })
}

test('a request that was given up does nothing', async () => {
  const tenant = createTenant()
  const init = { method: 'DELETE', signal: AbortSignal.abort() }
  await assert.rejects(tenant.fetch('http://tenant.example/api/roles/a', init), { name: 'AbortError' })
  assert.deepEqual(tenant.requests, [])
})

test('ids follow from the seed', async () => {
  const idOf = async tenant => (await bodies(tenant)(...scope('a'))).id
  const [first, same, other] = ['a', 'a', 'b'].map(seed => createTenant({ seed }))
  const id = await idOf(first)
  assert.match(id, /^[0-9a-z]{21}$/)
  assert.equal(await idOf(same), id)
  assert.notEqual(await idOf(other), id)
})

test('a clone goes its own way', async () => {
  const tenant = createTenant()
  await bodies(tenant)(...scope('a'))
  const clone = tenant.clone()
  assert.deepEqual(clone.requests, [])
  assert.deepEqual(clone.export(), tenant.export())
  const made = [await bodies(clone)(...scope('b')), await bodies(tenant)(...scope('b'))]
  assert.deepEqual(made[0], made[1])
  await bodies(clone)('DELETE', `${scopes}/${made[0].id}`)
  assert.deepEqual([names(clone), names(tenant)], [['a'], ['a', 'b']])
})

test('a real export is what comes out again, apart from who holds the roles', () => {
  const bundle = createTenant().load(captured).export()
  const holders = { usersCount: 0, featuredUsers: [], applicationsCount: 0, featuredApplications: [] }
  for (const [path, list] of Object.entries(bundle)) {
    const expected = captured[path] ?? captured[`${path}?page_size=100`]
    if (path === '/roles') {
      assert.deepEqual(
        list,
        expected.map(role => ({ ...role, ...holders })),
      )
    } else if (path.endsWith('/scopes')) {
      // In the order in which permissions of all API resources were written, which an export does not tell.
      assert.deepEqual(byId(list), byId(expected), path)
    } else {
      assert.deepEqual(list, expected, path)
    }
  }
  assert.equal(Object.keys(bundle).length, 4 + captured['/roles?page_size=100'].length)
})

test('the permissions of a role keep their order where the export has it', async () => {
  const get = bodies(createTenant().load(captured))
  const paths = Object.keys(captured).filter(path => /^\/organization-roles\/.*scopes$/.test(path))
  assert.ok(paths.length > 0)
  for (const path of paths) assert.deepEqual(await get('GET', path), captured[path], path)
})

test('an export of many pages', async () => {
  const tenant = createTenant()
  for (let at = 0; at < 250; at += 1) await bodies(tenant)(...scope(`scope-${1000 + at}`))
  const bundle = tenant.export()
  assert.equal(bundle[scopes].length, 250)
  const loaded = createTenant({ seed: 'other' }).load(bundle)
  assert.deepEqual(loaded.export(), bundle)
  assert.throws(() => loaded.load(bundle), /empty/)
})

test('an export that names what it does not hold is not loaded at all', () => {
  const tenant = createTenant()
  const role = { id: 'r', name: 'r', type: 'User', scopes: [{ id: 'gone' }], resourceScopes: [] }
  assert.throws(() => tenant.load({ '/organization-roles': [role] }), { kind: 'foreign key' })
  assert.deepEqual(tenant.export()['/organization-roles'], [])
})

test('where a token is asked for', async () => {
  const tenant = createTenant({ token: 't' })
  const codes = []
  for (const authorization of [undefined, 'Basic t', 'Bearer s', 'Bearer t']) {
    const response = await tenant.fetch('http://tenant.example/api/roles', {
      headers: { ...(authorization && { authorization }) },
    })
    codes.push(`${response.status} ${(await response.json()).code}`)
  }
  assert.deepEqual(codes, [
    '401 auth.authorization_header_missing',
    '401 auth.authorization_token_type_not_supported',
    '401 auth.unauthorized',
    '200 undefined',
  ])
})

test('bodies that are no JSON', async () => {
  const call = client(createTenant())
  const { status, body } = await call('POST', scopes, '{"name":')
  assert.equal(status, 400)
  assert.deepEqual(Object.keys(body), ['message'])
  assert.equal((await call('POST', scopes, '"name"')).status, 400)
  // No body at all is an empty one.
  assert.equal(
    (await call('POST', scopes)).body.details,
    'Error in key path "name": (invalid_type) Expected string but received undefined.',
  )
})

test('several issues', async () => {
  const { body } = await client(createTenant())('POST', '/organization-roles', {
    name: 1,
    description: [],
    type: null,
    organizationScopeIds: [2],
    resourceScopeIds: 'x',
  })
  assert.deepEqual(
    body.data.issues.map(({ path, message }) => [path.join('.'), message]),
    [
      ['name', 'Expected string, received number'],
      ['description', 'Expected string, received array'],
      ['type', "Expected 'User' | 'MachineToMachine', received null"],
      ['organizationScopeIds.0', 'Expected string, received number'],
      ['resourceScopeIds', 'Expected array, received string'],
    ],
  )
  assert.equal(body.details.split('\n').length, 5)
})

test('pages that do not exist', async () => {
  const call = client(createTenant())
  for (const query of ['page=0', 'page=a', 'page_size=101', 'page_size=-1', 'page=1&page=2']) {
    assert.equal((await call('GET', `/roles?${query}`)).body.code, 'guard.invalid_pagination', query)
  }
  const beyond = await call('GET', '/roles?page=3')
  assert.deepEqual([beyond.status, beyond.body, beyond.headers.get('total-number')], [200, [], '0'])
  const twice = await call('GET', '/organization-roles?q=a&q=b')
  assert.equal(twice.body.message, 'The request query is invalid.')
})

test('paths that do not exist', async () => {
  const call = client(createTenant())
  const answers = [
    ['GET', '/nothing', 404],
    ['GET', '/organization-roles//scopes', 404],
    ['GET', '/resources/', 200],
    ['PUT', '/roles', 405],
    ['PATCH', '/organization-roles/a/scopes', 405],
  ]
  for (const [method, path, status] of answers) {
    const answer = await call(method, path)
    assert.equal(answer.status, status, path)
    if (status === 405) assert.ok(answer.headers.get('allow').includes('GET'))
  }
  const outside = await createTenant().fetch('http://tenant.example/roles')
  assert.equal(outside.status, 404)
})
