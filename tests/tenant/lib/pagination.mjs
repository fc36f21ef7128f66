// Pages: `page` and `page_size` of a query, and the headers `Total-Number` and `Link` of an answer.
import { Refusal } from './errors.mjs'

const defaultSize = 20
const maxSize = 100

function parsed(value, fallback, max) {
  if (!value) return fallback
  const number = Number(value)
  if (!(number > 0 && number <= max)) throw new Refusal('guard.invalid_pagination')
  return Math.max(1, Math.floor(number))
}

/** `{ page, size }`; nothing where pages are optional and none was asked for. */
export function pageOf(query, pagination) {
  if (!pagination || (pagination === 'optional' && !query.page && !query.page_size)) return undefined
  return {
    page: parsed(query.page, 1, Number.POSITIVE_INFINITY),
    size: parsed(query.page_size, defaultSize, maxSize),
  }
}

export const sliceOf = (rows, { page, size }) => rows.slice((page - 1) * size, page * size)

/** Links go to the path below `/api` as Logto's do. Each is a header of its own. */
export function headersOf({ page, size }, total, { origin, path, query }) {
  const last = Math.ceil(total / size) || 1
  const link = (number, rel) =>
    `<${origin}${path}?${new URLSearchParams({ ...query, page: String(number) })}>; rel="${rel}"`
  return [
    ['total-number', String(total)],
    ['link', link(1, 'first')],
    ['link', link(last, 'last')],
    ...(page > 1 ? [['link', link(page - 1, 'prev')]] : []),
    ...(page < last ? [['link', link(page + 1, 'next')]] : []),
  ]
}
