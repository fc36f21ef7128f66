// How Orgate compares with its peers, for docs/verification.md. `node scripts/peers.mjs` writes the tables.
//
// A cell is a text, which tests/docs/peers.test.mjs finds out anew each time; or `[text, place]`, where the place is an
// address or a test of this repository.

import { markdownTable } from './generated.mjs'
import { at, readJson } from './paths.mjs'

export const peers = ['orgate', 'jose', 'aws-jwt-verify', 'fast-jwt', 'hono', 'jsonwebtoken']

const jose = 'https://github.com/panva/jose#readme'
const aws = 'https://github.com/awslabs/aws-jwt-verify#readme'
const fast = 'https://github.com/nearform/fast-jwt#readme'
const hono = 'https://hono.dev/docs/helpers/jwt'
const auth0 = 'https://github.com/auth0/node-jsonwebtoken#readme'
const corpus = 'tests/runtimes/node.test.mjs'

/** One word for each verifier, in the order above. */
const words = text => text.split(' ').map(word => (word === 'option' ? 'by option' : word))

export const tables = {
  tokens: {
    'not signed: `alg` is `none`': words('refuses refuses refuses refuses refuses refuses'),
    'HS256, with the public key as the secret': words('refuses refuses refuses refuses refuses refuses'),
    'another organization, in `aud`': words('refuses refuses refuses refuses refuses refuses'),
    'another organization, in `organization_id` of an API token': words(
      'refuses accepts accepts accepts accepts accepts',
    ),
    'no `typ`': words('refuses option accepts option refuses accepts'),
    'an ID token for the same audience: `typ` is `JWT`': words(
      'refuses option accepts option refuses accepts',
    ),
    'no `exp`': words('refuses option accepts option accepts accepts'),
    '`exp` is `1e400`, for ever': words('refuses accepts refuses accepts refuses accepts'),
    '`iat` a day ahead': words('refuses option accepts accepts refuses accepts'),
    '`iss` is a list': words('refuses refuses refuses refuses refuses refuses'),
    '`aud` is a list with a number in it': words('refuses accepts refuses refuses accepts accepts'),
    'a `crit` that nobody knows': words('refuses refuses accepts refuses refuses accepts'),
    '`cty` says that it holds another token': words('refuses accepts accepts accepts accepts accepts'),
    'a claim twice': words('refuses accepts accepts accepts accepts accepts'),
    'a header member twice': words('refuses accepts accepts accepts accepts accepts'),
    'stray bits at the end of a segment': words('refuses accepts accepts accepts accepts accepts'),
    'white space in a segment': words('refuses accepts refuses refuses accepts refuses'),
    'invalid UTF-8': words('refuses refuses accepts accepts accepts accepts'),
    'half a surrogate pair': words('refuses accepts accepts accepts accepts accepts'),
    'a byte order mark': words('refuses accepts refuses refuses accepts refuses'),
    'a megabyte in one claim': words('refuses accepts accepts accepts accepts accepts'),
    'lists in lists, 5,000 deep': words('refuses accepts refuses accepts accepts accepts'),
    'no `kid`': words('refuses accepts refuses accepts refuses accepts'),
    'a key set with the private key in it': words('refuses refuses accepts – refuses –'),
    'a key whose `key_ops` do not have `verify`': words('refuses refuses accepts – refuses –'),
    'two keys of one `kid`': words('refuses refuses accepts – accepts –'),
  },
  features: {
    'verifies a signature once for a token that comes twice': words('yes no no yes no no'),
    'fetches of the key set for three tokens': words('1 1 1 – 3 –'),
    'fetches for ten tokens with a `kid` that nobody has, a minute after the keys came':
      words('1 1 1 – 10 –'),
    'asks for the key set again after a day': words('yes yes no – yes –'),
    'several issuers, each with keys of its own': [
      ['yes', 'tests/runtimes/cache.test.mjs'],
      ['no', 'https://github.com/panva/jose/blob/main/docs/jwt/verify/interfaces/JWTVerifyOptions.md'],
      ['yes', aws],
      ['by a function of yours', fast],
      ['no', 'https://hono.dev/docs/middleware/builtin/jwk'],
      ['by a function of yours', auth0],
    ],
    'answers at once, in Node': words('yes no yes yes no yes'),
    'answers at once, in browsers': [
      ['yes', 'tests/runtimes/chromium.test.mjs'],
      ['no', 'https://github.com/panva/jose/blob/main/docs/jwt/verify/functions/jwtVerify.md'],
      ['no', 'https://github.com/awslabs/aws-jwt-verify/blob/main/src/node-web-compat-web.ts'],
      ['runs in Node only', fast],
      ['no', hono],
      ['runs in Node only', auth0],
    ],
    'a refusal has a stable code': words('yes yes no yes no no'),
    'a refusal shows the token': words('no no no no yes no'),
    'packages that come along': words('0 0 0 5 0 10'),
    'download in KB, minified and gzipped': [['about 180', 'README.md#size'], ...words('6 6 36 3 19')],
    algorithms: [
      ['ES384, ES256, RS256, EdDSA', corpus],
      ['RS, PS, ES, EdDSA, HS, ML-DSA', jose],
      ['RS, ES, EdDSA', aws],
      ['RS, PS, ES, EdDSA, HS', fast],
      ['RS, PS, ES, EdDSA, HS', hono],
      ['RS, PS, ES, HS', auth0],
    ],
    'encrypted tokens': [
      ['no', corpus],
      ['yes', jose],
      ['no', aws],
      ['no', fast],
      ['no', hono],
      ['no', auth0],
    ],
    'signs tokens': [
      ['no', 'tests/packaging/exports.test.mjs'],
      ['yes', jose],
      ['no', aws],
      ['yes', fast],
      ['yes', hono],
      ['yes', auth0],
    ],
  },
}

/** A cell in Markdown, from a page in docs/. */
function cellOf(cell) {
  if (!Array.isArray(cell)) return cell === 'accepts' ? '**accepts**' : cell
  const [says, place] = cell
  return `[${says}](${place.startsWith('https:') ? place : `../${place}`})`
}

/** The installed versions: those that were tried. */
export const versionOf = name => readJson(at('node_modules', name, 'package.json')).version

/** The parts of docs/verification.md by name. */
export function peerParts() {
  const head = ['', ...peers.map(name => (name === 'orgate' ? 'Orgate' : `${name} ${versionOf(name)}`))]
  return Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [
      `peers: ${name}`,
      markdownTable([head, ...Object.entries(rows).map(([row, cells]) => [row, ...cells.map(cellOf)])]),
    ]),
  )
}
