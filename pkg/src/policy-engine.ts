import { thrownByEngine, type WasmFile } from './engine.js'
import { OrgateError } from './error.js'
import { configurationError } from './options.js'
import type { Change } from './policy-types.js'
import type { EngineDiff, EnginePolicy } from './wasm/policy.js'

/** The wasm file of policies. */
export type PolicyFile = WasmFile<{
  readonly EnginePolicy: {
    new (document?: Uint8Array): EnginePolicy
    fromCsv(csv: Uint8Array): EnginePolicy
  }
  readonly lint: (document: Uint8Array) => string
}>

/** How many changes cross at a time: the text of all changes of a large cascade may be longer than a string can be. */
const SLICE = 20_000

/** A policy in the engine's memory: what throws there has a code here, and nothing is used after it was freed. */
export class PolicyEngine {
  readonly file: PolicyFile
  #engine: EnginePolicy | undefined
  #template: { readonly hash: string; readonly version?: string } | undefined
  /** Permission names by id, of an API resource or of the organization. */
  readonly #names = new Map<string | undefined, readonly string[]>()

  constructor(file: PolicyFile, make: (constructors: ReturnType<PolicyFile['start']>) => EnginePolicy) {
    const constructors = file.start()
    this.file = file
    this.#engine = this.ask(() => make(constructors))
  }

  /** Asked again after the caller's data was read: what reads it may have disposed of the policy. */
  alive(): EnginePolicy {
    if (this.file.stopped) throw this.file.stopped
    if (this.#engine) return this.#engine
    throw new OrgateError('POLICY_DISPOSED', 500, 'the policy was disposed of')
  }

  /** What the engine throws becomes an error with a code. */
  ask<T>(question: () => T): T {
    return asked(this.file, question)
  }

  /** A long text, which may be longer than a string can be. */
  write(text: (engine: EnginePolicy) => string): string {
    const engine = this.alive()
    try {
      return this.ask(() => text(engine))
    } catch (cause) {
      if (cause instanceof OrgateError) throw cause
      throw new OrgateError('LIMIT_EXCEEDED', 422, 'the policy is longer than a string can be', {}, { cause })
    }
  }

  change(make: (engine: EnginePolicy) => number): Change[] {
    const engine = this.alive()
    return this.ask(() => {
      const count = make(engine)
      const changes = inParts<Change>(count, (from, limit) => engine.changes(from, limit))
      for (const change of changes) this.#forget(change)
      engine.forgetChanges()
      return changes
    })
  }

  diff<T>(to: PolicyEngine, scope: number): T[] {
    const [here, there] = [this.alive(), to.alive()]
    return this.ask(() => {
      const diff: EngineDiff = here.diff(there, scope)
      try {
        return inParts<T>(diff.length, (from, limit) => diff.slice(from, limit))
      } finally {
        diff.free()
      }
    })
  }

  /** Which template it is. */
  template(): { readonly hash: string; readonly version?: string } {
    const engine = this.alive()
    this.#template ??= Object.freeze(this.ask(() => JSON.parse(engine.templateRef())))
    return this.#template as { readonly hash: string }
  }

  /** Permission names by id. */
  names(resource: string | undefined): readonly string[] {
    let names = this.#names.get(resource)
    if (!names) {
      names = JSON.parse(this.alive().names(resource)) as string[]
      this.#names.set(resource, names)
    }
    return names
  }

  free(): void {
    if (!this.file.stopped) this.#engine?.free()
    this.#engine = undefined
    this.#names.clear()
  }

  /** Forgets what a change made old. Most changes are about members, and the template stays as it was. */
  #forget(change: Change): void {
    const { fact } = change.change === 'changed' ? change.after : change
    if (fact === 'permission' || fact === 'resource') this.#names.clear()
    else if (fact !== 'organizationRole' && fact !== 'rolePermission' && fact !== 'template') return
    this.#template = undefined
  }
}

function inParts<T>(count: number, part: (from: number, limit: number) => string): T[] {
  const all: T[] = []
  for (let from = 0; from < count; from += SLICE) {
    for (const entry of JSON.parse(part(from, SLICE)) as T[]) all.push(entry)
  }
  return all
}

/** What the engine throws, JSON text, becomes an error with a code. */
export function asked<T>(file: PolicyFile, question: () => T): T {
  try {
    return question()
  } catch (thrown) {
    if (thrown instanceof WebAssembly.RuntimeError) throw file.stop(thrown)
    if (typeof thrown !== 'string') throw thrown
    const refusal: unknown = JSON.parse(thrown)
    throw Array.isArray(refusal) ? configurationError(refusal) : thrownByEngine(refusal)
  }
}
