// Edits that were made for a version of the template: they are made, or refused with `VERSION_CONFLICT`.
import { api, orders, policy, role, template } from './build.mjs'

const document = template(['read', 'write'], [role('admin', ['read', 'write']), role('viewer', ['read'])], {
  version: '2026-11',
  resources: [api(orders, ['pay'], { isDefault: true })],
})
/** The same meaning in other words. */
const other = {
  ...document,
  version: undefined,
  permissions: [{ name: 'write', id: '1', description: 'Writes' }, 'read'],
  roles: [role('viewer', ['read'], { type: 'User', description: 'Views' }), role('admin', ['write', 'read'])],
  resources: [api(orders, ['pay'], { name: 'Orders' })],
}
const without = template(['read'])
const hash = of => ({ hashOf: of })
const conflict = { error: { code: 'VERSION_CONFLICT' } }

const expects = (name, template, expected, more = {}) => ({ name, document: template, expected, ...more })

export const cases = [
  expects('its own hash', document, hash(document)),
  expects('its own version', document, { version: '2026-11' }),
  expects('its own hash and version', document, { ...hash(document), version: '2026-11' }),
  expects('the hash of the same meaning in other words', document, hash(other)),
  expects(
    'the hash of its template alone',
    policy(document, { users: ['ann'], globalRoles: [{ name: 'g' }] }),
    hash(document),
  ),
  expects('the hash of one without version', without, hash(without)),
  expects('another hash', document, hash(without), conflict),
  expects('another version', document, { version: '2026-12' }, conflict),
  expects('a version in other letters', policy({ ...document, version: 'A' }), { version: 'a' }, conflict),
  expects('an empty version', without, { version: '' }, conflict),
  expects('a version where there is none', without, { ...hash(without), version: '1' }, conflict),
  expects('its own version and another hash', document, { ...hash(without), version: '2026-11' }, conflict),
  expects('its own hash and another version', document, { ...hash(document), version: '1' }, conflict),
  expects('a text that is no hash', document, { hash: 'no hash' }, conflict),
  expects(
    'the hash of a role that holds one permission more',
    document,
    hash({ ...document, roles: [role('admin', ['read', 'write']), role('viewer', ['read', 'write'])] }),
    conflict,
  ),
  expects(
    'the hash of a role of another type',
    document,
    hash({
      ...document,
      roles: [role('admin', ['read', 'write']), role('viewer', ['read'], { type: 'MachineToMachine' })],
    }),
    conflict,
  ),
  expects(
    'the hash of an API resource that is a management API',
    document,
    hash({ ...document, resources: [api(orders, ['pay'], { managementApi: true })] }),
    conflict,
  ),
]
