// Templates as code: what is different between two large ones, what lint finds, plans, and CSV there and back.
import assert from 'node:assert/strict'
import { createPolicy, templateFromCsv } from 'orgate/policy'
import { csvByHand, diffByHand, impactByHand, lintByHand } from './by-hand.mjs'
import { halfMoved, scattered } from './code-data.mjs'
import { measure, repeating } from './measure.mjs'
import { compare } from './statistics.mjs'

const SIZES = [
  { permissions: 1000, roles: 1000, cells: 100_000 },
  { permissions: 10_000, roles: 1000, cells: 100_000 },
  { permissions: 10_000, roles: 1000, cells: 1_000_000 },
]
/** With more than this, a plan to move half of the cells is not made: it has a step for each cell that goes. */
const MOST_PLANNED = 100_000

/** The template without a cell, as one edit leaves it. */
function oneLess(template) {
  const [first, ...roles] = template.roles
  return { ...template, roles: [{ ...first, permissions: first.permissions.slice(1) }, ...roles] }
}

const inOrder = changes =>
  changes
    .map(({ change, organizationRole, permission }) => `${change} ${organizationRole} ${permission}`)
    .sort()

/** The template of a policy document in which nobody is. */
const alone = template => ({ template, globalRoles: [], users: [], organizations: [] })

/** Two templates, as parsed JSON and as policies. Both ways find the same differences. */
function comparing([from, to], [here, there]) {
  assert.deepEqual(inOrder(here.diff(there).changes), inOrder(diffByHand(from, to)))
  assert.deepEqual(here.impact(there), impactByHand(alone(from), to))
  return {
    diff: repeating('diff(…)', () => here.diff(there).changes.length),
    diffByHand: repeating('sets by hand', () => diffByHand(from, to).length),
    impact: repeating('impact(…)', () => here.impact(there).permissions.length),
    impactByHand: repeating('counts by hand', () => impactByHand(alone(from), to).permissions.length),
    plan: repeating('plan(…)', () => here.plan(there).steps.length),
  }
}

function linting(template, policy) {
  const found = rule => policy.lint().findings.filter(finding => finding.rule === rule).length
  const { equal, within, unused } = lintByHand(template)
  assert.deepEqual(
    [equal, within, unused],
    ['equal-roles', 'role-within-role', 'permission-without-role'].map(found),
  )
  assert(equal > 0 && within > 0)
  return {
    subject: repeating('lint()', () => policy.lint().findings.length),
    byHand: repeating('pairs of roles by hand', () => lintByHand(template).within),
  }
}

function converting(template, policy) {
  const cells = ({ roles }) =>
    roles.flatMap(({ name, permissions }) => permissions.map(held => `${name},${held}`))
  const expected = cells(template).sort()
  assert.deepEqual(cells(templateFromCsv(policy.toCsv())).sort(), expected)
  assert.deepEqual(cells(csvByHand(template)).sort(), expected)
  return {
    subject: repeating('templateFromCsv(toCsv())', () => templateFromCsv(policy.toCsv()).roles.length),
    byHand: repeating('join and split by hand', () => csvByHand(template).roles.length),
  }
}

/** Two files, as a check of a pull request has them. */
function reading([from, to]) {
  const [before, after] = [JSON.stringify(from), JSON.stringify(to)]
  return {
    subject: repeating('createPolicy(…), diff(text)', () => {
      const policy = createPolicy(before)
      const { length } = policy.diff(after).changes
      policy.dispose()
      return length
    }),
    byHand: repeating(
      'JSON.parse, sets by hand',
      () => diffByHand(JSON.parse(before), JSON.parse(after)).length,
    ),
  }
}

/** The rows of pairs of subjects, all of them measured together. */
async function pairRows(name, pairs, options) {
  const subjects = [...new Set(pairs.flatMap(([, subject, peer]) => [subject, peer]))]
  const samples = await measure(subjects, options)
  return pairs.map(([asked, subject, peer]) => ({
    name: `${name}: ${asked}`,
    subject: subject.name,
    peer: peer.name,
    ...compare(samples.get(subject.name), samples.get(peer.name)),
  }))
}

async function sizeRows(size, { slowBlocks, ...options }) {
  const [permissions, roles, cells] = Object.values(size).map(count => count.toLocaleString('en'))
  const isLarge = size.cells > MOST_PLANNED
  const template = scattered(size)
  const drafts = [oneLess(template), halfMoved(template)]
  const policies = [template, ...drafts].map(document => createPolicy(document))
  const [policy, ...others] = policies
  const [one, half] = drafts.map((draft, index) => comparing([template, draft], [policy, others[index]]))
  const lint = linting(template, policy)
  const csv = converting(template, policy)
  const files = reading([template, drafts[0]])
  const groups = [
    [
      ['diff, one cell', one.diff, one.diffByHand],
      ['impact on roles, one cell', one.impact, one.impactByHand],
      ['plan, one cell', one.plan, one.diff],
    ],
    [
      ['diff, half of the cells moved', half.diff, half.diffByHand],
      ['impact on roles, half of the cells moved', half.impact, half.impactByHand],
      ...(isLarge ? [] : [['plan, half of the cells moved', half.plan, half.diff]]),
    ],
    [['diff of two files, one cell', files.subject, files.byHand]],
    [['lint', lint.subject, lint.byHand]],
    [['CSV there and back', csv.subject, csv.byHand]],
  ]
  const rows = []
  for (const pairs of groups) {
    const blocks = isLarge ? Math.ceil(slowBlocks / 3) : slowBlocks
    rows.push(...(await pairRows(`${permissions} × ${roles}, ${cells} cells`, pairs, { ...options, blocks })))
  }
  for (const policy of policies) policy.dispose()
  return rows
}

export async function templateCodeRows(options) {
  const rows = []
  for (const size of SIZES.slice(0, options.templates)) rows.push(...(await sizeRows(size, options)))
  return rows
}
