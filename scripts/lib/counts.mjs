// How many tests passed, failed and were skipped, read from what a test runner printed.

import { stripVTControlCharacters } from 'node:util'

export const none = { passed: 0, failed: 0, skipped: 0 }

export const add = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
})

export const text = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`

/** A command that is one check. */
export const one = (_output, code) => ({ ...none, [code === 0 ? 'passed' : 'failed']: 1 })

/** `cargo test`, and wasm-bindgen-test: a line for each binary and for the examples in the documentation. */
export const cargoTests = output =>
  [...output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm)]
    .map(([, passed, failed, skipped]) => ({ passed: +passed, failed: +failed, skipped: +skipped }))
    .reduce(add, none)

/** `node --test --test-reporter=spec`. A file without a test is reported as one that passed: it is none. */
export const nodeTests = output => {
  const total = name => Number(output.match(new RegExp(`^ℹ ${name} (\\d+)$`, 'm'))?.[1] ?? 0)
  const empty = output.match(/^✔ \S+\.test\.mjs \(/gm)?.length ?? 0
  return {
    passed: total('pass') - empty,
    failed: total('fail') + total('cancelled'),
    skipped: total('skipped') + total('todo'),
  }
}

/** `tsc` over files that are each a test; an error outside them is a failure of its own. */
export const typeTests = files => (output, code) => {
  const wrong = files.filter(file => output.includes(`${file}(`)).length
  return { ...none, passed: files.length - wrong, failed: code !== 0 && wrong === 0 ? 1 : wrong }
}

/** scripts/build.mjs: its checks, and one for having built at all. */
export const buildChecks = (output, code) => {
  const [, passed = 0, failed = 0] = output.match(/^build checks: (\d+) passed, (\d+) failed$/m) ?? []
  return add({ ...none, passed: +passed, failed: +failed }, one(output, +failed > 0 ? 0 : code))
}

/** The counts of a command; one that ended badly without naming a failed test has failed itself. */
export function countsOf(count, output, code) {
  // Colours would stand between the words.
  const counts = count(stripVTControlCharacters(output), code)
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}
