import { configurationError } from '../error.js'
import type { KeyStore } from './types.js'

const MAX_ENTRIES = 100

/** A store in the memory of this process: for several key sets of the same address, and for tests. */
export function memoryStore(): KeyStore {
  const entries = new Map<string, { readonly value: string; readonly until: number }>()
  return {
    async get(name) {
      const entry = entries.get(name)
      return entry && Date.now() < entry.until ? entry.value : undefined
    },
    async put(name, value, { expiresInSeconds }) {
      entries.delete(name)
      const [oldest] = entries.keys()
      if (entries.size >= MAX_ENTRIES && oldest !== undefined) entries.delete(oldest)
      entries.set(name, { value, until: Date.now() + expiresInSeconds * 1000 })
    },
  }
}

/** What is needed of the `Cache` of the platform. */
export interface ResponseCache {
  match(address: string): Promise<Response | undefined>
  put(address: string, response: Response): Promise<void>
}

/** The Cache API of Cloudflare Workers, by default `caches.default`: one for each of its data centres. */
export function cacheStore(cache?: ResponseCache): KeyStore {
  const opened = () => cache ?? (globalThis as { caches?: { default?: ResponseCache } }).caches?.default
  // A cache has addresses for names. Nothing can be fetched from this one (RFC 6761 section 6.4).
  const address = (name: string) => `https://keys.orgate.invalid/${encodeURIComponent(name)}`
  return {
    async get(name) {
      return (await opened()?.match(address(name)))?.text()
    },
    async put(name, value, { expiresInSeconds }) {
      const headers = { 'content-type': 'application/json', 'cache-control': `max-age=${expiresInSeconds}` }
      await opened()?.put(address(name), new Response(value, { headers }))
    },
  }
}

/** What is needed of a namespace of Cloudflare Workers KV. */
export interface KeyValueNamespace {
  get(name: string): Promise<string | null>
  put(name: string, value: string, options: { expirationTtl: number }): Promise<void>
}

/** A namespace of Cloudflare Workers KV: one for the whole world, up to a minute behind. */
export function kvStore(namespace: KeyValueNamespace): KeyStore {
  // A binding that is missing is `undefined`, whatever its type says; the store of such a one would only do nothing.
  const { get, put } = (namespace ?? {}) as Partial<KeyValueNamespace>
  if (typeof get !== 'function' || typeof put !== 'function') {
    const message = 'the namespace has no `get` and `put`: is it bound to the worker?'
    throw configurationError([{ code: 'OPTION_INVALID', pointer: '', message }])
  }
  return {
    get: name => namespace.get(name),
    // KV keeps nothing for less than a minute.
    put: (name, value, { expiresInSeconds }) =>
      namespace.put(name, value, { expirationTtl: Math.max(60, expiresInSeconds) }),
  }
}
