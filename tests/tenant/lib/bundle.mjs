// The export that a user of a tenant can make: bodies of lists, keyed by path. Written with the tenant's own GET
// requests, read into an empty tenant.
import { isManagementApi, managementApi, tenantId } from './store.mjs'

/** `get(path)` gives the parsed body and the `total-number` of one page. */
export function exportWith(get) {
  const listOf = path => {
    const list = []
    for (let page = 1; ; page += 1) {
      const { body, total } = get(`${path}${path.includes('?') ? '&' : '?'}page=${page}&page_size=100`)
      list.push(...body)
      if (list.length >= total || body.length === 0) return list
    }
  }
  const paths = ['/organization-scopes', '/organization-roles', '/resources?includeScopes=true', '/roles']
  const bundle = Object.fromEntries(paths.map(path => [path, listOf(path)]))
  for (const { id } of bundle['/roles']) bundle[`/roles/${id}/scopes`] = listOf(`/roles/${id}/scopes`)
  return bundle
}

/** A list of the bundle, whatever page its path asks for. */
const listIn = (bundle, path) => {
  const key = Object.keys(bundle).find(
    key => key === path || key.startsWith(`${path}${path.includes('?') ? '&' : '?'}`),
  )
  return bundle[key] ?? []
}

const own = row => ({ ...row, tenantId })

/** Keeps ids and times. Throws if the tenant is not empty, or if the bundle names what it does not hold. */
export function load(database, bundle) {
  const tables = ['organizationScopes', 'organizationRoles', 'roles', 'organizations']
  const others = database.select('resources').filter(({ id }) => id !== managementApi.id)
  if (others.length > 0 || tables.some(table => database.select(table).length > 0)) {
    throw new Error('only an empty tenant can load an export')
  }
  database.transaction(() => {
    loadResources(database, listIn(bundle, '/resources?includeScopes=true'))
    database.insert('organizationScopes', listIn(bundle, '/organization-scopes').map(own))
    for (const role of listIn(bundle, '/organization-roles')) loadOrganizationRole(database, role, bundle)
    for (const role of listIn(bundle, '/roles')) loadRole(database, role, bundle)
  })
}

function loadResources(database, resources) {
  // The Management API of the export takes the place of ours.
  if (resources.some(isManagementApi)) database.remove('resources', { id: managementApi.id })
  for (const { scopes = [], ...resource } of resources) {
    database.insert('resources', [own(resource)])
    database.insert('scopes', scopes.map(own))
  }
}

function loadOrganizationRole(database, { scopes, resourceScopes, ...role }, bundle) {
  database.insert('organizationRoles', [own(role)])
  const granted = (path, column, brief) =>
    (bundle[`/organization-roles/${role.id}/${path}`] ?? brief).map(({ id }) => ({
      organizationRoleId: role.id,
      [column]: id,
    }))
  database.insert('organizationRoleScopes', granted('scopes', 'organizationScopeId', scopes))
  database.insert('organizationRoleResourceScopes', granted('resource-scopes', 'scopeId', resourceScopes))
}

function loadRole(database, { id, name, description, type, isDefault }, bundle) {
  database.insert('roles', [own({ id, name, description, type, isDefault })])
  const scopes = listIn(bundle, `/roles/${id}/scopes`)
  database.insert(
    'rolesScopes',
    scopes.map(scope => ({ roleId: id, scopeId: scope.id })),
  )
}
