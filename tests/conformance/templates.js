// Templates: which are read, and every problem of those that are not.
import { described, flaw, outcome, sorted } from './compare.js'

const numbered = (length, prefix) => Array.from({ length }, (_, index) => `${prefix}${index}`)

/** A large template from its numbers: permissions p0, p1, …; roles role0, …; resources urn:api:p0, …; all else empty. */
const repeated = ({ permissions = 0, roles = 0, resources = 0 }) => ({
  v: 1,
  permissions: numbered(permissions, 'p'),
  resources: numbered(resources, 'urn:api:p').map(indicator => ({ indicator, permissions: [] })),
  roles: numbered(roles, 'role').map(name => ({ name, permissions: [] })),
})

export function templateOf({ template, fixture, repeat }, fixtures) {
  if (fixture) return fixtures[fixture]
  return repeat ? repeated(repeat) : template
}

/** Options name a template's problems below `/template`; the corpus names them from the template's own root. */
const placed = problems =>
  sorted((problems ?? []).map(({ code, pointer }) => `${code} ${pointer.replace(/^\/template(?=\/|$)/, '')}`))

function known(gate, { permissions, roles }) {
  const wrong = []
  const nothing = gate.resolve({ organization: 'org_1', roles: [], principal: 'User' })
  for (const permission of permissions) {
    if (gate.explain(nothing, permission).code === 'PERMISSION_UNKNOWN') wrong.push(`unknown: ${permission}`)
  }
  if (gate.explain(nothing, 'no:such:permission').code !== 'PERMISSION_UNKNOWN')
    wrong.push('knows everything')
  for (const { name, type, permissions: granted } of roles) {
    const grant = gate.resolve({ organization: 'org_1', roles: [name], principal: type })
    const actual = sorted(grant.permissions).join(' ')
    if (actual !== sorted(granted).join(' ')) wrong.push(`${name}: ${actual}`)
  }
  return wrong
}

export async function templates({ corpus, fixtures, engines, results, statuses }) {
  for (const entry of corpus.templates.cases) {
    if (!results.begin('templates', entry.name)) continue
    for (const { name: engine, api } of engines) {
      const add = (name, expected, actual) => results.add(name, engine, expected, actual)
      const { problems, warnings } = entry.expect
      const { value: gate, error } = await outcome(() =>
        api.createGate({
          issuer: 'https://tenant.example/oidc',
          keys: { keys: [] },
          template: templateOf(entry, fixtures),
        }),
      )
      if (error) {
        const expected = problems ? { code: 'CONFIGURATION_INVALID' } : 'read'
        add(entry.name, expected, described(error, api.OrgateError))
        const problem = flaw(error, { OrgateError: api.OrgateError, statuses })
        if (problem) add(`${entry.name}: its error`, 'well-formed', problem)
        add(`${entry.name}: problems`, placed(problems), placed(error.details?.problems))
        continue
      }
      add(entry.name, problems ? { problems: placed(problems) } : 'read', 'read')
      if (problems) continue
      add(`${entry.name}: warnings`, placed(warnings), placed(gate.warnings))
      add(`${entry.name}: what it knows`, [], known(gate, entry.expect))
    }
  }
}
