// What is true of a token, read here by other means than either verifier's. Only for tokens that jose accepts, so
// that header and payload are known to be JSON objects.
import { base64url } from '../corpus/generate/bytes.mjs'
import { now } from './draft.mjs'

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** Looks at JSON text piece by piece: after `JSON.parse` much of it is gone. */
export function scan(text) {
  const found = { depth: 0, twice: false, loneSurrogate: false, outOfRange: false }
  const names = []
  const pieces = text.match(tokens) ?? []
  for (const [index, piece] of pieces.entries()) {
    if (piece === '{' || piece === '[') {
      names.push(new Set())
      found.depth = Math.max(found.depth, names.length)
    } else if (piece === '}' || piece === ']') {
      names.pop()
    } else if (piece.startsWith('"')) {
      const string = JSON.parse(piece)
      if (!string.isWellFormed()) found.loneSurrogate = true
      if (pieces[index + 1] !== ':') continue
      if (names.at(-1).has(string)) found.twice = true
      names.at(-1).add(string)
    } else if (!Number.isFinite(Number(piece)) && !/[:,]/.test(piece)) {
      found.outOfRange = true
    }
  }
  return found
}

function part(segment) {
  const bytes = Buffer.from(segment.replace(/[\s=]/g, ''), 'base64url')
  const text = bytes.toString()
  return {
    canonical: base64url(bytes) === segment,
    length: bytes.length,
    startsWithMark: bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])),
    value: JSON.parse(text.replace(/^\ufeff/, '')),
    ...scan(text),
  }
}

export function factsOf({ token, issuers, kind }) {
  const [header, payload, signature] = token.split('.')
  const parts = { header: part(header), payload: part(payload) }
  const last = Buffer.from(signature.replace(/[\s=]/g, ''), 'base64url')
  const { kid } = parts.header.value
  const { iss } = parts.payload.value
  const set = issuers.find(({ issuer }) => issuer === iss)?.keys ?? []
  return {
    kind,
    now,
    length: Buffer.byteLength(token),
    ...parts,
    signature: { canonical: base64url(last) === signature, bytes: last },
    /** The entries of the issuer's key set that have the token's id. */
    keys: set.filter(entry => entry?.kid === kid),
    keyCount: Math.max(...issuers.map(({ keys }) => keys.length)),
  }
}
