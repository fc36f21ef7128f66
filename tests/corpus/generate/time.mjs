// Time: `exp`, `iat`, `nbf`, tolerance.
import { claims, grant, malformed, NOW, refused, tokenCase } from './build.mjs'
import { text } from './sign.mjs'

const EXP = NOW + 3000
const expired = refused('TOKEN_EXPIRED')
const early = refused('TOKEN_NOT_YET_VALID')
const tolerance = clockToleranceSeconds => ({ clockToleranceSeconds })

/** A claim with a value that `JSON.stringify` would write otherwise. */
const literally = (name, value) => ({ claims: text(claims({ [name]: '@' })).replace('"@"', value) })

const types = [
  ['a string of digits', '"1800003000"'],
  ['a word', '"never"'],
  ['null', 'null'],
  ['true', 'true'],
  ['an array', '[1800003000]'],
  ['1e400', '1e400'],
  ['1e20', '1e20'],
  ['the first second of the year 10000', '253402300800'],
  ['-1e20', '-1e20'],
  ['with a leading zero', '01800003000'],
  ['NaN', 'NaN'],
]

export const cases = [
  tokenCase('a second before exp', { token: {}, now: EXP - 1 }),
  tokenCase('a millisecond before exp', { token: {}, now: EXP - 0.001 }),
  tokenCase('at exp', { token: {}, now: EXP, expect: expired }),
  tokenCase('a second after exp', { token: {}, now: EXP + 1, expect: expired }),
  tokenCase('long after exp', { token: {}, now: EXP * 2, expect: expired }),
  tokenCase('within the tolerance after exp', { token: {}, now: EXP + 29, options: tolerance(30) }),
  tokenCase('at exp and tolerance', { token: {}, now: EXP + 30, options: tolerance(30), expect: expired }),
  tokenCase('after exp and tolerance', { token: {}, now: EXP + 31, options: tolerance(30), expect: expired }),
  ...['iat', 'nbf'].flatMap(name => {
    const at = ahead => ({ claims: { [name]: NOW + ahead } })
    const given = ahead => (name === 'iat' ? grant({ issuedAt: NOW + ahead }) : grant())
    return [
      tokenCase(`${name} now`, { token: at(0), expect: given(0) }),
      tokenCase(`${name} a minute ahead`, { token: at(60), expect: given(60) }),
      tokenCase(`${name} a second over a minute ahead`, { token: at(61), expect: early }),
      tokenCase(`${name} a minute ahead, small tolerance`, {
        token: at(60),
        options: tolerance(5),
        expect: given(60),
      }),
      tokenCase(`${name} a second over a minute ahead, small tolerance`, {
        token: at(61),
        options: tolerance(5),
        expect: early,
      }),
      tokenCase(`${name} at a large tolerance`, {
        token: at(120),
        options: tolerance(120),
        expect: given(120),
      }),
      tokenCase(`${name} a second over a large tolerance`, {
        token: at(121),
        options: tolerance(120),
        expect: early,
      }),
      ...types.map(([kind, value]) =>
        tokenCase(`${name} is ${kind}`, { token: literally(name, value), expect: malformed }),
      ),
    ]
  }),
  tokenCase('the whole second counts: iat a minute ahead of 0.999', {
    token: { claims: { iat: NOW + 60 } },
    now: NOW + 0.999,
    expect: grant({ issuedAt: NOW + 60 }),
  }),
  ...types.map(([kind, value]) =>
    tokenCase(`exp is ${kind}`, { token: literally('exp', value), expect: malformed }),
  ),
  tokenCase('exp missing', { token: { claims: { exp: undefined } }, expect: malformed }),
  tokenCase('iat missing', { token: { claims: { iat: undefined } }, expect: malformed }),
  tokenCase('exp the last second of the year 9999', {
    token: { claims: { exp: 253402300799 } },
    expect: grant({ expiresAt: 253402300799 }),
  }),
  tokenCase('exp zero', { token: { claims: { exp: 0 } }, expect: expired }),
  tokenCase('exp negative', { token: { claims: { exp: -1 } }, expect: expired }),
  tokenCase('exp negative, at the epoch', {
    token: { claims: { exp: -1, iat: -2 } },
    now: 0,
    expect: expired,
  }),
  tokenCase('exp before iat', { token: { claims: { iat: NOW, exp: NOW - 1 } }, expect: expired }),
  tokenCase('exp a fraction, floored', {
    token: literally('exp', `${EXP}.9`),
    now: EXP - 1,
    expect: grant(),
  }),
  tokenCase('exp a fraction, at its whole second', {
    token: literally('exp', `${EXP}.9`),
    now: EXP,
    expect: expired,
  }),
  tokenCase('exp with an exponent', { token: literally('exp', '1.800003e9'), expect: grant() }),
  tokenCase('iat a fraction, floored', {
    token: literally('iat', `${NOW + 60}.9`),
    expect: grant({ issuedAt: NOW + 60 }),
  }),
  tokenCase('iat negative', { token: { claims: { iat: -1 } }, expect: grant({ issuedAt: -1 }) }),
  // The bound applies to both signs: one date library panics at the earliest date that it can name.
  tokenCase('nbf as early as dates go', {
    token: { claims: { nbf: -253402300799 } },
    options: tolerance(60),
    expect: grant(),
  }),
  tokenCase('nbf earlier than dates go', {
    token: { claims: { nbf: -8334601228800 } },
    options: tolerance(60),
    expect: malformed,
  }),
]
