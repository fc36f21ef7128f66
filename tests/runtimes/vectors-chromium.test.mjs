// Public test vectors on both engines on a page in headless Chromium.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { chromium } from 'playwright-core'
import { chromiumArguments as args, chromium as findChromium } from '../../scripts/lib/chromium.mjs'
import { data, issuer } from '../vectors/data.mjs'
import { report } from '../vectors/report.mjs'
import { withVectors } from '../vectors/source.mjs'
import { bundle } from './lib/bundle.mjs'

const executablePath = findChromium()

const page = withVectors(`const module = await WebAssembly.compileStreaming(fetch('/issuer.wasm'))
globalThis.vectors = runVectors(await (await fetch('/data.json')).json(), module)`)

async function inChromium() {
  const { code } = await bundle(page)
  const files = {
    '/': [
      'text/html; charset=utf-8',
      '<!doctype html><meta charset="utf-8"><title>Orgate</title><script type="module" src="/run.js"></script>',
    ],
    '/run.js': ['text/javascript; charset=utf-8', code],
    '/data.json': ['application/json', JSON.stringify(data())],
    '/issuer.wasm': ['application/wasm', readFileSync(issuer.wasm())],
  }
  const server = createServer(({ url }, response) => {
    const [type, body] = files[url] ?? ['text/plain']
    response.writeHead(body ? 200 : 404, { 'content-type': type })
    response.end(body)
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const browser = await chromium.launch({
    executablePath,
    args,
  })
  try {
    const tab = await browser.newPage()
    const problems = []
    tab.on('pageerror', error => problems.push(error.stack ?? String(error)))
    await tab.goto(`http://127.0.0.1:${server.address().port}/`)
    const started = tab.waitForFunction(() => globalThis.vectors !== undefined, undefined, {
      timeout: 60_000,
    })
    await started.catch(error => {
      throw new Error(problems.join('\n') || error.message)
    })
    return await tab.evaluate(() => globalThis.vectors)
  } finally {
    await browser.close()
    server.close()
  }
}

if (executablePath) report('Chromium', await inChromium())
else test('public test vectors in Chromium', { skip: 'there is no Chromium' }, () => {})
