// An issuer on loopback: a real HTTP server with a key set, and tokens signed with the test keys of the corpus.
import { createServer } from 'node:http'
import { NOW, ORGANIZATION, PREFIX, token } from '../../corpus/generate/build.mjs'
import { publicKey } from '../../corpus/generate/keys.mjs'

export { NOW, ORGANIZATION, PREFIX, publicKey, token }

/** A clock that a test moves. */
export function clockAt(seconds) {
  const clock = () => clock.seconds * 1000
  clock.seconds = seconds
  return clock
}

export const organization = ORGANIZATION

/** The refusal's code, or what was given instead. */
export async function codeOf(work) {
  try {
    return { value: await work() }
  } catch (error) {
    return error.code ?? error
  }
}

/** Serves `answer(request, response)`; counts requests. */
export async function serve(answer) {
  const requests = []
  const server = createServer((request, response) => {
    requests.push(request)
    answer(request, response)
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    requests,
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(resolve))
    },
  }
}

export const json = (response, value, status = 200) => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(typeof value === 'string' ? value : JSON.stringify(value))
}

/** An issuer whose key set a test changes: `issuer.keys`, `issuer.status`, `issuer.body`. */
export async function startIssuer(...names) {
  const issuer = { keys: names.map(name => publicKey(name)), status: 200, body: undefined }
  const server = await serve((request, response) => {
    if (request.url !== '/oidc/jwks') return json(response, {}, 404)
    json(response, issuer.body ?? { keys: issuer.keys }, issuer.status)
  })
  return Object.assign(issuer, server, {
    url: `${server.origin}/oidc`,
    token: ({ claims = {}, ...rest } = {}) =>
      token({ ...rest, claims: { iss: `${server.origin}/oidc`, ...claims } }),
  })
}
