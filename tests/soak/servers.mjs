// The servers under test: a Node process, and the example worker in workerd, both with the packed package.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'
import { resource, template, webClient } from '../issuer/tenant.mjs'
import { project, root } from '../runtimes/lib/tarball.mjs'

/** Starts the Node server. `measure()` answers its memory after a forced collection, in bytes. */
export async function startNodeServer({ issuer, lifetimes }) {
  const settings = {
    ...{ issuer, keysUrl: `${issuer}/jwks?by=node`, lifetimes },
    ...{ clientId: webClient, resource: resource.indicator, template },
  }
  const program = fileURLToPath(new URL('node-server.mjs', import.meta.url))
  const { NODE_OPTIONS, NODE_TEST_CONTEXT, ...env } = process.env
  const child = fork(program, [JSON.stringify(settings)], { execArgv: ['--expose-gc'], env })
  const { port, methods } = await message(child)
  return {
    name: 'node',
    by: 'node',
    url: `http://127.0.0.1:${port}`,
    methods,
    measure: () => {
      child.send('measure')
      return message(child)
    },
    stop: async () => {
      child.disconnect()
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

/** The next message of a process that must not end before. */
async function message(child) {
  const waiting = new AbortController()
  const { signal } = waiting
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`the Node server ended with ${code}`)
  })
  try {
    const [value] = await Promise.race([once(child, 'message', { signal }), ended])
    return value
  } finally {
    ended.catch(() => {})
    waiting.abort()
  }
}

/** Starts the example worker. `measure()` answers how much memory workerd occupies, in bytes, where that can be known. */
export async function startWorker({ issuer, lifetimes }) {
  const folder = mkdtempSync(join(project(), 'soak-'))
  try {
    const modules = await bundledWorker(folder)
    const before = new Set(workerds())
    const miniflare = new Miniflare({
      compatibilityDate: '2026-04-01',
      modules,
      // Past Miniflare's router, so that the worker is told when a caller has gone.
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
      bindings: { ISSUER: issuer, KEYS: lifetimes },
      // Else Miniflare asks the network where this machine is.
      cf: false,
    })
    await miniflare.ready
    const { origin } = await miniflare.unsafeGetDirectURL()
    const pid = workerds().find(pid => !before.has(pid))
    return {
      name: 'worker',
      by: '',
      url: origin,
      methods: [],
      measure: async () => ({ rss: pid && residentBytes(pid) }),
      stop: () => miniflare.dispose(),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** As wrangler would bundle it, from a folder where nothing of the repository is found. */
async function bundledWorker(folder) {
  cpSync(join(root, 'examples', 'worker'), folder, {
    recursive: true,
    filter: path => !/node_modules|\.wrangler/.test(path),
  })
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'src', 'index.ts')],
    outdir: folder,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd'],
    external: ['cloudflare:*'],
    loader: { '.wasm': 'copy' },
    assetNames: '[name]',
    logLevel: 'silent',
  })
  const nameOf = path => path.slice(path.lastIndexOf('/') + 1)
  return outputFiles
    .map(({ path, contents, text }) =>
      path.endsWith('.wasm')
        ? { type: 'CompiledWasm', path: nameOf(path), contents }
        : { type: 'ESModule', path: nameOf(path), contents: text },
    )
    .sort((a, b) => a.type.localeCompare(b.type) * -1)
}

/** The workerd processes that this process started; none where there is no `/proc`. */
function workerds() {
  try {
    return readdirSync('/proc').filter(name => /^\d+$/.test(name) && isOurs(name))
  } catch {
    return []
  }
}

function isOurs(pid) {
  try {
    // `pid (name) state parent …`
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    return name === 'workerd' && Number(parent) === process.pid
  } catch {
    return false
  }
}

function residentBytes(pid) {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(kilobytes) * 1024
}
