// Claims: missing, of another type, nearly right, and times around now.
import { now } from '../draft.mjs'
import { jsonTextOf } from './json-text.mjs'

const wrongTypes = [
  'null',
  'true',
  'false',
  '0',
  '1',
  '-1',
  '""',
  '" "',
  '[]',
  '{}',
  '[null]',
  '{"a":1}',
  '[[]]',
]

const change = (draft, name, value) => {
  if (value === undefined) draft.claims.delete(name)
  else draft.claims.set(name, value)
}

const read = (draft, name) => {
  const value = JSON.parse(draft.claims.get(name) ?? '""')
  return Array.isArray(value) ? value[0] : value
}

const lookAlike = {
  a: '\u0430',
  e: '\u0435',
  o: '\u043e',
  c: '\u0441',
  p: '\u0440',
  i: '\u0456',
  s: '\u0455',
}

/** Texts that somebody may take for another. The first ones are the text itself. */
const nearMisses = [
  ['itself', text => text],
  ['itself, decomposed', text => text.normalize('NFD')],
  ['upper case', text => text.toUpperCase()],
  ['lower case', text => text.toLowerCase()],
  ['a slash more', text => `${text}/`],
  ['without its last character', text => text.slice(0, -1)],
  ['without its first character', text => text.slice(1)],
  ['a character more', text => `${text}x`],
  ['a character before', text => `x${text}`],
  ['a space more', text => `${text} `],
  ['a space before', text => ` ${text}`],
  ['a NUL more', text => `${text}\0`],
  ['a line more', text => `${text}\n`],
  ['twice', text => text + text],
  ['a letter of another script', text => text.replace(/[aeocpis]/, letter => lookAlike[letter])],
  ['full width', text => text.replace(/[a-z]/, letter => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))],
  ['a joiner within', text => `${text.slice(0, 3)}\u200d${text.slice(3)}`],
  ['percent-encoded', text => encodeURIComponent(text)],
  ['a letter percent-encoded', text => text.replace('e', '%65')],
  ['a combining accent', text => `${text}\u0301`],
  ['other scheme', text => text.replace('https:', 'http:')],
  ['a port', text => text.replace('.example', '.example:443')],
  ['a path', text => `${text}/../oidc`],
  ['nothing', () => ''],
]

const nearMiss = name => ({
  name: `claims: \`${name}\` nearly right`,
  apply(draft, random) {
    const [what, how] = random.pick(nearMisses)
    change(draft, name, JSON.stringify(how(`${read(draft, name)}`)))
    return what
  },
})

const wrongType = name => ({
  name: `claims: \`${name}\` of another type`,
  apply(draft, random) {
    const text = draft.claims.get(name) ?? '"x"'
    const value = random.pick([
      ...wrongTypes,
      `[${text}]`,
      `[[${text}]]`,
      `{"a":${text}}`,
      JSON.stringify(text),
    ])
    change(draft, name, value)
    return value.slice(0, 40)
  },
})

const missing = name => ({
  name: `claims: \`${name}\` missing`,
  apply(draft) {
    change(draft, name)
    return ''
  },
})

const around = [-3601, -61, -60, -2, -1, 0, 1, 2, 59, 60, 61, 62, 3600]
const fractions = ['', '', '', '.0', '.5', '.999999', '.0000001', '.9999999999999']
const moments = [
  ...['0', '-0', '-1', '-1.5', '1', '253402300799', '253402300800', '253402300799.5', '-253402300799'],
  ...['-253402300800', '1e20', '-1e20', '1e308', '1e400', '-1e400', '9007199254740993', '1e12', '1e11'],
  ...['9223372036854775807', '9223372036854775808', '-9223372036854775809', '18446744073709551616'],
  ...['8640000000000', '8640000000001', '2147483648', '4294967296', '1e-7', '1.8e9', '18000000000e-1'],
  ...[`${now}000`, `"${now + 60}"`, '"never"', '"1800003600"', '1800003600.0e0'],
]

const time = name => ({
  name: `claims: \`${name}\` around now`,
  apply(draft, random) {
    const value = `${now + random.pick(around)}${random.pick(fractions)}`
    change(draft, name, value)
    return value
  },
})

const farTime = name => ({
  name: `claims: \`${name}\` far away`,
  apply(draft, random) {
    const value = random.pick(moments)
    change(draft, name, value)
    return value
  },
})

const several = {
  name: 'claims: several audiences',
  apply(draft, random) {
    const { audience } = draft.kind
    const others = [
      'urn:logto:organization:globex',
      'https://api.example.com',
      'client-app',
      audience,
      1,
      null,
    ]
    const more = [...others, [audience], {}, ''].filter(() => random.chance(0.25))
    const value = JSON.stringify(random.shuffled([audience, ...more]))
    change(draft, 'aud', value)
    return value.slice(0, 80)
  },
}

const audience = {
  name: 'claims: another audience',
  apply(draft, random) {
    const value = random.pick([
      ...['urn:logto:organization:acme', 'urn:logto:organization:', 'urn:logto:organization:globex'],
      ...['URN:logto:organization:acme', 'urn:logto:organization: acme', 'urn:logto:organization:acme:admin'],
      ...['https://api.example.com/orders', 'https://api.example.com/orders/', 'client-app', 'acme', ''],
    ])
    change(draft, 'aud', JSON.stringify(random.chance(0.3) ? [value] : value))
    return value
  },
}

const scope = {
  name: 'claims: forms of `scope`',
  apply(draft, random) {
    const many = Array.from({ length: 300 }, (_, index) => `permission:${index}`).join(' ')
    const value = random.pick([
      ...[
        '',
        ' ',
        'a',
        'a a a',
        '  a  b  ',
        'a\tb',
        'a\nb',
        'a\u00a0b',
        'a\u3000b',
        'é e\u0301',
        '读取:数据',
      ],
      ...['a,b', '*', '__proto__ constructor', many, 'A a', '\u0000', 'a\u2028b', '\ufeffa a', 'a\u200b a'],
    ])
    change(draft, 'scope', JSON.stringify(value))
    return JSON.stringify(value).slice(0, 40)
  },
}

const unknown = {
  name: 'claims: one that is not looked at',
  apply(draft, random) {
    const [name, value] = random.pick([
      ['organization_id', '"globex"'],
      ['ISS', '"https://evil.example"'],
      ['Aud', '1'],
      ['EXP', '1'],
      ['jti', 'null'],
      ['cnf', '{"jkt":"x"}'],
      ['act', '{"sub":"other"}'],
      ['roles', '["admin"]'],
      ['scopes', '["*"]'],
      ['auth_time', '1e300'],
      ['__proto__', '{"aud":"x"}'],
      ['sub ', '"x"'],
    ])
    change(draft, name, value)
    return name
  },
}

const application = {
  name: 'claims: an application',
  apply(draft) {
    change(draft, 'client_id', draft.claims.get('sub'))
    return ''
  },
}

/** What only ID tokens and API tokens have. */
const ownOfKind = {
  name: "claims: of the token's kind",
  apply(draft, random) {
    const name = random.pick([
      'organization_id',
      'azp',
      'nonce',
      'organizations',
      'organization_roles',
      'at_hash',
    ])
    const value = random.pick([
      ...wrongTypes,
      '"acme"',
      '"client-app"',
      '"n-0S6_WzA2Mj"',
      '["acme"]',
      '"globex"',
    ])
    change(draft, name, value)
    return `${name} ${value}`
  },
}

const texts = ['iss', 'sub', 'aud', 'client_id']
const times = ['exp', 'iat', 'nbf']
const all = [...texts, ...times, 'scope']

export const claims = [
  ...all.map(wrongType),
  ...all.map(missing),
  ...texts.map(nearMiss),
  ...times.flatMap(name => [time(name), time(name), farTime(name)]),
  ...[several, several, audience, scope, unknown, application, ownOfKind],
]

export const payload = jsonTextOf('payload')
