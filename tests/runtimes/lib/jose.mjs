// jose with every option that makes it stricter, put to a token case of the corpus.
import { createLocalJWKSet, jwtVerify } from 'jose'

const algorithms = ['ES384', 'ES256', 'RS256', 'EdDSA']

/** What it is told to expect. It knows one audience, and nothing of organizations beyond that. */
function audienceOf({ verify = 'organization', resource, clientId, organization }, issuer) {
  if (verify === 'api') return resource
  if (verify === 'id') return clientId
  // Another provider's tokens: what they are for is in claims that jose does not know.
  if (issuer.audience || issuer.profile) return issuer.audience
  return organization ? `urn:logto:organization:${organization}` : undefined
}

/** Why jose refuses the token of a case, or `undefined` when it accepts it. */
export async function refusalOfJose(entry, corpus, more = {}) {
  const { token, keys, options = {}, now } = entry
  const { issuer: name = corpus.issuer, audience, profile } = options
  const issuers = options.issuers ?? [{ issuer: name, keys, audience, profile }]
  const usual = entry.verify === 'id' ? 'JWT' : 'at+jwt'
  let failure
  for (const issuer of issuers) {
    const audience = audienceOf(entry, issuer)
    try {
      await jwtVerify(token, createLocalJWKSet(corpus.keySets[issuer.keys]), {
        issuer: issuer.issuer,
        ...(audience !== undefined && { audience }),
        algorithms: issuer.algorithms ?? options.algorithms ?? algorithms,
        ...(issuer.profile ? {} : { typ: options.typ ?? usual }),
        clockTolerance: Math.max(options.clockToleranceSeconds ?? 0, 0),
        currentDate: new Date(Math.round(now * 1000)),
        requiredClaims: ['exp', 'iat', 'sub'],
        ...more,
      })
      return undefined
    } catch (error) {
      failure = error
    }
  }
  return failure
}
