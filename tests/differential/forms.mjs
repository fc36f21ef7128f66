// Forms that tokens and keys must have, for the tables of differences.

/** Whether text is base64url of so many bytes. */
const isBytes = (text, length) => {
  const bytes = Buffer.from(`${text}`, 'base64url')
  return bytes.length === length && bytes.toString('base64url') === text
}

/** By name, and how many bytes they have. */
const thumbprints = [
  ['x5t', 20],
  ['x5t#S256', 32],
]

const numbersOf = { EC: ['x', 'y'], RSA: ['n', 'e'], OKP: ['x'] }
const lengthOf = { 'P-256': 32, 'P-384': 48, Ed25519: 32 }

/** A number of a key that is not written as RFC 7518 section 6 says: base64url, no stray zero bytes. */
export const writtenOtherwise = key =>
  (numbersOf[key.kty] ?? []).some(name => {
    const bytes = Buffer.from(`${key[name]}`, 'base64url')
    return !isBytes(key[name], lengthOf[key.crv] ?? bytes.length) || (key.kty === 'RSA' && bytes[0] === 0)
  })

/** Whether a header has a thumbprint of another form (RFC 7515 sections 4.1.7, 4.1.8). */
export const hasWrongThumbprint = header =>
  thumbprints.some(([name, length]) => header[name] != null && !isBytes(header[name], length))

export const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value)
/** Media types compare without case, and `application/` may be left out (RFC 7515 section 4.1.9). */
export const sameType = (actual, expected) => {
  const short = name => name.toLowerCase().replace(/^application\//, '')
  return short(actual) === short(expected)
}
/** Two keys of one curve or of RSA that are not the same key. */
export const differ = (key, other) =>
  (key.kty === 'RSA' || key.crv === other.crv) &&
  (numbersOf[key.kty] ?? []).some(name => key[name] !== other[name])
