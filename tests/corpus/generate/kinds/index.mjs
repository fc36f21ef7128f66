// Tokens for API resources, ID tokens, and one kind of token in the place of another.
import * as api from './api.mjs'
import * as identity from './identity.mjs'
import * as mixed from './mixed.mjs'
import * as profiles from './profiles.mjs'

export const cases = [api, identity, mixed, profiles].flatMap(({ cases }) => cases)
