// The example worker in workerd. Miniflare resolves no packages, so esbuild bundles first, as wrangler would.
import { join } from 'node:path'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'
import { at, scratch } from '../scripts/lib/paths.mjs'

const out = join(scratch, 'worker')
const script = join(out, 'index.js')

/** @returns {Promise<{ handle(request: Request): Promise<Response>, stop(): Promise<void> }>} */
export async function startWorker({ issuer }) {
  await build({
    entryPoints: [at('examples', 'worker', 'src', 'index.ts')],
    outfile: script,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd'],
    external: ['cloudflare:*'],
    loader: { '.wasm': 'copy' },
    assetNames: '[name]',
    logLevel: 'warning',
  })
  const miniflare = new Miniflare({
    modules: true,
    modulesRoot: out,
    scriptPath: script,
    modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
    compatibilityDate: '2026-04-01',
    bindings: { ISSUER: issuer },
    // Else Miniflare asks the network where this machine is.
    cf: false,
  })
  await miniflare.ready
  return {
    handle: async request => {
      const { method, headers } = request
      const body = request.body ? await request.arrayBuffer() : undefined
      const {
        status,
        headers: answered,
        body: stream,
      } = await miniflare.dispatchFetch(request.url, {
        method,
        headers: [...headers],
        body,
        redirect: 'manual',
      })
      // Miniflare's own notes to itself are not the worker's.
      const kept = [...answered].filter(([name]) => !name.startsWith('mf-'))
      return new Response(stream, { status, headers: kept })
    },
    stop: () => miniflare.dispose(),
  }
}
