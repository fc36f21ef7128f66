// What the claims say, and how.
import { claims, form, header, kinds, time, typed } from './names.mjs'

export const rows = [
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
]
