// Tokens and key sets that cost a reader most for their size. Each shape is made for a size in bytes, nearly.
import { readFileSync } from 'node:fs'
import { importJWK } from 'jose'

const privateKeys = JSON.parse(
  readFileSync(new URL('../tests/corpus/keys.json', import.meta.url), 'utf8'),
).keys

/** A second at which every token here is valid. */
export const now = 1_800_000_000

const signers = { ES256: 'es256', ES384: 'es384', RS256: 'rs256-4096', EdDSA: 'eddsa' }
const webCrypto = {
  ES256: { name: 'ECDSA', hash: 'SHA-256' },
  ES384: { name: 'ECDSA', hash: 'SHA-384' },
  RS256: 'RSASSA-PKCS1-v1_5',
  EdDSA: 'Ed25519',
}

export const publicKeys = {
  keys: Object.values(signers).map(name => {
    const { kty, crv, x, y, n, e, kid } = privateKeys[name]
    return { kty, crv, x, y, n, e, kid, use: 'sig' }
  }),
}

const header = (algorithm, more = '') =>
  `{"alg":"${algorithm}","typ":"at+jwt","kid":"${privateKeys[signers[algorithm]].kid}"${more}}`
const payload = (more = '', scope = 'a b') =>
  `{"iss":"https://i.example","sub":"s","aud":"urn:logto:organization:o","iat":${now - 10},"exp":${now + 900},"scope":"${scope}"${more}}`

const encode = text => Buffer.from(text).toString('base64url')

/** A token that nobody signed; its signature has the form of ES256, so that it has to be computed. */
const unsigned = (head, body) => `${encode(head)}.${encode(body)}.${'B'.repeat(85)}A`

async function signed(algorithm, body) {
  const text = `${encode(header(algorithm))}.${encode(body)}`
  const key = await importJWK(privateKeys[signers[algorithm]], algorithm)
  const signature = await crypto.subtle.sign(webCrypto[algorithm], key, Buffer.from(text))
  return `${text}.${Buffer.from(signature).toString('base64url')}`
}

/** How many bytes of JSON fit into a token of a size, beside what every token has. */
const room = size => Math.floor(((size - 1_200) * 3) / 4)

/** As many entries as fit, with a comma between them. */
function fill(size, entry) {
  const entries = []
  for (let length = 0, index = 0; ; index += 1) {
    const next = entry(index)
    length += Buffer.byteLength(next) + 1
    if (length > room(size)) return entries.join(',')
    entries.push(next)
  }
}

const short = index => index.toString(36)
const prefixed = index => `${'n'.repeat(48)}${index.toString(36).padStart(4, '0')}`

/** What a payload may be filled with, and still be read to its end. */
const fillings = {
  'many members': size => `,${fill(size, index => `"${short(index)}_":0`)}`,
  'many members of nearly the same name': size => `,${fill(size, index => `"${prefixed(index)}":0`)}`,
  'many members with escaped names': size =>
    `,${fill(size, index => `"\\u006e_${short(index)}":"\\ud83d\\ude00"`)}`,
  'many empty objects': size => `,"x":[${fill(size, () => '{}')}]`,
  'objects of one member, nested to the bound': size =>
    `,"x":[${fill(size, () => '{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":0}}}}}}}}}}')}]`,
  'one long text': size => `,"x":"${'x'.repeat(room(size))}"`,
  'one long text of escapes': size => `,"x":"${'\\n'.repeat(room(size) / 2)}"`,
  'many numbers of 17 digits': size => `,"x":[${fill(size, () => '1.7976931348623157e308')}]`,
  'numbers between two that can be written': size => `,"x":[${fill(size, () => '9007199254740993.0')}]`,
  'one number of as many digits': size => `,"x":1${'7'.repeat(room(size))}e-${room(size)}`,
  'one number with as many zeros': size => `,"x":0.${'0'.repeat(room(size))}1`,
}

const scopes = {
  'permissions, each another': size => fill(size, short).replaceAll(',', ' '),
  'permissions, all the same': size => 'a '.repeat(room(size) / 2),
  'nothing but spaces': size => ' '.repeat(room(size)),
}

const filled = Object.entries(fillings)

export const tokenShapes = [
  { name: 'small, accepted: ES256', make: () => signed('ES256', payload()) },
  { name: 'small, accepted: ES384', make: () => signed('ES384', payload()) },
  { name: 'small, accepted: RS256-4096', make: () => signed('RS256', payload()) },
  { name: 'small, accepted: EdDSA', make: () => signed('EdDSA', payload()) },
  {
    name: 'small, refused: signature',
    make: () => unsigned(header('ES256'), payload()),
  },
  { name: 'no dot', make: size => 'a'.repeat(size) },
  { name: 'nothing but dots', make: size => '.'.repeat(size) },
  { name: 'too long: 64 times', make: size => 'a'.repeat(64 * size) },
  { name: 'too long: 64 times, two bytes a letter', make: size => 'é'.repeat(64 * size) },
  { name: 'no base64url at its end', make: size => `${'A'.repeat(size - 12)}!.e30.AAAA` },
  {
    name: 'nested as deeply as it is long',
    make: size => unsigned(header('ES256'), `{"x":${'['.repeat(room(size))}`),
  },
  {
    name: 'header: one long text',
    make: size => unsigned(header('ES256', fillings['one long text'](size)), payload()),
  },
  {
    name: 'header: many members',
    make: size => unsigned(header('ES256', fillings['many members'](size)), payload()),
  },
  {
    name: 'header: `alg` of another, long',
    make: size => unsigned(`{"alg":"${'x'.repeat(room(size))}"}`, payload()),
  },
  {
    name: 'signature: as long as it goes',
    make: size =>
      `${encode(header('ES256'))}.${encode(payload())}.${'A'.repeat(4 * Math.floor((size - 400) / 4))}`,
  },
  {
    name: 'many audiences',
    make: size =>
      unsigned(
        header('ES256'),
        payload().replace('"urn:logto:organization:o"', `[${fill(size, () => '"a"')}]`),
      ),
  },
  {
    name: 'a member twice, at the end',
    make: size => unsigned(header('ES256'), payload(`${fillings['many members'](size)},"iss":""`)),
  },
  {
    name: 'an issuer as long as it goes',
    make: size => unsigned(header('ES256'), payload().replace('https://i.example', 'i'.repeat(room(size)))),
  },
  ...filled.map(([name, more]) => ({
    name: `refused: ${name}`,
    make: size => unsigned(header('ES256'), payload(more(size))),
  })),
  ...filled.map(([name, more]) => ({
    name: `accepted: ${name}`,
    make: size => signed('ES256', payload(more(size))),
  })),
  ...Object.entries(scopes).map(([name, scope]) => ({
    name: `accepted: ${name}`,
    make: size => signed('ES256', payload('', scope(size))),
  })),
]

const key = index => ({ ...publicKeys.keys[index % 4], kid: `k${index}` })
const several = (count, more = () => ({})) => ({
  keys: Array.from({ length: count }, (_, index) => ({ ...key(index), ...more(index) })),
})

export const keySetShapes = [
  { name: 'key set: 64 keys, nothing else', make: () => several(64) },
  {
    name: 'key set: 64 RSA keys of 4096 bits',
    make: () => ({ keys: several(256).keys.filter(({ kty }) => kty === 'RSA') }),
  },
  {
    name: 'key set: 64 keys with long certificates',
    make: size => several(64, () => ({ x5c: ['A'.repeat(size / 64)] })),
  },
  {
    name: 'key set: one name, 64 keys',
    make: () => ({ keys: several(64).keys.map(one => ({ ...one, kid: 'k' })) }),
  },
  {
    name: 'key set: 64 moduli as long as they go',
    make: size => several(64, () => ({ kty: 'RSA', e: 'AQAB', n: 'A'.repeat(size / 64) })),
  },
  { name: 'key set: empty objects', make: size => ({ keys: Array.from({ length: size / 3 }, () => ({})) }) },
  {
    name: 'key set: arrays in arrays',
    make: size => ({ keys: [], x: Array.from({ length: size / 16 }, () => [[[[[[[]]]]]]]) }),
  },
  {
    name: 'key set: members of one object',
    make: size => ({
      keys: [],
      x: Object.fromEntries(Array.from({ length: size / 10 }, (_, index) => [`m${index}`, 0])),
    }),
  },
]
