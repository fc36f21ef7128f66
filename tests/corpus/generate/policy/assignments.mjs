// Roles of users and applications: organization roles, global roles, and the lists of who holds them.
import {
  added,
  ann,
  annApplication,
  assign,
  assigned,
  ben,
  can,
  cat,
  ci,
  does,
  eachFails,
  fails,
  inWorld,
  of,
  removed,
  unassign,
} from './build.mjs'

const assignments = [
  inWorld(
    'organization roles: one role to many, many roles to one, twice changes nothing',
    does(
      assign(['member'], { users: ['ann', 'ben', 'cat'] }, 'acme'),
      added(assigned('member', ann, 'acme')),
      added(assigned('member', cat, 'acme')),
    ),
    does(
      assign(['admin', 'member', 'empty'], { users: ['cat'] }, 'acme'),
      added(assigned('admin', cat, 'acme')),
      added(assigned('empty', cat, 'acme')),
    ),
    does(assign(['admin', 'admin'], { users: ['cat', 'cat'] }, 'acme')),
    can(of(cat, 'acme'), 'invite:users', 'remove:users', 'read:data', 'write:data'),
    does(
      unassign(['admin', 'empty'], { users: ['ann', 'cat', 'ben'] }, 'acme'),
      removed(assigned('admin', ann, 'acme')),
      removed(assigned('admin', cat, 'acme')),
      removed(assigned('empty', cat, 'acme')),
    ),
    does(unassign(['admin', 'empty'], { users: ['ann', 'cat'] }, 'acme')),
    can(of(cat, 'acme'), 'read:data'),
    can(of(ann, 'globex'), 'read:data'),
  ),
  inWorld(
    'global roles: to users, and to applications',
    does(
      assign(['support', 'customer'], { users: ['ben'] }),
      added(assigned('support', ben)),
      added(assigned('customer', ben)),
    ),
    does(assign(['support'], { users: ['ben', 'ann'] })),
    { globalRolesOf: ben, is: ['customer', 'support'] },
    does(assign(['worker'], { applications: ['ann', 'ci'] }), added(assigned('worker', annApplication))),
    { globalRolesOf: annApplication, is: ['worker'] },
    { globalRolesOf: ann, is: ['support'] },
    does(
      unassign(['support'], { users: ['ann', 'ben', 'cat'] }),
      removed(assigned('support', ann)),
      removed(assigned('support', ben)),
    ),
    { globalRolesOf: ann, is: [] },
  ),
  inWorld(
    'users and applications in one go get only roles that fit both',
    fails(assign(['member'], { users: ['cat'], applications: ['ci'] }, 'acme'), 'ROLE_TYPE_MISMATCH'),
    fails(assign(['bot'], { users: ['cat'], applications: ['ci'] }, 'acme'), 'ROLE_TYPE_MISMATCH'),
    does(
      unassign(['member', 'bot'], { users: ['ben', 'cat'], applications: ['ci'] }, 'acme'),
      removed(assigned('member', ben, 'acme')),
      removed(assigned('bot', ci, 'acme')),
    ),
  ),
  inWorld(
    'a role goes to principals of its type',
    eachFails(
      'ROLE_TYPE_MISMATCH',
      assign(['bot'], { users: ['ann'] }, 'acme'),
      assign(['admin'], { applications: ['ci'] }, 'acme'),
      assign(['member', 'bot'], { users: ['ann'] }, 'acme'),
      assign(['worker'], { users: ['ann'] }),
      assign(['support'], { applications: ['ci'] }),
    ),
    can(of(ann, 'acme'), 'invite:users', 'remove:users', 'read:data', 'write:data'),
    can(of(ci, 'acme'), 'read:data'),
  ),
  inWorld(
    'organization roles go to members',
    eachFails(
      'NOT_A_MEMBER',
      assign(['member'], { users: ['dan'] }, 'acme'),
      assign(['member'], { users: ['ann', 'dan'] }, 'acme'),
      assign(['bot'], { applications: ['ann'] }, 'acme'),
      unassign(['member'], { users: ['dan'] }, 'acme'),
    ),
  ),
  inWorld(
    'a role is of its own level',
    eachFails(
      'ROLE_UNKNOWN',
      assign(['support'], { users: ['ann'] }, 'acme'),
      assign(['admin'], { users: ['ann'] }),
      assign(['admin', 'Admin'], { users: ['ann'] }, 'acme'),
      unassign(['nobody'], { users: ['ann'] }, 'acme'),
    ),
  ),
]

const roleAt = (name, id) => ({ organizationRole: name, ...(id && { organization: id }) })
const at = (id, ...people) => people.map(who => ({ ...who, organization: id }))
const assignees = [
  inWorld(
    'who holds a role',
    does(
      assign(['member'], { users: ['ann', 'cat'] }, 'acme'),
      added(assigned('member', ann, 'acme')),
      added(assigned('member', cat, 'acme')),
    ),
    { assignees: roleAt('member', 'acme'), is: at('acme', ann, ben, cat) },
    { assignees: roleAt('member', 'acme'), limit: 1, after: ann, is: at('acme', ben) },
    { assignees: roleAt('member', 'globex'), is: at('globex', ann) },
    { assignees: roleAt('member', 'initech'), is: [] },
    { assignees: roleAt('bot', 'acme'), is: at('acme', ci) },
    { assignees: roleAt('empty', 'acme'), is: [] },
    { assignees: roleAt('member'), is: [...at('acme', ann), ...at('globex', ann), ...at('acme', ben, cat)] },
    {
      assignees: roleAt('member'),
      limit: 2,
      after: { ...ann, organization: 'acme' },
      is: [...at('globex', ann), ...at('acme', ben)],
    },
    { assignees: { globalRole: 'support' }, is: [ann] },
    { assignees: { globalRole: 'worker' }, is: [ci] },
    { assignees: { globalRole: 'idle' }, is: [] },
    { assignees: { globalRole: 'admin' }, error: { code: 'ROLE_UNKNOWN' } },
    { assignees: roleAt('support', 'acme'), error: { code: 'ROLE_UNKNOWN' } },
    { assignees: roleAt('member', 'Acme'), error: { code: 'ORGANIZATION_UNKNOWN' } },
  ),
]

export const cases = [...assignments, ...assignees]
