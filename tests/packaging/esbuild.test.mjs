// Bundled by esbuild: what is not used is left out, and what is left in works.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { app, node } from './lib/app.mjs'
import { bundle, inlineWasm } from './lib/bundle.mjs'
import { expectedOf, printing } from './lib/program.mjs'

const entries = ['orgate', 'orgate/sync', 'orgate/policy', 'orgate/check', 'orgate/fetch', 'orgate/keys']
const conditions = [[], ['workerd'], ['edge-light']]
const engineFree = text => !text.includes('WebAssembly') && !text.includes(inlineWasm)

for (const name of entries) {
  test(`import '${name}' alone is nothing`, async () => {
    for (const condition of conditions) {
      const { text, wasm } = await bundle(`import '${name}'`, { conditions: condition })
      assert.equal(text, '')
      assert.equal(wasm.size, 0)
    }
  })

  test(`OrgateError of '${name}' comes without the rest`, async () => {
    for (const condition of conditions) {
      const code = `import { OrgateError } from '${name}'\nexport const is = error => error instanceof OrgateError`
      const { text, wasm } = await bundle(code, { conditions: condition })
      assert.ok(engineFree(text))
      assert.ok(text.length < 600, `${text.length} bytes`)
      // esbuild keeps every import that it leaves to the runtime, used or not.
      if (condition.length === 0) assert.equal(wasm.size, 0)
    }
  })
}

for (const name of ['orgate/check', 'orgate/fetch', 'orgate/keys']) {
  test(`all of '${name}' holds no WebAssembly`, async () => {
    const { text, wasm } = await bundle(`export * from '${name}'`)
    assert.ok(text.length > 500)
    assert.ok(engineFree(text))
    assert.equal(wasm.size, 0)
  })
}

test('an application with several engines has each once', async () => {
  const code = `import * as a from 'orgate'\nimport * as b from 'orgate/sync'
import * as c from 'orgate/policy'
console.log(a.createGate, b.createGate, c.createPolicy)`
  const { text } = await bundle(code)
  assert.equal(text.split(inlineWasm).length - 1, 3)
  assert.equal(text.split('orgate.anyOrganization').length - 1, 1)
})

for (const [name, file] of [
  ['orgate', 'orgate.wasm?module'],
  ['orgate/sync', 'orgate-sync.wasm?module'],
  ['orgate/policy', 'orgate-policy.wasm?module'],
]) {
  for (const platform of ['browser', 'node', 'neutral']) {
    test(`'${name}' runs, bundled for the platform ${platform}`, async () => {
      const { text, wasm } = await bundle(printing(name), { platform })
      assert.equal(wasm.size, 0)
      const { stdout } = await node(app({ 'bundle.js': text }), 'bundle.js')
      assert.deepEqual(JSON.parse(stdout), expectedOf(name))
    })
  }

  test(`'${name}' runs as a CommonJS bundle: there is no top-level await in it`, async () => {
    const code = printing(name).replace(
      /^console.*$/m,
      'report().then(found => console.log(JSON.stringify(found)))',
    )
    const { text } = await bundle(code, { format: 'cjs', platform: 'node' })
    const { stdout } = await node(app({ 'bundle.cjs': text }), 'bundle.cjs')
    assert.deepEqual(JSON.parse(stdout), expectedOf(name))
  })

  // `?module` is Vercel's way to import a compiled module; its runtime is stood in for.
  test(`'${name}' runs with modules as the edge-light condition imports them`, async () => {
    const { text, wasm } = await bundle(printing(name), { conditions: ['edge-light'] })
    const [[found, bytes]] = wasm
    assert.equal(wasm.size, 1)
    assert.equal(found, file)
    assert.ok(!text.includes(inlineWasm))
    const folder = app({
      'bundle.js': text.replace(`./${file}`, './module.js'),
      'engine.wasm': bytes,
      'module.js': `import { readFileSync } from 'node:fs'
        export default new WebAssembly.Module(readFileSync(new URL('engine.wasm', import.meta.url)))`,
    })
    const { stdout } = await node(folder, 'bundle.js')
    assert.deepEqual(JSON.parse(stdout), expectedOf(name))
  })
}
