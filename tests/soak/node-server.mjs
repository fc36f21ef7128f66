// The Node server under test: one gate for the life of the process, asked directly. Run by `servers.mjs`.
import { createServer } from 'node:http'
import { load } from '../runtimes/lib/tarball.mjs'
import { watchWasm } from './wasm-memory.mjs'

const wasmBytes = watchWasm()
const { issuer, keysUrl, lifetimes, clientId, resource, template } = JSON.parse(process.argv[2])
const { orgate, keys } = await load()

const gate = orgate.createGate({
  issuer,
  template,
  // Full after seconds, so that memory is flat from then on, and tokens leave it again.
  cache: { max: 100 },
  keys: keys.remoteKeys({ url: keysUrl, ...lifetimes }),
})

/** The body for a request that is let through. */
async function answer(token, organization, what) {
  if (what === 'reports') {
    const grant = await gate.verifyOrganizationToken(token, { organization })
    grant.assert('read:reports')
    return { organization: grant.organization, export: grant.can('export:reports') }
  }
  if (what === 'orders') {
    const grant = await gate.verifyApiToken(token, { resource, organization })
    return {
      organization: grant.organization,
      resource: grant.resource,
      permissions: [...grant.permissions].sort(),
    }
  }
  const { subject, clientId: client } = await gate.verifyIdToken(token, { clientId })
  return { subject, clientId: client }
}

const server = createServer(async (request, response) => {
  const [, , organization, what] = request.url.split('/')
  const token = request.headers.authorization?.replace(/^Bearer /, '')
  let status = 200
  let body
  try {
    body = await answer(token, organization, what)
  } catch (error) {
    if (!(error instanceof orgate.OrgateError)) throw error
    status = error.status
    body = { code: error.code, message: error.message }
  }
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
})

process.on('message', () => {
  global.gc()
  global.gc()
  const { heapUsed, rss } = process.memoryUsage()
  process.send({ heap: heapUsed, rss, wasm: wasmBytes() })
})
process.on('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => {
  const methods = ['verifyApiToken', 'verifyIdToken'].filter(name => name in gate)
  process.send({ port: server.address().port, methods })
})
