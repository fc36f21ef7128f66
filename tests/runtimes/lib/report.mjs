// Results of the conformance runner as tests: one for each case and engine.
import { AssertionError } from 'node:assert'
import { test } from 'node:test'

/** What differs, short enough that a thousand failures can still be read. */
function failure(parts) {
  const shown = value => {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return text?.length > 600 ? `${text.slice(0, 600)}…` : text
  }
  const lines = parts.map(
    ({ name, expected, actual }) => `${name}\n  expected ${shown(expected)}\n  actual   ${shown(actual)}`,
  )
  const error = new AssertionError({ message: lines.join('\n') })
  error.stack = error.message
  return error
}

export function report(results) {
  const tests = new Map()
  for (const result of results) {
    const name = `${result.group} › ${result.case} [${result.engine}]`
    if (!tests.has(name)) tests.set(name, [])
    tests.get(name).push(result)
  }
  for (const [name, parts] of tests) {
    test(name, () => {
      const failed = parts.filter(({ ok }) => !ok)
      if (failed.length > 0) throw failure(failed)
    })
  }
}
