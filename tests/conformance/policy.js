// Policies that are read, edited, undone and asked. What a case does not say is tried too: every edit is replayed and
// undone elsewhere, every document is read back, and a refusal changes nothing.
import { canonical, described, flaw, outcome, sorted } from './compare.js'
import { ask } from './policy-ask.js'

const ENGINE = 'orgate/policy'
const numbered = (count = 0, prefix) => Array.from({ length: count }, (_, index) => `${prefix}${index}`)

/** A large document from its numbers: everything is empty, and named by its number. */
const repeatedDocument = repeat => ({
  v: 1,
  template: {
    v: 1,
    permissions: numbered(repeat.permissions, 'p'),
    resources: numbered(repeat.resources, 'urn:api:p').map(indicator => ({ indicator, permissions: [] })),
    roles: numbered(repeat.roles, 'role').map(name => ({ name, permissions: [] })),
  },
  globalRoles: numbered(repeat.globalRoles, 'global').map(name => ({ name })),
  users: numbered(repeat.users, 'u'),
  applications: numbered(repeat.applications, 'a'),
  organizations: numbered(repeat.organizations, 'o').map(id => ({ id, name: 'O' })),
})

/** Creates so many of each, in this order, named as in a document of such numbers. */
const repeatedOperations = repeat => [
  ...numbered(repeat.permissions, 'p').map(name => ({ op: 'createPermission', name })),
  ...numbered(repeat.resources, 'urn:api:p').map(indicator => ({ op: 'createResource', indicator })),
  ...numbered(repeat.roles, 'role').map(name => ({ op: 'createOrganizationRole', name })),
  ...numbered(repeat.globalRoles, 'global').map(name => ({ op: 'createGlobalRole', name })),
  ...numbered(repeat.users, 'u').map(id => ({ op: 'createUser', id })),
  ...numbered(repeat.applications, 'a').map(id => ({ op: 'createApplication', id })),
  ...numbered(repeat.organizations, 'o').map(id => ({ op: 'createOrganization', id, name: 'O' })),
]

function documentOf({ document, fixture, text, nested, repeat }, { corpus, fixtures }) {
  if (nested !== undefined) return '['.repeat(nested) + ']'.repeat(nested)
  if (text !== undefined) return text
  if (fixture) return fixtures[fixture]
  if (repeat) return repeatedDocument(repeat)
  return typeof document === 'string' ? corpus.policy.documents[document] : document
}

function operationsOf({ apply, nestedOperations }) {
  if (nestedOperations !== undefined) {
    let nested = []
    for (let level = 1; level < nestedOperations; level += 1) nested = [nested]
    return nested
  }
  return apply.repeat ? [...repeatedOperations(apply.repeat), ...(apply.last ?? [])] : apply
}

export const placed = problems => sorted((problems ?? []).map(({ code, pointer }) => `${code} ${pointer}`))

/** An error, as far as a case says something about it. */
export function refusal(expected, error, OrgateError) {
  const actual = described(error, OrgateError)
  if (actual.foreign) return actual
  if (expected.pointer !== undefined) actual.pointer = error.details.pointer
  if (expected.problems) actual.problems = placed(error.details.problems)
  return actual
}
const due = expected => ({ ...expected, ...(expected.problems && { problems: placed(expected.problems) }) })

/** A policy on its way through a case. */
class Run {
  constructor(context, policy) {
    Object.assign(this, context)
    this.policy = policy
    this.named = new Map([['start', { changes: [], json: JSON.stringify(policy) }]])
    this.log = []
  }

  async step(step, where) {
    this.where = where
    // Here operations are values, so that there is no bad text.
    if (step.applyText !== undefined) return
    const edits = ['apply', 'nestedOperations', 'undo', 'replay'].some(edit => edit in step)
    await (edits ? this.edit(step) : ask(this, step))
  }

  same(what, expected, actual) {
    if (canonical(expected) !== canonical(actual)) this.add(`${this.where}: ${what}`, expected, actual)
  }

  /** Compares a refusal; whether that is all there is to say. */
  refused(step, { value, error }) {
    if (error) {
      if (step.error) this.same('refused', due(step.error), refusal(step.error, error, this.OrgateError))
      else this.same('done', 'done', described(error, this.OrgateError))
      const problem = flaw(error, this)
      if (problem) this.same('the error', 'well-formed', problem)
      return true
    }
    if (step.error) this.same('refused', step.error, value ?? 'done')
    return step.error !== undefined
  }

  async edit(step) {
    const before = JSON.stringify(this.policy)
    const result = await outcome(() => this.act(step))
    // How deep a value may be is the caller's stack to say; that it is refused is the same.
    const expected = step.nestedOperations ? { error: { code: step.error.code } } : step
    if (this.refused(expected, result)) {
      this.same('a refusal changed nothing', before, JSON.stringify(this.policy))
      return
    }
    const { value: changes } = result
    const listed = list => sorted(list.map(canonical))
    if (step.changes) this.same('changes', listed(step.changes), listed(changes))
    this.consistent(before, changes)
    if (step.as) this.named.set(step.as, { changes, json: JSON.stringify(this.policy) })
    this.log.push(changes)
  }

  act(step) {
    if ('undo' in step) return this.policy.undo(this.named.get(step.undo).changes)
    if ('replay' in step) {
      const { replay } = step
      return this.policy.replay(typeof replay === 'string' ? this.named.get(replay).changes : replay)
    }
    return this.policy.apply(operationsOf(step))
  }

  /** What holds of every edit: its changes lead there and back, and the policy travels as a document. */
  consistent(before, changes) {
    const after = JSON.stringify(this.policy)
    const other = this.createPolicy(before)
    this.same('replay answers the changes', changes, other.replay(changes))
    this.same('replayed', after, JSON.stringify(other))
    this.same('hash, replayed', this.policy.template, other.template)
    other.undo(changes)
    this.same('undone', before, JSON.stringify(other))
    other.dispose()
    const read = this.createPolicy(after)
    this.same('read back', after, JSON.stringify(read))
    this.same('counts, read back', this.policy.counts, read.counts)
    read.dispose()
  }

  /** Undoes everything, the last edit first; then a gate takes the template. */
  end() {
    this.where = 'the end'
    const template = this.policy.toTemplate()
    this.same('the template', this.policy.toJSON().template, template)
    for (const { api } of this.engines) {
      const gate = api.createGate({ issuer: 'https://tenant.example/oidc', keys: { keys: [] }, template })
      const grant = gate.resolve({ organization: 'x', roles: [], principal: 'User' })
      this.same('the gate has the template', this.policy.template, grant.template)
    }
    for (const changes of this.log.toReversed?.() ?? [...this.log].reverse()) this.policy.undo(changes)
    this.same('everything undone', this.named.get('start').json, JSON.stringify(this.policy))
  }
}

async function trial(context, entry) {
  const { add, api, OrgateError, statuses } = context
  const { value: policy, error } = await outcome(() => api.createPolicy(documentOf(entry, context)))
  if (error || entry.problems) {
    const expected = entry.problems ? { code: 'CONFIGURATION_INVALID', problems: entry.problems } : {}
    const actual = error ? refusal({ problems: [] }, error, OrgateError) : 'read'
    add('problems', due(expected), actual)
    const problem = error && flaw(error, { OrgateError, statuses })
    if (problem) add('its error', 'well-formed', problem)
    return
  }
  add('warnings', placed(entry.warnings), placed(policy.warnings))
  const run = new Run({ ...context, createPolicy: api.createPolicy }, policy)
  for (const [index, step] of (entry.steps ?? []).entries()) await run.step(step, `step ${index}`)
  run.end()
  policy.dispose()
}

export async function policy({ policy: api, corpus, fixtures, engines, check, results, statuses }) {
  await api.init()
  for (const entry of corpus.policy.cases) {
    if (!results.begin('policy', entry.name)) continue
    const add = (what, expected, actual) => results.add(`${entry.name}: ${what}`, ENGINE, expected, actual)
    const { OrgateError } = api
    const context = { add, api, corpus, fixtures, engines, check, OrgateError, statuses }
    const { error } = await outcome(() => trial(context, entry))
    add('to its end', 'done', error ? described(error, OrgateError) : 'done')
  }
}
