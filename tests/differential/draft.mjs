// A token on its way from claims to text. A mutation changes something on the way; what comes later follows.
import { base64url } from '../corpus/generate/bytes.mjs'
import { algorithms, issuers, keySetOf, kidOf, signature } from './keys.mjs'
import { goodClaims } from './kinds.mjs'

/** The clock of every case, in milliseconds. The fraction must make no difference. */
export const clock = 1_800_000_000_999
export const now = Math.floor(clock / 1000)

/** A good token of a kind, not yet written. Members of the header and claims are JSON texts by name. */
export function goodDraft(kind, random) {
  const algorithm = random.weighted([
    [3, 'ES384'],
    [3, 'ES256'],
    [3, 'RS256'],
    [4, 'EdDSA'],
  ])
  const both = random.chance(0.3)
  const position = both ? random.below(2) : 0
  const issuer = issuers[position]
  const header = { alg: algorithm, typ: kind.typ, kid: kidOf(algorithm) }
  return {
    kind,
    algorithm,
    keyName: issuer.keyNames[algorithm],
    /** The trusted issuers, as options of a gate. The token's is at `position`. */
    issuers: issuers.slice(0, both ? 2 : 1).map(known => ({ issuer: known.issuer, keys: keySetOf(known) })),
    position,
    header: members(random.shuffled(Object.entries(header))),
    claims: goodClaims(kind, issuer.issuer, now, random),
    /** What signs, when it is not the key and algorithm of the good token. */
    signer: undefined,
    nonce: random.below(16),
    /** Whether the signature is over what the mutations made, or over the good token. */
    resign: random.chance(0.85),
    edits: {
      text: { header: [], payload: [] },
      bytes: { header: [], payload: [] },
      segment: { header: [], payload: [], signature: [] },
      input: [],
      signature: [],
      token: [],
    },
  }
}

const members = entries => new Map(entries.map(([name, value]) => [name, JSON.stringify(value)]))

/** Members as a JSON object, each value as it was written. */
export const write = entries =>
  `{${[...entries].map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`

const apply = (edits, value) => edits.reduce((current, edit) => edit(current), value)

function segment(draft, part, entries) {
  const text = apply(draft.edits.text[part], write(entries))
  const bytes = apply(draft.edits.bytes[part], Buffer.from(text))
  return apply(draft.edits.segment[part], base64url(bytes))
}

/** The input of the good token's signature: call it before anything is changed. */
export const goodInput = ({ header, claims }) =>
  [header, claims].map(entries => base64url(Buffer.from(write(entries)))).join('.')

/** The token's text, and whether it is signed anew, and validly, after what is signed was changed. */
export function finish(draft, good) {
  const input = `${segment(draft, 'header', draft.header)}.${segment(draft, 'payload', draft.claims)}`
  const { algorithm, keyName } = draft.signer ?? draft
  const signed = apply(draft.edits.input, draft.resign ? input : good)
  const bytes = apply(draft.edits.signature, signature(algorithm, keyName, signed, draft.nonce))
  const last = apply(draft.edits.segment.signature, base64url(bytes))
  const { edits } = draft
  const untouched = [edits.input, edits.signature, edits.segment.signature, edits.token].every(
    list => list.length === 0,
  )
  return {
    token: apply(edits.token, `${input}.${last}`),
    resigned: draft.resign && input !== good && untouched && !draft.signer,
  }
}

/** Another good token by the same key, for parts of it. */
export function sibling(draft, random) {
  const other = { ...draft, claims: new Map(draft.claims).set('jti', JSON.stringify(random.word(8))) }
  const input = goodInput(other)
  return `${input}.${base64url(signature(draft.algorithm, draft.keyName, input, draft.nonce + 1))}`.split('.')
}

/** An algorithm other than this one. */
export const otherAlgorithm = (algorithm, random) =>
  random.pick(algorithms.filter(name => name !== algorithm))
