// Loads one policy in a process of its own, and prints what that took: an engine's memory never shrinks.
import assert from 'node:assert/strict'
import { bytesInUse, heapBytes, memoryBytes } from './memory.mjs'

const { createPolicy, init } = await import('orgate/policy')
const { documentOf } = await import('./policy-data.mjs')

const { text, counts } = documentOf(JSON.parse(process.argv[2]))
await init()

const heapBefore = heapBytes()
const parseStart = performance.now()
let parsed = JSON.parse(text)
const parseMicros = (performance.now() - parseStart) * 1000
const parsedBytes = heapBytes() - heapBefore
assert.equal(parsed.v, 1)
parsed = undefined
heapBytes()

const memoryBefore = memoryBytes()
const loadStart = performance.now()
const policy = createPolicy(text)
const loadMicros = (performance.now() - loadStart) * 1000
const peakBytes = memoryBytes()
for (const [name, count] of Object.entries(counts)) assert.equal(policy.counts[name], count)

const usedBytes = bytesInUse()
policy.dispose()
// Nothing stays but a page or two.
assert(bytesInUse() - memoryBefore < 200_000)
console.log(JSON.stringify({ parseMicros, parsedBytes, loadMicros, peakBytes, usedBytes }))
