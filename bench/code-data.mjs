// Templates to compare: large ones whose roles are drawn at random, and drafts of them that are somewhat different.
import { draw, random, template, textOf } from './policy-data.mjs'

/** One role in fifty holds what the one before it holds, and another one in fifty a part of that: for lint to find. */
const EVERY = 50

/** So many of a list, each once, in its order. */
function some(list, count, below) {
  let left = count
  return list.filter((_, index) => {
    const taken = below(list.length - index) < left
    if (taken) left--
    return taken
  })
}

/** A template whose roles hold so many permissions on average, half as many at least, with so many cells in all. */
export function scattered({ permissions: permissionCount, roles: roleCount, cells }) {
  const { below } = random(permissionCount)
  const permissions = Array.from({ length: permissionCount }, (_, index) => `read:records-${index}`)
  const mean = cells / roleCount
  const roles = []
  for (let index = 0; index < roleCount; index++) {
    // Two neighbours hold twice the mean together.
    const held = index % 2 === 0 ? mean / 2 + below(mean) : 2 * mean - roles[index - 1].permissions.length
    roles.push({ name: `role-${index}`, type: 'User', permissions: some(permissions, held, below) })
  }
  for (let index = EVERY; index < roleCount; index += EVERY) {
    const [known, equal, within] = [roles[index - 1], roles[index], roles[index - 2]]
    equal.permissions = known.permissions
    within.permissions = known.permissions.slice(1)
  }
  return { v: 1, permissions, roles }
}

/** The template, with half of what each role holds taken away and as much given that it did not hold. */
export function halfMoved({ permissions, roles, ...rest }) {
  const { below } = random(1)
  const moved = held => {
    const known = new Set(held)
    const others = permissions.filter(permission => !known.has(permission))
    const count = Math.min(held.length >> 1, others.length)
    return [...some(held, held.length - count, below), ...some(others, count, below)]
  }
  return {
    ...rest,
    permissions,
    roles: roles.map(role => ({ ...role, permissions: moved(role.permissions) })),
  }
}

/** The template, with every other cell of its matrix flipped: half of what roles hold is gone, and half of the rest new. */
export function halfFlipped({ permissions, roles, ...rest }) {
  const flipped = (held, role) => {
    const known = new Set(held)
    return permissions.filter((permission, index) => known.has(permission) !== ((role + index) % 2 === 0))
  }
  return {
    ...rest,
    permissions,
    roles: roles.map((role, index) => ({ ...role, permissions: flipped(role.permissions, index) })),
  }
}

/** A role that every user holds in every organization, with permissions of which others hold some too. */
export const EVERY_USER = 'member'
const ofEveryUser = { name: EVERY_USER, type: 'User' }

/** The directory's own template with that role, and who is in the organizations, as a document and as text. */
export function ordinaryWorld(size) {
  const { permissions, roles } = template
  const held = permissions.filter((_, index) => index % 10 === 0)
  const own = { ...template, roles: [{ ...ofEveryUser, permissions: held }, ...roles] }
  return textOf(draw(size, { everyUser: [EVERY_USER] }), own)
}

/** The same with a template of 1,000 roles and 1,000 organization permissions, a tenth of its matrix filled. */
export function largeWorld(size) {
  const { permissions, roles } = scattered({ permissions: 1000, roles: 999, cells: 99_900 })
  const large = roles.map((role, index) => (index < 10 ? { ...role, type: 'MachineToMachine' } : role))
  const own = {
    ...template,
    permissions,
    roles: [{ ...ofEveryUser, permissions: permissions.slice(0, 100) }, ...large],
  }
  const names = of => large.filter(({ type }) => type === of).map(({ name }) => name)
  const lists = {
    userRoles: names('User'),
    applicationRoles: names('MachineToMachine'),
    everyUser: [EVERY_USER],
  }
  return textOf(draw(size, lists), own)
}
