// Members of the header.
import { publicKey } from '../keys.mjs'
import { jsonTextOf } from './json-text.mjs'

const set = (name, values) => ({
  name: `header: \`${name}\``,
  apply(draft, random) {
    const value = random.pick(values)
    if (value === undefined) draft.header.delete(name)
    else draft.header.set(name, value)
    return value === undefined ? 'missing' : value.slice(0, 48)
  },
})

const long = length => JSON.stringify('k'.repeat(length))

/** Algorithms that a key of ours can sign with, though Orgate does not verify them. */
const fitting = { RS256: ['RS384', 'RS512', 'PS256'], EdDSA: ['Ed25519'], ES384: [], ES256: [] }

export const header = [
  ...jsonTextOf('header'),
  set('alg', [
    ...[undefined, '""', 'null', '1', '{}', 'true', '["ES256"]'],
    ...['"none"', '"None"', '"NONE"', '"nOnE"', '"HS256"', '"HS384"', '"ES512"', '"PS256"', '"RS512"'],
    ...['"ES256K"', '"es256"', '"ES256 "', '"eddsa"', '"EDDSA"', '"Ed25519"', '"Ed448"', '"RSA"'],
    ...['"ES384"', '"ES256"', '"RS256"', '"EdDSA"', '"ES384\\u0000"', '"\\u0045S384"', '"ML-DSA-44"'],
  ]),
  {
    name: 'header: `none` without a signature',
    apply(draft, random) {
      draft.header.set('alg', random.pick(['"none"', '"None"', '"NONE"', '""']))
      draft.edits.signature.push(() => Buffer.alloc(0))
      return ''
    },
  },
  {
    name: 'header: HS256 with the public key as secret',
    apply(draft) {
      draft.header.set('alg', '"HS256"')
      draft.signer = { algorithm: 'HS256', keyName: draft.keyName }
      return ''
    },
  },
  {
    name: 'header: an algorithm that the key can do and Orgate does not',
    apply(draft, random) {
      const algorithm = random.pick(['HS256', ...fitting[draft.algorithm]])
      draft.header.set('alg', JSON.stringify(algorithm))
      draft.signer = { algorithm, keyName: draft.keyName }
      return algorithm
    },
  },
  set('typ', [
    ...[undefined, 'null', '1', '["at+jwt"]', '{}', '""'],
    ...['"JWT"', '"jwt"', '"Jwt"', '"application/jwt"', '"at+jwt"', '"AT+JWT"', '"At+Jwt"'],
    ...['"application/at+jwt"', '"APPLICATION/at+jwt"', '"Application/AT+JWT"', '"application/JWT"'],
    ...['"application/application/at+jwt"', '"at+jwt "', '" at+jwt"', '"at+jwt;v=1"', '"text/at+jwt"'],
    ...['"at jwt"', '"logout+jwt"', '"dpop+jwt"', '"at+jwt\\u0000"', '"at\\u002bjwt"', '"/at+jwt"'],
    ...['"a\u0442+jwt"', '"at+\u017fwt"', '"\u212Aat+jwt"', '"application/at+jwt/"'],
  ]),
  set('kid', [
    ...[undefined, 'null', '1', '["es384"]', '{}', 'true', '""', '"unknown"'],
    ...['"es384"', '"es256"', '"rs256"', '"eddsa"', '"ES384"', '"es384 "', '"es384\\u0000"', '"\\u0065s384"'],
    ...['"__proto__"', '"constructor"', '"toString"', '"0"', '"../../etc/passwd"', `"' OR 1=1 --"`],
    ...[long(255), long(256), long(257), long(2000), '"\u0435s384"', '"https://evil.example/jwks#es384"'],
  ]),
  set('crit', [
    ...['[]', 'null', '["b64"]', '["b64","b64"]', '["exp"]', '["kid"]', '["alg"]', '"b64"', '{}', 'true'],
    ...['[1]', '[""]', '["x"]', '["__proto__"]', '["toString"]'],
  ]),
  {
    name: 'header: `b64` and `crit`',
    apply(draft, random) {
      const value = random.pick(['true', 'false', 'null', '"true"', '1'])
      draft.header.set('b64', value)
      const critical = random.pick([undefined, '["b64"]', '["b64","b64"]', '["b64","x"]', '[]'])
      if (critical) draft.header.set('crit', critical)
      return `${value}, ${critical ?? 'none'}`
    },
  },
  set('cty', ['"JWT"', '"jwt"', '""', 'null', '1', '"application/json"']),
  set('enc', ['"A256GCM"', 'null']),
  set('zip', ['"DEF"', 'null', '""']),
  {
    name: 'header: a key of the attacker in `jwk`',
    apply(draft, random) {
      const forged = random.chance(0.6)
      draft.header.set('jwk', JSON.stringify(publicKey(`${attacker[draft.algorithm]}`, 'evil')))
      if (forged) draft.signer = { algorithm: draft.algorithm, keyName: attacker[draft.algorithm] }
      return forged ? 'signed with it' : 'not signed with it'
    },
  },
  set('jku', ['"https://evil.example/jwks"', '"http://127.0.0.1/"', '1', 'null', '[]', '""']),
  set('x5u', ['"https://evil.example/cert"', '1', 'null', '{}']),
  set('x5c', ['[]', '["MIIB"]', 'null', '1', '"MIIB"']),
  set('x5t', ['"AAAAAAAAAAAAAAAAAAAAAAAAAAA"', '"short"', '1', 'null', '""', '"****"']),
  set('x5t#S256', ['"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"', '"short"', '1', 'null']),
  set('ALG', ['"none"', '"ES384"', 'null']),
  set('Typ', ['"JWT"', '"at+jwt"']),
  set('iss', ['"https://evil.example"', 'null']),
  set('nonce', ['"a"', '1']),
  set('url', ['"https://evil.example"']),
  set('epk', ['{}']),
  set('p2c', ['99999999']),
]

const attacker = { ES384: 'es384-other', ES256: 'es256-other', RS256: 'rs256-3072', EdDSA: 'eddsa-other' }
