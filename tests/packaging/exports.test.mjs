// The exports map of the packed package: what is in it, in which order, and that each of it can be had.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { evaluate, installed } from './lib/app.mjs'

const engine = (types, name) => ({
  types: `./dist/${types}.d.ts`,
  workerd: `./dist/entry/${name}workerd.js`,
  'edge-light': `./dist/entry/${name}edge-light.js`,
  default: `./dist/entry/${name}inline.js`,
})
const plain = name => ({ types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` })

const expected = {
  '.': engine('index', ''),
  './sync': engine('sync', 'sync-'),
  './policy': engine('policy', 'policy-'),
  './check': plain('check'),
  './fetch': plain('fetch'),
  './keys': plain('keys'),
  './template.schema.json': './template.schema.json',
  './policy.schema.json': './policy.schema.json',
  './orgate.wasm': './dist/orgate.wasm',
  './orgate-sync.wasm': './dist/orgate-sync.wasm',
  './orgate-policy.wasm': './dist/orgate-policy.wasm',
  './package.json': './package.json',
}

const names = {
  orgate: ['Grant', 'OrgateError', 'anyOrganization', 'createGate', 'init'],
  'orgate/sync': ['Grant', 'OrgateError', 'anyOrganization', 'createGate', 'init'],
  'orgate/policy': [
    ...['Grant', 'OrgateError', 'createHistory', 'createPolicy'],
    ...['formatDiff', 'formatImpact', 'formatLint', 'formatPlan'],
    ...['init', 'lint', 'runPlan', 'templateFromCsv'],
  ],
  'orgate/check': [
    'Grant',
    'OrgateError',
    'assert',
    'can',
    'canAll',
    'canAny',
    'explain',
    'isExpired',
    'readGrant',
  ],
  'orgate/fetch': ['OrgateError', 'anyOrganization', 'protect'],
  'orgate/keys': ['OrgateError', 'cacheStore', 'kvStore', 'memoryStore', 'remoteKeys'],
}

const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))

test('the exports are these, and no others', () => {
  assert.deepEqual(manifest.exports, expected)
})

for (const [subpath, value] of Object.entries(manifest.exports).filter(
  ([, value]) => typeof value === 'object',
)) {
  test(`${subpath}: the first condition that fits is the right one`, () => {
    const conditions = Object.keys(value)
    assert.equal(conditions[0], 'types')
    assert.equal(conditions.at(-1), 'default')
    if ('workerd' in value) assert.deepEqual(conditions, ['types', 'workerd', 'edge-light', 'default'])
  })
}

test('every target is a file of the package', () => {
  const targets = Object.values(manifest.exports).flatMap(value =>
    typeof value === 'string' ? value : Object.values(value),
  )
  assert.deepEqual(
    targets.filter(path => !existsSync(join(installed, path))),
    [],
  )
})

test('ES modules alone, for the Node versions that `require` them', () => {
  assert.equal(manifest.type, 'module')
  assert.equal(manifest.engines.node, '>=20.19')
  assert.equal(manifest.dependencies, undefined)
  assert.deepEqual(
    ['main', 'module', 'browser', 'types', 'bin'].filter(name => name in manifest),
    [],
  )
})

for (const [name, exported] of Object.entries(names)) {
  test(`import '${name}'`, async () => {
    const code = `console.log(Object.keys(await import('${name}')).join())`
    assert.equal(await evaluate(code), exported.join())
  })

  test(`require('${name}')`, async () => {
    const code = `console.log(Object.keys(require('${name}')).sort().join())`
    assert.equal(await evaluate(code, { type: 'commonjs' }), exported.join())
  })
}

const resolved = {
  node: 'inline.js',
  browser: 'inline.js',
  'react-native': 'inline.js',
  workerd: 'workerd.js',
  'edge-light': 'edge-light.js',
  // Wrangler and its Vite plugin set both.
  'browser --conditions=workerd': 'workerd.js',
  'edge-light --conditions=workerd': 'workerd.js',
}
for (const [condition, file] of Object.entries(resolved)) {
  test(`--conditions=${condition}`, async () => {
    const code = `console.log(['orgate', 'orgate/sync', 'orgate/policy'].map(name => import.meta.resolve(name).split('/dist/entry/')[1]).join())`
    const flags = `--conditions=${condition}`.split(' ')
    assert.equal(await evaluate(code, { flags }), [file, `sync-${file}`, `policy-${file}`].join())
  })
}

test('what is not exported cannot be imported', async () => {
  const code = `for (const path of ['dist/gate.js', 'dist/entry/inline.js', 'gate', 'src/index.ts', 'dist/wasm/core.js']) {
    try { import.meta.resolve('orgate/' + path); console.log(path) } catch ({ code }) { if (code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw code }
  }`
  assert.equal(await evaluate(code), '')
})

test('the schemas and package.json are JSON modules', async () => {
  const code = `import schema from 'orgate/template.schema.json' with { type: 'json' }
    import policy from 'orgate/policy.schema.json' with { type: 'json' }
    import manifest from 'orgate/package.json' with { type: 'json' }
    console.log(schema.title, policy.title, manifest.name)`
  const flags = ['--disable-warning=ExperimentalWarning']
  assert.equal(await evaluate(code, { flags }), 'Orgate organization template Orgate policy orgate')
})

test('the wasm files compile', async () => {
  const code = `import { readFileSync } from 'node:fs'
    for (const name of ['orgate', 'orgate-sync', 'orgate-policy']) {
      const module = new WebAssembly.Module(readFileSync(new URL(import.meta.resolve('orgate/' + name + '.wasm'))))
      console.log(WebAssembly.Module.exports(module).some(({ name }) => name === 'memory'))
    }`
  assert.equal(await evaluate(code), 'true\ntrue\ntrue')
})
