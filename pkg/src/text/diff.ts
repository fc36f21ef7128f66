import type { Effect, PolicyDiff } from '../diff-types.js'
import { type Cell, factOf, type Kind, nameOf, type Thing, Things } from '../plan/things.js'
import type { PrincipalRef } from '../policy-types.js'
import { counted, number, quoted } from './text.js'

/** More nobody reads, and no pull request takes. */
const MAX_LINES = 1_000

type Mark = ' ' | '+' | '-' | '~'
type Section = 'template' | Kind | 'organization' | 'principal'

/** What stands together: a heading, which may be a change itself, and below it what belongs to it. */
interface Group {
  readonly heading: string
  readonly lines: string[]
}

const NOUNS = {
  resource: 'API resource',
  permission: 'permission',
  organizationRole: 'organization role',
  globalRole: 'global role',
}
const EFFECTS = {
  widening: ' (widening)',
  narrowing: ' (narrowing)',
  both: ' (widening and narrowing)',
  none: '',
}
/** What headings are about, in the order in which they are shown. */
const SECTIONS: readonly Section[] = [
  'template',
  'permission',
  'resource',
  'organizationRole',
  'globalRole',
  'organization',
  'principal',
]
/** What may differ between two that are the same. Another id is another tenant's. */
const MEMBERS = {
  name: 'name',
  description: 'description',
  isDefault: 'default',
  managementApi: 'management API',
  version: 'version',
  lintOff: 'lint rules turned off',
}

/**
 * A diff as text, for a pull request or a terminal: how many changes there are, then resource by resource and role by
 * role what each has more (`+`), less (`-`) or otherwise (`~`). The marks stand first in their lines, as in a diff.
 */
export function formatDiff(diff: PolicyDiff): string {
  return new DiffText(diff).text()
}

class DiffText {
  readonly #counts: Record<Effect, number> = { widening: 0, narrowing: 0, both: 0, none: 0 }
  /** Things that are as they were, in another tenant. */
  #ids = 0
  readonly #groups = new Map(SECTIONS.map(section => [section, new Map<unknown, Group>()]))

  constructor(diff: PolicyDiff) {
    const things = new Things(diff)
    const changed = things.all.filter(isChanged)
    this.#ids = things.all.length - changed.length
    for (const thing of changed.filter(({ kind }) => kind !== 'permission')) this.#group(thing)
    for (const thing of changed.filter(({ kind }) => kind === 'permission')) {
      const resource = things.resourceOf(thing)
      if (resource) this.#group(resource).lines.push(this.#thing(thing, '  '))
      else this.#group(thing)
    }
    for (const cell of things.removedCells) this.#cell('-', cell)
    for (const cell of things.addedCells) this.#cell('+', cell)
    this.#directory(diff, things)
  }

  text(): string {
    const { widening, narrowing, both, none } = this.#counts
    const parts = [
      [widening, 'widening'],
      [narrowing, 'narrowing'],
      [both, 'both'],
      [none, none === 1 ? 'other' : 'others'],
      [this.#ids, this.#ids === 1 ? 'id' : 'ids'],
    ] as const
    const summary = parts.filter(([count]) => count > 0).map(([count, what]) => `${number(count)} ${what}`)
    const groups = [...this.#groups.values()].flatMap(groups => [...groups.values()])
    const lines = groups.flatMap(({ heading, lines }) => [heading, ...lines])
    const rest = lines.length - MAX_LINES
    return [
      summary.join(', ') || 'no changes',
      ...(lines.length > 0 ? ['', ...lines.slice(0, MAX_LINES)] : []),
      ...(rest > 0 ? [`  and ${counted(rest, 'more line')}`] : []),
    ].join('\n')
  }

  /** Organizations, and who is in them or holds what. */
  #directory({ changes }: PolicyDiff, things: Things): void {
    for (const { effect, ...change } of changes) {
      if (change.change === 'changed') {
        const { before, after } = change
        const what = differences(before, after)
        if (after.fact === 'template') {
          this.#open('template', '', () => this.#line('~', `template: ${what}`, effect))
        } else if (after.fact === 'organization') {
          this.#open('organization', after.id, () =>
            this.#line('~', `organization ${quoted(after.id)}: ${what}`, effect),
          )
        }
        continue
      }
      const mark = change.change === 'added' ? '+' : '-'
      switch (change.fact) {
        case 'organization':
          this.#open('organization', change.id, () =>
            this.#line(mark, `organization ${quoted(change.id)}, ${quoted(change.name)}`, effect),
          )
          break
        case 'user':
        case 'application':
          this.#open('principal', `${change.fact} ${change.id}`, () =>
            this.#line(mark, `${change.fact} ${quoted(change.id)}`, effect),
          )
          break
        case 'member':
          this.#organization(change.organization).push(
            this.#line(mark, `  member ${principal(change)}`, effect),
          )
          break
        case 'roleAssignment': {
          const { organization, role } = change
          if (organization === undefined) {
            const held = this.#group(things.find('globalRole', role, undefined, mark === '+'))
            held.lines.push(this.#line(mark, `  held by ${principal(change)}`, effect))
          } else {
            const text = `  role ${quoted(role)} of ${principal(change)}`
            this.#organization(organization).push(this.#line(mark, text, effect))
          }
        }
      }
    }
  }

  #organization(id: string): string[] {
    return this.#open('organization', id, () => `  organization ${quoted(id)}`).lines
  }

  #cell(mark: Mark, { role, permission, effect }: Cell): void {
    const { resource } = factOf(permission)
    const name = quoted(nameOf(factOf(permission)))
    const text = `  ${name}${resource === undefined ? '' : ` of ${quoted(resource)}`}`
    this.#group(role).lines.push(this.#line(mark, text, effect))
  }

  #group(thing: Thing): Group {
    return this.#open(thing.kind, thing, () =>
      isChanged(thing) ? this.#thing(thing, '') : `  ${called(thing)}`,
    )
  }

  #open(section: Section, key: unknown, heading: () => string): Group {
    const groups = this.#groups.get(section) as Map<unknown, Group>
    const group = groups.get(key) ?? { heading: heading(), lines: [] }
    groups.set(key, group)
    return group
  }

  #thing(thing: Thing, indent: string): string {
    const { before, after } = thing
    const has = (effect: Effect) => thing.effects.includes('both') || thing.effects.includes(effect)
    const effect =
      has('widening') && has('narrowing')
        ? 'both'
        : has('widening')
          ? 'widening'
          : has('narrowing')
            ? 'narrowing'
            : 'none'
    const mark = !before ? '+' : !after ? '-' : '~'
    const { type } = factOf(thing)
    const of = mark === '~' || type === undefined ? '' : ` of type ${type}`
    const what = before && after ? differences(before, after) : ''
    return this.#line(mark, `${indent}${called(thing)}${of}${what && `: ${what}`}`, effect)
  }

  #line(mark: Mark, text: string, effect: Effect): string {
    this.#counts[effect] += 1
    return `${mark} ${text}${EFFECTS[effect]}`
  }
}

/** Whether it came, went, or has more than another id. */
function isChanged({ before, after, index }: Thing): boolean {
  if (!before || !after) return true
  const [one, other] = [before, after].map(({ id, ...rest }) => rest)
  return index !== undefined && JSON.stringify(one) !== JSON.stringify(other)
}

/** What it was and is called. */
function called({ kind, before, after }: Thing): string {
  const names = [before, after].flatMap(fact => (fact ? quoted(nameOf(fact)) : []))
  return `${NOUNS[kind]} ${[...new Set(names)].join(' -> ')}`
}

const principal = ({ user, application }: PrincipalRef) =>
  user === undefined ? `application ${quoted(application ?? '')}` : `user ${quoted(user)}`

/** What differs but what {@link called} shows. */
function differences(before: { readonly fact: string }, after: { readonly fact: string }): string {
  const [from, to] = [before, after] as unknown as Readonly<Record<string, unknown>>[]
  const members = Object.entries(MEMBERS).flatMap(([member, label]) => {
    const pair = [from?.[member], to?.[member]]
    const values = pair.map(value => valueText(value, pair.includes(true)))
    const isShown = member === 'name' && after.fact !== 'resource' && after.fact !== 'organization'
    if (isShown || JSON.stringify(pair[0]) === JSON.stringify(pair[1])) return []
    return values[0] === values[1] ? `${label} others` : `${label} ${values.join(' -> ')}`
  })
  return members.join(', ')
}

function valueText(value: unknown, isFlag: boolean): string {
  if (isFlag) return value ? 'yes' : 'no'
  if (typeof value === 'string') return quoted(value)
  return Array.isArray(value) ? number(value.length) : 'none'
}
