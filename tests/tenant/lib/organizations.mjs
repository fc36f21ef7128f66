// Organizations, as far as it takes to see what becomes of members and their roles.
import { entityRoutes } from './entity-routes.mjs'
import { anyObject, flag, nullable, optional, text } from './guard.mjs'
import { memberRoutes } from './members.mjs'
import { route, rows } from './router.mjs'
import { byPart } from './search.mjs'

const path = '/organizations'
const table = 'organizations'
const searched = optional(text({ min: 0 }))

export const organizationRoutes = [
  route('GET', path, ({ database, query }) => rows(byPart(database.select(table), query.q, ['id', 'name'])), {
    pagination: 'always',
    query: { q: searched },
  }),
  ...entityRoutes({
    path,
    table,
    names: ['organizations', 'organization'],
    idLength: 12,
    shape: {
      name: text({ max: 128 }),
      description: optional(nullable(text({ min: 0, max: 256 }))),
      customData: optional(anyObject),
      isMfaRequired: optional(flag),
      color: optional(anyObject),
      branding: optional(anyObject),
      customCss: optional(nullable(text({ min: 0 }))),
    },
    defaults: store => ({
      description: null,
      customData: {},
      isMfaRequired: false,
      color: {},
      branding: {},
      customCss: null,
      createdAt: store.now(),
    }),
  }),
  ...memberRoutes,
]
