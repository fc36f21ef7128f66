// Interleaved timing: in every block each subject runs once, in a rotating order, so that drift hits all alike.
// Runs wherever a verifier does, so it imports nothing.

/** What the loops hand back is added up here and looked at in the end, so that no loop can be left out. */
let sink = 0

/**
 * @typedef {object} Subject
 * @property {string} name
 * @property {(times: number) => number | Promise<number>} run Does it so many times. Each has a loop of its own:
 *   a shared one would be compiled for all of them together.
 */

/**
 * A subject that does one thing again and again. Its loop is shared, which does not matter to what takes long.
 *
 * @param {string} name
 * @param {() => number} once
 * @returns {Subject}
 */
export function repeating(name, once) {
  return {
    name,
    run(times) {
      let sum = 0
      for (let i = 0; i < times; i++) sum += once()
      return sum
    },
  }
}

async function time({ run }, times) {
  const start = performance.now()
  sink += await run(times)
  return performance.now() - start
}

/** Runs a subject until its code is compiled and settled; how many times it runs in a block of `blockMs`. */
async function warmUp(subject, { warmUpMs, blockMs }) {
  const end = performance.now() + warmUpMs
  let times = 1
  let took = 0
  let best = Number.POSITIVE_INFINITY
  do {
    took = await time(subject, times)
    // A short pass says little about one run.
    if (took >= blockMs / 2) best = Math.min(best, took / times)
    if (took < blockMs) times = Math.ceil(times * Math.min(2, (1.1 * blockMs) / Math.max(took, 0.001)))
  } while (performance.now() < end || took < blockMs)
  // By its fastest pass: a pass that was slow by accident must not make the blocks short.
  return Math.ceil((1.1 * blockMs) / best)
}

/**
 * Microseconds of one run, for each subject and block.
 *
 * @param {Subject[]} subjects
 * @returns {Promise<Map<string, number[]>>}
 */
export async function measure(subjects, options) {
  const times = new Map()
  // Twice over: the first round also settles what the subjects share.
  for (const round of [1, 2]) {
    for (const subject of subjects) {
      times.set(subject, await warmUp(subject, { ...options, warmUpMs: (options.warmUpMs * round) / 3 }))
    }
  }
  const samples = new Map(subjects.map(({ name }) => [name, []]))
  for (let block = 0; block < options.blocks; block++) {
    for (let turn = 0; turn < subjects.length; turn++) {
      const subject = subjects[(block + turn) % subjects.length]
      const took = await time(subject, times.get(subject))
      samples.get(subject.name).push((took * 1000) / times.get(subject))
    }
  }
  if (!Number.isFinite(sink)) throw new Error('a subject handed back no number')
  return samples
}
