// The header: algorithm, critical members, type.
import { createPublicKey } from 'node:crypto'
import { grant, header, malformed, refused, token, tokenCase } from './build.mjs'
import { fromBase64url } from './bytes.mjs'
import { keys, publicKey } from './keys.mjs'
import { hmac } from './sign.mjs'

const unsigned = () => Buffer.alloc(0)
const notAllowed = refused('ALGORITHM_NOT_ALLOWED')
const otherType = refused('TOKEN_TYPE_MISMATCH')
const pem = createPublicKey({ key: publicKey('es384'), format: 'jwk' }).export({
  type: 'spki',
  format: 'pem',
})
const published = publicKey('es384', { alg: 'ES384' })

const symmetric = [
  ['the JWK', 'es384', JSON.stringify(published)],
  ['the PEM', 'es384', pem],
  ['the coordinates', 'es384', Buffer.concat([fromBase64url(keys.es384.x), fromBase64url(keys.es384.y)])],
  ['the RSA modulus', 'rs256', fromBase64url(keys.rs256.n)],
  ['the Ed25519 key', 'eddsa', fromBase64url(keys.eddsa.x)],
]

const names = [
  'none',
  'NoNe',
  'NONE',
  '',
  'es384',
  'ES384 ',
  'HS256',
  'HS384',
  'HS512',
  'PS256',
  'RS384',
  'RS512',
  'ES256K',
  'Ed448',
]

const attacker = publicKey('es384-other', { alg: 'ES384' })
const signers = {
  jwk: attacker,
  jku: 'https://attacker.example/jwks',
  x5u: 'https://attacker.example/x5u',
  x5c: ['AA=='],
}

const refusedMembers = [
  ['crit with an unknown name', { crit: ['exp'], exp: 1 }],
  ['crit empty', { crit: [] }],
  ['crit null', { crit: null }],
  ['crit with a name twice', { crit: ['b64', 'b64'], b64: true }],
  ['b64 false and critical', { b64: false, crit: ['b64'] }],
  ['b64 false', { b64: false }],
  ['b64 true', { b64: true }],
  ['b64 null', { b64: null }],
  ['cty JWT', { cty: 'JWT' }],
  ['cty empty', { cty: '' }],
  ['enc', { enc: 'A256GCM' }],
  ['zip', { zip: 'DEF' }],
]

export const cases = [
  ...['es384', 'es256', 'rs256', 'rs256-2560', 'rs256-3072', 'rs256-4096', 'eddsa'].map(key =>
    tokenCase(`good, ${key}`, { token: { key } }),
  ),
  ...names.map(alg =>
    tokenCase(`alg ${JSON.stringify(alg)}, no signature`, {
      token: { header: { alg }, sign: unsigned },
      expect: notAllowed,
    }),
  ),
  tokenCase('alg none with a good signature beside it', {
    token: { header: { alg: 'none' } },
    expect: notAllowed,
  }),
  ...symmetric.map(([name, key, secret]) =>
    tokenCase(`HS256 with ${name} as secret`, {
      token: { key, header: { alg: 'HS256' }, sign: input => hmac(secret, input) },
      expect: notAllowed,
    }),
  ),
  tokenCase('alg ES512', {
    token: { header: { alg: 'ES512', kid: 'es512' }, sign: () => Buffer.alloc(132, 1) },
    expect: refused('ALGORITHM_NOT_ALLOWED', { says: 'ES512' }),
  }),
  tokenCase('alg missing', { token: { header: { alg: undefined } }, expect: malformed }),
  tokenCase('alg null', { token: { header: { alg: null } }, expect: malformed }),
  tokenCase('alg a number', { token: { header: { alg: 384 } }, expect: malformed }),
  tokenCase('alg an array', { token: { header: { alg: ['ES384'] } }, expect: malformed }),
  tokenCase('alg not in `algorithms`', {
    token: {},
    options: { algorithms: ['ES256', 'RS256'] },
    expect: notAllowed,
  }),
  tokenCase('alg in `algorithms`', { token: {}, options: { algorithms: ['RS256', 'ES384'] } }),
  tokenCase('RS256 not in `algorithms`', {
    token: { key: 'rs256' },
    options: { algorithms: ['EdDSA'] },
    expect: notAllowed,
  }),
  ...refusedMembers.map(([name, more]) => tokenCase(name, { token: { header: more }, expect: malformed })),
  tokenCase('a claims member named crit', { token: { claims: { crit: ['x'], b64: false, cty: 'JWT' } } }),
  ...['AT+JWT', 'application/at+jwt', 'Application/AT+JWT'].map(typ =>
    tokenCase(`typ ${typ}`, { token: { header: { typ } } }),
  ),
  ...[
    'JWT',
    '',
    'at+jwt ',
    'at-jwt',
    'logout+jwt',
    'text/at+jwt',
    'application/application/at+jwt',
    'at+jwt; a=b',
  ].map(typ => tokenCase(`typ ${JSON.stringify(typ)}`, { token: { header: { typ } }, expect: otherType })),
  tokenCase('typ missing', { token: { header: { typ: undefined } }, expect: otherType }),
  tokenCase('typ null', { token: { header: { typ: null } }, expect: malformed }),
  tokenCase('typ a number', { token: { header: { typ: 1 } }, expect: malformed }),
  tokenCase('typ JWT where that is asked for', {
    token: { header: { typ: 'JWT' } },
    options: { typ: 'JWT' },
  }),
  tokenCase('typ at+jwt where JWT is asked for', { token: {}, options: { typ: 'JWT' }, expect: otherType }),
  tokenCase('ID token', {
    token: {
      header: { typ: 'JWT' },
      claims: { aud: 'app_web', nonce: 'n', scope: undefined, client_id: undefined },
    },
    expect: otherType,
  }),
  ...Object.entries(signers).flatMap(([name, value]) => [
    tokenCase(`${name} in the header of a good token is not read`, { token: { header: { [name]: value } } }),
    tokenCase(`${name} in the header, signed by its key, kid of the issuer`, {
      token: { key: 'es384-other', header: { [name]: value, kid: 'es384' } },
      expect: refused('SIGNATURE_INVALID'),
    }),
    tokenCase(`${name} in the header, signed by its key, kid unknown`, {
      token: { key: 'es384-other', header: { [name]: value } },
      expect: refused('KEY_UNKNOWN'),
    }),
  ]),
  // The first failure wins.
  tokenCase('order: form before algorithm', {
    token: { header: { alg: 'none' }, claims: { exp: 'never' }, sign: unsigned },
    expect: malformed,
  }),
  tokenCase('order: algorithm before crit', {
    token: { header: { alg: 'none', crit: ['x'] } },
    expect: notAllowed,
  }),
  tokenCase('order: algorithm before type', {
    token: { header: { alg: 'HS256', typ: 'JWT' } },
    expect: notAllowed,
  }),
  tokenCase('order: crit before type', { token: { header: { crit: ['x'], typ: 'JWT' } }, expect: malformed }),
  tokenCase('order: type before issuer', {
    token: { header: { typ: 'JWT' }, claims: { iss: 'https://other.example' } },
    expect: otherType,
  }),
  tokenCase('order: issuer before key', {
    token: { header: { kid: 'nobody' }, claims: { iss: 'https://other.example' } },
    expect: refused('ISSUER_MISMATCH'),
  }),
  tokenCase('order: key before signature and time', {
    token: { header: { kid: 'nobody' }, claims: { exp: 1 }, sign: () => Buffer.alloc(96) },
    expect: refused('KEY_UNKNOWN'),
  }),
  tokenCase('order: signature before time', {
    token: { claims: { exp: 1 }, sign: () => Buffer.alloc(96) },
    expect: refused('SIGNATURE_INVALID'),
  }),
  tokenCase('order: time before audience', {
    token: { claims: { exp: 1, aud: 'https://api.example.com' } },
    expect: refused('TOKEN_EXPIRED'),
  }),
  tokenCase('order: size before form', { token: '.'.repeat(16385), expect: refused('TOKEN_TOO_LARGE') }),
  tokenCase('order: the organization is asked for before the token is looked at', {
    token: '',
    organization: '',
    expect: refused('ORGANIZATION_REQUIRED'),
  }),
  tokenCase('a header with everything that is allowed', {
    token: { header: { 'x5t#S256': 'A'.repeat(43), nonce: 'n', iss: 'https://other.example', exp: 1 } },
    expect: grant(),
  }),
  tokenCase('header members in another order', {
    token: { header: JSON.stringify(Object.fromEntries(Object.entries(header()).reverse())) },
  }),
  tokenCase('tampered header', {
    token: `${Buffer.from(JSON.stringify(header('es384', { x: 1 }))).toString('base64url')}${token().slice(token().indexOf('.'))}`,
    expect: refused('SIGNATURE_INVALID'),
  }),
]
