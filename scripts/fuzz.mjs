#!/usr/bin/env node
// Fuzzes: npm run fuzz -- [target …] [--seconds=60] [--merge]
// Each target runs for so many seconds, from the committed corpus and from what earlier runs found (.build/fuzz).
// --merge then writes the committed corpus anew: a hundred inputs of each target that together reach most.
//
// The targets in Rust are built by a nightly compiler, which must be installed (`rustup toolchain install nightly
// --profile minimal`), and by cargo-fuzz, which is installed into .tools. The target `grant` is JavaScript, and runs
// without either.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fewestOf } from './lib/fuzz-merge.mjs'
import { rustTargets, seedsOf } from './lib/fuzz-seeds.mjs'
import { at, scratch, tools } from './lib/paths.mjs'
import { ask, run } from './lib/run.mjs'
import { toolPath } from './lib/toolchain.mjs'

const cargoFuzzVersion = '0.13.1'
const howToGetNightly = 'rustup toolchain install nightly --profile minimal'

/** Longer inputs than these show nothing new; a token may have 16 KiB. */
const maxLength = { token: 20_000, signed: 12_000, altered: 65, profile: 2_048 }
const lengthOf = target => maxLength[target] ?? 8_192

/** Of each target: the corpus is for replaying, and a longer run finds the rest again. */
const mostCommitted = 100

const options = process.argv.slice(2)
const seconds = Number(options.find(option => option.startsWith('--seconds='))?.split('=')[1] ?? 60)
const merges = options.includes('--merge')
const wanted = options.filter(option => !option.startsWith('-'))

const known = [...rustTargets(), 'grant']
const unknown = wanted.filter(name => !known.includes(name))
if (unknown.length > 0 || !Number.isInteger(seconds) || seconds < 1) {
  console.error(
    unknown.length > 0
      ? `no target is called ${unknown.join(', ')}; there are ${known.join(', ')}`
      : '--seconds is a whole number of seconds',
  )
  process.exit(2)
}
const targets = known.filter(name => wanted.length === 0 || wanted.includes(name))

const work = (kind, target) => join(scratch, 'fuzz', kind, target)
const committed = target => at('fuzz', 'corpus', target)
const failures = []

if (targets.some(name => name !== 'grant')) {
  const nightly = findNightly()
  if (nightly) {
    if (await installCargoFuzz()) await fuzzRust(nightly)
  } else {
    cannot(`the targets in Rust need a nightly compiler, and none is installed: ${howToGetNightly}`)
  }
}
if (targets.includes('grant')) await fuzzGrants()

for (const failure of failures) console.error(`failed: ${failure}`)
process.exitCode = failures.length > 0 ? 1 : 0

function cannot(why) {
  failures.push(why)
}

/** The name of an installed nightly toolchain. */
function findNightly() {
  const list = ask(['rustup', 'toolchain', 'list'])
  return list
    ?.split('\n')
    .map(line => line.split(' ')[0])
    .find(name => name.startsWith('nightly') && ask(['rustup', 'run', name, 'cargo', '--version']))
}

async function installCargoFuzz() {
  const command = ['cargo', 'install', 'cargo-fuzz', '--version', cargoFuzzVersion, '--root', tools]
  if (ask([toolPath('cargo-fuzz'), '--version'])?.endsWith(` ${cargoFuzzVersion}`)) return true
  console.log(`cargo-fuzz is not in .tools: ${command.slice(0, 5).join(' ')} --locked`)
  const { code, output } = await run([...command, '--locked'])
  if (code !== 0) cannot(`cargo-fuzz could not be installed:\n${output.trim()}`)
  return code === 0
}

async function fuzzRust(nightly) {
  const cargoFuzz = (...args) => ['rustup', 'run', nightly, toolPath('cargo-fuzz'), ...args]
  const env = { CARGO_TARGET_DIR: process.env.CARGO_TARGET_DIR ?? work('target', '') }
  console.log(`${ask(['rustup', 'run', nightly, 'rustc', '--version'])}, cargo-fuzz ${cargoFuzzVersion}`)
  const built = await run(cargoFuzz('build'), { env, stream: true })
  if (built.code !== 0) return cannot('the targets could not be built')
  for (const target of targets.filter(name => name !== 'grant')) {
    const found = work('found', target)
    const seeds = writeSeeds(target)
    for (const folder of [found, work('corpus', target), committed(target)])
      mkdirSync(folder, { recursive: true })
    const limits = [`-max_len=${lengthOf(target)}`, '-timeout=10', '-rss_limit_mb=2048']
    const folders = [work('corpus', target), committed(target), seeds]
    const { code, output } = await run(
      cargoFuzz('run', target, ...folders, '--', `-max_total_time=${seconds}`, ...limits).concat(
        `-artifact_prefix=${found}/`,
        '-print_final_stats=1',
      ),
      { env },
    )
    report(target, output)
    if (code !== 0) {
      console.log(
        /^thread .* panicked at [\s\S]*?(?=\nstack backtrace|\nnote:)/m.exec(output)?.[0] ??
          output.slice(-4_000),
      )
      cannot(`${target} broke a law; the input is in ${found}`)
    } else if (merges) {
      await mergeRust(target, folders, args => run(cargoFuzz('run', target, ...args), { env }))
    }
  }
}

function report(target, output) {
  const last = output.match(/cov: \d+ ft: \d+ corp: \d+/g)?.at(-1) ?? 'nothing'
  const runs = output.match(/stat::number_of_executed_units:\s*(\d+)/)?.[1] ?? '0'
  console.log(`${target.padEnd(9)} ${runs.padStart(9)} runs in ${seconds} s, ${last}`)
}

function writeSeeds(target) {
  const folder = work('seeds', target)
  rmSync(folder, { recursive: true, force: true })
  writeInputs(folder, seedsOf(target))
  return folder
}

/** Files that are named by their content, as libFuzzer names its own. */
function writeInputs(folder, inputs) {
  mkdirSync(folder, { recursive: true })
  for (const input of inputs) {
    writeFileSync(join(folder, createHash('sha1').update(input).digest('hex')), input)
  }
}

/** What every input reaches is libFuzzer's to say; which few are kept is ours. */
async function mergeRust(target, folders, fuzz) {
  const merged = work('merged', target)
  rmSync(merged, { recursive: true, force: true })
  mkdirSync(merged, { recursive: true })
  const notes = join(merged, 'notes')
  const { code, output } = await fuzz([
    ...[merged, ...folders],
    // How often a line is reached is of use to a fuzzer, and not worth a file.
    ...['--', '-set_cover_merge=1', '-use_counters=0', `-merge_control_file=${notes}`],
    `-max_len=${lengthOf(target)}`,
  ])
  if (code !== 0) return cannot(`the corpus of ${target} could not be merged:\n${output.slice(-2_000)}`)
  // Read first: the committed ones are among them.
  const kept = fewestOf(notes, mostCommitted).map(path => readFileSync(path))
  rmSync(committed(target), { recursive: true, force: true })
  writeInputs(committed(target), kept)
  console.log(`${target.padEnd(9)} ${kept.length} inputs committed`)
}

async function fuzzGrants() {
  if (!existsSync(at('pkg', 'dist', 'check.js')))
    return cannot('grant needs the built package: npm run build')
  const script = at('fuzz', 'grant', 'run.mjs')
  const flags = [`--seconds=${seconds}`, ...(merges ? ['--merge'] : [])]
  const { code } = await run([process.execPath, script, ...flags], { stream: true })
  if (code !== 0) cannot('grant broke a law; the input stands above')
}
