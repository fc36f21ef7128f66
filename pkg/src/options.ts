import { configurationError, type Problem } from './error.js'
import { addressProblem } from './keys/address.js'
import { KeySource } from './keys/source.js'
import { isWellFormed } from './organization.js'
import { KEYS, keysOf } from './profiles.js'
import type { Algorithm, IssuerOptions, JsonWebKeySet, KeysOption } from './types.js'
import { isObject } from './values.js'

export { configurationError } from './error.js'

/** Options that were looked at. Documents are JSON text, as engines take them. */
export interface ReadOptions {
  readonly issuers: readonly ReadIssuer[]
  readonly template: string | undefined
  readonly mode: string | undefined
  readonly clockToleranceSeconds: number
  readonly typ: string | undefined
  readonly maxTokenBytes: number
  readonly clock: () => number
  readonly cacheMax: number
}

/** What keys are loaded by: an address, a function, or what `remoteKeys` made. */
export type KeysToLoad = URL | (() => JsonWebKeySet | Promise<JsonWebKeySet>) | KeySource

/** One issuer. Either its keys are text, or they are loaded. */
export interface ReadIssuer {
  readonly issuer: string
  readonly keys: string | undefined
  readonly load: KeysToLoad | undefined
  readonly algorithms: readonly Algorithm[]
  /** The engine knows the profiles, and reads one that is given. */
  readonly profile: string | object | undefined
  readonly audience: string | undefined
  /** Where it stands in the options. */
  readonly pointer: string
}

const ALGORITHMS: readonly Algorithm[] = ['ES384', 'ES256', 'RS256', 'EdDSA']
const MODES = ['token', 'intersection', 'template']
const KNOWN = [
  ...['issuer', 'keys', 'algorithms', 'profile', 'audience', 'issuers', 'template', 'mode'],
  ...['clockToleranceSeconds', 'clock', 'typ', 'maxTokenBytes', 'cache'],
]
const ISSUER = ['issuer', 'keys', 'algorithms', 'profile', 'audience']
const CACHE_MAX = 1000
const MAX_TOKEN_BYTES = 16_384

/** Reads options and adds every problem to `problems`; what it answers is then only good for finding more. */
export function readOptions(options: unknown, keysAreLoaded: boolean, problems: Problem[]): ReadOptions {
  const add = (code: string, pointer: string, message: string) => problems.push({ code, pointer, message })
  const given = isObject(options) ? options : {}
  if (!isObject(options)) add('OPTION_INVALID', '', 'the options are not an object')
  unknownMembers(given, KNOWN, '', add)
  const option = <T>(name: string, fallback: T, must: string, is: (value: unknown) => boolean): T => {
    const value = given[name]
    if (value === undefined) return fallback
    if (is(value)) return value as T
    add('OPTION_INVALID', `/${name}`, `\`${name}\` is not ${must}`)
    return fallback
  }
  const cache = option<boolean | { max: number }>(
    'cache',
    true,
    'true, false or `{ max }` with a whole number',
    value => typeof value === 'boolean' || (isObject(value) && isCount(value.max)),
  )
  const mode = option<string | undefined>('mode', undefined, `one of ${MODES.join(', ')}`, value =>
    MODES.includes(value as string),
  )
  if (mode !== undefined && mode !== 'token' && given.template === undefined) {
    add('TEMPLATE_REQUIRED', '/mode', `mode \`${mode}\` needs a \`template\``)
  }
  if (typeof cache === 'object') unknownMembers(cache, ['max'], '/cache', add)
  return {
    issuers: readIssuers(given, keysAreLoaded, add),
    template: readTemplate(given.template, add),
    // Without a template no other mode can be tried; the problem is noted.
    mode: mode === 'token' || isObject(given.template) ? mode : undefined,
    clockToleranceSeconds: option(
      'clockToleranceSeconds',
      0,
      'a whole number of seconds from 0 to 3600',
      value => isCount(value) && value <= 3600,
    ),
    typ: option<string | undefined>(
      'typ',
      undefined,
      'a token type',
      value => isWellFormed(value) && value !== '',
    ),
    maxTokenBytes: option(
      'maxTokenBytes',
      MAX_TOKEN_BYTES,
      'a whole number of bytes from 1,024 to 1,048,576',
      value => isCount(value) && value >= 1024 && value <= 1_048_576,
    ),
    clock: option('clock', Date.now, 'a function', value => typeof value === 'function'),
    cacheMax: typeof cache === 'object' ? cache.max : cache ? CACHE_MAX : 0,
  }
}

type Add = (code: string, pointer: string, message: string) => void

function unknownMembers(given: object, known: readonly string[], pointer: string, add: Add): void {
  for (const name of Object.keys(given).filter(name => !known.includes(name))) {
    add('OPTION_UNKNOWN', `${pointer}/${name}`, `\`${name}\` is not an option; known are ${known.join(', ')}`)
  }
}

function readIssuers(given: Record<string, unknown>, keysAreLoaded: boolean, add: Add): ReadIssuer[] {
  if (given.issuers === undefined) return [readIssuer(given, '', keysAreLoaded, add)]
  for (const name of ISSUER) {
    if (given[name] !== undefined) add('OPTION_INVALID', `/${name}`, `\`${name}\` stands beside \`issuers\``)
  }
  if (!Array.isArray(given.issuers) || given.issuers.length === 0) {
    add('OPTION_INVALID', '/issuers', '`issuers` is not an array with at least one issuer')
    return []
  }
  const read = given.issuers.map((issuer: unknown, index) => {
    const pointer = `/issuers/${index}`
    if (isObject(issuer)) unknownMembers(issuer, ISSUER, pointer, add)
    else add('OPTION_INVALID', pointer, 'an issuer is an object')
    return readIssuer(
      isObject(issuer) ? issuer : {},
      pointer,
      keysAreLoaded,
      isObject(issuer) ? add : () => {},
    )
  })
  read.forEach(({ issuer }, index) => {
    if (issuer !== '' && read.findIndex(other => other.issuer === issuer) < index) {
      add('OPTION_INVALID', `/issuers/${index}/issuer`, `the issuer \`${issuer}\` is there twice`)
    }
  })
  return read
}

function readIssuer(
  given: { readonly [Name in keyof IssuerOptions<KeysOption>]?: unknown },
  pointer: string,
  keysAreLoaded: boolean,
  add: Add,
): ReadIssuer {
  const named = isWellFormed(given.issuer) && given.issuer !== ''
  if (!named)
    add('OPTION_MISSING', `${pointer}/issuer`, '`issuer` is missing: the exact `iss` of the tokens to accept')
  const issuer = named ? (given.issuer as string) : ''
  let algorithms = ALGORITHMS
  if (given.algorithms !== undefined) {
    const list = given.algorithms
    if (Array.isArray(list) && list.length > 0 && list.every(name => ALGORITHMS.includes(name)))
      algorithms = list
    else {
      const message = `\`algorithms\` is not a list of at least one of ${ALGORITHMS.join(', ')}`
      add('OPTION_INVALID', `${pointer}/algorithms`, message)
    }
  }
  const text = (name: 'profile' | 'audience', also: (value: unknown) => boolean, must: string) => {
    const value = given[name]
    if (value === undefined || (isWellFormed(value) && value !== '') || also(value)) return value
    add('OPTION_INVALID', `${pointer}/${name}`, `\`${name}\` is not ${must}`)
    return undefined
  }
  const isProfile = (value: unknown) =>
    isObject(value) &&
    jsonTextOf(value) !== undefined &&
    (value.keys === undefined || value.keys === null || typeof value.keys === 'string')
  const profileMust = 'the name of a profile, or one whose `keys` is a text or null'
  const profile = text('profile', isProfile, profileMust) as string | object | undefined
  const audience = text('audience', () => false, 'a text') as string | undefined
  const keysPointer = `${pointer}/keys`
  const keys = readKeys(
    given.keys,
    issuer,
    keysOf(issuer, profile),
    keysAreLoaded,
    (code, message, below = '') => {
      // Without an issuer or its profile there is no default address; that is one mistake, not two.
      if (given.keys !== undefined || (named && !isUnknownProfile(given.profile)))
        add(code, `${keysPointer}${below}`, message)
    },
  )
  return { issuer, algorithms, profile, audience, pointer, ...keys }
}

/** Whether a profile is none at all: then that is told of it. */
function isUnknownProfile(profile: unknown): boolean {
  if (typeof profile === 'string') return !Object.hasOwn(KEYS, profile)
  return profile !== undefined && !isObject(profile)
}

function readKeys(
  keys: unknown,
  issuer: string,
  usual: string | undefined,
  keysAreLoaded: boolean,
  add: (code: string, message: string, below?: string) => void,
): Pick<ReadIssuer, 'keys' | 'load'> {
  const none = { keys: undefined, load: undefined }
  if (!keysAreLoaded) {
    if (keys === undefined) return none
    if (isObject(keys) && !(keys instanceof URL) && !(keys instanceof KeySource))
      return { keys: jsonText(keys, add), load: undefined }
    add('OPTION_INVALID', '`keys` is not a key set; this entry fetches nothing')
    return none
  }
  if (typeof keys === 'function') return { keys: undefined, load: keys as () => Promise<JsonWebKeySet> }
  if (keys === undefined || typeof keys === 'string' || keys instanceof URL) {
    const address = keys ?? usual
    if (address === undefined) {
      add('OPTION_MISSING', '`keys` is missing: the profile does not say where an issuer has them')
      return none
    }
    const problem = addressProblem(address)
    if (!problem) return { keys: undefined, load: new URL(address) }
    add('OPTION_INVALID', `the keys cannot be fetched: ${problem}`)
    return none
  }
  if (keys instanceof KeySource) {
    // One that was made for an address may be anybody's: issuers may share one.
    if (keys.issuer !== undefined && keys.issuer !== issuer)
      add('OPTION_INVALID', `the keys are those of another issuer: \`${keys.issuer}\``)
    return { keys: undefined, load: keys }
  }
  if (isObject(keys) && 'keys' in keys) return { keys: jsonText(keys, add), load: undefined }
  add(
    'OPTION_INVALID',
    '`keys` is not a key set, an address, a function or what `remoteKeys` of `orgate/keys` made',
    // Of an object it is known what it lacks to be a key set.
    isObject(keys) ? '/keys' : '',
  )
  return none
}

function readTemplate(template: unknown, add: Add): string | undefined {
  if (template === undefined) return undefined
  if (isObject(template)) return jsonText(template, (code, message) => add(code, '/template', message))
  add('OPTION_INVALID', '/template', '`template` is not an object')
  return undefined
}

/** The JSON text of a template that replaces another. */
export function readNewTemplate(template: unknown): string {
  const problems: Problem[] = []
  // In options it may be left out.
  const text = readTemplate(template ?? null, (code, pointer, message) =>
    problems.push({ code, pointer, message }),
  )
  if (text === undefined) throw configurationError(problems)
  return text
}

/** JSON text of a document; one that has none, because it is cyclic say, is a problem. */
function jsonText(value: object, add: (code: string, message: string) => void): string | undefined {
  const text = jsonTextOf(value)
  if (text === undefined) add('OPTION_INVALID', 'this cannot be written as JSON')
  return text
}

/** JSON text, or `undefined` for what has none: something cyclic, or nothing. */
export function jsonTextOf(
  value: unknown,
  replacer?: (name: string, value: unknown) => unknown,
): string | undefined {
  try {
    return JSON.stringify(value, replacer)
  } catch {
    return undefined
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
