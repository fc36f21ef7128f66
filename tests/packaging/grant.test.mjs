// docs/grant.schema.json says what `readGrant` says, as far as a JSON Schema can.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import Ajv from 'ajv/dist/2020.js'
import { corpus } from '../runtimes/lib/data.mjs'

const schema = JSON.parse(readFileSync(new URL('../../docs/grant.schema.json', import.meta.url), 'utf8'))
const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false })
const validate = ajv.compile(schema)

const FORM = ['GRANT_INVALID', 'GRANT_VERSION_UNSUPPORTED']

/** What a schema cannot say: these are refused as text, before there is a value to look at. */
const notJson = ['not JSON', 'an empty string', 'a byte order mark']

const { cases } = corpus.grants
const isGood = ({ expect }) => !FORM.includes(expect.code)

test('there are good, expired and bad grants', () => {
  assert.ok(cases.filter(({ expect }) => !expect.code).length >= 15)
  assert.ok(cases.some(({ expect }) => expect.code === 'GRANT_EXPIRED'))
  for (const code of FORM) assert.ok(cases.filter(({ expect }) => expect.code === code).length >= 3, code)
})

for (const entry of cases.filter(({ name }) => !notJson.includes(name))) {
  test(entry.name, () => {
    const value = typeof entry.json === 'string' ? JSON.parse(entry.json) : entry.json
    assert.equal(validate(value), isGood(entry), JSON.stringify(validate.errors))
  })
}

for (const name of notJson) {
  test(`${name}: nothing for a schema`, () => {
    const entry = cases.find(entry => entry.name === name)
    assert.equal(entry.expect.code, 'GRANT_INVALID')
    assert.throws(() => JSON.parse(entry.json), SyntaxError)
  })
}

test('the grants of the tokens are valid', () => {
  const made = corpus.tokens.cases.filter(({ expect }) => expect.grant)
  assert.ok(made.length >= 50)
  for (const { name, expect } of made) {
    const { template, ...rest } = expect.grant
    // The corpus does not know the hash.
    const grant = template ? { ...rest, template: { ...template, hash: 'x'.repeat(43) } } : rest
    assert.ok(validate(grant), `${name}: ${JSON.stringify(validate.errors)}`)
  }
})

test('the schema validates as a schema', () => {
  assert.ok(ajv.validateSchema(schema))
  assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema')
})
