// API resources and their permissions. The Management API cannot be changed.
import { changed, existing } from './entity-routes.mjs'
import { Refusal } from './errors.mjs'
import { flag, nullable, number, optional, partial, text } from './guard.mjs'
import { created, noContent, ok, route, rows } from './router.mjs'
import { bySearch } from './search.mjs'
import { isManagementApi, tenantId } from './store.mjs'

const path = '/resources'
const one = `${path}/:id`
const scopes = `${path}/:resourceId/scopes`
const scope = `${scopes}/:scopeId`

const isTrue = value => ['1', 'true', 'y', 'yes', 'yep', 'yeah'].includes(String(value).toLowerCase())

const find = (database, id) => existing(database, 'resources', 'resources', id)

/** Throws unless the API resource may be changed. */
function findOwn(database, id, code = 'resource.cannot_modify_management_api') {
  const resource = find(database, id)
  if (isManagementApi(resource)) throw new Refusal(code)
  return resource
}

const withScopes = database => resource => ({
  ...resource,
  scopes: database.select('scopes', { resourceId: resource.id }),
})

function create({ store, database, body }) {
  const { indicator } = body
  if (database.find('resources', { indicator })) {
    throw new Refusal('resource.resource_identifier_in_use', { indicator })
  }
  const defaults = { isDefault: false, accessTokenTtl: 3600 }
  const [resource] = database.insert('resources', [{ tenantId, id: store.id(), ...defaults, ...body }])
  return created({ ...resource, scopes: [] })
}

/** There is one default at most: `true` takes the flag from the other. */
function setDefault({ database, params: { id }, body: { isDefault } }) {
  if (!database.find('resources', { id })) throw new Refusal('entity.not_exists', { name: 'resource' })
  if (isDefault) {
    for (const other of database.select('resources', { isDefault: true })) {
      database.update('resources', other, { isDefault: false })
    }
  }
  return ok(database.update('resources', database.find('resources', { id }), { isDefault }))
}

/** Throws unless a permission of that API resource may be called so. */
function mustBeFree(database, resourceId, name, except) {
  const holder = database.find('scopes', { resourceId, name })
  if (holder && holder.id !== except) throw new Refusal('scope.name_exists', { name })
}

function mustHaveNoSpace(name) {
  if (/\s/.test(name)) throw new Refusal('scope.name_with_space')
}

function createScope({ store, database, params: { resourceId }, body }) {
  mustHaveNoSpace(body.name)
  findOwn(database, resourceId)
  mustBeFree(database, resourceId, body.name)
  const { name, description = null } = body
  const added = { tenantId, id: store.id(), resourceId, name, description, createdAt: store.now() }
  return created(database.insert('scopes', [added])[0])
}

/** Only the path names the API resource: whether the permission is one of its own is not asked. */
function patchScope({ database, params: { resourceId, scopeId }, body }) {
  findOwn(database, resourceId)
  if (body.name !== undefined) {
    mustHaveNoSpace(body.name)
    mustBeFree(database, resourceId, body.name, scopeId)
  }
  const row = database.find('scopes', { id: scopeId })
  if (Object.keys(body).length > 0 && !row) throw new Refusal('entity.not_exists', { name: 'scope' })
  return ok(changed(database, 'scopes', row, body))
}

function deleteScope({ database, params: { resourceId, scopeId } }) {
  findOwn(database, resourceId)
  if (database.remove('scopes', { id: scopeId }) === 0) throw new Refusal('entity.not_found')
  return noContent
}

const shape = { name: text(), accessTokenTtl: optional(number) }
const scopeShape = { name: text({ max: 256 }), description: optional(nullable(text({ min: 0 }))) }

export const resourceRoutes = [
  route(
    'GET',
    path,
    ({ database, query }) =>
      rows(database.select('resources'), isTrue(query.includeScopes) ? withScopes(database) : undefined),
    { pagination: 'optional', query: { includeScopes: optional(text({ min: 0 })) } },
  ),
  route('POST', path, create, {
    body: { name: text(), indicator: text(), accessTokenTtl: optional(number) },
  }),
  route('GET', one, ({ database, params }) => ok(find(database, params.id))),
  route(
    'PATCH',
    one,
    ({ database, params, body }) => ok(changed(database, 'resources', findOwn(database, params.id), body)),
    { body: partial(shape) },
  ),
  route('PATCH', `${one}/is-default`, setDefault, { body: { isDefault: flag } }),
  route('DELETE', one, ({ database, params: { id } }) => {
    findOwn(database, id, 'resource.cannot_delete_management_api')
    database.remove('resources', { id })
    return noContent
  }),
  // An unknown API resource has an empty list.
  route(
    'GET',
    scopes,
    ({ database, params, parameters }) =>
      rows(bySearch(database.select('scopes', params), parameters, ['id', 'name', 'description'])),
    { pagination: 'always' },
  ),
  route('POST', scopes, createScope, { body: scopeShape }),
  route('PATCH', scope, patchScope, { body: partial(scopeShape) }),
  route('DELETE', scope, deleteScope),
]
