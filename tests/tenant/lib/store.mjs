// The state of a tenant: its database, ids and clock. Ids and times are the same in every run.
import { Database } from './database.mjs'
import { schema } from './schema.mjs'

export const tenantId = 'default'

export const managementApi = {
  tenantId,
  id: 'management-api',
  name: 'Logto Management API',
  indicator: 'https://default.logto.app/api',
  isDefault: false,
  accessTokenTtl: 3600,
}

export const isManagementApi = ({ indicator }) => /^https:\/\/[^.]+\.logto\.app\/api$/.test(indicator)

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'
const start = 1_795_247_640_000

const hashOf = seed => {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(seed)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

export class Store {
  #random
  #time

  /** A new tenant, which holds the Management API with its permission `all` and nothing else. */
  static create(seed) {
    const store = new Store(new Database(schema), hashOf(seed), start)
    store.database.insert('resources', [managementApi])
    store.database.insert('scopes', [
      {
        tenantId,
        id: 'management-api-all',
        resourceId: managementApi.id,
        name: 'all',
        description: 'Default scope for Management API, allows all permissions.',
        createdAt: store.now(),
      },
    ])
    return store
  }

  constructor(database, random, time) {
    this.database = database
    this.#random = random
    this.#time = time
  }

  /** A new id. */
  id(length = 21) {
    return Array.from({ length }, () => alphabet[Math.floor(this.#next() * alphabet.length)]).join('')
  }

  /** A new time in milliseconds: a clock that goes on by one with every look. */
  now() {
    this.#time += 1
    return this.#time
  }

  /** A store that gives out the same ids and times from here on. */
  copy() {
    return new Store(this.database.copy(), this.#random, this.#time)
  }

  /** mulberry32 */
  #next() {
    this.#random = (this.#random + 0x6d2b79f5) >>> 0
    let bits = this.#random
    bits = Math.imul(bits ^ (bits >>> 15), bits | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
}
