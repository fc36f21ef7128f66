// Policies to measure with: large templates, and directories that are drawn at random and yet the same at every run.

/** A template in which every role has `width` organization permissions; neighbours share as few as there can be. */
export function templateOf({ permissions: permissionCount, roles: roleCount, width }) {
  const permissions = Array.from({ length: permissionCount }, (_, index) => `resource-${index}:read`)
  const roles = Array.from({ length: roleCount }, (_, role) => ({
    name: `role-${role}`,
    permissions: slice(permissions, role * width, width),
  }))
  return { v: 1, permissions, roles }
}

/** The template has the size of a large one: 20 organization roles, 100 permissions and 2 API resources with 50. */
const USER_ROLES = Array.from({ length: 16 }, (_, index) => `role-${index}`)
const APPLICATION_ROLES = Array.from({ length: 4 }, (_, index) => `machine-${index}`)
const GLOBAL_ROLES = Array.from({ length: 5 }, (_, index) => `global-${index}`)
const PERMISSIONS = Array.from({ length: 100 }, (_, index) => `read:records-${index}`)
const INDICATORS = ['https://api.example.com/orders', 'https://api.example.com/billing']
const RESOURCE_PERMISSIONS = Array.from({ length: 50 }, (_, index) => `write:items-${index}`)

/** Members of the largest organization, and organizations of those who are in most: the same in every directory. */
export const LARGE = 10_000
export const MANY = 1_000
const CONSULTANTS = 4

/** Thirty-two random bits at a time (mulberry32), so that a directory is the same at every run. */
export function random(seed) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return (bits ^ (bits >>> 14)) >>> 0
  }
  const below = limit => next() % limit
  const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'
  /** An id as Logto makes them: twelve letters and digits. */
  const id = () => {
    let text = ''
    for (let i = 0; i < 12; i++) text += LETTERS[below(LETTERS.length)]
    return text
  }
  return { below, id }
}

/** So many neighbours in a list, from `start` on. */
function slice(list, start, length) {
  return Array.from({ length }, (_, index) => list[(start + index) % list.length])
}

const resourcesFrom = start =>
  Object.fromEntries(INDICATORS.map(indicator => [indicator, slice(RESOURCE_PERMISSIONS, start, 10)]))

export const template = {
  v: 1,
  permissions: PERMISSIONS,
  resources: INDICATORS.map(indicator => ({ indicator, permissions: RESOURCE_PERMISSIONS })),
  roles: [
    ...USER_ROLES.map((name, index) => ({
      name,
      type: 'User',
      permissions: slice(PERMISSIONS, index * 6, 15),
      resources: resourcesFrom(index * 3),
    })),
    ...APPLICATION_ROLES.map((name, index) => ({
      name,
      type: 'MachineToMachine',
      permissions: slice(PERMISSIONS, index * 20, 15),
      resources: resourcesFrom(index * 10),
    })),
  ],
}
const globalRoles = GLOBAL_ROLES.map((name, index) => ({
  name,
  type: 'User',
  resources: resourcesFrom(index * 7),
}))

/** One to three roles. */
function roles({ below }, from) {
  const dice = below(10)
  return slice(from, below(from.length), dice < 7 ? 1 : dice < 9 ? 2 : 3)
}

/**
 * Who is in which organization, and with which roles: one to three of the lists, and users with those of `everyUser`.
 * With 0.4 users for each membership, they are in two to three organizations on average.
 */
export function draw(
  { organizations: organizationCount, memberships: membershipCount },
  { userRoles = USER_ROLES, applicationRoles = APPLICATION_ROLES, everyUser = [] } = {},
) {
  const source = random(organizationCount)
  const users = Array.from({ length: membershipCount * 0.4 }, source.id)
  const applications = Array.from({ length: organizationCount * 0.1 }, source.id)
  const organizations = Array.from({ length: organizationCount }, source.id)
  /** By organization: roles by index of the user, or by -1 - index of the application. */
  const members = organizations.map(() => new Map())
  let left = membershipCount
  const put = (organization, who) => {
    if (members[organization].has(who)) return
    const held = roles(source, who < 0 ? applicationRoles : userRoles)
    members[organization].set(who, who < 0 ? held : [...held, ...everyUser])
    left--
  }
  for (let user = 0; user < LARGE; user++) put(0, user)
  for (let consultant = 0; consultant < CONSULTANTS; consultant++) {
    for (let index = 0; index < MANY; index++) put(1 + index * 3 + consultant, LARGE + consultant)
  }
  // Those counted on above get no more memberships, and the last application none.
  const first = LARGE + CONSULTANTS
  while (left > 0) {
    const organization = 1 + source.below(organizationCount - 1)
    if (source.below(100) < 3) put(organization, -1 - source.below(applications.length - 1))
    else put(organization, first + source.below(users.length - first))
  }
  const globals = new Map()
  for (let user = 0; user < users.length; user++) {
    if (source.below(20) === 0) globals.set(user, [GLOBAL_ROLES[source.below(GLOBAL_ROLES.length)]])
  }
  return { source, users, applications, organizations, members, globals }
}

/** The directory as JSON text, with a template that has its roles. */
export function textOf({ users, applications, organizations, members, globals }, ofTemplate = template) {
  const member = ([who, roles]) =>
    who < 0 ? { application: applications[-1 - who], roles } : { user: users[who], roles }
  return JSON.stringify({
    v: 1,
    template: ofTemplate,
    globalRoles,
    users: users.map((id, user) => (globals.has(user) ? { id, roles: globals.get(user) } : id)),
    applications,
    organizations: organizations.map((id, index) => ({
      id,
      // Some of these names are not ASCII, as anywhere: such a text takes other ways through WebAssembly.
      name: `${index % 10 === 0 ? 'Société' : 'Organization'} No. ${index}`,
      members: [...members[index]].map(member),
    })),
  })
}

function holds(roles, names, read) {
  return roles.filter(({ name }) => names.includes(name)).flatMap(read)
}

/** What a naive reading of the directory gives: of one organization, of its part in an API resource, of an API resource. */
function expected({ members, globals }, memberships, organization, user, resource) {
  const here = members[organization].get(user)
  const everywhere = memberships.get(user).flatMap(index => members[index].get(user))
  const global = holds(globalRoles, globals.get(user) ?? [], role => role.resources[resource])
  const ofResource = names => holds(template.roles, names, role => role.resources[resource])
  return {
    organization: new Set(holds(template.roles, here, role => role.permissions)),
    organizationApi: new Set([...global, ...ofResource(here)]),
    api: new Set([...global, ...ofResource(everywhere)]),
  }
}

/** Members drawn at random, with what they may do. */
function ask(drawn, count) {
  const { source, users, organizations, members } = drawn
  const picked = []
  while (picked.length < count) {
    const organization = 1 + source.below(organizations.length - 1)
    const here = [...members[organization].keys()].filter(who => who >= LARGE + CONSULTANTS)
    if (here.length > 0) picked.push({ organization, user: here[source.below(here.length)] })
  }
  const memberships = new Map(picked.map(({ user }) => [user, []]))
  for (const [organization, here] of members.entries()) {
    for (const user of here.keys()) memberships.get(user)?.push(organization)
  }
  return picked.map(({ organization, user }, index) => {
    const resource = INDICATORS[index % INDICATORS.length]
    return {
      user: users[user],
      organization: organizations[organization],
      resource,
      organizations: memberships.get(user).map(index => organizations[index]),
      roles: members[organization].get(user),
      expected: expected(drawn, memberships, organization, user, resource),
    }
  })
}

/** A directory as JSON text, and members of it with the answers that they must get. */
export function directory(size, questionCount) {
  const drawn = draw(size)
  return {
    memberships: size.memberships,
    text: textOf(drawn),
    questions: ask(drawn, questionCount),
    consultant: drawn.users[LARGE],
    largest: drawn.organizations[0],
    /** An application that is in no organization. */
    stranger: drawn.applications.at(-1),
  }
}

/** A document by its size: of a template, or of a directory. With what must be counted when it is loaded. */
export function documentOf(size) {
  if ('memberships' in size) {
    const { organizations, memberships } = size
    return { text: textOf(draw(size)), counts: { organizations, memberships } }
  }
  const text = JSON.stringify({ v: 1, template: templateOf(size) })
  return { text, counts: { permissions: size.permissions, organizationRoles: size.roles } }
}

/** An edit of the template: a role and a permission that it does not have. */
export const edit = { organizationRole: USER_ROLES[0], permission: PERMISSIONS[50] }
