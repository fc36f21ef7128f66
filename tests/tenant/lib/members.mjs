// Members of organizations, users and applications, and their organization roles.
import { relationRoutes, replace, unrelate } from './entity-routes.mjs'
import { Refusal } from './errors.mjs'
import { list, optional, text } from './guard.mjs'
import { byId, byName } from './order.mjs'
import { createdOnly, ok, route, rows } from './router.mjs'

const ids = optional(list(text()))
const some = list(text(), { min: 1 })

const kinds = {
  user: {
    members: 'organizationUsers',
    roles: 'organizationUserRoles',
    // Of a user that was only named, nothing is known.
    shown: id => ({ id, username: null, primaryEmail: null, primaryPhone: null, name: null, avatar: null }),
    body: { organizationRoleIds: ids, organizationRoleNames: ids },
  },
  application: {
    members: 'organizationApplications',
    roles: 'organizationApplicationRoles',
    shown: id => ({ id, name: id, type: 'MachineToMachine' }),
    body: { organizationRoleIds: some },
  },
}

/** The ids of the roles that a body names. Throws `organization.role_names_not_found`. */
function rolesIn(database, { organizationRoleIds = [], organizationRoleNames = [] }) {
  const named = organizationRoleNames.map(name => database.find('organizationRoles', { name }))
  const names = organizationRoleNames.filter((_, at) => !named[at])
  if (names.length > 0) throw new Refusal('organization.role_names_not_found', { names: names.join(', ') })
  return [...new Set([...organizationRoleIds, ...named.map(({ id }) => id)])]
}

function routesOf(kind, { members, roles, shown, body: shape }) {
  const column = `${kind}Id`
  const path = `/organizations/:id/${kind}s`
  const own = `${path}/:${column}/roles`
  const memberOf = params => ({ organizationId: params.id, [column]: params[column] })
  const rolesOf = (database, member) =>
    database
      .select(roles, member)
      .map(({ organizationRoleId }) => database.find('organizationRoles', { id: organizationRoleId }))
  /** A member, on whose roles the route works. */
  const mustBeMember = (database, params) => {
    const member = memberOf(params)
    if (!database.find(members, member)) throw new Refusal('organization.require_membership')
    return member
  }
  const assigned = (member, roleIds) => roleIds.map(organizationRoleId => ({ ...member, organizationRoleId }))

  return [
    // An unknown organization has an empty list.
    route(
      'GET',
      path,
      ({ database, params }) =>
        rows(
          byId(database.select(members, { organizationId: params.id }).map(row => ({ id: row[column] }))),
          ({ id }) => ({
            ...shown(id),
            organizationRoles: byName(rolesOf(database, memberOf({ ...params, [column]: id }))).map(role => ({
              id: role.id,
              name: role.name,
            })),
          }),
        ),
      { pagination: 'always' },
    ),
    route(
      'POST',
      `${path}/roles`,
      ({ database, params, body }) => {
        const rolesOfAll = body[`${column}s`].flatMap(id =>
          assigned(memberOf({ ...params, [column]: id }), body.organizationRoleIds),
        )
        database.insert(roles, rolesOfAll, { ignoreConflicts: true })
        return createdOnly
      },
      { body: { [`${column}s`]: some, organizationRoleIds: some } },
    ),
    // PUT removes all members and adds them again, so that those who stay lose their roles (before 1.40).
    ...relationRoutes({ path, table: members, owner: 'organizationId', column, member: `${column}s` }),
    route('GET', own, ({ database, params }) => rows(rolesOf(database, mustBeMember(database, params))), {
      pagination: 'optional',
    }),
    route(
      'POST',
      own,
      ({ database, params, body }) => {
        const member = mustBeMember(database, params)
        const roleIds = rolesIn(database, body)
        if (roleIds.length === 0) throw new Refusal('entity.invalid_input')
        database.insert(roles, assigned(member, roleIds), { ignoreConflicts: true })
        return createdOnly
      },
      { body: shape },
    ),
    route(
      'PUT',
      own,
      ({ database, params, body }) => {
        const member = mustBeMember(database, params)
        return replace(database, roles, member, assigned(member, rolesIn(database, body)))
      },
      { body: shape },
    ),
    route('DELETE', `${own}/:organizationRoleId`, ({ database, params }) =>
      unrelate(database, roles, {
        ...mustBeMember(database, params),
        organizationRoleId: params.organizationRoleId,
      }),
    ),
  ]
}

/** Permissions of the organization that a user's roles grant; none for one who is no member. */
const userScopes = route('GET', '/organizations/:id/users/:userId/scopes', ({ database, params }) => {
  const granted = database
    .select('organizationUserRoles', { organizationId: params.id, userId: params.userId })
    .flatMap(({ organizationRoleId }) => database.select('organizationRoleScopes', { organizationRoleId }))
  const scopeIds = [...new Set(granted.map(({ organizationScopeId }) => organizationScopeId))]
  return ok(byId(scopeIds.map(id => database.find('organizationScopes', { id }))))
})

export const memberRoutes = [...Object.entries(kinds).flatMap(([kind, of]) => routesOf(kind, of)), userScopes]
