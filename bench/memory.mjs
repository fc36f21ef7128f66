// How much memory WebAssembly has, and how much of it is in use. To be imported before any engine starts.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const MEGABYTE = 1_048_576
const engines = []
const { Instance } = WebAssembly

WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    super(module, imports)
    engines.push(this.exports)
  }
}

function engine() {
  if (engines.length !== 1) throw new Error(`${engines.length} engines have started, not one`)
  return engines[0]
}

/** What WebAssembly has taken from the machine. It gives nothing back, so that this is also the most it ever had. */
export function memoryBytes() {
  return engine().memory.buffer.byteLength
}

/**
 * What of it is in use: what is left once the engine has handed out all the room it has, in pieces down to 1 KB.
 * A memory that was larger for a while looks no larger for that.
 */
export function bytesInUse() {
  const { memory, __wbindgen_malloc: take, __wbindgen_free: give } = engine()
  const taken = []
  let free = 0
  for (let size = 16 * MEGABYTE; size >= 1024; size /= 2) {
    const length = memory.buffer.byteLength
    // The piece that it must get from the machine is the last of its size; what came along goes into smaller ones.
    while (memory.buffer.byteLength === length) {
      taken.push([take(size, 1), size])
      free += size
    }
  }
  const bytes = memory.buffer.byteLength - free
  for (const [at, size] of taken) give(at, size, 1)
  return bytes
}

/** What JavaScript's heap holds after a collection. */
export function heapBytes() {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  collect()
  collect()
  return process.memoryUsage().heapUsed
}
