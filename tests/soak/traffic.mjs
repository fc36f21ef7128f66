// What is asked of the servers, each request with the answer that it must get once the server has the token's key.
import { resource, webClient } from '../issuer/tenant.mjs'

const PERMISSION = 'read:reports'
const EXPORT = 'export:reports'

/** The verdict on a valid token for what its member holds, and what the body must say. */
function verdictOn({ held, organization }) {
  if (!held.includes(PERMISSION)) return { verdict: '403 PERMISSION_NOT_GRANTED' }
  return { verdict: '200', body: { organization, export: held.includes(EXPORT) } }
}

const reports = organization => `/orgs/${organization}/reports`

/** A request with a minted token, unchanged. */
const honest = minted =>
  minted && {
    path: reports(minted.organization),
    token: minted.token,
    kid: minted.kid,
    expiresAt: minted.expiresAt,
    ...verdictOn(minted),
  }

const forgedVerdict = ({ alg }) => (alg === 'ES384' ? '401 SIGNATURE_INVALID' : '401 KEY_ALGORITHM_MISMATCH')

const garbage = ['x', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.', '..', `${'A'.repeat(300)}.${'B'.repeat(300)}.C`]

/** By name: how a request of that kind is made. One without `kid` is refused before a key is looked for. */
export const kinds = {
  fresh: ({ tokens, server }) => honest(tokens.fresh(server)),
  repeated: ({ tokens }) => honest(tokens.repeated('organization')),
  'older key': ({ tokens }) => honest(tokens.older('organization')),
  brief: ({ tokens, random }) => honest(random() < 0.5 ? tokens.repeated('brief') : tokens.older('brief')),
  tampered: ({ tokens }) => {
    const minted = tokens.repeated('organization')
    return { ...honest(minted), token: tokens.tampered(minted), verdict: '401 SIGNATURE_INVALID' }
  },
  forged: ({ tokens }) => {
    const minted = tokens.repeated('organization')
    return { ...honest(minted), token: tokens.forged(minted), verdict: forgedVerdict(minted) }
  },
  'unknown key': ({ tokens }) => {
    const minted = tokens.repeated('organization')
    const kid = tokens.randomKid()
    return { ...honest(minted), token: tokens.forged(minted, kid), kid }
  },
  // Its key is what a redirect leads to.
  'key from elsewhere': ({ tokens }) => {
    const minted = tokens.repeated('organization')
    const kid = tokens.strangerKid
    return { ...honest(minted), token: tokens.forged(minted, kid), kid }
  },
  'other organization': ({ tokens }) => {
    const minted = tokens.repeated('organization')
    const path = reports(minted.organization === 'acme' ? 'globex' : 'acme')
    return { ...honest(minted), path, verdict: '403 ORGANIZATION_MISMATCH' }
  },
  'API token as organization token': ({ tokens }) => {
    const minted = tokens.repeated('api')
    return minted && { ...honest(minted), verdict: '403 AUDIENCE_KIND_MISMATCH' }
  },
  'ID token as organization token': ({ tokens }) => {
    const minted = tokens.repeated('id')
    return minted && { path: reports('acme'), token: minted.token, verdict: '401 TOKEN_TYPE_MISMATCH' }
  },
  garbage: ({ random }) => ({
    path: reports('acme'),
    token: random.of(garbage),
    verdict: '401 TOKEN_MALFORMED',
  }),
  'no token': () => ({ path: reports('acme'), verdict: '401 TOKEN_MISSING' }),
  'API token': ({ tokens, random }) => {
    const minted = random() < 0.7 ? tokens.repeated('api') : tokens.older('api')
    if (!minted) return undefined
    const { organization, token, kid, expiresAt, held } = minted
    const body = { organization, resource: resource.indicator, permissions: [...held].sort() }
    return { path: `/orgs/${organization}/orders`, token, kid, expiresAt, verdict: '200', body }
  },
  'ID token': ({ tokens, random }) => {
    const minted = random() < 0.7 ? tokens.repeated('id') : tokens.older('id')
    if (!minted) return undefined
    const { member, token, kid, expiresAt } = minted
    return {
      path: '/me',
      token,
      kid,
      expiresAt,
      verdict: '200',
      body: { subject: member, clientId: webClient },
    }
  },
}

const known = [
  [20, 'fresh'],
  [30, 'repeated'],
  [8, 'older key'],
  [8, 'brief'],
  [5, 'tampered'],
  [5, 'forged'],
  [5, 'other organization'],
  [3, 'API token as organization token'],
  [2, 'ID token as organization token'],
  [3, 'garbage'],
  [1, 'no token'],
]

/** What is asked how often, by the `mix` of a phase. The old keys of a steady phase have been removed: unknown too. */
const mixes = {
  known: known.filter(([, name]) => name !== 'older key' && name !== 'brief'),
  usual: [...known, [2, 'unknown key'], [2, 'key from elsewhere']],
  flood: [...known, [100, 'unknown key'], [10, 'key from elsewhere']],
}

const verifying = { verifyApiToken: [6, 'API token'], verifyIdToken: [4, 'ID token'] }

/** What is asked beside the usual of a server whose gate has these methods. */
const alsoAsked = methods =>
  Object.entries(verifying).flatMap(([method, choice]) => (methods.includes(method) ? [choice] : []))

/** The kinds of requests that a server gets in the course of a run. */
export const kindsFor = ({ methods }) => [...mixes.usual, ...alsoAsked(methods)].map(([, kind]) => kind)

/** Makes requests for a server: `next(phase)`. */
export function trafficFor({ tokens, random, server }) {
  const more = alsoAsked(server.methods)
  return ({ mix = 'usual' }) => {
    for (;;) {
      const kind = random.weighted([...mixes[mix], ...more])
      const request = kinds[kind]({ tokens, random, server })
      if (request) return { kind, ...request }
    }
  }
}
