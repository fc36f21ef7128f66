// Grants that travelled: `orgate/check` alone, no engine.
import { asSets, described, flaw, outcome, picked } from './compare.js'

const ENGINE = 'check'

function asked(check, grant, { can, cannot, explain = {} }, now) {
  const wrong = []
  const expect = (label, actual, expected) => {
    if (actual !== expected) wrong.push(label)
  }
  for (const permission of can)
    expect(`can ${permission}`, check.can(grant, permission) && grant.can(permission), true)
  for (const permission of cannot)
    expect(`cannot ${permission}`, check.can(grant, permission) || grant.can(permission), false)
  expect('canAll can', check.canAll(grant, can) && grant.canAll(can), can.length > 0)
  expect('canAny cannot', check.canAny(grant, cannot) || grant.canAny(cannot), false)
  // Asked for nothing, the answer is no: a list that is empty by mistake opens nothing.
  expect('canAll []', check.canAll(grant, []), false)
  expect('canAny []', check.canAny(grant, []), false)
  for (const permission of cannot) {
    expect(`canAll with ${permission}`, check.canAll(grant, [...can, permission]), false)
    expect(`canAny with ${permission}`, check.canAny(grant, [permission, ...can]), can.length > 0)
  }
  const explained = new Map()
  for (const [permission, expected] of Object.entries(explain)) {
    explained.set(permission, picked(expected, check.explain(grant, permission, { now })))
  }
  return { wrong, explained: Object.fromEntries(explained) }
}

/** `assert` gives the code that `explain` names. */
async function asserted(check, grant, explain, now) {
  const codes = []
  for (const permission of Object.keys(explain)) {
    const { error } = await outcome(() => check.assert(grant, permission, { now }))
    codes.push([permission, error ? (error.code ?? String(error)) : 'GRANTED'])
  }
  return Object.fromEntries(codes)
}

export async function grants({ corpus, check, OrgateError, results, statuses }) {
  for (const { name, json, now, later, expect } of corpus.grants.cases) {
    if (!results.begin('grants', name)) continue
    const add = (label, expected, actual) => results.add(label, ENGINE, expected, actual)
    const before = JSON.stringify(json)
    const { value: grant, error } = await outcome(() => check.readGrant(json, { now: now * 1000 }))
    add(`${name}: input unchanged`, before, JSON.stringify(json))
    if (error) {
      add(name, expect.code ? { code: expect.code } : 'read', described(error, OrgateError))
      const problem = flaw(error, { OrgateError, statuses })
      if (problem) add(`${name}: its error`, 'well-formed', problem)
      continue
    }
    if (expect.code) {
      add(name, { code: expect.code }, 'read')
      continue
    }
    const at = (later ?? now) * 1000
    const { wrong, explained } = asked(check, grant, expect, at)
    add(name, [], wrong)
    add(
      `${name}: expired`,
      [expect.expired, expect.expired],
      [check.isExpired(grant, at), grant.isExpired(at)],
    )
    if (expect.explain) {
      const due = Object.entries(expect.explain)
      add(
        `${name}: explained`,
        Object.fromEntries(due.map(([permission, value]) => [permission, asSets(value)])),
        explained,
      )
      const codes = Object.fromEntries(due.map(([permission, { code }]) => [permission, code]))
      add(`${name}: asserted`, codes, await asserted(check, grant, expect.explain, at))
    }
    const again = check.readGrant(JSON.stringify(grant), { now: now * 1000 })
    add(`${name}: travels`, JSON.stringify(grant), JSON.stringify(again))
  }
}
