// Many cases, and the figures of them by class.
import { looser, rows } from './differences.mjs'
import { classes, generate } from './generate.mjs'
import { Judge } from './judge.mjs'
import { kindsOf } from './kinds.mjs'
import { Verdicts } from './verdicts.mjs'

/** How many cases are under way at once: the gates are shared, as on a server. */
const together = 16
/** Every so many cases, gates with a cache are asked twice as well. */
const cachedEach = 10
/** From how many cases on every documented difference must occur. */
const manyCases = 100_000
/** When to stop: the first ones tell enough. */
const mostFailures = 20

const none = () => ({ cases: 0, accepted: 0, refused: 0, resigned: 0, onlyJose: 0, onlyPlain: 0 })

/** The kinds that the package verifies. */
export const kindsIn = ({ sync }) => kindsOf(sync.createGate({ issuer: 'https://tenant.example/oidc' }))

export async function run({ modules, seed, count, from = 0, progress }) {
  const kinds = kindsIn(modules)
  const judge = new Judge(new Verdicts(modules))
  const byClass = new Map(classes.map(name => [name, none()]))
  const byKind = new Map(kinds.map(({ name }) => [name, 0]))
  const byRow = new Map([...rows, ...looser].map(row => [row, 0]))
  const codes = new Map()
  const failures = []

  const one = async index => {
    const made = generate(seed, index, kinds)
    const result = await judge.judge(made, { withCache: index % cachedEach === 0 })
    const figures = byClass.get(made.class)
    figures.cases += 1
    figures[result.accepted ? 'accepted' : 'refused'] += 1
    if (made.resigned) figures.resigned += 1
    if (!result.accepted && result.jose) figures.onlyJose += 1
    if (!result.accepted && !result.jose && result.plain) figures.onlyPlain += 1
    byKind.set(made.kind.name, byKind.get(made.kind.name) + 1)
    if (result.row) byRow.set(result.row, byRow.get(result.row) + 1)
    if (result.code) codes.set(result.code, (codes.get(result.code) ?? 0) + 1)
    for (const failure of result.failures) failures.push(`${describe(seed, made)}: ${failure}`)
  }

  for (let start = from; start < from + count && failures.length < mostFailures; start += together) {
    const end = Math.min(start + together, from + count)
    await Promise.all(Array.from({ length: end - start }, (_, offset) => one(start + offset)))
    progress?.(end - from)
  }
  const total = sum([...byClass.values()])
  if (total.cases >= manyCases) {
    const unseen = [...byRow].filter(
      ([{ kinds: of }, cases]) => cases === 0 && !of?.every(name => !byKind.has(name)),
    )
    for (const [{ what }] of unseen) failures.push(`no case falls into the documented row \`${what}\``)
  }
  return { seed, byClass, byKind, byRow, codes, failures, total }
}

/** Enough to make the case again; never its token. */
export const describe = (seed, { index, class: name, kind, algorithm, mutations }) =>
  `--seed=${seed} --only=${index} [${name}, ${kind.name}, ${algorithm}] ${mutations.join(' + ')}`

function sum(list) {
  const total = none()
  for (const figures of list) for (const name of Object.keys(total)) total[name] += figures[name]
  return total
}

/** The figures as a table. */
export function table({ byClass, total }) {
  const percent = (part, whole) => `${whole === 0 ? 0 : Math.round((part / whole) * 100)} %`
  const columns = [
    [
      'class',
      'cases',
      'accepted',
      'refused',
      'signed anew',
      'refused, jose accepts',
      'refused, plain jose accepts',
    ],
    ...[...byClass, ['all', total]].map(([name, figures]) => [
      name,
      `${figures.cases}`,
      `${figures.accepted}`,
      `${figures.refused}`,
      percent(figures.resigned, figures.cases),
      `${figures.onlyJose}`,
      `${figures.onlyPlain}`,
    ]),
  ]
  const widths = columns[0].map((_, column) => Math.max(...columns.map(row => row[column].length)))
  return columns
    .map(row =>
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))),
    )
    .map(cells => cells.join('  '))
    .join('\n')
}
