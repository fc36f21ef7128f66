// How long a policy takes to load and how much memory, each in processes of their own.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { compare, median } from './statistics.mjs'

const LOAD = fileURLToPath(new URL('policy-load.mjs', import.meta.url))

function load(size) {
  return JSON.parse(execFileSync(process.execPath, [LOAD, JSON.stringify(size)], { encoding: 'utf8' }))
}

/**
 * The rows of one document: the time, the memory at its highest, and what stays in use.
 *
 * @param {string} name
 * @param {object} size See `documentOf`.
 */
export function loadRows(name, size, { loads }) {
  const runs = Array.from({ length: loads }, () => load(size))
  const of = member => runs.map(run => run[member])
  const bytes = (subject, member) => {
    const subjectBytes = median(of(member))
    const peerBytes = median(of('parsedBytes'))
    const compared = { ratio: subjectBytes / peerBytes, subjectBytes, peerBytes }
    const each = size.memberships ? { bytesEach: subjectBytes / size.memberships } : {}
    return { subject, peer: 'JSON.parse, its heap', ...compared, ...each }
  }
  return [
    {
      name: `${name}: load`,
      subject: 'createPolicy(text)',
      peer: 'JSON.parse(text)',
      ...compare(of('loadMicros'), of('parseMicros')),
    },
    { name: `${name}: most memory`, ...bytes('WebAssembly.Memory after loading', 'peakBytes') },
    { name: `${name}: memory in use`, ...bytes('what of it is in use', 'usedBytes') },
  ]
}
