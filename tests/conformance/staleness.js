// Grants of one template at a gate that has got another since.
import { outcome, sorted } from './compare.js'

const comparable = ({ lost, gained, ...rest }) => ({ ...rest, lost: sorted(lost), gained: sorted(gained) })

export async function staleness({ corpus, engines, check, results }) {
  const { templates, cases } = corpus.staleness
  for (const { name, before, after, grant: json, expect } of cases) {
    if (!results.begin('staleness', name)) continue
    for (const { name: engine, api } of engines) {
      const gateOf = template =>
        api.createGate({
          issuer: 'https://tenant.example/oidc',
          keys: { keys: [] },
          ...(template && { template: templates[template] }),
        })
      const { value, error } = await outcome(() => {
        let gate = gateOf(before)
        const template = gate.template && { hash: gate.template.hash }
        const grant = check.readGrant({ ...json, template }, { now: 0 })
        if (after) gate.setTemplate(templates[after])
        else gate = gateOf(null)
        return gate.staleness(grant)
      })
      const actual = error ? { error: String(error.stack ?? error) } : comparable(value)
      results.add(name, engine, comparable(expect), actual)
    }
  }
}
