// The token cases: each on both engines, each answer the same from both.
import { asSets, canonical, described, flaw, outcome, picked, secretsOf, sorted } from './compare.js'

/** A regular expression, where a case gives one instead of a name; the corpus is JSON. */
const named = value => (typeof value?.regexp === 'string' ? new RegExp(value.regexp) : value)

/** Options of `createGate` for a case; key sets and templates are named in the corpus. */
function gateOptions({ keys, options = {}, now }, { issuer, keySets, templates }) {
  const { issuers, template, ...rest } = options
  const trusted = issuers
    ? { issuers: issuers.map(entry => ({ ...entry, keys: keySets[entry.keys] })) }
    : { issuer: named(rest.issuer ?? issuer), keys: keySets[keys] }
  return {
    ...rest,
    ...trusted,
    ...(template && { template: templates[template] }),
    clock: () => Math.round(now * 1000),
  }
}

/** The methods by what a case says in `verify`, and what each is told beside the token. */
const kinds = {
  organization: ['verifyOrganizationToken', ['organization', 'roles']],
  api: ['verifyApiToken', ['resource', 'organization', 'roles']],
  id: ['verifyIdToken', ['clientId', 'nonce']],
}
const methodOf = ({ verify = 'organization' }) => kinds[verify][0]

function expectation(entry, { anyOrganization }) {
  const [, members] = kinds[entry.verify ?? 'organization']
  const given = members.filter(member => entry[member] !== undefined)
  return Object.fromEntries(
    given.map(member => [member, entry[member] === null ? anyOrganization : named(entry[member])]),
  )
}

/** A grant as it travels, without the template's hash, which the corpus does not know. */
function comparable(grant, gate) {
  const json = JSON.parse(JSON.stringify(grant))
  if (json.template) {
    const { hash, ...rest } = json.template
    json.template = hash === gate.template?.hash && typeof hash === 'string' ? rest : { hash }
  }
  if (json.roles) json.roles = sorted(json.roles)
  // The order of a mode without token scopes is the template's own business.
  if (json.mode === 'template') json.permissions = sorted(json.permissions)
  return json
}

function expectedGrant(grant) {
  return {
    ...grant,
    ...(grant.roles && { roles: sorted(grant.roles) }),
    ...(grant.mode === 'template' && { permissions: sorted(grant.permissions) }),
  }
}

/** What an ID token says, with lists that are sets in order. */
function comparableIdentity({ issuer, subject, clientId, issuedAt, expiresAt, roles, organizations }) {
  const each = organizations.map(({ id, roles, unknownRoles }) => ({
    id,
    roles: sorted(roles),
    unknownRoles: sorted(unknownRoles),
  }))
  return {
    ...{ issuer, subject, clientId, issuedAt, expiresAt },
    roles: sorted(roles),
    organizations: each.sort((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

/** The grant of an identity for each organization that the case names, or the refusal's code. */
async function grantsOf(identity, organizations) {
  const each = organizations.map(async organization => {
    const { value: grant, error } = await outcome(() => identity.grant(organization))
    if (error) return [organization, { code: error.code ?? String(error) }]
    const { kind, mode, permissions, roles } = JSON.parse(JSON.stringify(grant))
    const same = grant.organization === organization && grant.subject === identity.subject
    return [organization, same && { kind, mode, permissions: sorted(permissions), roles: sorted(roles) }]
  })
  return Object.fromEntries(await Promise.all(each))
}

/** The code that `assert` throws. A grant alone does not know what the template has. */
const asserted = async (grant, permission) => (await outcome(() => grant.assert(permission))).error?.code

/** What a held grant answers, here and after it travelled. */
async function answers(entry, gate, grant, check) {
  // A tolerance is for tokens: a grant that travels ends at `exp` itself.
  const now = Math.min(entry.now, grant.expiresAt - 1) * 1000
  const traveled = check.readGrant(JSON.stringify(grant), { now })
  const wrong = []
  for (const permission of entry.expect.grant.permissions) {
    if (!grant.can(permission) || !check.can(grant, permission) || !check.can(traveled, permission))
      wrong.push(permission)
  }
  const unheard = 'no:such:permission'
  if (grant.can(unheard) || check.can(traveled, unheard)) wrong.push(unheard)
  const explained = new Map()
  for (const [permission, expected] of Object.entries(entry.expect.explain ?? {})) {
    const explanation = gate.explain(grant, permission)
    explained.set(permission, picked(expected, explanation))
    if (grant.can(permission) !== expected.allowed) wrong.push(permission)
    if ((await asserted(grant, permission)) !== (expected.allowed ? undefined : 'PERMISSION_NOT_GRANTED')) {
      wrong.push(`assert ${permission}`)
    }
    if (explanation.permission !== permission || typeof explanation.message !== 'string')
      wrong.push(permission)
  }
  return { wrong, explained: Object.fromEntries(explained) }
}

async function runCase(entry, engine, { corpus, check, statuses, results }) {
  const { api, name: engineName } = engine
  const add = (name, expected, actual) => results.add(name, engineName, expected, actual)
  const expected = entry.expect
  const made = {}
  const verify = async () => {
    made.gate ??= api.createGate(gateOptions(entry, corpus.tokens))
    return made.gate[methodOf(entry)](entry.token, expectation(entry, api))
  }
  const { value: answer, error } = await outcome(verify)
  if (error) {
    add(
      entry.name,
      expected.code ? { code: expected.code } : { accepted: 'expected' },
      described(error, api.OrgateError),
    )
    const secrets = secretsOf(entry.token)
    const problem = flaw(error, { OrgateError: api.OrgateError, statuses, secrets })
    if (problem) add(`${entry.name}: its error`, 'well-formed', problem)
    if (expected.says && !error.message?.includes(expected.says)) {
      add(`${entry.name}: its message`, `names ${expected.says}`, error.message)
    }
    return canonical({ code: error.code, details: error.details, message: error.message })
  }
  if (expected.code) {
    add(entry.name, { code: expected.code }, { accepted: JSON.parse(JSON.stringify(answer)) })
    return 'accepted'
  }
  if (expected.identity) {
    add(entry.name, comparableIdentity(expected.identity), comparableIdentity(answer))
    const grants = await grantsOf(answer, Object.keys(expected.grants ?? {}))
    if (expected.grants) add(`${entry.name}: its grants`, expected.grants, grants)
    return canonical([comparableIdentity(answer), grants])
  }
  const grant = answer
  add(entry.name, expectedGrant(expected.grant), comparable(grant, made.gate))
  const again = await outcome(verify)
  if (canonical(again.value) !== canonical(grant)) {
    add(
      `${entry.name}: asked again`,
      JSON.stringify(grant),
      again.error ? String(again.error) : JSON.stringify(again.value),
    )
  }
  const { wrong, explained } = await answers(entry, made.gate, grant, check)
  if (wrong.length > 0) add(`${entry.name}: what it may`, [], wrong)
  if (expected.explain) {
    const explain = Object.entries(expected.explain).map(([permission, value]) => [permission, asSets(value)])
    add(`${entry.name}: explained`, Object.fromEntries(explain), explained)
  }
  return canonical(grant)
}

export async function tokens(context) {
  const { corpus, engines, results } = context
  for (const entry of corpus.tokens.cases) {
    if (!results.begin('tokens', entry.name)) continue
    const given = []
    for (const engine of engines) given.push(await runCase(entry, engine, context))
    if (new Set(given).size > 1) results.add(`${entry.name}: both engines`, 'both', given[0], given[1])
  }
}
