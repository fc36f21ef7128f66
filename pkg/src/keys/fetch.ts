import { isObject } from '../values.js'
import { addressProblem } from './address.js'
import { keepsRequestsApart } from './flight.js'
import type { Watch } from './watch.js'

/** An answer that is no key set. Its message says why the keys are unavailable. */
export class Unusable extends Error {}

/** What is needed to fetch anything. */
export interface Transport {
  readonly fetch: typeof fetch | undefined
  readonly maxBytes: number
  readonly allowHttp: boolean
}

/** The longest ETag that is kept, in characters. */
export const MAX_ETAG = 256

/** What was loaded before, as far as it helps to ask again. */
export interface Before {
  readonly url: string
  readonly etag: string | undefined
}

/** A key set as it came. */
export interface Loaded {
  /** `undefined` when it is the same as before (RFC 9110 section 15.4.5). */
  readonly text: string | undefined
  /** Where it came from. */
  readonly url: string
  readonly etag: string | undefined
  /** For how many seconds its server lets it be used unasked, when it says. */
  readonly maxAge: number | undefined
  /** Whether its server forbids to write it down, when it says anything of the kind. */
  readonly noStore: boolean | undefined
  /** When its address was asked for: the keys are no younger than that. */
  readonly locatedAt?: number
}

/** How a key set is had. */
export type Load = (before: Before | undefined, signal: AbortSignal) => Promise<Loaded>

/** From one address. */
export function fromAddress(url: string, transport: Transport): Load {
  return (before, signal) => fetchKeySet(url, before, transport, signal)
}

/** From the address that the issuer's metadata names, which is asked for again with nearly every key set, and after a failure. */
export function fromIssuer(issuer: string, lifetime: number, watch: Watch, transport: Transport): Load {
  let found: { readonly url: string; readonly at: number; readonly setBacks: number } | undefined
  let turns = 0
  return async (before, signal) => {
    const turn = ++turns
    const now = watch.now()
    const { setBacks } = watch
    const known = found?.setBacks === setBacks && now - found.at < lifetime ? found : undefined
    found = undefined
    const { url, at } = known ?? { url: await discover(issuer, transport, signal), at: now }
    const loaded = await fetchKeySet(url, before, transport, signal)
    // Who began later knows better, also that it failed.
    if (turn === turns) found = { url, at, setBacks }
    return { ...loaded, locatedAt: at }
  }
}

/** The address of an issuer's metadata (OpenID Connect Discovery section 4). */
export const metadataAddress = (issuer: string): string =>
  `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`

async function discover(issuer: string, transport: Transport, signal: AbortSignal): Promise<string> {
  const address = metadataAddress(issuer)
  const response = await ask(address, {}, transport, signal)
  if (response.status !== 200) throw await refusal(response, 'the server of its metadata')
  const metadata = parsed(await textOf(response, transport.maxBytes), 'the metadata of its issuer are')
  if (!isObject(metadata)) throw new Unusable('the metadata of its issuer are no JSON object')
  // Section 4.3: else anyone who can answer at that address could speak for another issuer.
  if (metadata.issuer !== issuer) throw new Unusable('the metadata at its issuer are those of another one')
  const { jwks_uri } = metadata
  if (typeof jwks_uri !== 'string') throw new Unusable('the metadata of its issuer name no `jwks_uri`')
  // Metadata that came by https must not lead away from it.
  const isPlain = transport.allowHttp || new URL(address).protocol === 'http:'
  const problem =
    addressProblem(jwks_uri, transport.allowHttp) ??
    (isPlain || jwks_uri.startsWith('https:') ? undefined : 'it is not https')
  if (problem) throw new Unusable(`the \`jwks_uri\` of its issuer cannot be used: ${problem}`)
  return new URL(jwks_uri).href
}

async function fetchKeySet(
  url: string,
  before: Before | undefined,
  transport: Transport,
  signal: AbortSignal,
): Promise<Loaded> {
  const etag = before?.url === url ? before.etag : undefined
  const headers: Record<string, string> = { accept: 'application/jwk-set+json, application/json' }
  if (etag !== undefined && !inBrowser()) headers['if-none-match'] = etag
  const response = await ask(url, headers, transport, signal)
  const asked = headers['if-none-match'] !== undefined
  const unchanged = response.status === 304 && asked
  if (response.status !== 200 && !unchanged) throw await refusal(response, 'its server')
  const text = unchanged ? undefined : await textOf(response, transport.maxBytes)
  if (text !== undefined) checkKeySet(text)
  return {
    text,
    url,
    etag: etagOf(response.headers) ?? (unchanged ? etag : undefined),
    ...cacheControl(response.headers),
  }
}

/** A long one would be kept and sent for nothing. */
function etagOf(headers: Headers): string | undefined {
  const etag = headers.get('etag')
  return etag !== null && etag.length <= MAX_ETAG ? etag : undefined
}

/** At most this many keys are read, as the engine has it. */
const MAX_KEYS = 64

/** What can be said of a key set without the engine: refused here, it never takes the place of another. */
export function checkKeySet(text: string): void {
  const set = parsed(text, 'it is')
  if (!isObject(set) || !Array.isArray(set.keys)) throw new Unusable('it is no JSON object with `keys`')
  if (set.keys.length > MAX_KEYS) throw new Unusable(`it has more than ${MAX_KEYS} keys`)
}

function parsed(text: string, subject: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Unusable(`${subject} not JSON`)
  }
}

async function ask(
  url: string,
  headers: Record<string, string>,
  transport: Transport,
  signal: AbortSignal,
): Promise<Response> {
  // Keys come from the address that was configured and from nowhere else.
  const init: RequestInit = { headers, redirect: 'manual', signal }
  // A browser's own cache would answer for longer than our lifetimes allow; it asks again with the ETag that it knows,
  // and needs no leave of another origin for that. Workers take neither member.
  if (inBrowser()) Object.assign(init, { cache: 'no-cache', credentials: 'omit' })
  const response = await (transport.fetch ? transport.fetch(url, init) : fetch(url, init))
  // A `fetch` of the caller's may follow them all the same.
  if (response.redirected) throw await refusal(response, 'the server')
  return response
}

function inBrowser(): boolean {
  const { document, WorkerGlobalScope } = globalThis as { document?: unknown; WorkerGlobalScope?: unknown }
  return (document !== undefined || WorkerGlobalScope !== undefined) && !keepsRequestsApart()
}

async function refusal(response: Response, who: string): Promise<Unusable> {
  await response.body?.cancel()
  const status = response.status === 0 || response.redirected ? 'with a redirect' : response.status
  return new Unusable(`${who} answered ${status}`)
}

/** The body, of which no more is read than may be kept. */
async function textOf(response: Response, maxBytes: number): Promise<string> {
  const tooLarge = () => new Unusable(`it is larger than ${maxBytes} bytes`)
  if (!response.body) {
    // React Native has no streams.
    const bytes = await response.arrayBuffer()
    if (bytes.byteLength > maxBytes) throw tooLarge()
    return new TextDecoder().decode(bytes)
  }
  const decoder = new TextDecoder()
  const reader = response.body.getReader()
  let text = ''
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    length += value.byteLength
    if (length > maxBytes) {
      await reader.cancel()
      throw tooLarge()
    }
    text += decoder.decode(value, { stream: true })
  }
}

/** RFC 9111 sections 4.2.1 and 5.2.2, as far as it concerns us. */
function cacheControl(headers: Headers): Pick<Loaded, 'maxAge' | 'noStore'> {
  const header = headers.get('cache-control')
  if (header === null) return { maxAge: undefined, noStore: undefined }
  const directives = new Map(
    header.split(',').map(directive => {
      const [name = '', value = ''] = directive.split('=')
      return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1')]
    }),
  )
  const noStore = directives.has('no-store')
  if (noStore || directives.has('no-cache')) return { maxAge: 0, noStore }
  const maxAge = directives.get('max-age')
  if (maxAge === undefined) return { maxAge: undefined, noStore }
  return { maxAge: seconds(maxAge) - seconds(headers.get('age') ?? '0'), noStore }
}

/** What cannot be read counts as nothing: asking too often is the safe mistake. */
const seconds = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : 0)
