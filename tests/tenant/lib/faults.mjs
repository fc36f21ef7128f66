// Faults on demand. Each strikes one request: the `nth` (from 1) that fits, after which it is gone. A request fits
// that has the `method` and the `path` (below `/api`, with or without its query; a string or a RegExp), each of
// which may be left out.

const fits = ({ method, path }, request) => {
  if (method !== undefined && method !== request.method) return false
  if (path === undefined) return true
  if (path instanceof RegExp) return path.test(request.path)
  return path === request.path || path === request.path.split('?')[0]
}

export class Faults {
  #pending = []

  /** Answers with `status` and `body` (JSON, a string or null) in place of the tenant, which does nothing. */
  fail({ method, path, nth = 1, status = 500, body = { message: 'Internal server error.' }, headers = {} }) {
    const type = typeof body === 'string' ? 'text/plain' : 'application/json'
    const answer = {
      status,
      headers: [
        ...(body === null ? [] : [['content-type', `${type}; charset=utf-8`]]),
        ...Object.entries(headers),
      ],
      body: body === null || typeof body === 'string' ? body : JSON.stringify(body),
    }
    this.#pending.push({ method, path, nth, answer })
  }

  /** Breaks the connection: `after` the tenant did what was asked, or `before`. */
  drop({ method, path, nth = 1, when = 'after' }) {
    if (when !== 'after' && when !== 'before') throw new TypeError(`when is after or before, not ${when}`)
    this.#pending.push({ method, path, nth, when })
  }

  /** The fault that strikes a request: `{ answer }` or `{ when }`. */
  take(request) {
    let struck
    for (const fault of this.#pending.filter(pending => fits(pending, request))) {
      fault.nth -= 1
      if (fault.nth === 0 && !struck) struck = fault
      else if (fault.nth === 0) fault.nth = 1
    }
    this.#pending = this.#pending.filter(fault => fault !== struck)
    return struck
  }
}
