// What the cases of API tokens and ID tokens share.
import { ABSENT, refused } from '../build.mjs'

export const ORDERS = 'https://api.example.com/orders'
export const CLIENT = 'app_web'
export const auth0 = 'https://tenant.eu.auth0.example/'

export const otherType = refused('TOKEN_TYPE_MISMATCH')
export const otherAudience = refused('AUDIENCE_KIND_MISMATCH')
export const otherOrganization = refused('ORGANIZATION_MISMATCH')
export const otherResource = refused('RESOURCE_MISMATCH')
export const otherClient = refused('CLIENT_MISMATCH')
export const otherNonce = refused('NONCE_MISMATCH')
export const configuration = refused('CONFIGURATION_INVALID')

export const orders = ['read:orders', 'write:orders']
export const m2m = { sub: 'app_ci', client_id: 'app_ci' }
export const template = (mode, name = 'sample') => ({ template: name, ...(mode && { mode }) })

/** A member that a case does not name is as in a good call; `ABSENT` leaves it out. */
export const given = (rest, name, usual) => {
  const value = name in rest ? rest[name] : usual
  return value === ABSENT ? {} : { [name]: value }
}
