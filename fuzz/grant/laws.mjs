// What must hold for every text that `readGrant` is given. A law that is broken throws an AssertionError.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import Ajv from 'ajv/dist/2020.js'

const schema = JSON.parse(readFileSync(new URL('../../docs/grant.schema.json', import.meta.url), 'utf8'))
const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false })
const fitsSchema = ajv.compile(schema)

const refusals = new Map([
  ['GRANT_INVALID', 500],
  ['GRANT_VERSION_UNSUPPORTED', 500],
  ['GRANT_EXPIRED', 403],
])

/** Names that an object answers to without holding them. */
const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', '']

/** Before any date that a grant may have expired at. */
const longAgo = -8.64e15

/**
 * Looks at one text; a short description of what became of it, by which a fuzzer tells new behaviour from known.
 *
 * @param {typeof import('orgate/check')} check
 * @param {string} text
 */
export function look(check, text) {
  const value = parsed(text)
  const answer = read(check, text, { now: longAgo })
  if (isObject(value)) {
    // As text or as an object, and by the schema: one verdict.
    assert.equal(read(check, value, { now: longAgo }).error === undefined, answer.error === undefined)
    assert.equal(fitsSchema(value), !isOfForm(answer.error), answer.error?.message ?? 'it was read')
  }
  if (answer.error) return refused(check, answer.error)
  assert.ok(isObject(value), 'a grant was read of something that is no object')
  return granted(check, answer.grant, value)
}

const isObject = value => typeof value === 'object' && value !== null
const isOfForm = error => Boolean(error) && error.code !== 'GRANT_EXPIRED'

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function read({ readGrant }, input, options) {
  try {
    return { grant: readGrant(input, options) }
  } catch (error) {
    return { error }
  }
}

function refused({ OrgateError }, error) {
  assert.ok(error instanceof OrgateError, `not a refusal: ${error?.stack}`)
  assert.equal(error.status, refusals.get(error.code), error.code)
  // It names a member of the format, and holds nothing of the input.
  assert.ok(error.message.length < 80, error.message)
  assert.ok(error.code === 'GRANT_EXPIRED' || error.details.member in schema.properties, error.message)
  return `${error.code} ${error.details.member}`
}

function granted(check, grant, value) {
  const held = new Set(value.permissions)
  for (const name of [...held, ...inherited, `${value.permissions[0]} `]) {
    assert.equal(grant.can(name), held.has(name), JSON.stringify(name))
    assert.equal(grant.explain(name, { now: longAgo }).allowed, held.has(name))
  }
  assert.ok(Object.isFrozen(grant))
  const written = JSON.stringify(grant)
  const again = check.readGrant(written, { now: longAgo })
  assert.equal(JSON.stringify(again), written, 'written and read, it is another grant')
  expires(check, grant, written)
  const members = Object.keys(schema.properties).filter(name => name in value)
  return `${grant.kind} ${grant.mode} ${members.join(' ')} ${Math.min(held.size, 3)}`
}

/** From its last second on nobody reads it. */
function expires(check, grant, written) {
  if (grant.expiresAt === undefined) {
    assert.equal(grant.isExpired(Number.MAX_VALUE), false)
    return
  }
  const last = grant.expiresAt * 1000
  assert.equal(grant.isExpired(last), true)
  assert.equal(read(check, written, { now: last }).error?.code, 'GRANT_EXPIRED')
  assert.equal(read(check, written, { now: last + 1000 }).error?.code, 'GRANT_EXPIRED')
}
