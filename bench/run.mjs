// Prints the comparison of Orgate with its peers, and writes it to results.json. `--quick` for a first look,
// `--only=verify,peers` for some of the groups.
import { existsSync, writeFileSync } from 'node:fs'
import { withBudget } from './budgets.mjs'
import { header, table } from './report.mjs'

if (!existsSync(new URL('../pkg/dist/index.js', import.meta.url))) {
  console.error('The package is not built: run `npm run build` first.')
  process.exit(1)
}
const { tokenCases } = await import('./tokens.mjs')
const { verifyRows } = await import('./verify.mjs')
const { verifyPeersRows } = await import('./verify-peers.mjs')
const { coldStartRows } = await import('./cold-start.mjs')
const { decideRows } = await import('./decide.mjs')
const { resolveRows } = await import('./resolve.mjs')
const { templateRows } = await import('./template.mjs')
const { templateCodeRows } = await import('./template-code.mjs')
const { directoryRows } = await import('./directory.mjs')
const { impactRows } = await import('./impact.mjs')

const options = process.argv.includes('--quick')
  ? {
      ...{ blocks: 15, slowBlocks: 3, blockMs: 20, warmUpMs: 300, templates: 1, directories: 2, loads: 1 },
      peers: { blocks: 5, blockMs: 20, warmUpMs: 200 },
      starts: 2,
    }
  : {
      ...{ blocks: 25, slowBlocks: 9, blockMs: 120, warmUpMs: 2000, templates: 3, directories: 3, loads: 3 },
      peers: { blocks: 13, blockMs: 50, warmUpMs: 700 },
      starts: 9,
    }

const groups = {
  async verify() {
    const rows = []
    for (const tokenCase of await tokenCases()) rows.push(...(await verifyRows(tokenCase, options)))
    return rows
  },
  peers: () => verifyPeersRows(options),
  cold: () => coldStartRows(options),
  decide: () => decideRows(options),
  resolve: () => resolveRows(options),
  template: () => templateRows(options),
  code: () => templateCodeRows(options),
  directory: () => directoryRows(options),
  impact: () => impactRows(options),
}

const only = process.argv.find(argument => argument.startsWith('--only='))?.slice('--only='.length)
const chosen = only === undefined ? Object.keys(groups) : only.split(',')
const unknown = chosen.filter(name => !Object.hasOwn(groups, name))
if (unknown.length > 0) {
  console.error(`There is no group ${unknown.join(', ')}; there are ${Object.keys(groups).join(', ')}.`)
  process.exit(1)
}

console.log(`${header(options)}\n`)
const rows = []
for (const name of chosen) rows.push(...(await groups[name]()).map(withBudget))
console.log(table(rows))
// Some of the rows must not take the place of all of them.
if (only === undefined) {
  writeFileSync(new URL('results.json', import.meta.url), `${JSON.stringify(rows, null, 2)}\n`)
}
