// The diff of two templates, as `policy.diff` gives it, without what only policies have.
import { completed } from './templates.mjs'

const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0)

/** Things that are the same: both have the same id, or of what is left the same name; what is for ever is equal. */
function pairs(from, to, kindOf = () => undefined) {
  const there = new Map()
  const match = keyOf => {
    for (const one of from.filter(one => keyOf(one) !== undefined && !there.has(one))) {
      const other = to.find(other => keyOf(other) === keyOf(one))
      if (other && kindOf(one) === kindOf(other) && ![...there.values()].includes(other))
        there.set(one, other)
    }
  }
  match(({ id }) => id)
  match(({ name }) => name)
  return there
}

function factOf(fact, resource, { permissions, resources, ...thing }) {
  return { fact, ...(resource !== undefined && { resource }), ...thing }
}

/** Names that are exchanged go through one that nothing has. */
function renamesInOrder(changed, taken) {
  const left = new Map(changed.map(pair => [pair.before.name, pair]))
  const ordered = []
  let temporary = 0
  const go = (pair, visited) => {
    left.delete(pair.before.name)
    const owner = pair.after.name === pair.before.name ? undefined : left.get(pair.after.name)
    if (owner) go(owner, [...visited, pair])
    else if (visited.length > 0 && visited[0].before.name === pair.after.name) {
      const aside = { ...visited[0].before, name: `orgate-renaming-${++temporary}` }
      if (taken.has(aside.name)) throw new Error('the name for a while is taken')
      ordered.push({ before: visited[0].before, after: aside })
      visited[0].before = aside
    }
    ordered.push(pair)
  }
  for (const pair of changed) if (left.get(pair.before.name) === pair) go(pair, [])
  return ordered
}

/** `{ from, to, changes }`. Effects are those of cells only. */
export function diffOf(from, to) {
  const [here, there] = [completed(from), completed(to)]
  const removed = []
  const changed = []
  const added = []
  const lists = (fact, resource, one, other, kindOf) => {
    const same = pairs(one, other, kindOf)
    const known = new Set(same.values())
    for (const thing of one.filter(thing => !same.has(thing))) removed.push(factOf(fact, resource, thing))
    for (const thing of other.filter(thing => !known.has(thing))) added.push(factOf(fact, resource, thing))
    const both = [...same]
      .map(([one, other]) => ({ before: factOf(fact, resource, one), after: factOf(fact, resource, other) }))
      .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
    changed.push(...renamesInOrder(both, new Set([...one, ...other].map(({ name }) => name))))
    return same
  }

  const roles = [
    lists('organizationRole', undefined, here.roles, there.roles, ({ type }) => type),
    lists('globalRole', undefined, here.globalRoles, there.globalRoles, ({ type }) => type),
  ]
  const permissions = new Map([
    [undefined, lists('permission', undefined, here.permissions, there.permissions)],
  ])
  const indicators = [...new Set([...here.resources, ...there.resources].map(({ indicator }) => indicator))]
  for (const indicator of indicators) {
    const [one, other] = [here, there].map(({ resources }) =>
      resources.find(resource => resource.indicator === indicator),
    )
    const isSame = one && other && !one.managementApi === !other.managementApi
    if (isSame) {
      permissions.set(indicator, lists('permission', indicator, one.permissions, other.permissions))
      const pair = { before: factOf('resource', undefined, one), after: factOf('resource', undefined, other) }
      if (JSON.stringify(pair.before) !== JSON.stringify(pair.after)) changed.push(pair)
      continue
    }
    if (one) {
      removed.push(...one.permissions.map(permission => factOf('permission', indicator, permission)))
      removed.push(factOf('resource', undefined, one))
    }
    if (other) {
      added.unshift(...other.permissions.map(permission => factOf('permission', indicator, permission)))
      added.unshift(factOf('resource', undefined, other))
    }
  }

  const cells = (template, twin, samePermission) =>
    [template.roles, template.globalRoles].flatMap((list, level) =>
      list.flatMap(role => {
        const held = [[undefined, role.permissions], ...role.resources]
        return held.flatMap(([resource, names]) =>
          names
            .filter(name => !hasCell(twin(level, role), resource, samePermission(resource, name)))
            .map(permission => ({
              fact: 'rolePermission',
              [level === 0 ? 'organizationRole' : 'globalRole']: role.name,
              ...(resource !== undefined && { resource }),
              permission,
            })),
        )
      }),
    )
  const hasCell = (role, resource, name) =>
    name !== undefined &&
    (resource === undefined ? role?.permissions : role?.resources.get(resource))?.includes(name)
  const back = map => new Map([...(map ?? [])].map(([one, other]) => [other, one]))
  const nameIn = (map, name) => [...(map ?? [])].find(([one]) => one.name === name)?.[1].name

  const gone = cells(
    here,
    (level, role) => roles[level].get(role),
    (resource, name) => nameIn(permissions.get(resource), name),
  )
  const come = cells(
    there,
    (level, role) => back(roles[level]).get(role),
    (resource, name) => nameIn(back(permissions.get(resource)), name),
  )
  const kinds = ['globalRole', 'organizationRole', 'permission', 'resource']
  const byKind = (one, other) => order(kinds.indexOf(one.fact), kinds.indexOf(other.fact))
  return {
    from: { hash: 'hash-of-from' },
    to: { hash: 'hash-of-to' },
    changes: [
      ...gone.map(fact => ({ change: 'removed', ...fact, effect: 'narrowing' })),
      ...removed.sort(byKind).map(fact => ({ change: 'removed', ...fact, effect: 'none' })),
      ...changed.map(pair => ({ change: 'changed', ...pair, effect: 'none' })),
      ...added
        .sort((one, other) => -byKind(one, other))
        .map(fact => ({ change: 'added', ...fact, effect: 'none' })),
      ...come.map(fact => ({ change: 'added', ...fact, effect: 'widening' })),
    ],
  }
}
