import type { Mode } from 'orgate/check'
import { Code } from '../ui/Code'
import { Section } from '../ui/Section'

interface Props {
  issuer: string
  organization: string
  roles: readonly string[] | undefined
  mode: Mode
}

/** What runs above, with the choices made above. */
export function CodeSection(props: Props) {
  return (
    <Section number={12} title="The code for what you see" className="codes">
      <div className="code-panes">
        <Code label="Verify, then gate a button" text={button(props)} />
        <Code label="Guard a route at the edge" text={worker(props)} />
        <Code label="Review an edit of the template" text={review} />
        <Code label="Make it in a tenant of Logto" text={migrate} />
      </div>
    </Section>
  )
}

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

function button({ issuer, organization, roles, mode }: Props): string {
  const extra = mode === 'intersection' ? '' : `, mode: ${quote(mode)}`
  const known = roles ? `, roles: [${roles.map(quote).join(', ')}]` : ''
  return `import { createGate } from 'orgate'
import { can, readGrant } from 'orgate/check'

const issuer = ${quote(issuer)}
const gate = createGate({ issuer, template${extra} })
const expected = { organization: ${quote(organization)}${known} }
const grant = await gate.verifyOrganizationToken(token, expected)

// In the browser, with no WebAssembly:
const received = readGrant(JSON.stringify(grant))
invite.disabled = !can(received, 'invite:users')`
}

function worker({ issuer }: Props): string {
  return `import { createGate } from 'orgate'
import { protect } from 'orgate/fetch'

const issuer = ${quote(issuer)}
const gate = createGate({ issuer, template })
const organization = ({ url }) => new URL(url).pathname.split('/')[2]
const permission = 'read:reports'

const listReports = (request, grant) => Response.json(grant)
const fetch = protect({ gate, organization, permission }, listReports)
export default { fetch }`
}

const review = `import { createPolicy, formatDiff, formatImpact } from 'orgate/policy'

const deployed = createPolicy({ v: 1, template, organizations })
const draft = createPolicy(template)
const permission = 'manage:billing'
const changes = draft.apply({ op: 'revokePermission', organizationRole: 'admin', permission })

console.log(formatDiff(deployed.diff(draft)))
console.log(formatImpact(deployed.impact(draft)))
console.log(draft.lint().findings)
draft.undo(changes)`

const migrate = `import { formatPlan, runPlan } from 'orgate/policy'

const plan = deployed.plan(draft)
console.log(formatPlan(plan))

const endpoint = 'https://tenant.logto.app/api'
const headers = { authorization: \`Bearer \${token}\` }
await runPlan(plan, { fetch, endpoint, headers, dryRun: true })
await runPlan(plan, { fetch, endpoint, headers })`
