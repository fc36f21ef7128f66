// The kinds of tokens: what is asked of Orgate, and what of jose, for the same question.

export const organization = 'acme'
export const resource = 'https://api.example.com/orders'
export const clientId = 'client-app'
export const nonce = 'n-0S6_WzA2Mj'

const names = ['read:orders', 'write:orders', 'invite:users', 'manage:billing', '读取:数据', 'a', 'b:c']
const some = random => random.shuffled(names).slice(0, random.below(names.length + 1))

/** Once in a while an audience is a list of one (RFC 7519 section 4.1.3). */
const audienceOf = (random, audience) => (random.chance(0.2) ? [audience] : audience)

/** What access tokens have in common (RFC 9068 section 2.2). */
function accessClaims(random) {
  const application = random.chance(0.2)
  return {
    ...(random.chance(0.9) && { client_id: application ? 'subject' : clientId }),
    ...(random.chance(0.9) && { scope: some(random).join(' ') }),
  }
}

/**
 * `claims` are those that only this kind has, `verify` asks a gate, `audience` is what jose is told, and `holds`
 * says whether an answer of ours is what jose's payload says.
 */
export const kinds = [
  {
    name: 'organization',
    weight: 3,
    typ: 'at+jwt',
    method: 'verifyOrganizationToken',
    audience: `urn:logto:organization:${organization}`,
    claims: random => accessClaims(random),
    verify: (gate, token) => gate.verifyOrganizationToken(token, { organization }),
    holds: (grant, payload) =>
      grant.kind === 'organization' && grant.organization === organization && samePermissions(grant, payload),
  },
  {
    name: 'api',
    weight: 2,
    typ: 'at+jwt',
    method: 'verifyApiToken',
    audience: resource,
    claims: random => ({
      ...accessClaims(random),
      organization_id: random.chance(0.9) ? organization : random.pick(['globex', 'ACME', '', 'acme ']),
    }),
    verify: (gate, token) => gate.verifyApiToken(token, { resource, organization }),
    holds: (grant, payload) =>
      grant.kind === 'api' &&
      grant.resource === resource &&
      grant.organization === payload.organization_id &&
      samePermissions(grant, payload),
  },
  {
    name: 'id',
    weight: 1,
    typ: 'JWT',
    method: 'verifyIdToken',
    audience: clientId,
    claims: random => ({
      nonce: random.chance(0.9) ? nonce : random.pick(['other', '', nonce.toLowerCase()]),
      ...(random.chance(0.3) && { azp: random.chance(0.7) ? clientId : 'another-app' }),
      ...(random.chance(0.8) && {
        organizations: ['acme', 'globex'],
        organization_roles: ['acme:admin', 'globex:member'],
      }),
    }),
    verify: (gate, token) => gate.verifyIdToken(token, { clientId, nonce }),
    holds: identity => identity.clientId === clientId,
  },
]

/** The kinds that a package can verify. */
export const kindsOf = gate => kinds.filter(({ method }) => typeof gate[method] === 'function')

function samePermissions(grant, { scope = '' }) {
  const expected = [...new Set(scope.split(' ').filter(name => name !== ''))]
  return JSON.stringify([...grant.permissions]) === JSON.stringify(expected)
}

/** Claims of a good token of a kind at a time, each as JSON text. */
export function goodClaims(kind, issuer, now, random) {
  const issuedAt = now - random.below(3000)
  const claims = {
    iss: issuer,
    sub: random.pick(['subject', 'user-1', 'ユーザー', 'a'.repeat(40)]),
    aud: audienceOf(random, kind.audience),
    exp: now + random.between(1, 3600),
    iat: issuedAt,
    ...(random.chance(0.2) && { nbf: issuedAt }),
    ...(random.chance(0.6) && { jti: random.word(random.between(1, 24)) }),
    ...kind.claims(random),
  }
  const ordered = random.shuffled(Object.entries(claims))
  return new Map(ordered.map(([name, value]) => [name, JSON.stringify(value)]))
}
