// Prints the comparison of Orgate with its peers, and writes it to results.json. `--quick` for a first look.
import { existsSync, writeFileSync } from 'node:fs'
import { withBudget } from './budgets.mjs'
import { header, table } from './report.mjs'

if (!existsSync(new URL('../pkg/dist/index.js', import.meta.url))) {
  console.error('The package is not built: run `npm run build` first.')
  process.exit(1)
}
const { tokenCases } = await import('./tokens.mjs')
const { verifyRows } = await import('./verify.mjs')
const { decideRows } = await import('./decide.mjs')
const { resolveRows } = await import('./resolve.mjs')
const { templateRows } = await import('./template.mjs')
const { templateCodeRows } = await import('./template-code.mjs')
const { directoryRows } = await import('./directory.mjs')
const { impactRows } = await import('./impact.mjs')

const options = process.argv.includes('--quick')
  ? { blocks: 15, slowBlocks: 3, blockMs: 20, warmUpMs: 300, templates: 1, directories: 2, loads: 1 }
  : { blocks: 25, slowBlocks: 9, blockMs: 120, warmUpMs: 2000, templates: 3, directories: 3, loads: 3 }

console.log(`${header(options)}\n`)
const groups = [
  ...(await tokenCases()).map(tokenCase => () => verifyRows(tokenCase, options)),
  () => decideRows(options),
  () => resolveRows(options),
  () => templateRows(options),
  () => templateCodeRows(options),
  () => directoryRows(options),
  () => impactRows(options),
]
const rows = []
for (const group of groups) rows.push(...(await group()).map(withBudget))
console.log(table(rows))
writeFileSync(new URL('results.json', import.meta.url), `${JSON.stringify(rows, null, 2)}\n`)
