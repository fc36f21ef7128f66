// Requests to a tenant, in short.
import { base } from './router.mjs'

/** `call('POST', '/roles', body)` gives `{ status, headers, body }`; `body` is parsed if it is JSON. */
export const client =
  ({ fetch }) =>
  async (method, path, body) => {
    const response = await fetch(`http://tenant.example${base}${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    })
    const text = await response.text()
    const { status, headers } = response
    const isJson = headers.get('content-type')?.startsWith('application/json')
    return { status, headers, body: isJson ? JSON.parse(text) : text }
  }

/** As `client`, but gives the body, and throws unless the status is one of success. */
export const bodies = tenant => async (method, path, body) => {
  const answer = await client(tenant)(method, path, body)
  if (answer.status < 300) return answer.body
  throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
}
