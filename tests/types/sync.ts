// `orgate/sync` fetches nothing: keys are given.
import type { JsonWebKeySet, Problem } from 'orgate'
import { createGate, type init, type SyncGate } from 'orgate/sync'
import { is, type Same } from './lib/same.js'

const issuer = 'https://tenant.example/oidc'
const keys: JsonWebKeySet = { keys: [] }

const gate = createGate({ issuer, keys })
is<Same<typeof gate, SyncGate>>(true)
is<Same<ReturnType<typeof init>, Promise<void>>>(true)
createGate({ issuer })
createGate({ issuers: [{ issuer, keys }, { issuer: 'https://other.example/oidc' }] })

// @ts-expect-error: an address
createGate({ issuer, keys: `${issuer}/jwks` })
// @ts-expect-error: an address
createGate({ issuer, keys: new URL(issuer) })
// @ts-expect-error: a function
createGate({ issuer, keys: () => keys })
// @ts-expect-error: a function of an issuer
createGate({ issuers: [{ issuer, keys: async () => keys }] })
// @ts-expect-error: both
createGate({ issuer, issuers: [{ issuer }] })

const warnings = gate.setKeys(keys)
is<Same<typeof warnings, readonly Problem[]>>(true)
gate.setKeys(keys, issuer)
// As it was served: a text too.
gate.setKeys('{"keys":[]}')
// @ts-expect-error: a list
gate.setKeys([])
