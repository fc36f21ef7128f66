// Flat memory: samples of a server while it works, and what is wrong with them.

const MB = 2 ** 20

/** By measure: how much more than before the end may be, as a share and in bytes. */
const bounds = {
  // After a forced collection.
  heap: [0.04, 0.75 * MB],
  rss: [0.15, 20 * MB],
  wasm: [0, 0],
}

export class MemoryWatch {
  samples = []
  #server
  #timer
  #busy = false

  constructor(server) {
    this.#server = server
  }

  /** Measures every so many milliseconds. */
  start(every) {
    this.#timer = setInterval(() => this.#sample(), every)
  }

  stop() {
    clearInterval(this.#timer)
  }

  async #sample() {
    if (this.#busy) return
    this.#busy = true
    this.samples.push(await this.#server.measure())
    this.#busy = false
  }

  /** By measure: the highest in the middle third of the run, and in its last. Before that, caches fill. */
  figures() {
    const third = Math.floor(this.samples.length / 3)
    const highest = (name, samples) => Math.max(...samples.map(sample => sample[name]))
    return Object.fromEntries(
      Object.keys(bounds)
        .filter(name => third > 0 && this.samples.every(sample => sample[name] !== undefined))
        .map(name => [
          name,
          {
            before: highest(name, this.samples.slice(third, -third)),
            after: highest(name, this.samples.slice(-third)),
          },
        ]),
    )
  }

  problems() {
    return Object.entries(this.figures()).flatMap(([name, { before, after }]) => {
      const [share, bytes] = bounds[name]
      if (after <= before * (1 + share) + bytes) return []
      return [`${this.#server.name}: ${name} grew from ${megabytes(before)} to ${megabytes(after)}`]
    })
  }
}

export const megabytes = bytes => `${(bytes / MB).toFixed(1)} MB`
