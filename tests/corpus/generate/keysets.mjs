// Key sets: which keys are taken, and which key a token gets.
import { grant, ISSUER, keySet, refused, token, tokenCase } from './build.mjs'
import { base64url, fromBase64url, fromInteger } from './bytes.mjs'
import * as ed25519 from './ed25519.mjs'
import { keys, publicKey } from './keys.mjs'
import { paddedDigest } from './sign.mjs'

const unknown = refused('KEY_UNKNOWN')
const mismatch = refused('KEY_ALGORITHM_MISMATCH')
const es384 = publicKey('es384', { alg: 'ES384' })

export const keySets = {}
let count = 0

/** A case with a key set of its own. */
function withKeys(name, set, rest = {}) {
  count += 1
  const key = `own-${count}`
  keySets[key] = Array.isArray(set) ? keySet(...set) : set
  return tokenCase(name, { token: {}, ...rest, keys: key })
}

const bytes = (name, member) => fromBase64url(keys[name][member])
const changed = (name, member, make) => publicKey(name, { [member]: base64url(make(bytes(name, member))) })
const flip = value => Buffer.concat([value.subarray(0, -1), Buffer.from([value.at(-1) ^ 1])])
const zeroFirst = value => Buffer.concat([Buffer.alloc(1), value])
const small = point => publicKey('eddsa', { x: base64url(point) })

/** Entries that must be as if they were absent, and the key that signs the token. */
const refusedKeys = [
  ['EC private key', 'es384', keys.es384],
  ['RSA private key', 'rs256', keys.rs256],
  ['Ed25519 private key', 'eddsa', keys.eddsa],
  ['private member with a wrong type', 'es384', publicKey('es384', { d: null })],
  ['symmetric member', 'es384', publicKey('es384', { k: 'AAAA' })],
  ['RSA with a CRT member alone', 'rs256', publicKey('rs256', { dp: 'AQ' })],
  ['no kid', 'es384', publicKey('es384', { kid: undefined })],
  ['kid a number', 'es384', publicKey('es384', { kid: 1 })],
  ['no kty', 'es384', publicKey('es384', { kty: undefined })],
  ['kty in lower case', 'es384', publicKey('es384', { kty: 'ec' })],
  ['use enc', 'es384', publicKey('es384', { use: 'enc' })],
  ['use a number', 'es384', publicKey('es384', { use: 1 })],
  ['key_ops without verify', 'es384', publicKey('es384', { use: undefined, key_ops: ['sign', 'encrypt'] })],
  ['key_ops empty', 'es384', publicKey('es384', { use: undefined, key_ops: [] })],
  [
    'key_ops with verify twice',
    'es384',
    publicKey('es384', { use: undefined, key_ops: ['verify', 'verify'] }),
  ],
  ['key_ops with a number', 'es384', publicKey('es384', { use: undefined, key_ops: ['verify', 1] })],
  ['key_ops a string', 'es384', publicKey('es384', { use: undefined, key_ops: 'verify' })],
  ['alg of another curve', 'es384', publicKey('es384', { alg: 'ES256' })],
  ['alg of another family', 'es384', publicKey('es384', { alg: 'RS256' })],
  ['alg in lower case', 'es384', publicKey('es384', { alg: 'es384' })],
  ['alg for encryption', 'es384', publicKey('es384', { alg: 'ECDH-ES' })],
  ['alg PS256', 'rs256', publicKey('rs256', { alg: 'PS256' })],
  ['alg RS512', 'rs256', publicKey('rs256', { alg: 'RS512' })],
  ['crv of another curve', 'es384', publicKey('es384', { crv: 'P-256' })],
  ['crv unknown', 'es384', publicKey('es384', { crv: 'P-999' })],
  ['y missing', 'es384', publicKey('es384', { y: undefined })],
  ['x a number', 'es384', publicKey('es384', { x: 1 })],
  ['x a byte short', 'es384', changed('es384', 'x', value => value.subarray(1))],
  ['x with a zero byte more', 'es384', changed('es384', 'x', zeroFirst)],
  ['x with padding', 'es384', publicKey('es256', { kid: 'es384', x: `${keys.es256.x}=` })],
  ['P-384 point not on the curve', 'es384', changed('es384', 'y', flip)],
  ['P-256 point not on the curve', 'es256', changed('es256', 'y', flip)],
  [
    'EC point zero',
    'es384',
    publicKey('es384', { x: base64url(Buffer.alloc(48)), y: base64url(Buffer.alloc(48)) }),
  ],
  ['EC coordinates over the field', 'es256', changed('es256', 'x', () => Buffer.alloc(32, 255))],
  ['RSA 1024', 'rs256-1024', publicKey('rs256-1024')],
  ['RSA 2040', 'rs256-2040', publicKey('rs256-2040')],
  [
    'RSA 4104',
    'rs256',
    changed('rs256', 'n', () => Buffer.concat([Buffer.alloc(512, 0xc5), Buffer.from([1])])),
  ],
  [
    'RSA 1024 padded to 2048',
    'rs256-1024',
    changed('rs256-1024', 'n', value => Buffer.concat([Buffer.alloc(128), value])),
  ],
  ['RSA exponent 3', 'rs256-e3', publicKey('rs256-e3')],
  ['RSA exponent 1', 'rs256', publicKey('rs256', { e: 'AQ' })],
  ['RSA exponent with a zero byte', 'rs256', publicKey('rs256', { e: base64url(fromInteger(65537n, 4)) })],
  ['RSA modulus with a zero byte', 'rs256', changed('rs256', 'n', zeroFirst)],
  ['RSA modulus with padding', 'rs256', publicKey('rs256', { n: `${keys.rs256.n}==` })],
  ['RSA exponent missing', 'rs256', publicKey('rs256', { e: undefined })],
  ['Ed25519 identity', 'eddsa', small(ed25519.encode(ed25519.identity))],
  ['Ed25519 point of order 8', 'eddsa', small(ed25519.encode(ed25519.torsion))],
  ['Ed25519 point of order 4', 'eddsa', small(ed25519.encode(ed25519.multiply(2n, ed25519.torsion)))],
  ['Ed25519 identity, not canonical', 'eddsa', small(ed25519.nonCanonicalIdentity)],
  ['Ed25519 a byte short', 'eddsa', changed('eddsa', 'x', value => value.subarray(1))],
  ['Ed448', 'eddsa', publicKey('eddsa', { crv: 'Ed448' })],
]

/** R the identity and S zero: valid for every message under the identity as public key. */
const forged = () => Buffer.concat([ed25519.encode(ed25519.identity), Buffer.alloc(32)])

const twin = publicKey('es384-other', { kid: 'es384' })
const many = length =>
  Array.from({ length }, (_, index) =>
    publicKey('es384', { kid: index === length - 1 ? 'es384' : `k${index}` }),
  )
const otherIssuer = 'https://other.example/oidc'

export const cases = [
  ...refusedKeys.map(([name, key, entry]) =>
    withKeys(`key refused: ${name}`, [entry], { token: { key }, expect: unknown }),
  ),
  withKeys(
    'key refused: identity, with a signature that it verifies',
    [small(ed25519.encode(ed25519.identity))],
    {
      token: { key: 'eddsa', sign: forged },
      expect: unknown,
    },
  ),
  withKeys(
    'key refused: RSA exponent 1, with a signature that anybody can write',
    [publicKey('rs256', { e: 'AQ' })],
    { token: { key: 'rs256', sign: input => paddedDigest(256, input) }, expect: unknown },
  ),
  // Such a key can be factored by who takes the trouble.
  withKeys('key refused: an RSA key of the ROCA generator', [publicKey('rs256-roca')], {
    token: { key: 'rs256-roca' },
    expect: unknown,
  }),
  // Whether it is one takes arithmetic that only an engine with signatures has; no signature verifies under it.
  withKeys('Ed25519 key that is no point of the curve', [small(ed25519.offCurve)], {
    token: { key: 'eddsa' },
    expect: refused('SIGNATURE_INVALID'),
  }),
  withKeys('a symmetric key of that kid', [{ kty: 'oct', kid: 'es384', k: 'AAAA' }], { expect: unknown }),
  withKeys('a key of an unknown type before the good one', [
    { kty: 'AKP', kid: 'es384', alg: 'ML-DSA-65', pub: 'AAAA' },
    es384,
  ]),
  withKeys('a key for another algorithm of an unknown type', [{ kty: 'AKP', kid: 'es384', alg: 'ES384' }], {
    expect: unknown,
  }),
  withKeys('a P-521 key of that kid', [publicKey('es512', { kid: 'es384' })], { expect: unknown }),
  withKeys('a secp256k1 key of that kid', [publicKey('secp256k1', { kid: 'es384' })], { expect: unknown }),
  withKeys('a good key beside refused ones', [
    { kty: 'AKP', kid: 'future', alg: 'ML-DSA-65', pub: 'AAAA' },
    { kty: 'oct', kid: 'es384', k: 'AAAA' },
    keys['es384-other'],
    null,
    'key',
    [],
    {},
    es384,
  ]),
  withKeys('a private twin beside the public key', [keys.es384, es384]),
  withKeys('key_ops with verify', [publicKey('es384', { key_ops: ['verify'] })]),
  withKeys('neither use nor alg', [publicKey('es384', { use: undefined })]),
  withKeys('members that no one knows', [publicKey('es384', { x5c: ['AA=='], ext: true, iat: 1 })]),
  withKeys('an empty key set', [], { expect: unknown }),
  withKeys('only another key', [publicKey('es256')], { expect: unknown }),
  withKeys('64 keys', many(64)),
  withKeys('65 keys', many(65), { expect: refused('CONFIGURATION_INVALID') }),
  withKeys('two different keys of one kid and algorithm', [es384, twin], { expect: unknown }),
  withKeys('two different keys of one kid and algorithm, the other way round', [twin, es384], {
    expect: unknown,
  }),
  withKeys('one key twice', [es384, publicKey('es384')]),
  withKeys('one kid, two algorithms: EC', [publicKey('rs256', { kid: 'es384' }), es384]),
  withKeys('one kid, two algorithms: RSA', [es384, publicKey('rs256', { kid: 'es384' })], {
    token: { key: 'rs256', header: { kid: 'es384' } },
  }),
  withKeys('one kid, two algorithms, a third asked for', [publicKey('rs256', { kid: 'es384' }), es384], {
    token: { key: 'eddsa', header: { kid: 'es384' } },
    expect: mismatch,
  }),
  withKeys('a kid of 256 bytes', [publicKey('es384', { kid: 'k'.repeat(256) })], {
    token: { header: { kid: 'k'.repeat(256) } },
  }),
  withKeys('a kid of names that objects have', [publicKey('es384', { kid: '__proto__' })], {
    token: { header: { kid: '__proto__' } },
  }),
  withKeys('kid composed, key decomposed', [publicKey('es384', { kid: 'e\u0301' })], {
    token: { header: { kid: 'é' } },
    expect: unknown,
  }),
  tokenCase('no kid', { token: { header: { kid: undefined } }, expect: unknown }),
  withKeys('no kid, and only one key', [es384], { token: { header: { kid: undefined } }, expect: unknown }),
  ...['nobody', '', 'ES384', 'es384 ', '__proto__', 'constructor', '../es384', "es384' OR '1'='1", '0'].map(
    kid => tokenCase(`kid ${JSON.stringify(kid)}`, { token: { header: { kid } }, expect: unknown }),
  ),
  tokenCase('kid of 257 bytes', {
    token: { header: { kid: 'k'.repeat(257) } },
    expect: refused('TOKEN_MALFORMED'),
  }),
  tokenCase('kid of 129 characters in 258 bytes', {
    token: { header: { kid: 'é'.repeat(129) } },
    expect: refused('TOKEN_MALFORMED'),
  }),
  ...[['es384'], null, 1, {}].map(kid =>
    tokenCase(`kid is ${JSON.stringify(kid)}`, {
      token: { header: { kid } },
      expect: refused('TOKEN_MALFORMED'),
    }),
  ),
  ...[
    ['RS256', 'es384'],
    ['ES256', 'es384'],
    ['EdDSA', 'es384'],
    ['ES384', 'es256'],
    ['ES384', 'rs256'],
    ['RS256', 'eddsa'],
    ['ES384', 'eddsa'],
  ].map(([alg, kid]) =>
    tokenCase(`${alg} with the kid of ${kid}`, { token: { key: kid, header: { alg } }, expect: mismatch }),
  ),
  tokenCase('two issuers, each with its keys', {
    token: { key: 'es256', claims: { iss: otherIssuer } },
    options: {
      issuers: [
        { issuer: ISSUER, keys: 'only-es384' },
        { issuer: otherIssuer, keys: 'only-es256' },
      ],
    },
    expect: grant({ issuer: otherIssuer }),
  }),
  tokenCase('a key of another issuer', {
    token: token({ key: 'es256' }),
    options: {
      issuers: [
        { issuer: ISSUER, keys: 'only-es384' },
        { issuer: otherIssuer, keys: 'only-es256' },
      ],
    },
    expect: unknown,
  }),
  tokenCase('two issuers, a third token', {
    token: { claims: { iss: 'https://third.example' } },
    options: {
      issuers: [
        { issuer: ISSUER, keys: 'only-es384' },
        { issuer: otherIssuer, keys: 'only-es256' },
      ],
    },
    expect: refused('ISSUER_MISMATCH'),
  }),
  tokenCase('algorithms of one issuer', {
    token: { key: 'es256', claims: { iss: otherIssuer } },
    options: {
      issuers: [
        { issuer: ISSUER, keys: 'only-es384' },
        { issuer: otherIssuer, keys: 'only-es256', algorithms: ['EdDSA'] },
      ],
    },
    expect: refused('ALGORITHM_NOT_ALLOWED'),
  }),
]

keySets['only-es384'] = keySet(es384)
keySets['only-es256'] = keySet(publicKey('es256'))
