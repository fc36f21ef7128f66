// What lies around a token: key sets that are fetched, the cache, options, errors.
import { claims, form, signature } from './names.mjs'

const keysTest = 'tests/runtimes/keys.test.mjs'
const workerdTest = 'tests/runtimes/keys-workerd.test.mjs'
const cacheTest = 'tests/runtimes/cache.test.mjs'
const attacksTest = 'tests/runtimes/attacks.test.mjs'

export const rows = [
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
      {
        file: workerdTest,
        title: 'an unknown kid: one fetch serves all, random ones wait for the cooldown',
      },
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
      {
        file: workerdTest,
        title: 'past the hard lifetime: all wait for one fetch, also with a cached token',
      },
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
