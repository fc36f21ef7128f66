// How long the worst tokens take: node bench/refusals.mjs [--runs=101]
// Tokens of the largest size that is read, in the shapes that cost most, refused and accepted, on both engines; and key
// sets of half a megabyte. `×2` is what twice the size costs, by the fastest runs: 2 is linear. Not a test: it says, and
// fails nothing.
import { median } from './statistics.mjs'
import { keySetShapes, now, publicKeys, tokenShapes } from './worst.mjs'

const option = process.argv.find(argument => argument.startsWith('--runs='))
const runs = Number(option?.split('=')[1] ?? 101)

const { load } = await import('../tests/runtimes/lib/tarball.mjs')
const { orgate, sync } = await load()

const options = { issuer: 'https://i.example', keys: publicKeys, cache: false, clock: () => now * 1000 }
const platform = orgate.createGate(options)
const engine = sync.createGate(options)
const keyless = sync.createGate({ ...options, keys: undefined })
const expected = { organization: 'o' }

/** Microseconds of one call after a warm-up, the median and the fastest, and the code that it ends with. */
async function time(call) {
  const took = []
  let code = 'accepted'
  for (let run = -20; run < runs; run += 1) {
    const start = performance.now()
    try {
      // A call that answers at once is not awaited: that would be most of what it costs.
      const answer = call()
      if (answer instanceof Promise) await answer
    } catch (error) {
      code = error.code ?? String(error)
    }
    if (run >= 0) took.push((performance.now() - start) * 1000)
  }
  return { code, micros: median(took), fastest: Math.min(...took) }
}

const rows = []
for (const { name, make } of tokenShapes) {
  const [half, whole] = [await make(8 * 1024), await make(16 * 1024)]
  const gates = [
    token => platform.verifyOrganizationToken(token, expected),
    token => engine.verifyOrganizationToken(token, expected),
  ]
  const measured = []
  for (const verify of gates) {
    measured.push([await time(() => verify(half)), await time(() => verify(whole))])
  }
  const [ofPlatform, ofEngine] = measured
  if (ofPlatform[1].code !== ofEngine[1].code) throw new Error(`${name}: the engines differ`)
  rows.push({ name, bytes: whole.length, code: ofEngine[1].code, columns: [ofPlatform, ofEngine] })
}
for (const { name, make } of keySetShapes) {
  const measured = []
  for (const size of [256 * 1024, 512 * 1024]) {
    const keys = make(size)
    measured.push(await time(() => keyless.setKeys(keys)))
  }
  rows.push({
    name,
    bytes: JSON.stringify(make(512 * 1024)).length,
    code: measured[1].code,
    columns: [measured],
  })
}

const cell = ([half, whole]) =>
  `${whole.micros.toFixed(0).padStart(9)}  ${(whole.fastest / half.fastest).toFixed(1).padStart(4)}`
console.log(`Node ${process.versions.node}, medians of ${runs} runs, µs`)
console.log(`${''.padEnd(54)}${'bytes'.padStart(8)}     orgate    ×2     /sync    ×2  the end`)
for (const { name, bytes, code, columns } of rows) {
  const cells = columns.length === 1 ? [' '.repeat(15), cell(columns[0])] : columns.map(cell)
  console.log(`${name.padEnd(54)}${String(bytes).padStart(8)}  ${cells.join('  ')}  ${code}`)
}
