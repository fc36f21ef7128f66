// From a diff to the requests that make it so in a tenant of Logto. Only what a template has is planned: API resources,
// permissions, roles, and which role grants what. Facts about people are not.

import type { PolicyDiff } from '../diff-types.js'
import type { Assignee, HeldRole } from '../policy.js'
import { listed, quoted } from '../text/text.js'
import { described, Steps } from './steps.js'
import { type Cell, factOf, type Kind, nameOf, type Thing, type ThingFact, Things } from './things.js'
import type { LostRole, MigrationPlan, PlanStep } from './types.js'
import { isManagementApi, isUnlisted, warningsOf } from './warnings.js'

/** What holds others comes first. */
const ORDER: readonly Kind[] = ['resource', 'permission', 'organizationRole', 'globalRole']

/** What else a plan is made from. */
export interface PlanContext {
  /** Everyone who holds a role that is deleted. */
  readonly assigneesOf?: (role: HeldRole) => readonly Assignee[]
}

/**
 * Plans a migration: what takes a tenant of the template `diff.from` to `diff.to`. To run the plan a second time
 * changes nothing, and to run it after it stopped anywhere is to go on.
 */
export function planMigration(diff: PolicyDiff, { assigneesOf }: PlanContext = {}): MigrationPlan {
  const things = new Things(diff)
  return {
    from: diff.from,
    to: diff.to,
    lost: things.all
      .filter(isRole)
      .filter(isGone)
      .map(role => lostRole(things, role, assigneesOf)),
    warnings: things.all.flatMap(warningsOf),
    steps: new Planner(things).steps(),
  }
}

const isRole = ({ kind }: Thing) => kind === 'organizationRole' || kind === 'globalRole'
/** Whether Logto lets it be changed, and finds it again. */
const isWithinReach = (thing: Thing) => !isManagementApi(thing) && !isUnlisted(thing)
const isGone = (thing: Thing) => !thing.after && isWithinReach(thing)
const isNew = (thing: Thing) => !thing.before && isWithinReach(thing)

class Planner {
  readonly #things: Things
  readonly #steps: Steps

  constructor(things: Things) {
    this.#things = things
    this.#steps = new Steps(things)
  }

  steps(): PlanStep[] {
    const { all, removedCells, addedCells } = this.#things
    for (const { role, permission } of without(removedCells, addedCells)) {
      // What is deleted takes its cells along.
      if (!isGone(role) && !isGone(permission) && !this.#goesWithResource(permission) && !isUnlisted(role)) {
        this.#steps.revoke(role, permission)
      }
    }
    for (const thing of all) if (isGone(thing) && !this.#goesWithResource(thing)) this.#steps.delete(thing)
    this.#update()
    for (const kind of ORDER) {
      for (const thing of all) if (thing.kind === kind && isNew(thing)) this.#create(thing)
    }
    this.#grant(without(addedCells, removedCells))
    this.#moveDefault()
    return this.#steps.all
  }

  #goesWithResource(thing: Thing): boolean {
    const resource = this.#things.resourceOf(thing)
    return resource !== undefined && isGone(resource)
  }

  /** In the order of the diff, in which no name is taken when it is given. */
  #update(): void {
    const turns = this.#things.all
      .filter(thing => thing.before && thing.after && isWithinReach(thing))
      .flatMap(thing => thing.changed.map(change => ({ thing, ...change })))
      .sort((one, other) => one.index - other.index)
    for (const { thing, before, after } of turns) {
      const [from, to] = [nameOf(before), nameOf(after)]
      if (after !== thing.after) {
        // Letting go of an id is nothing to a tenant.
        if (from === to) continue
        this.#steps.setAside(thing, `Call the ${described(thing)} ${quoted(to)} for now`, from, to)
        continue
      }
      const body = bodyOfUpdate(thing.before as ThingFact, after)
      if (Object.keys(body).length > 0) this.#steps.update(thing, titleOfUpdate(thing, body), body)
    }
  }

  #create(thing: Thing): void {
    const fact = thing.after as ThingFact
    const { indicator, type, isDefault } = fact
    const description = descriptionOf(fact)
    const rest = {
      ...(type !== undefined && { type }),
      ...(description !== null && { description }),
      ...(isDefault && { isDefault }),
    }
    this.#steps.create(thing, {
      name: displayName(fact),
      ...(indicator === undefined ? rest : { indicator }),
    })
  }

  #grant(cells: readonly Cell[]): void {
    const granted = new Map<Thing, Map<unknown, [Thing, ...Thing[]]>>()
    for (const { role, permission } of cells) {
      if (isUnlisted(role)) continue
      const kinds = granted.get(role) ?? new Map<unknown, [Thing, ...Thing[]]>()
      granted.set(role, kinds)
      // Logto refuses a list for a global role if it has one of them, and an earlier run may have given it some.
      const kind = role.kind === 'globalRole' ? permission : factOf(permission).resource === undefined
      const list = kinds.get(kind)
      if (list) list.push(permission)
      else kinds.set(kind, [permission])
    }
    for (const [role, kinds] of granted) {
      for (const permissions of kinds.values()) this.#steps.grant(role, permissions)
    }
  }

  /** There is one at most. Logto takes it from the other. */
  #moveDefault(): void {
    const resources = this.#things.all.filter(({ kind }) => kind === 'resource').filter(isWithinReach)
    const next = resources.find(({ before, after }) => after?.isDefault && !before?.isDefault)
    const last = resources.find(({ before, after }) => before?.isDefault && after && !after.isDefault)
    if (next) this.#steps.setDefault(next, true)
    else if (last) this.#steps.setDefault(last, false)
  }
}

/** Logto wants a name of API resources. */
const displayName = (fact: ThingFact): string => fact.name || nameOf(fact)

/** Logto wants a description of global roles: for want of one it is the name, before and after. */
const descriptionOf = ({ fact, name, description }: ThingFact): string | null =>
  description || (fact === 'globalRole' ? (name as string) : null)

/** What of a thing Logto can change, and is another. */
function bodyOfUpdate(before: ThingFact, after: ThingFact) {
  const isResource = after.fact === 'resource'
  const name = displayName(after)
  const description = descriptionOf(after)
  return {
    ...(displayName(before) !== name && { name }),
    ...(descriptionOf(before) !== description && !isResource && { description }),
    // That of an API resource is moved at the end.
    ...(!before.isDefault !== !after.isDefault && !isResource && { isDefault: !before.isDefault }),
  }
}

function titleOfUpdate(thing: Thing, body: { readonly [member: string]: unknown }): string {
  const [from, to] = [thing.before, thing.after].map(fact => nameOf(fact as ThingFact))
  const isRenamed = from !== to
  const members = Object.keys(body)
    .filter(member => member !== 'name' || !isRenamed)
    .map(member => (member === 'isDefault' ? 'default flag' : member))
  const what = described(thing)
  if (!isRenamed) return `Change the ${listed(members)} of the ${what}`
  const others = members.length > 0 ? `, and change its ${listed(members)}` : ''
  return `Rename the ${what}, which is ${quoted(from as string)} now${others}`
}

/** The cells that are not among the others as well: their role and permission were taken for new, and are not. */
function without(cells: readonly Cell[], others: readonly Cell[]): Cell[] {
  const known = new Map<Thing, Set<Thing>>()
  for (const { role, permission } of others) {
    const permissions = known.get(role)
    if (permissions) permissions.add(permission)
    else known.set(role, new Set([permission]))
  }
  return cells.filter(({ role, permission }) => !known.get(role)?.has(permission))
}

function lostRole(things: Things, role: Thing, assigneesOf: PlanContext['assigneesOf']): LostRole {
  const { id, name } = role.before as ThingFact
  const isSuccessor = ({ kind, before, after }: Thing) =>
    kind === role.kind && !before && (after?.name === name || (id !== undefined && after?.id === id))
  const held = (role.kind === 'globalRole' ? { globalRole: name } : { organizationRole: name }) as HeldRole
  return {
    ...(held as { readonly globalRole: string }),
    reason: things.all.some(isSuccessor) ? 'role type changed' : 'role deleted',
    assignees: [...(assigneesOf?.(held) ?? [])],
  }
}
