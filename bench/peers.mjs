// casbin and Cedar, asked whether a user has a permission in an organization: each set up as its documentation
// advises for roles, and given what can be prepared.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { initSync, preparsePolicySet } from '@cedar-policy/cedar-wasm/web'
import { newEnforcer, newModel } from 'casbin'

/**
 * @typedef {{ name: string, permissions: string[] }} Role
 * @typedef {{ user: string, organization: string, roles: string[], permission: string }} Question All answered yes.
 */

/** The rules are the same for every organization; who has which role is not. The cheap comparison comes first. */
const CASBIN_MODEL = `
[request_definition]
r = user, organization, permission
[policy_definition]
p = role, permission
[role_definition]
g = _, _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.permission == p.permission && g(r.user, p.role, r.organization)
`

/** One in so many questions is also asked so that the answer is no: that takes casbin longest. */
const MISSES = 8
const MISSING = 'missing:permission'

/**
 * @param {Role[]} roles
 * @param {Question[]} questions
 */
export async function casbin(roles, questions) {
  const enforcer = await newEnforcer(newModel(CASBIN_MODEL))
  await enforcer.addPolicies(roles.flatMap(role => role.permissions.map(name => [role.name, name])))
  await enforcer.addGroupingPolicies(
    questions.flatMap(({ user, organization, roles }) => roles.map(role => [user, role, organization])),
  )
  for (const [index, { user, organization, permission }] of questions.entries()) {
    assert.equal(enforcer.enforceSync(user, organization, permission), true)
    if (index % MISSES !== 0) continue
    assert.equal(enforcer.enforceSync(user, organization, MISSING), false)
    assert.equal(enforcer.enforceSync(user, 'another', permission), false)
  }
  let next = 0
  return {
    name: 'casbin',
    run(times) {
      let yes = 0
      for (let i = 0; i < times; i++) {
        // From one block to the next: there may be fewer questions in a block than there are.
        const { user, organization, permission } = questions[next++ % questions.length]
        yes += enforcer.enforceSync(user, organization, permission) ? 1 : 0
      }
      return yes
    },
  }
}

const cedarGlue = import.meta.resolve('@cedar-policy/cedar-wasm/web')
const cedarExports = initSync({ module: readFileSync(new URL('cedar_wasm_bg.wasm', cedarGlue)) })

/**
 * `statefulIsAuthorized` does nothing but this, by an ordinary call. An ordinary call of an export that answers a
 * JavaScript value is one that Node 20 can compile so that the process aborts ("unreachable code").
 */
const cedarArguments = [undefined]
function isAuthorized(call) {
  cedarArguments[0] = call
  return Reflect.apply(cedarExports.statefulIsAuthorized, undefined, cedarArguments)
}

const role = id => ({ type: 'Role', id })
const action = id => ({ type: 'Action', id })

/** A policy for each role. `indexed` keeps a policy set for each permission: an index that its user has to make. */
function cedarPolicies(roles, indexed) {
  const policy = (name, permissions) => ({
    effect: 'permit',
    principal: { op: 'in', entity: role(name) },
    action: { op: 'in', entities: permissions.map(action) },
    resource: { op: 'is', entity_type: 'Organization' },
    conditions: [],
  })
  if (!indexed) {
    return {
      all: Object.fromEntries(roles.map(({ name, permissions }) => [name, policy(name, permissions)])),
    }
  }
  const sets = { [MISSING]: {} }
  for (const { name, permissions } of roles) {
    for (const permission of permissions) {
      sets[permission] ??= {}
      sets[permission][name] = policy(name, [permission])
    }
  }
  return sets
}

function cedarCall({ user, organization, roles, permission }, preparsedPolicySetId) {
  const principal = { type: 'User', id: user }
  return {
    principal,
    action: action(permission),
    resource: { type: 'Organization', id: organization },
    context: {},
    preparsedPolicySetId,
    entities: [{ uid: principal, attrs: {}, parents: roles.map(role) }],
  }
}

function cedarDecision(call) {
  const answer = isAuthorized(call)
  assert.equal(answer.type, 'success')
  return answer.response.decision
}

let sets = 0

/**
 * @param {Role[]} roles
 * @param {Question[]} questions
 */
export function cedar(roles, questions, { indexed = false } = {}) {
  const prefix = `${sets++}:`
  for (const [id, staticPolicies] of Object.entries(cedarPolicies(roles, indexed))) {
    assert.equal(preparsePolicySet(prefix + id, { staticPolicies }).type, 'success')
  }
  const call = question => cedarCall(question, prefix + (indexed ? question.permission : 'all'))
  const calls = questions.map(call)
  for (const [index, question] of questions.entries()) {
    assert.equal(cedarDecision(calls[index]), 'allow')
    if (index % MISSES !== 0) continue
    assert.equal(cedarDecision(call({ ...question, permission: MISSING })), 'deny')
    assert.equal(cedarDecision(call({ ...question, roles: [] })), 'deny')
  }
  let next = 0
  return {
    name: indexed ? 'Cedar, indexed by hand' : 'Cedar',
    run(times) {
      let yes = 0
      for (let i = 0; i < times; i++) {
        yes += isAuthorized(calls[next++ % calls.length]).response.decision === 'allow' ? 1 : 0
      }
      return yes
    },
  }
}
