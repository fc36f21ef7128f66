// Directories of three sizes, side by side in one engine: what grows with their size, and what does not.
import assert from 'node:assert/strict'
import { createPolicy } from 'orgate/policy'
import { measure } from './measure.mjs'
import { directory, edit, LARGE, MANY } from './policy-data.mjs'
import { loadRows } from './policy-memory.mjs'
import { compare } from './statistics.mjs'

/** More members than fit a processor's cache with what they hold. A power of two: the next costs one mask. */
const COUNT = 4096
const SIZES = [
  { organizations: 10_000, memberships: 100_000 },
  { organizations: 50_000, memberships: 500_000 },
  { organizations: 100_000, memberships: 1_000_000 },
]

const label = memberships => `${memberships.toLocaleString('en')} memberships`

/** A subject that asks every member in turn, from one block to the next. */
function asking(name, questions, ask) {
  let next = 0
  return {
    name,
    run(times) {
      let yes = 0
      for (let i = 0; i < times; i++) yes += ask(questions[next++ & (COUNT - 1)])
      return yes
    },
  }
}

/** What is asked of a directory, by name. Every one is given the right answer before it is measured. */
function subjectsOf(policy, { questions, consultant, largest, stranger, memberships }) {
  const resolving = (kind, questionOf) => {
    const list = questions.map(known => {
      const question = questionOf(known)
      const answer = [...policy.resolve(question).permissions].sort()
      assert.deepEqual(answer, [...known.expected[kind]].sort())
      return { question, permission: answer[answer.length >> 1] }
    })
    return asking(label(memberships), list, ({ question, permission }) =>
      policy.resolve(question).can(permission) ? 1 : 0,
    )
  }
  const listing = known => policy.organizationsOf({ user: known.user }).length
  for (const known of questions) {
    const answer = policy.organizationsOf({ user: known.user })
    assert.deepEqual(answer.map(({ organization }) => organization).sort(), known.organizations.toSorted())
  }
  assert.equal(policy.organizationsOf({ user: consultant }).length, MANY)
  assert.equal(policy.members(largest, { limit: LARGE + 1 }).length, LARGE)
  assert.equal(policy.members(largest).length, MANY)
  return {
    'organization permissions': resolving('organization', ({ user, organization }) => ({
      user,
      organization,
    })),
    'API permissions in an organization': resolving('organizationApi', known => ({
      user: known.user,
      organization: known.organization,
      resource: known.resource,
    })),
    'API permissions without an organization': resolving('api', ({ user, resource }) => ({ user, resource })),
    'a template edit and the next question': editing(policy, questions, memberships),
    'a member added with a role, and removed': joining(policy, questions, stranger, memberships),
    "a user's organizations": asking(label(memberships), questions, listing),
    [`a user's organizations, ${MANY.toLocaleString('en')} of them`]: asking(
      label(memberships),
      questions,
      () => policy.organizationsOf({ user: consultant }).length,
    ),
    "an organization's members": asking(
      label(memberships),
      questions,
      ({ organization }) => policy.members(organization).length,
    ),
    [`the first ${MANY.toLocaleString('en')} of ${LARGE.toLocaleString('en')} members`]: asking(
      label(memberships),
      questions,
      () => policy.members(largest).length,
    ),
  }
}

/** Grants and revokes in turn; the next question of an organization must know it. */
function editing(policy, questions, memberships) {
  const { organizationRole, permission } = edit
  const holders = questions.filter(
    ({ roles, expected }) => roles.includes(organizationRole) && !expected.organization.has(permission),
  )
  let granted = false
  let next = 0
  const once = () => {
    granted = !granted
    policy.apply({ op: granted ? 'grantPermission' : 'revokePermission', organizationRole, permission })
    const { user, organization } = holders[next++ % holders.length]
    return policy.resolve({ user, organization }).can(permission)
  }
  for (let i = 0; i < 4; i++) assert.equal(once(), granted)
  return {
    name: label(memberships),
    run(times) {
      let yes = 0
      for (let i = 0; i < times; i++) yes += once() ? 1 : 0
      return yes
    },
  }
}

function joining(policy, questions, application, memberships) {
  const once = ({ organization }) => {
    const member = { organization, application }
    const roles = ['machine-0']
    const added = policy.apply([
      { op: 'addMember', ...member },
      { op: 'assignRoles', organization, roles, applications: [application] },
    ])
    return added.length + policy.apply({ op: 'removeMember', ...member }).length
  }
  for (const known of questions) assert.equal(once(known), 4)
  return asking(label(memberships), questions, once)
}

export async function directoryRows(options) {
  const sizes = SIZES.slice(0, options.directories)
  const rows = sizes.flatMap(size => loadRows(`directory, ${label(size.memberships)}`, size, options))
  const subjects = sizes.map(size => {
    const known = directory(size, COUNT)
    return subjectsOf(createPolicy(known.text), known)
  })
  for (const asked of Object.keys(subjects[0])) {
    const [small, ...larger] = subjects.map(all => all[asked])
    const samples = await measure([small, ...larger], options)
    for (const subject of larger) {
      const compared = compare(samples.get(subject.name), samples.get(small.name))
      rows.push({
        name: `directory, ${subject.name}: ${asked}`,
        subject: subject.name,
        peer: small.name,
        ...compared,
      })
    }
  }
  return rows
}
