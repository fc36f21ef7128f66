// What cases of templates as code are made of: small templates, and changes with what they can do to people.

export const orders = 'https://api.example.com/orders'
export const reports = 'urn:reports'
export const management = 'https://tenant.logto.app/api'

// Documents.
export const template = (permissions, roles = [], more = {}) => ({ v: 1, permissions, roles, ...more })
/** `held` are permissions of the organization, or `{ resources }` alone. */
export const role = (name, held = [], more = {}) => ({ name, permissions: held, ...more })
export const machine = (name, held = [], more = {}) => role(name, held, { type: 'MachineToMachine', ...more })
export const api = (indicator, permissions, more = {}) => ({ indicator, ...more, permissions })
/** A name with the id that a tenant gave it. */
export const known = (name, id, more = {}) => ({ name, id, ...more })
export const policy = (of, more = {}) => ({ v: 1, template: of, ...more })

// Facts that have ids, beside those of `../policy/build.mjs`.
export const permissionFact = (name, more = {}) => ({ fact: 'permission', name, ...more })
export const templateFact = (more = {}) => ({ fact: 'template', ...more })

// What a change can do. One without such a word does nothing to anybody.
export const widens = change => ({ ...change, effect: 'widening' })
export const narrows = change => ({ ...change, effect: 'narrowing' })
export const both = change => ({ ...change, effect: 'both' })

/** All that makes `from` `to`, in its order. */
export const differ = (name, from, to, ...changes) => ({
  name,
  from,
  to,
  changes: changes.flat().map(change => ({ effect: 'none', ...change })),
})
/** The same of more than the template: `roles` or `policy`. */
export const within = (scope, { name, from, to, changes }) => ({ name, from, to, scope, changes })

/** Problems as a list of `CODE /pointer`. */
export const placed = list =>
  list.map(text => {
    const [code, ...pointer] = text.split(' ')
    return { code, pointer: pointer.join(' ') }
  })
