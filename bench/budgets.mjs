// The budget that changes are held to, by row. `of` is what is bounded: the ratio, or the subject's
// microseconds or bytes.
const ratio = most => ({ of: 'ratio', most })
const micros = most => ({ of: 'subjectMicros', most })
const megabytes = most => ({ of: 'subjectBytes', most: most * 1_000_000 })

/** What does not depend on the directory's size. The rest is what memory costs that no cache holds. */
const CONSTANT = ratio(1.5)

/** What is held to a budget wherever it runs. */
const everywhere = runtime => [
  ...['ES384', 'RS256-2048', 'RS256-4096'].map(name => [aboveBare(runtime, name), ratio(0.5)]),
  ...['ES256', 'EdDSA'].map(name => [aboveBare(runtime, name), ratio(1)]),
  ...['ES384', 'ES256', 'RS256-2048', 'RS256-4096', 'EdDSA'].map(name => [
    `${runtime}, ${name}: a token seen before`,
    micros(2),
  ]),
  [`${runtime}, ES384: a token seen before, just received`, micros(2)],
]
const aboveBare = (runtime, name) => `${runtime}, ${name}: verify above bare, against jose above bare`

const BUDGETS = new Map([
  ...['Node', 'workerd', 'Chromium'].flatMap(everywhere),
  ['Node, ES384: sync verify against bare', micros(1900)],
  ['ES384: verify above bare, against jose above bare', ratio(0.5)],
  ['RS256-2048: verify above bare, against jose above bare', ratio(0.5)],
  ['RS256-4096: verify above bare, against jose above bare', ratio(0.5)],
  ['ES256: verify above bare, against jose above bare', ratio(1)],
  ['EdDSA: verify above bare, against jose above bare', ratio(1)],
  ['ES384: verify against jose', ratio(0.97)],
  ['RS256-2048: verify against jose', ratio(0.97)],
  ['RS256-4096: verify against jose', ratio(0.97)],
  ['ES384: sync verify against bare', micros(1900)],
  ['ES384: verify a token seen before', micros(2)],
  ['can against Set.has', ratio(2)],
  ['resolve 5 roles, 200 distinct permissions', micros(20)],
  ['policy.resolve 5 roles, 200 distinct permissions', micros(20)],
  ['1,000 × 1,000, 100,000 cells: diff, one cell', micros(50_000)],
  // At each edit of a draft, without a stop that one sees.
  ['impact, 21 roles: one cell', micros(30_000)],
  ...['100,000', '500,000', '1,000,000'].flatMap(memberships => [
    [`directory, ${memberships} memberships: most memory`, megabytes(256)],
    [`directory, ${memberships} memberships: a template edit and the next question`, CONSTANT],
  ]),
])

/**
 * A row with its budget, when it has one: `{ of, most, met }`. What a peer takes above the floor can get lost in the
 * noise: a ratio to nothing, or to less, says neither that a budget is met nor that it is not.
 */
export function withBudget(row) {
  const budget = BUDGETS.get(row.name)
  if (!budget) return row
  const lost = budget.of === 'ratio' && row.peerMicros <= 0
  return { ...row, budget: { ...budget, met: lost ? null : row[budget.of] <= budget.most } }
}
