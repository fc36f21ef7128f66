// One port: `/` the playground, `/oidc/*` the development issuer, `/worker/*` the example worker in workerd.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createGate } from 'orgate'
import { HttpError, json, send, toRequest } from './http.mjs'
import { createIssuer } from './issuer.mjs'
import { createKey } from './key.mjs'
import { buildSite, serveSite } from './site.mjs'
import { startWorker } from './worker.mjs'

/**
 * @param {object} [options]
 * @param {number} [options.port]   0 takes any free port
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function startServer({ port = 0 } = {}) {
  // The issuer's name holds the port, so the port comes first; until all is ready the answer is 503.
  let handle = async () => json(503, { code: 'STARTING', message: 'the server is starting' })
  const server = createServer(async (message, answer) => {
    try {
      await send(answer, await handle(await toRequest(message, url)))
    } catch (error) {
      fail(answer, error)
    }
  })
  await listen(server, port)
  const url = `http://localhost:${server.address().port}`
  const close = () =>
    new Promise(resolve => {
      server.close(() => resolve())
      server.closeAllConnections()
    })

  try {
    const issuer = `${url}/oidc`
    const [key, template, cast] = await Promise.all([
      createKey(),
      readJson('../examples/worker/template.json'),
      readJson('./cast.json'),
    ])
    const gate = createGate({ issuer, keys: { keys: [key.jwk()] }, template })
    const oidc = createIssuer({ issuer, key, gate, cast })
    await buildSite()
    const worker = await startWorker({ issuer })
    handle = request => {
      const target = new URL(request.url)
      if (target.pathname.startsWith('/oidc/')) return oidc(request)
      if (target.pathname !== '/worker' && !target.pathname.startsWith('/worker/')) return serveSite(request)
      target.pathname = target.pathname.slice('/worker'.length) || '/'
      return worker.handle(new Request(target, request))
    }
    let stopped
    const stop = () => {
      stopped ??= Promise.all([worker.stop(), close()]).then(() => {})
      return stopped
    }
    return { url, stop }
  } catch (error) {
    await close()
    throw error
  }
}

const readJson = async path => JSON.parse(await readFile(new URL(path, import.meta.url), 'utf8'))

/** Loopback only: the issuer gives a token to whoever asks. */
const listen = (server, port) =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })

function fail(answer, error) {
  if (answer.headersSent) return answer.destroy()
  const known = error instanceof HttpError
  if (!known) console.error(error)
  const body = known
    ? { code: error.code, message: error.message }
    : { code: 'INTERNAL', message: 'see the log' }
  answer.writeHead(known ? error.status : 500, { 'content-type': 'application/json' })
  answer.end(JSON.stringify(body))
}
