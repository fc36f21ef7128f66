// The largest template that there may be, more and less full: reading it, an edit in it, its hash, a question.
import assert from 'node:assert/strict'
import { createPolicy } from 'orgate/policy'
import { measure } from './measure.mjs'
import { documentOf } from './policy-data.mjs'
import { loadRows } from './policy-memory.mjs'
import { compare } from './statistics.mjs'

const ROLES = 1000
const PERMISSIONS = 10_000
/** Permissions of each role. */
const WIDTHS = [100, 10, 1000]
const HELD = 5
const COUNT = 64

/** The template, and users of one organization with five roles each. */
function policyOf(text) {
  const users = Array.from({ length: COUNT }, (_, index) => `user-${index}`)
  const rolesOf = index => Array.from({ length: HELD }, (_, role) => `role-${(index * 15 + role) % ROLES}`)
  const organization = {
    id: 'acme',
    name: 'Acme',
    members: users.map((user, index) => ({ user, roles: rolesOf(index) })),
  }
  const { template } = JSON.parse(text)
  return createPolicy({ v: 1, template, users, organizations: [organization] })
}

function subjectsOf(policy, width) {
  const questions = Array.from({ length: COUNT }, (_, index) => ({
    user: `user-${index}`,
    organization: 'acme',
  }))
  const held = Array.from(
    { length: COUNT },
    (_, index) => `resource-${(index * 15 * width) % PERMISSIONS}:read`,
  )
  for (const [index, question] of questions.entries()) {
    const grant = policy.resolve(question)
    assert.equal(grant.permissions.length, Math.min(HELD * width, PERMISSIONS))
    assert.equal(grant.can(held[index]), true)
  }
  const change = { organizationRole: 'role-0', permission: `resource-${PERMISSIONS - 1}:read` }
  let granted = false
  const edit = () => {
    granted = !granted
    policy.apply({ op: granted ? 'grantPermission' : 'revokePermission', ...change })
  }
  const first = policy.template.hash
  edit()
  assert.equal(policy.resolve(questions[0]).can(change.permission), true)
  assert.notEqual(policy.template.hash, first)
  edit()
  assert.equal(policy.resolve(questions[0]).can(change.permission), false)
  assert.equal(policy.template.hash, first)
  return {
    resolve: {
      name: 'resolve(…).can(…)',
      run(times) {
        let yes = 0
        for (let i = 0; i < times; i++) {
          const index = i & (COUNT - 1)
          yes += policy.resolve(questions[index]).can(held[index]) ? 1 : 0
        }
        return yes
      },
    },
    edit: {
      name: 'apply(…)',
      run(times) {
        for (let i = 0; i < times; i++) edit()
        return times
      },
    },
    editAndResolve: {
      name: 'apply(…), resolve(…).can(…)',
      run(times) {
        let yes = 0
        for (let i = 0; i < times; i++) {
          edit()
          const index = i & (COUNT - 1)
          yes += policy.resolve(questions[index]).can(held[index]) ? 1 : 0
        }
        return yes
      },
    },
    editAndHash: {
      name: 'apply(…), template.hash',
      run(times) {
        let length = 0
        for (let i = 0; i < times; i++) {
          edit()
          length += policy.template.hash.length
        }
        return length
      },
    },
  }
}

async function widthRows(width, options) {
  const size = { permissions: PERMISSIONS, roles: ROLES, width }
  const name = `template, ${(ROLES * width).toLocaleString('en')} cells`
  const rows = loadRows(name, size, options)
  const policy = policyOf(documentOf(size).text)
  const { resolve, edit, editAndResolve, editAndHash } = subjectsOf(policy, width)
  const samples = await measure([resolve, edit, editAndResolve, editAndHash], options)
  policy.dispose()
  const row = (asked, subject, peer) => ({
    name: `${name}: ${asked}`,
    subject: subject.name,
    peer: peer.name,
    ...compare(samples.get(subject.name), samples.get(peer.name)),
  })
  rows.push(row('an edit and the next question', editAndResolve, resolve))
  rows.push(row('an edit and the hash', editAndHash, edit))
  return rows
}

export async function templateRows(options) {
  const rows = []
  for (const width of WIDTHS.slice(0, options.templates)) rows.push(...(await widthRows(width, options)))
  return rows
}
