/** A leader of another request that has shown no sign of life for so long is taken for gone, in milliseconds. */
const PATIENCE = 1_000
const HEARTBEAT = 200

/** Who does the work. */
interface Leader {
  beat: number
  at: number
  ended: boolean
}

/** One piece of work at a time, whose end others can wait for. The work never rejects. */
export interface Flight {
  readonly underWay: boolean
  run(work: () => Promise<boolean>): Promise<boolean>
  /** Waits until it is no longer under way. `false`: it did not come to an end, but vanished. */
  join(): Promise<boolean>
}

/** By a shared promise. */
export class SharedFlight implements Flight {
  #promise: Promise<boolean> | undefined

  get underWay(): boolean {
    return this.#promise !== undefined
  }

  run(work: () => Promise<boolean>): Promise<boolean> {
    const promise = work().finally(() => {
      if (this.#promise === promise) this.#promise = undefined
    })
    this.#promise = promise
    return promise
  }

  async join(): Promise<boolean> {
    await this.#promise
    return true
  }
}

/**
 * By shared data, where a promise of one request must not be awaited by another: it might never come, or end the
 * other. Who waits looks again and again, by timers of its own request. A request can be cancelled at any moment, and
 * then nothing of it runs any more; so the leader shows that it lives, and is replaced when it no longer does.
 */
export class PolledFlight implements Flight {
  readonly #now: () => number
  #leader: Leader | undefined

  constructor(now: () => number) {
    this.#now = now
  }

  get underWay(): boolean {
    return this.#leader !== undefined && this.#now() - this.#leader.at < PATIENCE
  }

  async run(work: () => Promise<boolean>): Promise<boolean> {
    const leader: Leader = { beat: 0, at: this.#now(), ended: false }
    this.#leader = leader
    const heart = setInterval(() => {
      leader.beat++
      try {
        leader.at = this.#now()
      } catch {
        // The caller's clock: nobody is there to be told, and whoever asks next is.
      }
    }, HEARTBEAT)
    try {
      return await work()
    } finally {
      clearInterval(heart)
      leader.ended = true
      if (this.#leader === leader) this.#leader = undefined
    }
  }

  async join(): Promise<boolean> {
    const leader = this.#leader
    let beat = leader?.beat
    let silence = 0
    for (let pause = 4; leader && this.#leader === leader; pause = Math.min(pause * 1.5, 100)) {
      await new Promise(resolve => setTimeout(resolve, pause))
      // Counted here and not by the clock, which may be the caller's and stand still.
      silence = leader.beat === beat ? silence + pause : 0
      beat = leader.beat
      if (silence >= PATIENCE && this.#leader === leader) this.#leader = undefined
    }
    return leader?.ended ?? true
  }
}

/** Whether this runtime keeps requests apart: Cloudflare's workers and Vercel's edge. */
export function keepsRequestsApart(): boolean {
  const { navigator, EdgeRuntime, WebSocketPair } = globalThis as {
    navigator?: { readonly userAgent?: string }
    EdgeRuntime?: unknown
    WebSocketPair?: unknown
  }
  return (
    navigator?.userAgent === 'Cloudflare-Workers' || EdgeRuntime !== undefined || WebSocketPair !== undefined
  )
}
