// Which Ed25519 points Orgate takes, computed rather than listed.
import { toIntegerLE } from '../corpus/generate/bytes.mjs'
import { encode, identity, multiply, torsion } from '../corpus/generate/ed25519.mjs'

const prime = 2n ** 255n - 19n
const withoutSign = bytes => toIntegerLE(bytes) & (2n ** 255n - 1n)

/** The y coordinates of the eight points of small order. */
const smallOrder = new Set(
  Array.from({ length: 8 }, (_, index) =>
    withoutSign(encode(index === 0 ? identity : multiply(BigInt(index), torsion))),
  ),
)

/** Whether an encoding is canonical and not of small order. */
export function acceptablePoint(bytes) {
  if (bytes.length !== 32) return false
  const y = withoutSign(Buffer.from(bytes))
  return y < prime && !smallOrder.has(y)
}
