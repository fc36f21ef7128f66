// Resolution: by hand on the sample template, and what a real server reported (fixtures, resolution.json).
import { readFileSync } from 'node:fs'
import { templates as named } from './modes.mjs'
import { bundle } from './template-exports.mjs'

const orders = 'https://api.example.com/orders'
const snapshots = JSON.parse(
  readFileSync(new URL('../../fixtures/logto/resolution.json', import.meta.url), 'utf8'),
)

const byHand = [
  ['no roles', { roles: [] }, []],
  ['one role', { roles: ['admin'] }, ['invite:users', 'remove:users', 'read:data', 'write:data']],
  ['two roles that overlap', { roles: ['billing', 'member'] }, ['read:data', 'write:data', 'manage:billing']],
  ['one role twice', { roles: ['member', 'member'] }, ['read:data', 'write:data']],
  ['a role that grants nothing', { roles: ['empty'] }, []],
  [
    'all roles of users',
    { roles: ['admin', 'member', 'billing', 'empty'] },
    named.sample.permissions.map(entry => entry.name ?? entry).filter(name => name !== 'audit:log'),
  ],
  ['an application', { roles: ['ci'], principal: 'MachineToMachine' }, ['read:data', 'write:data']],
  ['an application without roles', { roles: [], principal: 'MachineToMachine' }, []],
  ['a resource', { roles: ['admin'], resource: orders }, ['read:orders', 'write:orders']],
  ['a resource, two roles', { roles: ['member', 'billing'], resource: orders }, ['read:orders']],
  ['a resource, no roles', { roles: [], resource: orders }, []],
  ['a resource, a role without permissions there', { roles: ['billing'], resource: orders }, []],
]

const refusals = [
  ['unknown role', { roles: ['owner'] }, 'ROLE_UNKNOWN'],
  ['unknown role among known', { roles: ['admin', 'owner'] }, 'ROLE_UNKNOWN'],
  ['empty role name', { roles: [''] }, 'ROLE_UNKNOWN'],
  ['role in another case', { roles: ['ADMIN'] }, 'ROLE_UNKNOWN'],
  ['role with the name that objects have', { roles: ['__proto__'] }, 'ROLE_UNKNOWN'],
  ['a role for applications, for a user', { roles: ['admin', 'ci'] }, 'ROLE_TYPE_MISMATCH'],
  [
    'a role for users, for an application',
    { roles: ['member'], principal: 'MachineToMachine' },
    'ROLE_TYPE_MISMATCH',
  ],
  ['unknown resource', { roles: ['admin'], resource: 'https://api.example.com/other' }, 'RESOURCE_UNKNOWN'],
  ['resource with a slash at the end', { roles: ['admin'], resource: `${orders}/` }, 'RESOURCE_UNKNOWN'],
  ['no organization', { roles: ['admin'], organization: '' }, 'ORGANIZATION_REQUIRED'],
]

const one = (
  name,
  { roles, principal = 'User', resource, organization = 'org_1' },
  expect,
  template = 'sample',
) => ({
  name,
  template,
  organization,
  roles,
  principal,
  ...(resource !== undefined && { resource }),
  expect,
})

/** A snapshot's template in Orgate's format. Names with white space cannot be written in it; no token carries them. */
function convert({ template }) {
  const grantable = scopes => scopes.filter(name => !/\s/.test(name))
  const resources = bundle['/resources?includeScopes=true'].map(({ indicator, name, scopes }) => ({
    indicator,
    name,
    permissions: scopes.map(scope => scope.name),
  }))
  const indicatorOf = name => resources.find(resource => resource.name === name).indicator
  return {
    v: 1,
    permissions: grantable(template.organizationScopes.map(scope => scope.name)),
    resources,
    roles: template.organizationRoles.map(({ name, type, scopes, resourceScopes }) => {
      const held = {}
      for (const scope of resourceScopes) {
        const indicator = indicatorOf(scope.resource)
        held[indicator] = [...(held[indicator] ?? []), scope.name]
      }
      return { name, type, permissions: grantable(scopes), resources: held }
    }),
  }
}

const indicators = { orders, analytics: 'https://api.example.com/analytics' }
/** An application's API token without permissions has no `scope` at all. */
const split = scope => (scope ?? '').split(' ').filter(Boolean)
const holds = (snapshot, subject, indicator) =>
  snapshot.globalRoles.some(
    role =>
      subject.globalRoles?.includes?.(role.name) && role.scopes.some(scope => scope.resource === indicator),
  )

/** What the server said of one member, as far as it can be compared (see README.md). */
function* answers(snapshot, subject, membership) {
  const { scopesEndpoint: endpoint, organizationToken: token } = membership
  if (endpoint?.status === 200) yield ['reported', undefined, endpoint.names.filter(name => !/\s/.test(name))]
  if (token?.status === 200) yield ['organization token', undefined, split(token.scope)]
  for (const [short, indicator] of Object.entries(indicators)) {
    const api = membership[`${short}Token`]
    const comparable = subject.kind === 'app' || !holds(snapshot, subject, indicator)
    if (api?.status === 200 && comparable) yield [`${short} token`, indicator, split(api.scope)]
  }
}

/** A token holds only what was requested: its scope can stand for the permissions when every name was. */
function demandAllRequested({ label, requested }, { permissions, resources }) {
  const lists = [[requested.organization, permissions]]
  for (const [short, indicator] of Object.entries(indicators)) {
    lists.push([requested[short], resources.find(resource => resource.indicator === indicator).permissions])
  }
  for (const [scope, names] of lists) {
    const missing = names.filter(name => !split(scope).includes(name))
    if (missing.length > 0) throw new Error(`${label}: never requested: ${missing.join(', ')}`)
  }
}

function server() {
  const templates = {}
  const cases = []
  for (const snapshot of snapshots) {
    templates[snapshot.label] = convert(snapshot)
    demandAllRequested(snapshot, templates[snapshot.label])
    for (const subject of snapshot.subjects) {
      for (const [organization, membership] of Object.entries(subject.organizations)) {
        if (!membership.member) continue
        const principal = subject.kind === 'app' ? 'MachineToMachine' : 'User'
        const { roles, id } = membership
        for (const [what, resource, permissions] of answers(snapshot, subject, membership)) {
          const question = { roles, principal, resource, organization: id }
          const name = `${snapshot.label}: ${subject.sym} in ${organization}, ${what}`
          cases.push(one(name, question, { permissions }, snapshot.label))
          if (snapshot.label === 'initial') {
            cases.push({
              ...one(`${name}, from the export`, question, { permissions }),
              template: { fixture: 'bundle' },
            })
          }
        }
      }
    }
  }
  return { templates, cases }
}

const observed = server()

export const resolution = {
  templates: { sample: named.sample, ...observed.templates },
  cases: [
    ...byHand.map(([name, question, permissions]) => one(name, question, { permissions })),
    ...refusals.map(([name, question, code]) => one(name, question, { code })),
    { ...one('without a template', { roles: [] }, { code: 'TEMPLATE_REQUIRED' }), template: null },
    {
      ...one(
        'a permission that no token can carry is not granted',
        { roles: ['spacey'] },
        { permissions: ['read:data'] },
      ),
      template: { fixture: 'bundle' },
    },
    ...observed.cases,
  ],
}
