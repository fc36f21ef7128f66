// What a real Logto server granted: every principal × organization × audience of six snapshots, first with each
// snapshot's own policy, then with one policy that is edited from snapshot to snapshot and undone again.
import { readFileSync } from 'node:fs'
import { bundle } from '../template-exports.mjs'
import { as, assign, grant, inTemplate, op, revoke, unassign } from './build.mjs'

const snapshots = JSON.parse(
  readFileSync(new URL('../../../fixtures/logto/resolution.json', import.meta.url), 'utf8'),
)
const audiences = {
  organization: undefined,
  orders: 'https://api.example.com/orders',
  analytics: 'https://api.example.com/analytics',
}
const { orders } = audiences
/** An application's API token without permissions has no `scope` at all. */
const split = scope => (scope ?? '').split(' ').filter(Boolean)
const who = ({ kind, id }) => (kind === 'app' ? { application: id } : { user: id })
const inOrganizations = subject => Object.values(subject.organizations)

/** What a token request came to. */
function outcome(token, what) {
  if (token.status === 200) return { permissions: split(token.scope) }
  if (token.status === 403 && token.code === 'oidc.access_denied') return { error: { code: 'NOT_A_MEMBER' } }
  throw new Error(`${what}: ${JSON.stringify(token)}`)
}

/** All questions of a snapshot, by audience and by what was requested. */
const answersOf = ({ label, requested, subjects }) =>
  Object.entries(audiences).map(([audience, resource]) => ({
    ...(resource && { resource }),
    requested: split(requested[audience]),
    asked: subjects.flatMap(subject => [
      ...inOrganizations(subject).map(membership => ({
        ...who(subject),
        organization: membership.id,
        ...outcome(membership[`${audience}Token`], `${label}: ${subject.sym}`),
      })),
      ...(resource
        ? [{ ...who(subject), ...outcome(subject.globalTokens[audience], `${label}: ${subject.sym}`) }]
        : []),
    ]),
  }))

const isManagement = indicator => /^https:\/\/[^.]+\.logto\.app\/api$/.test(indicator)
const resources = bundle['/resources?includeScopes=true'].map(({ indicator, name, isDefault, scopes }) => ({
  indicator,
  name,
  ...(isDefault && { isDefault }),
  ...(isManagement(indicator) && { managementApi: true }),
  permissions: scopes.map(scope => scope.name),
}))
/** Organization roles name an API resource by its name, global roles by its indicator. */
const indicatorOf = name => resources.find(known => known.name === name || known.indicator === name).indicator
const byResource = scopes => {
  const indicators = [...new Set(scopes.map(({ resource }) => indicatorOf(resource)))]
  const of = indicator => scopes.filter(({ resource }) => indicatorOf(resource) === indicator)
  return Object.fromEntries(indicators.map(indicator => [indicator, of(indicator).map(({ name }) => name)]))
}

/** A snapshot as a document of our own. It holds what only an import may: a space, a default role for applications. */
const documentOf = ({ template, globalRoles, subjects }) => ({
  v: 1,
  imported: true,
  template: {
    v: 1,
    imported: true,
    permissions: template.organizationScopes.map(scope => scope.name),
    resources,
    roles: template.organizationRoles.map(({ name, type, scopes, resourceScopes }) => ({
      name,
      type,
      permissions: scopes,
      resources: byResource(resourceScopes),
    })),
  },
  globalRoles: globalRoles.map(({ name, type, isDefault, scopes }) => ({
    name,
    type,
    ...(isDefault && { isDefault }),
    resources: byResource(scopes),
  })),
  users: subjects.filter(({ kind }) => kind === 'user').map(({ id, globalRoles: roles }) => ({ id, roles })),
  applications: subjects
    .filter(({ kind }) => kind === 'app')
    .map(({ id, globalRoles: roles }) => ({ id, roles })),
  organizations: bundle['/organizations?page_size=100'].map(({ id, name }) => ({
    id,
    name,
    members: subjects.flatMap(subject =>
      inOrganizations(subject)
        .filter(membership => membership.id === id && membership.member)
        .map(({ roles }) => ({ ...who(subject), roles })),
    ),
  })),
})

/** The import of a snapshot warns of the same two things each time, wherever they stand in it. */
const warningsOf = ({ template, globalRoles }) => [
  {
    code: 'PERMISSION_NOT_GRANTABLE',
    pointer: `/template/permissions/${template.organizationScopes.findIndex(({ name }) => name === 'has space')}`,
  },
  {
    code: 'DEFAULT_ROLE_NOT_ALLOWED',
    pointer: `/globalRoles/${globalRoles.findIndex(({ type, isDefault }) => type === 'MachineToMachine' && isDefault)}/isDefault`,
  },
]

const nameOf = ({ label }) => `captured: ${label}`
const [initial] = snapshots
const idOf = sym => initial.subjects.find(subject => subject.sym === sym).id
const acme = initial.subjects[0].organizations['org.acme'].id
const [alice, dave] = [idOf('user.alice'), idOf('user.dave')]

/** Everybody of the first snapshot, who is not in the export, as operations. New users get the default roles. */
const people = initial.subjects.map(({ kind, id }) =>
  op(kind === 'app' ? 'createApplication' : 'createUser', { id }),
)
const globalRoles = initial.subjects.flatMap(({ kind, id, globalRoles: roles }) => {
  const principals = kind === 'app' ? { applications: [id] } : { users: [id] }
  const given = roles.length > 0 ? [assign(roles, principals)] : []
  const taken = kind === 'user' && !roles.includes('Customer') ? [unassign(['Customer'], principals)] : []
  return [...given, ...taken]
})
const memberships = initial.subjects.flatMap(subject =>
  inOrganizations(subject)
    .filter(({ member }) => member)
    .flatMap(({ id, roles }) => [
      op('addMember', { organization: id, ...who(subject) }),
      ...(roles.length > 0
        ? [
            assign(
              roles,
              subject.kind === 'app' ? { applications: [subject.id] } : { users: [subject.id] },
              id,
            ),
          ]
        : []),
    ]),
)

/** What was done to the server between the snapshots. */
const edits = [
  [grant(inTemplate('viewer'), 'audit:log')],
  [assign(['member'], { users: [dave] }, acme)],
  [unassign(['admin'], { users: [alice] }, acme), assign(['viewer'], { users: [alice] }, acme)],
  [revoke(inTemplate('member'), 'write:data'), revoke(inTemplate('member'), 'read:data', orders)],
  [
    op('updateOrganizationRole', { name: 'billing', set: { name: 'finance' } }),
    op('deletePermission', { name: 'view:analytics' }),
  ],
]
if (edits.length !== snapshots.length - 1) throw new Error('an edit for each snapshot after the first')

const at = snapshot => [{ answers: nameOf(snapshot) }, { templateOf: nameOf(snapshot) }]
const edited = {
  name: 'captured: the export, edited from snapshot to snapshot and undone again',
  fixture: 'bundle',
  warnings: [
    { code: 'PERMISSION_NOT_GRANTABLE', pointer: '/~1organization-scopes/0/name' },
    { code: 'DEFAULT_ROLE_NOT_ALLOWED', pointer: '/~1roles?page_size=100/5/isDefault' },
  ],
  steps: [
    { apply: people },
    { apply: globalRoles },
    as('initial', { apply: memberships }),
    ...at(initial),
    // It existed for a while before a role held it.
    as('audit:log', { apply: [op('createPermission', { name: 'audit:log' })] }),
    { answers: nameOf(initial) },
    ...edits.flatMap((operations, index) => [
      as(`edit ${index}`, { apply: operations }),
      ...at(snapshots[index + 1]),
    ]),
    ...edits.flatMap((_, back) => {
      const index = edits.length - 1 - back
      return [{ undo: `edit ${index}` }, ...(index > 0 ? at(snapshots[index]) : [])]
    }),
    { undo: 'audit:log' },
    ...at(initial),
    { same: 'initial' },
    { replay: 'audit:log' },
    ...edits.map((_, index) => ({ replay: `edit ${index}` })),
    ...at(snapshots.at(-1)),
  ],
}

export const documents = Object.fromEntries(
  snapshots.map(snapshot => [nameOf(snapshot), documentOf(snapshot)]),
)
export const answers = Object.fromEntries(snapshots.map(snapshot => [nameOf(snapshot), answersOf(snapshot)]))
export const cases = [
  ...snapshots.map(snapshot => ({
    name: nameOf(snapshot),
    document: nameOf(snapshot),
    warnings: warningsOf(snapshot),
    steps: [{ answers: nameOf(snapshot) }],
  })),
  edited,
]
