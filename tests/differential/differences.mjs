// Where Orgate and jose differ: closed tables. A case that differs and is in none of them is a failure.
// `holds` looks at facts that are read without either verifier (facts.mjs), so a row cannot excuse what it is not about.
import { differ, hasWrongThumbprint, isObject, sameType, writtenOtherwise } from './forms.mjs'
import { bound } from './mutations/size.mjs'
import { acceptablePoint } from './points.mjs'

const lastSecond = 253_402_300_799
const deepest = 16
const longestHeader = 2048
const mostMembers = 256
const longestKid = 256
const mostKeys = 64

const own = (object, name) => Object.hasOwn(object, name)
const isText = value => typeof value === 'string'
const secrets = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
const names = list => list.map(name => `\`${name}\``).join(', ')

const malformed = (reason, row) => ({ code: 'TOKEN_MALFORMED', reason, ...row })
const inPart = (reason, holds, row) =>
  malformed(new RegExp(`^its (header|payload) ${reason}$`), {
    ...row,
    holds: (facts, error) => holds(facts[/^its (\w+)/.exec(error.details.reason)[1]]),
  })

/** A key that is left out. Where another entry has its id, that one may be taken in its place. */
const keyLeftOut = row => ({
  ...row,
  code: ['KEY_UNKNOWN', 'KEY_ALGORITHM_MISMATCH', 'SIGNATURE_INVALID'],
  holds: (facts, error) => (error.code === 'KEY_UNKNOWN' || facts.keys.length > 1) && row.holds(facts),
})

/** jose accepts, Orgate refuses. `plain`: only while jose is given no more than `issuer` and `audience`. */
export const stricter = [
  {
    what: 'a token over 16,384 bytes',
    why: 'CWE-400; jose leaves sizes to its caller',
    code: 'TOKEN_TOO_LARGE',
    holds: ({ length }) => length > bound,
  },
  malformed(/^its (header|payload|signature) is not base64url$/, {
    what: 'white space, padding or stray bits in a segment',
    why: 'RFC 7515 section 2, RFC 4648 section 3.5',
    holds: (facts, error) => !facts[/^its (\w+)/.exec(error.details.reason)[1]].canonical,
  }),
  inPart('has a member name twice', ({ twice }) => twice, {
    what: 'a member name twice, at any depth, however it is escaped',
    why: 'RFC 7515 section 4, RFC 7519 section 4: refuse, or take the last; jose takes the last',
  }),
  inPart('is nested too deeply', ({ depth }) => depth > deepest, {
    what: 'nesting deeper than 16',
    why: 'CWE-674; jose leaves sizes to its caller',
  }),
  malformed(/^its header is over 2048 bytes$/, {
    what: 'a header over 2,048 bytes',
    why: 'CWE-400; jose leaves sizes to its caller',
    holds: ({ header }) => header.length > longestHeader,
  }),
  inPart('has more than 256 members', ({ value }) => Object.keys(value).length > mostMembers, {
    what: 'more than 256 members in the header, or more than 256 claims',
    why: 'CWE-400; jose leaves sizes to its caller',
  }),
  inPart('is not a JSON object', ({ startsWithMark }) => startsWithMark, {
    what: 'a byte order mark before the JSON',
    why: 'RFC 8259 section 8.1',
  }),
  inPart('is not valid JSON', ({ loneSurrogate }) => loneSurrogate, {
    what: 'a lone surrogate in a string',
    why: 'RFC 8259 section 8.2, RFC 8725 section 3.7',
  }),
  inPart('is not valid JSON', ({ outOfRange }) => outOfRange, {
    what: 'a number that is no finite one, such as `1e400`: as `exp`, it never expires',
    why: 'RFC 8259 section 6',
  }),
  malformed(
    /^its header has (the member `(crit|b64|cty|enc|zip)`, which is not supported|a member of the wrong form)$/,
    {
      what: `a header with ${names(['crit', 'b64', 'cty', 'enc', 'zip'])} that jose understands or does not look at`,
      why: 'RFC 7515 section 4.1.11, RFC 7797 sections 6 and 7, RFC 8725 section 2.8',
      // jwt-compact has no place for `cty`, and does not say which member it was.
      holds: ({ header }, error) => own(header.value, /`(\w+)`/.exec(error.details.reason)?.[1] ?? 'cty'),
    },
  ),
  malformed(/^its header member `kid` is over 256 bytes$/, {
    what: 'a `kid` over 256 bytes',
    why: 'RFC 8725 section 3.10',
    holds: ({ header }) => Buffer.byteLength(header.value.kid) > longestKid,
  }),
  malformed(/^its header has a member of the wrong form$/, {
    what: `${names(['jku', 'x5u', 'x5t', 'x5t#S256'])} of another form than theirs, though never followed`,
    why: 'RFC 7515 sections 4.1.2, 4.1.5, 4.1.7, 4.1.8',
    holds: ({ header: { value } }) =>
      ['jku', 'x5u'].some(name => !isText(value[name] ?? '')) || hasWrongThumbprint(value),
  }),
  {
    what: 'a token without `kid`, when one key of the set fits',
    why: 'RFC 7515 section 4.1.4; a guess among keys is no choice',
    code: 'KEY_UNKNOWN',
    holds: ({ header }) => !own(header.value, 'kid'),
  },
  malformed(/^its `sub` claim is (empty|not a string)$/, {
    what: 'a `sub` that is empty or not a string',
    why: 'RFC 7519 section 4.1.2',
    holds: ({ payload: { value } }) => own(value, 'sub') && (!isText(value.sub) || value.sub === ''),
  }),
  malformed(/^its `aud` claim is not a string or an array of strings$/, {
    what: 'a list of audiences with something in it that is no string',
    why: 'RFC 7519 section 4.1.3',
    holds: ({ payload: { value } }) => Array.isArray(value.aud) && !value.aud.every(isText),
  }),
  malformed(/^its `(exp|iat|nbf)` claim is not a date before the year 10000$/, {
    what: `${names(['exp', 'iat', 'nbf'])} past the year 9999, or as far before 1970`,
    why: 'RFC 7519 section 2 (NumericDate)',
    holds: ({ payload: { value } }, error) => Math.abs(value[error.details.claim]) > lastSecond,
  }),
  malformed(/^its `(scope|client_id)` claim is not a string$/, {
    what: `${names(['scope', 'client_id'])} that is not a string`,
    why: 'RFC 9068 section 2.2, RFC 8693 section 4.2',
    holds: ({ payload: { value } }, error) => !isText(value[error.details.claim]),
  }),
  {
    what: 'the last fraction of a second: `exp` is floored',
    why: 'RFC 7519 section 4.1.4',
    code: 'TOKEN_EXPIRED',
    holds: ({ payload: { value }, now }) => Math.floor(value.exp) <= now && value.exp > now,
  },
  {
    what: '`iat` more than 60 seconds ahead',
    why: 'RFC 7519 section 4.1.6; jose looks at it only with `maxTokenAge`',
    code: 'TOKEN_NOT_YET_VALID',
    holds: ({ payload: { value }, now }, error) =>
      error.details.claim === 'iat' && Math.floor(value.iat) > now + 60,
  },
  {
    what: 'several audiences, one of them the organization',
    why: 'RFC 8725 section 3.9; a token for several is for no one in particular',
    code: 'AUDIENCE_KIND_MISMATCH',
    kinds: ['organization'],
    holds: ({ payload: { value } }) => Array.isArray(value.aud) && value.aud.length > 1,
  },
  {
    what: 'an Ed25519 signature whose R is of small order or not canonical',
    why: 'RFC 8032 section 5.1.7; libraries differ on them',
    code: 'SIGNATURE_INVALID',
    holds: ({ header, signature }) =>
      header.value.alg === 'EdDSA' && !acceptablePoint(signature.bytes.subarray(0, 32)),
  },
  keyLeftOut({
    what: 'a key that is an Ed25519 point of small order: under it anything is signed',
    why: 'RFC 8032 section 5.1.7',
    holds: ({ keys }) =>
      keys.some(({ kty, x }) => kty === 'OKP' && !acceptablePoint(Buffer.from(`${x}`, 'base64url'))),
  }),
  keyLeftOut({
    what: 'an RSA key whose exponent is not 65537',
    why: 'RFC 8725 section 3.5; with an exponent of 1 anything is signed',
    holds: ({ keys }) => keys.some(({ kty, e }) => kty === 'RSA' && e !== 'AQAB'),
  }),
  keyLeftOut({
    what: 'a key whose numbers are not written as they must be: padded, of another length',
    why: 'RFC 7518 sections 2, 6.2.1.2, 6.3.1.1',
    holds: ({ keys }) => keys.some(writtenOtherwise),
  }),
  keyLeftOut({
    what: 'a public key that has a private or symmetric member beside it',
    why: 'RFC 7517 section 9.2; a private key that was published is no longer private',
    holds: ({ keys }) => keys.some(key => secrets.some(name => own(key, name))),
  }),
  keyLeftOut({
    what: 'two different keys of one algorithm under one `kid`',
    why: 'RFC 7517 section 4.5; which of them signs is a guess',
    holds: ({ keys }) => keys.some(key => keys.some(other => other.kty === key.kty && differ(key, other))),
  }),
  {
    what: 'a key set of more than 64 keys',
    why: 'CWE-400; jose leaves sizes to its caller',
    code: 'CONFIGURATION_INVALID',
    holds: ({ keyCount }) => keyCount > mostKeys,
  },
  {
    what: 'a token of another type, or of none',
    why: 'RFC 8725 section 3.11, RFC 9068 section 4',
    code: 'TOKEN_TYPE_MISMATCH',
    plain: 'typ',
    holds: ({ header: { value }, kind }) => !isText(value.typ) || !sameType(value.typ, kind.typ),
  },
  malformed(/^its header member `typ` is not a string$/, {
    what: 'a `typ` that is not a string',
    why: 'RFC 7515 section 4.1.9',
    plain: 'typ',
    holds: ({ header }) => !isText(header.value.typ),
  }),
  {
    what: `an algorithm beside ${names(['ES384', 'ES256', 'RS256', 'EdDSA'])}, or that this issuer does not use`,
    why: 'RFC 8725 section 3.1',
    code: 'ALGORITHM_NOT_ALLOWED',
    plain: 'algorithms',
    holds: ({ header: { value }, allowed }) => !allowed.includes(value.alg),
  },
  malformed(/^it has no `(exp|iat|sub)` claim$/, {
    what: `no ${names(['exp', 'iat', 'sub'])}: without \`exp\`, a token never expires`,
    why: 'RFC 9068 section 2.2',
    plain: 'requiredClaims',
    holds: ({ payload }, error) => !own(payload.value, error.details.claim),
  }),
]

/** What jose has no option for, because only API tokens and ID tokens have it. */
export const stricterOfOtherKinds = [
  {
    what: 'several audiences, one of them the API resource',
    why: 'RFC 8725 section 3.9',
    code: 'RESOURCE_MISMATCH',
    kinds: ['api'],
    holds: ({ payload: { value } }) => Array.isArray(value.aud) && value.aud.length > 1,
  },
  {
    what: 'a token for no organization, or another than the one expected',
    why: 'RFC 8725 section 3.12; jose knows no `organization_id`',
    code: 'ORGANIZATION_MISMATCH',
    kinds: ['api'],
    holds: ({ payload: { value } }) => value.organization_id !== 'acme',
  },
  {
    what: 'several audiences without `azp`, or an `azp` that is another client',
    why: 'OpenID Connect Core section 3.1.3.7',
    code: 'CLIENT_MISMATCH',
    kinds: ['id'],
    holds: ({ payload: { value }, kind }) =>
      own(value, 'azp') ? value.azp !== kind.audience : Array.isArray(value.aud) && value.aud.length > 1,
  },
  {
    what: 'a `nonce` that is missing, or another than the one that was sent',
    why: 'OpenID Connect Core section 3.1.3.7',
    code: 'NONCE_MISMATCH',
    kinds: ['id'],
    holds: ({ payload: { value } }) => value.nonce !== 'n-0S6_WzA2Mj',
  },
  malformed(/^its `(organization_id|azp|nonce|organizations|organization_roles|roles)` claim is /, {
    what: 'a claim of an organization, a client or a nonce that is not of its form',
    why: 'OpenID Connect Core section 2',
    kinds: ['api', 'id'],
    holds: ({ payload }, error) => own(payload.value, error.details.claim),
  }),
]

/**
 * Orgate accepts, jose refuses. `agrees` says how jose is to be asked again: once the difference is taken away, it
 * must accept too.
 */
export const looser = [
  {
    what: '`nbf` up to 60 seconds ahead',
    why: 'RFC 7519 section 4.1.5 allows "some small leeway": a verifier whose clock is behind must not refuse a fresh token',
    jose: 'ERR_JWT_CLAIM_VALIDATION_FAILED',
    holds: ({ payload: { value }, now }, { claim }) =>
      claim === 'nbf' && value.nbf > now && value.nbf < now + 61,
    agrees: { options: { clockTolerance: 61 } },
  },
  {
    what: 'a good key in a set with an entry that is no object',
    why: 'RFC 7517 section 5: what is not understood is left out',
    jose: 'ERR_JWKS_INVALID',
    holds: ({ entries }) => entries.some(entry => !isObject(entry)),
    agrees: { keys: keys => keys.filter(isObject) },
  },
  {
    what: 'a key whose `key_ops` hold `verify` beside others or twice, or whose `ext` is no boolean',
    why: 'RFC 7517 section 4.3; WebCrypto imports no public key that says that it can do more than `verify`',
    jose: undefined,
    holds: ({ keys }) =>
      keys.some(({ key_ops, ext }) => key_ops?.length > 1 || (ext !== undefined && typeof ext !== 'boolean')),
    agrees: { keys: keys => keys.map(({ key_ops: _operations, ext: _extractable, ...key }) => key) },
  },
]

export const rows = [...stricter, ...stricterOfOtherKinds]

/** The row that a refusal of ours falls into, when jose accepts. */
export const rowOf = (error, facts, plainly) =>
  rows.find(
    ({ code, reason, kinds, plain, holds }) =>
      [code].flat().includes(error.code) &&
      (!reason || reason.test(error.details.reason)) &&
      (!kinds || kinds.includes(facts.kind.name)) &&
      (!plain || plainly) &&
      holds(facts, error),
  )
