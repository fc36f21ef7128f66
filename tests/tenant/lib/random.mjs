// Random templates, and templates that others could have become. The same seed gives the same.

/** Numbers from a seed (mulberry32). */
export function random(seed) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = limit => Math.floor(next() * limit)
  const shuffled = list => {
    const copy = [...list]
    for (let at = copy.length - 1; at > 0; at -= 1) {
      const other = below(at + 1)
      ;[copy[at], copy[other]] = [copy[other], copy[at]]
    }
    return copy
  }
  return {
    below,
    chance: odds => next() < odds,
    pick: list => list[below(list.length)],
    shuffled,
    some: (list, odds) => list.filter(() => next() < odds),
  }
}

// Few, so that one thing often has a name that another had.
const names = ['read', 'write', 'a/b', '{role}', '%2F', '读取:数据', '`"\'\\', '__proto__', 'use', 'é']
const indicators = [
  'https://api.example.com/a',
  "https://api.example.com/b?x=%7B'y'",
  'urn:c',
  'https://d.example',
]
const managementApi = 'https://default.logto.app/api'
const types = ['User', 'MachineToMachine']

const described = (random, thing) =>
  random.chance(0.5) ? { ...thing, description: random.pick(['one', 'two']) } : thing

/** One default at most. */
function withDefault(random, resources) {
  const index = random.below(resources.length + 2)
  return resources.map(({ isDefault: _, ...resource }, at) =>
    at === index ? { ...resource, isDefault: true } : resource,
  )
}

/** Those of the Management API are only for applications. */
function cellsOf(random, { permissions, resources }) {
  const held = list =>
    random.some(
      list.map(({ name }) => name),
      0.4,
    )
  return {
    permissions: held(permissions),
    resources: Object.fromEntries(
      resources
        .filter(({ indicator }) => indicator !== managementApi)
        .map(({ indicator, permissions }) => [indicator, held(permissions)]),
    ),
  }
}

/** Global roles hold permissions of API resources only, and those of the Management API only applications. */
function globalCells(random, type, template) {
  const { resources } = cellsOf(random, template)
  return {
    resources: { ...resources, [managementApi]: type !== 'User' && random.chance(0.3) ? ['all'] : [] },
  }
}

const role = (random, name) => described(random, { name, type: random.pick(types) })

export function randomTemplate(random) {
  const permissions = () => random.some(names, 0.4).map(name => described(random, { name }))
  const resources = withDefault(
    random,
    random.some(indicators, 0.6).map(indicator => ({ indicator, permissions: permissions() })),
  )
  const template = { permissions: permissions(), resources }
  return {
    ...template,
    roles: random.some(names, 0.4).map(name => ({ ...role(random, name), ...cellsOf(random, template) })),
    globalRoles: random.some(names, 0.4).map(name => {
      const global = role(random, name)
      const isDefault = global.type === 'User' && random.chance(0.3)
      return { ...global, ...(isDefault && { isDefault }), ...globalCells(random, global.type, template) }
    }),
  }
}

/** A list in which some went, some came, some have other names, in turn or for the first time. */
function changedList(random, list, make) {
  const left = list.filter(() => random.chance(0.75))
  const free = random.shuffled(names.filter(name => !left.some(thing => thing.name === name)))
  const renamed = left.filter(({ id }) => id !== undefined && random.chance(0.5))
  const pool = random.shuffled([...renamed.map(({ name }) => name), ...free.slice(0, 2)])
  const others = new Map(renamed.map(thing => [thing, pool.shift()]))
  const kept = left.map(thing => (others.has(thing) ? { ...thing, name: others.get(thing) } : thing))
  const fresh = names.filter(name => !kept.some(thing => thing.name === name))
  return [...kept.map(thing => changedThing(random, thing)), ...random.some(fresh, 0.2).map(make)]
}

function changedThing(random, thing) {
  const { id, description, ...rest } = thing
  const another = random.chance(0.3)
    ? { ...rest, ...described(random, {}) }
    : { ...rest, ...(description && { description }) }
  // A rename needs it, everything else does not.
  return id !== undefined && random.chance(0.9) ? { id, ...another } : another
}

/** What a template with ids may become. Where the template of a tenant lost an id, a new name is a new thing. */
export function changedTemplate(random, template) {
  const plain = name => described(random, { name })
  const resources = withDefault(
    random,
    [
      ...template.resources.filter(({ indicator }) => indicator === managementApi || random.chance(0.8)),
      ...random
        .some(indicators, 0.3)
        .filter(indicator => !template.resources.some(resource => resource.indicator === indicator))
        .map(indicator => ({ indicator, permissions: [] })),
    ].map(resource =>
      resource.indicator === managementApi
        ? resource
        : {
            ...resource,
            ...(random.chance(0.3) && { name: random.pick(['Orders', '']) || undefined }),
            permissions: changedList(random, resource.permissions, plain),
          },
    ),
  ).map(resource => (resource.indicator === managementApi ? { ...resource, isDefault: undefined } : resource))
  const next = { permissions: changedList(random, template.permissions, plain), resources }
  const retyped = role => (random.chance(0.2) ? { ...role, type: random.pick(types) } : role)
  return {
    ...next,
    roles: changedList(random, template.roles, name => role(random, name))
      .map(retyped)
      .map(role => ({ ...role, ...cellsOf(random, next) })),
    globalRoles: changedList(random, template.globalRoles, name => role(random, name))
      .map(retyped)
      .map(({ isDefault: _, ...role }) => ({
        ...role,
        ...(role.type === 'User' && random.chance(0.3) && { isDefault: true }),
        ...globalCells(random, role.type, next),
      })),
  }
}
