// Options of `createGate`: refused where they are given, with every problem at once.
import { described, flaw, outcome, sorted } from './compare.js'

export async function options({ corpus, engines, results, statuses }) {
  for (const { name, options: given, expect } of corpus.options.cases) {
    if (!results.begin('options', name)) continue
    for (const { name: engine, api } of engines) {
      const add = (label, expected, actual) => results.add(label, engine, expected, actual)
      const { error } = await outcome(() => api.createGate(given))
      if (!error) {
        add(name, expect, {})
        continue
      }
      const pointers = (error.details?.problems ?? []).map(({ pointer }) => pointer)
      const actual = { ...described(error, api.OrgateError), problems: sorted(pointers) }
      add(name, expect.problems ? { ...expect, problems: sorted(expect.problems) } : expect, actual)
      const problem = flaw(error, { OrgateError: api.OrgateError, statuses })
      if (problem) add(`${name}: its error`, 'well-formed', problem)
    }
  }
}
