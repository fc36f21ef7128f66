// The first grant of a Node that has just started. Runs beside a copy of the module that it is about.
import { readFileSync } from 'node:fs'

const { module, question, wasm } = JSON.parse(readFileSync(0, 'utf8'))
const started = performance.now()
if (wasm) {
  const bytes = readFileSync(wasm)
  const read = performance.now()
  new WebAssembly.Module(bytes)
  console.log(JSON.stringify({ total: performance.now() - read }))
} else {
  const { first } = await import(module)
  const imported = performance.now()
  const subject = await first(question)
  const total = performance.now() - started
  console.log(JSON.stringify({ subject, import: imported - started, total }))
}
