// The example worker as one deploys it, up to the upload: wrangler under a Node that it runs on, both from npm.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { root } from '../runtimes/lib/tarball.mjs'
import { installed } from './lib/app.mjs'
import { inlineWasm } from './lib/bundle.mjs'

const tools = ['exec', '--yes', '--package=node@22', '--package=wrangler@4.164.0', '--']
const minutes = 60_000

async function run(folder, timeout, ...command) {
  const { NODE_OPTIONS, NODE_TEST_CONTEXT, ...rest } = process.env
  const env = { ...rest, CI: '1', WRANGLER_SEND_METRICS: 'false', WRANGLER_LOG_PATH: join(folder, 'logs') }
  return promisify(execFile)('npm', [...tools, ...command], { cwd: folder, env, timeout })
}

/** Why npm could not fetch a package; `undefined` when something else went wrong. */
function notFetched({ killed, stdout, stderr }) {
  if (killed) return 'it took too long'
  return `${stdout}${stderr}`.match(
    /npm error code (E(?:NOTFOUND|AI_AGAIN|CONN\w+|TIMEDOUT|NOTCACHED|5\d\d))/,
  )?.[1]
}

/** Nothing of the repository but the worker itself and the packed package. */
function workerProject() {
  const folder = mkdtempSync(join(tmpdir(), 'orgate-worker-'))
  cpSync(join(root, 'examples', 'worker'), folder, {
    recursive: true,
    filter: path => !/node_modules|\.wrangler/.test(path),
  })
  cpSync(installed, join(folder, 'node_modules', 'orgate'), { recursive: true })
  return folder
}

test('wrangler deploy --dry-run', async t => {
  const folder = workerProject()
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  try {
    await run(folder, 4 * minutes, 'wrangler', '--version')
  } catch (error) {
    const reason = notFetched(error)
    if (!reason) throw error
    return t.skip(`npm cannot fetch wrangler: ${reason}`)
  }
  const { stdout } = await run(folder, minutes, 'wrangler', 'deploy', '--dry-run', '--outdir', 'out')
  assert.match(stdout, /--dry-run: exiting now/)
  const modules = readdirSync(join(folder, 'out')).filter(name => name.endsWith('.wasm'))
  assert.equal(modules.length, 1)
  assert.match(modules[0], /-orgate\.wasm$/)
  const code = readFileSync(join(folder, 'out', 'index.js'), 'utf8')
  assert.ok(code.includes(`from "./${modules[0]}"`))
  assert.ok(!code.includes(inlineWasm), 'the inlined wasm file is there too')
})
