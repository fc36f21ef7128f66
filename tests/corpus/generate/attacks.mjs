// The attack list: what people try on verifiers, and the cases and tests that show what happens here. A row names
// cases of `tokens.json`: those that jose, with every option that makes it stricter, refuses as well (`refused`);
// those that it accepts (`ours`); those that must be accepted (`accepted`); and mistakes of the caller (`caller`).
// `tests` are other tests, by file and title.

const keysTest = 'tests/runtimes/keys.test.mjs'
const cacheTest = 'tests/runtimes/cache.test.mjs'
const attacksTest = 'tests/runtimes/attacks.test.mjs'

const list = (topic, ...names) => names.map(name => `${topic}: ${name}`)
const form = (...names) => list('form', ...names)
const header = (...names) => list('header', ...names)
const claims = (...names) => list('claims', ...names)
const time = (...names) => list('time', ...names)
const keys = (...names) => list('keysets', ...names)
const refusedKeys = (...names) => list('keysets: key refused', ...names)
const signature = (...names) => list('signature', ...names)
const kinds = (...names) => list('kinds', ...names)
const ecdsa = (...names) => ['ES384', 'ES256'].flatMap(alg => names.map(name => `signature: ${alg}: ${name}`))
const every = (...names) =>
  ['ES384', 'ES256', 'RS256', 'EdDSA'].flatMap(alg => names.map(name => `signature: ${alg}: ${name}`))
const typed = (name, ...values) => values.map(value => `${name} is ${value}`)

export const attacks = [
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
    accepted: keys('an RSA key of the ROCA generator'),
    note: 'Not looked for: an issuer with such a key has to replace it.',
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
  {
    row: 32,
    attack: 'a token without end; arrays in arrays',
    source: 'CWE-400',
    refused: form('16385 bytes of nothing'),
    ours: form(
      '16385 bytes',
      '17 levels of nesting',
      '17 levels of nesting in the header',
      '5000 levels of nesting',
    ),
    accepted: form('16384 bytes', '16 levels of nesting'),
    note: 'The header and the number of members have no bound but that of the token.',
  },
  {
    row: 33,
    attack: 'invalid UTF-8',
    source: 'RFC 7519 §7.2',
    refused: form('bad UTF-8 in the claims', 'overlong UTF-8 in the claims', 'bad UTF-8 in the header'),
  },
  {
    row: 34,
    attack: 'half a surrogate pair; look-alike letters; other forms of the same letter',
    source: 'RFC 8725 §3.7, RFC 7519 §7.3',
    refused: claims(
      'issuer with a look-alike letter',
      'issuer in upper case',
      'aud is the organization "оrg_1"',
      'an organization composed, expected decomposed',
    ),
    ours: form(
      'lone surrogate in a claim',
      'lone low surrogate in an unknown claim',
      'lone surrogate in the header',
    ),
    accepted: form('a surrogate pair'),
  },
  {
    row: 35,
    attack: 'a byte order mark before the JSON',
    source: 'RFC 8259 §8.1',
    ours: form('byte order mark before the claims', 'byte order mark before the header'),
  },
  {
    row: 36,
    attack: 'a payload that is no object',
    source: 'RFC 7519 §7.2, CVE-2026-107723',
    refused: form('claims are an array', 'claims are null', 'claims are a string', 'claims are a number'),
  },
  {
    row: 37,
    attack: '`exp` as text, null or zero',
    source: 'RFC 7519 §2, CVE-2026-25537',
    refused: time(...typed('exp', 'a string of digits', 'a word', 'null', 'true', 'an array'), 'exp zero'),
  },
  {
    row: 38,
    attack: '`exp` 1e400, which JavaScript reads as infinity',
    source: 'RFC 8259 §6',
    ours: time('exp is 1e400'),
  },
  {
    row: 39,
    attack: '`exp` past any calendar, negative, or with a fraction',
    source: 'RFC 7519 §2',
    refused: time('exp is -1e20', 'exp negative', 'exp negative, at the epoch'),
    ours: time(
      'exp is 1e20',
      'exp is the first second of the year 10000',
      'exp a fraction, at its whole second',
    ),
    accepted: time('exp a fraction, floored', 'exp the last second of the year 9999'),
  },
  {
    row: 40,
    attack: 'no `exp`',
    source: 'RFC 9068 §2.2',
    refused: time('exp missing'),
  },
  {
    row: 41,
    attack: 'the very second of `exp`',
    source: 'RFC 7519 §4.1.4',
    refused: time('at exp', 'at exp and tolerance'),
    accepted: time('a millisecond before exp'),
  },
  {
    row: 42,
    attack: '`nbf` in the future, or as text',
    source: 'RFC 7519 §4.1.5',
    refused: time(
      'nbf a second over a minute ahead',
      'nbf a second over a large tolerance',
      ...typed('nbf', 'a string of digits', 'a word', 'null', '1e400'),
    ),
  },
  {
    row: 43,
    attack: '`iat` in the future',
    source: 'OpenID Connect Core §3.1.3.7',
    refused: time(
      'iat a second over a minute ahead',
      'iat a second over a minute ahead, small tolerance',
      'iat a second over a large tolerance',
    ),
    note: 'A minute ahead is taken: a server whose clock is a second behind must not refuse a fresh token.',
  },
  {
    row: 44,
    attack: '`aud` as a number, an object, lists in lists, or of mixed types',
    source: 'RFC 7519 §4.1.3, CVE-2020-26160',
    refused: claims(
      'aud null',
      'aud a number',
      'aud an object',
      'aud an empty array',
      'aud an array in an array',
    ),
    ours: claims('aud an array with a number in it', 'aud an array with null in it'),
    accepted: claims('aud is an array of one organization'),
  },
  {
    row: 45,
    attack: 'no `aud`, or a caller who names none',
    source: 'RFC 8725 §3.9, RFC 9068 §4',
    refused: claims('aud missing'),
    caller: [
      ...claims('organization not named', 'organization empty'),
      ...kinds('API: resource not named', 'API: organization named as nothing', 'ID: client not named'),
    ],
  },
  {
    row: 46,
    attack: '`aud` or `iss` with something before, behind, or in another case',
    source: 'CVE-2024-53861',
    refused: [
      ...claims(
        ...[
          'with a slash at the end',
          'in upper case',
          'with an upper-case host',
          'a prefix of it',
          'it and more',
          'over http',
          'with a space at the end',
          'with its default port',
        ].map(name => `issuer ${name}`),
        ...['org_', 'org_10', 'Org_1', 'org_1 ', ' org_1', 'org_1/', 'urn:logto:organization:org_1'].map(
          id => `aud is the organization ${JSON.stringify(id)}`,
        ),
        ...[
          'the prefix alone',
          'the organization without the prefix',
          'the prefix in upper case',
          'something before the prefix',
          'a space before the prefix',
        ].map(name => `aud is ${name}`),
      ),
      ...kinds(
        ...['with a slash at the end', 'in upper case', 'a prefix of it', 'it and more'].map(
          name => `API: aud is ${name}`,
        ),
      ),
    ],
  },
  {
    row: 47,
    attack: '`iss` as a list',
    source: 'CVE-2025-30144, CVE-2026-75509',
    refused: claims('iss an array', 'iss a number', 'iss null', 'iss missing'),
  },
  {
    row: 48,
    attack: 'claims in a member `__proto__`',
    source: 'CWE-1321',
    refused: form(
      'claims only in `__proto__`',
      '`iss` only in `__proto__`',
      '`aud` only in `__proto__`',
      '`exp` only in `__proto__`',
    ),
    accepted: [
      ...form('`__proto__` claim'),
      ...claims('scope with names of JavaScript’s own'),
      ...kinds('ID: names that objects have'),
    ],
  },
  {
    row: 49,
    attack: 'a token of another type, of none, or whose `typ` is no text',
    source: 'RFC 8725 §3.11, RFC 9068 §4',
    refused: [
      ...header(
        ...['JWT', '', 'at+jwt ', 'at-jwt', 'logout+jwt', 'text/at+jwt'].map(
          typ => `typ ${JSON.stringify(typ)}`,
        ),
        'typ missing',
        'typ null',
        'typ a number',
        'ID token',
      ),
      ...kinds('API: typ JWT', 'ID: typ "at+jwt"', 'ID: typ "logout+jwt"', 'ID: typ missing'),
    ],
    accepted: header('typ AT+JWT', 'typ application/at+jwt'),
  },
  {
    row: 50,
    attack: "an organization token, an API token and an ID token in each other's place",
    source: 'RFC 8725 §2.8 and §3.12',
    refused: [
      ...claims('aud is an API resource', 'aud is an API resource, with an organization_id'),
      ...kinds(
        'confusion: an API token as an organization token',
        'confusion: an ID token as an organization token',
        'confusion: an ID token for an organization as an organization token',
        'confusion: an organization token as an API token',
        'confusion: an ID token as an API token',
        'confusion: an ID token as an API token, the resource is the client',
        'confusion: an organization token as an ID token',
        'confusion: an API token as an ID token',
        'confusion: an API token as an ID token, the client is the resource',
        'API: aud is an organization',
      ),
    ],
    ours: [
      ...claims(
        'aud is two organizations',
        'aud is an organization and an API resource',
        'aud is an API resource, any organization',
      ),
      ...kinds(
        'API: of an organization where none is expected',
        'API: global where an organization is expected',
        'API: organization_id is "org_2"',
        'API: organization_id is what a tenant’s script made it',
        'API: aud is an organization, and so is the resource that is expected',
        'API: aud is the API resource and an organization',
        'ID: one audience, azp another client',
        'ID: several audiences without azp',
      ),
    ],
    note: 'jose knows nothing of organizations and `azp`: an application has to compare them itself.',
  },
  {
    row: 51,
    attack: 'random `kid`s, so that each token makes the gate fetch keys',
    source: 'libjwt#313, jazz#340',
    tests: [
      {
        file: keysTest,
        title: 'rotation: a new kid is fetched, but not more often than the cooldown allows',
      },
      { file: keysTest, title: 'a token that is refused before its key is needed causes no request' },
    ],
  },
  {
    row: 52,
    attack: 'a token of a key that its issuer took away',
    source: 'fast-jwt#5, jazz#2205',
    tests: [
      {
        file: keysTest,
        title: 'a key that the issuer took away is refused after a bounded time, cached tokens too',
      },
      {
        file: keysTest,
        title: 'a key that is taken away while its token is verified is not trusted from then on',
      },
      { file: cacheTest, title: 'orgate/sync: setKeys on a hit' },
    ],
  },
  {
    row: 53,
    attack: 'the cached grant of another token, gate, organization or time',
    source: 'GHSA-rp9m-7r4c-75qg',
    tests: [
      ...[
        'a token that differs in its last character is no hit',
        'another organization on a hit',
        'roles on a hit',
        'time on a hit',
        'a gate does not know what another verified',
        'a caller who changes a grant changes only that',
      ].map(title => ({ file: cacheTest, title })),
    ],
    note: 'The key of the cache is the whole text of the token, in one gate.',
  },
  {
    row: 54,
    attack: 'a text that a regular expression takes for ever to match',
    source: 'GHSA-cjw9-ghj4-fwxf',
    caller: claims('an issuer as a regular expression', 'an organization as a regular expression'),
    note: 'Names are compared byte for byte; a regular expression is no option.',
  },
  {
    row: 55,
    attack: "a secret in an error's text",
    source: 'CWE-532',
    refused: [
      ...signature('ES384: tampered claims'),
      ...form('not a JWT', 'the scheme is part of the token', 'opaque token'),
    ],
    tests: [{ file: attacksTest, title: 'an error that shows a part of its token is found' }],
    note: 'Looked at in every refusal of the corpus.',
  },
]
