// Global roles, the permissions of API resources that they grant, and who holds them.
import { changed, existing, unrelate } from './entity-routes.mjs'
import { Refusal } from './errors.mjs'
import { flag, list, oneOf, optional, partial, text } from './guard.mjs'
import { created, createdOnly, noContent, ok, route, rows } from './router.mjs'
import { bySearch } from './search.mjs'
import { isManagementApi, tenantId } from './store.mjs'

const path = '/roles'
const one = `${path}/:id`
const fields = ['id', 'name', 'description']
const types = ['User', 'MachineToMachine']

const find = (database, id) => existing(database, 'roles', 'roles', id)

const featured = {
  user: id => ({ id, avatar: null, name: null }),
  application: id => ({ id, name: id, type: 'MachineToMachine' }),
}

const withHolders = database => role => {
  const users = database.select('usersRoles', { roleId: role.id })
  const applications = database.select('applicationsRoles', { roleId: role.id })
  return {
    ...role,
    usersCount: users.length,
    featuredUsers: users.slice(0, 3).map(({ userId }) => featured.user(userId)),
    applicationsCount: applications.length,
    featuredApplications: applications
      .slice(0, 3)
      .map(({ applicationId }) => featured.application(applicationId)),
  }
}

const isShown = ({ name }) => !name.startsWith('#internal:')
const ofType = type => role => type === undefined || role.type === type

/** Throws unless a role may be called so. */
function mustBeFree(database, name, except) {
  const holder = name !== undefined && database.find('roles', { name })
  if (holder && holder.id !== except) throw new Refusal('role.name_in_use', { name })
}

/** Throws unless the role may be given these permissions. */
function mustBeAssignable(database, role, scopeIds) {
  for (const id of scopeIds) {
    const { resourceId } = existing(database, 'scopes', 'scopes', id)
    const isManagement = isManagementApi(database.find('resources', { id: resourceId }))
    if (role.type === 'User' && isManagement) {
      throw new Refusal('role.management_api_scopes_not_assignable_to_user_role')
    }
  }
}

const grant = (database, roleId, scopeIds) =>
  database.insert(
    'rolesScopes',
    scopeIds.map(scopeId => ({ roleId, scopeId })),
  )

/** Not a transaction: a role whose permissions are refused is left behind without them. */
function create({ store, database, body }) {
  const { scopeIds = [], ...rest } = body
  mustBeFree(database, rest.name)
  const defaults = { type: 'User', isDefault: false }
  const [role] = database.insert('roles', [{ tenantId, id: store.id(), ...defaults, ...rest }])
  mustBeAssignable(database, role, scopeIds)
  grant(database, role.id, scopeIds)
  // Not 201.
  return ok(role)
}

function patch({ database, params: { id }, body }) {
  const role = find(database, id)
  mustBeFree(database, body.name, id)
  return ok(changed(database, 'roles', role, body))
}

/** In the order of the permissions, not in that in which the role was given them. */
const scopesOf = (database, roleId) =>
  database.select('scopes').filter(({ id }) => database.find('rolesScopes', { roleId, scopeId: id }))

function addScopes({ database, params: { id }, body: { scopeIds } }) {
  const role = find(database, id)
  for (const scopeId of scopeIds) {
    if (database.find('rolesScopes', { roleId: id, scopeId })) {
      throw new Refusal('role.scope_exists', { scopeId })
    }
  }
  mustBeAssignable(database, role, scopeIds)
  grant(database, id, scopeIds)
  return created(scopesOf(database, id))
}

/** `/roles/:id/users`, or of applications: who holds a role. Any id may. */
function holderRoutes(kind, table) {
  const column = `${kind}Id`
  const holders = `${one}/${kind}s`
  return [
    route(
      'GET',
      holders,
      ({ database, params }) =>
        rows(database.select(table, { roleId: find(database, params.id).id }), relation =>
          featured[kind](relation[column]),
        ),
      { pagination: 'always' },
    ),
    route(
      'POST',
      holders,
      ({ database, params, body }) => {
        const roleId = find(database, params.id).id
        const added = body[`${column}s`].map(id => ({ roleId, [column]: id }))
        const known = added.find(relation => database.find(table, relation))
        if (known) throw new Refusal(`role.${kind}_exists`, known)
        database.insert(table, added)
        return createdOnly
      },
      { body: { [`${column}s`]: list(text(), { min: 1 }) } },
    ),
    route('DELETE', `${holders}/:${column}`, ({ database, params: { id, ...holder } }) =>
      unrelate(database, table, { roleId: id, ...holder }),
    ),
    route(
      'GET',
      `/${kind}s/:${column}/roles`,
      ({ database, params, parameters }) => {
        const held = database.select(table, params).map(({ roleId }) => find(database, roleId))
        return rows(bySearch(held.filter(isShown), parameters, fields))
      },
      { pagination: 'always' },
    ),
  ]
}

const shape = {
  name: text({ max: 128 }),
  description: text({ max: 128 }),
  isDefault: optional(flag),
}

export const roleRoutes = [
  route(
    'GET',
    path,
    ({ database, query, parameters }) =>
      rows(
        bySearch(database.select('roles').filter(isShown).filter(ofType(query.type)), parameters, fields),
        withHolders(database),
      ),
    { pagination: 'always', query: { type: optional(oneOf(types)) } },
  ),
  route('POST', path, create, {
    body: { ...shape, type: optional(oneOf(types)), scopeIds: optional(list(text())) },
  }),
  route('GET', one, ({ database, params }) => ok(find(database, params.id))),
  route('PATCH', one, patch, { body: partial(shape) }),
  route('DELETE', one, ({ database, params }) => {
    database.remove('roles', { id: find(database, params.id).id })
    return noContent
  }),
  route(
    'GET',
    `${one}/scopes`,
    ({ database, params, parameters }) =>
      rows(bySearch(scopesOf(database, find(database, params.id).id), parameters, fields), scope => ({
        ...scope,
        resource: database.find('resources', { id: scope.resourceId }),
      })),
    { pagination: 'optional' },
  ),
  route('POST', `${one}/scopes`, addScopes, { body: { scopeIds: list(text(), { min: 1 }) } }),
  route('DELETE', `${one}/scopes/:scopeId`, ({ database, params: { id, scopeId } }) =>
    unrelate(database, 'rolesScopes', { roleId: id, scopeId }),
  ),
  ...holderRoutes('user', 'usersRoles'),
  ...holderRoutes('application', 'applicationsRoles'),
]
