// The budget that changes are held to, by row. `of` is what is bounded: the ratio, or the subject's microseconds.
const ratio = most => ({ of: 'ratio', most })
const micros = most => ({ of: 'subjectMicros', most })

const BUDGETS = new Map([
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
])

/** A row with its budget, when it has one: `{ of, most, met }`. */
export function withBudget(row) {
  const budget = BUDGETS.get(row.name)
  return budget ? { ...row, budget: { ...budget, met: row[budget.of] <= budget.most } } : row
}
