import { organizations, subjects } from './cast'
import { sampleTemplate } from './document'

/** How many sample organizations there are to choose from. */
export const sizes = [3, 1000, 100_000] as const

export type Size = (typeof sizes)[number]

const lefts = ['Amber', 'Birch', 'Cobalt', 'Delta', 'Ember', 'Fern', 'Granite', 'Harbor', 'Indigo', 'Juniper']
const rights = [
  'Analytics',
  'Bakery',
  'Clinic',
  'Design',
  'Energy',
  'Foods',
  'Games',
  'Homes',
  'Labs',
  'Media',
]

const ofType = (machine: boolean): string[] =>
  sampleTemplate.roles
    .filter(({ type = 'User' }) => (type === 'MachineToMachine') === machine)
    .map(({ name }) => name)

/**
 * A policy document with the deployed template and so many organizations, as text: the two of the people above, and
 * others that are made up, the same each time. Most of their members hold the second role; the first one of each
 * organization holds the first.
 */
export function directoryText(size: Size): string {
  const random = numbers(size)
  const [machineRole] = ofType(true)
  const [first = '', second = first, ...others] = ofType(false)
  const people = Math.max(50, size * 3)
  const rows = organizations.map(({ id, name }) => organizationText(id, name, castOf(id)))
  for (let index = rows.length; index < size; index += 1) {
    const members = new Map<string, string[]>()
    const count = 1 + Math.floor(random() ** 3 * 16)
    while (members.size < count) {
      const user = `user-${below(people)}`
      if (!members.has(user)) members.set(user, rolesOf(members.size))
    }
    const texts = [...members].map(([id, roles]) => memberText('user', id, roles))
    if (machineRole !== undefined && random() < 0.2) {
      texts.push(memberText('application', `app-${index}`, [machineRole]))
    }
    rows.push(organizationText(`org-${index}`, `${pick(lefts)} ${pick(rights)}`, texts))
  }
  return `{"v":1,"template":${JSON.stringify(sampleTemplate)},"organizations":[${rows.join(',')}]}`

  function rolesOf(place: number): string[] {
    if (place === 0) return [first]
    const chance = random()
    if (chance < 0.05) return []
    if (chance < 0.65) return [second]
    if (chance < 0.9 || others.length < 2) return [pick(others) || second]
    return [...new Set([second, pick(others) || second])]
  }

  function below(end: number): number {
    return Math.floor(random() * end)
  }

  function pick(list: readonly string[]): string {
    return list[below(list.length)] ?? ''
  }
}

const castOf = (organization: string): string[] =>
  subjects.flatMap(({ id, principal, memberships }) => {
    const roles = memberships[organization]
    return roles ? [memberText(principal === 'User' ? 'user' : 'application', id, roles)] : []
  })

// Names of this file and of the sample: nothing in them has to be escaped but by the templates' authors.
const memberText = (kind: 'user' | 'application', id: string, roles: readonly string[]): string =>
  `{"${kind}":${JSON.stringify(id)},"roles":${JSON.stringify(roles)}}`

const organizationText = (id: string, name: string, members: readonly string[]): string =>
  `{"id":${JSON.stringify(id)},"name":${JSON.stringify(name)},"members":[${members.join(',')}]}`

/** Numbers from 0 to 1 that are the same for the same seed: mulberry32. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
