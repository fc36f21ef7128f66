// One decision on a grant of 50 permissions: half of the questions are answered yes.
import assert from 'node:assert/strict'
import { createMongoAbility } from '@casl/ability'
import { readGrant } from 'orgate/check'
import { measure } from './measure.mjs'
import { compare } from './statistics.mjs'
import { now } from './tokens.mjs'

const actions = ['read', 'create', 'update', 'delete', 'export']
const subjects = Array.from({ length: 20 }, (_, index) => `subject-${index}`)
const names = subjects.flatMap(subject => actions.map(action => `${action}:${subject}`))

/** Every second name, as it comes out of JSON: the strings are not the ones that are asked for. */
const grantJson = JSON.stringify({
  v: 1,
  kind: 'organization',
  issuer: 'https://issuer.example/oidc',
  subject: 'user',
  principal: 'User',
  organization: 'acme',
  permissions: names.filter((_, index) => index % 2 === 0),
  mode: 'token',
  issuedAt: now,
  expiresAt: now + 3600,
})

/** A power of two, so that the next question costs one mask. */
const COUNT = 64
const held = names.filter((_, index) => index % 2 === 0)
const missing = names.filter((_, index) => index % 2 === 1)
const questions = Array.from({ length: COUNT }, (_, index) => (index % 2 === 0 ? held : missing)[index >> 1])
const pairs = questions.map(name => name.split(':'))

function casl() {
  const rules = JSON.parse(grantJson).permissions.map(name => {
    const [action, subject] = name.split(':')
    return { action, subject }
  })
  return createMongoAbility(rules)
}

export async function decideRows(options) {
  const grant = readGrant(grantJson, { now: now * 1000 })
  const set = new Set(JSON.parse(grantJson).permissions)
  const ability = casl()
  for (const [index, name] of questions.entries()) {
    const expected = index % 2 === 0
    const [action, subject] = pairs[index]
    assert.equal(set.has(name), expected)
    assert.equal(grant.can(name), expected)
    assert.equal(ability.can(action, subject), expected)
  }
  const bare = {
    name: 'Set.has',
    run(times) {
      let yes = 0
      for (let i = 0; i < times; i++) yes += set.has(questions[i & (COUNT - 1)]) ? 1 : 0
      return yes
    },
  }
  const ours = {
    name: 'grant.can',
    run(times) {
      let yes = 0
      for (let i = 0; i < times; i++) yes += grant.can(questions[i & (COUNT - 1)]) ? 1 : 0
      return yes
    },
  }
  const peer = {
    name: 'CASL ability.can',
    run(times) {
      let yes = 0
      for (let i = 0; i < times; i++) {
        const [action, subject] = pairs[i & (COUNT - 1)]
        yes += ability.can(action, subject) ? 1 : 0
      }
      return yes
    },
  }
  const samples = await measure([bare, ours, peer], options)
  const row = (name, a, b) => ({
    name,
    subject: a.name,
    peer: b.name,
    ...compare(samples.get(a.name), samples.get(b.name)),
  })
  return [
    row('can against Set.has', ours, bare),
    row('can against CASL', ours, peer),
    row('CASL against Set.has', peer, bare),
  ]
}
