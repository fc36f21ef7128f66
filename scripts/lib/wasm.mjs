// Rust → wasm → the JavaScript that loads it.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { at, bin, dist, filesUnder, scratch } from './paths.mjs'
import { ask, ci, run } from './run.mjs'
import { unlessFresh } from './stamp.mjs'
import { remapFlags, requireToolchain, rustcOf, target, toolPath } from './toolchain.mjs'

const packaged = (name, wasm) => ({
  wasm: join(dist, wasm),
  glue: join(dist, 'wasm', `${name}.js`),
  inline: join(dist, 'wasm', `${name}-inline.js`),
})

/** LLVM's own threshold is 225. At 100 verifying is as fast, and both files are a tenth smaller. */
const inlineLess = 100
/** With `optLevel: 'z'`: a question takes 3 µs instead of 2, and the file is an eighth smaller. */
const inlineLeast = 20

/**
 * Each wasm file of the crate: its features, how it is optimised (`optLevel`: of the crate itself, where it is not as
 * Cargo.toml has it), and where its output goes.
 */
export const wasmBuilds = [
  { name: 'core', features: 'wasm,gate', wasmOpt: '-O3', to: packaged('core', 'orgate.wasm') },
  {
    name: 'sync',
    features: 'wasm,gate,signatures',
    wasmOpt: '-O3',
    to: packaged('sync', 'orgate-sync.wasm'),
  },
  {
    name: 'policy',
    features: 'wasm,policy',
    // No signature waits for it.
    optLevel: 'z',
    inline: inlineLeast,
    // Flattened first, a hundredth smaller and no slower.
    wasmOpt: ['--flatten', '--rereloop', '-O3', '-O3'],
    to: packaged('policy', 'orgate-policy.wasm'),
  },
  {
    // Keys and tokens for development and tests: not in the package.
    name: 'issuer',
    features: 'wasm,issuer',
    wasmOpt: '-O1',
    to: { wasm: join(scratch, 'issuer', 'issuer.wasm'), glue: join(scratch, 'issuer', 'issuer.js') },
  },
]

/** Builds one of them when something it is made from has changed; answers whether it did. */
export function buildWasm(settings) {
  const { name, to } = settings
  const toolchain = requireToolchain()
  const inputs = {
    files: [
      'Cargo.toml',
      'Cargo.lock',
      ...filesUnder('src'),
      'scripts/lib/wasm.mjs',
      'node_modules/binaryen/package.json',
    ],
    settings: { settings, toolchain, rustc: ask([...rustcOf(toolchain.wasmCargo), '--version']) },
    outputs: () => Object.values(to),
  }
  return unlessFresh(`wasm-${name}`, inputs, async () => {
    const compiled = await compile(settings, toolchain)
    const folder = join(scratch, 'wasm', name)
    await must([
      toolPath('wasm-bindgen'),
      ...['--target', 'web', '--out-dir', folder, '--out-name', name],
      ...['--remove-name-section', '--remove-producers-section', compiled],
    ])
    for (const path of Object.values(to)) mkdirSync(dirname(path), { recursive: true })
    // It reads the features that rustc used from the file itself; nobody needs them after that.
    await must([
      bin('wasm-opt'),
      ...[...[settings.wasmOpt].flat(), join(folder, `${name}_bg.wasm`), '-o', to.wasm],
      ...['--strip-debug', '--strip-producers', '--strip-target-features'],
    ])
    await writeGlue(join(folder, name), to.glue)
    if (to.inline) writeInline(to.wasm, to.inline)
  })
}

async function compile({ features, optLevel, inline = inlineLess }, { wasmCargo, targetDir }) {
  const env = {
    CARGO_TARGET_DIR: at(targetDir),
    // wasm-bindgen reads the section of target features that stripping takes away.
    CARGO_PROFILE_RELEASE_STRIP: 'none',
    CARGO_ENCODED_RUSTFLAGS: [
      ...(await remapFlags(wasmCargo)),
      `-Cllvm-args=-inline-threshold=${inline}`,
    ].join('\x1f'),
  }
  await must(
    [
      ...[...wasmCargo, 'rustc', '--release', '--lib', '--target', target],
      // Cargo does no link-time optimisation for a crate that is built as an rlib too.
      ...['--crate-type', 'cdylib', '--no-default-features', '--features', features],
      ...(optLevel ? ['--config', `profile.release.package.orgate.opt-level="${optLevel}"`] : []),
      ...(ci ? ['--locked'] : []),
    ],
    env,
  )
  return at(targetDir, target, 'release', 'orgate.wasm')
}

/**
 * wasm-bindgen's JavaScript without its default initialisation, whose `new URL('….wasm', import.meta.url)` makes
 * bundlers emit the file a second time; and its types without those of that function.
 */
async function writeGlue(from, to) {
  const options = { bundle: true, format: 'esm', target: 'es2022', logLevel: 'error', write: false }
  const probe = await build({ ...options, entryPoints: [`${from}.js`], metafile: true, outdir: dirname(to) })
  const [{ exports }] = Object.values(probe.metafile.outputs)
  const kept = exports.filter(name => name !== 'default').join(', ')
  await build({
    ...options,
    stdin: {
      contents: `export { ${kept} } from './${from.split('/').at(-1)}.js'`,
      resolveDir: dirname(from),
    },
    outfile: to,
    write: true,
  })
  const types = readFileSync(`${from}.d.ts`, 'utf8')
    .replace(/\n\/\*\*(?:(?!\*\/)[\s\S])*\*\/\nexport default function __wbg_init[\s\S]*$/, '')
    .replace(/^export type InitInput = .*\n\n/m, '')
    // What initSync answers is for the glue alone.
    .replace(
      /^export interface InitOutput \{[^}]*\}/m,
      'export interface InitOutput {\n    readonly memory: WebAssembly.Memory;\n}',
    )
    // Needs a library that not every user's compiler settings have.
    .replace(/^ *\[Symbol\.dispose\]\(\): void;\n/gm, '')
  writeFileSync(to.replace(/\.js$/, '.d.ts'), types)
}

function writeInline(wasm, to) {
  writeFileSync(to, `export default '${readFileSync(wasm, 'base64')}'\n`)
  writeFileSync(to.replace(/\.js$/, '.d.ts'), 'declare const base64: string\nexport default base64\n')
}

async function must(command, env = {}) {
  const { code, output } = await run(command, { env })
  if (code !== 0) throw new Error(`${command.join(' ')}\n${output}`)
}
