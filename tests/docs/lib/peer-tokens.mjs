// Tokens that a verifier may accept or refuse: what each row of the comparison puts to every peer.
import { createPublicKey } from 'node:crypto'
import { header, ISSUER, PREFIX, token } from '../../corpus/generate/build.mjs'
import { base64url } from '../../corpus/generate/bytes.mjs'
import { keys, publicKey } from '../../corpus/generate/keys.mjs'
import { hmac } from '../../corpus/generate/sign.mjs'

export const organization = 'org_1'
export const audience = PREFIX + organization
const now = Math.floor(Date.now() / 1000)

const good = {
  iss: ISSUER,
  sub: 'user_1',
  aud: audience,
  iat: now,
  exp: now + 600,
  scope: 'invite:users',
  client_id: 'app_web',
}

const text = (claims = {}) => JSON.stringify({ ...good, ...claims })
/** The claims with something before the end that `JSON.stringify` would not write. */
const ending = more => `${text().slice(0, -1)}${more}}`
const signed = (claims, head = {}) =>
  token({ header: head, claims: typeof claims === 'string' ? claims : text(claims) })
const withHead = head => signed({}, head)

/** The same bytes in another spelling: the last character of a segment has bits that count for nothing. */
function strayBits() {
  const padded = [text(), text({ x: '' }), text({ x: '1' })].find(json => json.length % 3 === 1)
  const segment = base64url(Buffer.from(padded))
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = alphabet[alphabet.indexOf(segment.at(-1)) + 1]
  return token({ claims: { raw: segment.slice(0, -1) + last } })
}

function signedWithPublicKey() {
  const pem = createPublicKey({ key: keys.es384, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  return token({ header: header('es384', { alg: 'HS256' }), claims: text(), sign: input => hmac(pem, input) })
}

const jwks = { keys: [publicKey('es384', { alg: 'ES384' })] }
const usual = { issuer: ISSUER, audience, expect: { organization }, jwks }
const resource = 'https://api.example.com/orders'
const api = { ...usual, audience: resource, expect: { resource, organization } }
const keySet = (...entries) => ({ ...usual, jwks: { keys: entries } })

/** Every verifier takes these; else no row says anything. */
export const acceptable = { token: signed(), options: usual }
export const acceptableApi = { token: signed({ aud: resource, organization_id: organization }), options: api }

/** By row: a token, and what its verifiers are told when that is not the usual. */
export const trials = {
  'not signed: `alg` is `none`': {
    token: token({ header: withoutKid({ alg: 'none' }), claims: text(), sign: () => ({ raw: '' }) }),
  },
  'HS256, with the public key as the secret': { token: signedWithPublicKey() },
  'another organization, in `aud`': { token: signed({ aud: `${PREFIX}org_2` }) },
  'another organization, in `organization_id` of an API token': {
    token: signed({ aud: resource, organization_id: 'org_2' }),
    options: api,
  },
  'no `typ`': { token: withHead({ typ: undefined }) },
  'an ID token for the same audience: `typ` is `JWT`': { token: withHead({ typ: 'JWT' }) },
  'no `exp`': { token: signed({ exp: undefined }) },
  '`exp` is `1e400`, for ever': { token: signed(text().replace(/"exp":\d+/, '"exp":1e400')) },
  '`iat` a day ahead': { token: signed({ iat: now + 86_400, exp: now + 90_000 }) },
  '`iss` is a list': { token: signed({ iss: [ISSUER] }) },
  '`aud` is a list with a number in it': { token: signed({ aud: [audience, 1] }) },
  'a `crit` that nobody knows': { token: withHead({ crit: ['urn:x'], 'urn:x': 1 }) },
  '`cty` says that it holds another token': { token: withHead({ cty: 'JWT' }) },
  'a claim twice': { token: signed(ending(',"sub":"user_2"')) },
  'a header member twice': {
    token: token({ header: JSON.stringify(header()).replace('{', '{"alg":"none",'), claims: text() }),
  },
  'stray bits at the end of a segment': { token: strayBits() },
  'white space in a segment': { token: token({ claims: { raw: `${base64url(Buffer.from(text()))} ` } }) },
  'invalid UTF-8': {
    token: token({
      claims: Buffer.concat([Buffer.from(ending(',"x":"').slice(0, -1)), Buffer.from([0xff, 0x22, 0x7d])]),
    }),
  },
  'half a surrogate pair': { token: signed(ending(',"x":"\\ud800"')) },
  'a byte order mark': { token: signed(`\ufeff${text()}`) },
  'a megabyte in one claim': { token: signed({ x: 'x'.repeat(1_000_000) }) },
  'lists in lists, 5,000 deep': { token: signed(ending(`,"x":${'['.repeat(5000)}${']'.repeat(5000)}`)) },
  'no `kid`': { token: withHead({ kid: undefined }) },
  'a key set with the private key in it': {
    token: signed(),
    options: keySet({ ...keys.es384, kid: 'es384', alg: 'ES384' }),
    keySets: true,
  },
  'a key whose `key_ops` do not have `verify`': {
    token: signed(),
    options: keySet(publicKey('es384', { alg: 'ES384', key_ops: ['deriveKey'] })),
    keySets: true,
  },
  'two keys of one `kid`': {
    token: signed(),
    options: keySet(
      publicKey('es384', { alg: 'ES384' }),
      publicKey('es384-other', { alg: 'ES384', kid: 'es384' }),
    ),
    keySets: true,
  },
}

function withoutKid(more) {
  return header('es384', { kid: undefined, ...more })
}

export const usualOptions = usual

/** A token that lives long enough for a clock that goes on, and has any `kid`. */
export const longLived = (kid = 'es384') => signed({ exp: now + 30 * 86_400 }, { kid })

/** A good token that was signed by another key. */
export const forged = token({ key: 'es384-other', header: { kid: 'es384' }, claims: text() })
export const expired = signed({ iat: now - 900, exp: now - 300 })
