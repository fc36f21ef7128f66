// Who gains and who loses what. What a case does not say is tried as well: every list is the same page by page, and
// memberships are what `resolve` answers before and after.

export async function impact(run) {
  const { from, to, scope, impact: due, lists = [] } = run.entry
  const [here, there] = [run.policy(from), run.policy(to)]
  const options = scope && { scope }
  const before = JSON.stringify(here)
  run.same('impact', due, here.impact(there, options))
  run.same('of a document', due, here.impact(run.document(to), options))
  for (const { is, error, ...asked } of lists) {
    const what = JSON.stringify(asked)
    if (error) {
      await run.refused(what, error, () => here.impactList(there, { ...asked, ...options }))
    } else {
      run.same(what, is, here.impactList(there, { ...asked, ...options }))
      run.same(`${what}, page by page`, is, pages(here, there, { ...asked, ...options }))
    }
  }
  const after = run.policy(here.toJSON())
  after.replay(here.diff(there, options).changes)
  const listed = here.impactList(there, { by: 'membership', ...options })
  run.same('what resolve answers', moved(here, after), listed)
  run.same('nothing was changed', before, JSON.stringify(here))
}

/** One entry at a time, each after the one before. */
function pages(here, there, asked) {
  const all = []
  for (;;) {
    const last = all.at(-1)
    const page = here.impactList(there, { ...asked, limit: 1, ...(last && { after: last }) })
    if (page.length === 0) return all
    all.push(...page)
  }
}

/** What everybody gains and loses, in the order of the list of memberships. */
function moved(here, after) {
  const found = []
  for (const place of places(here)) {
    const [had, has] = [here, after].map(policy => allowed(policy, place))
    const [lost, gained] = [without(had, has), without(has, had)]
    if (lost.length + gained.length > 0) found.push({ ...place, gained, lost })
  }
  return found
}

const key = ({ resource = '', permission }) => JSON.stringify([resource, permission])

/** In the order of API resources and names, the organization's first. */
function without(some, others) {
  const known = new Set(others.map(key))
  const left = new Map(some.map(one => [key(one), one]).filter(([text]) => !known.has(text)))
  return [...left].sort(([one], [two]) => (one < two ? -1 : 1)).map(([, one]) => one)
}

/** Everybody outside of organizations, and then everybody in each. */
function places(policy) {
  const { users = [], applications = [], organizations = [] } = policy.toJSON()
  const idOf = somebody => somebody.id ?? somebody
  const members = organizations.flatMap(({ members = [] }) => members)
  const ids = (listed, member) =>
    [...new Set([...listed.map(idOf), ...members.map(entry => entry[member])])]
      .filter(id => id !== undefined)
      .sort()
      .map(id => ({ [member]: id }))
  const inside = organizations.flatMap(({ id, members = [] }) =>
    members.map(({ roles: _, ...who }) => ({ organization: id, ...who })),
  )
  return [...ids(users, 'user'), ...ids(applications, 'application'), ...inside]
}

/** All that somebody may do there: of the organization, and of every API resource. */
function allowed(policy, place) {
  const { resources = [] } = policy.toTemplate()
  const outside = place.organization === undefined
  const audiences = [...(outside ? [] : [{}]), ...resources.map(({ indicator }) => ({ resource: indicator }))]
  return audiences.flatMap(audience => {
    const question = { ...place, ...audience, ...(outside && { organizationRoles: 'exclude' }) }
    return policy.resolve(question).permissions.map(permission => ({ ...audience, permission }))
  })
}
