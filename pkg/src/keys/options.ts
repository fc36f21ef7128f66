import { configurationError, type Problem } from '../error.js'
import type { KeysToLoad } from '../options.js'
import { isObject } from '../values.js'
import { addressProblem } from './address.js'
import { checkKeySet, fromAddress, fromIssuer, type Load, Unusable } from './fetch.js'
import { LIFETIMES, LoadedKeys, type Parts } from './remote.js'
import { KeySource } from './source.js'

const MAX_BYTES = 512 * 1024
/** A year, in seconds. */
const MAX_LIFETIME = 31_536_000
const SECONDS = [
  ...['softLifetimeSeconds', 'hardLifetimeSeconds', 'minLifetimeSeconds'],
  ...['cooldownSeconds', 'timeoutSeconds'],
] as const
const FUNCTIONS = ['waitUntil', 'fetch', 'clock'] as const
const KNOWN: readonly string[] = ['url', 'issuer', ...SECONDS, 'maxBytes', 'store', ...FUNCTIONS, 'allowHttp']

/** The key set that a caller's options describe. */
export function readRemoteKeys(options: unknown): LoadedKeys {
  const problems: Problem[] = []
  const add = (code: string, name: string, message: string) =>
    problems.push({ code, pointer: name && `/${name}`, message })
  if (!isObject(options) || options instanceof URL) {
    add('OPTION_INVALID', '', 'the options are not an object: `{ url }` or `{ issuer }`')
    throw configurationError(problems)
  }
  const given = options
  for (const name of Object.keys(given).filter(name => !KNOWN.includes(name))) {
    add('OPTION_UNKNOWN', name, `\`${name}\` is not an option; known are ${KNOWN.join(', ')}`)
  }
  const option = <T>(name: string, fallback: T, must: string, is: (value: unknown) => boolean): T => {
    const value = given[name]
    if (value === undefined) return fallback
    if (is(value)) return value as T
    add('OPTION_INVALID', name, `\`${name}\` is not ${must}`)
    return fallback
  }
  const milliseconds = (
    name: (typeof SECONDS)[number],
    fallback: number,
    from: number,
    to: number,
    whose?: (typeof SECONDS)[number],
  ) =>
    1000 *
    option(
      name,
      fallback / 1000,
      `a number of seconds from ${from} to ${to}${whose ? `, which is \`${whose}\`` : ''}`,
      value => typeof value === 'number' && value >= from && value <= to,
    )
  const made = <T>(name: (typeof FUNCTIONS)[number], fallback: T) =>
    option<T>(name, fallback, 'a function', value => typeof value === 'function')

  const allowHttp = option('allowHttp', false, 'true or false', value => typeof value === 'boolean')
  const hard = milliseconds('hardLifetimeSeconds', LIFETIMES.hard, 1, MAX_LIFETIME)
  const soft = milliseconds(
    'softLifetimeSeconds',
    Math.min(LIFETIMES.soft, hard),
    1,
    hard / 1000,
    'hardLifetimeSeconds',
  )
  const min = milliseconds(
    'minLifetimeSeconds',
    Math.min(LIFETIMES.min, soft),
    1,
    soft / 1000,
    'softLifetimeSeconds',
  )
  const cooldown = milliseconds('cooldownSeconds', LIFETIMES.cooldown, 0, MAX_LIFETIME)
  const timeout = milliseconds('timeoutSeconds', LIFETIMES.timeout, 0.001, 600)
  const isSize = (value: unknown) => Number.isSafeInteger(value) && (value as number) > 0
  const transport = {
    fetch: made<typeof fetch | undefined>('fetch', undefined),
    maxBytes: option('maxBytes', MAX_BYTES, 'a whole number of bytes', isSize),
    allowHttp,
  }

  const { url, issuer } = given
  const isNamed = typeof issuer === 'string' && issuer !== ''
  if ((url === undefined) === (issuer === undefined)) {
    const message = url === undefined ? 'neither `url` nor `issuer` is given' : '`url` stands beside `issuer`'
    add(url === undefined ? 'OPTION_MISSING' : 'OPTION_INVALID', 'url', message)
  } else if (issuer !== undefined && !isNamed) add('OPTION_INVALID', 'issuer', '`issuer` is not a text')
  else if (isNamed && /[?#]/.test(issuer)) {
    // OpenID Connect Discovery section 3: it has neither, and its metadata would be looked for elsewhere.
    add('OPTION_INVALID', 'issuer', '`issuer` has a query or a fragment')
  } else if (url !== undefined && typeof url !== 'string' && !(url instanceof URL)) {
    add('OPTION_INVALID', 'url', '`url` is not an address')
  } else {
    const problem = addressProblem((url ?? issuer) as string | URL, allowHttp)
    if (problem) add('OPTION_INVALID', isNamed ? 'issuer' : 'url', `the keys cannot be fetched: ${problem}`)
  }
  const parts: Omit<Parts, 'origin' | 'load'> = {
    lifetimes: { soft, hard, min, cooldown, timeout },
    clock: made('clock', Date.now),
    waitUntil: made<Parts['waitUntil']>('waitUntil', undefined),
    store: option<Parts['store']>(
      'store',
      undefined,
      'an object with `get` and `put`',
      value => isObject(value) && typeof value.get === 'function' && typeof value.put === 'function',
    ),
  }
  if (problems.length > 0) throw configurationError(problems)
  if (isNamed) {
    const load: Parts['load'] = watch => fromIssuer(issuer, min, watch, transport)
    return new LoadedKeys({ ...parts, origin: { issuer, url: undefined }, load })
  }
  const { href } = new URL(url as string | URL)
  return new LoadedKeys({
    ...parts,
    origin: { url: href, issuer: undefined },
    load: () => fromAddress(href, transport),
  })
}

/** What a gate was given for an issuer's keys. */
export function keySourceOf(keys: KeysToLoad, issuer: string, clock: () => number): KeySource {
  if (keys instanceof KeySource) {
    keys.judged()
    return keys
  }
  if (keys instanceof URL) {
    const load = fromAddress(keys.href, { fetch: undefined, maxBytes: MAX_BYTES, allowHttp: false })
    return new LoadedKeys({
      origin: { url: keys.href, issuer: undefined },
      load: () => load,
      lifetimes: LIFETIMES,
      clock,
    })
  }
  const load: Load = async () => {
    const text: string | undefined = JSON.stringify(await keys())
    if (text === undefined) throw new Unusable('there is none')
    checkKeySet(text)
    return { text, url: '', etag: undefined, maxAge: undefined, noStore: false }
  }
  return new LoadedKeys({
    origin: { url: undefined, issuer },
    load: () => load,
    lifetimes: LIFETIMES,
    clock,
  })
}
