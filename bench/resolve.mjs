// Roles to permissions in a large template, until the first decision on the grant.
import assert from 'node:assert/strict'
import { createGate } from 'orgate'
import { createPolicy } from 'orgate/policy'
import { measure } from './measure.mjs'
import { casbin, cedar } from './peers.mjs'
import { compare } from './statistics.mjs'
import { now } from './tokens.mjs'

const SIZE = 1000
const ROLES = 5
/** How many questions. A power of two, so that the next one costs one mask. */
const COUNT = 64
const ORGANIZATION = 'acme'
const permissions = Array.from({ length: SIZE }, (_, index) => `resource-${index}:read`)

/** Roles with `width` permissions each; neighbours share none, so that five in a row are all distinct. */
function rolesOf(count, width) {
  return Array.from({ length: count }, (_, role) => ({
    name: `role-${role}`,
    permissions: Array.from({ length: width }, (_, index) => permissions[(role * width + index) % SIZE]),
  }))
}

/** What is asked: by users with five roles each, from all over the template even in a few questions. */
function questionsOf(roles) {
  return Array.from({ length: COUNT }, (_, index) => {
    const first = Math.floor((((index * 27) & (COUNT - 1)) * roles.length) / COUNT)
    const held = Array.from({ length: ROLES }, (_, role) => roles[(first + role) % roles.length])
    const asked = held[index % ROLES].permissions
    return {
      user: `user-${index}`,
      organization: ORGANIZATION,
      roles: held.map(({ name }) => name),
      permission: asked[index % asked.length],
    }
  })
}

function listsOf(roles) {
  const lists = new Map(JSON.parse(JSON.stringify(roles)).map(role => [role.name, role.permissions]))
  return names => {
    const set = new Set()
    for (const name of names) for (const permission of lists.get(name)) set.add(permission)
    return set
  }
}

function gateSubject(roles, questions) {
  const gate = createGate({
    issuer: 'https://issuer.example/oidc',
    keys: { keys: [] },
    template: { v: 1, permissions, roles },
    clock: () => now * 1000,
  })
  const asked = questions.map(({ permission }) => permission)
  const gateQuestions = questions.map(({ organization, roles }) => ({
    organization,
    principal: 'User',
    roles,
  }))
  const union = listsOf(roles)
  for (const [index, question] of gateQuestions.entries()) {
    const expected = union(question.roles)
    assert.equal(expected.size, ROLES * roles[0].permissions.length)
    assert.deepEqual(new Set(gate.resolve(question).permissions), expected)
    assert.equal(gate.resolve(question).can(asked[index]), true)
  }
  return {
    name: 'gate.resolve(…).can(…)',
    run(times) {
      let yes = 0
      for (let i = 0; i < times; i++) {
        const index = i & (COUNT - 1)
        yes += gate.resolve(gateQuestions[index]).can(asked[index]) ? 1 : 0
      }
      return yes
    },
  }
}

/** The same, but who has which roles in the organization is the policy's to know. */
function policySubject(roles, questions) {
  const policy = createPolicy({
    v: 1,
    template: { v: 1, permissions, roles },
    users: questions.map(({ user }) => user),
    organizations: [
      { id: ORGANIZATION, name: 'Acme', members: questions.map(({ user, roles }) => ({ user, roles })) },
    ],
  })
  const asked = questions.map(({ permission }) => permission)
  const policyQuestions = questions.map(({ user, organization }) => ({ user, organization }))
  const union = listsOf(roles)
  for (const [index, question] of policyQuestions.entries()) {
    const expected = union(questions[index].roles)
    assert.deepEqual(new Set(policy.resolve(question).permissions), expected)
    assert.equal(policy.resolve(question).can(asked[index]), true)
  }
  return {
    name: 'policy.resolve(…).can(…)',
    run(times) {
      let yes = 0
      for (let i = 0; i < times; i++) {
        const index = i & (COUNT - 1)
        yes += policy.resolve(policyQuestions[index]).can(asked[index]) ? 1 : 0
      }
      return yes
    },
  }
}

function setSubject(roles, questions) {
  const union = listsOf(roles)
  return {
    name: 'a Set from the lists, in plain JavaScript',
    run(times) {
      let yes = 0
      for (let i = 0; i < times; i++) {
        const { roles, permission } = questions[i & (COUNT - 1)]
        yes += union(roles).has(permission) ? 1 : 0
      }
      return yes
    },
  }
}

function row(name, samples, subject, peer) {
  const compared = compare(samples.get(subject.name), samples.get(peer.name))
  return { name, subject: subject.name, peer: peer.name, ...compared }
}

/** Against what a few lines of JavaScript would do. */
async function floorRows(distinct, options) {
  const roles = rolesOf(SIZE, distinct / ROLES)
  const questions = questionsOf(roles)
  const gate = gateSubject(roles, questions)
  const policy = policySubject(roles, questions)
  const floor = setSubject(roles, questions)
  const samples = await measure([gate, policy, floor], options)
  const name = `${ROLES} roles, ${distinct.toLocaleString('en')} distinct permissions`
  return [row(`resolve ${name}`, samples, gate, floor), row(`policy.resolve ${name}`, samples, policy, floor)]
}

/** Against engines for policies, measured apart from the floor: they leave much garbage. */
async function peerRows(count, width, options) {
  const roles = rolesOf(count, width)
  const questions = questionsOf(roles)
  const gate = gateSubject(roles, questions)
  const policy = policySubject(roles, questions)
  const peers = [
    await casbin(roles, questions),
    cedar(roles, questions),
    cedar(roles, questions, { indexed: true }),
  ]
  const samples = await measure([gate, policy, ...peers], options)
  const rules = `${(count * width).toLocaleString('en')} rules`
  return peers.flatMap(peer => [
    row(`resolve, ${rules}, against ${peer.name}`, samples, gate, peer),
    row(`policy.resolve, ${rules}, against ${peer.name}`, samples, policy, peer),
  ])
}

export async function resolveRows(options) {
  return [
    ...(await floorRows(200, options)),
    ...(await floorRows(1000, options)),
    ...(await peerRows(30, 5, options)),
    ...(await peerRows(SIZE, 40, options)),
  ]
}
