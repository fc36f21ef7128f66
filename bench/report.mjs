import { cpus } from 'node:os'

const TIME = [
  ['', row => row.name],
  ['µs', row => number(row.subjectMicros)],
  ['peer', row => row.peer],
  ['µs', row => number(row.peerMicros)],
  ['ratio', row => ratio(row.ratio)],
  ['±', row => ratio(row.spread)],
  ['budget', row => budgetText(row.budget)],
]
const MEMORY = [
  ['', row => row.name],
  ['MB', row => megabytes(row.subjectBytes)],
  ['peer', row => row.peer],
  ['MB', row => megabytes(row.peerBytes)],
  ['ratio', row => ratio(row.ratio)],
  ['each', row => (row.bytesEach ? `${row.bytesEach.toFixed(0)} B` : '')],
  ['budget', row => budgetText(row.budget)],
]
const LEFT = new Set([0, 2, 6])
const MEGABYTE = 1_000_000

function megabytes(bytes) {
  return (bytes / MEGABYTE).toFixed(1)
}

function number(value) {
  return value < 10 ? value.toFixed(3) : value.toFixed(1)
}

function ratio(value) {
  return Math.abs(value) < 0.01 ? value.toFixed(5) : value.toFixed(3)
}

function budgetText(budget) {
  if (!budget) return ''
  const verdict = budget.met === null ? 'not to be told' : budget.met ? 'met' : 'not met'
  return `${LIMITS[budget.of](budget.most)}: ${verdict}`
}

const LIMITS = {
  ratio: most => `ratio ≤ ${most}`,
  subjectMicros: most => `≤ ${most} µs`,
  subjectBytes: most => `≤ ${most / MEGABYTE} MB`,
}

export function header({ blocks, blockMs }) {
  const processors = cpus()
  return `Node ${process.versions.node}, ${processors[0]?.model.trim()} (${processors.length} cores), ${blocks} blocks of at least ${blockMs} ms`
}

function aligned(columns, rows) {
  const cells = [columns.map(([title]) => title), ...rows.map(row => columns.map(([, cell]) => cell(row)))]
  const widths = columns.map((_, column) => Math.max(...cells.map(line => line[column].length)))
  const pad = (text, column) =>
    LEFT.has(column) ? text.padEnd(widths[column]) : text.padStart(widths[column])
  return cells.map(line => line.map(pad).join('  ').trimEnd()).join('\n')
}

/** One runtime: the verifiers by algorithm, in microseconds, and how many times as long Orgate takes. */
function byAlgorithm(runtime, rows) {
  const algorithms = [...new Set(rows.map(row => row.algorithm))]
  const cells = new Map()
  const put = (name, algorithm, text) => {
    const texts = cells.get(name) ?? new Map()
    cells.set(name, texts)
    // A peer of several subjects stands beside the first.
    if (!texts.has(algorithm)) texts.set(algorithm, text)
  }
  for (const { subject, peer, algorithm, subjectMicros, peerMicros, ratio: value } of rows) {
    put(subject, algorithm, number(subjectMicros))
    // A peer that is a subject elsewhere stands there on its own.
    if (!rows.some(row => row.subject === peer))
      put(peer, algorithm, `${number(peerMicros)} ×${ratio(value)}`)
  }
  const columns = [
    [runtime, ([name]) => name],
    ...algorithms.map(algorithm => [algorithm, ([, texts]) => texts.get(algorithm) ?? '–']),
  ]
  return aligned(columns, [...cells])
}

/** The rows about time, and below them those about memory; what was measured in several runtimes comes first. */
export function table(rows) {
  const leftOut = rows.filter(row => 'leftOut' in row)
  const peers = rows.filter(row => 'runtime' in row)
  const memory = rows.filter(row => 'subjectBytes' in row)
  const time = rows.filter(row => ![...leftOut, ...memory].includes(row) && (!row.runtime || row.budget))
  const tables = [...new Set(peers.map(row => row.runtime))].map(runtime =>
    byAlgorithm(
      runtime,
      peers.filter(row => row.runtime === runtime),
    ),
  )
  if (leftOut.length > 0)
    tables.push(leftOut.map(row => `left out: ${row.name}, which ${row.leftOut}`).join('\n'))
  if (time.length > 0) tables.push(aligned(TIME, time))
  if (memory.length > 0) tables.push(aligned(MEMORY, memory))
  return tables.join('\n\n')
}
