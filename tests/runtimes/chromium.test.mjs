// The conformance suite on a page in headless Chromium.
import { createServer } from 'node:http'
import { test } from 'node:test'
import { chromium } from 'playwright-core'
import { chromiumArguments as args, chromium as findChromium } from '../../scripts/lib/chromium.mjs'
import { bundle } from './lib/bundle.mjs'
import { corpus, fixtures } from './lib/data.mjs'
import { report } from './lib/report.mjs'

const executablePath = findChromium()

async function inChromium() {
  const { code } = await bundle(
    `const data = await (await fetch('/data.json')).json()
globalThis.conformance = run({ orgate, sync, check, policy, ...data })`,
  )
  const files = {
    '/': [
      'text/html',
      '<!doctype html><meta charset="utf-8"><title>Orgate</title><script type="module" src="/run.js"></script>',
    ],
    '/run.js': ['text/javascript', code],
    '/data.json': ['application/json', JSON.stringify({ corpus, fixtures })],
  }
  const server = createServer(({ url }, response) => {
    const [type, body] = files[url] ?? []
    response.writeHead(body ? 200 : 404, { 'content-type': `${type ?? 'text/plain'}; charset=utf-8` })
    response.end(body)
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const browser = await chromium.launch({ executablePath, args })
  try {
    const page = await browser.newPage()
    const problems = []
    page.on('pageerror', error => problems.push(error.stack ?? String(error)))
    await page.goto(`http://127.0.0.1:${server.address().port}/`)
    const finished = page.waitForFunction(() => globalThis.conformance !== undefined, undefined, {
      timeout: 120_000,
    })
    await finished.catch(error => {
      throw new Error(problems.join('\n') || error.message)
    })
    const { results } = await page.evaluate(() => globalThis.conformance)
    return results
  } finally {
    await browser.close()
    server.close()
  }
}

if (executablePath) report(await inChromium())
else test('the conformance suite in Chromium', { skip: 'there is no Chromium' }, () => {})
