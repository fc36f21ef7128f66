// What policy cases are made of: a small world, facts, changes and steps.

export const orders = 'https://api.example.com/orders'
export const reports = 'urn:reports'
export const management = 'https://tenant.logto.app/api'

/**
 * Everything once: a role that grants nothing, a permission that nobody holds, a member without roles, a user in no
 * organization, an organization without members, a user and an application of the same id.
 */
export const world = {
  v: 1,
  template: {
    v: 1,
    version: '2026-11',
    permissions: ['invite:users', 'remove:users', 'read:data', 'write:data', 'audit:log'],
    resources: [
      {
        indicator: orders,
        name: 'Orders',
        isDefault: true,
        permissions: ['read:orders', 'write:orders', 'read:data'],
      },
      { indicator: reports, permissions: ['view:reports'] },
      { indicator: management, managementApi: true, permissions: ['all'] },
    ],
    roles: [
      {
        name: 'admin',
        permissions: ['invite:users', 'remove:users', 'read:data', 'write:data'],
        resources: { [orders]: ['read:orders', 'write:orders'] },
      },
      { name: 'member', permissions: ['read:data'], resources: { [orders]: ['read:orders'] } },
      { name: 'empty', permissions: [] },
      {
        name: 'bot',
        type: 'MachineToMachine',
        permissions: ['read:data'],
        resources: { [orders]: ['read:data'] },
      },
    ],
  },
  globalRoles: [
    { name: 'support', resources: { [orders]: ['read:orders'] } },
    { name: 'customer', isDefault: true, resources: { [orders]: ['read:data'] } },
    {
      name: 'worker',
      type: 'MachineToMachine',
      resources: { [orders]: ['write:orders'], [management]: ['all'] },
    },
    { name: 'idle' },
  ],
  users: [{ id: 'ann', roles: ['support'] }, 'ben', 'cat', 'dan'],
  applications: [{ id: 'ci', roles: ['worker'] }, 'ann'],
  organizations: [
    {
      id: 'acme',
      name: 'Acme',
      members: [
        { user: 'ann', roles: ['admin'] },
        { user: 'ben', roles: ['member'] },
        { user: 'cat' },
        { application: 'ci', roles: ['bot'] },
      ],
    },
    { id: 'globex', name: 'Globex', members: [{ user: 'ann', roles: ['member'] }, { application: 'ci' }] },
    { id: 'initech', name: 'Initech', description: 'Nobody is there' },
  ],
}

export const ann = { user: 'ann' }
export const ben = { user: 'ben' }
export const cat = { user: 'cat' }
export const dan = { user: 'dan' }
export const ci = { application: 'ci' }
export const annApplication = { application: 'ann' }

/** Only the members that are there. */
const some = members => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))

// Facts.
export const resource = (indicator, more = {}) => ({ fact: 'resource', indicator, ...more })
export const permission = (name, of, description) =>
  some({ fact: 'permission', resource: of, name, description })
export const organizationRole = (name, { type = 'User', ...more } = {}) => ({
  fact: 'organizationRole',
  name,
  type,
  ...more,
})
export const globalRole = (name, { type = 'User', ...more } = {}) => ({
  fact: 'globalRole',
  name,
  type,
  ...more,
})
/** `role` is `{ organizationRole }` or `{ globalRole }`. */
export const holds = (role, name, of) =>
  some({ fact: 'rolePermission', ...role, resource: of, permission: name })
export const inTemplate = name => ({ organizationRole: name })
export const everywhere = name => ({ globalRole: name })
export const user = id => ({ fact: 'user', id })
export const application = id => ({ fact: 'application', id })
export const organization = (id, name, description) => some({ fact: 'organization', id, name, description })
export const member = (id, who) => ({ fact: 'member', organization: id, ...who })
export const assigned = (role, who, id) => some({ fact: 'roleAssignment', organization: id, role, ...who })

// Changes.
export const added = fact => ({ change: 'added', ...fact })
export const removed = fact => ({ change: 'removed', ...fact })
export const changed = (before, after) => ({ change: 'changed', before, after })

// Operations that cases need over and over.
export const op = (name, members) => ({ op: name, ...members })
export const assign = (roles, who, id) => op('assignRoles', some({ organization: id, roles, ...who }))
export const unassign = (roles, who, id) => op('unassignRoles', some({ organization: id, roles, ...who }))
export const grant = (role, name, of) =>
  op('grantPermission', some({ ...role, resource: of, permission: name }))
export const revoke = (role, name, of) =>
  op('revokePermission', some({ ...role, resource: of, permission: name }))

// Steps.
/** A transaction and all that it changes. */
export const does = (operations, ...changes) => ({ apply: [operations].flat(), changes })
/** A transaction that is refused at the operation `index`. */
export const fails = (operations, code, index = 0) => ({
  apply: [operations].flat(),
  error: { code, pointer: `/${index}` },
})
/** A step to which `undo`, `replay` and `same` can refer. */
export const as = (name, step) => ({ as: name, ...step })
/** Each of these alone is refused. */
export const eachFails = (code, ...operations) => operations.map(operation => fails(operation, code))
/** What is asked: somebody, perhaps in an organization, perhaps of an API resource. */
export const of = (who, organizationId, indicator, more = {}) =>
  some({ ...who, organization: organizationId, resource: indicator, ...more })
export const can = (question, ...permissions) => ({ resolve: question, permissions })
export const cannot = (question, code) => ({ resolve: question, error: { code } })
export const explains = (question, name, code, more = {}) => ({
  explain: question,
  permission: name,
  code,
  ...more,
})

/** A case that starts in the world. */
export const inWorld = (name, ...steps) => ({ name, document: 'world', steps: steps.flat() })
/** A case that starts with nothing. */
export const inNothing = (name, ...steps) => ({ name, steps: steps.flat() })

/** Problems as a list of `CODE /pointer`. */
export const placed = list =>
  list.map(text => {
    const [code, ...pointer] = text.split(' ')
    return { code, pointer: pointer.join(' ') }
  })
