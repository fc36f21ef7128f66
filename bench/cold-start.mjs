// From the import to the first grant, where nothing ran before; with the keys at hand, and with keys to fetch.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { COLD, COMPILE, hasKeySource } from './cold-runtimes.mjs'
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

const ENGINE = { label: 'the wasm compiled', program: COMPILE }
const ORGATE = { label: 'orgate', program: 'orgate' }
const SYNC = { label: 'orgate/sync', program: 'sync' }
const JOSE = { label: 'jose', program: 'jose' }
const ORGATE_FETCH = { label: 'orgate, fetching', program: 'orgate', fetches: true }
const JOSE_FETCH = { label: 'jose, fetching', program: 'jose', fetches: true }
/** jose's own second level: https://github.com/panva/jose/blob/main/docs/jwks/remote/variables/jwksCache.md. */
const JOSE_STORED = { label: 'jose, jwksCache', program: 'jose', seeded: true }
const ALWAYS = [ENGINE, ORGATE, SYNC, JOSE, ORGATE_FETCH, JOSE_FETCH]

/** The second levels that a runtime has. */
const STORES = { Node: ['memory'], workerd: ['kv', 'cache'], Chromium: ['memory'] }
const empty = store => ({ label: `orgate/keys, ${store} empty`, program: 'keys', fetches: true, store })
const filled = store => ({ label: `orgate/keys, ${store} filled`, program: 'keys', store })

/** With the second level, when the package has one: one subject for each store empty, and one filled. */
function subjectsOf(runtime) {
  const levels = hasKeySource ? STORES[runtime].map(store => [empty(store), filled(store)]) : []
  return { levels, subjects: [...ALWAYS, ...levels.flat(), ...(levels.length > 0 ? [JOSE_STORED] : [])] }
}

let addresses = 0

/** What a subject is asked. An empty store knows nothing of an address that is new each time. */
function questionOf({ store, fetches, seeded, program }, tokenCase, keyServer, stored) {
  const keys =
    fetches && store
      ? `${keyServer.url}?${addresses++}`
      : fetches || seeded || program === 'keys'
        ? keyServer.url
        : tokenCase.jwks
  return { ...tokenCase, now, keys, store, stored, ...(seeded && { seed: tokenCase.jwks }) }
}

/** Every subject started so many times, in turn, with a look at each answer and at what was fetched for it. */
async function samplesOf(start, starts, subjects, tokenCase, keyServer) {
  const stored = new Map()
  for (const subject of subjects.filter(({ program, fetches }) => program === 'keys' && !fetches)) {
    const question = questionOf(subject, tokenCase, keyServer, {})
    stored.set(subject, (await start(subject.program, { ...question, fill: true })).subject)
    assert.equal(keyServer.taken(), 1, `${subject.label}: filled`)
  }
  const samples = new Map(subjects.map(subject => [subject.label, []]))
  for (let round = 0; round < starts; round++) {
    for (let turn = 0; turn < subjects.length; turn++) {
      const subject = subjects[(round + turn) % subjects.length]
      const question = questionOf(subject, tokenCase, keyServer, stored.get(subject))
      const answer = await start(subject.program, question)
      if (subject.program !== COMPILE) assert.equal(answer.subject, tokenCase.subject)
      assert.equal(keyServer.taken(), subject.fetches ? 1 : 0, `${subject.label}: requests for keys`)
      samples.get(subject.label).push(answer)
    }
  }
  return ({ label }, member = 'total') => samples.get(label).map(sample => sample[member] * 1000)
}

function rowsOf(runtime, levels, of) {
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
    ...levels.flatMap(([empty, filled]) => [
      row(`keys fetched in ${DELAY} ms, ${empty.store} store empty`, empty, JOSE_FETCH),
      row(`keys in the ${filled.store} store`, filled, JOSE_STORED),
    ]),
  ]
}

/** The rows of every runtime. */
export async function coldStartRows({ starts }) {
  const [tokenCase] = await tokenCases()
  const keyServer = await startKeyServer(tokenCase.jwks)
  const rows = hasKeySource
    ? []
    : [{ name: 'cold: the second-level cache', leftOut: 'this package does not have' }]
  try {
    for (const [runtime, use] of Object.entries(COLD)) {
      if (runtime === 'Chromium' && !chromiumPath) {
        rows.push({ name: 'cold, Chromium', leftOut: 'is not on this machine' })
        continue
      }
      const { levels, subjects } = subjectsOf(runtime)
      const programs = [...new Set(subjects.map(({ program }) => program))].filter(name => name !== COMPILE)
      await use(programs, async start => {
        const of = await samplesOf(start, starts, subjects, tokenCase, keyServer)
        rows.push(...rowsOf(runtime, levels, of))
      })
    }
  } finally {
    keyServer.close()
  }
  return rows
}
