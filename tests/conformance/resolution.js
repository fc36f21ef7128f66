// Roles to permissions, by hand and as a real server answered.
import { described, flaw, outcome, sorted } from './compare.js'

export async function resolution({ corpus, fixtures, engines, results, statuses }) {
  for (const { name: engine, api } of engines) {
    const gates = new Map()
    const gateFor = template => {
      const key = JSON.stringify(template)
      if (!gates.has(key)) {
        const value = template?.fixture ? fixtures[template.fixture] : corpus.resolution.templates[template]
        const options = { issuer: 'https://tenant.example/oidc', keys: { keys: [] } }
        gates.set(key, api.createGate(template === null ? options : { ...options, template: value }))
      }
      return gates.get(key)
    }
    for (const { name, template, organization, roles, principal, resource, expect } of corpus.resolution
      .cases) {
      if (!results.begin('resolution', name)) continue
      const add = (label, expected, actual) => results.add(label, engine, expected, actual)
      const question = { organization, roles, principal, ...(resource !== undefined && { resource }) }
      const { value: grant, error } = await outcome(() => gateFor(template).resolve(question))
      if (error) {
        add(name, expect, described(error, api.OrgateError))
        const problem = flaw(error, { OrgateError: api.OrgateError, statuses })
        if (problem) add(`${name}: its error`, 'well-formed', problem)
        continue
      }
      const due = expect.permissions ? { permissions: sorted(expect.permissions) } : expect
      add(name, due, { permissions: sorted(grant.permissions) })
      const json = JSON.parse(JSON.stringify(grant))
      add(
        `${name}: what kind of grant`,
        { v: 1, kind: 'what-if', organization, principal, resource: resource ?? null, timeless: true },
        {
          v: json.v,
          kind: json.kind,
          organization: json.organization,
          principal: json.principal,
          resource: json.resource ?? null,
          timeless: !('expiresAt' in json || 'issuedAt' in json || 'subject' in json || 'issuer' in json),
        },
      )
    }
  }
}
