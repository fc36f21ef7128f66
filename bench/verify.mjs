// Verification of one token, again and again: Orgate, jose, and the signature check alone.
import assert from 'node:assert/strict'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { createGate } from 'orgate'
import { createGate as createSyncGate } from 'orgate/sync'
import { measure } from './measure.mjs'
import { above, compare } from './statistics.mjs'
import { now } from './tokens.mjs'
import { bareVerify } from './verifiers.mjs'

function gates({ issuer, jwks, algorithm }) {
  const options = { issuer, keys: jwks, algorithms: [algorithm], clock: () => now * 1000 }
  return {
    uncached: createGate({ ...options, cache: false }),
    cached: createGate(options),
    sync: createSyncGate({ ...options, cache: false }),
  }
}

async function subjectsOf(tokenCase) {
  const { token, organization, issuer, audience, algorithm } = tokenCase
  const { uncached, cached, sync } = gates(tokenCase)
  const expect = { organization }
  const bare = await bareVerify(tokenCase)
  const keys = createLocalJWKSet(tokenCase.jwks)
  const options = {
    issuer,
    audience,
    algorithms: [algorithm],
    typ: 'at+jwt',
    currentDate: new Date(now * 1000),
  }
  await check(tokenCase, {
    grants: [uncached, cached, cached, sync].map(gate => text => gate.verifyOrganizationToken(text, expect)),
    jose: text => jwtVerify(text, keys, options),
    bare,
  })
  return {
    bare: {
      name: 'crypto.subtle.verify',
      async run(times) {
        let valid = 0
        for (let i = 0; i < times; i++) valid += (await bare()) ? 1 : 0
        return valid
      },
    },
    ours: {
      name: 'orgate',
      async run(times) {
        let held = 0
        for (let i = 0; i < times; i++) {
          held += (await uncached.verifyOrganizationToken(token, expect)).expiresAt
        }
        return held
      },
    },
    jose: {
      name: 'jose',
      async run(times) {
        let held = 0
        for (let i = 0; i < times; i++) held += (await jwtVerify(token, keys, options)).payload.exp
        return held
      },
    },
    sync: {
      name: 'orgate/sync',
      run(times) {
        let held = 0
        for (let i = 0; i < times; i++) held += sync.verifyOrganizationToken(token, expect).expiresAt
        return held
      },
    },
    cached: {
      name: 'orgate, token seen before',
      async run(times) {
        let held = 0
        for (let i = 0; i < times; i++) {
          held += (await cached.verifyOrganizationToken(token, expect)).expiresAt
        }
        return held
      },
    },
  }
}

/** Every subject gives the right answer, and the wrong one to nobody. */
async function check({ token, forged, permissions, subject }, { grants, jose, bare }) {
  for (const verify of grants) {
    const grant = await verify(token)
    assert.deepEqual(grant.permissions, permissions)
    assert.equal(grant.subject, subject)
    await assert.rejects(async () => verify(forged), { code: 'SIGNATURE_INVALID' })
  }
  assert.equal((await jose(token)).payload.sub, subject)
  await assert.rejects(jose(forged), { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' })
  assert.equal(await bare(), true)
}

/** The rows of one token. */
export async function verifyRows(tokenCase, options) {
  const { name } = tokenCase
  const { bare, ours, jose, sync, cached } = await subjectsOf(tokenCase)
  const samples = await measure([bare, ours, jose, sync], options)
  const of = subject => samples.get(subject.name)
  const row = (title, subject, peer) => ({
    name: `${name}: ${title}`,
    subject: subject.name,
    peer: peer.name,
    ...compare(of(subject), of(peer)),
  })
  const rows = [
    row('verify against bare', ours, bare),
    row('jose against bare', jose, bare),
    row('verify against jose', ours, jose),
    {
      name: `${name}: verify above bare, against jose above bare`,
      subject: 'orgate less crypto.subtle.verify',
      peer: 'jose less crypto.subtle.verify',
      ...compare(above(of(ours), of(bare)), above(of(jose), of(bare))),
    },
    row('sync verify against bare', sync, bare),
  ]
  if (name !== 'ES384') return rows
  const again = await measure([cached, ours], options)
  return [
    ...rows,
    {
      name: `${name}: verify a token seen before`,
      subject: cached.name,
      peer: ours.name,
      ...compare(again.get(cached.name), again.get(ours.name)),
    },
  ]
}
