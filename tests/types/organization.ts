// The organization that a token must be for is always named.
import { anyOrganization, createGate, type Grant, type OrganizationGrant } from 'orgate'
import { createGate as createSyncGate } from 'orgate/sync'
import { is, type Same } from './lib/same.js'

const gate = createGate({ issuer: 'https://tenant.example/oidc' })
const sync = createSyncGate({ issuer: 'https://tenant.example/oidc', keys: { keys: [] } })
declare const perhaps: string | undefined

const granted = gate.verifyOrganizationToken('token', { organization: 'org_1' })
is<Same<typeof granted, Promise<OrganizationGrant>>>(true)
const now = sync.verifyOrganizationToken('token', { organization: 'org_1' })
is<Same<typeof now, OrganizationGrant>>(true)
// It is a grant like any other, and has an organization for sure.
export const held: Grant = now
is<Same<typeof now.organization, string>>(true)
export const upper: Promise<string> = granted.then(({ organization }) => organization.toUpperCase())
// @ts-expect-error: grants do not change
now.organization = 'org_2'

gate.verifyOrganizationToken('token', { organization: anyOrganization })
sync.verifyOrganizationToken('token', { organization: anyOrganization })
gate.verifyOrganizationToken('token', { organization: 'org_1', roles: ['admin'] as const })

// @ts-expect-error: no expectation
gate.verifyOrganizationToken('token')
// @ts-expect-error: no organization
gate.verifyOrganizationToken('token', {})
// @ts-expect-error: no organization, beside roles
gate.verifyOrganizationToken('token', { roles: ['admin'] })
// @ts-expect-error: undefined
gate.verifyOrganizationToken('token', { organization: undefined })
// @ts-expect-error: perhaps undefined
gate.verifyOrganizationToken('token', { organization: perhaps })
// @ts-expect-error: null
gate.verifyOrganizationToken('token', { organization: null })
// @ts-expect-error: another symbol
gate.verifyOrganizationToken('token', { organization: Symbol('any') })
// @ts-expect-error: a symbol of the same key is not the exported one to a compiler
gate.verifyOrganizationToken('token', { organization: Symbol.for('orgate.anyOrganization') })
// @ts-expect-error: roles that are there and undefined
gate.verifyOrganizationToken('token', { organization: 'org_1', roles: undefined })
// @ts-expect-error: one role is a list of one
gate.verifyOrganizationToken('token', { organization: 'org_1', roles: 'admin' })
// @ts-expect-error: a misspelt member
gate.verifyOrganizationToken('token', { organisation: 'org_1' })
// @ts-expect-error: no expectation
sync.verifyOrganizationToken('token')
// @ts-expect-error: undefined
sync.verifyOrganizationToken('token', { organization: undefined })

// A question asks about one organization.
gate.resolve({ organization: 'org_1', roles: [], principal: 'User' })
gate.resolve({ organization: 'org_1', resource: 'urn:api', roles: ['ci'], principal: 'MachineToMachine' })
// @ts-expect-error: any organization is no organization
gate.resolve({ organization: anyOrganization, roles: [], principal: 'User' })
// @ts-expect-error: no organization
gate.resolve({ roles: [], principal: 'User' })
// @ts-expect-error: no principal
gate.resolve({ organization: 'org_1', roles: [] })
// @ts-expect-error: no such principal
gate.resolve({ organization: 'org_1', roles: [], principal: 'user' })
