import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { at, readJson, root, tools } from './paths.mjs'
import { ask, run } from './run.mjs'

export const target = 'wasm32-unknown-unknown'

const file = join(tools, 'toolchain.json')

/**
 * What set-up chose:
 * `cargo`, the command for the host; `wasmCargo`, the command for wasm32; `targetDir`, the folder of the latter
 * (a crate compiled by one compiler cannot be linked by another, so each toolchain has its own); `route`, how the
 * wasm32 target came here.
 */
export function readToolchain() {
  return existsSync(file) ? readJson(file) : undefined
}

export function writeToolchain(toolchain) {
  mkdirSync(tools, { recursive: true })
  writeFileSync(file, `${JSON.stringify(toolchain, null, 2)}\n`)
}

/** As `readToolchain`, for what cannot go on without it. */
export function requireToolchain() {
  const toolchain = readToolchain()
  if (!toolchain) throw new Error('the tools are not set up: run `npm run setup`')
  return toolchain
}

/** `['cargo', '+name']` → `['rustc', '+name']` */
export const rustcOf = ([command, ...args]) => [command.replace(/cargo$/, 'rustc'), ...args]

/** Whether this toolchain has the standard library of wasm32. */
export function hasWasmTarget(cargo) {
  const folder = ask([...rustcOf(cargo), '--print', 'target-libdir', '--target', target])
  return (
    Boolean(folder) && existsSync(folder) && readdirSync(folder).some(name => /^libstd-.*\.rlib$/.test(name))
  )
}

/** The version of rustc as `[major, minor]`, or `undefined` when there is none. */
export function rustVersion(cargo) {
  const text = ask([...rustcOf(cargo), '--version'])
  return text
    ?.match(/(\d+)\.(\d+)/)
    ?.slice(1)
    .map(Number)
}

/** Whether this toolchain is there and new enough for the crate. */
export function isNewEnough(cargo) {
  const found = rustVersion(cargo)
  const wanted = minimumRust()
  return Boolean(found) && (found[0] > wanted[0] || (found[0] === wanted[0] && found[1] >= wanted[1]))
}

export function minimumRust() {
  const text = readFileSync(at('Cargo.toml'), 'utf8').match(/^rust-version\s*=\s*"(\d+)\.(\d+)/m)
  return text ? text.slice(1).map(Number) : [1, 85]
}

/** The version of wasm-bindgen that Cargo.lock holds; its command-line tools must be exactly that. */
export function wasmBindgenVersion() {
  const lock = readFileSync(at('Cargo.lock'), 'utf8')
  const version = lock.match(/^name = "wasm-bindgen"\nversion = "([^"]+)"/m)?.[1]
  if (!version) throw new Error('Cargo.lock holds no wasm-bindgen')
  return version
}

export const toolPath = name => join(tools, 'bin', name)

/** Flags that keep the folders of this machine out of panic messages: the same source gives the same file. */
export async function remapFlags(cargo) {
  // The folder of a registry has its name from the first download on.
  const { code, output } = await run([...cargo, 'fetch', '--target', target])
  if (code !== 0) throw new Error(output)
  const sources = resolve(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry', 'src')
  const registries = readdirSync(sources).map(name => join(sources, name))
  return [...registries, root].map(folder => `--remap-path-prefix=${folder}/=`)
}
