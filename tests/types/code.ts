// Templates as code: what is compared, listed, planned and kept.
import {
  type Change,
  createHistory,
  createPolicy,
  type Difference,
  formatDiff,
  formatImpact,
  formatLint,
  formatPlan,
  type Impact,
  type LintReport,
  type LogtoBundle,
  lint,
  type MembershipImpact,
  type MigrationPlan,
  type OrganizationImpact,
  type OrganizationTemplate,
  type PlanResult,
  type PolicyDiff,
  type PrincipalImpact,
  type RoleImpact,
  runPlan,
  type TemplateHistory,
  type TemplateVersion,
  type templateFromCsv,
} from 'orgate/policy'
import { is, type Same } from './lib/same.js'

const policy = createPolicy()
const to = createPolicy('{}')

const diff = policy.diff(to)
is<Same<typeof diff, PolicyDiff>>(true)
is<Same<(typeof diff)['changes'], readonly Difference[]>>(true)
policy.diff(to, { scope: 'roles' })
policy.replay(diff.changes)
policy.undo(diff.changes)
is<Same<ReturnType<typeof policy.setTemplate>, Change[]>>(true)
policy.setTemplate(to.toTemplate(), { ifTemplate: policy.template })
policy.apply([], { ifTemplate: { version: '1' } })
// @ts-expect-error: no such scope
policy.diff(to, { scope: 'everything' })
// @ts-expect-error: a version is text
policy.apply([], { ifTemplate: { version: 1 } })
for (const change of diff.changes) {
  if (change.change !== 'changed') {
    // @ts-expect-error: what is said of a template changes, and never comes or goes
    change.fact === 'template'
  } else if (change.after.fact === 'template') {
    is<Same<typeof change.after.version, string | undefined>>(true)
  }
}

const impact = policy.impact(to, { scope: 'roles' })
is<Same<typeof impact, Impact>>(true)
const roles = policy.impactList(to, { by: 'role' })
is<Same<typeof roles, RoleImpact[]>>(true)
const organizations = policy.impactList(to, { by: 'organization', after: { organization: 'org_1' } })
is<Same<typeof organizations, OrganizationImpact[]>>(true)
const principals = policy.impactList(to, { by: 'principal', effect: 'lose', limit: 10 })
is<Same<typeof principals, PrincipalImpact[]>>(true)
const memberships = policy.impactList(to, { by: 'membership', permission: { permission: 'read' } })
is<Same<typeof memberships, MembershipImpact[]>>(true)
// The last entry of a page is where the next begins.
for (const after of memberships) policy.impactList(to, { by: 'membership', after })
// @ts-expect-error: of another list
policy.impactList(to, { by: 'role', after: { organization: 'org_1' } })
// @ts-expect-error: by what?
policy.impactList(to, {})

const plan = policy.plan(to, { scope: 'roles' })
is<Same<typeof plan, MigrationPlan>>(true)
// @ts-expect-error: who is where is not planned
policy.plan(to, { scope: 'policy' })
const run = runPlan(plan, { fetch, endpoint: 'https://tenant.logto.app/api', headers: new Headers() })
is<Same<typeof run, Promise<PlanResult>>>(true)
runPlan(plan, {
  fetch: async () => new Response('[]'),
  endpoint: 'https://tenant.logto.app/api',
  headers: async () => ({ authorization: 'Bearer …' }),
  onStep: ({ step, outcome }) => console.log(step.title, outcome),
  signal: AbortSignal.timeout(1000),
  dryRun: true,
})
// @ts-expect-error: where is the tenant?
runPlan(plan, { fetch })

const report = lint('{}')
is<Same<typeof report, LintReport>>(true)
lint(policy.toTemplate())
is<Same<ReturnType<typeof policy.lint>, LintReport>>(true)
is<Same<ReturnType<typeof templateFromCsv>, OrganizationTemplate>>(true)
is<Same<ReturnType<typeof policy.toLogto>, LogtoBundle>>(true)
createPolicy(policy.toLogto())
const texts = [policy.toCsv(), formatDiff(diff), formatImpact(impact), formatLint(report), formatPlan(plan)]
is<Same<typeof texts, string[]>>(true)

const history = createHistory()
is<Same<typeof history, TemplateHistory>>(true)
is<Same<ReturnType<typeof history.commit>, TemplateVersion>>(true)
history.commit(policy, { after: '1', version: '2', at: '2026-11-21', note: 'why' })
history.commit(policy.toTemplate())
createHistory(history.toJSON())
is<Same<ReturnType<typeof history.diff>, PolicyDiff>>(true)
// @ts-expect-error: versions are text
history.restore(1)
