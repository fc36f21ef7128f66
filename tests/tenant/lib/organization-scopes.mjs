// Organization permissions.
import { entityRoutes } from './entity-routes.mjs'
import { nullable, optional, text } from './guard.mjs'
import { byName } from './order.mjs'
import { route, rows } from './router.mjs'
import { byPart } from './search.mjs'

const path = '/organization-scopes'
const table = 'organizationScopes'

export const organizationScopeRoutes = [
  route(
    'GET',
    path,
    ({ database, query }) => rows(byName(byPart(database.select(table), query.q, ['name']))),
    { pagination: 'optional', query: { q: optional(text({ min: 0 })) } },
  ),
  ...entityRoutes({
    path,
    table,
    names: ['organization_scopes', 'organization_scope'],
    // White space in a name is not refused, although no token can carry such a permission.
    shape: {
      name: text({ max: 128 }),
      description: optional(nullable(text({ min: 0, max: 256 }))),
    },
    defaults: () => ({ description: null }),
  }),
]
