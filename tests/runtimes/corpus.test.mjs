// The corpus itself: written by its generator, and complete.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { corpus } from './lib/data.mjs'

test('the committed files are what the generator writes', () => {
  const generator = fileURLToPath(new URL('../corpus/generate.mjs', import.meta.url))
  execFileSync(process.execPath, [generator, '--check'], { stdio: ['ignore', 'pipe', 'pipe'] })
})

/** Codes that no data can cause, and the tests that show them. */
const elsewhere = new Map([
  ['KEYS_UNAVAILABLE', 'keys.test.mjs, cache.test.mjs'],
  ['ENGINE_UNAVAILABLE', 'engine.test.mjs'],
  ['POLICY_DISPOSED', 'policy.test.mjs'],
  ['VERSION_UNKNOWN', 'versions.test.mjs'],
  ['PLAN_INVALID', 'tests/tenant'],
  ['PLAN_CONFLICT', 'tests/tenant'],
  ['PLAN_STEP_FAILED', 'tests/tenant'],
])

test('every code is expected by a case', () => {
  const { codes, ...cases } = corpus
  const expected = new Set(JSON.stringify(cases).match(/"code":"[A-Z_]+"/g))
  const missing = codes.map(({ code }) => code).filter(code => !expected.has(`"code":"${code}"`))
  assert.deepEqual(missing.sort(), [...elsewhere.keys()].sort())
})

test('every topic has tokens that are good and tokens that are refused', () => {
  const topics = new Set(corpus.tokens.cases.map(({ name }) => name.split(':')[0]))
  assert.equal(topics.size, 9)
  for (const topic of topics) {
    const cases = corpus.tokens.cases.filter(({ name }) => name.startsWith(`${topic}:`))
    assert.ok(cases.some(({ expect }) => !expect.code) && cases.some(({ expect }) => expect.code), topic)
  }
})

test('no two cases are the same question', () => {
  const questions = corpus.tokens.cases.map(({ name: _, expect: __, ...question }) =>
    JSON.stringify(question),
  )
  const twice = corpus.tokens.cases.filter((_, index) => questions.indexOf(questions[index]) !== index)
  assert.deepEqual(
    twice.map(({ name }) => name),
    [],
  )
})

/** What becomes another, and what only comes and goes. What is said of the template does neither. */
const alterable = ['resource', 'permission', 'organizationRole', 'globalRole', 'organization']
const facts = [...alterable, 'rolePermission', 'user', 'application', 'member', 'roleAssignment']
const everyChange = [
  ...facts.flatMap(fact => [`added ${fact}`, `removed ${fact}`]),
  ...[...alterable, 'template'].map(fact => `changed ${fact}`),
].sort()
const kindOf = ({ change, fact, before }) => `${change} ${fact ?? before.fact}`

const steps = corpus.policy.cases.flatMap(({ steps }) => steps ?? [])

test('policies: every operation is done and is refused', () => {
  const names = kept => {
    const operations = steps.filter(({ apply, error }) => Array.isArray(apply) && kept(error))
    return new Set(operations.flatMap(({ apply }) => apply.map(operation => operation?.op)))
  }
  const [done, refused] = [names(error => !error), names(error => error)]
  assert.equal(done.size, 26)
  assert.deepEqual(
    [...done].filter(name => !refused.has(name)),
    [],
  )
})

test('policies: every kind of fact comes and goes, and what can change changes', () => {
  const seen = new Set(steps.flatMap(({ changes }) => changes ?? []).map(kindOf))
  assert.deepEqual([...seen].sort(), everyChange)
})

test('policies: every explanation is given', () => {
  const seen = new Set(steps.filter(({ explain }) => explain).map(({ code }) => code))
  assert.deepEqual([...seen].sort(), [
    'AUDIENCE_MISMATCH',
    'GRANTED',
    'NOT_A_MEMBER',
    'ORGANIZATION_REQUIRED',
    'ORGANIZATION_UNKNOWN',
    'PERMISSION_NOT_GRANTABLE',
    'PERMISSION_NOT_GRANTED',
    'PERMISSION_NOT_REQUESTED',
    'PERMISSION_REMOVED',
    'PERMISSION_UNKNOWN',
    'PRINCIPAL_UNKNOWN',
    'RESOURCE_UNKNOWN',
    'ROLE_TYPE_MISMATCH',
  ])
})

test('policies: every principal × organization × audience of every snapshot is asked', () => {
  const snapshots = Object.values(corpus.policy.answers)
  assert.equal(snapshots.length, 6)
  for (const audiences of snapshots) {
    // Eight principals, in three organizations for three audiences, and without an organization for two.
    assert.deepEqual(
      audiences.map(({ asked }) => asked.length),
      [8 * 3, 8 * 4, 8 * 4],
    )
  }
})

const ofKind = kind => corpus.code.cases.filter(one => one.kind === kind)

test('templates as code: every change lies between two policies, with what it can do', () => {
  const changes = ofKind('diff').flatMap(one => one.changes)
  assert.deepEqual([...new Set(changes.map(kindOf))].sort(), everyChange)
  const effects = new Set(changes.map(change => `${kindOf(change)}: ${change.effect}`))
  const moving = ['rolePermission', 'member', 'roleAssignment']
  const due = [
    ...everyChange.map(kind => `${kind}: none`),
    ...moving.flatMap(fact => [`added ${fact}: widening`, `removed ${fact}: narrowing`]),
    ...['widening', 'narrowing', 'both'].map(effect => `changed permission: ${effect}`),
  ]
  assert.deepEqual([...effects].sort(), due.sort())
})

test('templates as code: an impact is listed by everything, in every part, and refused', () => {
  const lists = ofKind('impact').flatMap(one => one.lists)
  const seen = name => [...new Set(lists.map(list => list[name]).filter(Boolean))].sort()
  assert.deepEqual(seen('by'), ['membership', 'organization', 'principal', 'role'])
  assert.deepEqual(seen('effect'), ['gain', 'lose'])
  for (const name of ['after', 'organization', 'permission', 'error']) assert.ok(seen(name).length > 0, name)
  assert.ok(ofKind('impact').some(({ scope }) => scope === 'roles'))
})

test('templates as code: every rule of lint finds something, and every one but errors is switched off', () => {
  const rules = list => [...new Set(list.map(({ rule }) => rule))].sort()
  const found = ofKind('lint').flatMap(({ findings }) => findings)
  assert.deepEqual(rules(found), [
    'dangling-reference',
    'equal-roles',
    'import',
    'inconsistent-naming',
    'invalid',
    'names-differ-only-in-case',
    'not-grantable',
    'permission-without-role',
    'role-within-role',
    'role-without-permission',
    'unknown-rule',
    'unused-suppression',
    'wildcard-name',
  ])
  const errors = ['dangling-reference', 'invalid', 'unknown-rule']
  const off = ofKind('lint').flatMap(({ off }) => off ?? [])
  // What an import does not say is switched off nowhere: an export holds no `lintOff`.
  const due = rules(found).filter(rule => !errors.includes(rule) && rule !== 'import')
  assert.deepEqual(rules(off), due)
})

test('templates as code: every format is read, and refused where it can be', () => {
  const has = (kind, member) => ofKind(kind).filter(one => member in one).length
  assert.ok(has('csv', 'document') > 0 && has('csv', 'template') > 0 && has('csv', 'problems') > 0)
  assert.ok(has('logto', 'bundle') > 0 && has('logto', 'back') > 0)
  assert.ok(has('version', 'error') > 0 && has('version', 'error') < ofKind('version').length)
})
