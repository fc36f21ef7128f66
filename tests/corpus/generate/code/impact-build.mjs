// What cases of an impact are made of: a company, and what is counted and listed of it.
import { api, machine, orders, policy, role, template } from './build.mjs'

export const reads = { permission: 'read' }
export const writes = { permission: 'write' }
export const of = permission => ({ resource: orders, permission })

export const shop = {
  permissions: ['read', 'write'],
  resources: [api(orders, ['read', 'ship'])],
  admin: role('admin', ['read', 'write'], { resources: { [orders]: ['read', 'ship'] } }),
  viewer: role('viewer', ['read']),
  bot: machine('bot', ['read']),
}
/** The template with something else in it. */
export const templateWith = (more = {}) => {
  const { permissions, resources, ...roles } = { ...shop, ...more }
  const list = Object.values(roles).filter(role => role !== undefined)
  return template(permissions, list, { resources })
}
/** Ann has a global role; Cat holds nothing; Dan is nowhere. */
export const people = {
  users: [{ id: 'ann', roles: ['support'] }, 'ben', { id: 'dan', roles: ['support'] }],
  applications: [{ id: 'ci', roles: ['worker'] }],
  organizations: [
    {
      id: 'acme',
      name: 'Acme',
      members: [
        { user: 'ann', roles: ['viewer'] },
        { user: 'ben', roles: ['admin'] },
        { application: 'ci', roles: ['bot'] },
      ],
    },
    {
      id: 'globex',
      name: 'Globex',
      members: [{ user: 'ann', roles: ['admin'] }, { user: 'ben', roles: ['viewer'] }, { user: 'cat' }],
    },
  ],
}
export const global = {
  globalRoles: [
    { name: 'support', resources: { [orders]: ['read'] } },
    { name: 'worker', type: 'MachineToMachine', resources: { [orders]: ['ship'] } },
  ],
}
export const company = policy(templateWith(), { ...global, ...people })

/** How many gain and lose; what is left out is nobody. */
export const counted = ({ permissions = [], ...counts } = {}) => {
  const what = ['roles', 'organizations', 'users', 'applications', 'memberships']
  const each = what.map(name => [name, { gain: counts[name]?.[0] ?? 0, lose: counts[name]?.[1] ?? 0 }])
  return { ...Object.fromEntries(each), permissions }
}
export const reach = ([roles, organizations, principals]) => ({ roles, organizations, principals })
export const nobody = reach([0, 0, 0])
/** Roles, organizations and principals. */
export const gained = (permission, ...counts) => ({ ...permission, gain: reach(counts), lose: nobody })
export const lost = (permission, ...counts) => ({ ...permission, gain: nobody, lose: reach(counts) })

export const gains = (...permissions) => ({ gained: permissions, lost: [] })
export const loses = (...permissions) => ({ gained: [], lost: permissions })
export const swaps = (gained, lost) => ({ gained: [gained].flat(), lost: [lost].flat() })
export const listed = (by, ...is) => ({ by, is })
export const at = (organization, who) => ({ organization, ...who })

/** `lists` are pages of it by name. */
export const impact = (name, to, counts, ...lists) => ({
  name,
  from: 'company',
  to,
  impact: counted(counts),
  lists,
})

export const everybody = ['role', 'organization', 'principal', 'membership']
