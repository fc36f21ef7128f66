// Runs the phases on an issuer, and remembers what was when.
import { setTimeout as sleep } from 'node:timers/promises'
import { now } from '../issuer/issuer.mjs'
import { signingKey } from '../issuer/keys.mjs'
import { keyTypes } from './phases.mjs'

export class World {
  issuer
  /** What was wrong with the key set, as `{ from, to, kind }`; `to` is infinite while it lasts. A slow answer is not wrong. */
  faults = []
  /** Every phase that began, as `{ name, from, to }`. */
  log = []
  /** The phase of this moment. */
  phase
  #keys

  constructor(issuer) {
    this.issuer = issuer
  }

  /** Makes the keys for these phases: RSA keys take seconds, which must not be those of a phase. */
  async prepare(phases) {
    this.#keys = []
    for (const type of keyTypes(phases)) this.#keys.push(await signingKey(type))
  }

  /** What the issuer had for keys, by `kid`: see `Issuer.history`. */
  get keys() {
    return this.issuer.history
  }

  /** The requests for the key set by one server, or only its last ones. */
  fetchesBy(by, count = Number.POSITIVE_INFINITY) {
    const { requests } = this.issuer.front
    const found = []
    for (let index = requests.length - 1; index >= 0 && found.length < count; index -= 1) {
      if (requests[index].by === by) found.push(requests[index])
    }
    return found.reverse()
  }

  /** Runs the phases one after the other; `changed(phase)` is called as each begins. */
  async run(phases, changed) {
    let end = now()
    for (const phase of phases) {
      const from = end
      end = from + phase.seconds * 1000
      this.phase = phase
      this.log.push({ ...phase, from, to: end })
      changed(phase)
      for (const [at, act] of this.#actions(phase)) {
        await until(from + at * 1000)
        await act()
      }
      await until(end)
      await this.#fault(undefined)
    }
  }

  #actions({ fault, steps = [] }) {
    if (fault) return [[0, () => this.#fault(fault)]]
    return steps.map(([at, what]) => [at, () => this.#step(what)])
  }

  async #step(what) {
    const { issuer } = this
    const [verb] = what.split(' ')
    if (verb === 'publish') {
      this.next = this.#keys.shift()
      await issuer.publish(this.next)
    } else if (verb === 'use') await issuer.rotate(this.next)
    else if (verb === 'remove') await issuer.removePrevious()
    else {
      await issuer.rotate(this.#keys.shift())
      await issuer.removePrevious()
    }
  }

  async #fault(fault) {
    const { front } = this.issuer
    const last = this.faults.at(-1)
    const kind = fault?.kind
    if (kind === 'refused') await this.issuer.down()
    else if (last?.kind === 'refused' && last.to === Number.POSITIVE_INFINITY) await this.issuer.up()
    front.fault = kind === 'refused' ? undefined : fault
    if (last?.to === Number.POSITIVE_INFINITY) last.to = now()
    if (kind && kind !== 'slow') this.faults.push({ from: now(), to: Number.POSITIVE_INFINITY, kind })
  }
}

const until = moment => sleep(Math.max(0, moment - now()))
