// Roles to permissions in a large template, until the first decision on the grant.
import assert from 'node:assert/strict'
import { createGate } from 'orgate'
import { measure } from './measure.mjs'
import { compare } from './statistics.mjs'
import { now } from './tokens.mjs'

const SIZE = 1000
const ROLES = 5
const permissions = Array.from({ length: SIZE }, (_, index) => `resource-${index}:read`)

/** 1,000 roles, each with `width` permissions; neighbours share none, so that five in a row are all distinct. */
function template(width) {
  const roles = Array.from({ length: SIZE }, (_, role) => ({
    name: `role-${role}`,
    permissions: Array.from({ length: width }, (_, index) => permissions[(role * width + index) % SIZE]),
  }))
  return { v: 1, permissions, roles }
}

async function resolveRow(distinct, options) {
  const width = distinct / ROLES
  const { roles } = template(width)
  const gate = createGate({
    issuer: 'https://issuer.example/oidc',
    keys: { keys: [] },
    template: template(width),
    clock: () => now * 1000,
  })
  const lists = new Map(JSON.parse(JSON.stringify(roles)).map(role => [role.name, role.permissions]))
  // A power of two, so that the next question costs one mask.
  const count = 64
  const questions = Array.from({ length: count }, (_, question) => ({
    organization: 'acme',
    principal: 'User',
    roles: Array.from({ length: ROLES }, (_, role) => `role-${(question * 15 + role) % SIZE}`),
  }))
  const asked = questions.map((question, index) => lists.get(question.roles[index % ROLES])[index % width])
  const union = names => {
    const set = new Set()
    for (const name of names) for (const permission of lists.get(name)) set.add(permission)
    return set
  }
  for (const question of questions) {
    const expected = union(question.roles)
    assert.equal(expected.size, distinct)
    assert.deepEqual(new Set(gate.resolve(question).permissions), expected)
  }
  const ours = {
    name: 'gate.resolve(…).can(…)',
    run(times) {
      let yes = 0
      for (let i = 0; i < times; i++) {
        const index = i & (count - 1)
        yes += gate.resolve(questions[index]).can(asked[index]) ? 1 : 0
      }
      return yes
    },
  }
  const peer = {
    name: 'a Set from the lists, in plain JavaScript',
    run(times) {
      let yes = 0
      for (let i = 0; i < times; i++) {
        const index = i & (count - 1)
        yes += union(questions[index].roles).has(asked[index]) ? 1 : 0
      }
      return yes
    },
  }
  const samples = await measure([ours, peer], options)
  return {
    name: `resolve ${ROLES} roles, ${distinct.toLocaleString('en')} distinct permissions`,
    subject: ours.name,
    peer: peer.name,
    ...compare(samples.get(ours.name), samples.get(peer.name)),
  }
}

export async function resolveRows(options) {
  return [await resolveRow(200, options), await resolveRow(1000, options)]
}
