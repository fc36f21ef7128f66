#!/usr/bin/env node
// Sets up, then runs every suite, or those named: npm test -- rust types
// What a suite prints is shown when it fails, or with --verbose. Where CI is set, a suite that could not run or ran
// no test has failed. The last line is `N passed, N failed, N skipped`.

import { add, countsOf, none, one, text } from './lib/counts.mjs'
import { seconds } from './lib/format.mjs'
import { at } from './lib/paths.mjs'
import { ci, run } from './lib/run.mjs'
import { suites } from './lib/suites.mjs'

const minutes = 60_000
const verbose = process.argv.includes('--verbose')
const wanted = process.argv.slice(2).filter(argument => !argument.startsWith('-'))

const start = performance.now()
const results = []
let built

const setup = await run([process.execPath, at('scripts', 'setup.mjs')], { stream: true })
if (setup.code === 0) {
  const all = suites()
  const unknown = wanted.filter(name => !all.some(suite => suite.name === name))
  if (unknown.length > 0) {
    console.error(
      `no suite is called ${unknown.join(', ')}; there are ${all.map(suite => suite.name).join(', ')}`,
    )
    process.exit(1)
  }
  for (const suite of all) {
    if (wanted.length === 0 || wanted.includes(suite.name)) results.push(await runSuite(suite))
  }
} else {
  results.push({ name: 'set-up', counts: { ...none, failed: 1 }, ms: performance.now() - start })
}

const total = results.map(({ counts }) => counts).reduce(add, none)
console.log('')
for (const { name, counts, ms } of results) console.log(`${name.padEnd(14)} ${text(counts)} (${seconds(ms)})`)
console.log(`in ${seconds(performance.now() - start)}`)
console.log(text(total))
process.exitCode = total.failed > 0 ? 1 : 0

async function runSuite({ name, needsBuild, steps }) {
  const began = performance.now()
  console.log(`\n== ${name}`)
  let counts = none
  if (needsBuild && !(await build())) {
    console.log('failed: the package could not be built')
    counts = { ...none, failed: 1 }
  } else {
    for (const step of steps) counts = add(counts, await runStep(step))
  }
  return { name, counts, ms: performance.now() - began }
}

async function runStep({ title, command, count = one, env, missing, show, builds }) {
  if (missing || !command) return absent(title, missing ?? 'it has no test')
  const began = performance.now()
  const { code, output } = await run(command, { env, stream: verbose, timeout: 20 * minutes })
  const counts = countsOf(count, output, code)
  if (builds) built = code !== 1
  if (text(counts) === text(none)) return absent(title, 'it ran no test')
  if (!verbose && (counts.failed > 0 || show)) console.log(output.trimEnd())
  console.log(`${title}: ${text(counts)} (${seconds(performance.now() - began)})`)
  return counts
}

function absent(title, reason) {
  console.log(`${title}: ${ci ? 'failed' : 'skipped'}, ${reason}`)
  return { ...none, [ci ? 'failed' : 'skipped']: 1 }
}

/** For a suite that tests the package when the suite that builds it was not asked for. */
async function build() {
  if (built === undefined) {
    const { code, output } = await run([process.execPath, at('scripts', 'build.mjs')], { stream: verbose })
    if (code === 1 && !verbose) console.log(output)
    built = code !== 1
  }
  return built
}
