// Organization roles, and the permissions of the organization and of API resources that they grant.
import { entityRoutes, relationRoutes } from './entity-routes.mjs'
import { Refusal } from './errors.mjs'
import { list, nullable, oneOf, optional, text } from './guard.mjs'
import { byId, byName } from './order.mjs'
import { route, rows } from './router.mjs'
import { byPart } from './search.mjs'

const path = '/organization-roles'
const table = 'organizationRoles'

const shape = {
  name: text({ max: 128 }),
  description: optional(nullable(text({ min: 0, max: 256 }))),
  // Taken by PATCH too, even while someone holds the role.
  type: optional(oneOf(['User', 'MachineToMachine'])),
}
const defaults = () => ({ description: null, type: 'User' })

const find = (database, id) => {
  const role = database.find(table, { id })
  // Not `entity.not_exists_with_id`, which organization permissions give.
  if (!role) throw new Refusal('entity.not_found')
  return role
}

const relationsOf = (database, relation, id) => database.select(relation, { organizationRoleId: id })
const scopesOf = (database, { id }) =>
  relationsOf(database, 'organizationRoleScopes', id).map(({ organizationScopeId }) =>
    database.find('organizationScopes', { id: organizationScopeId }),
  )
const resourceScopesOf = (database, { id }) =>
  byId(
    relationsOf(database, 'organizationRoleResourceScopes', id).map(({ scopeId }) =>
      database.find('scopes', { id: scopeId }),
    ),
  )

const brief = ({ id, name }) => ({ id, name })
const withScopes = database => role => ({
  ...role,
  scopes: byId(scopesOf(database, role)).map(brief),
  resourceScopes: resourceScopesOf(database, role).map(scope => ({
    ...brief(scope),
    resource: brief(database.find('resources', { id: scope.resourceId })),
  })),
})

/** Not in one transaction with the role before 1.41: if it is refused, the role is left behind without permissions. */
function grant(database, role, { organizationScopeIds = [], resourceScopeIds = [] }) {
  const insert = (relation, column, ids) =>
    database.insert(
      relation,
      ids.map(id => ({ organizationRoleId: role.id, [column]: id })),
      { ignoreConflicts: true },
    )
  insert('organizationRoleScopes', 'organizationScopeId', organizationScopeIds)
  insert('organizationRoleResourceScopes', 'scopeId', resourceScopeIds)
}

const ids = optional(list(text({ min: 0 })))

export const organizationRoleRoutes = [
  route(
    'GET',
    path,
    ({ database, query }) =>
      rows(
        byName(byPart(database.select(table), query.q, ['id', 'name', 'description'])),
        withScopes(database),
      ),
    { pagination: 'always', query: { q: optional(text({ min: 0 })) } },
  ),
  ...entityRoutes({
    path,
    table,
    names: ['organization_roles', 'organization_role'],
    shape,
    defaults,
    find,
    related: { organizationScopeIds: ids, resourceScopeIds: ids },
    relate: grant,
  }),
  // In the order in which the role was given them, whereas the list of roles sorts them by id.
  ...relationRoutes({
    path: `${path}/:id/scopes`,
    table: 'organizationRoleScopes',
    owner: 'organizationRoleId',
    column: 'organizationScopeId',
    member: 'organizationScopeIds',
    show: (database, id) => scopesOf(database, find(database, id)),
  }),
  ...relationRoutes({
    path: `${path}/:id/resource-scopes`,
    table: 'organizationRoleResourceScopes',
    owner: 'organizationRoleId',
    column: 'scopeId',
    member: 'scopeIds',
    show: (database, id) => resourceScopesOf(database, find(database, id)),
  }),
]
