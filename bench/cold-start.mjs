// From the import to the first grant, where nothing ran before; with the keys at hand, and with keys to fetch.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { COLD, COMPILE } from './cold-runtimes.mjs'
import { chromiumPath } from './runtimes.mjs'
import { compare } from './statistics.mjs'
import { now, tokenCases } from './tokens.mjs'

/** How long the key server takes, in milliseconds. */
const DELAY = 100

/** A key server that is not near. */
async function startKeyServer(jwks) {
  let requests = 0
  const server = createServer((_request, response) => {
    requests += 1
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
      response.end(JSON.stringify(jwks))
    }, DELAY)
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${server.address().port}/jwks`,
    /** How many requests there were since this was asked last. */
    taken() {
      const count = requests
      requests = 0
      return count
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

const ORGATE = { label: 'orgate', program: 'orgate', keys: 'local' }
const SYNC = { label: 'orgate/sync', program: 'sync', keys: 'local' }
const JOSE = { label: 'jose', program: 'jose', keys: 'local' }
const ORGATE_FETCH = { label: 'orgate, fetching', program: 'orgate', keys: 'fetched' }
const JOSE_FETCH = { label: 'jose, fetching', program: 'jose', keys: 'fetched' }
const ENGINE = { label: 'the wasm compiled', program: COMPILE }
const SUBJECTS = [ORGATE, SYNC, JOSE, ORGATE_FETCH, JOSE_FETCH, ENGINE]

/** One start of a subject: what it took, after a look at its answer and at what it fetched. */
async function once(start, { program, keys }, tokenCase, keyServer) {
  const question = { ...tokenCase, now, keys: keys === 'fetched' ? keyServer.url : tokenCase.jwks }
  const answer = await start(program, question)
  if (program !== COMPILE) assert.equal(answer.subject, tokenCase.subject)
  assert.equal(keyServer.taken(), keys === 'fetched' ? 1 : 0, `${program}: requests for keys`)
  return answer
}

/** Every subject started so many times, in turn. */
async function samplesOf(start, starts, tokenCase, keyServer) {
  const samples = new Map(SUBJECTS.map(subject => [subject, []]))
  for (let round = 0; round < starts; round++) {
    for (let turn = 0; turn < SUBJECTS.length; turn++) {
      const subject = SUBJECTS[(round + turn) % SUBJECTS.length]
      samples.get(subject).push(await once(start, subject, tokenCase, keyServer))
    }
  }
  return (subject, member = 'total') => samples.get(subject).map(sample => sample[member] * 1000)
}

function rowsOf(runtime, of) {
  const row = (title, subject, peer, member) => ({
    name: `cold, ${runtime}: ${title}`,
    subject: subject.label,
    peer: peer.label,
    ...compare(of(subject, member), of(peer, member)),
  })
  return [
    row('import to the first grant', ORGATE, JOSE),
    row('import to the first grant, sync', SYNC, JOSE),
    // From outside of an isolate it cannot be told apart.
    ...(runtime === 'workerd' ? [] : [row('of it, the import', ORGATE, JOSE, 'import')]),
    row('compiling the wasm, against all of it', ENGINE, ORGATE),
    row(`keys fetched in ${DELAY} ms`, ORGATE_FETCH, JOSE_FETCH),
  ]
}

/** The rows of every runtime. */
export async function coldStartRows({ starts }) {
  const [tokenCase] = await tokenCases()
  const keyServer = await startKeyServer(tokenCase.jwks)
  const rows = []
  const programs = [...new Set(SUBJECTS.map(({ program }) => program))].filter(name => name !== COMPILE)
  try {
    for (const [runtime, use] of Object.entries(COLD)) {
      if (runtime === 'Chromium' && !chromiumPath) {
        rows.push({ name: 'cold, Chromium', leftOut: 'is not on this machine' })
        continue
      }
      await use(programs, async start => {
        rows.push(...rowsOf(runtime, await samplesOf(start, starts, tokenCase, keyServer)))
      })
    }
  } finally {
    keyServer.close()
  }
  return rows
}
