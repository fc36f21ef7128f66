#!/usr/bin/env node
// Prints the size of what is in the package, against the budgets. Over its ceiling is an error where CI is set.

import { kilobytes, table } from './lib/format.mjs'
import { ci } from './lib/run.mjs'
import { measureSizes } from './lib/sizes.mjs'

const rows = await measureSizes()
const verdict = ({ budget, over, grown }) => {
  if (budget === undefined) return ''
  if (grown) return `GROWN, and over ${kilobytes(budget)}`
  return `${over ? 'OVER' : 'within'} ${kilobytes(budget)}`
}
console.log(
  table([
    ['size', 'raw', 'gzip -9', 'brotli', 'budget (gzip)'],
    ...rows.map(row => [
      row.name,
      kilobytes(row.raw),
      kilobytes(row.gzip),
      kilobytes(row.brotli),
      verdict(row),
    ]),
  ]),
)
if (ci && rows.some(row => row.grown)) process.exitCode = 1
