// Signatures and the keys that they are checked with.
import { ecdsa, every, keys, refusedKeys, signature } from './names.mjs'

export const rows = [
  {
    row: 20,
    attack: 'a signature of nothing, of zeros, or of the group order',
    source: 'CVE-2022-21449, Wycheproof 386 to 401',
    refused: [
      ...every('empty signature', 'all zero', 'all ones'),
      ...ecdsa('r zero', 's zero', 'r and s the group order', 's the group order', 'r and s one'),
    ],
  },
  {
    row: 21,
    attack: 'a signature of another form: DER, a byte more, longer halves',
    source: 'RFC 7518 §3.4, CVE-2026-65632',
    refused: [
      ...ecdsa('DER', 'both halves padded by a zero'),
      ...every('a byte short', 'a byte more at the end', 'a zero byte more at the front'),
    ],
  },
  {
    row: 22,
    attack: 'the other signature that ECDSA allows (high S)',
    source: 'Wycheproof',
    accepted: ecdsa('the high-S twin verifies'),
    note: 'Both are valid by the standard. So the text of a token is no identity.',
  },
  {
    row: 23,
    attack: 'an RSA key of 1024 bits',
    source: 'RFC 7518 §3.3, Wycheproof JWK 8',
    refused: refusedKeys('RSA 1024', 'RSA 2040', 'RSA 1024 padded to 2048', 'RSA 4104'),
  },
  {
    row: 24,
    attack: 'an RSA key with the exponent 1 or 3',
    source: 'Wycheproof JWK 9',
    ours: refusedKeys('RSA exponent 1, with a signature that anybody can write', 'RSA exponent 3'),
    note: 'With the exponent 1 anybody can sign. Orgate takes 65537 and nothing else.',
  },
  {
    row: 25,
    attack: 'an RSA key that the ROCA generator made',
    source: 'CVE-2017-15361, Wycheproof JWK 7',
    ours: refusedKeys('an RSA key of the ROCA generator'),
  },
  {
    row: 26,
    attack: 'an EC key that is no point, or of a wrong length',
    source: 'RFC 8725 §3.4, Wycheproof JWK 22',
    refused: refusedKeys(
      'P-384 point not on the curve',
      'P-256 point not on the curve',
      'EC point zero',
      'EC coordinates over the field',
      'crv of another curve',
      'x a byte short',
    ),
    ours: refusedKeys('x with a zero byte more'),
  },
  {
    row: 27,
    attack: 'Ed25519 points of small order, and encodings that are not canonical',
    source: 'RFC 8032 §5.1.7, ed25519-speccheck',
    refused: [
      ...refusedKeys(
        'Ed25519 identity',
        'Ed25519 point of order 8',
        'Ed25519 point of order 4',
        'Ed25519 identity, not canonical',
      ),
      ...signature(
        'EdDSA: S over the group order',
        'EdDSA: S far over the group order',
        'EdDSA: S the group order',
        'EdDSA: R the identity, not canonical',
        'EdDSA: R of order 8',
        'EdDSA: key and R of mixed order, equation holds only times 8',
        'EdDSA: key of mixed order, equation holds only times 8',
      ),
    ],
    ours: [
      ...refusedKeys('identity, with a signature that it verifies'),
      ...signature('EdDSA: R the identity', 'EdDSA: key of mixed order, R of small order, equation holds'),
    ],
    accepted: signature(
      'EdDSA: key and R of mixed order, equation holds',
      'EdDSA: key of mixed order, equation holds',
    ),
  },
  {
    row: 28,
    attack: 'a key that is for something else: `use`, `key_ops`, `alg`',
    source: 'RFC 7517 §4.2 to §4.4, Wycheproof 353 to 356, Wycheproof JWK 6',
    refused: refusedKeys(
      'use enc',
      'use a number',
      'key_ops without verify',
      'key_ops empty',
      'key_ops a string',
      'alg of another curve',
      'alg of another family',
      'alg in lower case',
      'alg for encryption',
      'alg PS256',
      'alg RS512',
    ),
  },
  {
    row: 29,
    attack: 'a private or a symmetric key in the key set',
    source: 'Wycheproof JWK 1',
    refused: [
      ...refusedKeys(
        'EC private key',
        'RSA private key',
        'Ed25519 private key',
        'private member with a wrong type',
      ),
      ...keys('a symmetric key of that kid'),
    ],
    ours: refusedKeys('symmetric member', 'RSA with a CRT member alone'),
    accepted: keys('a private twin beside the public key'),
    note: 'The key is left out with a warning; the others work.',
  },
  {
    row: 30,
    attack: 'two keys of one `kid`',
    source: 'Wycheproof JWK 4',
    refused: keys(
      'two different keys of one kid and algorithm',
      'two different keys of one kid and algorithm, the other way round',
    ),
    accepted: keys('one key twice', 'one kid, two algorithms: EC', 'one kid, two algorithms: RSA'),
    note: 'Which of two is meant would be a guess: neither is used.',
  },
  {
    row: 31,
    attack: 'a key of an unknown type first in the key set',
    source: 'RFC 7517 §5',
    refused: keys('a key for another algorithm of an unknown type'),
    accepted: keys('a key of an unknown type before the good one', 'a good key beside refused ones'),
  },
]
