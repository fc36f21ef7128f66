// The conformance runner and the packed package in one file, for runtimes that resolve no packages.
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { project, root } from './tarball.mjs'

/** Keeps a `.wasm` import as it is and collects the file: workerd gets it as a module of its own. */
const wasmModules = files => ({
  name: 'wasm modules',
  setup({ onResolve }) {
    onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => {
      const name = basename(path)
      files.set(name, readFileSync(join(resolveDir, path)))
      return { path: `./${name}`, external: true }
    })
  },
})

/**
 * `{ code, wasm }`: the bundle, and the wasm files that it imports by name.
 * `code` may use `check`, `guard` (`orgate/fetch`), `keySets` (`orgate/keys`), `orgate`, `policy`, `sync` and the runner `run`.
 */
export async function bundle(code, conditions = []) {
  const wasm = new Map()
  const runner = JSON.stringify(join(root, 'tests', 'conformance', 'run.js'))
  const imports = `import { check, fetch as guard, keys as keySets, orgate, policy, sync } from './index.js'\nimport { run } from ${runner}\n`
  const { outputFiles } = await build({
    stdin: { contents: imports + code, resolveDir: project(), sourcefile: 'conformance.js' },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions,
    external: ['cloudflare:workers'],
    logLevel: 'silent',
    plugins: [wasmModules(wasm)],
  })
  return { code: outputFiles[0].text, wasm }
}
