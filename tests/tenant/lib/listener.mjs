// The tenant behind a real HTTP server on loopback.
import { createServer } from 'node:http'

async function answerTo(serve, incoming, outgoing) {
  const chunks = []
  for await (const chunk of incoming) chunks.push(chunk)
  const answer = await serve({
    method: incoming.method,
    url: new URL(incoming.url, `http://${incoming.headers.host}`),
    headers: new Headers(
      Object.entries(incoming.headersDistinct).map(([name, values]) => [name, `${values}`]),
    ),
    source: Buffer.concat(chunks).toString(),
  })
  if (!answer) return incoming.socket.destroy()
  outgoing.statusCode = answer.status
  for (const [name, value] of answer.headers) outgoing.appendHeader(name, value)
  outgoing.end(answer.body ?? undefined)
}

/** `serve` gives nothing where the connection is to break. */
export async function listen(serve) {
  const server = createServer((incoming, outgoing) => {
    answerTo(serve, incoming, outgoing).catch(error => {
      outgoing.statusCode = 500
      outgoing.end(`the test tenant failed: ${error.stack}`)
    })
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(resolve))
    },
  }
}
