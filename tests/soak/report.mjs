// The figures of a run, as a table.
import { table } from '../../scripts/lib/format.mjs'
import { megabytes } from './memory.mjs'

/** What a person reads. */
export function report({ seed, seconds, minted, servers, problems }) {
  const names = Object.keys(servers)
  const lines = [`${seconds} s, seed ${seed}, ${minted} tokens issued`]
  for (const name of names) {
    const { phases, memory, mistakes } = servers[name]
    const total = phases.reduce((sum, { requests }) => sum + requests, 0)
    lines.push('', `${name}: ${total} requests, ${mistakes} wrong answers`)
    lines.push(
      table([
        ['phase', 'requests', 'granted', 'refused', '503', 'key fetches', 'p50 ms', 'p99 ms'],
        ...phases.map(row => [
          row.phase,
          row.requests,
          row.granted,
          row.refused,
          row.unavailable,
          row.fetches,
          row.p50,
          row.p99,
        ]),
      ]),
    )
    const grown = Object.entries(memory).map(
      ([what, { before, after }]) => `${what} ${megabytes(before)} → ${megabytes(after)}`,
    )
    if (grown.length > 0) lines.push(`memory, middle third → last: ${grown.join(', ')}`)
  }
  lines.push(
    '',
    problems.length > 0
      ? `NOT as promised:\n${problems.map(problem => `  ${problem}`).join('\n')}`
      : 'Everything as promised.',
  )
  return lines.join('\n')
}
