// Between node:http and the Fetch API: every part of the development server is `Request => Response`.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const BODY_LIMIT = 1 << 20

/** @returns {Promise<Request>} */
export async function toRequest(message, origin) {
  const headers = new Headers()
  for (let i = 0; i < message.rawHeaders.length; i += 2) {
    headers.append(message.rawHeaders[i], message.rawHeaders[i + 1])
  }
  const bodyless = message.method === 'GET' || message.method === 'HEAD'
  const body = bodyless ? undefined : await readBody(message)
  return new Request(new URL(message.url, origin), { method: message.method, headers, body })
}

async function readBody(message) {
  const chunks = []
  let size = 0
  for await (const chunk of message) {
    size += chunk.length
    if (size > BODY_LIMIT) throw new HttpError(413, 'BODY_TOO_LARGE', 'the body is over 1 MiB')
    chunks.push(chunk)
  }
  return size > 0 ? Buffer.concat(chunks) : undefined
}

/** @param {Response} response */
export async function send(message, response) {
  message.writeHead(response.status, [...response.headers].flat())
  if (!response.body) return message.end()
  await pipeline(Readable.fromWeb(response.body), message)
}

export class HttpError extends Error {
  constructor(status, code, text) {
    super(text)
    this.status = status
    this.code = code
  }
}

export const json = (status, body, headers = {}) =>
  new Response(`${JSON.stringify(body, null, 2)}\n`, {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  })
