// Size and form: segments, base64url, JSON.
import { claims, grant, header, malformed, refused, token, tokenCase } from './build.mjs'
import { fromBase64url } from './bytes.mjs'
import { text } from './sign.mjs'

const good = token()
const [head, body, tail] = good.split('.')
const bytes = (...parts) => Buffer.concat(parts.map(part => Buffer.from(part)))

/** A token of exactly `length` bytes. */
function ofLength(length) {
  for (let more = 0; more < 4; more += 1) {
    const pad = { x: 'x'.repeat(more) }
    const room = length - token({ header: pad, claims: { jti: '' } }).length
    for (let jti = Math.floor((room * 3) / 4) - 3; jti < room; jti += 1) {
      const found = token({ header: pad, claims: { jti: 'x'.repeat(jti) } })
      if (found.length === length) return found
      if (found.length > length) break
    }
  }
  throw new Error(`no token of ${length} bytes`)
}

const nested = levels => `${'['.repeat(levels)}${']'.repeat(levels)}`
const withMember = (json, member) => json.replace(/\}$/, `,${member}}`)
const withClaim = member => ({ claims: withMember(text(claims()), member) })
const withHeader = member => ({ header: withMember(text(header()), member) })

/** The segment with its last character changed so that the unused bits are not zero; it decodes to the same bytes. */
function strayBits(segment) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = alphabet.indexOf(segment.at(-1))
  const other = segment.slice(0, -1) + alphabet[last + 1]
  if (segment.length % 4 === 0 || !fromBase64url(other).equals(fromBase64url(segment)))
    throw new Error('no slack')
  return other
}

/** A claims segment with two unused bits or four. */
function slackClaims() {
  for (let pad = ''; ; pad += 'x') {
    const segment = Buffer.from(text(claims({ jti: pad }))).toString('base64url')
    if (segment.length % 4 !== 0) return segment
  }
}

/** Claims whose segment has a `-` or a `_` in it. */
function claimsWith(character) {
  for (const jti of ['>>>>', '????', '>>?>?', 'ÿÿÿÿ', '~~~~', '\u{1F6AA}\u{1F6AA}', '��']) {
    for (let pad = ''; pad.length < 3; pad += 'x') {
      const segment = Buffer.from(text(claims({ jti: pad + jti }))).toString('base64url')
      if (segment.includes(character)) return segment
    }
  }
  throw new Error(`no claims with ${character}`)
}

const raw = value => ({ raw: value })
const strictly = [
  ['space inside the claims', { claims: raw(`${body.slice(0, 8)} ${body.slice(8)}`) }],
  ['newline inside the claims', { claims: raw(`${body.slice(0, 8)}\n${body.slice(8)}`) }],
  ['newline after the header', { header: raw(`${head}\n`) }],
  ['tab inside the header', { header: raw(`${head.slice(0, 4)}\t${head.slice(4)}`) }],
  ['padding after the claims', { claims: raw(`${slackClaims()}=`) }],
  ['two paddings after the claims', { claims: raw(`${slackClaims()}==`) }],
  ['`+` for `-`', { claims: raw(claimsWith('-').replaceAll('-', '+')) }],
  ['`/` for `_`', { claims: raw(claimsWith('_').replaceAll('_', '/')) }],
  ['stray bits at the end of the claims', { claims: raw(strayBits(slackClaims())) }],
  ['a percent-encoded character', { claims: raw(`%65${body.slice(1)}`) }],
]

const membersOf = count => Object.fromEntries(Array.from({ length: count }, (_, n) => [`m${n}`, n]))
/** Eight of them are there anyway. */
const claimsOf = count => membersOf(count - 8)
const headerOf = bytes => {
  const usual = JSON.stringify({ alg: 'ES384', typ: 'at+jwt', kid: 'es384', x: '' }).length
  return { x: 'x'.repeat(bytes - usual) }
}

export const cases = [
  tokenCase('no token', { token: '', expect: refused('TOKEN_MISSING') }),
  tokenCase('not a JWT', { token: 'not a token', expect: malformed }),
  tokenCase('opaque token', { token: 'nBZiDWmkSrvzpq0yJY9h1mX8d0oQ5cTgWbUeRk2a7L3', expect: malformed }),
  tokenCase('the scheme is part of the token', { token: `Bearer ${good}`, expect: malformed }),
  tokenCase('space before the token', { token: ` ${good}`, expect: malformed }),
  tokenCase('newline after the token', { token: `${good}\n`, expect: malformed }),
  tokenCase('a character outside ASCII', { token: `${head}.${body}.${tail.slice(1)}é`, expect: malformed }),
  tokenCase('a NUL character', { token: `${good}\0`, expect: malformed }),
  tokenCase('one segment', { token: head, expect: malformed }),
  tokenCase('two segments', { token: `${head}.${body}`, expect: malformed }),
  tokenCase('four segments', { token: `${good}.${tail}`, expect: malformed }),
  tokenCase('trailing dot', { token: `${good}.`, expect: malformed }),
  tokenCase('leading dot', { token: `.${good}`, expect: malformed }),
  tokenCase('only dots', { token: '..', expect: malformed }),
  tokenCase('five segments: encrypted', {
    token: `${head}.${tail}.${tail}.${body}.${tail}`,
    expect: refused('TOKEN_MALFORMED', { says: 'JWE' }),
  }),
  tokenCase('six segments', { token: `${good}.${good}`, expect: malformed }),
  tokenCase('16384 bytes', { token: ofLength(16384) }),
  tokenCase('16385 bytes', { token: ofLength(16385), expect: refused('TOKEN_TOO_LARGE') }),
  tokenCase('16385 bytes of nothing', { token: 'x'.repeat(16385), expect: refused('TOKEN_TOO_LARGE') }),
  ...strictly.map(([name, parts]) => tokenCase(name, { token: parts, expect: malformed })),
  tokenCase('claims with `-` in their segment', { token: { claims: raw(claimsWith('-')) } }),
  tokenCase('claims with `_` in their segment', { token: { claims: raw(claimsWith('_')) } }),
  tokenCase('a segment of an impossible length', {
    token: { claims: raw(`${body}A`.slice(0, (body.length & ~3) + 1)) },
    expect: malformed,
  }),
  tokenCase('stray bits at the end of the signature, ES256', {
    token: { key: 'es256', sign: input => raw(strayBits(token({ key: 'es256' }).slice(input.length + 1))) },
    expect: malformed,
  }),
  tokenCase('stray bits at the end of the signature, EdDSA', {
    token: { key: 'eddsa', sign: input => raw(strayBits(token({ key: 'eddsa' }).slice(input.length + 1))) },
    expect: malformed,
  }),
  tokenCase('stray bits at the end of the signature, RS256', {
    token: { key: 'rs256', sign: input => raw(strayBits(token({ key: 'rs256' }).slice(input.length + 1))) },
    expect: malformed,
  }),
  tokenCase('white space in the JSON', { token: { claims: JSON.stringify(claims(), null, 2).concat('\n') } }),
  tokenCase('escapes in the JSON', {
    token: { claims: text(claims()).replace('"aud"', '"\\u0061ud"').replace('user_1', '\\u0075ser_1') },
  }),
  tokenCase('a token as the payload', { token: { claims: good }, expect: malformed }),
  tokenCase('five segments with the header of an encrypted token', {
    token: `${Buffer.from('{"alg":"ECDH-ES","enc":"A256GCM","kid":"es384"}').toString('base64url')}..${tail}.${body}.${tail}`,
    expect: refused('TOKEN_MALFORMED', { says: 'JWE' }),
  }),
  tokenCase('an empty header segment', { token: { header: raw('') }, expect: malformed }),
  tokenCase('an empty claims segment', { token: { claims: raw('') }, expect: malformed }),
  tokenCase('header is an array', { token: { header: '[]' }, expect: malformed }),
  tokenCase('header is null', { token: { header: 'null' }, expect: malformed }),
  tokenCase('claims are an array', { token: { claims: `[${text(claims())}]` }, expect: malformed }),
  tokenCase('claims are null', { token: { claims: 'null' }, expect: malformed }),
  tokenCase('claims are a string', { token: { claims: JSON.stringify(good) }, expect: malformed }),
  tokenCase('claims are a number', { token: { claims: '1' }, expect: malformed }),
  tokenCase('claims are cut short', { token: { claims: text(claims()).slice(0, -1) }, expect: malformed }),
  tokenCase('something after the claims', { token: { claims: `${text(claims())}{}` }, expect: malformed }),
  tokenCase('something after the header', { token: { header: `${text(header())}x` }, expect: malformed }),
  tokenCase('a trailing comma', {
    token: { claims: text(claims()).replace(/\}$/, ',}') },
    expect: malformed,
  }),
  tokenCase('byte order mark before the claims', {
    token: { claims: `\ufeff${text(claims())}` },
    expect: malformed,
  }),
  tokenCase('byte order mark before the header', {
    token: { header: `\ufeff${text(header())}` },
    expect: malformed,
  }),
  tokenCase('bad UTF-8 in the claims', {
    token: { claims: bytes(text(claims()).slice(0, -1), ',"x":"', [0xff], '"}') },
    expect: malformed,
  }),
  tokenCase('overlong UTF-8 in the claims', {
    token: { claims: bytes(text(claims()).slice(0, -1), ',"x":"', [0xc0, 0xaf], '"}') },
    expect: malformed,
  }),
  tokenCase('bad UTF-8 in the header', {
    token: { header: bytes(text(header()).slice(0, -1), ',"x":"', [0xfe], '"}') },
    expect: malformed,
  }),
  tokenCase('lone surrogate in a claim', {
    token: { claims: text(claims()).replace('user_1', '\\ud800') },
    expect: malformed,
  }),
  tokenCase('lone low surrogate in an unknown claim', {
    token: withClaim('"x":"\\udc00x"'),
    expect: malformed,
  }),
  tokenCase('lone surrogate in the header', { token: withHeader('"x":"\\ud83d"'), expect: malformed }),
  tokenCase('a surrogate pair', {
    token: { claims: text(claims()).replace('user_1', '\\ud83d\\udeaa') },
    expect: grant({ subject: '🚪' }),
  }),
  tokenCase('`alg` twice', {
    token: { header: `{"alg":"none",${text(header()).slice(1)}` },
    expect: malformed,
  }),
  tokenCase('`kid` twice', { token: withHeader('"kid":"es384"'), expect: malformed }),
  tokenCase('an unknown header member twice', { token: withHeader('"x":1,"x":1'), expect: malformed }),
  tokenCase('a header member twice, once escaped', {
    token: withHeader('"\\u0061lg":"ES384"'),
    expect: malformed,
  }),
  tokenCase('a nested header member twice', { token: withHeader('"x":{"y":1,"y":2}'), expect: malformed }),
  tokenCase('`aud` twice', { token: withClaim('"aud":"urn:logto:organization:org_1"'), expect: malformed }),
  tokenCase('`exp` twice', { token: withClaim('"exp":9999999999'), expect: malformed }),
  tokenCase('`scope` twice, once escaped', {
    token: withClaim('"sc\\u006fpe":"remove:users"'),
    expect: malformed,
  }),
  tokenCase('an unknown claim twice', { token: withClaim('"x":1,"x":1'), expect: malformed }),
  tokenCase('a nested claim twice', { token: withClaim('"x":{"y":{"z":1,"z":1}}'), expect: malformed }),
  tokenCase('a claim twice inside an array', {
    token: withClaim('"x":[1,{"y":1,"\\u0079":2}]'),
    expect: malformed,
  }),
  tokenCase('one name at two places', { token: withClaim('"x":{"y":1},"z":{"y":1,"aud":"x"}') }),
  tokenCase('`__proto__` claim', {
    token: withClaim('"__proto__":{"aud":"urn:logto:organization:org_2","scope":"remove:users"}'),
  }),
  tokenCase('claims only in `__proto__`', {
    token: { claims: `{"__proto__":${text(claims())}}` },
    expect: malformed,
  }),
  ...['iss', 'aud', 'exp'].map(name => {
    const { [name]: value, ...rest } = claims()
    return tokenCase(`\`${name}\` only in \`__proto__\``, {
      token: { claims: text(rest).replace(/\}$/, `,"__proto__":${text({ [name]: value })}}`) },
      expect: malformed,
    })
  }),
  // The claims object itself is the first level.
  tokenCase('16 levels of nesting', { token: withClaim(`"x":${nested(15)}`) }),
  tokenCase('17 levels of nesting', { token: withClaim(`"x":${nested(16)}`), expect: malformed }),
  tokenCase('256 claims', { token: { claims: claimsOf(256) } }),
  tokenCase('257 claims', { token: { claims: claimsOf(257) }, expect: malformed }),
  tokenCase('300 members in a claim', { token: { claims: { map: membersOf(300) } } }),
  tokenCase('a header of 2048 bytes', { token: { header: headerOf(2048) } }),
  tokenCase('a header of 2049 bytes', { token: { header: headerOf(2049) }, expect: malformed }),
  tokenCase('257 members in the header', { token: { header: membersOf(254) }, expect: malformed }),
  tokenCase('17 levels of nesting in the header', {
    token: withHeader(`"x":${nested(16)}`),
    expect: malformed,
  }),
  tokenCase('5000 levels of nesting', { token: withClaim(`"x":${nested(5000)}`), expect: malformed }),
  tokenCase('claims that no one knows', {
    token: {
      claims: { act: { sub: 'user_2' }, roles: ['a'], organization_id: 'org_2', plan: null, n: -1.5e3 },
    },
  }),
]
