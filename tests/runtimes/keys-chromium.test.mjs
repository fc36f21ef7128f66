// Key sets on a page in headless Chromium: another origin's rules, and the browser's own cache.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chromium } from 'playwright-core'
import { chromiumArguments as args, chromium as findChromium } from '../../scripts/lib/chromium.mjs'
import { bundle } from './lib/bundle.mjs'
import { NOW, organization, publicKey, serve, token } from './lib/issuer.mjs'

const executablePath = findChromium()

/** The page's key set and gate, and a clock that it moves. */
const page = url => `
let seconds = ${NOW}
const clock = () => seconds * 1000
const keys = keySets.remoteKeys({ url: '${url}', clock })
const gate = orgate.createGate({ issuer: 'https://tenant.example/oidc', keys, clock })
globalThis.world = {
  later: more => { seconds += more },
  refresh: () => keys.refresh().then(() => 'ok', error => error.code),
  verify: token => gate.verifyOrganizationToken(token, { organization: '${organization}' }).then(() => 'ok', error => error.code),
  many: tokens => Promise.all(tokens.map(world.verify)),
}`

test('on a page', { skip: !executablePath && 'there is no Chromium' }, async () => {
  let names = ['es384']
  const keyServer = await serve((request, response) => {
    const etag = `"${names.join()}"`
    const headers = {
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'etag',
      'cache-control': 'max-age=86400',
      etag,
    }
    // No other origin may send what it likes: a preflight is refused.
    if (request.method !== 'GET') response.writeHead(405)
    else if (request.headers['if-none-match'] === etag) response.writeHead(304, headers)
    else response.writeHead(200, { ...headers, 'content-type': 'application/json' })
    response.end(JSON.stringify({ keys: names.map(name => publicKey(name)) }))
  })
  const { code } = await bundle(page(`${keyServer.origin}/jwks`))
  const site = await serve((request, response) => {
    const isScript = request.url === '/run.js'
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' })
    response.end(
      isScript ? code : '<!doctype html><title>Orgate</title><script type="module" src="/run.js"></script>',
    )
  })
  const browser = await chromium.launch({ executablePath, args })
  try {
    const opened = await browser.newPage()
    await opened.goto(site.origin)
    await opened.waitForFunction(() => globalThis.world !== undefined)
    const call = (name, value) =>
      opened.evaluate(([name, value]) => globalThis.world[name](value), [name, value])
    const fresh = (key, jti) => token({ key, claims: { jti, exp: NOW + 1_000_000 } })

    const tokens = Array.from({ length: 10 }, (_, n) => fresh('es384', `${n}`))
    assert.deepEqual(await call('many', tokens), Array(10).fill('ok'))
    assert.equal(keyServer.requests.length, 1)

    // The browser would keep the answer for a day.
    names = ['es256']
    assert.equal(await call('refresh'), 'ok')
    assert.equal(keyServer.requests.length, 2)
    assert.equal(await call('verify', fresh('es256', 'rotated')), 'ok')
    // Within a second no fetch looks for a key again: whether it is there is not known.
    assert.equal(await call('verify', tokens[0]), 'KEYS_UNAVAILABLE')
    assert.equal(keyServer.requests.length, 2)

    // It asks with the ETag that it knows, of which no other origin has to be asked for leave.
    await call('later', 3600)
    assert.equal(await call('verify', fresh('es256', 'later')), 'ok')
    assert.equal(keyServer.requests.length, 3)
    assert.ok(keyServer.requests.every(({ method }) => method === 'GET'))
    assert.equal(keyServer.requests[2].headers['if-none-match'], '"es256"')
  } finally {
    await browser.close()
    await Promise.all([keyServer.close(), site.close()])
  }
})
