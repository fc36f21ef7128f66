// Bundled by Vite, as a page and for a server.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { build, createServer } from 'vite'
import { app, filesUnder, node } from './lib/app.mjs'
import { inlineWasm } from './lib/bundle.mjs'
import { expectedOf, printing, program } from './lib/program.mjs'

const html = '<!doctype html><title>app</title><script type="module" src="/main.js"></script>'

const settings = folder => ({ root: folder, configFile: false, envFile: false, logLevel: 'silent' })

/** Builds an application; its folder and the paths of its output. */
async function built(main, options = {}) {
  const folder = app({ 'index.html': html, 'main.js': main })
  await build({
    ...settings(folder),
    build: { outDir: 'out', target: 'es2022', modulePreload: false },
    ...options,
  })
  return { folder, files: filesUnder(join(folder, 'out')) }
}

const scripts = ({ files }) => files.filter(path => path.endsWith('.js'))
const text = output =>
  scripts(output)
    .map(path => readFileSync(join(output.folder, 'out', path), 'utf8'))
    .join('\n')

for (const name of ['orgate', 'orgate/sync', 'orgate/policy']) {
  test(`a page with '${name}' is one script, and it runs`, async () => {
    const output = await built(printing(name))
    assert.deepEqual(
      output.files.map(path => path.replace(/-[\w-]{8}\./, '.')),
      ['assets/index.js', 'index.html'],
    )
    const { stdout } = await node(output.folder, join('out', scripts(output)[0]))
    assert.deepEqual(JSON.parse(stdout), expectedOf(name))
  })

  test(`a server build with '${name}' inside runs`, async () => {
    const output = await built(printing(name), {
      ssr: { noExternal: true },
      build: { ssr: 'main.js', outDir: 'out', target: 'es2022' },
    })
    assert.deepEqual(output.files, ['main.js'])
    const { stdout } = await node(output.folder, 'out/main.js')
    assert.deepEqual(JSON.parse(stdout), expectedOf(name))
  })
}

test('a page that only tells errors apart loads no engine', async () => {
  const output = await built(
    `import { OrgateError } from 'orgate'\nconsole.log(new Error() instanceof OrgateError)`,
  )
  assert.ok(!text(output).includes(inlineWasm))
  assert.ok(!text(output).includes('WebAssembly'))
})

test('a page that reads grants loads no engine', async () => {
  const output = await built(`import { readGrant } from 'orgate/check'\nconsole.log(readGrant)`)
  assert.ok(!text(output).includes('WebAssembly'))
})

test('an engine behind a dynamic import is a file of its own', async () => {
  const output = await built(`import('orgate').then(({ createGate }) => console.log(createGate))`)
  assert.equal(scripts(output).length, 2)
  assert.ok(!output.files.some(path => path.endsWith('.wasm')))
})

test('the wasm file can be asked for, as an address', async () => {
  const output = await built(`import url from 'orgate/orgate.wasm?url'\nconsole.log(url)`)
  assert.equal(output.files.filter(path => /^assets\/orgate-[\w-]{8}\.wasm$/.test(path)).length, 1)
})

test('the development server runs it', async () => {
  const folder = app({ 'main.js': program('orgate') })
  const server = await createServer({
    ...settings(folder),
    appType: 'custom',
    server: { middlewareMode: true, ws: false, watch: null },
    ssr: { noExternal: true },
    optimizeDeps: { noDiscovery: true },
  })
  try {
    const { report } = await server.ssrLoadModule('/main.js')
    assert.deepEqual(await report(), expectedOf('orgate'))
  } finally {
    await server.close()
  }
})
