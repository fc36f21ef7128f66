// The playground in Chromium and the guarded worker through plain fetch, as `npm start` serves them.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before } from 'node:test'
import { chromium as launcher } from 'playwright-core'
import { startServer } from '../../dev/server.mjs'
import { chromium } from '../../scripts/lib/chromium.mjs'
import { lookTests } from './suites/look.mjs'
import { playgroundTests } from './suites/playground.mjs'
import { serverTests } from './suites/server.mjs'
import { templateTests } from './suites/template.mjs'

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
const args = [...flags, '--disable-background-networking', '--disable-component-update', '--disable-sync']

let server
let browser

// One server and one browser for all: starting them takes longer than the tests.
before(async () => {
  server = await startServer()
  browser = await launcher.launch({ executablePath: chromium(), args })
})

after(async () => {
  await browser?.close()
  assert.equal(workerds().length, 1, 'the worker ran in workerd')
  await server?.stop()
  assert.deepEqual(workerds(), [], 'no workerd is left')
  await assert.rejects(fetch(server.url), 'the port is free again')
})

/** The workerd processes of this process. */
function workerds() {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,comm='], { encoding: 'utf8' }).trim().split('\n')
  const own = rows.map(row => row.trim().split(/\s+/)).filter(([, parent]) => Number(parent) === process.pid)
  return own.filter(([, , command]) => command.startsWith('workerd')).map(([pid]) => pid)
}

const running = { url: () => server.url, browser: () => browser }
serverTests(running)
playgroundTests(running)
templateTests(running)
lookTests(running)
