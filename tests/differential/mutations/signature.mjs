// The bytes of the signature.
import { constants, createPrivateKey, privateEncrypt } from 'node:crypto'
import {
  fromBase64url,
  fromInteger,
  fromIntegerLE,
  hash,
  modulo,
  toInteger,
  toIntegerLE,
} from '../../corpus/generate/bytes.mjs'
import { curves } from '../../corpus/generate/ecdsa.mjs'
import {
  order as edwardsOrder,
  encode,
  identity,
  nonCanonicalIdentity,
  respond,
  secretScalar,
  torsion,
} from '../../corpus/generate/ed25519.mjs'
import { otherAlgorithm } from '../draft.mjs'
import { issuers, privateKeys, signature as sign } from '../keys.mjs'

const onBytes = (name, choose) => ({
  name: `signature: ${name}`,
  apply(draft, random) {
    const { change, detail = '' } = choose(random, draft)
    draft.edits.signature.push(change)
    return detail
  },
})

const curveOf = draft => curves[privateKeys[draft.keyName].crv]
const halves = bytes => [bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)]

/** Of ECDSA signatures `change` gets r, s and the order; the others stay as they are. */
const onEcdsa = (name, change) =>
  onBytes(name, (random, draft) => {
    const curve = curveOf(draft)
    if (!curve) return { change: bytes => bytes, detail: 'none: not ECDSA' }
    return {
      change: bytes => {
        if (bytes.length !== curve.bytes * 2) return bytes
        const [r, s] = halves(bytes).map(toInteger)
        const written = change({ r, s, random, ...curve })
        return Buffer.concat(
          written.map(value => fromInteger(modulo(value, 1n << BigInt(curve.bytes * 8)), curve.bytes)),
        )
      },
    }
  })

/** ASN.1 DER, as OpenSSL writes ECDSA signatures (RFC 3279 section 2.2.3). */
function der(bytes) {
  const integer = half => {
    const short = half.subarray(
      Math.max(
        0,
        half.findIndex(byte => byte !== 0),
      ),
    )
    const body = (short[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), short]) : short
    return Buffer.concat([Buffer.from([2, body.length]), body])
  }
  const body = Buffer.concat(halves(bytes).map(integer))
  return Buffer.concat([Buffer.from([0x30, body.length]), body])
}

/** An Ed25519 signature whose R is chosen; it satisfies the equation of RFC 8032 section 5.1.7 without cofactor. */
function chosenR(draft, encodedR, input) {
  const key = privateKeys[draft.keyName]
  return respond({
    r: 0n,
    encodedR,
    encodedA: fromBase64url(key.x),
    secret: secretScalar(key),
    message: Buffer.from(input),
  })
}

const smallOrder = {
  name: 'signature: R of small order or not canonical',
  apply(draft, random) {
    if (draft.algorithm !== 'EdDSA') return 'none: not EdDSA'
    const [what, encoded] = random.pick([
      ['the identity', encode(identity)],
      ['the identity, not canonical', nonCanonicalIdentity],
      ['of order 8', encode(torsion)],
    ])
    let input = ''
    draft.edits.input.push(text => {
      input = text
      return text
    })
    draft.edits.signature.push(() => chosenR(draft, encoded, input))
    return what
  },
}

/** PKCS #1 v1.5 around a DigestInfo of another hash, or of none (RFC 8017 section 9.2). */
const wrongDigestInfo = onBytes('RSA with another DigestInfo', (random, draft) => {
  if (draft.algorithm !== 'RS256') return { change: bytes => bytes, detail: 'none: not RSA' }
  const [what, prefix] = random.pick([
    ['none', ''],
    ['SHA-1', '3021300906052b0e03021a05000414'],
    ['without NULL', '302f300b0609608648016503040201' + '0420'],
  ])
  const key = createPrivateKey({ key: privateKeys[draft.keyName], format: 'jwk' })
  const digest = hash('sha256', random.word(8))
  const block = Buffer.concat([Buffer.from(prefix, 'hex'), digest])
  return { change: () => privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, block), detail: what }
})

const signedBy = (name, choose) => ({
  name: `signature: ${name}`,
  apply(draft, random) {
    const { algorithm, keyName } = choose(draft, random)
    draft.signer = { algorithm, keyName }
    return keyName
  },
})

/** The same signature, good again: another nonce, or no change at all. */
const again = onBytes('made again', (random, draft) => {
  draft.nonce = random.below(16)
  return { change: bytes => bytes }
})

export const signature = [
  onBytes('a bit', random => {
    const at = random.below(2 ** 16)
    const bit = random.below(8)
    const change = bytes => {
      const copy = Buffer.from(bytes)
      if (copy.length > 0) copy[at % copy.length] ^= 1 << bit
      return copy
    }
    return { change }
  }),
  onBytes('cut off', random => {
    const length = random.pick([1, 2, 31, 32, 48, 63, 64])
    return { change: bytes => bytes.subarray(0, -length), detail: `${length}` }
  }),
  onBytes('cut off in front', random => {
    const length = random.pick([1, 2, 32])
    return { change: bytes => bytes.subarray(length), detail: `${length}` }
  }),
  onBytes('longer', random => {
    const more = random.pick([Buffer.alloc(1), random.bytes(1), random.bytes(16), Buffer.alloc(64)])
    const front = random.chance(0.4)
    return { change: bytes => Buffer.concat(front ? [more, bytes] : [bytes, more]), detail: `${more.length}` }
  }),
  onBytes('empty', () => ({ change: () => Buffer.alloc(0) })),
  onBytes('all the same byte', random => {
    const byte = random.pick([0, 1, 0x7f, 0xff])
    return { change: bytes => Buffer.alloc(bytes.length, byte), detail: `${byte}` }
  }),
  onBytes('random', random => ({ change: bytes => random.bytes(bytes.length) })),
  onBytes('DER', (_random, draft) =>
    curveOf(draft) ? { change: der } : { change: bytes => bytes, detail: 'none: not ECDSA' },
  ),
  onBytes('halves swapped', () => ({ change: bytes => Buffer.concat(halves(bytes).reverse()) })),
  onBytes('reversed', () => ({ change: bytes => Buffer.from(bytes).reverse() })),
  onBytes('each half with a zero before', () => ({
    change: bytes => Buffer.concat(halves(bytes).flatMap(half => [Buffer.alloc(1), half])),
  })),
  onEcdsa('the twin', ({ r, s, order }) => [r, order - s]),
  onEcdsa('the twin', ({ r, s, order }) => [r, order - s]),
  onEcdsa('r and s of the order', ({ order }) => [order, order]),
  onEcdsa('s over the order', ({ r, s, order }) => [r, s + order]),
  onEcdsa('s of zero', ({ r }) => [r, 0n]),
  onEcdsa('r of zero', ({ s }) => [0n, s]),
  onEcdsa('r and s of one', () => [1n, 1n]),
  onEcdsa('r negated', ({ r, s, order }) => [order - r, s]),
  onBytes('S over the group order', (_random, draft) => {
    if (draft.algorithm !== 'EdDSA') return { change: bytes => bytes, detail: 'none: not EdDSA' }
    const change = bytes => {
      const [r, s] = halves(bytes)
      return Buffer.concat([r, fromIntegerLE(toIntegerLE(s) + edwardsOrder, 32)])
    }
    return { change }
  }),
  smallOrder,
  smallOrder,
  wrongDigestInfo,
  signedBy('by the key of another algorithm', (draft, random) => {
    const algorithm = otherAlgorithm(draft.algorithm, random)
    return { algorithm, keyName: issuers[draft.position].keyNames[algorithm] }
  }),
  signedBy('by the key of another issuer', draft => ({
    algorithm: draft.algorithm,
    keyName: issuers[1 - draft.position].keyNames[draft.algorithm],
  })),
  onBytes('of another message', (random, draft) => ({
    change: () => sign(draft.algorithm, draft.keyName, random.word(20), draft.nonce),
  })),
  again,
  again,
  again,
]
