// Gates over templates that are replaced.
import { templates } from '../../corpus/generate/modes.mjs'
import { clockAt, NOW, organization, publicKey, token } from './issuer.mjs'

export const issuer = 'https://tenant.example/oidc'
export const keys = { keys: [publicKey('es384')] }
export const { sample, small } = templates

/** A template in which the ids of `sample` mean something else. */
export const other = {
  v: 1,
  version: 'other',
  permissions: ['export:data', 'read:data', 'remove:users'],
  resources: [{ indicator: 'https://api.example.com/orders', permissions: ['write:orders', 'read:orders'] }],
  roles: [
    {
      name: 'admin',
      permissions: ['export:data', 'read:data'],
      resources: { 'https://api.example.com/orders': ['write:orders'] },
    },
  ],
}

export const scope = 'invite:users read:data export:data'

/** A gate, its clock, and how to verify a token with that scope. */
export function make(api, options = {}) {
  const clock = clockAt(NOW)
  const gate = api.createGate({ issuer, keys, clock, ...options })
  const verify = async (roles, value = token({ claims: { scope } })) =>
    gate.verifyOrganizationToken(value, { organization, ...(roles && { roles }) })
  return { gate, clock, verify }
}
