// Templates as the tests write them, of which every list may be left out:
//
//   permissions: ['a', { id?, name, description? }]
//   resources: [{ indicator, name?, description?, isDefault?, managementApi?, permissions }]
//   roles, globalRoles: [{ id?, name, type?, description?, isDefault?, permissions: ['a'], resources: { [indicator]: ['b'] } }]
//
// What a tenant exports becomes one, and two of them a diff.

const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0)
// Names of API resources are not unique.
const byName = (one, other) => order(one.indicator ?? one.name, other.indicator ?? other.name)

const permission = given => (typeof given === 'string' ? { name: given } : given)
const resources = given => new Map(Object.entries(given ?? {}).filter(([, names]) => names.length > 0))

/** Every list there, every permission an object. */
export function completed({ permissions = [], resources: apis = [], roles = [], globalRoles = [] }) {
  const role = ({ permissions = [], resources: held, type = 'User', ...rest }) => ({
    ...rest,
    type,
    permissions,
    resources: resources(held),
  })
  return {
    permissions: permissions.map(permission),
    resources: apis.map(({ permissions = [], ...rest }) => ({
      ...rest,
      permissions: permissions.map(permission),
    })),
    roles: roles.map(role),
    globalRoles: globalRoles.map(role),
  }
}

/** What a tenant of that template exports, without ids and in order, and without the Management API. */
export function normal(template) {
  const { permissions, resources, roles, globalRoles } = completed(template)
  const named = ({ name, description }) => ({ name, description: description || null })
  const role = ({ name, type, description, isDefault, permissions, resources }) => ({
    name,
    type,
    description: description || null,
    isDefault: isDefault ?? false,
    permissions: [...permissions].sort(),
    resources: [...resources].map(([indicator, names]) => [indicator, [...names].sort()]).sort(byFirst),
  })
  return {
    permissions: permissions.map(named).sort(byName),
    resources: resources
      .filter(({ indicator }) => indicator !== 'https://default.logto.app/api')
      .map(({ indicator, name, isDefault = false, permissions }) => ({
        indicator,
        name: name || indicator,
        isDefault,
        permissions: permissions.map(named).sort(byName),
      }))
      .sort(byName),
    roles: roles.map(role).sort(byName),
    // Logto wants a description of these.
    globalRoles: globalRoles
      .map(global => role({ ...global, description: global.description || global.name }))
      .sort(byName),
  }
}

/** The same as the document of a policy. */
export function documentOf(template) {
  const { permissions, resources, roles, globalRoles } = completed(template)
  const role = ({ resources, ...rest }) => ({ ...rest, resources: Object.fromEntries(resources) })
  const isManagement = ({ indicator }) => indicator === 'https://default.logto.app/api'
  return {
    v: 1,
    template: {
      v: 1,
      permissions,
      resources: resources.map(api => (isManagement(api) ? { ...api, managementApi: true } : api)),
      roles: roles.map(role),
    },
    globalRoles: globalRoles.map(({ permissions, ...rest }) => role(rest)),
  }
}

const byFirst = ([one], [other]) => order(one, other)

/** The template that a tenant has, with ids. */
export function templateOf(bundle) {
  const apis = bundle['/resources?includeScopes=true']
  const given = ({ id, name, description }) => ({ id, name, ...(description && { description }) })
  const held = scopes => {
    const lists = {}
    for (const { name, indicator } of scopes) {
      lists[indicator] ??= []
      lists[indicator].push(name)
    }
    return lists
  }
  const indicatorOf = id => apis.find(api => api.id === id).indicator
  return {
    permissions: bundle['/organization-scopes'].map(given),
    resources: apis.map(({ id, indicator, name, isDefault, scopes }) => ({
      id,
      indicator,
      name,
      ...(isDefault && { isDefault }),
      permissions: scopes.map(given),
    })),
    roles: bundle['/organization-roles'].map(role => ({
      ...given(role),
      type: role.type,
      permissions: role.scopes.map(({ name }) => name),
      resources: held(
        role.resourceScopes.map(({ name, resource }) => ({ name, indicator: indicatorOf(resource.id) })),
      ),
    })),
    globalRoles: bundle['/roles'].map(role => ({
      ...given(role),
      type: role.type,
      ...(role.isDefault && { isDefault: true }),
      resources: held(
        bundle[`/roles/${role.id}/scopes`].map(({ name, resource }) => ({
          name,
          indicator: resource.indicator,
        })),
      ),
    })),
  }
}
