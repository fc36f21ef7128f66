// From a request to an answer: `{ status, headers, body }`, `headers` being a list of pairs, `body` a string.
import { parse } from 'node:querystring'
import { bodyOf } from './body.mjs'
import { Violation } from './database.mjs'
import { PlainRefusal, Refusal, refusalOf } from './errors.mjs'
import { guarded, object } from './guard.mjs'
import { headersOf, pageOf, sliceOf } from './pagination.mjs'

export const base = '/api'

const plain = (status, body, headers = []) => ({
  status,
  headers: [['content-type', 'text/plain; charset=utf-8'], ...headers],
  body,
})
const json = (status, value, headers = []) => ({
  status,
  headers: [['content-type', 'application/json; charset=utf-8'], ...headers],
  body: JSON.stringify(value),
})

// What a handler returns.
export const ok = value => ({ status: 200, value })
export const created = value => ({ status: 201, value })
/** Without a value, the body is the status in words. */
export const createdOnly = { status: 201 }
export const noContent = { status: 204 }
/** A list, of which only the page that was asked for is shown. */
export const rows = (list, show = row => row) => ({ status: 200, list, show })

/**
 * A route. `pagination` is `always`, `optional` or nothing; `query` and `body` are shapes of the guard. `handle` takes
 * `{ store, database, params, query, parameters, body }`, `parameters` being the URLSearchParams.
 */
export const route = (method, path, handle, { pagination, query, body } = {}) => ({
  method,
  pattern: path.split('/'),
  handle,
  pagination,
  query: query && object(query),
  body: body && object(body),
})

/** The values of the `:name`s of a pattern, or nothing. */
function matched(pattern, segments) {
  if (pattern.length !== segments.length) return undefined
  const params = {}
  for (const [at, part] of pattern.entries()) {
    if (!part.startsWith(':')) {
      if (part !== segments[at]) return undefined
    } else if (segments[at] === '') {
      return undefined
    } else {
      params[part.slice(1)] = decodeURIComponent(segments[at])
    }
  }
  return params
}

function written({ status, value, list, show }, page, place) {
  if (status === 204) return { status, headers: [], body: null }
  if (list && page) {
    return json(status, sliceOf(list, page).map(show), headersOf(page, list.length, place))
  }
  if (list) return json(status, list.map(show))
  return value === undefined ? plain(status, 'Created') : json(status, value)
}

export class Router {
  #routes

  constructor(routes) {
    this.#routes = routes
  }

  /** `request` is `{ method, url, headers, source }`: a `URL`, `Headers` and the body as a string. */
  answer(store, { method, url, headers, source }) {
    if (!url.pathname.startsWith(`${base}/`)) return plain(404, 'Not Found')
    const path = url.pathname.slice(base.length)
    const segments = path.replace(/(.)\/$/, '$1').split('/')
    const candidates = this.#routes.flatMap(route => {
      const params = matched(route.pattern, segments)
      return params ? [{ ...route, params }] : []
    })
    const found = candidates.find(candidate => candidate.method === method)
    if (!found) {
      const allowed = [...new Set(candidates.map(candidate => candidate.method))].join(', ')
      return allowed ? plain(405, 'Method Not Allowed', [['allow', allowed]]) : plain(404, 'Not Found')
    }
    const query = { ...parse(url.search.slice(1)) }
    try {
      const page = pageOf(query, found.pagination)
      const body = found.body && bodyOf(headers.get('content-type'), source)
      const result = found.handle({
        store,
        database: store.database,
        params: found.params,
        parameters: url.searchParams,
        query: found.query && guarded('query', found.query, query),
        body: found.body && guarded('body', found.body, body),
      })
      return written(result, page, { origin: url.origin, path, query })
    } catch (error) {
      const refusal = error instanceof Violation ? refusalOf(error, path) : error
      if (!(refusal instanceof Refusal || refusal instanceof PlainRefusal)) throw error
      return json(refusal.status, refusal.body)
    }
  }
}
