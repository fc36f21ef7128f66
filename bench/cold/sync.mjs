import { createGate } from 'orgate/sync'

export async function first({ issuer, keys, algorithm, organization, token, now }) {
  const clock = () => now * 1000
  const gate = createGate({ issuer, keys, algorithms: [algorithm], clock })
  return gate.verifyOrganizationToken(token, { organization }).subject
}
