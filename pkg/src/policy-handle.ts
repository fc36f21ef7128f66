import { MODEL_SCOPES, readExpected, readImpactList, readScope } from './compare-input.js'
import type { Difference, DiffOptions, EditOptions, PolicyDiff } from './diff-types.js'
import { namesOf } from './engine.js'
import type { Problem } from './error.js'
import { Grant } from './grant.js'
import type { Impact, ImpactEntries, ImpactListOptions, ImpactOptions } from './impact-types.js'
import type { LintReport } from './lint-types.js'
import { planMigration } from './plan/plan.js'
import type { MigrationPlan, PlanOptions } from './plan/types.js'
import type {
  Assignee,
  HeldRole,
  Member,
  Membership,
  Page,
  Policy,
  PolicyCounts,
  PolicyExplanation,
  PolicyInput,
  PolicyQuestion,
} from './policy.js'
import { PolicyEngine, type PolicyFile } from './policy-engine.js'
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
  requireDocument,
} from './policy-input.js'
import type { Change, Operation, PolicyDocument, PrincipalRef } from './policy-types.js'
import type { LogtoBundle, OrganizationTemplate } from './template-types.js'
import type { EnginePolicy } from './wasm/policy.js'

/** As many assignees as one call answers. */
const PAGE = 100_000

/** What `using` calls. Where the runtime has no such symbol, transpilers use this one. */
const symbolDispose: typeof Symbol.dispose = /* @__PURE__ */ (() =>
  (Symbol.dispose as symbol | undefined) ?? Symbol.for('Symbol.dispose'))() as typeof Symbol.dispose

/** A policy in the engine's memory. */
export class PolicyHandle implements Policy {
  readonly #engine: PolicyEngine
  readonly #warnings: readonly Problem[]

  constructor(file: PolicyFile, document: unknown) {
    const text = readDocument(document)
    // Encoded here: the engine would make room for three bytes of each character from the first that is not ASCII on.
    const bytes = text === undefined ? undefined : new TextEncoder().encode(text)
    this.#engine = new PolicyEngine(file, ({ EnginePolicy }) => new EnginePolicy(bytes))
    this.#warnings = Object.freeze(JSON.parse(this.#engine.alive().warnings()) as Problem[])
  }

  get warnings(): readonly Problem[] {
    this.#engine.alive()
    return this.#warnings
  }

  get template(): { readonly hash: string; readonly version?: string } {
    return this.#engine.template()
  }

  get counts(): PolicyCounts {
    const engine = this.#engine.alive()
    return this.#engine.ask(() => JSON.parse(engine.counts()))
  }

  apply(operations: Operation | readonly Operation[], options?: EditOptions): Change[] {
    this.#engine.alive()
    const text = readOperations(operations)
    this.#expect(options)
    return this.#engine.change(engine => engine.apply(text))
  }

  setTemplate(to: Policy | PolicyInput | string, options?: EditOptions): Change[] {
    this.#engine.alive()
    return this.#beside(to, there => {
      this.#expect(options)
      // What is the same already changes nothing, and is not lent twice.
      return there === this.#engine ? [] : this.#engine.change(engine => engine.setTemplate(there.alive()))
    })
  }

  diff(to: Policy | PolicyInput | string, options?: DiffOptions): PolicyDiff {
    this.#engine.alive()
    const scope = readScope(options)
    return this.#beside(to, there => ({
      from: this.#engine.template(),
      to: there.template(),
      changes: this.#engine.diff<Difference>(there, scope),
    }))
  }

  replay(changes: readonly Change[]): Change[] {
    this.#engine.alive()
    const text = readChanges(changes)
    return this.#engine.change(engine => engine.replay(text))
  }

  undo(changes: readonly Change[]): Change[] {
    this.#engine.alive()
    const text = readChanges(changes)
    return this.#engine.change(engine => engine.undo(text))
  }

  resolve(question: PolicyQuestion): Grant {
    this.#engine.alive()
    const { application, id, organization, resource, requested, exclude } = readQuestion(question)
    const engine = this.#engine.alive()
    return this.#engine.ask(() => {
      const ids = engine.resolve(application, id, organization, resource, requested, exclude)
      const names = this.#engine.names(resource)
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
    this.#engine.alive()
    const { application, id, organization, resource, requested, exclude } = readQuestion(question)
    const name = readPermission(permission)
    const engine = this.#engine.alive()
    return this.#engine.ask(() =>
      JSON.parse(engine.explain(application, id, organization, resource, requested, exclude, name)),
    )
  }

  organizationsOf(principal: PrincipalRef): Membership[] {
    this.#engine.alive()
    const { application, id } = readPrincipal(principal)
    const engine = this.#engine.alive()
    return this.#engine.ask(() => JSON.parse(engine.organizationsOf(application, id)))
  }

  globalRolesOf(principal: PrincipalRef): string[] {
    this.#engine.alive()
    const { application, id } = readPrincipal(principal)
    const engine = this.#engine.alive()
    return this.#engine.ask(() => JSON.parse(engine.globalRolesOf(application, id)))
  }

  members(organization: string, page?: Page<PrincipalRef>): Member[] {
    this.#engine.alive()
    const name = readOrganization(organization)
    const { after, limit } = readPage(page, after => readPrincipal(after, '`after`'))
    const engine = this.#engine.alive()
    return this.#engine.ask(() =>
      JSON.parse(engine.members(name, after?.application ?? false, after?.id, limit)),
    )
  }

  assignees(role: HeldRole, page?: Page<Assignee>): Assignee[] {
    this.#engine.alive()
    const { global, name, organization } = readRole(role)
    const { after, limit } = readPage(page, readAssignee)
    const engine = this.#engine.alive()
    return this.#engine.ask(() =>
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

  impact(to: Policy | PolicyInput | string, options?: ImpactOptions): Impact {
    this.#engine.alive()
    const scope = readScope(options, MODEL_SCOPES)
    return this.#beside(to, there => {
      const [here, other] = [this.#engine.alive(), there.alive()]
      return this.#engine.ask(() => JSON.parse(here.impact(other, scope)))
    })
  }

  impactList<By extends keyof ImpactEntries>(
    to: Policy | PolicyInput | string,
    options: ImpactListOptions<By>,
  ): ImpactEntries[By][] {
    this.#engine.alive()
    const { by, organization, permission, resource, effect, limit, after } = readImpactList(options)
    const scope = readScope('scope' in options ? { scope: options.scope } : undefined, MODEL_SCOPES)
    return this.#beside(to, there => {
      const [here, other] = [this.#engine.alive(), there.alive()]
      return this.#engine.ask(() =>
        JSON.parse(
          here.impactList(
            other,
            scope,
            by,
            organization,
            permission,
            resource,
            effect,
            after.role,
            after.global,
            after.id,
            after.application,
            after.organization,
            limit,
          ),
        ),
      )
    })
  }

  lint(): LintReport {
    const engine = this.#engine.alive()
    return this.#engine.ask(() => JSON.parse(engine.lint()))
  }

  plan(to: Policy | PolicyInput | string, options?: PlanOptions): MigrationPlan {
    this.#engine.alive()
    readScope(options, MODEL_SCOPES)
    const diff = this.diff(to, options)
    return planMigration(diff, { assigneesOf: role => everybody(this, role) })
  }

  toCsv(): string {
    return this.#engine.write(engine => engine.toCsv())
  }

  toLogto(): LogtoBundle {
    return JSON.parse(this.#engine.write(engine => engine.toLogto()))
  }

  toTemplate(): OrganizationTemplate {
    const engine = this.#engine.alive()
    return this.#engine.ask(() => JSON.parse(engine.templateJson()))
  }

  toJSON(): PolicyDocument {
    return JSON.parse(this.#engine.write(engine => engine.toJson()))
  }

  dispose(): void {
    this.#engine.free()
  }

  [symbolDispose](): void {
    this.dispose()
  }

  #expect(options: EditOptions | undefined): void {
    const expected = readExpected(options)
    const engine = this.#engine.alive()
    if (expected) this.#engine.ask(() => engine.expectTemplate(expected.hash, expected.version))
  }

  /** Looks at another policy, or at a document, which is forgotten after that. */
  #beside<T>(other: unknown, look: (there: PolicyEngine) => T): T {
    if (typeof other === 'object' && other !== null && #engine in other) return look(other.#engine)
    requireDocument(other)
    const there = new PolicyHandle(this.#engine.file, other)
    try {
      return look(there.#engine)
    } finally {
      there.dispose()
    }
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
}

/** Everybody who holds a role. */
function everybody(policy: Policy, role: HeldRole): Assignee[] {
  const all: Assignee[] = []
  let page: Assignee[]
  do {
    const after = all.at(-1)
    page = policy.assignees(role, { limit: PAGE, ...(after && { after }) })
    for (const assignee of page) all.push(assignee)
  } while (page.length === PAGE)
  return all
}
