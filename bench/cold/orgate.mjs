import { createGate } from 'orgate'

export async function first({ issuer, keys, algorithm, organization, token, now }) {
  const clock = () => now * 1000
  const gate = createGate({ issuer, keys, algorithms: [algorithm], clock })
  return (await gate.verifyOrganizationToken(token, { organization })).subject
}
