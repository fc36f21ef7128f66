// What is in the tarball, to the file.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from '../runtimes/lib/tarball.mjs'
import { filesUnder, installed } from './lib/app.mjs'

const files = filesUnder(installed)

/** Each source gives a module and its types; each wasm file its glue and itself as base64. */
const compiled = filesUnder(join(root, 'pkg', 'src'))
  .filter(path => path.endsWith('.ts') && !path.endsWith('.d.ts'))
  .map(path => path.replace(/\.ts$/, ''))
const engines = ['core', 'sync', 'policy'].flatMap(name => [`wasm/${name}`, `wasm/${name}-inline`])

test('the files are these, and no others', () => {
  assert.deepEqual(
    files,
    [
      ...['LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'package.json'],
      ...['template.schema.json', 'policy.schema.json'],
      ...['orgate.wasm', 'orgate-sync.wasm', 'orgate-policy.wasm'].map(name => `dist/${name}`),
      ...[...compiled, ...engines].flatMap(name => [`dist/${name}.js`, `dist/${name}.d.ts`]),
    ].sort(),
  )
})

test('no sources, tests or maps', () => {
  assert.deepEqual(
    files.filter(path => /(^|\/)(src|tests?|node_modules)\/|\.map$|(?<!\.d)\.ts$|\.test\./.test(path)),
    [],
  )
})

test('the licences are those of the repository', () => {
  for (const name of ['LICENSE-MIT', 'LICENSE-APACHE']) {
    assert.equal(readFileSync(join(installed, name), 'utf8'), readFileSync(join(root, name), 'utf8'))
  }
  assert.equal(JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')).license, 'MIT OR Apache-2.0')
})

test('the inlined wasm files are the wasm files', () => {
  for (const [inline, file] of [
    ['core', 'orgate.wasm'],
    ['sync', 'orgate-sync.wasm'],
    ['policy', 'orgate-policy.wasm'],
  ]) {
    const text = readFileSync(join(installed, 'dist', 'wasm', `${inline}-inline.js`), 'utf8')
    const [, base64] = text.match(/^export default '([A-Za-z0-9+/=]+)'\s*$/)
    assert.ok(Buffer.from(base64, 'base64').equals(readFileSync(join(installed, 'dist', file))), file)
  }
})

test('relative imports name files of the package, and nothing else is imported', () => {
  const paths = files.filter(path => path.endsWith('.js'))
  for (const path of paths) {
    if (path.endsWith('-inline.js') && path.includes('/wasm/')) continue
    const source = readFileSync(join(installed, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
    for (const [, specifier] of source.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)) {
      assert.match(specifier, /^\.\.?\//, path)
      const target = join(path, '..', specifier.replace('?module', ''))
      assert.ok(files.includes(target), `${path} imports ${specifier}`)
    }
  }
})
