// What one would write instead, for a template of today: sets of names, made from parsed JSON. None of it knows renames,
// ids, API resources that come or go, or roles of another type, and none of it checks what it is given.

const setsOf = ({ roles }) => new Map(roles.map(({ name, permissions }) => [name, new Set(permissions)]))

/** The cells that differ. Both templates have the same roles. */
export function diffByHand(from, to) {
  const changes = []
  const there = setsOf(to)
  const cell = (change, organizationRole, permission) => ({
    change,
    fact: 'rolePermission',
    organizationRole,
    permission,
  })
  for (const { name, permissions } of from.roles) {
    const [before, after] = [new Set(permissions), there.get(name)]
    for (const permission of before) {
      if (!after.has(permission)) changes.push(cell('removed', name, permission))
    }
    for (const permission of after) {
      if (!before.has(permission)) changes.push(cell('added', name, permission))
    }
  }
  return changes
}

/** The pairs of roles that lint looks at: how many are equal to one before, and how many stand within another. */
export function lintByHand(template) {
  const roles = [...setsOf(template).values()]
  const held = new Set()
  let [equal, within, unused] = [0, 0, 0]
  for (const [index, role] of roles.entries()) {
    const inAll = other => {
      for (const permission of role) if (!other.has(permission)) return false
      return true
    }
    if (roles.some((other, place) => place < index && other.size === role.size && inAll(other))) equal++
    if (roles.some(other => other.size > role.size && inAll(other))) within++
    for (const permission of role) held.add(permission)
  }
  for (const permission of template.permissions) if (!held.has(permission)) unused++
  return { equal, within, unused }
}

/** Lines that are split at the comma, and names that need no quotes. */
export function csvByHand({ roles }) {
  const lines = ['role,permission']
  for (const { name, permissions } of roles) {
    for (const permission of permissions) lines.push(`${name},${permission}`)
  }
  const read = new Map()
  for (const line of lines.join('\r\n').split('\r\n').slice(1)) {
    const [name, permission] = line.split(',')
    const known = read.get(name)
    if (known) known.push(permission)
    else read.set(name, [permission])
  }
  return { v: 1, roles: [...read].map(([name, permissions]) => ({ name, permissions })) }
}

/** A permission as one text. Names have no spaces. */
const keysOf = ({ permissions = [], resources = {} }) => [
  ...permissions.map(permission => ` ${permission}`),
  ...Object.entries(resources).flatMap(([resource, held]) => held.map(name => `${resource} ${name}`)),
]

/** By role: what it holds in the one template, in the other, and what of that is different. */
function rolesOf(from, to) {
  const there = new Map(to.roles.map(role => [role.name, new Set(keysOf(role))]))
  return new Map(
    from.roles.map(role => {
      const [before, after] = [new Set(keysOf(role)), there.get(role.name) ?? new Set()]
      const changed = [...before].filter(key => !after.has(key))
      changed.push(...[...after].filter(key => !before.has(key)))
      return [role.name, { before, after, changed }]
    }),
  )
}

const none = () => ({ roles: new Set(), organizations: new Set(), principals: new Set() })

/** `policy.impact` of a policy document: each member's roles before and after, those left out whose roles stay. */
export function impactByHand(document, to) {
  const roles = rolesOf(document.template, to)
  const globals = new Map(document.globalRoles.map(role => [role.name, new Set(keysOf(role))]))
  const known = document.users.filter(({ roles }) => roles)
  const accounts = new Map(known.map(({ id, roles }) => [id, roles.map(name => globals.get(name))]))
  const keys = new Set()
  const reach = { gain: new Map(), lose: new Map() }
  const counted = () => ({ gain: new Set(), lose: new Set() })
  const [changed, organizations, users, applications] = [counted(), counted(), counted(), counted()]
  const memberships = { gain: 0, lose: 0 }
  const of = (effect, key) => {
    if (!reach[effect].has(key)) reach[effect].set(key, none())
    keys.add(key)
    return reach[effect].get(key)
  }
  for (const [name, role] of roles) {
    for (const key of role.changed) {
      const effect = role.before.has(key) ? 'lose' : 'gain'
      changed[effect].add(name)
      of(effect, key).roles.add(name)
    }
  }
  for (const { id, members } of document.organizations) {
    for (const { user, application, roles: names } of members) {
      const held = names.map(name => roles.get(name))
      if (held.every(role => role.changed.length === 0)) continue
      const global = (user !== undefined && accounts.get(user)) || []
      const found = { gain: false, lose: false }
      for (const key of new Set(held.flatMap(role => role.changed))) {
        if (global.some(role => role.has(key))) continue
        const before = held.some(role => role.before.has(key))
        const after = held.some(role => role.after.has(key))
        if (before === after) continue
        const effect = before ? 'lose' : 'gain'
        found[effect] = true
        const reached = of(effect, key)
        reached.organizations.add(id)
        reached.principals.add(user ?? application)
      }
      for (const effect of ['gain', 'lose']) {
        if (!found[effect]) continue
        memberships[effect]++
        organizations[effect].add(id)
        if (user === undefined) applications[effect].add(application)
        else users[effect].add(user)
      }
    }
  }
  const sizes = ({ gain, lose }) => ({ gain: gain.size, lose: lose.size })
  const reachOf = ({ roles, organizations, principals }) => ({
    roles: roles.size,
    organizations: organizations.size,
    principals: principals.size,
  })
  return {
    roles: sizes(changed),
    organizations: sizes(organizations),
    users: sizes(users),
    applications: sizes(applications),
    memberships,
    permissions: [...keys].sort().map(key => {
      const [resource, permission] = key.split(' ')
      return {
        ...(resource && { resource }),
        permission,
        gain: reachOf(reach.gain.get(key) ?? none()),
        lose: reachOf(reach.lose.get(key) ?? none()),
      }
    }),
  }
}
