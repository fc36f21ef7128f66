import type { Difference, Effect, PermissionFact, ResourceFact, RoleFact, TemplateFact } from 'orgate/policy'

/** What stands together in the list: a role, or all permissions. */
export interface ChangeGroup {
  readonly key: string
  readonly title: string
  /** Then the title is its name. */
  readonly isRole: boolean
  /** What became of the thing itself, if anything did. */
  own?: ChangeLine
  readonly lines: ChangeLine[]
}

export interface ChangeLine {
  readonly mark: '+' | '-' | '~'
  /** Names stand in backticks. */
  readonly text: string
  readonly effect: Effect
}

type Named = PermissionFact | RoleFact | ResourceFact

/** A thing that became another. */
interface Step {
  readonly before: Named
  readonly after: Named
  readonly effect: Effect
}

/** A diff for people: role by role, then permissions, API resources and the template itself. */
export function groupChanges(changes: readonly Difference[]): ChangeGroup[] {
  const groups = new Map<string, ChangeGroup>()
  const steps = changes.flatMap(stepOf)
  for (const change of changes) {
    if (change.change === 'changed') {
      if (change.after.fact === 'template') addTemplate(change.before as TemplateFact, change.after)
      continue
    }
    const { effect } = change
    const mark = change.change === 'added' ? '+' : '-'
    switch (change.fact) {
      case 'rolePermission': {
        const name = change.organizationRole ?? change.globalRole
        const role = mark === '-' ? nameAfter(name, steps) : name
        const of = change.resource === undefined ? '' : ` of \`${change.resource}\``
        roleGroup(role).lines.push({ mark, text: `\`${change.permission}\`${of}`, effect })
        break
      }
      case 'organizationRole':
      case 'globalRole': {
        const text = mark === '+' ? 'new role' : 'deleted'
        roleGroup(change.name).own = {
          mark,
          text: change.type === 'User' ? text : `${text}, machine`,
          effect,
        }
        break
      }
      default:
        if (isNamed(change)) thingLines(change).push({ mark, text: title(change), effect })
    }
  }
  for (const { before, after, effect } of merged(steps)) {
    const line: ChangeLine = { mark: '~', text: differences(before, after), effect }
    if (after.fact === 'permission' || after.fact === 'resource')
      thingLines(after).push({ ...line, text: `${title(after)}: ${line.text}` })
    else roleGroup(after.name).own = line
  }
  return [...groups.values()].sort(
    (one, other) => rank(one) - rank(other) || (one.title < other.title ? -1 : 1),
  )

  function roleGroup(name: string): ChangeGroup {
    return group(`role ${name}`, name, true)
  }

  function thingLines(thing: Named): ChangeLine[] {
    return thing.fact === 'permission'
      ? group('permissions', 'Permissions').lines
      : group('resources', 'API resources').lines
  }

  function addTemplate(before: TemplateFact, after: TemplateFact) {
    const lines = group('template', 'The template itself').lines
    if (before.version !== after.version) {
      const [from, to] = [before, after].map(({ version }) =>
        version === undefined ? 'none' : `\`${version}\``,
      )
      lines.push({ mark: '~', text: `version ${from} → ${to}`, effect: 'none' })
    }
    const [off, on] = [before, after].map(({ lintOff = [] }) => lintOff.length)
    if (JSON.stringify(before.lintOff) !== JSON.stringify(after.lintOff)) {
      const text = `lint findings turned off: ${off} → ${on}`
      lines.push({ mark: '~', text, effect: 'none' })
    }
  }

  function group(key: string, title: string, isRole = false): ChangeGroup {
    const known = groups.get(key) ?? { key, title, isRole, lines: [] }
    groups.set(key, known)
    return known
  }
}

const order = ['role', 'permissions', 'resources', 'template']
const rank = ({ key }: ChangeGroup) => order.indexOf(key.split(' ', 1)[0] ?? '')

const isNamed = <F extends { readonly fact: string }>(fact: F): fact is F & Named =>
  ['permission', 'resource', 'organizationRole', 'globalRole'].includes(fact.fact)

function stepOf(change: Difference): Step[] {
  if (change.change !== 'changed') return []
  const { before, after, effect } = change
  return isNamed(before) && isNamed(after) ? [{ before, after, effect }] : []
}

const nameOf = (fact: Named): string => (fact.fact === 'resource' ? fact.indicator : fact.name)

const title = (fact: Named): string =>
  `\`${nameOf(fact)}\`${fact.fact === 'permission' && fact.resource !== undefined ? ` of \`${fact.resource}\`` : ''}`

/** Removed cells have the names from before: a role that is renamed too stands under its new one. */
const nameAfter = (role: string, steps: readonly Step[]): string =>
  steps
    .filter(({ before }) => before.fact === 'organizationRole' || before.fact === 'globalRole')
    .reduce((name, { before, after }) => (nameOf(before) === name ? nameOf(after) : name), role)

/** Names that trade places go through a temporary one, in two steps: here that is one. */
function merged(steps: readonly Step[]): Step[] {
  const list: Step[] = []
  for (const step of steps) {
    const earlier = list.findIndex(({ after }) => sameThing(after, step.before))
    if (earlier < 0) list.push(step)
    else list[earlier] = { ...step, before: (list[earlier] as Step).before }
  }
  return list
}

const sameThing = (one: Named, other: Named): boolean =>
  one.fact === other.fact && title(one) === title(other)

const members = { name: 'name', description: 'description', isDefault: 'default', id: 'id' } as const

function differences(before: Named, after: Named): string {
  const parts = Object.entries(members).flatMap(([member, label]) => {
    const [from, to] = [before, after].map(fact => (fact as unknown as Record<string, unknown>)[member])
    if (from === to) return []
    if (member === 'name' && after.fact !== 'resource') return [`renamed, was \`${String(from)}\``]
    return [`another ${label}`]
  })
  return parts.join(', ')
}

const words: Record<Effect, string> = {
  widening: 'widening',
  narrowing: 'narrowing',
  both: 'both',
  none: 'without effect on access',
}

export const effectWord = (effect: Effect): string => words[effect]

/** 2 widening, 1 narrowing */
export function countEffects(changes: readonly Difference[]): { effect: Effect; count: number }[] {
  const effects: Effect[] = ['widening', 'narrowing', 'both', 'none']
  return effects
    .map(effect => ({ effect, count: changes.filter(change => change.effect === effect).length }))
    .filter(({ count }) => count > 0)
}
