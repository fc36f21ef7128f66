// Key sets: entries that must not be used, that cannot be, or that may be in the way of the right one.
import { fromBase64url } from '../../corpus/generate/bytes.mjs'
import {
  base,
  encode,
  identity,
  multiply,
  nonCanonicalIdentity,
  torsion,
} from '../../corpus/generate/ed25519.mjs'
import { keySetOf, issuers as known, privateKeys, publicKey } from '../keys.mjs'

/** `change` gets the key set of the token's issuer, and the place of the token's key in it. */
const onKeys = (name, choose) => ({
  name: `keys: ${name}`,
  apply(draft, random) {
    const set = draft.issuers[draft.position]
    const at = set.keys.findIndex(key => key?.kid === draft.algorithm.toLowerCase())
    const entry = set.keys[at]
    if (!entry) return 'none: the key is gone'
    return choose({ keys: set.keys, at, entry, draft, random, set }) ?? ''
  },
})

/** Sets a member of the token's key. */
const member = (name, values) =>
  onKeys(`\`${name}\``, ({ entry, random }) => {
    const value = random.pick(values)
    if (value === undefined) delete entry[name]
    else entry[name] = value
    return JSON.stringify(value)
  })

/** Puts an entry into the key set, somewhere. */
const added = (name, choose) =>
  onKeys(name, context => {
    const { keys, random } = context
    const [what, entry] = choose(context)
    keys.splice(random.below(keys.length + 1), 0, entry)
    return what
  })

/** Signs with a key that replaces the issuer's, under the same id. */
const replaced = (name, choose) =>
  onKeys(name, ({ keys, at, draft, random, entry }) => {
    const keyName = choose(random, draft)
    if (privateKeys[keyName].kty !== entry.kty) return 'none: another type'
    keys[at] = publicKey(keyName, entry.kid)
    draft.signer = { algorithm: draft.algorithm, keyName }
    return keyName
  })

const numbers = { EC: ['x', 'y'], RSA: ['n', 'e'], OKP: ['x'] }

/** One of its numbers, whatever was done to it before. */
function numberOf(entry, random) {
  const name = random.pick(numbers[entry.kty] ?? ['x'])
  const text = `${entry[name] ?? ''}`
  return { name, text, bytes: fromBase64url(text) }
}

/** Writes a number of the key in another way; some are the same number. */
const rewritten = onKeys('a number written otherwise', ({ entry, random }) => {
  const { name, text: written, bytes } = numberOf(entry, random)
  const [what, text] = random.pick([
    ['padded', `${written}=`],
    ['with a zero before', Buffer.concat([Buffer.alloc(1), bytes]).toString('base64url')],
    ['with a zero after', Buffer.concat([bytes, Buffer.alloc(1)]).toString('base64url')],
    ['without its first byte', bytes.subarray(1).toString('base64url')],
    ['in the other alphabet', bytes.toString('base64')],
    ['with white space', `${written.slice(0, 4)} ${written.slice(4)}`],
    ['as a number', 1],
    ['as null', null],
    ['empty', ''],
    ['as it was', written],
  ])
  entry[name] = text
  return `${name} ${what}`
})

const wrongNumber = onKeys('another number', ({ entry, random }) => {
  const { name, bytes } = numberOf(entry, random)
  if (bytes.length > 0) bytes[bytes.length - 1] ^= random.pick([1, 2, 255])
  entry[name] = bytes.toString('base64url')
  return name
})

/** Under the identity as public key, (S·B, S) is a signature of everything. */
const weakPoint = onKeys('an Ed25519 point of small order', ({ entry, draft, random }) => {
  if (entry.kty !== 'OKP') return 'none: not EdDSA'
  const [what, point] = random.pick([
    ['the identity', encode(identity)],
    ['the identity, not canonical', nonCanonicalIdentity],
    ['of order 8', encode(torsion)],
  ])
  entry.x = point.toString('base64url')
  const scalar = Buffer.alloc(32)
  scalar[0] = 7
  draft.edits.signature.push(() => Buffer.concat([encode(multiply(7n, base)), scalar]))
  return what
})

const fillers = count =>
  Array.from({ length: count }, (_, index) => publicKey('eddsa-other', `filler-${index}`))

export const keys = [
  member('kid', [undefined, '', 1, null, 'ES384', 'another', ['es384']]),
  member('alg', [
    undefined,
    'ES384',
    'ES256',
    'RS256',
    'EdDSA',
    'Ed25519',
    'es384',
    'none',
    '',
    1,
    null,
    'PS256',
  ]),
  member('use', [undefined, 'sig', 'sig', 'enc', 'SIG', '', 1, null, ['sig']]),
  member('key_ops', [
    ...[undefined, ['verify'], ['verify'], ['sign'], ['encrypt'], [], 'verify', null],
    ...[
      ['verify', 'verify'],
      ['sign', 'verify'],
      ['verify', 'x'],
      ['verify', 1],
      ['Verify'],
      { 0: 'verify' },
    ],
  ]),
  member('ext', [undefined, true, true, false, 'true', 1, null]),
  member('kty', [undefined, 'EC', 'RSA', 'OKP', 'oct', 'ec', 'AKP', 1, null]),
  member('crv', [undefined, 'P-384', 'P-256', 'P-521', 'Ed25519', 'X25519', 'secp256k1', 'p-384', 1]),
  member('e', ['AQAB', 'AQ', 'Aw', 'AAEAAQ', 'AQABAA', '']),
  member('x5c', [[], ['MIIB'], 'MIIB', null]),
  member('x', ['AA', undefined]),
  member('__proto__', [{ kid: 'x' }]),
  member('x5t', ['short', 1]),
  ...['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].map(name => member(name, ['', 'AQAB', null, 1])),
  onKeys('a long id', ({ entry, draft, random }) => {
    const length = random.pick([128, 255, 256, 257, 1000])
    entry.kid = 'k'.repeat(length)
    draft.header.set('kid', JSON.stringify(entry.kid))
    return `${length}`
  }),
  onKeys('the private key', ({ keys, at, entry, draft }) => {
    keys[at] = { ...privateKeys[draft.keyName], kid: entry.kid, use: 'sig' }
  }),
  rewritten,
  rewritten,
  wrongNumber,
  weakPoint,
  replaced('RSA of another size', random =>
    random.pick(['rs256-2560', 'rs256-3072', 'rs256-4096', 'rs256-1024']),
  ),
  replaced('RSA of an odd size or exponent', random => random.pick(['rs256-2040', 'rs256-e3'])),
  replaced('a key taken over', (_random, draft) => known[1 - draft.position].keyNames[draft.algorithm]),
  onKeys('the right id with another key', ({ keys, at, entry, draft }) => {
    keys[at] = publicKey(known[1 - draft.position].keyNames[draft.algorithm], entry.kid)
  }),
  onKeys('the key gone', ({ keys, at }) => void keys.splice(at, 1)),
  onKeys('another order', ({ set, random }) => {
    set.keys = random.shuffled(set.keys)
  }),
  added('the same key twice', ({ entry }) => ['', { ...entry }]),
  added('a private twin', ({ entry, draft }) => [
    '',
    { ...privateKeys[draft.keyName], kid: entry.kid, use: 'sig' },
  ]),
  added('another key under the same id', ({ entry, draft }) => [
    '',
    publicKey(known[1 - draft.position].keyNames[draft.algorithm], entry.kid),
  ]),
  added('a key for another algorithm under the same id', ({ entry, random, draft }) => {
    const name = random.pick(['ES384', 'ES256', 'RS256', 'EdDSA'].filter(other => other !== draft.algorithm))
    return [name, publicKey(known[draft.position].keyNames[name], entry.kid)]
  }),
  added('an entry of an unknown kind', ({ entry, random }) => {
    const kid = random.pick([entry.kid, 'other'])
    const key = random.pick([
      { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AAAA', kid },
      { kty: 'oct', k: 'AAAA', kid },
      { kty: 'unknown', kid },
      { kid },
      {},
      { ...publicKey('es512', kid) },
      { ...publicKey('secp256k1', kid) },
    ])
    return [`${key.kty}`, key]
  }),
  added('an entry that is not an object', ({ random }) => {
    const entry = random.pick([null, 1, 'key', true, []])
    return [JSON.stringify(entry), entry]
  }),
  onKeys('many keys', ({ keys, random }) => {
    const count = random.pick([58, 59, 60, 61, 62])
    keys.push(...fillers(count))
    return `${keys.length}`
  }),
  onKeys('no keys', ({ set }) => {
    set.keys = []
  }),
  {
    name: 'keys: the key sets of two issuers exchanged',
    apply(draft) {
      const [first, second] = known.map(keySetOf)
      draft.issuers = known.map(({ issuer }, position) => ({ issuer, keys: position === 0 ? second : first }))
      return ''
    },
  },
  {
    name: 'keys: the issuer in other company',
    apply(draft, random) {
      const others = random
        .shuffled(['https://a.example', 'https://b.example', 'https://tenant.example'])
        .slice(1)
        // Nobody is there twice.
        .filter(name => draft.issuers.every(({ issuer }) => issuer !== name))
      const more = others.map(issuer => ({ issuer, keys: keySetOf(known[1 - draft.position]) }))
      draft.issuers = [...draft.issuers, ...more]
      return `${draft.issuers.length}`
    },
  },
  {
    name: 'keys: not every algorithm',
    apply(draft, random) {
      const allowed = random.shuffled(['ES384', 'ES256', 'RS256', 'EdDSA']).slice(0, random.between(1, 3))
      draft.issuers[draft.position].algorithms = allowed
      return allowed.join(' ')
    },
  },
]
