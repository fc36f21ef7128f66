// Public test vectors on both engines in workerd.
import { Miniflare } from 'miniflare'
import { data } from '../vectors/data.mjs'
import { report } from '../vectors/report.mjs'
import { issuerWasm, withVectors } from '../vectors/source.mjs'
import { bundle } from './lib/bundle.mjs'

const worker = withVectors(`import module from ${issuerWasm()}
export default {
  async fetch(request) {
    try {
      return Response.json(await runVectors(await request.json(), module))
    } catch (error) {
      return new Response(error.stack, { status: 500 })
    }
  },
}`)

async function inWorkerd() {
  const { code, wasm } = await bundle(worker, ['workerd', 'worker'])
  const miniflare = new Miniflare({
    compatibilityDate: '2026-04-01',
    modules: [
      { type: 'ESModule', path: 'worker.js', contents: code },
      ...[...wasm].map(([path, contents]) => ({ type: 'CompiledWasm', path, contents })),
    ],
  })
  try {
    const body = JSON.stringify(data())
    const response = await miniflare.dispatchFetch('http://localhost/', { method: 'POST', body })
    if (!response.ok) throw new Error(await response.text())
    return await response.json()
  } finally {
    await miniflare.dispose()
  }
}

report('workerd', await inWorkerd())
