// Who may do what where, at the issuer of the tests: the template of the example worker, and some organizations.
import { readFileSync } from 'node:fs'

export const template = JSON.parse(
  readFileSync(new URL('../../examples/worker/template.json', import.meta.url), 'utf8'),
)

/** The API resource, and all of its permissions. */
export const [resource] = template.resources

/** The web application that users sign in to. */
export const webClient = 'web'

/** By organization, the role of each member; `null` is a member without a role. Applications are members too. */
export const organizations = {
  acme: { ada: 'admin', ben: 'member', ci: 'ci' },
  globex: { ada: 'viewer', cleo: 'admin', ci: 'ci' },
  initech: { ben: 'admin', cleo: null, ci: null },
  umbrella: { ada: 'billing', ben: 'viewer', cleo: 'member' },
}

/** Applications with credentials of their own; tokens of `brief` last only seconds. */
export const applications = ['ci', 'brief', 'outsider']

/** For how many seconds a token of this application lasts. */
export const lifetimeOf = client => (client === 'brief' ? 3 : 3600)

// What lasts only seconds is for the same work.
for (const members of Object.values(organizations)) if (members.ci) members.brief = members.ci

const roles = new Map(template.roles.map(role => [role.name, role]))

/** The member's role there, `null` when there is none; `undefined` is no member. */
export const roleIn = (organization, member) => organizations[organization]?.[member]

/** The permissions that a member holds in an organization, or there for an API resource. */
export function permissionsIn(organization, member, indicator) {
  const role = roles.get(roleIn(organization, member))
  return (indicator ? role?.resources?.[indicator] : role?.permissions) ?? []
}

/** What an ID token says of a user. */
export function claimsOf(user) {
  const memberships = Object.entries(organizations).filter(([, members]) => user in members)
  return {
    sub: user,
    roles: [],
    organizations: memberships.map(([id]) => id),
    organization_roles: memberships
      .filter(([, members]) => members[user])
      .map(([id, members]) => `${id}:${members[user]}`),
  }
}

export const users = ['ada', 'ben', 'cleo']
