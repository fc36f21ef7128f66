// Steps of a plan in the making: each read there once, each write with when there is nothing to do.
//
// One plan is for several tenants, and is run again after it stopped anywhere. So things are found by what they are
// called, and a description has to fit its thing and no other before the plan, after it and at each step in between.

import { quoted, shown } from '../text/text.js'
import { factOf, nameOf, type Thing, type Things } from './things.js'
import type { Condition, Json, PlanStep, Reference } from './types.js'

type Members = { readonly [member: string]: Json }
type Use = { readonly [variable: string]: Reference }

/** How Logto's Management API has each kind of things. */
const KINDS = {
  resource: { noun: 'API resource', path: '/resources', variable: 'resource' },
  permission: { noun: 'organization permission', path: '/organization-scopes', variable: 'permission' },
  organizationRole: { noun: 'organization role', path: '/organization-roles', variable: 'role' },
  globalRole: { noun: 'global role', path: '/roles', variable: 'role' },
} as const

/** A thing in a title, where it is clear of what kind it is. */
function called(thing: Thing): string {
  const { resource } = factOf(thing)
  const name = quoted(nameOf(factOf(thing)))
  return resource === undefined ? name : `${name} of ${quoted(resource)}`
}

/** A thing in a title. */
export const described = (thing: Thing): string =>
  `${factOf(thing).resource === undefined ? KINDS[thing.kind].noun : 'permission'} ${called(thing)}`

/** A thing in the id of a step. */
function labelOf(thing: Thing): string {
  const { resource } = factOf(thing)
  const name = shown(nameOf(factOf(thing)))
  return resource === undefined ? name : `${name} of ${shown(resource)}`
}

const slugOf = (thing: Thing) =>
  factOf(thing).resource === undefined
    ? KINDS[thing.kind].noun.toLowerCase().replace(' ', '-')
    : 'api-permission'

export class Steps {
  readonly #things: Things
  readonly #reads = new Map<string | Thing, PlanStep>()
  readonly #writes: PlanStep[] = []
  /** The steps that create things. */
  readonly #created = new Map<Thing, string>()
  readonly #ids = new Set<string>()

  constructor(things: Things) {
    this.#things = things
  }

  /** Those that are needed and no others, reads first. */
  get all(): PlanStep[] {
    return [...this.#reads.values(), ...this.#writes]
  }

  create(thing: Thing, body: Members): void {
    const id = this.#write(`create-${slugOf(thing)}:${labelOf(thing)}`, `Create the ${described(thing)}`, {
      method: 'POST',
      ...this.#listPath(thing),
      body,
      skipIf: { ...this.#entry(thing), found: true },
    })
    this.#created.set(thing, id)
  }

  delete(thing: Thing): void {
    this.#write(`delete-${slugOf(thing)}:${labelOf(thing)}`, `Delete the ${described(thing)}`, {
      method: 'DELETE',
      ...this.#path(thing),
      skipIf: { ...this.#entry(thing), found: false },
    })
  }

  /** Gives it what `body` says, unless it has that. */
  update(thing: Thing, title: string, body: Members): void {
    this.#write(`update-${slugOf(thing)}:${labelOf(thing)}`, title, {
      method: 'PATCH',
      ...this.#path(thing),
      body,
      skipIf: { ...this.#entry(thing, body), found: true },
    })
  }

  /** Gives it a name that it will not keep, if it still has that which it had. */
  setAside(thing: Thing, title: string, from: string, to: string): void {
    this.#write(`set-aside-${slugOf(thing)}:${labelOf(thing)}`, title, {
      method: 'PATCH',
      ...this.#path(thing),
      body: { name: to },
      skipIf: { ...this.#entry(thing, { name: from }), found: false },
    })
  }

  /** The tenant takes that from the API resource that was it. */
  setDefault(thing: Thing, isDefault: boolean): void {
    const title = `Make the ${described(thing)} ${isDefault ? 'the default' : 'no longer the default'}`
    const { path, use } = this.#path(thing)
    this.#write(`set-default-${slugOf(thing)}:${labelOf(thing)}`, title, {
      method: 'PATCH',
      path: `${path}/is-default`,
      use,
      body: { isDefault },
      skipIf: { ...this.#entry(thing, { isDefault }), found: true },
    })
  }

  /** Takes a permission from a role. */
  revoke(role: Thing, permission: Thing): void {
    const held = { id: { use: 'permission' } }
    const { path, use, list } = this.#cells(role, permission, [held])
    const id = `revoke-${slugOf(role)}:${labelOf(role)}:${labelOf(permission)}`
    this.#write(id, `Take ${called(permission)} from the ${described(role)}`, {
      method: 'DELETE',
      path: `${path}/{permission}`,
      use: { ...use, permission: this.#reference(permission) },
      skipIf: { ...list, found: false },
    })
  }

  /**
   * Gives a role permissions of one kind. An organization role may have some of them. A global role must not, and
   * nothing but what was read says whether it has: it is given each by itself.
   */
  grant(role: Thing, permissions: readonly [Thing, ...Thing[]]): void {
    const [first] = permissions
    const variables = permissions.map((_, index) => (index === 0 ? 'permission' : `permission${index + 1}`))
    const ids = variables.map(use => ({ use }))
    const { path, use, list, member } = this.#cells(
      role,
      first,
      ids.map(id => ({ id })),
    )
    const what = role.kind === 'globalRole' ? labelOf(first) : `${slugOf(first)}s`
    const title = `Give ${permissions.map(called).join(', ')} to the ${described(role)}`
    this.#write(`grant-${slugOf(role)}:${labelOf(role)}:${what}`, title, {
      method: 'POST',
      path,
      use: {
        ...use,
        ...Object.fromEntries(
          permissions.map((permission, index) => [variables[index], this.#reference(permission)]),
        ),
      },
      body: { [member]: ids },
      skipIf: { ...list, found: true },
    })
  }

  /** Where a role has its permissions of a kind, and a look for some of them there. */
  #cells(role: Thing, permission: Thing, held: readonly [Members, ...Members[]] | Members[]) {
    const { path, use } = this.#path(role)
    if (role.kind === 'globalRole') {
      const list = { step: this.#permissionsOf(role), entry: held[0] as Members }
      return { path: `${path}/scopes`, use, list, member: 'scopeIds' }
    }
    const [below, among, member] =
      factOf(permission).resource === undefined
        ? ['scopes', 'scopes', 'organizationScopeIds']
        : ['resource-scopes', 'resourceScopes', 'scopeIds']
    return { path: `${path}/${below}`, use, list: this.#entry(role, { [among]: held }), member }
  }

  /** The id of a thing, that the tenant has or gives it. */
  #reference(thing: Thing): Reference {
    const step = this.#created.get(thing)
    return step === undefined ? this.#entry(thing) : { step }
  }

  /** A thing in the list that was read. */
  #entry(thing: Thing, more?: Members): { readonly step: string; readonly entry: Members } {
    return { step: this.#list(thing), entry: { ...this.#identity(thing), ...more } }
  }

  /** What fits a thing and no other, whenever it is looked for. */
  #identity(thing: Thing): Members {
    const { before, after, changed } = thing
    const fact = factOf(thing)
    if (thing.kind === 'resource') return { indicator: nameOf(fact) }
    const type = fact.type === undefined ? {} : { type: fact.type }
    const [namesake] = this.#things.namesakes(thing)
    const names = [before, ...changed.map(change => change.after)].flatMap(fact => (fact ? nameOf(fact) : []))
    const [name = nameOf(fact), ...others] = new Set(names)
    if (!namesake) return { name: others.length === 0 ? name : { anyOf: [name, ...others] }, ...type }
    // The name is that of one thing before and of another after. One of the two is renamed, which only an id tells.
    if (before && after) return { id: before.id as string }
    return { name, ...type, id: { not: namesake.before?.id as string } }
  }

  /** The path of the list in which a thing stands. */
  #listPath(thing: Thing): { readonly path: string; readonly use: Use } {
    const resource = this.#things.resourceOf(thing)
    if (!resource) return { path: KINDS[thing.kind].path, use: {} }
    return { path: '/resources/{resource}/scopes', use: { resource: this.#reference(resource) } }
  }

  #path(thing: Thing): { readonly path: string; readonly use: Use } {
    const { path, use } = this.#listPath(thing)
    const { variable } = KINDS[thing.kind]
    return { path: `${path}/{${variable}}`, use: { ...use, [variable]: this.#reference(thing) } }
  }

  /** The step that reads the list in which a thing stands. */
  #list(thing: Thing): string {
    const resource = this.#things.resourceOf(thing)
    if (resource) return this.#permissionsOf(resource)
    const { noun, path } = KINDS[thing.kind]
    return this.#read(path, `read-${slugOf(thing)}s`, `Read the ${noun}s`, { path })
  }

  /** The step that reads the permissions of an API resource, or of a global role. There are none where it is not. */
  #permissionsOf(owner: Thing): string {
    const entry = this.#entry(owner)
    const { path, variable } = KINDS[owner.kind]
    const id = `read-permissions-of-${slugOf(owner)}:${labelOf(owner)}`
    return this.#read(owner, id, `Read the permissions of the ${described(owner)}`, {
      path: `${path}/{${variable}}/scopes`,
      use: { [variable]: entry },
      skipIf: { ...entry, found: false },
    })
  }

  #read(key: string | Thing, id: string, title: string, read: Omit<Request, 'method'>): string {
    let step = this.#reads.get(key)
    if (!step) {
      step = this.#step(id, title, { method: 'GET', ...read })
      this.#reads.set(key, step)
    }
    return step.id
  }

  #write(id: string, title: string, request: Request): string {
    const step = this.#step(id, title, request)
    this.#writes.push(step)
    return step.id
  }

  #step(name: string, title: string, { method, path, use = {}, body, skipIf }: Request): PlanStep {
    let id = name
    for (let count = 2; this.#ids.has(id); count++) id = `${name} (${count})`
    this.#ids.add(id)
    const needs = [...Object.values(use), ...(skipIf ? [skipIf] : [])].map(({ step }) => step)
    return {
      id,
      title,
      method,
      path,
      ...(body !== undefined && { body }),
      needs: [...new Set(needs)],
      ...(needs.length > 0 && Object.keys(use).length > 0 && { use }),
      ...(skipIf && { skipIf }),
    }
  }
}

/** What a step asks of the tenant. */
interface Request {
  readonly method: PlanStep['method']
  readonly path: string
  readonly use?: Use
  readonly body?: Json
  readonly skipIf?: Condition
}
