// Plans of hand-made diffs, and texts: inside the package, where they can be asked what no engine answers.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'

const contents = ['plan/plan', 'text/diff', 'text/plan', 'text/report']
  .map(name => `export * from './${name}.js'`)
  .join('\n')

const folder = mkdtempSync(join(tmpdir(), 'orgate-plan-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const outfile = join(folder, 'plan.mjs')
const resolveDir = fileURLToPath(new URL('../../../pkg/src', import.meta.url))
buildSync({
  stdin: { contents, resolveDir, loader: 'ts' },
  bundle: true,
  format: 'esm',
  target: 'es2022',
  outfile,
  logLevel: 'error',
})

export const { formatDiff, formatImpact, formatLint, formatPlan, planMigration } = await import(
  pathToFileURL(outfile).href
)
