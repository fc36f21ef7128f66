// One fetch per refresh: what is wrong with the requests for the key set that a server has sent.

/** Requests that began in that phase. */
export const within = (fetches, { from, to }) => fetches.filter(({ began }) => began >= from && began < to)

/**
 * @param fetches of one server, in the order in which they began
 * @param log the phases as they were
 */
export function fetchProblems(name, fetches, log, lifetimes) {
  const problems = []
  const soft = lifetimes.softLifetimeSeconds * 1000
  const least = Math.min(soft, lifetimes.cooldownSeconds * 1000)
  for (const phase of log) {
    const own = within(fetches, phase)
    const length = phase.to - phase.from
    // Something asks all the time, so that what is old is fetched again at once, and only then.
    if (phase.mix === 'known' && !phase.fault) {
      const expected = length / soft
      if (own.length < expected - 1.5)
        problems.push(`${name}, ${phase.name}: only ${own.length} fetches in ${show(length)}`)
    }
    const most = length / least + 1
    if (own.length > most) problems.push(`${name}, ${phase.name}: ${own.length} fetches in ${show(length)}`)
  }
  return [...problems, ...repeated(name, fetches, log, least)]
}

/** Fetches that another one makes unnecessary: each kind once for a phase. */
function repeated(name, fetches, log, least) {
  const problems = new Map()
  const note = (phase, what) => {
    const problem = `${name}, ${phase}: ${what}`
    problems.set(problem, (problems.get(problem) ?? 0) + 1)
  }
  for (const [index, fetch] of fetches.entries()) {
    const before = fetches[index - 1]
    if (!before) continue
    const phase = log.findLast(({ from }) => from <= fetch.began)?.name ?? 'start'
    if (fetch.began < (before.ended ?? before.closed ?? fetch.began)) note(phase, 'two fetches at once')
    // The first of two may have been held up on its way, so that the second is close to it; not the first of three.
    const first = fetches[index - 2]
    if (first?.good && before.good && fetch.began - first.began < least) {
      note(phase, `three fetches in less than ${show(least)}`)
    }
  }
  return [...problems].map(([problem, count]) => `${problem}, ${count} times`)
}

const show = milliseconds => `${(milliseconds / 1000).toFixed(2)} s`
