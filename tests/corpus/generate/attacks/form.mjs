// What stands in a token's header, and how a token is written.
import { form, header, keys, typed } from './names.mjs'

const keysTest = 'tests/runtimes/keys.test.mjs'

export const rows = [
  {
    row: 1,
    attack: 'an unsigned token: `alg` none, in any case, with or without a signature',
    source: 'RFC 8725 §3.1, CVE-2015-9235',
    refused: header(
      ...['none', 'NoNe', 'NONE', ''].map(alg => `alg "${alg}", no signature`),
      'alg none with a good signature beside it',
    ),
  },
  {
    row: 2,
    attack: 'HS256 with the public key as the shared secret',
    source: 'RFC 8725 §2.1, CVE-2023-48223, CVE-2026-34950, CVE-2026-22817, CVE-2026-44699',
    refused: header(
      ...['JWK', 'PEM', 'coordinates', 'RSA modulus', 'Ed25519 key'].map(
        what => `HS256 with the ${what} as secret`,
      ),
      ...['HS256', 'HS384', 'HS512'].map(alg => `alg "${alg}", no signature`),
    ),
  },
  {
    row: 3,
    attack: 'an `alg` that is not the one of the key',
    source: 'RFC 8725 §3.1',
    refused: keys(
      'RS256 with the kid of es384',
      'ES256 with the kid of es384',
      'EdDSA with the kid of es384',
      'ES384 with the kid of es256',
      'ES384 with the kid of rs256',
      'RS256 with the kid of eddsa',
      'ES384 with the kid of eddsa',
      'one kid, two algorithms, a third asked for',
    ),
  },
  {
    row: 4,
    attack: 'the key is in the header: `jwk`',
    source: 'RFC 7515 §4.1.3, CVE-2018-0114',
    refused: header(
      'jwk in the header, signed by its key, kid of the issuer',
      'jwk in the header, signed by its key, kid unknown',
    ),
    accepted: header('jwk in the header of a good token is not read'),
  },
  {
    row: 5,
    attack: 'the header says where the key is: `jku`, `x5u`, `x5c`',
    source: 'RFC 8725 §3.10, RFC 7515 §4.1.2 and §4.1.5',
    refused: header(
      ...['jku', 'x5u', 'x5c'].flatMap(name => [
        `${name} in the header, signed by its key, kid of the issuer`,
        `${name} in the header, signed by its key, kid unknown`,
      ]),
    ),
    accepted: header(
      ...['jku', 'x5u', 'x5c'].map(name => `${name} in the header of a good token is not read`),
    ),
    tests: [{ file: keysTest, title: '`jku`, `x5u` and `jwk` cause no request of their own' }],
  },
  {
    row: 6,
    attack: 'a `kid` that is a list, a path, a query or a name that objects have',
    source: 'RFC 8725 §3.10',
    refused: keys(
      ...['nobody', '', 'ES384', 'es384 ', '__proto__', 'constructor', '../es384', "es384' OR '1'='1"].map(
        kid => `kid ${JSON.stringify(kid)}`,
      ),
      ...typed('kid', '["es384"]', 'null', '1', '{}'),
      'kid of 257 bytes',
      'kid composed, key decomposed',
    ),
    accepted: keys('a kid of names that objects have', 'a kid of 256 bytes'),
  },
  {
    row: 7,
    attack: 'no `kid`',
    source: 'RFC 7515 §4.1.4',
    ours: keys('no kid', 'no kid, and only one key'),
  },
  {
    row: 8,
    attack: '`crit` with a name that nobody knows, empty, or null',
    source: 'RFC 7515 §4.1.11, GHSA-hm7r-c7qw-ghp6',
    refused: header('crit with an unknown name', 'crit empty', 'crit null'),
  },
  {
    row: 9,
    attack: '`crit` with a name twice; `b64` true',
    source: 'RFC 7515 §4.1.11, RFC 7797 §6',
    ours: header('crit with a name twice', 'b64 true'),
  },
  {
    row: 10,
    attack: 'an unencoded payload: `b64` false, and critical',
    source: 'RFC 7797 §7',
    refused: header('b64 false and critical'),
  },
  {
    row: 11,
    attack: 'an unencoded payload that is not marked as critical',
    source: 'RFC 7797 §6',
    ours: header('b64 false', 'b64 null'),
  },
  {
    row: 12,
    attack: 'a header member twice',
    source: 'RFC 7515 §4 and §10.12',
    ours: form(
      '`alg` twice',
      '`kid` twice',
      'an unknown header member twice',
      'a header member twice, once escaped',
      'a nested header member twice',
    ),
  },
  {
    row: 13,
    attack: 'a claim twice, at any depth, however it is escaped',
    source: 'RFC 7519 §4',
    ours: form(
      '`aud` twice',
      '`exp` twice',
      '`scope` twice, once escaped',
      'an unknown claim twice',
      'a nested claim twice',
      'a claim twice inside an array',
    ),
    accepted: form('one name at two places'),
  },
  {
    row: 14,
    attack: 'white space in a segment or after the token',
    source: 'RFC 7515 §2, Wycheproof 360, 365 and 368',
    refused: form('space before the token'),
    ours: form(
      'space inside the claims',
      'newline inside the claims',
      'newline after the header',
      'tab inside the header',
      'newline after the token',
    ),
  },
  {
    row: 15,
    attack: 'the characters of plain Base64: `+` and `/`',
    source: 'RFC 7515 §2',
    refused: form('`+` for `-`', '`/` for `_`'),
    accepted: form('claims with `-` in their segment', 'claims with `_` in their segment'),
  },
  {
    row: 16,
    attack: 'padding after a segment',
    source: 'RFC 7515 §2',
    refused: form('padding after the claims'),
    ours: form('two paddings after the claims'),
    note: 'jose leaves padding to the platform, and the platforms differ.',
  },
  {
    row: 17,
    attack: 'stray bits at the end of a segment, signed over',
    source: 'RFC 4648 §3.5, Wycheproof 374 and 375',
    ours: form(
      'stray bits at the end of the claims',
      ...['ES256', 'EdDSA', 'RS256'].map(alg => `stray bits at the end of the signature, ${alg}`),
    ),
  },
  {
    row: 18,
    attack: 'two, four or five segments, or a dot at the end',
    source: 'RFC 7515 §7.1, RFC 7516 §9',
    refused: form(
      'one segment',
      'two segments',
      'four segments',
      'five segments: encrypted',
      'six segments',
      'trailing dot',
      'leading dot',
      'only dots',
    ),
    note: 'The message names five segments as an encrypted token.',
  },
  {
    row: 19,
    attack: 'an encrypted or a nested token in the place of a signed one',
    source: 'RFC 8725 §2.7 and §2.8, CVE-2023-51774',
    refused: form(
      'five segments with the header of an encrypted token',
      'a token as the payload',
      'claims are a string',
    ),
    ours: header('cty JWT', 'cty empty', 'enc', 'zip'),
  },
]
