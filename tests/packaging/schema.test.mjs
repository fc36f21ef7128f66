// template.schema.json says what the engine says, as far as a JSON Schema can.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import Ajv from 'ajv/dist/2020.js'
import { templateOf } from '../conformance/templates.js'
import { corpus } from '../runtimes/lib/data.mjs'
import { load, root } from '../runtimes/lib/tarball.mjs'
import { installed } from './lib/app.mjs'
import { beyond, pointersOf, validator } from './lib/schema.mjs'

const read = path => JSON.parse(readFileSync(path, 'utf8'))
const schema = read(join(installed, 'template.schema.json'))
const validate = validator(schema)

/** Logto exports are another format. */
const cases = corpus.templates.cases.filter(
  ({ fixture, name }) => !fixture && !name.startsWith('Logto export'),
)

test('there are good and bad templates', () => {
  assert.ok(cases.filter(({ expect }) => !expect.problems).length >= 10)
  assert.ok(cases.filter(({ expect }) => expect.problems).length >= 20)
})

for (const entry of cases) {
  test(entry.name, () => {
    const problems = (entry.expect.problems ?? []).filter(problem => !beyond(problem))
    const valid = validate(templateOf(entry))
    const pointers = (validate.errors ?? []).flatMap(pointersOf)
    assert.equal(valid, problems.length === 0, JSON.stringify(validate.errors))
    for (const { code, pointer } of problems) {
      assert.ok(pointers.includes(pointer), `${code} at ${pointer} is not among ${pointers.join(' ')}`)
    }
  })
}

/** Control characters, every white space of Unicode, and what other languages take for one. */
const characters = [
  ...Array.from({ length: 0x21 }, (_, code) => code),
  ...[0x7f, 0x80, 0x85, 0xa0, 0xe9, 0x1680, 0x180e, 0x2000, 0x200a, 0x200b, 0x2028, 0x2029, 0x202f],
  ...[0x205f, 0x2060, 0x3000, 0xe000, 0xfeff, 0xfffe, 0x1f600],
].map(code => String.fromCodePoint(code))

const places = {
  'a permission': name => ({ v: 1, permissions: [name], roles: [] }),
  'a role': name => ({ v: 1, permissions: [], roles: [{ name, permissions: [] }] }),
  'an indicator': name => ({
    v: 1,
    permissions: [],
    resources: [{ indicator: `urn:${name}`, permissions: [] }],
    roles: [],
  }),
}

for (const [place, templateWith] of Object.entries(places)) {
  test(`the engine takes the same characters in ${place}`, async () => {
    const { createGate } = (await load()).orgate
    const takes = template => {
      try {
        createGate({ issuer: 'https://tenant.example/oidc', keys: { keys: [] }, template })
        return true
      } catch {
        return false
      }
    }
    const differs = characters.filter(character => {
      const template = templateWith(`a${character}b`)
      return validate(template) !== takes(template)
    })
    assert.deepEqual(
      differs.map(character => character.codePointAt(0).toString(16)),
      [],
    )
  })
}

test('the sample template of the example worker is valid', () => {
  assert.ok(
    validate(read(join(root, 'examples', 'worker', 'template.json'))),
    JSON.stringify(validate.errors),
  )
})

test('the schema validates as a schema', () => {
  assert.ok(new Ajv().validateSchema(schema))
  assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema')
})
