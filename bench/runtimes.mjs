// The runtimes that a bundle can be measured in: workerd through Miniflare, and headless Chromium.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { basename, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'
import { chromium } from 'playwright-core'
import { chromiumArguments as args, chromium as findChromium } from '../scripts/lib/chromium.mjs'
import { project } from '../tests/runtimes/lib/tarball.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))

/** `orgate` is the packed package, wherever it is imported from. */
const packed = {
  name: 'packed package',
  setup(bundler) {
    bundler.onResolve({ filter: /^orgate(\/|$)/ }, ({ path, kind, pluginData }) =>
      pluginData === 'packed'
        ? undefined
        : bundler.resolve(path, { kind, resolveDir: project(), pluginData: 'packed' }),
    )
  },
}

/** Leaves `.wasm` imports to the runtime, and collects the files. */
const wasmModules = files => ({
  name: 'wasm modules',
  setup({ onResolve }) {
    onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => {
      const name = basename(path)
      files.set(name, readFileSync(resolve(resolveDir, path)))
      return { path: `./${name}`, external: true }
    })
  },
})

/** What a script answers in a process of its own: JSON in by its input, where no error shows it, and JSON out. */
export async function inNode(script, question) {
  const child = spawn(process.execPath, [script], { stdio: 'pipe' })
  child.stdin.end(JSON.stringify(question))
  const [answer, errors, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  if (status !== 0) throw new Error(errors)
  return JSON.parse(answer)
}

const CONDITIONS = { workerd: ['workerd', 'worker', 'browser'], Chromium: ['browser'] }

/**
 * `{ code, wasm }`: a module written as text, bundled as for production, and the wasm files that it imports.
 *
 * @param {'workerd' | 'Chromium'} runtime
 */
export async function bundle(contents, runtime) {
  const wasm = new Map()
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: here, sourcefile: 'main.js' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: CONDITIONS[runtime],
    logLevel: 'silent',
    plugins: [packed, wasmModules(wasm)],
  })
  const code = outputFiles[0].text
  for (const name of wasm.keys()) if (!code.includes(name)) wasm.delete(name)
  return { code, wasm }
}

/**
 * Runs a worker as long as `work` needs it, which gets a function that asks it something: JSON in, JSON out.
 *
 * @param {{ code: string, wasm: Map<string, Uint8Array> }[]} modules `worker.js`, and `module-1.js` and so on.
 */
export async function inWorkerd(modules, work, settings = {}) {
  const files = new Map(modules.flatMap(({ wasm }) => [...wasm]))
  const worker = new Miniflare({
    compatibilityDate: '2026-04-01',
    modules: [
      ...modules.map(({ code }, index) => ({
        type: 'ESModule',
        path: index === 0 ? 'worker.js' : `module-${index}.js`,
        contents: code,
      })),
      ...[...files].map(([path, contents]) => ({ type: 'CompiledWasm', path, contents })),
    ],
    ...settings,
  })
  try {
    await worker.ready
    return await work(async question => {
      const response = await worker.dispatchFetch('http://localhost/', {
        method: 'POST',
        body: JSON.stringify(question),
      })
      if (!response.ok) throw new Error(await response.text())
      return response.json()
    })
  } finally {
    await worker.dispose()
  }
}

export const chromiumPath = findChromium()

/**
 * Runs Chromium as long as `work` needs it, which gets a function that opens a fresh page. Pages are at a loopback
 * address, where there is `crypto.subtle` without TLS, and two headers give them a clock of microseconds.
 *
 * @param {Record<string, string>} scripts By path.
 */
export async function inChromium(scripts, work, answer = () => false) {
  const headers = {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  }
  const server = createServer((request, response) => {
    if (answer(request, response)) return
    const script = scripts[request.url]
    const type = script === undefined ? 'text/html' : 'text/javascript'
    response.writeHead(200, { ...headers, 'content-type': `${type}; charset=utf-8` })
    response.end(script ?? '<!doctype html><title>bench</title>')
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const browser = await chromium.launch({ executablePath: chromiumPath, args })
  const openPage = async use => {
    const context = await browser.newContext()
    try {
      const page = await context.newPage()
      page.setDefaultTimeout(0)
      await page.goto(`http://127.0.0.1:${server.address().port}/`)
      return await use(page)
    } finally {
      await context.close()
    }
  }
  try {
    return await work(openPage, browser.version())
  } finally {
    await browser.close()
    server.closeAllConnections()
    server.close()
  }
}
