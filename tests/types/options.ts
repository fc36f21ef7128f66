// One issuer or several, and what each may have.
import {
  type Algorithm,
  createGate,
  type Gate,
  type GateOptions,
  type init,
  type JsonWebKeySet,
  type Problem,
} from 'orgate'
import { is, type Same } from './lib/same.js'

const issuer = 'https://tenant.example/oidc'
const keys: JsonWebKeySet = { keys: [] }

const gate = createGate({ issuer })
is<Same<typeof gate, Gate>>(true)
is<Same<ReturnType<typeof init>, Promise<void>>>(true)
is<Same<typeof gate.warnings, readonly Problem[]>>(true)
is<Same<typeof gate.template, { readonly hash: string; readonly version?: string } | undefined>>(true)

createGate({ issuer, keys })
createGate({ issuer, keys: `${issuer}/jwks` })
createGate({ issuer, keys: new URL(`${issuer}/jwks`) })
createGate({ issuer, keys: () => keys })
createGate({ issuer, keys: async () => keys })
createGate({ issuers: [{ issuer, keys, algorithms: ['ES384'] }, { issuer: 'https://other.example/oidc' }] })
createGate({ issuer, mode: 'token', clockToleranceSeconds: 5, clock: Date.now, typ: 'at+jwt', cache: false })
createGate({ issuer, cache: { max: 10 } })

// @ts-expect-error: no issuer
createGate({})
// @ts-expect-error: no options
createGate()
// @ts-expect-error: both
createGate({ issuer, issuers: [{ issuer }] })
// @ts-expect-error: keys belong to each issuer
createGate({ issuers: [{ issuer }], keys })
// @ts-expect-error: algorithms belong to each issuer
createGate({ issuers: [{ issuer }], algorithms: ['ES384'] })
// @ts-expect-error: an issuer without a name
createGate({ issuers: [{ keys }] })
// @ts-expect-error: addresses are not issuers
createGate({ issuers: [issuer] })
// @ts-expect-error: undefined is not left out
createGate({ issuer, keys: undefined })
// @ts-expect-error: undefined is not left out
createGate({ issuer, mode: undefined })
// @ts-expect-error: keys without a set
createGate({ issuer, keys: [] })
// @ts-expect-error: a function that answers text
createGate({ issuer, keys: () => '{}' })
// @ts-expect-error: no such mode
createGate({ issuer, mode: 'union' })
// @ts-expect-error: not like Date.now
createGate({ issuer, clock: () => new Date() })
// @ts-expect-error: a cache without a bound
createGate({ issuer, cache: {} })
// @ts-expect-error: a misspelt option
createGate({ issuer, clockTolerance: 5 })

is<Same<Algorithm, 'ES384' | 'ES256' | 'RS256' | 'EdDSA'>>(true)
createGate({ issuer, algorithms: ['ES384', 'ES256', 'RS256', 'EdDSA'] as const })
// @ts-expect-error: cannot be verified
createGate({ issuer, algorithms: ['ES512'] })
// @ts-expect-error: no algorithm at all
createGate({ issuer, algorithms: ['none'] })
// @ts-expect-error: shared secrets are not keys
createGate({ issuer, algorithms: ['HS256'] })
// @ts-expect-error: names are exact
createGate({ issuer, algorithms: ['es384'] })
// @ts-expect-error: a list
createGate({ issuer, algorithms: 'ES384' })

/** Options may be built up before they are used. */
export const built: GateOptions = { issuer, ...(issuer.endsWith('/') ? { cache: false } : {}) }
createGate(built)
