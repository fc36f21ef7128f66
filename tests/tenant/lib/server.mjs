// A tenant for tests, in memory: the template part of Logto's Management API, and as much of organizations, members
// and assignments as it takes to see what is lost with a role. It answers as Logto 1.37.1 does, from which the
// requests in tests/fixtures/logto/management were captured; later versions create an organization role together with
// its permissions or not at all, and PUT of members keeps the roles of those who stay.
import { exportWith, load } from './bundle.mjs'
import { Refusal } from './errors.mjs'
import { Faults } from './faults.mjs'
import { listen } from './listener.mjs'
import { organizationRoleRoutes } from './organization-roles.mjs'
import { organizationScopeRoutes } from './organization-scopes.mjs'
import { organizationRoutes } from './organizations.mjs'
import { resourceRoutes } from './resources.mjs'
import { roleRoutes } from './roles.mjs'
import { base, Router } from './router.mjs'
import { Store } from './store.mjs'

const router = new Router([
  ...organizationScopeRoutes,
  ...organizationRoleRoutes,
  ...organizationRoutes,
  ...resourceRoutes,
  ...roleRoutes,
])

const pathOf = ({ pathname, search }) =>
  `${pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname}${search}`

/** What `fetch` throws when the other side closes the connection. */
const closed = () =>
  new TypeError('fetch failed', {
    cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }),
  })

class Tenant {
  /** Every request: `{ method, path, status }`, the path below `/api` with its query; no status if none was made. */
  requests = []
  #store
  #token
  #faults = new Faults()
  #listener

  constructor(store, token) {
    this.#store = store
    this.#token = token
  }

  /** The requests that are not GET, also those that were refused. */
  get writes() {
    return this.requests.filter(({ method }) => method !== 'GET')
  }

  /** As the platform's `fetch`, whatever the origin. It needs no `this`. */
  fetch = async (input, init) => {
    const request = new Request(input, init)
    const source = await request.text()
    request.signal.throwIfAborted()
    const { method, url, headers } = request
    const answer = this.#serve({ method, url: new URL(url), headers, source })
    if (!answer) throw closed()
    return new Response(answer.body, { status: answer.status, headers: answer.headers })
  }

  /** Starts a real server, once. Its origin. */
  async listen() {
    this.#listener ??= await listen(request => this.#serve(request))
    return this.#listener.origin
  }

  async close() {
    await this.#listener?.close()
    this.#listener = undefined
  }

  /** `{ method?, path?, nth?, status?, body?, headers? }`: the answer in place of the tenant's, which does nothing. */
  failOnce(fault = {}) {
    this.#faults.fail(fault)
  }

  /** `{ method?, path?, nth?, when? }`: breaks the connection `after` (default) or `before` the tenant has done it. */
  dropOnce(fault = {}) {
    this.#faults.drop(fault)
  }

  /** The export, keyed by path. Its requests are not recorded, and no fault strikes them. */
  export() {
    return exportWith(path => {
      const url = new URL(`http://tenant.invalid${base}${path}`)
      const answer = router.answer(this.#store, { method: 'GET', url, headers: new Headers(), source: '' })
      return { body: JSON.parse(answer.body), total: Number(new Headers(answer.headers).get('total-number')) }
    })
  }

  /** Reads an export into an empty tenant, ids kept. The tenant. */
  load(bundle) {
    load(this.#store.database, bundle)
    return this
  }

  /** A tenant in the same state, without requests and faults; from here on, both give out the same ids. */
  clone() {
    return new Tenant(this.#store.copy(), this.#token)
  }

  /** The answer; nothing if the connection breaks. */
  #serve(request) {
    const { method } = request
    const path = pathOf(request.url)
    const fault = this.#faults.take({ method, path })
    const answer =
      fault?.when === 'before'
        ? undefined
        : (fault?.answer ?? this.#refused(request) ?? router.answer(this.#store, request))
    this.requests.push({ method, path, status: answer?.status ?? null })
    return fault?.when ? undefined : answer
  }

  #refused({ headers }) {
    if (this.#token === undefined) return undefined
    const authorization = headers.get('authorization')
    if (authorization === `Bearer ${this.#token}`) return undefined
    const code = !authorization
      ? 'authorization_header_missing'
      : authorization.startsWith('Bearer ')
        ? 'unauthorized'
        : 'authorization_token_type_not_supported'
    const { status, body } = new Refusal(`auth.${code}`)
    return {
      status,
      headers: [['content-type', 'application/json; charset=utf-8']],
      body: JSON.stringify(body),
    }
  }
}

/** A new tenant. Where a `token` is given, requests must bear it; what `seed` is, its ids follow from. */
export const createTenant = ({ seed = 'tenant', token } = {}) => new Tenant(Store.create(seed), token)
