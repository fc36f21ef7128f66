import {
  type Change,
  createHistory,
  createPolicy,
  type LintReport,
  lint,
  type MigrationPlan,
  type Operation,
  type PolicyDiff,
  type TemplateVersion,
} from 'orgate/policy'
import { arrange, sampleTemplate, type TemplateDocument } from '../lib/document'
import { type Failure, failureOf } from './failure'

/** Something that a person did, and how to take it back. */
export interface Edit {
  readonly id: number
  /** What was done; names stand in backticks. */
  readonly label: string
  readonly changes: readonly Change[]
  /** The template before, in the order in which it was shown. */
  readonly before: TemplateDocument
  /** Edits of one kind that follow each other closely are taken back together: each key typed is one. */
  readonly kind: string | undefined
  readonly at: number
}

/** What is shown. Another one after each edit. */
export interface Desk {
  readonly template: TemplateDocument
  /** What makes the deployed template the edited one. */
  readonly diff: PolicyDiff
  /** Pointers are into `template`. */
  readonly lint: LintReport
  /** The edits that can be taken back, the last one last, and those that can be made again. */
  readonly done: readonly Edit[]
  readonly undone: readonly Edit[]
  readonly versions: readonly TemplateVersion[]
  /** Why the last edit was not made. */
  readonly refusal: Failure | undefined
}

/** So close together that two edits of one kind are one, in milliseconds. */
const TOGETHER = 2000

/** The deployed template, the edited one, and the way from one to the other. All of it is kept in the engine. */
export class Workbench {
  readonly #deployed = createPolicy(sampleTemplate)
  readonly #draft = createPolicy(sampleTemplate)
  readonly #history = createHistory()
  readonly #listeners = new Set<() => void>()
  #edits = 0
  #desk: Desk

  constructor() {
    this.#history.commit(sampleTemplate, { version: '1', note: 'As deployed' })
    this.#desk = this.#look({ template: sampleTemplate, done: [], undone: [], refusal: undefined })
  }

  readonly desk = (): Desk => this.#desk

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  apply(label: string, operations: Operation | readonly Operation[]): void {
    this.#edit(label, () => this.#draft.apply(operations))
  }

  /** Makes the template that of a document. `like` says in which order it is shown. */
  replace(label: string, to: TemplateDocument, { like = to, kind }: ReplaceOptions = {}): void {
    this.#edit(label, () => this.#draft.setTemplate(to), { like, kind })
  }

  reset(): void {
    const label = 'Back to the deployed template'
    this.#edit(label, () => this.#draft.setTemplate(this.#deployed), { like: sampleTemplate })
  }

  undo(): void {
    const { done, undone } = this.#desk
    const edit = done.at(-1)
    if (!edit) return
    // Undoing what an undo changed is a redo.
    const taken = { ...edit, changes: this.#draft.undo(edit.changes), before: this.#desk.template }
    this.#show({
      template: this.#arranged(edit.before),
      done: done.slice(0, -1),
      undone: [...undone, taken],
      refusal: undefined,
    })
  }

  redo(): void {
    const { done, undone } = this.#desk
    const edit = undone.at(-1)
    if (!edit) return
    const made = { ...edit, changes: this.#draft.undo(edit.changes), before: this.#desk.template }
    this.#show({
      template: this.#arranged(edit.before),
      done: [...done, made],
      undone: undone.slice(0, -1),
      refusal: undefined,
    })
  }

  /** Requests for a tenant of Logto: from the deployed template to the edited one, or back. */
  plan(direction: 'there' | 'back'): MigrationPlan {
    return direction === 'there' ? this.#deployed.plan(this.#draft) : this.#draft.plan(this.#deployed)
  }

  toCsv(): string {
    return this.#draft.toCsv()
  }

  toLogto(): unknown {
    return this.#draft.toLogto()
  }

  /** Keeps the edited template as a version. Answers whether there was anything to keep. */
  keep(note: string): boolean {
    const latest = this.#history.latest
    if (latest && this.compare(latest.version, undefined).changes.length === 0) return false
    this.#history.commit(this.#draft, {
      ...this.#nextVersion(),
      ...(note.trim() && { note: note.trim() }),
    })
    this.#show(this.#desk)
    return true
  }

  /** Makes an old version the newest one, and the edited template. */
  restore(version: string): void {
    const latest = this.#history.latest
    if (latest && this.compare(latest.version, version).changes.length > 0) {
      this.#history.restore(version, { ...this.#nextVersion(), note: `Version ${version} again` })
    }
    const { version: _, ...template } = this.#history.template(version)
    const own = this.#desk.template.version
    this.replace(
      `Restored version ${version}`,
      { ...template, ...(own !== undefined && { version: own }) },
      { like: this.#desk.template },
    )
  }

  /** What makes a version another one, or the edited template. */
  compare(from: string, to: string | undefined): PolicyDiff {
    if (to !== undefined) return withoutVersion(this.#history.diff(from, to))
    const before = createPolicy(this.#history.template(from))
    try {
      return withoutVersion(before.diff(this.#draft))
    } finally {
      before.dispose()
    }
  }

  #nextVersion(): { version: string; after?: string; at: string } {
    const latest = this.#history.latest
    return {
      version: String(this.#history.versions.length + 1),
      ...(latest && { after: latest.version }),
      at: new Date().toISOString(),
    }
  }

  #edit(label: string, make: () => Change[], { like, kind }: ReplaceOptions = {}): void {
    const { template: before, done, undone } = this.#desk
    let changes: Change[]
    try {
      changes = make()
    } catch (error) {
      // A transaction: what is refused has changed nothing.
      this.#show({ ...this.#desk, refusal: failureOf(error) })
      return
    }
    const template = this.#arranged(like ?? before)
    if (changes.length === 0) {
      this.#show({ ...this.#desk, template, refusal: undefined })
      return
    }
    const at = performance.now()
    const last = done.at(-1)
    const goesOn = kind !== undefined && last?.kind === kind && undone.length === 0 && at - last.at < TOGETHER
    this.#edits += 1
    const edit: Edit = goesOn
      ? { ...last, changes: [...last.changes, ...changes], at }
      : { id: this.#edits, label, changes, before, kind, at }
    this.#show({
      template,
      done: [...(goesOn ? done.slice(0, -1) : done), edit],
      undone: [],
      refusal: undefined,
    })
  }

  #arranged(like: TemplateDocument): TemplateDocument {
    return arrange(this.#draft.toTemplate(), like)
  }

  #show(parts: Parts): void {
    this.#desk = this.#look(parts)
    for (const listener of this.#listeners) listener()
  }

  #look({ template, done, undone, refusal }: Parts): Desk {
    return {
      template,
      done,
      undone,
      refusal,
      diff: this.#deployed.diff(this.#draft),
      lint: lint(template),
      versions: this.#history.versions,
    }
  }
}

type Parts = Pick<Desk, 'template' | 'done' | 'undone' | 'refusal'>

interface ReplaceOptions {
  like?: TemplateDocument
  kind?: string | undefined
}

/** Every version has another name, and says so already. */
const withoutVersion = (diff: PolicyDiff): PolicyDiff => ({
  ...diff,
  changes: diff.changes.filter(
    change =>
      change.change !== 'changed' ||
      change.before.fact !== 'template' ||
      change.after.fact !== 'template' ||
      JSON.stringify(change.before.lintOff) !== JSON.stringify(change.after.lintOff),
  ),
})
