// The three segments: how many, in which order, from which token, and what stands around them.
import { base64url } from '../../corpus/generate/bytes.mjs'
import { otherAlgorithm, sibling } from '../draft.mjs'
import { kidOf, signature } from '../keys.mjs'

const onToken = (name, choose) => ({
  name: `segments: ${name}`,
  apply(draft, random) {
    const { change, detail = '' } = choose(random, draft)
    draft.edits.token.push(change)
    return detail
  },
})

const split = change => token => change(token.split('.')).join('.')
const around = [' ', '\n', '\t', '\r\n', '\0', '\ufeff', '\u00a0', '"', "'", '\ud800', 'é']

export const segments = [
  onToken('one left out', random => {
    const which = random.below(3)
    return { change: split(parts => parts.filter((_, index) => index !== which)), detail: `${which}` }
  }),
  onToken('one empty', random => {
    const which = random.below(3)
    return {
      change: split(parts => parts.map((part, index) => (index === which ? '' : part))),
      detail: `${which}`,
    }
  }),
  onToken('one twice', random => {
    const which = random.below(3)
    return {
      change: split(parts => parts.flatMap((part, index) => (index === which ? [part, part] : [part]))),
      detail: `${which}`,
    }
  }),
  onToken('another order', random => {
    const order = random.pick(['021', '102', '120', '201', '210', '012'])
    return { change: split(parts => [...order].map(index => parts[index] ?? '')), detail: order }
  }),
  onToken('dots', random => {
    const [before, after] = random.pick([
      ['.', ''],
      ['', '.'],
      ['', '..'],
      ['..', ''],
      ['.', '.'],
    ])
    return { change: token => `${before}${token}${after}`, detail: `${before}token${after}` }
  }),
  onToken('five, as an encrypted token has', random => {
    const more = random.pick(['.e30.e30', '..', '.AAAA.AAAA'])
    return { change: token => token + more, detail: more }
  }),
  onToken('another separator', random => {
    const mark = random.pick([',', '..', '%2E', '\uff0e', '\u3002', ' . ', '.\n', '~', ':'])
    return { change: token => token.split('.').join(mark), detail: JSON.stringify(mark) }
  }),
  onToken('something around the token', random => {
    const mark = random.pick(around)
    const front = random.chance(0.5)
    return {
      change: token => (front ? mark + token : token + mark),
      detail: `${JSON.stringify(mark)} ${front ? 'before' : 'after'}`,
    }
  }),
  onToken('a scheme before the token', random => {
    const scheme = random.pick(['Bearer ', 'bearer ', 'DPoP ', 'Bearer', 'JWT '])
    return { change: token => scheme + token, detail: scheme }
  }),
  onToken('the token twice', random => {
    const mark = random.pick(['', '.', ' ', ',', ', '])
    return { change: token => `${token}${mark}${token}`, detail: JSON.stringify(mark) }
  }),
  onToken('not a token', random => {
    const text = random.pick([
      '.',
      '..',
      '...',
      '....',
      'a',
      'null',
      '[object Object]',
      'undefined',
      'e30.e30.',
    ])
    return { change: () => text, detail: text }
  }),
  onToken('the JSON serialization', random => {
    const flattened = random.chance(0.5)
    const change = token => {
      const [head, payload, last] = token.split('.')
      const one = { protected: head, signature: last }
      return JSON.stringify(flattened ? { payload, ...one } : { payload, signatures: [one] })
    }
    return { change, detail: flattened ? 'flattened' : 'general' }
  }),
  onToken('a token as a payload', random => {
    const quoted = random.chance(0.5)
    const change = token => {
      const [head, , last] = token.split('.')
      return `${head}.${base64url(Buffer.from(quoted ? JSON.stringify(token) : token))}.${last}`
    }
    return { change, detail: quoted ? 'quoted' : '' }
  }),
  // A sibling is another token by the same key. With its own payload and signature it is good, and so is this
  // token with the sibling's header, as the two headers are the same.
  ...['100', '100', '011', '111', '010', '001', '110', '101'].map(taken =>
    onToken(`from a sibling ${taken}`, (random, draft) => {
      const other = sibling(draft, random)
      return {
        change: split(parts => [...taken].map((from, index) => (from === '1' ? other : parts)[index])),
      }
    }),
  ),
  onToken('the header of another algorithm', (random, draft) => {
    const algorithm = otherAlgorithm(draft.algorithm, random)
    const header = { alg: algorithm, typ: draft.kind.typ, kid: kidOf(algorithm) }
    const segment = base64url(Buffer.from(JSON.stringify(header)))
    return { change: split(([, ...rest]) => [segment, ...rest]), detail: algorithm }
  }),
  {
    name: 'segments: signed over something else',
    apply(draft, random) {
      const [what, change] = random.pick([
        ['the payload alone', input => input.split('.')[1]],
        ['the header alone', input => input.split('.')[0]],
        ['with a dot at the end', input => `${input}.`],
        ['with a line at the end', input => `${input}\n`],
        [
          'the decoded payload',
          input => `${input.split('.')[0]}.${Buffer.from(input.split('.')[1], 'base64url')}`,
        ],
        ['without the dot', input => input.replace('.', '')],
        ['nothing', () => ''],
        ['the input itself', input => input],
      ])
      draft.edits.input.push(change)
      return what
    },
  },
  onToken('signed by hand after all', (_random, draft) => ({
    change: split(([head, payload]) => [
      head,
      payload,
      base64url(signature(draft.algorithm, draft.keyName, `${head}.${payload}`, draft.nonce + 3)),
    ]),
  })),
]
