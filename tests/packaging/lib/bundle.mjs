// Bundles as an application's own tools make them.
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { app } from './app.mjs'

/** The first bytes of every wasm file, as base64. */
export const inlineWasm = 'AGFzbQ'

/** Leaves the imports of wasm files to the runtime, and collects the files. */
const wasmModules = files => ({
  name: 'wasm modules',
  setup({ onResolve }) {
    onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path, resolveDir }) => {
      const [file, query = ''] = path.split(/(?=\?)/)
      const name = `${basename(file)}${query}`
      files.set(name, readFileSync(join(resolveDir, file)))
      return { path: `./${name}`, external: true }
    })
  },
})

/** `{ text, wasm }`: a minified bundle of a module written as text, and the wasm files that it imports by name. */
export async function bundle(contents, { conditions = [], folder = app(), ...options } = {}) {
  const wasm = new Map()
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder, sourcefile: 'main.js' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions,
    logLevel: 'silent',
    plugins: [wasmModules(wasm)],
    ...options,
  })
  const text = outputFiles[0].text.trim()
  // Those of modules that were left out again are not needed.
  for (const name of wasm.keys()) if (!text.includes(name)) wasm.delete(name)
  return { text, wasm }
}
