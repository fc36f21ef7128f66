// A server of key sets that a test slows down, breaks and changes, and gates over it.
import { createHash } from 'node:crypto'
import { clockAt, NOW, organization, publicKey, serve, token } from './issuer.mjs'
import { load } from './tarball.mjs'

export const { orgate, sync, keys: keySets } = await load()

/** Tokens of it are valid for so long that only keys end. */
export const FAR = NOW + 100_000_000

/**
 * `keys` are the names of its test keys; `status`, `body`, `headers` are answered. With `etag` it says one and answers 304.
 * It answers when `held` resolves. `metadata` is what discovery finds.
 */
export async function startKeyServer(...names) {
  const server = { keys: names, status: 200, body: undefined, headers: {}, etag: false, held: undefined }
  const { requests, origin, close } = await serve(async (request, response) => {
    // What is answered is what was there when it was asked.
    const { status, headers, etag, metadata } = server
    const set = server.body ?? JSON.stringify({ keys: server.keys.map(name => publicKey(name)) })
    await server.held
    if (request.url.endsWith('/.well-known/openid-configuration')) {
      response.writeHead(server.metadataStatus ?? 200)
      return response.end(typeof metadata === 'string' ? metadata : JSON.stringify(metadata))
    }
    const tag = `"${createHash('sha256').update(set).digest('hex').slice(0, 8)}"`
    if (etag && status === 200 && request.headers['if-none-match'] === tag) {
      response.writeHead(304, { ...headers, etag: tag })
      return response.end()
    }
    response.writeHead(status, { ...headers, ...(etag && { etag: tag }) })
    response.end(set)
  })
  const issuer = `${origin}/oidc`
  return Object.assign(server, {
    requests,
    origin,
    issuer,
    url: `${issuer}/jwks`,
    metadata: { issuer, jwks_uri: `${issuer}/jwks` },
    [Symbol.asyncDispose]: close,
    close,
    token: ({ claims = {}, ...rest } = {}) =>
      token({ ...rest, claims: { iss: issuer, exp: FAR, ...claims } }),
  })
}

export async function withServer(names, work) {
  const server = await startKeyServer(...names)
  try {
    await work(server)
  } finally {
    server.open?.()
    await server.close()
  }
}

/** Makes answers wait until `server.open()`. */
export function hold(server) {
  server.held = new Promise(resolve => {
    server.open = () => {
      server.held = undefined
      resolve()
    }
  })
}

let serial = 0

/** A gate over the keys of a server, and its clock; `fresh` makes a token that no cache has seen. */
export function world(server, options = {}, gateOptions = {}) {
  const clock = clockAt(NOW)
  const keys = keySets.remoteKeys({ url: server.url, clock, ...options })
  const gate = orgate.createGate({ issuer: server.issuer, keys, clock, ...gateOptions })
  const verify = (value, on = gate) => on.verifyOrganizationToken(value, { organization })
  const fresh = (key = 'es384') => server.token({ key, claims: { jti: `fresh ${serial++}` } })
  return { clock, keys, gate, verify, fresh }
}

/** Waits for what happens in the background. */
export async function until(condition, what = String(condition)) {
  for (let waited = 0; !condition(); waited += 2) {
    if (waited > 4_000) throw new Error(`this never became so: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 2))
  }
}

/** What happens in the background has happened by then. */
export const settled = () => new Promise(resolve => setTimeout(resolve, 50))
