// HTTP by Node's own client: less work for each request than `fetch`, which counts where thousands are sent.
import { request } from 'node:http'

/** `{ status, text }`; rejects when there is no whole answer. */
export function send(url, { method = 'GET', headers = {}, body, agent, timeout = 20_000 } = {}) {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent, timeout }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', chunk => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }))
      response.on('error', reject)
    })
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in time')))
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** Sends a form. */
export const post = (url, form, agent) =>
  send(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    agent,
  })
