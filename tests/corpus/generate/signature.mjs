// Signatures: tampered, foreign, of a wrong form, at the edges of each algorithm.
import { claims, grant, header, refused, token, tokenCase } from './build.mjs'
import { base64url, fromInteger, fromIntegerLE, toIntegerLE } from './bytes.mjs'
import { concatenated, der, signIntegers } from './ecdsa.mjs'
import * as ed25519 from './ed25519.mjs'
import { keys } from './keys.mjs'
import { compact, signature, signDigestInfo, text } from './sign.mjs'

const invalid = refused('SIGNATURE_INVALID')
const encode = value => base64url(Buffer.from(text(value)))

function flipped(bytes, index) {
  const changed = Buffer.from(bytes)
  changed[index < 0 ? changed.length + index : index] ^= 1
  return changed
}

const general = ['es384', 'es256', 'rs256', 'eddsa'].flatMap(key => {
  const algorithm = header(key).alg
  const good = token({ key })
  const [head, body, tail] = good.split('.')
  const signed = input => signature(keys[key], algorithm, input)
  return [
    tokenCase(`${algorithm}: tampered claims`, {
      token: `${head}.${encode(claims({ scope: 'invite:users read:data remove:users' }))}.${tail}`,
      expect: invalid,
    }),
    tokenCase(`${algorithm}: first byte changed`, {
      token: { key, sign: input => flipped(signed(input), 0) },
      expect: invalid,
    }),
    tokenCase(`${algorithm}: last byte changed`, {
      token: { key, sign: input => flipped(signed(input), -1) },
      expect: invalid,
    }),
    tokenCase(`${algorithm}: signature of another token`, {
      token: `${head}.${body}.${token({ key, claims: { jti: 'other' } }).split('.')[2]}`,
      expect: invalid,
    }),
    tokenCase(`${algorithm}: empty signature`, { token: `${head}.${body}.`, expect: invalid }),
    tokenCase(`${algorithm}: a byte short`, {
      token: { key, sign: input => signed(input).subarray(0, -1) },
      expect: invalid,
    }),
    tokenCase(`${algorithm}: a byte more at the end`, {
      token: { key, sign: input => Buffer.concat([signed(input), Buffer.alloc(1)]) },
      expect: invalid,
    }),
    tokenCase(`${algorithm}: a zero byte more at the front`, {
      token: { key, sign: input => Buffer.concat([Buffer.alloc(1), signed(input)]) },
      expect: invalid,
    }),
    tokenCase(`${algorithm}: all zero`, {
      token: { key, sign: input => Buffer.alloc(signed(input).length) },
      expect: invalid,
    }),
    tokenCase(`${algorithm}: all ones`, {
      token: { key, sign: input => Buffer.alloc(signed(input).length, 255) },
      expect: invalid,
    }),
  ]
})

const others = { es384: 'es384-other', rs256: 'rs256-other', eddsa: 'eddsa-other' }
const foreign = Object.entries(others).map(([kid, key]) =>
  tokenCase(`${header(kid).alg}: signed by another key`, {
    token: { key, header: { kid } },
    expect: invalid,
  }),
)

const ecdsa = ['es384', 'es256'].flatMap(key => {
  const name = header(key).alg
  const change = make => ({
    key,
    sign: input => concatenated(make(signIntegers(keys[key], Buffer.from(input)))),
  })
  const bad = [
    ['r zero', value => ({ ...value, r: 0n })],
    ['s zero', value => ({ ...value, s: 0n })],
    ['r and s the group order', value => ({ ...value, r: value.order, s: value.order })],
    ['s the group order', value => ({ ...value, s: value.order })],
    ['r and s one', value => ({ ...value, r: 1n, s: 1n })],
    ['r and s exchanged', value => ({ ...value, r: value.s, s: value.r })],
  ]
  return [
    ...bad.map(([what, make]) => tokenCase(`${name}: ${what}`, { token: change(make), expect: invalid })),
    // Both signatures are valid by the standard: the text of a token is not its identity.
    tokenCase(`${name}: the high-S twin verifies`, {
      token: change(value => ({ ...value, s: value.order - value.s })),
    }),
    tokenCase(`${name}: DER`, {
      token: { key, sign: input => der(signIntegers(keys[key], Buffer.from(input))) },
      expect: invalid,
    }),
    tokenCase(`${name}: both halves padded by a zero`, {
      token: {
        key,
        sign: input => {
          const { r, s, bytes } = signIntegers(keys[key], Buffer.from(input))
          return Buffer.concat([fromInteger(r, bytes + 1), fromInteger(s, bytes + 1)])
        },
      },
      expect: invalid,
    }),
    tokenCase(`${name}: another hash`, {
      token: {
        key,
        sign: input =>
          concatenated(signIntegers(keys[key], Buffer.from(input), key === 'es384' ? 'sha256' : 'sha512')),
      },
      expect: invalid,
    }),
  ]
})

const digestInfos = [
  ['SHA-256 without NULL', '302f300b0609608648016503040201' + '0420', 'sha256'],
  ['SHA-1', '3021300906052b0e03021a05000414', 'sha1'],
  ['SHA-512', '3051300d060960864801650304020305000440', 'sha512'],
  ['SHA-512 named, SHA-256 inside', '3051300d060960864801650304020305000420', 'sha256'],
  ['no DigestInfo', '', 'sha256'],
]

const rsa = [
  tokenCase('RS256: DigestInfo as it must be', {
    token: {
      key: 'rs256',
      claims: { jti: 'digest' },
      sign: input => signDigestInfo(keys.rs256, '3031300d060960864801650304020105000420', 'sha256', input),
    },
  }),
  ...digestInfos.map(([what, prefix, digest]) =>
    tokenCase(`RS256: ${what}`, {
      token: { key: 'rs256', sign: input => signDigestInfo(keys.rs256, prefix, digest, input) },
      expect: invalid,
    }),
  ),
]

const eddsa = (() => {
  const jwk = keys.eddsa
  const publicBytes = Buffer.from(jwk.x, 'base64url')
  const secret = ed25519.secretScalar(jwk)
  const withS = make => ({
    key: 'eddsa',
    sign: input => {
      const good = signature(jwk, 'EdDSA', input)
      return Buffer.concat([good.subarray(0, 32), fromIntegerLE(make(toIntegerLE(good.subarray(32))), 32)])
    },
  })
  const withR = encodedR => ({
    key: 'eddsa',
    sign: input =>
      ed25519.respond({ r: 0n, encodedR, encodedA: publicBytes, secret, message: Buffer.from(input) }),
  })
  return [
    tokenCase('EdDSA: S over the group order', { token: withS(s => s + ed25519.order), expect: invalid }),
    tokenCase('EdDSA: S far over the group order', {
      token: withS(s => s + 8n * ed25519.order),
      expect: invalid,
    }),
    tokenCase('EdDSA: S the group order', { token: withS(() => ed25519.order), expect: invalid }),
    // The equation of the signature holds: a verifier without a list of small points accepts it.
    tokenCase('EdDSA: R the identity', { token: withR(ed25519.encode(ed25519.identity)), expect: invalid }),
    tokenCase('EdDSA: R the identity, not canonical', {
      token: withR(ed25519.nonCanonicalIdentity),
      expect: invalid,
    }),
    tokenCase('EdDSA: R of order 8', { token: withR(ed25519.encode(ed25519.torsion)), expect: invalid }),
  ]
})()

/** Keys that are the sum of a good key and a point of order 8, after the vectors of ed25519-speccheck. */
const mixedPublic = ed25519.add(
  ed25519.multiply(ed25519.secretScalar(keys.eddsa), ed25519.base),
  ed25519.torsion,
)
export const mixedKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  use: 'sig',
  kid: 'eddsa-mixed',
  x: base64url(ed25519.encode(mixedPublic)),
}

const r = 0x5eedn

/** Searches a token for which the order-8 parts of R and of the challenge times the key cancel out, or do not. */
function mixed(torsionOfR, nonce, cancels) {
  const encodedA = ed25519.encode(mixedPublic)
  const secret = ed25519.secretScalar(keys.eddsa)
  for (let count = 0; ; count += 1) {
    for (const multiple of torsionOfR) {
      const point = ed25519.add(
        ed25519.multiply(nonce, ed25519.base),
        ed25519.multiply(multiple, ed25519.torsion),
      )
      const encodedR = ed25519.encode(point)
      const input = `${encode(header('eddsa', { kid: 'eddsa-mixed' }))}.${encode(claims({ jti: `mixed ${count}` }))}`
      const message = Buffer.from(input)
      const k = ed25519.challenge(encodedR, encodedA, message)
      if (((k + multiple) % 8n === 0n) !== cancels) continue
      const bytes = ed25519.respond({ r: nonce, encodedR, encodedA, secret, message })
      return compact({ raw: input.split('.')[0] }, { raw: input.split('.')[1] }, () => bytes)
    }
  }
}

const any = [1n, 2n, 3n, 4n, 5n, 6n, 7n]
const speccheck = [
  tokenCase('EdDSA: key and R of mixed order, equation holds', {
    token: mixed(any, r, true),
    keys: 'eddsa-mixed',
  }),
  tokenCase('EdDSA: key and R of mixed order, equation holds only times 8', {
    token: mixed(any, r, false),
    keys: 'eddsa-mixed',
    expect: invalid,
  }),
  tokenCase('EdDSA: key of mixed order, equation holds', {
    token: mixed([0n], r, true),
    keys: 'eddsa-mixed',
    expect: grant(),
  }),
  tokenCase('EdDSA: key of mixed order, equation holds only times 8', {
    token: mixed([0n], r, false),
    keys: 'eddsa-mixed',
    expect: invalid,
  }),
  tokenCase('EdDSA: key of mixed order, R of small order, equation holds', {
    token: mixed(any, 0n, true),
    keys: 'eddsa-mixed',
    expect: invalid,
  }),
]

export const keySets = { 'eddsa-mixed': { keys: [mixedKey] } }
export const cases = [...general, ...foreign, ...ecdsa, ...rsa, ...eddsa, ...speccheck]
