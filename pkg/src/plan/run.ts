import { configurationError } from '../options.js'
import { line, quoted } from '../text/text.js'
import { Client, type Entry } from './client.js'
import { planError } from './error.js'
import { filled, matches, type Values } from './match.js'
import { readPlan } from './read.js'
import type {
  Json,
  MigrationPlan,
  Pattern,
  PlanProgress,
  PlanResult,
  PlanStep,
  Reference,
  RunPlanOptions,
} from './types.js'

const OPTIONS = ['fetch', 'endpoint', 'headers', 'onStep', 'signal', 'dryRun']
const NONE: Values = new Map()

/** Why a write cannot be made. */
interface Conflict {
  readonly step: string
  readonly variable: string
  /** What was looked for. */
  readonly entry?: Json
  readonly reason: 'missing' | 'ambiguous'
}

/**
 * Runs a plan against the Management API of a tenant: first its reads, then, unless the tenant is not as the plan
 * expects, its writes. What is so already is left out, so that a plan that stopped is run again to go on.
 *
 * @throws {OrgateError} before any request `PLAN_INVALID` and `CONFIGURATION_INVALID`; before any write `PLAN_CONFLICT`
 *   with all that is missing in `details.conflicts`; `PLAN_STEP_FAILED` for the first request that is not answered well.
 *   What `headers` and `onStep` throw, and the reason of `signal`, pass through
 */
export async function runPlan(plan: MigrationPlan, options: RunPlanOptions): Promise<PlanResult> {
  const steps = readPlan(plan)
  if (typeof options !== 'object' || options === null) {
    throw configurationError([
      { code: 'OPTION_INVALID', pointer: '', message: 'the options are not an object' },
    ])
  }
  const unknown = Object.keys(options).find(name => !OPTIONS.includes(name))
  if (unknown !== undefined) {
    const message = `${quoted(unknown)} is not an option; known are ${OPTIONS.join(', ')}`
    throw configurationError([{ code: 'OPTION_UNKNOWN', pointer: `/${unknown}`, message }])
  }
  const run = new Run(steps, options)
  await run.read()
  const skipped = run.judge()
  await run.write(skipped)
  return run.result
}

/** A list that was read. Most of what is looked for in it has a name. */
class List {
  readonly #entries: readonly Entry[]
  readonly #named = new Map<unknown, Entry[]>()

  constructor(entries: readonly Entry[]) {
    this.#entries = entries
    for (const entry of entries) {
      const others = this.#named.get(entry.name)
      if (others) others.push(entry)
      else this.#named.set(entry.name, [entry])
    }
  }

  matching(pattern: Pattern, values: Values): Entry[] {
    const { name } = pattern as { readonly name?: Json }
    const candidates = typeof name === 'string' ? (this.#named.get(name) ?? []) : this.#entries
    return candidates.filter(entry => matches(entry, pattern, values))
  }
}

class Run {
  readonly result = { read: [], written: [], skipped: [], pending: [] } as Record<keyof PlanResult, string[]>
  readonly #steps: readonly PlanStep[]
  readonly #options: RunPlanOptions
  readonly #client: Client
  readonly #lists = new Map<string, List>()
  /** What writes made, or found. */
  readonly #ids = new Map<string, string>()
  /** The writes that were not made yet. */
  readonly #pending = new Set<string>()

  constructor(steps: readonly PlanStep[], options: RunPlanOptions) {
    this.#steps = steps
    this.#options = options
    this.#client = new Client(options, this.result)
  }

  async read(): Promise<void> {
    for (const [index, step] of this.#steps.entries()) {
      if (step.method !== 'GET') return
      const { values, conflicts } = this.#valuesOf(step)
      if (this.#look(step, values).isDone) {
        this.#lists.set(step.id, new List([]))
        await this.#tell(index, 'skipped')
      } else {
        refuse(conflicts)
        this.#lists.set(step.id, new List(await this.#client.read(step, pathOf(step, values))))
        await this.#tell(index, 'read')
      }
    }
  }

  /** Which writes there is no need for. The others can be made. */
  judge(): ReadonlySet<PlanStep> {
    const skipped = new Set<PlanStep>()
    const conflicts: Conflict[] = []
    for (const step of this.#steps.filter(({ method }) => method !== 'GET')) {
      const found = this.#valuesOf(step)
      const { isDone, entry } = this.#look(step, found.values)
      if (isDone) {
        skipped.add(step)
        if (entry) this.#ids.set(step.id, entry.id)
        // It is not needed. But two where there should be one say that the tenant is another than was thought.
        conflicts.push(...found.conflicts.filter(({ reason }) => reason === 'ambiguous'))
      } else {
        this.#pending.add(step.id)
        conflicts.push(...found.conflicts)
      }
    }
    refuse(conflicts)
    return skipped
  }

  async write(skipped: ReadonlySet<PlanStep>): Promise<void> {
    const references = this.#steps.flatMap(({ use = {} }) => Object.values(use))
    const needed = new Set(references.filter(({ entry }) => entry === undefined).map(({ step }) => step))
    for (const [index, step] of this.#steps.entries()) {
      if (step.method === 'GET') continue
      if (skipped.has(step)) {
        await this.#tell(index, 'skipped')
      } else if (this.#options.dryRun) {
        await this.#tell(index, 'pending')
      } else {
        const { values } = this.#valuesOf(step)
        const body = step.body === undefined ? undefined : filled(step.body, values)
        const id = await this.#client.write(step, pathOf(step, values), body, needed.has(step.id))
        if (id !== undefined) this.#ids.set(step.id, id)
        await this.#tell(index, 'written')
      }
    }
  }

  async #tell(index: number, outcome: PlanProgress['outcome']): Promise<void> {
    const step = this.#steps[index] as PlanStep
    this.result[outcome].push(step.id)
    await this.#options.onStep?.({ step, index, total: this.#steps.length, outcome })
  }

  #look(
    { skipIf }: PlanStep,
    values: Values,
  ): { readonly isDone: boolean; readonly entry?: Entry | undefined } {
    if (!skipIf) return { isDone: false }
    const entry = this.#lists.get(skipIf.step)?.matching(skipIf.entry, values)[0]
    return { isDone: (entry !== undefined) === skipIf.found, entry }
  }

  #valuesOf({ id, use = {} }: PlanStep): { readonly values: Values; readonly conflicts: Conflict[] } {
    const values = new Map<string, string>()
    const conflicts: Conflict[] = []
    for (const [variable, reference] of Object.entries(use)) {
      const found = this.#idsOf(reference)
      const [value] = found
      if (value !== undefined && found.length === 1) values.set(variable, value)
      else if (!this.#pending.has(reference.step)) {
        const reason = value === undefined ? 'missing' : 'ambiguous'
        conflicts.push({ step: id, variable, ...(reference.entry && { entry: reference.entry }), reason })
      }
    }
    return { values, conflicts }
  }

  #idsOf({ step, entry }: Reference): readonly string[] {
    if (entry === undefined) {
      const id = this.#ids.get(step)
      return id === undefined ? [] : [id]
    }
    return (this.#lists.get(step)?.matching(entry, NONE) ?? []).map(({ id }) => id)
  }
}

const pathOf = ({ path }: PlanStep, values: Values): string =>
  path.replace(/\{(\w+)\}/g, (_, variable) => encodeURIComponent(values.get(variable) as string))

function refuse(conflicts: readonly Conflict[]): void {
  const [first] = conflicts
  if (!first) return
  const what = first.entry === undefined ? first.variable : JSON.stringify(first.entry)
  const found = first.reason === 'missing' ? 'nothing' : 'more than one entry'
  const rest = conflicts.length > 1 ? ` (and ${conflicts.length - 1} more: see \`details.conflicts\`)` : ''
  const message = `the tenant is not as the plan expects: the step ${quoted(first.step)} finds ${found} for ${line(what)}${rest}`
  throw planError('PLAN_CONFLICT', message, { conflicts })
}
