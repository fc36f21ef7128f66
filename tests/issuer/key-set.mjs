// What stands in front of the issuer's key set: what can go wrong with it, and a record of every request for it.
import { setTimeout as sleep } from 'node:timers/promises'

/** As Logto answers since 1.39. */
const CACHE_CONTROL = 'no-cache, max-age=0, must-revalidate'
const BIG = 5 * 2 ** 20

/** What can be wrong. `answer` gets the response and the key set as text; without it the answer itself is good. */
const faults = {
  unavailable: { answer: response => send(response, 503, 'text/plain', 'down for maintenance') },
  html: { answer: response => send(response, 200, 'text/html', '<!doctype html><title>Sign in</title>') },
  truncated: {
    answer: (response, text) =>
      send(response, 200, 'application/jwk-set+json', text.slice(0, text.length / 2)),
  },
  wrong: { answer: response => send(response, 200, 'application/json', '{"error":"server_error"}') },
  big: { answer: (response, text) => send(response, 200, 'application/jwk-set+json', bigKeySet(text)) },
  /** Elsewhere somebody else's keys are served. */
  redirect: {
    answer: (response, _text, { elsewhere }) => {
      response.setHeader('location', elsewhere)
      send(response, 302, 'text/plain', '')
    },
  },
  /** Answers, but late: `fault.delay` milliseconds. */
  slow: {},
  /** Each time another of these. */
  garbage: {
    answer: (response, text, front) => faults[front.nextGarbage()].answer(response, text),
  },
}

/**
 * Guards the path of the key set. `fault` is what is wrong now: `undefined`, or `{ kind, delay? }` with one of
 * `unavailable`, `html`, `truncated`, `wrong`, `garbage`, `big`, `redirect`, `slow`. Every request is in `requests`, as
 * `{ by, began, ended, closed, good, kids }`: who asked (the query's `by`), when in milliseconds, whether a key set
 * was answered, and with which keys. `ended` is when all of it was sent: never, when the caller hung up.
 */
export class KeySetFront {
  fault
  requests = []
  /** Where a redirect leads, and the keys that are there. */
  elsewhere
  strangers = []
  #garbage = 0
  #published
  #now

  /** `published()` is the key set of this moment. */
  constructor(published, now) {
    this.#published = published
    this.#now = now
  }

  nextGarbage() {
    const kinds = ['html', 'truncated', 'wrong']
    this.#garbage += 1
    return kinds[this.#garbage % kinds.length]
  }

  answerElsewhere(response) {
    send(response, 200, 'application/jwk-set+json', JSON.stringify({ keys: this.strangers }))
  }

  async handle(request, response) {
    const { fault } = this
    const by = new URL(request.url, 'http://issuer').searchParams.get('by') ?? ''
    const entry = { by, began: this.#now(), ended: undefined, closed: undefined, good: false, kids: [] }
    this.requests.push(entry)
    response.once('close', () => {
      entry.closed = this.#now()
    })
    response.once('finish', () => {
      entry.ended = this.#now()
    })
    if (fault?.kind === 'slow') await sleep(fault.delay)
    if (entry.closed) return
    const { keys } = this.#published()
    const text = JSON.stringify({ keys })
    const answer = fault && faults[fault.kind].answer
    if (answer) return answer(response, text, this)
    entry.kids = keys.map(({ kid }) => kid)
    entry.good = true
    send(response, 200, 'application/jwk-set+json; charset=utf-8', text)
  }
}

function send(response, status, type, body) {
  response.writeHead(status, { 'content-type': type, 'cache-control': CACHE_CONTROL })
  response.end(body)
}

/** The good keys at the end of five megabytes. */
function bigKeySet(text) {
  const { keys } = JSON.parse(text)
  const filler = { kty: 'EC', use: 'sig', crv: 'P-384', x: 'A'.repeat(64), y: 'A'.repeat(64) }
  const length = JSON.stringify({ ...filler, kid: '00000000' }).length
  const others = Array.from({ length: Math.ceil(BIG / length) }, (_, index) => ({
    ...filler,
    kid: String(index).padStart(8, '0'),
  }))
  return JSON.stringify({ keys: [...others, ...keys] })
}
