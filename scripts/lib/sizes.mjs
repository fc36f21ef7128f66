import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { bundle, entries } from './bundle.mjs'
import { dist, readJson, scratch } from './paths.mjs'

const memory = join(scratch, 'sizes.json')

/**
 * The size of every wasm file and of every entry as an application would load it, bundled and minified.
 * In bytes of gzip, `budget` is what we want, `ceiling` what has been reached: nothing may grow past it unseen.
 */
export async function measureSizes() {
  const known = existsSync(memory) ? readJson(memory) : {}
  const used = {}
  const weigh = (name, parts, { budget, ceiling = budget } = {}) => {
    const sizes = parts.map(part => {
      const key = createHash('sha256').update(part).digest('hex')
      used[key] = known[key] ?? [
        part.length,
        gzipSync(part, { level: 9 }).length,
        brotliCompressSync(part).length,
      ]
      return used[key]
    })
    const [raw, gzip, brotli] = [0, 1, 2].map(index => sizes.reduce((sum, size) => sum + size[index], 0))
    return { name, raw, gzip, brotli, budget, over: gzip > budget, grown: gzip > ceiling }
  }
  const wasm = name => readFileSync(join(dist, name))
  const code = async path => Buffer.from((await bundle(path, { external: ['*.wasm', '*.wasm?module'] })).text)

  const core = wasm('orgate.wasm')
  const sync = wasm('orgate-sync.wasm')
  const policy = wasm('orgate-policy.wasm')
  const rows = [
    weigh('orgate.wasm', [core]),
    weigh('orgate-sync.wasm', [sync]),
    weigh('orgate-policy.wasm', [policy]),
    weigh('core: wasm + glue', [core, await code('wasm/core.js')], { budget: 60_000, ceiling: 126_500 }),
    weigh('sync: wasm + glue', [sync, await code('wasm/sync.js')], { budget: 130_000, ceiling: 193_500 }),
    weigh('policy: wasm + glue', [policy, await code('wasm/policy.js')], {
      budget: 120_000,
      ceiling: 175_000,
    }),
  ]
  for (const { name, condition, path } of entries()) {
    const bounds = name === 'orgate/check' ? { budget: 1500 } : {}
    rows.push(
      weigh(
        condition === 'default' ? name : `${name} (${condition}, without the wasm)`,
        [await code(path)],
        bounds,
      ),
    )
  }
  mkdirSync(scratch, { recursive: true })
  writeFileSync(memory, JSON.stringify(used))
  return rows
}
