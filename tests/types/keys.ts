// Where key sets come from, stores and snapshots.
import { createGate, type JsonWebKeySet } from 'orgate'
import {
  cacheStore,
  type KeySetSnapshot,
  type KeyStore,
  kvStore,
  memoryStore,
  type RemoteKeys,
  type RemoteKeysOptions,
  remoteKeys,
} from 'orgate/keys'
import { createGate as createSyncGate } from 'orgate/sync'
import { is, type Same } from './lib/same.js'

const issuer = 'https://tenant.example/oidc'
const url = `${issuer}/jwks`

const keys = remoteKeys({ url })
is<Same<typeof keys, RemoteKeys>>(true)
remoteKeys({ url: new URL(url) })
remoteKeys({ issuer })
remoteKeys({
  issuer,
  softLifetimeSeconds: 600,
  hardLifetimeSeconds: 3600,
  minLifetimeSeconds: 60,
  cooldownSeconds: 30,
  timeoutSeconds: 5,
  maxBytes: 1000,
  store: memoryStore(),
  waitUntil: promise => void promise.then(() => {}),
  fetch,
  clock: Date.now,
  allowHttp: false,
})

// @ts-expect-error: neither address
remoteKeys({})
// @ts-expect-error: nothing
remoteKeys()
// @ts-expect-error: both
remoteKeys({ url, issuer })
// @ts-expect-error: an issuer is text
remoteKeys({ issuer: new URL(issuer) })
// @ts-expect-error: a misspelt option
remoteKeys({ url, softLifetime: 600 })
// @ts-expect-error: undefined is not left out
remoteKeys({ url, store: undefined })
// @ts-expect-error: seconds are numbers
remoteKeys({ url, timeoutSeconds: '5' })
// @ts-expect-error: a store has promises
remoteKeys({ url, store: { get: () => 'x', put: () => {} } })

createGate({ issuer, keys })
createGate({ issuers: [{ issuer, keys }] })
// @ts-expect-error: this entry fetches nothing
createSyncGate({ issuer, keys })
createSyncGate({ issuer, keys: await keys.get() })

is<Same<ReturnType<RemoteKeys['get']>, Promise<JsonWebKeySet>>>(true)
is<Same<ReturnType<RemoteKeys['refresh']>, Promise<void>>>(true)
is<Same<ReturnType<RemoteKeys['export']>, KeySetSnapshot | undefined>>(true)
is<Same<ReturnType<RemoteKeys['hydrate']>, boolean>>(true)
keys.hydrate({ v: 1, url, jwks: '{"keys":[]}', fetchedAt: 0, lifetimeSeconds: 60 })
// @ts-expect-error: the key set is text
keys.hydrate({ v: 1, url, jwks: { keys: [] }, fetchedAt: 0, lifetimeSeconds: 60 })
// @ts-expect-error: no version
keys.hydrate({ url, jwks: '{"keys":[]}', fetchedAt: 0, lifetimeSeconds: 60 })

/** As the types of Cloudflare declare them, as far as that matters here. */
interface KVNamespace {
  get(key: string, options?: { type?: undefined; cacheTtl?: number }): Promise<string | null>
  get(key: string, type: 'text'): Promise<string | null>
  get(key: string, type: 'stream'): Promise<ReadableStream | null>
  get(keys: string[], type: 'text'): Promise<Map<string, string | null>>
  put(key: string, value: string | ArrayBuffer, options?: { expirationTtl?: number }): Promise<void>
}
interface WorkersCache {
  match(request: Request | string | URL, options?: { ignoreMethod?: boolean }): Promise<Response | undefined>
  put(request: Request | string | URL, response: Response): Promise<void>
}
declare const namespace: KVNamespace
declare const cache: WorkersCache

const stores: KeyStore[] = [memoryStore(), cacheStore(), cacheStore(cache), kvStore(namespace)]
// @ts-expect-error: no namespace
kvStore()
/** Options may be built up before they are used. */
export const built: RemoteKeysOptions[] = stores.map(store => ({ issuer, store }))
