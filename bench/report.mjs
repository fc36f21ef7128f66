import { cpus } from 'node:os'

const COLUMNS = [
  ['', row => row.name],
  ['µs', row => number(row.subjectMicros)],
  ['peer', row => row.peer],
  ['µs', row => number(row.peerMicros)],
  ['ratio', row => ratio(row.ratio)],
  ['±', row => ratio(row.spread)],
  ['budget', row => budgetText(row.budget)],
]
const LEFT = new Set([0, 2, 6])

function number(value) {
  return value < 10 ? value.toFixed(3) : value.toFixed(1)
}

function ratio(value) {
  return Math.abs(value) < 0.01 ? value.toFixed(5) : value.toFixed(3)
}

function budgetText(budget) {
  if (!budget) return ''
  const limit = budget.of === 'ratio' ? `ratio ≤ ${budget.most}` : `≤ ${budget.most} µs`
  return `${limit}: ${budget.met ? 'met' : 'not met'}`
}

export function header({ blocks, blockMs }) {
  const processors = cpus()
  return `Node ${process.versions.node}, ${processors[0]?.model.trim()} (${processors.length} cores), ${blocks} blocks of at least ${blockMs} ms`
}

export function table(rows) {
  const cells = [COLUMNS.map(([title]) => title), ...rows.map(row => COLUMNS.map(([, cell]) => cell(row)))]
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map(line => line[column].length)))
  const pad = (text, column) =>
    LEFT.has(column) ? text.padEnd(widths[column]) : text.padStart(widths[column])
  return cells.map(line => line.map(pad).join('  ').trimEnd()).join('\n')
}
