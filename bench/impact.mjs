// A draft beside a large directory: who gains and who loses by it, at each edit.
import assert from 'node:assert/strict'
import { createPolicy } from 'orgate/policy'
import { impactByHand } from './by-hand.mjs'
import { EVERY_USER, halfFlipped, largeWorld, ordinaryWorld } from './code-data.mjs'
import { measure, repeating } from './measure.mjs'
import { compare } from './statistics.mjs'

const SIZE = { organizations: 100_000, memberships: 500_000 }
/** So many cells take turns. A power of two: the next costs one mask. */
const COUNT = 16

const COUNTS = 'impact(…)'
const EDIT = `apply(…), ${COUNTS}`
const BY_HAND = 'counts by hand'
/** What is listed: organizations, a page of 1,000, and the first who lose something. */
const LISTS = {
  'first 1,000 organizations': { by: 'organization' },
  'first 100 memberships that lose': { by: 'membership', effect: 'lose', limit: 100 },
}

const lists = (base, draft, before = () => 0) =>
  Object.entries(LISTS).map(([asked, options]) => [
    asked,
    repeating(`${asked}, impactList(…)`, () => before() + base.impactList(draft, options).length),
  ])

/** Every list says what the counts say of it. */
function assertLists(base, draft) {
  const { organizations, memberships } = base.impact(draft)
  const all = { limit: 100_000 }
  if (organizations.gain + organizations.lose < all.limit) {
    const found = base.impactList(draft, { by: 'organization', ...all })
    assert.equal(found.filter(({ lost }) => lost.length > 0).length, organizations.lose)
    assert.equal(found.filter(({ gained }) => gained.length > 0).length, organizations.gain)
  }
  const first = base.impactList(draft, LISTS['first 100 memberships that lose'])
  assert.equal(first.length, Math.min(100, memberships.lose))
}

/** An edit that leaves one cell of the draft empty, and fills the one before again. */
function flipping(document, base) {
  const draft = createPolicy(base.toTemplate())
  const [{ permissions: ofEveryUser }, ...others] = document.template.roles
  const roles = others.filter(({ type }) => type === 'User')
  // What everyone has anyway would be nobody's loss.
  const cells = roles.slice(0, COUNT).map(({ name, permissions }) => ({
    organizationRole: name,
    permission: permissions.findLast(permission => !ofEveryUser.includes(permission)),
  }))
  let turn = 0
  let last
  const edit = () => {
    const next = cells[turn++ & (COUNT - 1)]
    const operations = [{ op: 'revokePermission', ...next }]
    if (last) operations.unshift({ op: 'grantPermission', ...last })
    last = next
    return draft.apply(operations).length
  }
  const without = () => ({
    ...document.template,
    roles: document.template.roles.map(role =>
      role.name === last.organizationRole
        ? { ...role, permissions: role.permissions.filter(name => name !== last.permission) }
        : role,
    ),
  })
  for (let i = 0; i < 3; i++) {
    edit()
    assert.deepEqual(base.impact(draft), impactByHand(document, without()))
    assert(base.impact(draft).memberships.lose > 0)
    assertLists(base, draft)
  }
  const [template, one] = [without(), repeating(EDIT, () => edit() + base.impact(draft).memberships.lose)]
  return {
    draft,
    one,
    byHand: repeating(BY_HAND, () => impactByHand(document, template).memberships.lose),
    lists: lists(base, draft, edit),
  }
}

const counting = (base, draft) => repeating(COUNTS, () => base.impact(draft).memberships.lose)

function add(rows, samples, name, subject, peer) {
  const compared = compare(samples.get(subject.name), samples.get(peer.name))
  rows.push({ name, subject: subject.name, peer: peer.name, ...compared })
}

/** One cell, and another draft that is `changed`: what all of it takes grows with the change. */
async function worldRows(text, name, changed, options) {
  const rows = []
  const base = createPolicy(text)
  const document = JSON.parse(text)
  const { organizations, memberships } = base.counts
  assert.deepEqual({ organizations, memberships }, SIZE)
  const slow = { ...options, blocks: options.slowBlocks }
  const flip = flipping(document, base)
  const samples = await measure([flip.one, flip.byHand, ...flip.lists.map(([, list]) => list)], slow)
  add(rows, samples, `${name}: one cell`, flip.one, flip.byHand)
  for (const [asked, list] of flip.lists) add(rows, samples, `${name}: one cell, ${asked}`, list, flip.one)
  const draft = changed.draft(base, document)
  assertLists(base, draft)
  const counts = counting(base, draft)
  const listed = lists(base, draft)
  const others = await measure([counts, flip.one, ...listed.map(([, list]) => list)], slow)
  add(rows, others, `${name}: ${changed.name}`, counts, flip.one)
  for (const [asked, list] of listed) add(rows, others, `${name}: ${changed.name}, ${asked}`, list, counts)
  for (const policy of [base, flip.draft, draft]) policy.dispose()
  return rows
}

/** A role goes that every user holds. */
const roleDeleted = {
  name: "everyone's role deleted",
  draft(base, document) {
    const draft = createPolicy(base.toTemplate())
    draft.apply({ op: 'deleteOrganizationRole', name: EVERY_USER })
    const roles = document.template.roles.filter(({ name }) => name !== EVERY_USER)
    assert.deepEqual(base.impact(draft), impactByHand(document, { ...document.template, roles }))
    return draft
  },
}

const matrixFlipped = {
  name: 'half of the matrix flipped',
  draft: (_, { template }) => createPolicy(halfFlipped(template)),
}

/** By how many roles the template has. */
const WORLDS = [
  ['impact, 21 roles', ordinaryWorld, roleDeleted],
  ['impact, 1,000 roles', largeWorld, matrixFlipped],
]

export async function impactRows(options) {
  const rows = []
  for (const [name, world, changed] of WORLDS.slice(0, options.templates)) {
    rows.push(...(await worldRows(world(SIZE), name, changed, options)))
  }
  return rows
}
