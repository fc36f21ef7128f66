// API tokens, ID tokens, claims and profiles, as a caller writes them.
import {
  type ApiGrant,
  anyOrganization,
  type ClaimProfile,
  createGate,
  type Identity,
  type OrganizationGrant,
} from 'orgate'
import { createGate as createSyncGate } from 'orgate/sync'
import { is, type Same } from './lib/same.js'

const gate = createGate({ issuer: 'https://tenant.example/oidc' })
const sync = createSyncGate({ issuer: 'https://tenant.example/oidc' })
const resource = 'https://api.example.com/orders'

const grant = await gate.verifyApiToken('', { resource })
is<Same<typeof grant, ApiGrant>>(true)
is<Same<typeof grant.resource, string>>(true)
is<Same<typeof grant.organization, string | undefined>>(true)
is<Same<ReturnType<typeof sync.verifyApiToken>, ApiGrant>>(true)
await gate.verifyApiToken('', { resource, organization: anyOrganization, roles: ['admin'], claims: true })
// @ts-expect-error: an organization that has no value is a mistake
await gate.verifyApiToken('', { resource, organization: undefined })
// @ts-expect-error: the resource must be named
await gate.verifyApiToken('', { organization: 'org_1' })
grant.claims?.department satisfies unknown

const identity: Identity = await gate.verifyIdToken('', { clientId: 'app_web', nonce: 'n' })
is<Same<ReturnType<typeof sync.verifyIdToken>, Identity>>(true)
is<Same<ReturnType<typeof identity.grant>, OrganizationGrant>>(true)
// @ts-expect-error: the client must be named
await gate.verifyIdToken('', {})
// @ts-expect-error: what was said does not change
identity.organizations.push({ id: 'org_1', roles: [], unknownRoles: [] })

const profile: ClaimProfile = {
  types: ['JWT', null],
  audience: 'required',
  organization: { claim: ['tenant', 'id'] },
  permissions: { claim: 'permissions', format: 'list' },
}
createGate({ issuer: 'https://idp.example', profile, audience: 'api', keys: { keys: [] } })
createGate({ issuers: [{ issuer: 'https://idp.example', profile: 'auth0', audience: 'api' }] })
// @ts-expect-error: there is no such profile
createGate({ issuer: 'https://idp.example', profile: 'okta' })
