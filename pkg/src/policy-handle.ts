import { namesOf, thrownByEngine, type WasmFile } from './engine.js'
import { OrgateError, type Problem } from './error.js'
import { Grant } from './grant.js'
import { configurationError } from './options.js'
import type {
  Assignee,
  HeldRole,
  Member,
  Membership,
  Page,
  Policy,
  PolicyCounts,
  PolicyExplanation,
  PolicyQuestion,
} from './policy.js'
import {
  readAssignee,
  readChanges,
  readDocument,
  readOperations,
  readOrganization,
  readPage,
  readPermission,
  readPrincipal,
  readQuestion,
  readRole,
} from './policy-input.js'
import type { Change, Operation, PolicyDocument, PrincipalRef } from './policy-types.js'
import type { OrganizationTemplate } from './template-types.js'
import type { EnginePolicy } from './wasm/policy.js'

/** The wasm file of policies. */
type PolicyFile = WasmFile<{ readonly EnginePolicy: new (document?: Uint8Array) => EnginePolicy }>

/** How many changes cross at a time: the text of all changes of a large cascade may be longer than a string can be. */
const SLICE = 20_000

/** What `using` calls. Where the runtime has no such symbol, transpilers use this one. */
const symbolDispose: typeof Symbol.dispose = /* @__PURE__ */ (() =>
  (Symbol.dispose as symbol | undefined) ?? Symbol.for('Symbol.dispose'))() as typeof Symbol.dispose

/** A policy in the engine's memory. */
export class PolicyHandle implements Policy {
  readonly #warnings: readonly Problem[]
  readonly #file: PolicyFile
  #engine: EnginePolicy | undefined
  #template: { readonly hash: string; readonly version?: string } | undefined
  /** Permission names by id, of an API resource or of the organization. */
  readonly #names = new Map<string | undefined, readonly string[]>()

  constructor(file: PolicyFile, document: unknown) {
    const text = readDocument(document)
    const { EnginePolicy } = file.start()
    this.#file = file
    // Encoded here: the engine would make room for three bytes of each character from the first that is not ASCII on.
    const bytes = text === undefined ? undefined : new TextEncoder().encode(text)
    this.#engine = this.#ask(() => new EnginePolicy(bytes))
    this.#warnings = Object.freeze(JSON.parse(this.#engine.warnings()) as Problem[])
  }

  get warnings(): readonly Problem[] {
    this.#alive()
    return this.#warnings
  }

  get template(): { readonly hash: string; readonly version?: string } {
    const engine = this.#alive()
    this.#template ??= Object.freeze(this.#ask(() => JSON.parse(engine.templateRef())))
    return this.#template as { readonly hash: string }
  }

  get counts(): PolicyCounts {
    const engine = this.#alive()
    return this.#ask(() => JSON.parse(engine.counts()))
  }

  apply(operations: Operation | readonly Operation[]): Change[] {
    this.#alive()
    const text = readOperations(operations)
    return this.#change(engine => engine.apply(text))
  }

  replay(changes: readonly Change[]): Change[] {
    this.#alive()
    const text = readChanges(changes)
    return this.#change(engine => engine.replay(text))
  }

  undo(changes: readonly Change[]): Change[] {
    this.#alive()
    const text = readChanges(changes)
    return this.#change(engine => engine.undo(text))
  }

  resolve(question: PolicyQuestion): Grant {
    this.#alive()
    const { application, id, organization, resource, requested, exclude } = readQuestion(question)
    const engine = this.#alive()
    return this.#ask(() => {
      const ids = engine.resolve(application, id, organization, resource, requested, exclude)
      const names = this.#namesOf(engine, resource)
      return new Grant({
        v: 1,
        kind: 'policy',
        subject: id,
        principal: application ? 'MachineToMachine' : 'User',
        organization,
        resource,
        permissions: namesOf(ids, names),
        mode: 'template',
        template: this.template,
        roles:
          requested === undefined
            ? this.#rolesOf(engine, application, id, organization, resource)
            : undefined,
      })
    })
  }

  explain(question: PolicyQuestion, permission: string): PolicyExplanation {
    this.#alive()
    const { application, id, organization, resource, requested, exclude } = readQuestion(question)
    const name = readPermission(permission)
    const engine = this.#alive()
    return this.#ask(() =>
      JSON.parse(engine.explain(application, id, organization, resource, requested, exclude, name)),
    )
  }

  organizationsOf(principal: PrincipalRef): Membership[] {
    this.#alive()
    const { application, id } = readPrincipal(principal)
    const engine = this.#alive()
    return this.#ask(() => JSON.parse(engine.organizationsOf(application, id)))
  }

  globalRolesOf(principal: PrincipalRef): string[] {
    this.#alive()
    const { application, id } = readPrincipal(principal)
    const engine = this.#alive()
    return this.#ask(() => JSON.parse(engine.globalRolesOf(application, id)))
  }

  members(organization: string, page?: Page<PrincipalRef>): Member[] {
    this.#alive()
    const name = readOrganization(organization)
    const { after, limit } = readPage(page, after => readPrincipal(after, '`after`'))
    const engine = this.#alive()
    return this.#ask(() => JSON.parse(engine.members(name, after?.application ?? false, after?.id, limit)))
  }

  assignees(role: HeldRole, page?: Page<Assignee>): Assignee[] {
    this.#alive()
    const { global, name, organization } = readRole(role)
    const { after, limit } = readPage(page, readAssignee)
    const engine = this.#alive()
    return this.#ask(() =>
      JSON.parse(
        engine.assignees(
          global,
          name,
          organization,
          after?.application ?? false,
          after?.id,
          after?.organization,
          limit,
        ),
      ),
    )
  }

  toTemplate(): OrganizationTemplate {
    const engine = this.#alive()
    return this.#ask(() => JSON.parse(engine.templateJson()))
  }

  toJSON(): PolicyDocument {
    const engine = this.#alive()
    let text: string
    try {
      text = this.#ask(() => engine.toJson())
    } catch (cause) {
      if (cause instanceof OrgateError) throw cause
      throw new OrgateError('LIMIT_EXCEEDED', 422, 'the policy is longer than a string can be', {}, { cause })
    }
    return JSON.parse(text)
  }

  dispose(): void {
    if (!this.#file.stopped) this.#engine?.free()
    this.#engine = undefined
    this.#names.clear()
  }

  [symbolDispose](): void {
    this.dispose()
  }

  /** Asked again after the caller's data was read: what reads it may have disposed of the policy. */
  #alive(): EnginePolicy {
    if (this.#file.stopped) throw this.#file.stopped
    if (this.#engine) return this.#engine
    throw new OrgateError('POLICY_DISPOSED', 500, 'the policy was disposed of')
  }

  #change(make: (engine: EnginePolicy) => number): Change[] {
    const engine = this.#alive()
    return this.#ask(() => {
      const count = make(engine)
      const changes: Change[] = []
      for (let from = 0; from < count; from += SLICE) {
        for (const change of JSON.parse(engine.changes(from, SLICE)) as Change[]) {
          changes.push(change)
          this.#forget(change)
        }
      }
      engine.forgetChanges()
      return changes
    })
  }

  /** Forgets what a change made old. Most changes are about members, and the template stays as it was. */
  #forget(change: Change): void {
    const { fact } = change.change === 'changed' ? change.after : change
    if (fact === 'permission' || fact === 'resource') this.#names.clear()
    else if (fact !== 'organizationRole' && fact !== 'rolePermission') return
    this.#template = undefined
  }

  /** The organization roles behind an answer, when they alone decide. */
  #rolesOf(
    engine: EnginePolicy,
    application: boolean,
    id: string,
    organization: string | undefined,
    resource: string | undefined,
  ): string[] | undefined {
    if (organization === undefined || (resource !== undefined && !application)) return undefined
    return JSON.parse(engine.decidingRoles(application, id, organization, resource))
  }

  #namesOf(engine: EnginePolicy, resource: string | undefined): readonly string[] {
    let names = this.#names.get(resource)
    if (!names) {
      names = JSON.parse(engine.names(resource)) as string[]
      this.#names.set(resource, names)
    }
    return names
  }

  /** What the engine throws, JSON text, becomes an error with a code. */
  #ask<T>(question: () => T): T {
    try {
      return question()
    } catch (thrown) {
      if (thrown instanceof WebAssembly.RuntimeError) throw this.#file.stop(thrown)
      if (typeof thrown !== 'string') throw thrown
      const refusal: unknown = JSON.parse(thrown)
      throw Array.isArray(refusal) ? configurationError(refusal) : thrownByEngine(refusal)
    }
  }
}
