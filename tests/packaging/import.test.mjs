// Importing does nothing: no wasm is compiled, nothing is fetched or timed, no global changes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { app, evaluate } from './lib/app.mjs'
import { bundle } from './lib/bundle.mjs'

/** Watches while `url` is imported, and prints what was touched. */
const watched = specifier => `
const touched = []
const watch = (object, label, names) => {
  for (const name of names) {
    const original = object[name]
    if (typeof original !== 'function') continue
    object[name] = new Proxy(original, {
      apply: (...call) => (touched.push(label + name), Reflect.apply(...call)),
      construct: (...call) => (touched.push(label + name), Reflect.construct(...call)),
    })
  }
}
watch(WebAssembly, 'WebAssembly.', Object.getOwnPropertyNames(WebAssembly))
watch(globalThis, '', ['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'atob', 'Worker'])
watch(Date, 'Date.', ['now'])
watch(Math, 'Math.', ['random'])
watch(performance, 'performance.', ['now'])
watch(crypto, 'crypto.', ['getRandomValues', 'randomUUID'])
watch(crypto.subtle, 'crypto.subtle.', ['importKey', 'verify', 'digest'])
// Node makes some of its globals when they are first read.
const lazy = [TextDecoder, TextEncoder]
const shapes = () => Object.getOwnPropertyNames(globalThis).sort().flatMap(name => {
  // Reading some of Node's globals has effects of its own.
  const value = Object.getOwnPropertyDescriptor(globalThis, name).value
  const members = of => of == null || Object(of) !== of ? [] : Reflect.ownKeys(of).map(key => name + '.' + String(key))
  return [name, ...(name === 'globalThis' || name === 'global' ? [] : [...members(value), ...members(value?.prototype)])]
})
const before = shapes()
await import('${specifier}')
const after = shapes()
touched.push(...after.filter(name => !before.includes(name)), ...before.filter(name => !after.includes(name)))
// The module loader is closing its file.
touched.push(...process.getActiveResourcesInfo().filter(name => name !== 'CloseReq'))
console.log(touched.join())`

for (const name of [
  'orgate',
  'orgate/sync',
  'orgate/policy',
  'orgate/check',
  'orgate/fetch',
  'orgate/keys',
]) {
  test(`import '${name}' touches nothing`, async () => {
    assert.equal(await evaluate(watched(name)), '')
  })
}

// Other runtimes compile the module before the worker starts; here it is stood in for.
for (const condition of ['workerd', 'edge-light']) {
  for (const name of ['orgate', 'orgate/sync', 'orgate/policy']) {
    test(`import '${name}' touches nothing, for ${condition}`, async () => {
      const { text, wasm } = await bundle(`export * from '${name}'`, { conditions: [condition] })
      const [file] = wasm.keys()
      assert.equal(wasm.size, 1)
      const folder = app({
        'bundle.js': text.replace(`./${file}`, './module.js'),
        'module.js': 'export default 0',
      })
      assert.equal(await evaluate(watched('./bundle.js'), { folder }), '')
    })
  }
}

test('the watch sees what there is to see', async () => {
  const folder = app({
    'bad.js': `new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))
      Date.now()
      globalThis.added = 1
      Array.prototype.added = 1
      setTimeout(() => {}, 10)`,
  })
  const touched = await evaluate(watched('./bad.js'), { folder })
  assert.deepEqual(touched.split(','), [
    ...['WebAssembly.Module', 'Date.now', 'setTimeout'],
    ...['Array.added', 'added', 'Timeout'],
  ])
})
