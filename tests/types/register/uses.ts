// `Register` reaches every place that takes a permission.
import { createGate } from 'orgate'
import { assert, can, canAll, canAny, explain, type Grant, type Permission, readGrant } from 'orgate/check'
import { protect } from 'orgate/fetch'
import { createGate as createSyncGate } from 'orgate/sync'
import { is, type Same } from '../lib/same.js'

is<Same<Permission, 'invite:users' | 'remove:users'>>(true)

const issuer = 'https://tenant.example/oidc'
const gate = createGate({ issuer })
const sync = createSyncGate({ issuer })
const grant: Grant = readGrant('{}')
const handler = () => new Response()
const rest = { gate, organization: 'org_1' }

grant.can('invite:users')
// @ts-expect-error: no such permission
grant.can('invite:user')
// @ts-expect-error: any text
grant.can('invite:users' as string)
grant.canAll(['invite:users', 'remove:users'])
// @ts-expect-error: no such permission
grant.canAll(['invite:users', 'x'])
// @ts-expect-error: no such permission
grant.canAny(['x'])
// @ts-expect-error: no such permission
grant.assert('x')
// @ts-expect-error: no such permission
grant.explain('x')

can(grant, 'remove:users')
// @ts-expect-error: no such permission
can(grant, 'x')
// @ts-expect-error: no such permission
canAll(grant, ['x'])
// @ts-expect-error: no such permission
canAny(grant, ['x'])
// @ts-expect-error: no such permission
assert(grant, 'x')
// @ts-expect-error: no such permission
explain(grant, 'x')

gate.explain(grant, 'invite:users')
// @ts-expect-error: no such permission
gate.explain(grant, 'x')
// @ts-expect-error: no such permission
sync.explain(grant, 'x')

protect({ ...rest, permission: 'invite:users' }, (_request, held) => {
  // @ts-expect-error: no such permission
  held.can('x')
  return new Response()
})
protect({ ...rest, permission: { any: ['invite:users', 'remove:users'] } }, handler)
// @ts-expect-error: no such permission
protect({ ...rest, permission: 'x' }, handler)
// @ts-expect-error: no such permission
protect({ ...rest, permission: { all: ['invite:users', 'x'] } }, handler)
// @ts-expect-error: no such permission
protect({ ...rest, permission: { any: ['x'] } }, handler)

// A template may hold more than what this code knows of, and so may a grant.
createGate({ issuer, template: { v: 1, permissions: ['export:reports'], roles: [] } })
is<Same<Grant['permissions'], readonly string[]>>(true)
