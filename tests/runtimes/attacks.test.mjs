// The attack list: every row has cases or tests, and jose does with them what docs/attacks.md says.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { run } from '../conformance/run.js'
import { attacks } from '../corpus/generate/attacks/index.mjs'
import { corpus, fixtures } from './lib/data.mjs'
import { refusalOfJose } from './lib/jose.mjs'
import { load } from './lib/tarball.mjs'

const cases = new Map(corpus.tokens.cases.map(entry => [entry.name, entry]))
const read = path => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/** The titles of a file's tests; what a template puts before a title is left out. */
function titlesIn(file) {
  const titles = [...read(file).matchAll(/\btest\(\s*(?:'((?:\\.|[^'\n])+)'|`((?:\\.|[^`])+)`)/g)]
  return titles.map(([, plain, template]) => plain ?? template.replace(/^\$\{[^}]+\}: /, ''))
}

test('the attack list has 55 rows', () => {
  assert.deepEqual(
    attacks.map(({ row }) => row),
    Array.from({ length: 55 }, (_, index) => index + 1),
  )
})

for (const { row, attack, tests = [], ...named } of attacks) {
  const { refused = [], ours = [], caller = [], accepted = [] } = named
  const title = `${row}: ${attack}`

  test(`${title}: is tested`, () => {
    assert.ok(refused.length + ours.length + caller.length + accepted.length + tests.length > 0)
    for (const name of [...refused, ...ours, ...caller]) assert.ok(cases.get(name)?.expect.code, name)
    for (const name of accepted) assert.ok(cases.has(name) && !cases.get(name).expect.code, name)
    const names = [...refused, ...ours, ...caller, ...accepted]
    assert.equal(new Set(names).size, names.length)
    for (const one of tests) assert.ok(titlesIn(one.file).includes(one.title), `${one.file}: ${one.title}`)
  })

  if (refused.length + ours.length === 0) continue
  test(`${title}: jose refuses ${refused.length} cases and accepts ${ours.length}`, async () => {
    const acceptedByJose = []
    for (const name of [...refused, ...ours]) {
      const refusal = await refusalOfJose(cases.get(name), corpus.tokens, { maxTokenAge: '1 day' })
      if (!refusal) acceptedByJose.push(name)
    }
    assert.deepEqual(acceptedByJose, ours)
  })
}

test('an error that shows a part of its token is found', async () => {
  const modules = await load()
  const { OrgateError } = modules.check
  const name = 'signature: ES384: tampered claims'
  /** The engine, but for what its errors say beside their message. */
  const careless = show => ({
    ...modules.sync,
    createGate: options => {
      const gate = modules.sync.createGate(options)
      const verifyOrganizationToken = (token, expected) => {
        try {
          return gate.verifyOrganizationToken(token, expected)
        } catch (error) {
          const [message, details] = show(token)
          throw new OrgateError(error.code, error.status, error.message + message, details)
        }
      }
      return { verifyOrganizationToken }
    },
  })
  const only = (wanted, group) => group === 'tokens' && wanted === name
  const failures = async show => {
    const tokens = { ...corpus.tokens, cases: [cases.get(name)] }
    const engine = careless(show)
    const results = await run({
      ...{ ...modules, orgate: engine, sync: undefined, policy: undefined },
      ...{ corpus: { tokens, codes: corpus.codes }, fixtures, only },
    })
    return results.failed.map(({ actual }) => actual.replace(/: .*/, ''))
  }
  assert.deepEqual(await failures(() => ['', {}]), [])
  const shows = 'shows a part of the token'
  assert.deepEqual(await failures(token => [` in ${token}`, {}]), [shows])
  assert.deepEqual(await failures(token => [` in ${token.split('.')[1]}`, {}]), [shows])
  assert.deepEqual(await failures(token => ['', { token }]), [shows])
})
