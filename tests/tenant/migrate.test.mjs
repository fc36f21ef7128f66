// Plans of random pairs of templates, run against tenants: they make the one the other, a second time they write
// nothing, and they can be run again after they stopped at any write.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planBetween, runPlan } from './lib/package.mjs'
import { changedTemplate, random, randomTemplate } from './lib/random.mjs'
import { createTenant } from './lib/server.mjs'
import { normal, templateOf } from './lib/templates.mjs'

// More of both are for when plans change: PAIRS=500 FAULTS=5 node --test tests/tenant/migrate.test.mjs
const PAIRS = Number(process.env.PAIRS ?? 15)
/** At how many writes of each plan something happens. */
const FAULTS = Number(process.env.FAULTS ?? 8)
const FIRST = Number(process.env.FIRST ?? 1)
const endpoint = 'https://tenant.example/api'

const planOf = (from, to) => JSON.parse(JSON.stringify(planBetween(from, to)))
const run = (tenant, plan, options) => runPlan(plan, { fetch: tenant.fetch, endpoint, ...options })
const stateOf = tenant => normal(templateOf(tenant.export()))

/** A tenant that was brought to a template by a plan. */
async function tenantOf(template, seed) {
  const tenant = createTenant({ seed })
  await run(tenant, planOf(templateOf(tenant.export()), withManagementApi(tenant, template)))
  return tenant
}

const withManagementApi = (tenant, template) => ({
  ...template,
  resources: [...templateOf(tenant.export()).resources, ...template.resources],
})

/** A `fetch` whose nth write fails: before the tenant does it, or after. */
function failing(tenant, nth, when) {
  let writes = 0
  return async (url, init) => {
    if (init.method === 'GET') return tenant.fetch(url, init)
    writes += 1
    if (writes !== nth) return tenant.fetch(url, init)
    if (when === 'after') await tenant.fetch(url, init)
    throw new TypeError('fetch failed')
  }
}

const hasIds = plan => JSON.stringify(plan.steps).match(/"entry":\{"id":"|"id":\{"not"/) !== null

const refused = async (work, code) => {
  const error = await work.then(
    () => assert.fail(`nothing was thrown in place of ${code}`),
    error => error,
  )
  assert.equal(error.code, code, String(error.stack))
  return error
}

for (let seed = FIRST; seed < FIRST + PAIRS; seed += 1) {
  test(`pair ${seed}`, async () => {
    const source = random(seed)
    const first = randomTemplate(source)
    const tenant = await tenantOf(first, `tenant-${seed}`)
    assert.deepEqual(stateOf(tenant), normal(first))
    const from = templateOf(tenant.export())
    const to = changedTemplate(source, from)
    const [before, after] = [normal(from), normal(to)]
    const [plan, inverse] = [planOf(from, to), planOf(to, from)]
    const writes = plan.steps.filter(({ method }) => method !== 'GET').map(({ id }) => id)

    const other = tenant.clone()
    const dry = await run(other, plan, { dryRun: true })
    assert.deepEqual([dry.pending, other.writes, stateOf(other)], [writes, [], before])

    const start = tenant.clone()
    const written = tenant.writes.length
    const result = await run(tenant, plan)
    assert.deepEqual(result.written, writes)
    assert.deepEqual(stateOf(tenant), after)
    assert.equal(tenant.writes.length - written, writes.length)
    const again = await run(tenant, plan)
    assert.deepEqual([again.written, again.skipped.length >= writes.length], [[], true])
    assert.deepEqual(stateOf(tenant), after)

    // What the tenant has is what was wanted: nothing is left to plan.
    assert.deepEqual(planOf(templateOf(tenant.export()), to).steps, [])

    const positions = source.shuffled(writes.map((_, index) => index + 1)).slice(0, FAULTS)
    for (const nth of positions) {
      for (const when of ['before', 'after']) {
        const broken = start.clone()
        const error = await refused(
          run(broken, plan, { fetch: failing(broken, nth, when) }),
          'PLAN_STEP_FAILED',
        )
        assert.deepEqual(
          [error.details.step, error.details.done.written],
          [writes[nth - 1], writes.slice(0, nth - 1)],
        )
        const resumed = await run(broken, plan)
        assert.deepEqual(resumed.written, writes.slice(when === 'after' ? nth : nth - 1))
        assert.deepEqual(stateOf(broken), after, `${when} ${writes[nth - 1]}`)
      }
    }

    // The names are the same, the ids are not: what only an id can tell stops before anything is written.
    const staging = await tenantOf(first, `staging-${seed}`)
    const done = staging.writes.length
    if (hasIds(plan)) {
      await refused(run(staging, plan), 'PLAN_CONFLICT')
      assert.deepEqual([staging.writes.length, stateOf(staging)], [done, before])
    } else {
      await run(staging, plan)
      assert.deepEqual(stateOf(staging), after)
    }

    await run(tenant, inverse)
    assert.deepEqual(stateOf(tenant), before)
    assert.deepEqual((await run(tenant, inverse)).written, [])
  })
}
