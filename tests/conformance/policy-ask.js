// Steps that ask a policy: what somebody may do, why, and who is where.
import { outcome, sorted } from './compare.js'

const canonicalList = list => sorted((list ?? []).map(entry => JSON.stringify(Object.entries(entry).sort())))

/** Somebody alone, whatever stands beside them. */
const who = ({ user, application }) => (user === undefined ? { application } : { user })

export async function ask(run, step) {
  const { policy, corpus } = run
  if (step.resolve) return resolve(run, step.resolve, step)
  if (step.explain) return explain(run, step)
  if (step.answers) return answers(run, corpus.policy.answers[step.answers])
  if (step.templateOf) {
    const other = run.createPolicy(corpus.policy.documents[step.templateOf])
    run.same('the hash of the template', other.template.hash, policy.template.hash)
    other.dispose()
    return
  }
  if (step.same) {
    run.same(`as at ${step.same}`, run.named.get(step.same).json, JSON.stringify(policy))
    return
  }
  if (step.toJSON) {
    run.same('the document', JSON.stringify(step.toJSON), JSON.stringify(policy.toJSON()))
    return
  }
  if (step.counts) {
    const counts = Object.keys(step.counts).map(name => [name, policy.counts[name]])
    run.same('counts', step.counts, Object.fromEntries(counts))
    return
  }
  await list(run, step)
}

/** What an explanation says, or the refusal of a question that is not of its form. */
async function explained(policy, question, permission) {
  const { value, error } = await outcome(() => policy.explain(question, permission))
  return value ?? { code: error.code ?? String(error), allowed: false, permission, message: error.message }
}

async function resolve(run, question, step) {
  const { policy, check } = run
  const asked = JSON.stringify(question)
  const result = await outcome(() => policy.resolve(question))
  if (run.refused(step, result)) {
    if (!step.error) return
    const { code, allowed } = await explained(policy, question, 'read:data')
    run.same(`${asked} explained`, [step.error.code, false], [code, allowed])
    return
  }
  const { value: grant } = result
  run.same(asked, sorted(step.permissions), sorted(grant.permissions))
  const { user, application, organization, resource, requested = [] } = question
  const json = JSON.parse(JSON.stringify(grant))
  run.same(
    `${asked}: what kind of grant`,
    {
      v: 1,
      kind: 'policy',
      subject: user ?? application,
      principal: user === undefined ? 'MachineToMachine' : 'User',
      organization: organization ?? null,
      resource: resource ?? null,
      mode: 'template',
      template: policy.template,
      timeless: true,
    },
    {
      v: json.v,
      kind: json.kind,
      subject: json.subject,
      principal: json.principal,
      organization: json.organization ?? null,
      resource: json.resource ?? null,
      mode: json.mode,
      template: json.template,
      timeless: !('expiresAt' in json || 'issuedAt' in json || 'issuer' in json),
    },
  )
  const again = check.readGrant(JSON.stringify(grant))
  run.same(`${asked}: travels`, JSON.stringify(grant), JSON.stringify(again))
  for (const name of new Set([...step.permissions, ...requested])) {
    const held = step.permissions.includes(name)
    const { allowed, grantedBy } = policy.explain(question, name)
    run.same(`${asked}: ${name}`, [held, held, held], [check.can(again, name), grant.can(name), allowed])
    if (allowed && grantedBy.length === 0) run.same(`${asked}: ${name}`, 'granted by somebody', grantedBy)
  }
}

async function answers(run, audiences) {
  for (const { resource, requested, asked } of audiences) {
    for (const { permissions, error, ...row } of asked) {
      const question = { ...row, requested, ...(resource && { resource }) }
      await resolve(run, question, { permissions, ...(error && { error }) })
    }
  }
}

async function explain(run, { explain: question, permission, code, nearest, ...due }) {
  const actual = await explained(run.policy, question, permission)
  const what = `${permission} of ${JSON.stringify(question)}`
  run.same(
    what,
    { code, permission, allowed: code === 'GRANTED', nearest: nearest ?? null },
    {
      code: actual.code,
      permission: actual.permission,
      allowed: actual.allowed,
      nearest: actual.nearest ?? null,
    },
  )
  for (const list of ['grantedBy', 'rolesThatGrant']) {
    run.same(`${list} of ${what}`, canonicalList(due[list]), canonicalList(actual[list]))
  }
  if (!actual.message || actual.message.includes('\n'))
    run.same(`${what}: its message`, 'one line', actual.message)
}

/** Lists: `is` is what is expected, in order; the roles in it are sets. */
async function list(run, step) {
  const { policy } = run
  const { limit, after, members, assignees } = step
  const page = limit || after ? [{ ...(limit && { limit }), ...(after && { after }) }] : []
  const result = await outcome(() => {
    if (step.organizationsOf) return policy.organizationsOf(who(step.organizationsOf))
    if (step.globalRolesOf) return sorted(policy.globalRolesOf(who(step.globalRolesOf)))
    if (members !== undefined) return policy.members(members, ...page)
    if (assignees) return policy.assignees(assignees, ...page)
    throw new Error(`what is this: ${JSON.stringify(step)}`)
  })
  if (run.refused(step, result)) return
  const actual = result.value.map(entry => (entry.roles ? { ...entry, roles: sorted(entry.roles) } : entry))
  run.same(JSON.stringify(step), step.is, actual)
}
