// Every request of tests/fixtures/logto/management, which were captured from a real Logto, against the tenant of the
// tests: in memory and over HTTP. Statuses, headers and whole bodies are compared. No exchange is left out.
//
// What a server makes up differs: ids, which are translated as they appear, and times. Logto sorts the permissions
// within roles by id, so they are compared in the order of our ids, and their captured order is shown to be that of
// the captured ids.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { createTenant } from './lib/server.mjs'

const read = path =>
  JSON.parse(readFileSync(new URL(`../fixtures/logto/${path}.json`, import.meta.url), 'utf8'))
const files = ['12-organization-scopes', '13-organization-roles', '14-organization-role-scopes']
const exchanges = files.flatMap(name => read(`management/${name}`))
const bundle = read('template-export/bundle')

const capturedOrigin = 'http://localhost:3001'
const managementApi = 'https://default.logto.app/api'

/** Captured text in the words of our tenant. */
function translation(origin) {
  const ids = new Map()
  const learn = (captured, id) => {
    assert.ok(!ids.has(captured) && ![...ids.values()].includes(id), `${captured} is ${id} only`)
    ids.set(captured, id)
  }
  return {
    learn,
    /** Learns the ids that stand at the same place in both. */
    learnFrom(captured, ours) {
      if (captured === null || typeof captured !== 'object') return
      for (const [name, value] of Object.entries(captured)) {
        if (name === 'id' && !ids.has(value) && typeof ours?.id === 'string') learn(value, ours.id)
        else this.learnFrom(value, ours?.[name])
      }
    },
    of(value) {
      let text = JSON.stringify(value ?? null).replaceAll(capturedOrigin, origin)
      for (const [captured, id] of ids) text = text.replaceAll(captured, id)
      return JSON.parse(text)
    },
  }
}

const sorted = list => list.toSorted((a, b) => (a.id < b.id ? -1 : 1))
const idsOf = list => list.map(({ id }) => id)

/** `change` applied to the lists of a captured answer that Logto sorts by id. */
function withSorted({ method, path, responseBody }, change, body = responseBody) {
  if (method !== 'GET' || !Array.isArray(body)) return body
  if (path.endsWith('/resource-scopes')) return change(body)
  if (path !== '/api/organization-roles') return body
  return body.map(role => ({
    ...role,
    scopes: change(role.scopes),
    resourceScopes: change(role.resourceScopes),
  }))
}

/** Times are ours; that they are times is not. */
const withoutTimes = value =>
  JSON.parse(
    JSON.stringify(value, (name, member) => {
      if (name !== 'createdAt') return member
      assert.ok(Number.isSafeInteger(member))
      return 'a time'
    }),
  )

const bodyOf = body => {
  if (body === null) return undefined
  return typeof body.$raw === 'string' ? body.$raw : JSON.stringify(body)
}

async function send(fetch, origin, { method, path, query, headers, body }) {
  const search = new URLSearchParams(query)
  const url = `${origin}${path}${search.size > 0 ? `?${search}` : ''}`
  const response = await fetch(url, { method, headers, body: bodyOf(body ?? null) })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  return { response, value: isJson ? JSON.parse(text) : text || null }
}

/**
 * API resources were made before, by requests that were not captured: they are made here, from the export. That was
 * taken after them, but nothing that the requests show changed in between.
 */
async function setUp(fetch, origin, words) {
  const post = async (path, body) => {
    const headers = { 'content-type': 'application/json' }
    const { response, value } = await send(fetch, origin, {
      method: 'POST',
      path: `/api${path}`,
      headers,
      body,
    })
    assert.equal(response.status, 201)
    return value
  }
  const resources = bundle['/resources?includeScopes=true']
  for (const { id, scopes, ...resource } of resources.filter(
    ({ indicator }) => indicator !== managementApi,
  )) {
    const ours = await post('/resources', resource)
    words.learn(id, ours.id)
    for (const scope of scopes) {
      const created = await post(`/resources/${ours.id}/scopes`, {
        name: scope.name,
        description: scope.description,
      })
      words.learn(scope.id, created.id)
    }
  }
  const { scopes, id } = resources.find(({ indicator }) => indicator === managementApi)
  for (const own of [id, ...idsOf(scopes)]) words.learn(own, own)
}

function replay(name, connect) {
  let fetch
  let origin
  let words
  test(`${name}: what was there before`, async () => {
    ;({ fetch, origin } = await connect())
    words = translation(origin)
    await setUp(fetch, origin, words)
  })
  for (const exchange of exchanges) {
    const { seq, method, path, query, headers, body, status, responseHeaders, responseBody } = exchange
    test(`${name}: ${seq} ${method} ${path}: ${exchange.name}`, async () => {
      withSorted(exchange, list => assert.deepEqual(idsOf(list), idsOf(sorted(list))))
      const { response, value } = await send(fetch, origin, {
        ...words.of({ path, query, body }),
        method,
        headers,
      })
      assert.equal(response.status, status, JSON.stringify(value))
      words.learnFrom(responseBody, value)
      const expected = withSorted(exchange, sorted, words.of(responseBody))
      assert.deepEqual(withoutTimes(value), withoutTimes(expected))
      assert.deepEqual(
        ['content-type', 'total-number', 'link'].map(header => response.headers.get(header)),
        ['content-type', 'total-number', 'link'].map(header => {
          const captured = words.of(responseHeaders[header])
          return Array.isArray(captured) ? captured.join(', ') : captured
        }),
      )
    })
  }
}

test('all captured requests are there', () => {
  assert.deepEqual(
    exchanges.map(({ seq }) => seq),
    Array.from({ length: 87 }, (_, at) => 209 + at),
  )
})

replay('in memory', async () => ({ fetch: createTenant().fetch, origin: capturedOrigin }))

const served = createTenant({ seed: 'served' })
after(() => served.close())
replay('over HTTP', async () => ({ fetch, origin: await served.listen() }))
