import { OrgateError, type OrgateErrorCode } from './error.js'
import type { EngineGate, PendingToken } from './wasm/core.js'

export type { EngineGate, PendingToken }

/** The JavaScript side of a wasm file. */
interface Glue {
  initSync(input: { module: WebAssembly.Module | BufferSource }): { readonly memory: WebAssembly.Memory }
}

/** A wasm file of a gate. */
export type Engine<GateClass> = WasmFile<{ readonly EngineGate: GateClass }>

/** A wasm file that is compiled when it is first needed, never at import. */
export class WasmFile<Classes> {
  readonly #glue: Glue & Classes
  readonly #source: () => WebAssembly.Module | BufferSource
  #memory: WebAssembly.Memory | undefined
  #stopped: OrgateError | undefined

  constructor(glue: Glue & Classes, source: () => WebAssembly.Module | BufferSource) {
    this.#glue = glue
    this.#source = source
  }

  /** Compiles it now, unless it is. A failure leaves everything as it was, so that a later call can work. */
  start(): Classes & { readonly memory: WebAssembly.Memory } {
    if (this.#stopped) throw this.#stopped
    try {
      this.#memory ??= this.#glue.initSync({ module: this.#source() }).memory
      return { ...this.#glue, memory: this.#memory }
    } catch (cause) {
      throw unavailable(cause)
    }
  }

  /** Why it was stopped, when it was. */
  get stopped(): OrgateError | undefined {
    return this.#stopped
  }

  /** Notes that the engine trapped: what is in its memory may be half done, so nothing there is asked again. */
  stop(cause: unknown): OrgateError {
    const message = 'the WebAssembly engine ran out of memory, and stopped'
    this.#stopped = new OrgateError('ENGINE_UNAVAILABLE', 500, message, {}, { cause })
    return this.#stopped
  }

  /** Compiles it without blocking, where that is possible. Calls may overlap: no promise is kept. */
  async init(): Promise<void> {
    if (this.#memory) return
    try {
      const source = this.#source()
      const module = source instanceof WebAssembly.Module ? source : await WebAssembly.compile(source)
      this.#memory ??= this.#glue.initSync({ module }).memory
    } catch (cause) {
      throw unavailable(cause)
    }
  }
}

function unavailable(cause: unknown): OrgateError {
  const message = `the WebAssembly engine cannot start here${hint(cause)}`
  return new OrgateError('ENGINE_UNAVAILABLE', 500, message, {}, { cause })
}

function hint(cause: unknown): string {
  if (typeof WebAssembly === 'undefined') return ': there is no WebAssembly; `orgate/check` needs none'
  const message = String(cause)
  if (/disallowed by embedder/i.test(message)) {
    return ': this runtime compiles no bytes, so the bundler must resolve the `workerd` or `edge-light` entry of `orgate`'
  }
  if (/unsafe-eval|Content Security Policy/i.test(message)) {
    return ": the page's Content Security Policy must allow 'wasm-unsafe-eval'; `orgate/check` does not need it"
  }
  if (/larger than/i.test(message)) return ': it is too large to compile at once; call `await init()` first'
  return ''
}

/** The bytes of a wasm file that stands in the JavaScript as base64. */
export function decodeBase64(base64: string): BufferSource {
  const native = (Uint8Array as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }).fromBase64
  if (native) return native.call(Uint8Array, base64)
  // Node before 25. This is most of a cold start: `atob` and a loop take eight times as long, `from` with a function
  // eighty times.
  const buffer = (globalThis as { Buffer?: { from(text: string, encoding: string): BufferSource } }).Buffer
  return buffer ? buffer.from(base64, 'base64') : bytesOf(atob(base64))
}

/** The bytes of a binary string. */
export function bytesOf(binary: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index)
  return bytes
}

/** The names of ids. A loop: `Array.from` with a function takes six times as long. */
export function namesOf(ids: Uint32Array, names: readonly string[]): string[] {
  const picked: string[] = []
  for (const id of ids) picked.push(names[id] as string)
  return picked
}

const encoder = /* @__PURE__ */ new TextEncoder()

/**
 * Writes a token where the gate reads it; how many bytes it has, or one more than is allowed when it does not fit.
 * The gate must read it before any code of the caller's runs, which could have another token written there.
 */
export function writeToken(gate: EngineGate, memory: WebAssembly.Memory, token: string): number {
  const { inputLength } = gate
  const input = new Uint8Array(memory.buffer, gate.inputAt, inputLength)
  const { read, written } = encoder.encodeInto(token, input)
  // What was left off could make a good token of a bad one.
  return read === token.length ? written : inputLength
}

/** What an engine throws: a refusal, the problems of a document, or something of ours that went wrong. */
export function thrownByEngine(thrown: unknown): unknown {
  if (thrown instanceof Error || typeof thrown !== 'object' || thrown === null) return thrown
  const { code, status, message, details } = thrown as Refusal
  return new OrgateError(code, status, message, details)
}

interface Refusal {
  readonly code: OrgateErrorCode
  readonly status: number
  readonly message: string
  readonly details: Record<string, unknown>
}
