// Workers: what each import brings along, and what happens when a bundler chose the wrong entry.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Miniflare } from 'miniflare'
import { bundle } from './lib/bundle.mjs'
import { expectedOf, worker } from './lib/program.mjs'

/** The answer of a worker that was bundled with these conditions. */
async function answer(code, conditions) {
  const { text, wasm } = await bundle(code, { conditions })
  const miniflare = new Miniflare({
    compatibilityDate: '2026-04-01',
    modules: [
      { type: 'ESModule', path: 'worker.js', contents: text },
      ...[...wasm].map(([path, contents]) => ({ type: 'CompiledWasm', path, contents })),
    ],
  })
  try {
    const response = await miniflare.dispatchFetch('http://localhost/')
    return { files: [...wasm.keys()], body: await response.json() }
  } finally {
    await miniflare.dispose()
  }
}

for (const [name, file] of [
  ['orgate', 'orgate.wasm'],
  ['orgate/sync', 'orgate-sync.wasm'],
  ['orgate/policy', 'orgate-policy.wasm'],
]) {
  test(`'${name}' ships one wasm file`, async () => {
    const { files, body } = await answer(worker(name), ['workerd', 'worker', 'browser'])
    assert.deepEqual(files, [file])
    assert.deepEqual(body, expectedOf(name))
  })

  test(`'${name}' without the workerd condition says what is wrong`, async () => {
    const { files, body } = await answer(worker(name), [])
    assert.deepEqual(files, [])
    assert.equal(body.code, 'ENGINE_UNAVAILABLE')
    assert.match(body.message, /`workerd`/)
  })
}

test('a guard and a check ship none', async () => {
  const code = `import { protect } from 'orgate/fetch'
    import { readGrant } from 'orgate/check'
    const gate = { verifyOrganizationToken: token => readGrant(atob(token), { now: 0 }) }
    const fetch = protect({ gate, organization: 'org_1', permission: 'invite:users' }, (request, grant) => Response.json(grant))
    export default { fetch }`
  const { files, body } = await answer(code, ['workerd'])
  assert.deepEqual(files, [])
  assert.equal(body.code, 'TOKEN_MISSING')
})
