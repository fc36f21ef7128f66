#!/usr/bin/env node
// Orgate and jose on many mutated tokens: npm run differential -- --seed=N --count=N
// `--only=INDEX` makes one case again and shows it. `--write` writes docs/differences.md.
// The package must be built.

import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { looser } from '../tests/differential/differences.mjs'
import { generate } from '../tests/differential/generate.mjs'
import { Judge } from '../tests/differential/judge.mjs'
import { page } from '../tests/differential/page.mjs'
import { describe, kindsIn, run, table } from '../tests/differential/run.mjs'
import { Verdicts } from '../tests/differential/verdicts.mjs'
import { load } from '../tests/runtimes/lib/tarball.mjs'
import { seconds } from './lib/format.mjs'
import { at } from './lib/paths.mjs'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: `${Date.now() % 2 ** 31}` },
    count: { type: 'string', default: '200000' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)

if (values.write) {
  writeFileSync(at('docs', 'differences.md'), page())
} else if (values.only !== undefined) {
  await showOne(Number(values.only))
} else {
  await runMany(Number(values.count))
}

async function runMany(count) {
  console.log(`seed ${seed}, ${count} tokens`)
  const start = performance.now()
  let shown = 0
  const progress = done => {
    if (done - shown < 20_000) return
    shown = done
    console.log(`${done} after ${seconds(performance.now() - start)}`)
  }
  const result = await run({ modules: await load(), seed, count, progress })
  console.log(`\n${table(result)}`)
  console.log(`\nkinds: ${[...result.byKind].map(([name, cases]) => `${name} ${cases}`).join(', ')}`)
  console.log(`refusals: ${sorted(result.codes).join(', ')}`)
  console.log('\ndocumented differences:')
  for (const [row, cases] of result.byRow) {
    console.log(
      `${`${cases}`.padStart(7)}  ${looser.includes(row) ? 'accepted' : [row.code].flat()[0]}: ${row.what}`,
    )
  }
  console.log(`\nin ${seconds(performance.now() - start)}, ${result.failures.length} failures`)
  for (const failure of result.failures) console.log(failure)
  process.exitCode = result.failures.length > 0 ? 1 : 0
}

function sorted(codes) {
  return [...codes].sort(([, a], [, b]) => b - a).map(([code, cases]) => `${code} ${cases}`)
}

/** The tokens of this generator are worth nothing, so the one that was asked for may be shown. */
async function showOne(index) {
  const modules = await load()
  const made = generate(seed, index, kindsIn(modules))
  const verdicts = new Verdicts(modules)
  const { failures, row, ...rest } = await new Judge(verdicts).judge(made, { withCache: true })
  console.log(describe(seed, made))
  console.log({
    ...rest,
    row: row?.what,
    jose: await verdicts.jose(made),
    plain: await verdicts.plainJose(made),
  })
  for (const part of made.token.split('.').slice(0, 2)) console.log(Buffer.from(part, 'base64url').toString())
  console.log(made.token)
  console.log(JSON.stringify(made.issuers))
  for (const failure of failures) console.log(failure)
  process.exitCode = failures.length > 0 ? 1 : 0
}
