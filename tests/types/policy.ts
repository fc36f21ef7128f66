// The whole model as data: what is no operation, no question and no change does not compile.
import { createGate, type OrganizationTemplate, type Problem } from 'orgate'
import {
  type Assignee,
  type Change,
  createPolicy,
  type Fact,
  type Grant,
  type init,
  type Member,
  type Membership,
  type Operation,
  type Policy,
  type PolicyCounts,
  type PolicyDocument,
  type PolicyExplanation,
  type PolicyQuestion,
  type PrincipalRef,
} from 'orgate/policy'
import { is, type Same } from './lib/same.js'

const resource = 'https://api.example.com/orders'
const template: OrganizationTemplate = { v: 1, permissions: ['invite:users'], roles: [] }

const policy = createPolicy({ v: 1, template, users: ['ada', { id: 'ben', roles: ['support'] }] })
is<Same<typeof policy, Policy>>(true)
is<Same<ReturnType<typeof init>, Promise<void>>>(true)
createPolicy()
createPolicy('{}')
createPolicy(template)
createPolicy({ '/organization-roles': [], '/organization-scopes': [] })
createPolicy(policy.toJSON())
createPolicy(policy.toTemplate())
createGate({ issuer: 'https://tenant.example/oidc', template: policy.toTemplate() })
// @ts-expect-error: no document
createPolicy(null)
// @ts-expect-error: no document
createPolicy([])
// @ts-expect-error: a misspelt member
createPolicy({ v: 1, template, organisations: [] })
createPolicy({ v: 1, template, organizations: [{ id: 'o', name: 'O', members: [{ user: 'a' }] }] })
// @ts-expect-error: a member of two kinds
export const both: PrincipalRef = { user: 'a', application: 'b' }

is<Same<typeof policy.warnings, readonly Problem[]>>(true)
is<Same<typeof policy.template, { readonly hash: string; readonly version?: string }>>(true)
is<Same<typeof policy.counts, PolicyCounts>>(true)
is<Same<ReturnType<typeof policy.apply>, Change[]>>(true)
is<Same<ReturnType<typeof policy.replay>, Change[]>>(true)
is<Same<ReturnType<typeof policy.undo>, Change[]>>(true)
is<Same<ReturnType<typeof policy.resolve>, Grant>>(true)
is<Same<ReturnType<typeof policy.explain>, PolicyExplanation>>(true)
is<Same<ReturnType<typeof policy.organizationsOf>, Membership[]>>(true)
is<Same<ReturnType<typeof policy.members>, Member[]>>(true)
is<Same<ReturnType<typeof policy.assignees>, Assignee[]>>(true)
is<Same<ReturnType<typeof policy.globalRolesOf>, string[]>>(true)
is<Same<ReturnType<typeof policy.toJSON>, PolicyDocument>>(true)
is<Same<ReturnType<typeof policy.toTemplate>, OrganizationTemplate>>(true)
is<Same<ReturnType<typeof policy.dispose>, void>>(true)

policy.apply({ op: 'createUser', id: 'cleo' })
policy.apply([
  { op: 'createResource', indicator: resource, isDefault: true, managementApi: false },
  { op: 'updateResource', indicator: resource, set: { name: null, isDefault: false } },
  { op: 'createPermission', resource, name: 'read:orders' },
  { op: 'updatePermission', name: 'invite:users', set: { name: 'invite', description: null } },
  { op: 'createOrganizationRole', name: 'ci', type: 'MachineToMachine' },
  { op: 'createGlobalRole', name: 'support', isDefault: true },
  { op: 'grantPermission', organizationRole: 'ci', permission: 'invite:users' },
  { op: 'grantPermission', organizationRole: 'ci', resource, permission: 'read:orders' },
  { op: 'revokePermission', globalRole: 'support', resource, permission: 'read:orders' },
  { op: 'createOrganization', id: 'org_1', name: 'Acme' },
  { op: 'addMember', organization: 'org_1', application: 'bot' },
  { op: 'assignRoles', organization: 'org_1', roles: ['ci'], applications: ['bot'] },
  { op: 'unassignRoles', roles: ['support'], users: ['ada'], applications: [] },
])
/** Operations may be built up before they are used. */
export const built: readonly Operation[] = ['a', 'b'].map(id => ({ op: 'createUser', id }))
policy.apply(built)
// @ts-expect-error: a global role holds API resource permissions only
policy.apply({ op: 'grantPermission', globalRole: 'support', permission: 'invite:users' })
// @ts-expect-error: a role of two levels
policy.apply({ op: 'grantPermission', globalRole: 'a', organizationRole: 'b', resource, permission: 'p' })
// @ts-expect-error: of no role
policy.apply({ op: 'grantPermission', permission: 'invite:users' })
// @ts-expect-error: no such operation
policy.apply({ op: 'createScope', name: 'a' })
// @ts-expect-error: an indicator stays
policy.apply({ op: 'updateResource', indicator: resource, set: { indicator: 'urn:b' } })
// @ts-expect-error: a type stays
policy.apply({ op: 'updateOrganizationRole', name: 'ci', set: { type: 'User' } })
// @ts-expect-error: a permission has a name
policy.apply({ op: 'updatePermission', name: 'a', set: { name: null } })
// @ts-expect-error: only users get roles by default
policy.apply({ op: 'createGlobalRole', name: 'a', type: 'MachineToMachine', isDefault: true })
// @ts-expect-error: organization roles are nobody's by default
policy.apply({ op: 'createOrganizationRole', name: 'a', isDefault: true })
// @ts-expect-error: to nobody
policy.apply({ op: 'assignRoles', organization: 'org_1', roles: ['ci'] })
// @ts-expect-error: one role is a list of one
policy.apply({ op: 'assignRoles', roles: 'support', users: ['ada'] })
// @ts-expect-error: nobody
policy.apply({ op: 'addMember', organization: 'org_1' })
// @ts-expect-error: an organization has a name
policy.apply({ op: 'createOrganization', id: 'org_1' })
// @ts-expect-error: undefined is not left out
policy.apply({ op: 'createPermission', name: 'a', resource: undefined })
// @ts-expect-error: text is not read
policy.apply('[]')

policy.resolve({ user: 'ada', organization: 'org_1' })
policy.resolve({ application: 'bot', organization: 'org_1', resource, requested: ['a'] as const })
policy.resolve({ user: 'ada', resource, organizationRoles: 'exclude' })
export const question: PolicyQuestion = { user: 'ada', organization: 'org_1' }
declare const perhaps: string | undefined
// @ts-expect-error: nobody
policy.resolve({ organization: 'org_1' })
// @ts-expect-error: two
policy.resolve({ user: 'ada', application: 'bot', organization: 'org_1' })
// @ts-expect-error: an organization that may be missing would ask for all of them
policy.resolve({ user: 'ada', organization: perhaps, resource })
// @ts-expect-error: a misspelt member
policy.resolve({ user: 'ada', organisation: 'org_1' })
// @ts-expect-error: no such reading
policy.resolve({ user: 'ada', resource, organizationRoles: false })

policy.members('org_1', { after: { user: 'ada' }, limit: 10 })
// @ts-expect-error: an id alone may be a user's or an application's
policy.members('org_1', { after: 'ada' })
policy.assignees({ organizationRole: 'ci', organization: 'org_1' })
policy.assignees({ globalRole: 'support' }, { limit: 1 })
// @ts-expect-error: a global role is of no organization
policy.assignees({ globalRole: 'support', organization: 'org_1' })
// @ts-expect-error: somebody
policy.organizationsOf('ada')

const [change] = policy.undo(policy.apply([]))
if (change?.change === 'changed') {
  is<
    Same<
      typeof change.before.fact,
      'template' | 'resource' | 'permission' | 'organizationRole' | 'globalRole' | 'organization'
    >
  >(true)
} else if (change?.fact === 'permission') {
  is<Same<typeof change.change, 'added' | 'removed'>>(true)
  is<Same<typeof change.resource, string | undefined>>(true)
} else if (change?.fact === 'member') {
  const who: PrincipalRef = change
  is<Same<typeof change.organization, string>>(true)
  // @ts-expect-error: a member has no name
  who.name
}
// @ts-expect-error: no such fact
export const fact: Fact = { fact: 'scope', name: 'a' }

const why = policy.explain({ user: 'ada', organization: 'org_1' }, 'invite:users')
is<Same<(typeof why.grantedBy)[number]['level'], 'organization' | 'global'>>(true)
// @ts-expect-error: there is no such code
why.code === 'NOPE'

{
  using held = createPolicy()
  held.counts.users.toFixed()
}
