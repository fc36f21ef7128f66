#!/usr/bin/env node
// Builds the package: Rust → wasm and its JavaScript, TypeScript → dist, then checks and measures what came out.
// Steps whose inputs did not change are skipped.

import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runChecks } from './lib/checks.mjs'
import { seconds } from './lib/format.mjs'
import { at, bin, dist, filesUnder, readJson } from './lib/paths.mjs'
import { run } from './lib/run.mjs'
import { unlessFresh } from './lib/stamp.mjs'
import { buildWasm, wasmBuilds } from './lib/wasm.mjs'

const start = performance.now()
try {
  for (const settings of wasmBuilds) await step(`${settings.name} wasm`, () => buildWasm(settings))
  await step('TypeScript', buildTypeScript)
  copyTexts()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}

const results = await runChecks()
for (const { name, problem } of results.filter(({ problem }) => problem)) {
  console.log(`not ok: ${name}\n${problem.trimEnd().replace(/^/gm, '    ')}`)
}
const failed = results.filter(({ problem }) => problem).length
console.log(`build checks: ${results.length - failed} passed, ${failed} failed`)

const size = await run([process.execPath, at('scripts', 'size.mjs')], { stream: true })
console.log(`build: ${seconds(performance.now() - start)}`)
// Not 1: the package is there, and can be tested.
if (failed > 0 || size.code !== 0) process.exitCode = 2

async function step(name, work) {
  const began = performance.now()
  const ran = await work()
  console.log(ran ? `${name}: built (${seconds(performance.now() - began)})` : `${name}: nothing changed`)
}

function buildTypeScript() {
  const sources = filesUnder('pkg/src')
  const scripts = sources.filter(path => path.endsWith('.ts') && !path.endsWith('.d.ts'))
  const inputs = {
    files: [
      ...[...sources, 'tsconfig.base.json', 'pkg/tsconfig.json', 'node_modules/typescript/package.json'],
      ...filesUnder('pkg/dist/wasm', path => path.endsWith('.d.ts')),
    ],
    outputs: () => scripts.map(path => at(path.replace('pkg/src', 'pkg/dist').replace(/\.ts$/, '.js'))),
  }
  return unlessFresh('typescript', inputs, async () => {
    removeOldOutput()
    const { code, output } = await run([bin('tsc'), '-p', at('pkg')])
    if (code !== 0) throw new Error(output)
  })
}

/** What a source that is gone left behind would be published, and would still be found by an import. */
function removeOldOutput() {
  for (const entry of readdirSync(dist, { withFileTypes: true })) {
    if (entry.name === 'wasm' || entry.name.endsWith('.wasm')) continue
    rmSync(join(dist, entry.name), { recursive: true })
  }
}

/** The texts that npm shows and the licences ask for; they lie at the root of the repository. */
/** The package has no `docs/`: on npm, links must lead to the repository. */
function copyReadme() {
  if (!existsSync(at('README.md'))) return
  const { repository } = readJson(at('pkg', 'package.json'))
  const base = `${repository.url.replace(/^git\+|\.git$/g, '')}/blob/main/`
  const text = readFileSync(at('README.md'), 'utf8')
  writeFileSync(at('pkg', 'README.md'), text.replace(/\]\((?!https?:|#)([^)]+)\)/g, `](${base}$1)`))
}

function copyTexts() {
  copyReadme()
  for (const name of ['LICENSE-MIT', 'LICENSE-APACHE']) {
    if (existsSync(at(name))) copyFileSync(at(name), at('pkg', name))
  }
}
