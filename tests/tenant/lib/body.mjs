// Bodies of requests: JSON, forms and plain text are read, anything else counts as no body.
import { parse } from 'node:querystring'
import { PlainRefusal } from './errors.mjs'

function json(source) {
  if (source === '') return {}
  if (!/^\s*[[{]/.test(source)) throw new PlainRefusal(400, 'invalid JSON, only supports object and array')
  try {
    return JSON.parse(source)
  } catch ({ message }) {
    throw new PlainRefusal(400, message)
  }
}

const readers = [
  [/^application\/([\w.]+\+)?json\b/i, json],
  [/^application\/x-www-form-urlencoded\b/i, source => ({ ...parse(source) })],
  [/^text\//i, source => source],
]

/** Throws a refusal without a code if it is not JSON. */
export function bodyOf(contentType, source) {
  const [, read] = readers.find(([type]) => type.test(contentType ?? '')) ?? []
  return read?.(source) ?? {}
}
