// The things of a template that a diff is about. A diff is a list of changes in which a thing can stand twice, under
// names that are those of the one policy first and of the other later; here each thing is there once.

import type { Effect, PolicyDiff } from '../diff-types.js'
import type { RolePermissionFact } from '../policy-types.js'

export type Kind = 'resource' | 'permission' | 'organizationRole' | 'globalRole'

/** A fact about a thing, of whichever kind. */
export interface ThingFact {
  readonly fact: Kind
  readonly id?: string
  readonly indicator?: string
  readonly resource?: string
  readonly name?: string
  readonly type?: string
  readonly description?: string
  readonly isDefault?: boolean
  readonly managementApi?: boolean
}

/** One change of a thing, and where the diff has it. */
export interface Turn {
  readonly before: ThingFact
  readonly after: ThingFact
  readonly index: number
}

/** A thing before and after. */
export interface Thing {
  readonly kind: Kind
  /** Absent: it is new. */
  before: ThingFact | undefined
  /** Absent: it is gone. */
  after: ThingFact | undefined
  /** What becomes of it in turn: two when its name goes through a temporary one. Empty if it came or went. */
  readonly changed: Turn[]
  /** What each of its changes can do. */
  readonly effects: Effect[]
  /** Where the diff has it first; none if the diff only names it. */
  readonly index: number | undefined
}

/** A permission that a role got, or no longer has. */
export interface Cell {
  readonly role: Thing
  readonly permission: Thing
  readonly effect: Effect
  readonly index: number
}

const KINDS: readonly string[] = ['resource', 'permission', 'organizationRole', 'globalRole']

const isThing = (fact: { readonly fact: string }): fact is ThingFact => KINDS.includes(fact.fact)

/** What a thing is called. */
export const nameOf = (fact: ThingFact): string =>
  (fact.fact === 'resource' ? fact.indicator : fact.name) ?? ''

/** The list in which its name is unique. */
export const listOf = ({ fact, resource }: ThingFact): string => JSON.stringify([fact, resource])

const keyOf = (fact: ThingFact) => listOf(fact) + nameOf(fact)

/** The fact that stands for a thing: what it is now, or was. */
export const factOf = ({ before, after }: Thing): ThingFact => (after ?? before) as ThingFact

/** Things and cells of a diff. */
export class Things {
  /** In the order of the diff. */
  readonly all: Thing[] = []
  readonly removedCells: Cell[] = []
  readonly addedCells: Cell[] = []
  readonly #before = new Map<string, Thing>()
  readonly #after = new Map<string, Thing>()

  constructor({ changes }: PolicyDiff) {
    const current = new Map<string, Thing>()
    changes.forEach((change, index) => {
      const { effect } = change
      let thing: Thing | undefined
      if (change.change === 'changed') {
        const { before, after } = change
        if (!isThing(before) || !isThing(after)) return
        thing = current.get(keyOf(before)) ?? this.#add({ before, after, index })
        thing.after = after
        thing.changed.push({ before, after, index })
        current.delete(keyOf(before))
        current.set(keyOf(after), thing)
      } else if (isThing(change)) {
        const added = change.change === 'added'
        const gone = added ? this.#before.get(keyOf(change)) : undefined
        // Of the same name and type, it is what it was, and only something that is for ever in the model is not.
        if (gone && !gone.after && gone.before?.type === change.type) {
          thing = gone
          thing.after = change
          thing.changed.push({ before: gone.before as ThingFact, after: change, index })
        } else {
          thing = this.#add({ [added ? 'after' : 'before']: change, index })
        }
        if (added) current.set(keyOf(change), thing)
      }
      thing?.effects.push(effect)
    })
    for (const thing of this.all) if (thing.after) this.#after.set(keyOf(thing.after), thing)
    changes.forEach((change, index) => {
      if (change.change === 'changed' || change.fact !== 'rolePermission') return
      const cells = change.change === 'added' ? this.addedCells : this.removedCells
      cells.push(this.#cell(change, change.change === 'added', change.effect, index))
    })
  }

  /** What has that name before or after; unchanged if the diff says nothing of it. */
  find(fact: Kind, name: string, resource: string | undefined, after: boolean): Thing {
    const named: ThingFact = {
      fact,
      ...(fact === 'resource' ? { indicator: name } : { name }),
      ...(resource !== undefined && { resource }),
    }
    const known = after ? this.#after : this.#before
    let thing = known.get(keyOf(named))
    if (!thing) {
      thing = { kind: fact, before: named, after: named, changed: [], effects: [], index: undefined }
      // It is the same one on both sides.
      this.#before.set(keyOf(named), thing)
      this.#after.set(keyOf(named), thing)
    }
    return thing
  }

  /** The API resource of a permission. */
  resourceOf(permission: Thing): Thing | undefined {
    const { resource } = factOf(permission)
    if (resource === undefined) return undefined
    return this.find('resource', resource, undefined, permission.after !== undefined)
  }

  /** Others that have its old name afterwards, or had its new one, and are of the same type. */
  namesakes(thing: Thing): Thing[] {
    const { before, after } = thing
    const others = [before && this.#after.get(keyOf(before)), after && this.#before.get(keyOf(after))]
    return others.flatMap(other =>
      other && other !== thing && factOf(other).type === factOf(thing).type ? other : [],
    )
  }

  #add({ before, after, index }: { before?: ThingFact; after?: ThingFact; index: number }): Thing {
    const { fact } = (before ?? after) as ThingFact
    const thing: Thing = { kind: fact, before, after, changed: [], effects: [], index }
    this.all.push(thing)
    if (before) this.#before.set(keyOf(before), thing)
    return thing
  }

  #cell(cell: RolePermissionFact, after: boolean, effect: Effect, index: number): Cell {
    const { organizationRole, globalRole, resource, permission } = cell
    return {
      role:
        organizationRole === undefined
          ? this.find('globalRole', globalRole as string, undefined, after)
          : this.find('organizationRole', organizationRole, undefined, after),
      permission: this.find('permission', permission, resource, after),
      effect,
      index,
    }
  }
}
