// JSON as text: what two readers may read differently. The same for header and payload.

/** Adds a member, written as given, at the front or at the back of an object. */
function withMember(text, member, front) {
  const empty = /^\{\s*\}$/.test(text)
  if (front) return text.replace('{', empty ? `{${member}` : `{${member},`)
  return text.replace(/\}(?=[^}]*$)/, empty ? `${member}}` : `,${member}}`)
}

const nested = (levels, [open, close]) => `${open.repeat(levels)}${close.repeat(levels)}`
const escaped = character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A change of the text; `change` gets the text, and says what it did by the mutation's name and `detail`. */
const onText = (name, choose) => ({
  name,
  apply(draft, random, part) {
    const { change, detail = '' } = choose(random, part)
    draft.edits.text[part].push(change)
    return detail
  },
})

const onBytes = (name, choose) => ({
  name,
  apply(draft, random, part) {
    const { change, detail = '' } = choose(random, part)
    draft.edits.bytes[part].push(change)
    return detail
  },
})

/** Adds a member that nobody looks at, with one of these values. */
const unknownMember = (name, values) =>
  onText(name, random => {
    const value = random.pick(values)
    const front = random.chance(0.5)
    return { change: text => withMember(text, `"x":${value}`, front), detail: value.slice(0, 40) }
  })

/** The names that matter in each part: what is doubled or escaped. */
const named = { header: ['alg', 'typ', 'kid'], payload: ['iss', 'sub', 'aud', 'exp', 'iat'] }
const otherValue = {
  alg: '"none"',
  typ: '"JWT"',
  kid: '"another"',
  iss: '"https://evil.example"',
  sub: '"another"',
  aud: '"urn:logto:organization:globex"',
  exp: '9999999999',
  iat: '1',
}

const structural = /("(?:[^"\\]|\\.)*")|([{}[\]:,])/g

/** White space after some of the marks between values, never within a string. */
const spaced = (text, random, blanks) =>
  text.replace(structural, (found, string) =>
    string === undefined && random.chance(0.4) ? `${found}${random.pick(blanks)}` : found,
  )

export const jsonText = [
  onText('white space', random => ({
    change: text => `${random.pick(['', ' ', '\n'])}${spaced(text, random, [' ', '\n', '\t', '\r\n', '  '])}`,
  })),
  onText('white space that JSON does not have', random => {
    const blank = random.pick(['\u00a0', '\ufeff', '\v', '\f', '\u2028', '\u3000', '\0', '\u0085'])
    return {
      change: text => withMember(text, `${blank}"x":1`, random.chance(0.5)),
      detail: `U+${blank.charCodeAt(0).toString(16)}`,
    }
  }),
  onText('a name with escapes', (random, part) => {
    const name = random.pick(named[part])
    const at = random.below(name.length)
    const written = name.slice(0, at) + escaped(name[at]) + name.slice(at + 1)
    return { change: text => text.replace(`"${name}":`, `"${written}":`), detail: name }
  }),
  onText('a value with escapes', random => ({
    change: text =>
      text.replace(/:"([a-z])/g, (found, letter) => (random.chance(0.5) ? `:"${escaped(letter)}` : found)),
  })),
  onText('a member twice', (random, part) => {
    const name = random.pick(named[part])
    const front = random.chance(0.5)
    const written = random.chance(0.3) ? escaped(name[0]) + name.slice(1) : name
    const same = random.chance(0.3)
    const change = text => {
      const value = same ? (new RegExp(`"${name}":("[^"]*"|\\d+)`).exec(text)?.[1] ?? '1') : otherValue[name]
      return withMember(text, `"${written}":${value}`, front)
    }
    return { change, detail: `${name}, ${same ? 'the same' : 'another'} ${front ? 'first' : 'last'}` }
  }),
  unknownMember('a member twice further in', [
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":2}',
    '[{"b":[],"b":{}}]',
    '{"":1,"":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"a":{"b":1},"c":{"b":1}}',
  ]),
  unknownMember('an unknown member', [
    '1',
    'null',
    'true',
    '"text"',
    '[]',
    '{}',
    '["a",1,null]',
    '{"a":{"b":[1,2]}}',
    '"\\u0000"',
    '"\\u2028\\uffff"',
    '"\\\\\\/\\b\\f\\n\\r\\t\\""',
    '"\u2028"',
    '"\u{10ffff}"',
    '"\\ud83d\\ude80"',
    '"\x7f"',
  ]),
  onText('a name of the language', random => {
    const name = random.pick(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', ''])
    const value = random.pick(['1', '{"iss":"https://evil.example","exp":9999999999}', 'null', '[]'])
    return { change: text => withMember(text, `"${name}":${value}`, random.chance(0.5)), detail: name }
  }),
  onText('the order of members', () => ({
    change: text => {
      const [first, ...rest] = text.slice(1, -1).split(/,(?="[a-z_]+":)/)
      return `{${[...rest, first].join(',')}}`
    },
  })),
  onText('a byte order mark', random => {
    const twice = random.chance(0.2)
    return { change: text => `\ufeff${twice ? '\ufeff' : ''}${text}`, detail: twice ? 'twice' : '' }
  }),
  onText('something after the object', random => {
    const rest = random.pick(['{}', ',', '}', ' 1', '\0', '//', '/**/', 'x', ' \n', '\t', '""'])
    return { change: text => text + rest, detail: JSON.stringify(rest) }
  }),
  onText('cut off', random => {
    const length = random.between(1, 12)
    return { change: text => text.slice(0, -length), detail: `${length}` }
  }),
  onText('not an object', random => {
    const shape = random.pick(['[]', 'null', '""', '1', 'true', '', '{}', 'wrapped', 'text'])
    const change = text => {
      if (shape === 'wrapped') return `[${text}]`
      return shape === 'text' ? JSON.stringify(text) : shape
    }
    return { change, detail: shape }
  }),
  onText('nesting', random => {
    const levels = random.weighted([
      [6, random.between(1, 14)],
      [6, random.between(14, 18)],
      [1, random.between(19, 140)],
      [1, random.between(1000, 2000)],
    ])
    const marks = random.pick([
      ['[', ']'],
      ['{"a":', '}'],
    ])
    const value =
      marks[0] === '[' ? nested(levels, marks) : `${marks[0].repeat(levels)}1${'}'.repeat(levels)}`
    return { change: text => withMember(text, `"x":${value}`, random.chance(0.5)), detail: `${levels}` }
  }),
  unknownMember('a lone surrogate', [
    '"\\ud800"',
    '"\\udc00"',
    '"a\\ud83d"',
    '"\\ude80\\ud83d"',
    '["\\uD800"]',
    '{"\\udfff":1}',
    '"\\ud800\\ud800\\udc00"',
    '"\\ud83d\\ude80"',
  ]),
  unknownMember('a number', [
    '1e400',
    '-1e400',
    '1e309',
    '1.7976931348623157e308',
    '1.7976931348623159e308',
    '1e-400',
    '-0',
    '0.1',
    '-1.5e3',
    '1E5',
    '1e+5',
    '123456789012345678901234567890',
    '18446744073709551615',
    '18446744073709551616',
    '-9223372036854775809',
    `1${'0'.repeat(308)}`,
    `1${'0'.repeat(309)}`,
    `0.${'0'.repeat(400)}1`,
    '0e99999999999',
    '1e-99999999999',
  ]),
  unknownMember('a value that JSON does not have', [
    '01',
    '+1',
    '.5',
    '1.',
    '0x10',
    'NaN',
    'Infinity',
    '-',
    '1e',
    '1_000',
    "'a'",
    'undefined',
    'True',
    '"\\x41"',
    '"\\u12"',
    '"\\U0041"',
    `"\\'"`,
    '"\n"',
    '"\t"',
    '"\x00"',
    '"\x1f"',
    '[1,]',
    '[,1]',
    '{"a":1,}',
    '{a:1}',
    '"open',
    '/**/1',
  ]),
  onBytes('bytes that are no UTF-8', random => {
    const wrong = random.pick([
      'ff',
      'c080',
      'e080af',
      'f4908080',
      'eda080',
      'edb080',
      'c3',
      'e282',
      '80',
      'c3a9',
    ])
    const member = Buffer.concat([Buffer.from(',"x":"'), Buffer.from(wrong, 'hex'), Buffer.from('"}')])
    return { change: bytes => Buffer.concat([bytes.subarray(0, -1), member]), detail: wrong }
  }),
  onBytes('another encoding', random => {
    const encoding = random.pick(['utf16le', 'latin1', 'utf16le with mark'])
    const mark = encoding.endsWith('mark') ? '\ufeff' : ''
    return { change: bytes => Buffer.from(mark + bytes.toString(), encoding.split(' ')[0]), detail: encoding }
  }),
  onBytes('a byte', random => {
    const at = random.below(2 ** 16)
    const byte = random.below(256)
    const how = random.pick(['replaced', 'added', 'taken away'])
    const change = bytes => {
      const position = at % bytes.length
      const kept = bytes.subarray(how === 'added' ? position : position + 1)
      const more = how === 'taken away' ? [] : [byte]
      return Buffer.concat([bytes.subarray(0, position), Buffer.from(more), kept])
    }
    return { change, detail: `${how}, ${byte}` }
  }),
]

/** The mutations of one part. */
export const jsonTextOf = part =>
  jsonText.map(({ name, apply }) => ({
    name: `${part}: ${name}`,
    apply: (draft, random) => apply(draft, random, part),
  }))
