// Running plans: requests, what stops a run, and what is refused before it starts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OrgateError, planBetween as planOf, runPlan } from './lib/package.mjs'
import { createTenant } from './lib/server.mjs'
import { normal, templateOf } from './lib/templates.mjs'

const endpoint = 'https://tenant.example/api'
const api = 'https://api.example.com/orders'
const token = 'secret-token-of-the-management-api'

const run = (tenant, plan, options) => runPlan(plan, { fetch: tenant.fetch, endpoint, ...options })
const stateOf = tenant => normal(templateOf(tenant.export()))

const template = {
  permissions: ['a', 'b'],
  resources: [{ indicator: api, permissions: ['read', 'write'] }],
  roles: [{ name: 'admin', permissions: ['a', 'b'], resources: { [api]: ['read'] } }],
  globalRoles: [{ name: 'customer', resources: { [api]: ['read', 'write'] } }],
}
const plan = planOf({}, template)
const writes = plan.steps.filter(({ method }) => method !== 'GET')

/** An error with everything in it that a log would have. */
async function refused(work, code) {
  const error = await work.then(
    () => assert.fail(`nothing was thrown in place of ${code}`),
    error => error,
  )
  assert.ok(error instanceof OrgateError, String(error?.stack ?? error))
  assert.equal(error.code, code, error.message)
  assert.equal(error.cause, undefined)
  assert.ok(!JSON.stringify([error.message, error.details, error.stack]).includes(token))
  return error
}

test('the template of a tenant becomes what the plan says, and stays so', async () => {
  const tenant = createTenant()
  const steps = []
  const result = await run(tenant, plan, { onStep: progress => steps.push(progress) })
  assert.deepEqual(stateOf(tenant), normal(template))
  assert.deepEqual(
    steps.map(({ step, index, total, outcome }) => [step, index, total, outcome]),
    plan.steps.map((step, index) => {
      const isOfNothing = step.id.startsWith('read-permissions')
      const outcome = step.method !== 'GET' ? 'written' : isOfNothing ? 'skipped' : 'read'
      return [step, index, plan.steps.length, outcome]
    }),
  )
  assert.deepEqual(
    result.written,
    writes.map(({ id }) => id),
  )
  assert.deepEqual(result.pending, [])
  const second = await run(tenant, plan)
  assert.deepEqual([second.written, second.skipped], [[], writes.map(({ id }) => id)])
  assert.equal(tenant.writes.length, writes.length)
})

test('a dry run reads, and tells what it would write', async () => {
  const tenant = createTenant()
  const outcomes = []
  const result = await run(tenant, plan, { dryRun: true, onStep: ({ outcome }) => outcomes.push(outcome) })
  assert.deepEqual([result.written, result.pending], [[], writes.map(({ id }) => id)])
  assert.deepEqual(
    outcomes.slice(-writes.length),
    writes.map(() => 'pending'),
  )
  assert.deepEqual(tenant.writes, [])
})

test('lists are read to their end', async () => {
  const many = Array.from({ length: 250 }, (_, index) => `permission-${index}`)
  const tenant = createTenant()
  const create = planOf({}, { permissions: many })
  await run(tenant, create)
  tenant.requests.length = 0
  const { written } = await run(tenant, create)
  assert.deepEqual(written, [])
  assert.deepEqual(
    tenant.requests.map(({ path }) => path),
    [1, 2, 3].map(page => `/organization-scopes?page=${page}&page_size=100`),
  )
  const hundred = createTenant()
  const exact = planOf({}, { permissions: many.slice(0, 100) })
  await run(hundred, exact)
  assert.equal((await run(hundred, exact)).written.length, 0)
})

test('a list without its length ends with a page that is not full', async () => {
  const entries = count =>
    Array.from({ length: count }, (_, index) => ({ id: `id${index}`, name: `n${index}` }))
  const read = planOf({ permissions: ['n199', 'none'] }, {})
  const serve = all => {
    const pages = []
    const fetch = async (url, { method }) => {
      if (method === 'DELETE') return new Response(null, { status: 204 })
      const page = Number(new URL(url).searchParams.get('page'))
      pages.push(page)
      return Response.json(all ? entries(all) : entries(200).slice((page - 1) * 100, page * 100))
    }
    return { pages, fetch }
  }
  const paged = serve()
  assert.equal((await runPlan(read, { fetch: paged.fetch, endpoint })).written.length, 1)
  assert.deepEqual(paged.pages, [1, 2, 3])
  const whole = serve(250)
  assert.equal((await runPlan(read, { fetch: whole.fetch, endpoint })).written.length, 1)
  assert.deepEqual(whole.pages, [1])
  // One that never ends.
  await refused(runPlan(read, { fetch: serve(100).fetch, endpoint }), 'PLAN_STEP_FAILED')
})

test('a list that changes while it is read is not trusted', async () => {
  for (const [total, ids] of [
    ['150', page => (page === 1 ? [0, 100] : [99, 149])],
    ['150', page => (page === 1 ? [0, 100] : [100, 149])],
  ]) {
    const fetch = async url => {
      const [from, to] = ids(Number(new URL(url).searchParams.get('page')))
      const list = Array.from({ length: to - from }, (_, index) => ({ id: `id${from + index}`, name: 'n' }))
      return Response.json(list, { headers: { 'total-number': total } })
    }
    const error = await refused(runPlan(plan, { fetch, endpoint }), 'PLAN_STEP_FAILED')
    assert.match(error.message, /changed while it was read/)
  }
})

test('headers are sent with each request, and a function is asked for each', async () => {
  const tenant = createTenant({ token })
  let calls = 0
  const headers = async () => {
    calls += 1
    return { Authorization: `Bearer ${token}` }
  }
  await run(tenant, plan, { headers })
  assert.equal(calls, tenant.requests.length)
  for (const headers of [
    new Headers({ authorization: `Bearer ${token}` }),
    [['AUTHORIZATION', `Bearer ${token}`]],
  ]) {
    assert.deepEqual((await run(tenant, plan, { headers })).written, [])
  }
  const error = await refused(run(tenant, plan), 'PLAN_STEP_FAILED')
  assert.deepEqual([error.details.status, error.details.code], [401, 'auth.authorization_header_missing'])
})

test('a request is as the API wants it', async () => {
  const tenant = createTenant()
  const seen = []
  const fetch = async function (url, init) {
    assert.equal(this, undefined, 'the platform’s own is called on nothing')
    seen.push({ url, ...init })
    return tenant.fetch(url, init)
  }
  await runPlan(plan, {
    fetch,
    endpoint: `${endpoint}//`,
    headers: { 'Content-Type': 'text/plain', 'X-A': 'b' },
  })
  for (const { url, method, headers, body, redirect } of seen) {
    assert.ok(url.startsWith(`${endpoint}/`) && !url.includes('//', 8))
    assert.equal(redirect, 'manual')
    assert.deepEqual([headers.accept, headers['x-a']], ['application/json', 'b'])
    if (method === 'POST')
      assert.deepEqual([headers['content-type'], typeof body], ['application/json', 'string'])
  }
})

test('ids that are no names of a path are encoded', async () => {
  const paths = []
  const fetch = async (url, { method }) => {
    paths.push(`${method} ${new URL(url).pathname}`)
    return method === 'GET'
      ? Response.json([{ id: 'a/../?b#%', name: 'p' }])
      : new Response(null, { status: 204 })
  }
  await runPlan(planOf({ permissions: ['p'] }, {}), { fetch, endpoint })
  assert.equal(paths.at(-1), 'DELETE /api/organization-scopes/a%2F..%2F%3Fb%23%25')
})

test('the first failure stops the run and tells what was done', async () => {
  const tenant = createTenant()
  tenant.failOnce({
    method: 'POST',
    path: '/organization-roles',
    status: 422,
    body: { code: 'entity.unique_integrity_violation', message: `taken\n${token}`, data: { token } },
  })
  const error = await refused(
    run(tenant, plan, { headers: { authorization: `Bearer ${token}` } }),
    'PLAN_STEP_FAILED',
  )
  const index = writes.findIndex(({ id }) => id === 'create-organization-role:admin')
  assert.equal(error.status, 502)
  assert.deepEqual(
    { ...error.details, done: error.details.done.written },
    {
      step: 'create-organization-role:admin',
      status: 422,
      code: 'entity.unique_integrity_violation',
      message: 'taken\\u{a}…',
      done: writes.slice(0, index).map(({ id }) => id),
    },
  )
  assert.match(error.message, /`create-organization-role:admin`.*422.*entity\.unique_integrity_violation/)
  const rest = await run(tenant, plan)
  assert.deepEqual(
    rest.written,
    writes.slice(index).map(({ id }) => id),
  )
  assert.deepEqual(stateOf(tenant), normal(template))
})

test('an answer that got lost does not count', async () => {
  const tenant = createTenant()
  tenant.dropOnce({ method: 'POST', path: '/roles', when: 'after' })
  const error = await refused(run(tenant, plan), 'PLAN_STEP_FAILED')
  assert.equal(error.details.step, 'create-global-role:customer')
  assert.equal(error.details.status, undefined)
  assert.match(error.message, /no answer \(UND_ERR_SOCKET\)/)
  await run(tenant, plan)
  assert.deepEqual(stateOf(tenant), normal(template))
  assert.ok(tenant.writes.every(({ status }) => status < 300))
})

test('answers that cannot be', async () => {
  const answers = {
    'no JSON': () => new Response('<html>'),
    'no list': () => Response.json({ data: [] }),
    'no objects': () => Response.json(['a']),
    'no ids': () => Response.json([{ name: 'a' }]),
    'an id of a path': () => Response.json([{ id: '..', name: 'a' }]),
    'an id that is no text': () => new Response('[{"id":"\\ud800"}]'),
    'too long by its header': () => new Response('[]', { headers: { 'content-length': '99999999999' } }),
    'nothing at all': () => undefined,
    'a redirect': () => new Response(null, { status: 302, headers: { location: 'https://evil.example' } }),
    'a redirect as browsers show it': () => ({ status: 0, headers: new Headers(), text: async () => '' }),
    'a body that breaks': () => ({
      status: 200,
      headers: new Headers(),
      text: async () => {
        throw new TypeError(`terminated: Bearer ${token}`)
      },
    }),
  }
  for (const [what, answer] of Object.entries(answers)) {
    const error = await refused(runPlan(plan, { fetch: async () => answer(), endpoint }), 'PLAN_STEP_FAILED')
    assert.equal(error.details.step, plan.steps[0].id, what)
  }
  // What is created has an id.
  const fetch = async (_, { method }) =>
    method === 'GET' ? Response.json([], { headers: { 'total-number': '0' } }) : new Response('Created')
  const error = await refused(runPlan(plan, { fetch, endpoint }), 'PLAN_STEP_FAILED')
  assert.match(error.message, /no id/)
})

test('a tenant that is another than was thought stops the plan before anything is written', async () => {
  const missing = planOf(
    { permissions: ['a', 'b'], roles: [{ name: 'r', permissions: ['a'] }] },
    { permissions: [{ name: 'a', description: 'x' }, 'b'], roles: [{ name: 'r', permissions: ['b'] }] },
  )
  const tenant = createTenant()
  const error = await refused(run(tenant, missing), 'PLAN_CONFLICT')
  assert.equal(error.status, 409)
  assert.deepEqual(error.details.conflicts, [
    {
      step: 'update-organization-permission:a',
      variable: 'permission',
      entry: { name: 'a' },
      reason: 'missing',
    },
    {
      step: 'grant-organization-role:r:organization-permissions',
      variable: 'role',
      entry: { name: 'r' },
      reason: 'missing',
    },
    {
      step: 'grant-organization-role:r:organization-permissions',
      variable: 'permission',
      entry: { name: 'b' },
      reason: 'missing',
    },
  ])
  assert.deepEqual(tenant.writes, [])
  await refused(run(tenant, missing, { dryRun: true }), 'PLAN_CONFLICT')
})

test('where both the old name and the new one are, nobody knows which is meant', async () => {
  const rename = planOf({ permissions: [{ id: '1', name: 'a' }] }, { permissions: [{ id: '1', name: 'b' }] })
  const tenant = createTenant()
  await run(tenant, planOf({}, { permissions: ['a', 'b'] }))
  const error = await refused(run(tenant, rename), 'PLAN_CONFLICT')
  assert.deepEqual(error.details.conflicts, [
    {
      step: 'update-organization-permission:b',
      variable: 'permission',
      entry: { name: { anyOf: ['a', 'b'] } },
      reason: 'ambiguous',
    },
  ])
})

test('a tenant that drifted: what is there already is not made again', async () => {
  const tenant = createTenant()
  await run(tenant, planOf({}, { ...template, roles: [], globalRoles: [] }))
  await run(
    tenant,
    planOf(
      { ...template, roles: [], globalRoles: [] },
      {
        ...template,
        roles: [{ name: 'admin', permissions: ['b'] }],
        globalRoles: [{ name: 'customer', resources: { [api]: ['write'] } }],
      },
    ),
  )
  const { written } = await run(tenant, plan)
  assert.deepEqual(written, [
    // Logto leaves out what an organization role has.
    'grant-organization-role:admin:organization-permissions',
    'grant-organization-role:admin:api-permissions',
    `grant-global-role:customer:read of ${api}`,
  ])
  assert.deepEqual(stateOf(tenant), normal(template))
})

test('a role of the wrong type is not taken for the one that is wanted', async () => {
  const tenant = createTenant()
  await run(tenant, planOf({}, { roles: [{ name: 'admin', type: 'MachineToMachine' }] }))
  const error = await refused(run(tenant, plan), 'PLAN_STEP_FAILED')
  assert.deepEqual(
    [error.details.step, error.details.code],
    ['create-organization-role:admin', 'entity.unique_integrity_violation'],
  )
})

test('a signal stops the run between two requests', async () => {
  const tenant = createTenant()
  const reason = new Error('enough')
  const controller = new AbortController()
  const onStep = ({ step }) => step.id === writes[2].id && controller.abort(reason)
  await assert.rejects(run(tenant, plan, { signal: controller.signal, onStep }), error => error === reason)
  assert.equal(tenant.writes.length, 3)
  await assert.rejects(run(tenant, plan, { signal: AbortSignal.abort(reason) }), error => error === reason)
  assert.equal(tenant.writes.length, 3)
})

test('what the caller’s own functions throw passes through', async () => {
  const mine = new Error('mine')
  const thrower = () => {
    throw mine
  }
  const tenant = createTenant()
  for (const options of [{ headers: thrower }, { onStep: async () => thrower() }]) {
    await assert.rejects(run(tenant, plan, options), error => error === mine)
  }
})

test('options that cannot be are refused before any request', async () => {
  const fetch = () => assert.fail('there is a request')
  for (const options of [
    { fetch, endpoint: 'tenant.example/api' },
    { fetch, endpoint: 'ftp://tenant.example' },
    { fetch, endpoint: 'https://user:password@tenant.example/api' },
    { fetch, endpoint: `${endpoint}?a` },
    { fetch },
    { fetch: 'fetch', endpoint },
    { fetch, endpoint, header: {} },
    { fetch, endpoint, headers: () => undefined },
    undefined,
    null,
  ]) {
    await refused(runPlan(plan, options), 'CONFIGURATION_INVALID')
  }
})

const read = { id: 'r', title: 'r', method: 'GET', path: '/organization-scopes', needs: [] }
const write = {
  id: 'w',
  title: 'w',
  method: 'DELETE',
  path: '/organization-scopes/{p}',
  needs: ['r'],
  use: { p: { step: 'r', entry: { name: 'a' } } },
  skipIf: { step: 'r', entry: { name: 'a' }, found: false },
}

test('what is no plan is refused before any request, with its place', async () => {
  const fetch = () => assert.fail('there is a request')
  const cyclic = { steps: [] }
  cyclic.self = cyclic
  let deep = 'a'
  for (let depth = 0; depth < 40; depth += 1) deep = [deep]
  const cases = [
    [undefined, '/steps'],
    [null, '/steps'],
    [[], '/steps'],
    [{ steps: {} }, '/steps'],
    [cyclic, '/steps'],
    [{ toJSON: () => null, steps: [] }, '/steps'],
    [[1], '/steps/0'],
    [[{ ...read, id: '' }], '/steps/0/id'],
    [[{ ...read, title: 1 }], '/steps/0/title'],
    [[{ ...read, method: 'get' }], '/steps/0/method'],
    [[{ ...read, path: 'https://evil.example' }], '/steps/0/path'],
    [[{ ...read, path: '//evil.example' }], '/steps/0/path'],
    [[{ ...read, path: '/a/../b' }], '/steps/0/path'],
    [[{ ...read, path: '/a?b' }], '/steps/0/path'],
    [[{ ...read, path: '/{p}' }], '/steps/0/path'],
    [[{ ...read, body: {} }], '/steps/0/body'],
    [[{ ...read, needs: 'r' }], '/steps/0/needs'],
    [[{ ...read, needs: ['r'] }], '/steps/0/needs/0'],
    [[{ ...read, skipif: {} }], '/steps/0'],
    [[read, read], '/steps/1/id'],
    [[read, write, { ...read, id: 'later' }], '/steps/2'],
    [[read, { ...write, needs: [] }], '/steps/1/use/p/step'],
    [[read, { ...write, use: [] }], '/steps/1/use'],
    [[read, { ...write, use: { p: 'r' } }], '/steps/1/use/p'],
    [[read, { ...write, use: { 'a/~': 'r' } }], '/steps/1/use/a~1~0'],
    [[read, { ...write, use: { p: { step: 'r' } } }], '/steps/1/use/p'],
    [[read, { ...write, use: { p: { step: 'r', entry: 'a' } } }], '/steps/1/use/p/entry'],
    [
      [read, { ...write, use: { p: { step: 'r', entry: { a: { use: 'p' } } } } }],
      '/steps/1/use/p/entry/a/use',
    ],
    [
      [read, { ...write, use: { p: { step: 'r', entry: { a: deep } } } }],
      /^\/steps\/1\/use\/p\/entry\/a(\/0)+$/,
    ],
    [[read, { ...write, use: { p: { step: 'r', entry: { a: 1 }, first: true } } }], '/steps/1/use/p'],
    [[read, { ...write, skipIf: true }], '/steps/1/skipIf'],
    [[read, { ...write, skipIf: { ...write.skipIf, found: 'no' } }], '/steps/1/skipIf/found'],
    [[read, { ...write, skipIf: { ...write.skipIf, step: 'x' } }], '/steps/1/skipIf/step'],
    [
      [read, { ...write, skipIf: { ...write.skipIf, entry: { a: { use: 'x' } } } }],
      '/steps/1/skipIf/entry/a/use',
    ],
    [[read, { ...write, skipIf: { ...write.skipIf, entry: { anyOf: 1 } } }], '/steps/1/skipIf/entry/anyOf'],
    [
      [read, write, { ...write, id: 'v', needs: ['w', 'r'], use: { p: { step: 'w', entry: {} } } }],
      '/steps/2/use/p',
    ],
    [
      [read, write, { ...write, id: 'v', needs: ['w', 'r'], skipIf: { ...write.skipIf, step: 'w' } }],
      '/steps/2/skipIf/step',
    ],
    [
      [{ id: 'p', title: 'p', method: 'POST', path: '/roles', needs: [], body: [{ use: 'x' }] }],
      '/steps/0/body/0/use',
    ],
  ]
  for (const [given, pointer] of cases) {
    const plan = Array.isArray(given) && given.length > 0 ? { steps: given } : given
    const error = await refused(runPlan(plan, { fetch, endpoint }), 'PLAN_INVALID')
    assert.equal(error.status, 400)
    if (typeof pointer === 'string') assert.equal(error.details.pointer, pointer)
    else assert.match(error.details.pointer, pointer)
  }
})

test('a plan that changes while it runs is the one that was given', async () => {
  const tenant = createTenant()
  const given = structuredClone(plan)
  await run(tenant, given, {
    onStep() {
      given.steps.length = 0
    },
  })
  assert.deepEqual(stateOf(tenant), normal(template))
})

test('large lists do not make it slow', { timeout: 60_000 }, async () => {
  const names = Array.from({ length: 5_000 }, (_, index) => `permission-${index}`)
  const tenant = createTenant()
  const held = { permissions: names, roles: [{ name: 'all', permissions: names }] }
  const large = planOf({}, held)
  // A tenant as if it was so: to create that many would be a test of the tenant.
  const entries = names.map((name, index) => ({ id: `id${index}`, name }))
  const lists = {
    '/api/organization-scopes': entries,
    '/api/organization-roles': [{ id: 'all', name: 'all', type: 'User', scopes: entries }],
  }
  const fetch = async url => {
    const { pathname, searchParams } = new URL(url)
    const page = Number(searchParams.get('page'))
    const list = lists[pathname]
    return Response.json(list.slice((page - 1) * 100, page * 100), {
      headers: { 'total-number': `${list.length}` },
    })
  }
  const began = performance.now()
  const { written, skipped } = await runPlan(large, { fetch, endpoint })
  assert.deepEqual([written.length, skipped.length, tenant.writes], [0, 5_002, []])
  assert.ok(performance.now() - began < 20_000, `${performance.now() - began} ms`)
})

test('ids that go from one thing to another are nothing to a tenant', () => {
  const roles = (one, other) => [
    { name: 'x', id: one },
    { name: 'y', type: 'MachineToMachine', id: other },
  ]
  const plan = planOf({ roles: roles('1', '2') }, { roles: roles('2', '1') })
  assert.deepEqual(plan.steps, [])
})

test('a signal stops it while an answer is awaited', async () => {
  const plan = planOf({}, { permissions: ['a'] })
  const never = () => new Promise(() => {})
  const endless = async () => ({ status: 200, headers: new Headers(), text: never })
  for (const fetch of [never, endless]) {
    const reason = new Error('enough')
    const controller = new AbortController()
    const run = runPlan(plan, { fetch, endpoint: 'https://tenant.example/api', signal: controller.signal })
    setTimeout(() => controller.abort(reason), 20)
    await assert.rejects(run, reason)
  }
})
