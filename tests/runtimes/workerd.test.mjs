// The conformance suite in workerd: the `workerd` condition, wasm as a module that the runtime compiled.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Miniflare, Response } from 'miniflare'
import { bundle } from './lib/bundle.mjs'
import { corpus, fixtures } from './lib/data.mjs'
import { NOW, publicKey, token } from './lib/issuer.mjs'
import { report } from './lib/report.mjs'

const conformance = `export default {
  async fetch(request) {
    try {
      return Response.json(await run({ orgate, sync, check, policy, ...(await request.json()) }))
    } catch (error) {
      return new Response(error.stack, { status: 500 })
    }
  },
}`

/** As one deploys it: gates at module scope, shared by all requests, keys fetched by the first of them. */
const guarded = `const options = { issuer: 'https://tenant.example/oidc', clock: () => ${NOW * 1000} }
const keys = ${JSON.stringify({ keys: [publicKey('es384')] })}
const gates = { '/': orgate.createGate(options), '/sync': sync.createGate({ ...options, keys }) }
const handlers = Object.fromEntries(Object.entries(gates).map(([path, gate]) => [path, guard.protect(
  { gate, organization: 'org_1', permission: 'invite:users' },
  (request, grant) => new Response(grant.subject),
)]))
export default { fetch: (request, env, context) => handlers[new URL(request.url).pathname](request, env, context) }`

/** Runs a worker as long as `work` needs it. */
async function inWorkerd(source, work, outboundService) {
  const { code, wasm } = await bundle(source, ['workerd', 'worker'])
  const miniflare = new Miniflare({
    compatibilityDate: '2026-04-01',
    modules: [
      { type: 'ESModule', path: 'worker.js', contents: code },
      ...[...wasm].map(([path, contents]) => ({ type: 'CompiledWasm', path, contents })),
    ],
    ...(outboundService && { outboundService }),
  })
  try {
    return await work(miniflare, wasm)
  } finally {
    await miniflare.dispose()
  }
}

const { results, files } = await inWorkerd(conformance, async (miniflare, wasm) => {
  const body = JSON.stringify({ corpus, fixtures })
  const response = await miniflare.dispatchFetch('http://localhost/', { method: 'POST', body })
  if (!response.ok) throw new Error(await response.text())
  return { ...(await response.json()), files: [...wasm.keys()].sort() }
})

test('the bundle imports wasm modules and compiles no bytes', () => {
  assert.deepEqual(files, ['orgate-policy.wasm', 'orgate-sync.wasm', 'orgate.wasm'])
})

test('gates at module scope answer many requests at once', async () => {
  let fetched = 0
  const issuer = async () => {
    fetched += 1
    await new Promise(resolve => setTimeout(resolve, 30))
    return Response.json({ keys: [publicKey('es384')] })
  }
  await inWorkerd(
    guarded,
    async miniflare => {
      const ask = (path, value) =>
        miniflare.dispatchFetch(`http://localhost${path}`, { headers: { authorization: `Bearer ${value}` } })
      const statuses = async responses => (await Promise.all(responses)).map(({ status }) => status)
      const good = count => token({ claims: { jti: `${count}` } })
      for (const path of ['/', '/sync']) {
        const many = Array.from({ length: 20 }, (_, count) => ask(path, good(count)))
        assert.deepEqual(await statuses(many), Array(20).fill(200))
        const bad = ['x', token({ claims: { exp: 1 } }), token({ claims: { scope: '' } })].map(value =>
          ask(path, value),
        )
        assert.deepEqual(await statuses(bad), [401, 401, 403])
      }
      const before = fetched
      assert.ok(before >= 1)
      assert.equal(await (await ask('/', good('later'))).text(), 'user_1')
      assert.equal(fetched, before)
    },
    issuer,
  )
})

report(results)
