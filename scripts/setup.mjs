#!/usr/bin/env node
// Installs what building and testing Orgate needs, and skips what is there. Node's own modules only: it runs before
// `npm install`. ORGATE_WASM_ROUTE=debian takes the second route to the wasm32 target without trying the first.

import { existsSync } from 'node:fs'
import { chromedriver, chromium } from './lib/chromium.mjs'
import { aptInstall, debianWasmCargo } from './lib/debian.mjs'
import { seconds } from './lib/format.mjs'
import { at, readJson, tools } from './lib/paths.mjs'
import { ask, run, which } from './lib/run.mjs'
import {
  hasWasmTarget,
  isNewEnough,
  minimumRust,
  readToolchain,
  target,
  toolPath,
  wasmBindgenVersion,
  writeToolchain,
} from './lib/toolchain.mjs'

const there = Symbol('there')

/** Indispensable steps end the set-up when they fail; without one that is not, `without` will be missing. */
const steps = [
  { name: 'npm packages', install: npmPackages },
  { name: 'Rust for wasm32', install: rustForWasm },
  { name: 'wasm-bindgen', install: wasmBindgen },
  { name: 'Chromium', install: browser, without: 'the tests in Chromium and of the playground' },
]

const start = performance.now()
for (const { name, install, without } of steps) {
  const began = performance.now()
  const say = text => console.log(`${name}: ${text}`)
  const took = () => seconds(performance.now() - began)
  try {
    const answer = await install(say)
    if (answer === there) say('there')
    else say(`${answer} (${took()})`)
  } catch (error) {
    say(`could not be installed (${took()})\n${indent(error.message)}`)
    if (!without) process.exit(1)
    say(`missing because of that: ${without}`)
  }
}
console.log(`set-up: ${seconds(performance.now() - start)}`)

async function npmPackages(say) {
  if (isInstalled()) return there
  say('npm ci')
  const { code, output } = await run(['npm', 'ci', '--no-audit', '--no-fund'])
  if (code !== 0) {
    // A lock file written where a registry lacks the packages of other platforms is incomplete in npm's eyes.
    say(`package-lock.json was refused, trying npm install:\n${indent(excerpt(output))}`)
    await must(['npm', 'install', '--no-save', '--no-audit', '--no-fund'])
  }
  return 'installed'
}

/** Whether node_modules is what package-lock.json asks for; npm writes down what it installed. */
function isInstalled() {
  const installed = at('node_modules', '.package-lock.json')
  if (!existsSync(installed)) return false
  const found = readJson(installed).packages
  return Object.entries(readJson(at('package-lock.json')).packages).every(
    ([path, wanted]) =>
      path === '' ||
      wanted.optional ||
      wanted.devOptional ||
      (found[path] && found[path].version === wanted.version),
  )
}

async function rustForWasm(say) {
  const chosen = readToolchain()
  const forced = process.env.ORGATE_WASM_ROUTE
  const fits = chosen && (!forced || chosen.route === forced)
  if (fits && isNewEnough(chosen.cargo) && hasWasmTarget(chosen.wasmCargo)) return there

  let refusal = 'another route was asked for'
  if (!forced || forced === 'rustup') {
    if (isNewEnough(['cargo']) && hasWasmTarget(['cargo']))
      return choose(which('rustup') ? 'rustup' : 'system', ['cargo'])
    refusal = await rustupTarget(say)
    if (!refusal) return choose('rustup', ['cargo'])
    say(`rustup cannot give it:\n${indent(refusal)}`)
    if (forced) throw new Error(refusal)
  }
  say("Debian's packages, and the standard library built from their sources (about a minute)")
  return choose('debian', await debianWasmCargo())
}

/** The first route; answers why it is closed, or `undefined` when the target is there. */
async function rustupTarget(say) {
  if (!which('rustup')) return 'there is no rustup here'
  if (!isNewEnough(['cargo'])) {
    say(`rustup update stable (Rust ${minimumRust().join('.')} or newer is needed)`)
    const updated = await run(['rustup', 'update', 'stable'])
    if (updated.code !== 0) return updated.output
    if (!isNewEnough(['cargo'])) return `the chosen toolchain is older than Rust ${minimumRust().join('.')}`
  }
  say(`rustup target add ${target}`)
  const { code, output } = await run(['rustup', 'target', 'add', target])
  return code === 0 && hasWasmTarget(['cargo']) ? undefined : output
}

function choose(route, wasmCargo) {
  const cargo = isNewEnough(['cargo']) ? ['cargo'] : wasmCargo
  const targetDir = wasmCargo.join(' ') === cargo.join(' ') ? 'target' : `target/${route}`
  writeToolchain({ route, cargo, wasmCargo, targetDir })
  return `by the ${route} route`
}

async function wasmBindgen(say) {
  const version = wasmBindgenVersion()
  const names = ['wasm-bindgen', 'wasm-bindgen-test-runner']
  if (names.every(name => ask([toolPath(name), '--version'])?.endsWith(` ${version}`))) return there
  const { cargo } = readToolchain()
  const install = [...cargo, 'install', 'wasm-bindgen-cli', '--version', version, '--root', tools]
  say(`cargo install wasm-bindgen-cli --version ${version} --locked (3 minutes on 2 cores, once)`)
  const { code, output } = await run([...install, '--locked'])
  if (code !== 0) {
    // Some registries no longer offer every version of that lock file.
    say(`it cannot be built with its own lock file, trying without:\n${indent(excerpt(output))}`)
    await must(install)
  }
  return `${version} installed`
}

async function browser(say) {
  if (chromium() && chromedriver()) return there
  say('apt-get install chromium chromium-driver')
  const problem = await aptInstall(['chromium', 'chromium-driver'])
  if (problem) throw new Error(problem)
  return 'installed'
}

async function must(command) {
  const { code, output } = await run(command)
  if (code !== 0) throw new Error(`${command.join(' ')}\n${excerpt(output)}`)
}

/** The beginning and the end: some tools say first what went wrong, others last. */
function excerpt(text) {
  const lines = text.trimEnd().split('\n')
  return (lines.length > 24 ? [...lines.slice(0, 12), '…', ...lines.slice(-12)] : lines).join('\n')
}

function indent(text) {
  return text.trimEnd().replace(/^/gm, '    ')
}
