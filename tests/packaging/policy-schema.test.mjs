// policy.schema.json says what the engine says, as far as a JSON Schema can.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import Ajv from 'ajv/dist/2020.js'
import { corpus } from '../runtimes/lib/data.mjs'
import { load } from '../runtimes/lib/tarball.mjs'
import { installed } from './lib/app.mjs'
import { beyond, pointersOf, validator } from './lib/schema.mjs'

const read = name => JSON.parse(readFileSync(join(installed, name), 'utf8'))
const schema = read('policy.schema.json')
const validate = validator(read('template.schema.json'), schema)

const { createPolicy } = (await load()).policy
const { documents, cases } = corpus.policy

/** A template alone and a Logto export are other formats, and text may be no JSON. */
const isDocument = value => typeof value !== 'object' || value === null || 'template' in value || 'v' in value
const documentOf = ({ document }) => (typeof document === 'string' ? documents[document] : document)
const judged = cases.filter(
  entry =>
    entry.document !== undefined &&
    isDocument(documentOf(entry)) &&
    documentOf(entry)?.permissions === undefined,
)

test('there are good and bad documents', () => {
  assert.ok(judged.filter(({ problems }) => !problems).length >= 10)
  assert.ok(judged.filter(({ problems }) => problems).length >= 20)
})

for (const entry of judged) {
  test(entry.name, () => {
    const problems = (entry.problems ?? []).filter(problem => !beyond(problem))
    const valid = validate(documentOf(entry))
    const pointers = (validate.errors ?? []).flatMap(pointersOf)
    assert.equal(valid, problems.length === 0, JSON.stringify(validate.errors))
    for (const { code, pointer } of problems) {
      assert.ok(pointers.includes(pointer), `${code} at ${pointer} is not among ${pointers.join(' ')}`)
    }
  })
}

test('what a policy writes is valid', () => {
  for (const [name, document] of Object.entries(documents)) {
    const policy = createPolicy(document)
    assert.ok(validate(policy.toJSON()), `${name}: ${JSON.stringify(validate.errors)}`)
    policy.dispose()
  }
})

/** Control characters, every white space of Unicode, and what other languages take for one. */
const characters = [
  ...Array.from({ length: 0xa1 }, (_, code) => code),
  ...[0xe9, 0x1680, 0x180e, 0x2000, 0x200a, 0x200b, 0x2028, 0x2029, 0x202f],
  ...[0x205f, 0x2060, 0x3000, 0xe000, 0xfeff, 0xfffe, 0x1f600],
].map(code => String.fromCodePoint(code))

const template = { v: 1, permissions: [], roles: [] }
const places = {
  'a user': id => ({ v: 1, template, users: [id] }),
  'an application': id => ({ v: 1, template, applications: [{ id }] }),
  'an organization': id => ({ v: 1, template, organizations: [{ id, name: id }] }),
  'a member': id => ({ v: 1, template, organizations: [{ id: 'o', name: 'O', members: [{ user: id }] }] }),
  'a global role': name => ({ v: 1, template, globalRoles: [{ name }] }),
}

for (const [place, documentWith] of Object.entries(places)) {
  test(`the engine takes the same characters in ${place}`, () => {
    const takes = document => {
      try {
        createPolicy(document).dispose()
        return true
      } catch {
        return false
      }
    }
    const differs = characters.filter(character => {
      const document = documentWith(`a${character}b`)
      return validate(document) !== takes(document)
    })
    assert.deepEqual(
      differs.map(character => character.codePointAt(0).toString(16)),
      [],
    )
  })
}

test('the schema validates as a schema', () => {
  assert.ok(new Ajv().validateSchema(schema))
  assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema')
})
