// Sends requests to one server, many at a time, and judges every answer.
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { now } from '../issuer/issuer.mjs'
import { send } from '../issuer/request.mjs'
import { answers } from './oracle.mjs'

/** Requests at a time. */
export const CONCURRENCY = 16
/** How long an answer waits for its verdict, in milliseconds: until then the issuer has recorded what led to it. */
const DELAY = 100
/** How many fetches are looked at to judge: those before are past every lifetime. */
const RECENT = 100

export class Load {
  /** By phase: `{ requests, granted, refused, unavailable, times }`. */
  phases = new Map()
  /** How often each kind of request was sent. */
  kinds = new Map()
  mistaken = 0
  /** How many times callers waited for as long as a slow key set takes, although the server had the key. */
  waits = 0
  #mistakes = new Map()
  #server
  #world
  #oracle
  #next
  #random
  #agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY })
  #stopped = false

  constructor({ server, world, oracle, next, random }) {
    this.#server = server
    this.#world = world
    this.#oracle = oracle
    this.#next = next
    this.#random = random
  }

  /** Runs until `stop()`. */
  async run() {
    await Promise.all(Array.from({ length: CONCURRENCY }, () => this.#loop()))
    this.#agent.destroy()
  }

  stop() {
    this.#stopped = true
  }

  async #loop() {
    while (!this.#stopped) {
      const { phase } = this.#world
      const asked = this.#next(phase)
      if (this.#random() < 0.01) await this.#hangUp(asked)
      else await this.#ask(phase, asked)
      // Somebody at the other end reads the answer.
      await sleep(this.#random.below(8))
    }
  }

  async #ask(phase, asked) {
    const from = now()
    let got
    try {
      const { status, text } = await send(this.#server.url + asked.path, {
        headers: headersOf(asked),
        agent: this.#agent,
      })
      got = { status, body: JSON.parse(text) }
    } catch (error) {
      got = { status: `no answer (${error.code ?? error.name})`, body: {} }
    }
    const to = now()
    this.kinds.set(asked.kind, (this.kinds.get(asked.kind) ?? 0) + 1)
    this.#count(phase, got.status, to - from)
    setTimeout(() => this.#judge({ phase, asked, got, from, to }), DELAY)
  }

  /** A caller who does not wait: what a server began for it may be cancelled. */
  async #hangUp(asked) {
    const outgoing = request(this.#server.url + asked.path, { headers: headersOf(asked) })
    outgoing.on('error', () => {})
    outgoing.end()
    await sleep(1 + this.#random.below(10))
    outgoing.destroy()
  }

  #judge({ phase, asked, got, from, to }) {
    const { kid } = asked
    const fetches = this.#world.fetchesBy(this.#server.by, RECENT)
    const states = kid ? this.#oracle.states(kid, fetches, from, to) : ['trusted']
    const allowed = kid ? answers(asked, states, from, to) : new Set([asked.verdict])
    const said = got.status === 200 ? '200' : `${got.status} ${got.body.code ?? ''}`.trim()
    if (!allowed.has(said)) return this.#mistake(phase, asked, said + whyUnavailable(got), allowed, from)
    const { fault } = phase
    if (fault?.kind === 'slow' && states.join() === 'trusted' && to - from > 0.9 * fault.delay)
      this.waits += 1
    if (said === '200' && !isSubset(asked.body, got.body)) {
      this.#mistake(phase, asked, '200 with the grant of another token', allowed, from)
    }
  }

  /** What was answered wrongly: each kind once for a phase, with when it first was and how often. */
  get mistakes() {
    return [...this.#mistakes].map(
      ([what, { after, count }]) => `${what}: ${count} times, first after ${after} s`,
    )
  }

  #mistake(phase, { kind }, said, allowed, from) {
    this.mistaken += 1
    const expected = [...allowed].join(' or ') || 'nothing that is known'
    const what = `${this.#server.name}, ${phase.name}, ${kind}: expected ${expected}, got ${said}`
    const known = this.#mistakes.get(what)
    if (known) {
      known.count += 1
      return
    }
    const began = this.#world.log.findLast(entry => entry.name === phase.name)?.from ?? from
    this.#mistakes.set(what, { count: 1, after: ((from - began) / 1000).toFixed(2) })
  }

  #count({ name }, status, time) {
    let entry = this.phases.get(name)
    if (!entry) {
      entry = { requests: 0, granted: 0, refused: 0, unavailable: 0, times: [] }
      this.phases.set(name, entry)
    }
    entry.requests += 1
    if (status === 200) entry.granted += 1
    else if (status === 503) entry.unavailable += 1
    else entry.refused += 1
    entry.times.push(time)
  }
}

/** Why a server has no keys, if it says so. */
function whyUnavailable({ status, body }) {
  const [, why] = /is unavailable: (.*)$/.exec(body.message ?? '') ?? []
  return status === 503 && why ? ` (${why})` : ''
}

const headersOf = ({ token }) => (token ? { authorization: `Bearer ${token}` } : {})

const isSubset = (expected, given) =>
  Object.entries(expected ?? {}).every(([name, value]) => isDeepStrictEqual(given[name], value))
