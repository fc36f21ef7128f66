// What the built package promises and a test of behaviour would not see.

import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundle, entries } from './bundle.mjs'
import { forbiddenNames, importProblems } from './imports.mjs'
import { at, dist, readJson, root } from './paths.mjs'
import { run } from './run.mjs'
import { requireToolchain, target } from './toolchain.mjs'

const wasmExternal = { external: ['*.wasm', '*.wasm?module'] }

/** The engines: what an application that imports one of them must not load of the others. */
const engines = { orgate: 'core', 'orgate/sync': 'sync', 'orgate/policy': 'policy' }
const wasmOf = { core: 'orgate.wasm', sync: 'orgate-sync.wasm', policy: 'orgate-policy.wasm' }

const signatureCrates = ['ecdsa', 'ed25519-dalek', 'rsa', 'getrandom']

/** `{ name, problem }`, without a problem when it holds. Each throws or answers a text to say what is wrong. */
const checks = [
  ...['orgate/check', 'orgate/fetch', 'orgate/keys'].map(name => [
    `${name} loads no engine`,
    () => loadsNoEngine(name),
  ]),
  ...Object.entries(wasmOf).map(([name, file]) => [
    `${file} imports no clock, random source or network: only what is listed`,
    () => named(importProblems(moduleOf(file), glueOf(name)), 'unexpected:'),
  ]),
  ...Object.keys(wasmOf).map(name => [
    `the glue of ${name} names none either`,
    async () => named(forbiddenNames((await bundle(`wasm/${name}.js`)).text), 'it holds'),
  ]),
  ['orgate links no signature code', () => linksNone('wasm,gate', signatureCrates)],
  ['orgate/sync links no random source', () => linksNone('wasm,gate,signatures', ['getrandom'])],
  ['orgate/policy links no signature code', () => linksNone('wasm,policy', signatureCrates)],
  ...Object.keys(engines).map(name => [`${name} loads no other engine`, () => loadsOnly(name)]),
  ['orgate/policy has no gate, and a gate no policy', exportsApart],
  ['no entry awaits at its top level', noTopLevelAwait],
  ['importing an entry starts no WebAssembly', startsNothing],
  ['every exported file is there', exportsExist],
  ['no folder of this machine is in the package', namesNoMachine],
]

export async function runChecks() {
  const results = []
  for (const [name, check] of checks) {
    let problem
    try {
      problem = await check()
    } catch (error) {
      problem = error.message
    }
    results.push({ name, problem })
  }
  return results
}

const entry = name => entries().filter(candidate => candidate.name === name)

const named = (list, verb) => (list.length > 0 ? `${verb} ${list.join(', ')}` : undefined)

async function loadsNoEngine(name) {
  const { text, inputs } = await bundle(entry(name)[0].path)
  const engine = inputs.filter(path => /dist\/(wasm|entry)\//.test(path))
  return named([...engine, ...(text.includes('WebAssembly') ? ['WebAssembly'] : [])], 'its bundle holds')
}

async function loadsOnly(name) {
  const others = Object.keys(wasmOf).filter(engine => engine !== engines[name])
  for (const { condition, path } of entry(name)) {
    const { text, inputs } = await bundle(path, wasmExternal)
    const found = inputs.filter(input => others.some(engine => input.includes(`dist/wasm/${engine}`)))
    found.push(...others.map(engine => wasmOf[engine]).filter(file => text.includes(`/${file}`)))
    if (found.length > 0) return `${condition} loads ${found.join(', ')}`
  }
}

const moduleOf = file => new WebAssembly.Module(readFileSync(join(dist, file)))
const glueOf = name => readFileSync(join(dist, 'wasm', `${name}.js`), 'utf8')

function exportsApart() {
  const classes = file =>
    WebAssembly.Module.exports(moduleOf(file)).flatMap(({ name }) => /^engine[a-z]+(?=_)/.exec(name) ?? [])
  const found = Object.entries(wasmOf).flatMap(([engine, file]) => {
    const own = engine === 'policy' ? ['enginepolicy', 'enginediff'] : ['enginegate']
    return classes(file)
      .filter(name => !own.includes(name))
      .map(name => `${file}: ${name}`)
  })
  return named([...new Set(found)], 'it exports')
}

async function linksNone(features, forbidden) {
  const { wasmCargo } = requireToolchain()
  const { code, output } = await run([
    ...[...wasmCargo, 'tree', '--target', target, '--edges', 'normal', '--prefix', 'none', '--format', '{p}'],
    ...['--no-default-features', '--features', features],
  ])
  if (code !== 0) return output
  const linked = new Set(output.split('\n').map(line => line.split(' ')[0]))
  return named(
    forbidden.filter(crate => linked.has(crate)),
    'it links',
  )
}

async function noTopLevelAwait() {
  // Only an ES module can hold one: esbuild refuses it in any other format.
  for (const { path } of entries()) await bundle(path, { ...wasmExternal, format: 'iife' })
}

async function startsNothing() {
  const urls = entries()
    .filter(({ condition }) => condition === 'default')
    .map(({ path }) => pathToFileURL(join(dist, path)).href)
  const script = `
    for (const name of ['compile', 'instantiate', 'Module', 'Instance', 'Memory', 'compileStreaming', 'instantiateStreaming']) {
      WebAssembly[name] = function () { throw new Error('WebAssembly.' + name + ' was called') }
    }
    for (const url of ${JSON.stringify(urls)}) await import(url)`
  const { code, output } = await run([process.execPath, '--input-type=module', '--eval', script])
  return code === 0 ? undefined : output
}

function exportsExist() {
  const targets = Object.values(readJson(at('pkg', 'package.json')).exports).flatMap(value =>
    typeof value === 'string' ? value : Object.values(value),
  )
  return named(
    targets.filter(path => !existsSync(at('pkg', path))),
    'missing:',
  )
}

function namesNoMachine() {
  const folders = [root, homedir()].filter(folder => folder.length > 1)
  const files = [...Object.values(wasmOf), ...entries().map(({ path }) => path)]
  return named(
    files.filter(file => folders.some(folder => readFileSync(join(dist, file)).includes(`${folder}/`))),
    'named in',
  )
}
