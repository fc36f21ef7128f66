#!/usr/bin/env node
// A real issuer under load, for five minutes or as many `--seconds`. `--seed` chooses the requests, `--only` the phases
// whose name has that in it; `--json` prints figures.

import { parseArgs } from 'node:util'
import { report } from '../tests/soak/report.mjs'
import { soak } from '../tests/soak/soak.mjs'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const seconds = Number(values.seconds)
const seed = Number(values.seed)
if (!(seconds > 0) || !Number.isSafeInteger(seed)) {
  console.error('--seconds is a number above 0, --seed a whole number')
  process.exit(2)
}
if (!values.json) console.log(`seed ${seed}`)
const figures = await soak({ seconds, seed, only: values.only })
console.log(values.json ? JSON.stringify(figures, null, 2) : report(figures))
if (figures.problems.length > 0) process.exitCode = 1
