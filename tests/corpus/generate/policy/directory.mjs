// Users, applications, organizations and members, and the lists of them.
import {
  added,
  ann,
  annApplication,
  application,
  assign,
  assigned,
  ben,
  can,
  cannot,
  cat,
  changed,
  ci,
  dan,
  does,
  eachFails,
  fails,
  inNothing,
  inWorld,
  member,
  of,
  op,
  orders,
  organization,
  removed,
  unassign,
  user,
} from './build.mjs'

const add = (id, who) => op('addMember', { organization: id, ...who })
const remove = (id, who) => op('removeMember', { organization: id, ...who })
const badIds = [
  '',
  ' ',
  'a b',
  ' a',
  'a\t',
  'a\u00a0b',
  'a\u0000',
  'a\u007f',
  'a\u0085b',
  'é'.repeat(256),
  'é'.repeat(2_550),
]

const entities = [
  inNothing(
    'users and applications have ids of their own',
    does(op('createUser', { id: 'x' }), added(user('x'))),
    does(op('createApplication', { id: 'x' }), added(application('x'))),
    fails(op('createUser', { id: 'x' }), 'ID_TAKEN'),
    fails(op('createApplication', { id: 'x' }), 'ID_TAKEN'),
    does(op('createUser', { id: 'X' }), added(user('X'))),
    does(op('deleteUser', { id: 'x' }), removed(user('x'))),
    does(op('createUser', { id: '__proto__' }), added(user('__proto__'))),
    does(op('createUser', { id: 'é'.repeat(255) }), added(user('é'.repeat(255)))),
    does(op('createUser', { id: 'a:b/c~d@e' }), added(user('a:b/c~d@e'))),
    { counts: { users: 4, applications: 1 } },
  ),
  inNothing(
    'an id has a form',
    eachFails(
      'ID_INVALID',
      ...badIds.flatMap(id => [
        op('createUser', { id }),
        op('createApplication', { id }),
        op('createOrganization', { id, name: 'x' }),
      ]),
    ),
  ),
  inWorld(
    'organizations: ids are unique, names are not',
    does(op('createOrganization', { id: 'acme-2', name: 'Acme' }), added(organization('acme-2', 'Acme'))),
    fails(op('createOrganization', { id: 'acme', name: 'Other' }), 'ID_TAKEN'),
    does(
      op('createOrganization', { id: 'ann', name: 'é'.repeat(128), description: 'é'.repeat(256) }),
      added(organization('ann', 'é'.repeat(128), 'é'.repeat(256))),
    ),
    does(
      op('updateOrganization', { id: 'initech', set: { name: 'Acme', description: null } }),
      changed(organization('initech', 'Initech', 'Nobody is there'), organization('initech', 'Acme')),
    ),
    does(op('updateOrganization', { id: 'initech', set: { name: 'Acme' } })),
    does(op('updateOrganization', { id: 'initech', set: {} })),
    {
      organizationsOf: ben,
      is: [{ organization: 'acme', name: 'Acme', roles: ['member'] }],
    },
    does(
      op('updateOrganization', { id: 'acme', set: { name: 'Acme Inc.', description: 'Anvils' } }),
      changed(organization('acme', 'Acme'), organization('acme', 'Acme Inc.', 'Anvils')),
    ),
    { organizationsOf: ben, is: [{ organization: 'acme', name: 'Acme Inc.', roles: ['member'] }] },
  ),
  inWorld(
    'an organization has a name of some length',
    eachFails(
      'NAME_INVALID',
      op('createOrganization', { id: 'x', name: '' }),
      op('createOrganization', { id: 'x', name: 'é'.repeat(129) }),
      op('createOrganization', { id: 'x', name: 'x', description: 'é'.repeat(257) }),
      op('updateOrganization', { id: 'acme', set: { name: '' } }),
      op('updateOrganization', { id: 'acme', set: { name: 'é'.repeat(1_280) } }),
      op('updateOrganization', { id: 'acme', set: { description: 'é'.repeat(257) } }),
    ),
  ),
  inWorld(
    'there is no such organization',
    eachFails(
      'ORGANIZATION_UNKNOWN',
      op('updateOrganization', { id: 'Acme', set: { name: 'x' } }),
      op('deleteOrganization', { id: 'Acme' }),
      add('Acme', dan),
      remove('Acme', ann),
      assign(['member'], { users: ['ann'] }, 'Acme'),
      unassign(['member'], { users: ['ann'] }, 'Acme'),
    ),
    cannot(of(ann, 'Acme'), 'ORGANIZATION_UNKNOWN'),
    { members: 'Acme', error: { code: 'ORGANIZATION_UNKNOWN' } },
  ),
  inWorld(
    'there is no such user, or no such application',
    eachFails(
      'PRINCIPAL_UNKNOWN',
      op('deleteUser', { id: 'ci' }),
      op('deleteApplication', { id: 'ben' }),
      add('acme', { user: 'ci' }),
      add('acme', { application: 'ben' }),
      remove('acme', { user: 'ci' }),
      assign(['member'], { users: ['ci'] }, 'acme'),
      assign(['support'], { users: ['ci'] }),
      assign(['worker'], { applications: ['ben'] }),
      unassign(['worker'], { applications: ['ben'] }),
    ),
    fails(assign(['support'], { users: ['ben', 'nobody'] }), 'PRINCIPAL_UNKNOWN'),
    cannot(of({ user: 'ci' }, 'acme'), 'PRINCIPAL_UNKNOWN'),
    cannot(of({ application: 'ben' }, undefined, orders), 'PRINCIPAL_UNKNOWN'),
    { organizationsOf: { user: 'ci' }, error: { code: 'PRINCIPAL_UNKNOWN' } },
    { globalRolesOf: { application: 'ben' }, error: { code: 'PRINCIPAL_UNKNOWN' } },
  ),
]

const membership = [
  inWorld(
    'members come and go; adding twice changes nothing',
    does(add('acme', dan), added(member('acme', dan))),
    does(add('acme', dan)),
    does(add('acme', ann)),
    can(of(dan, 'acme')),
    can(of(ann, 'acme'), 'invite:users', 'remove:users', 'read:data', 'write:data'),
    does(add('acme', annApplication), added(member('acme', annApplication))),
    can(of(annApplication, 'acme')),
    does(remove('acme', ann), removed(assigned('admin', ann, 'acme')), removed(member('acme', ann))),
    cannot(of(ann, 'acme'), 'NOT_A_MEMBER'),
    can(of(ann, 'globex'), 'read:data'),
    can(of(annApplication, 'acme')),
    fails(remove('acme', ann), 'NOT_A_MEMBER'),
    does(add('acme', ann), added(member('acme', ann))),
    can(of(ann, 'acme')),
    { counts: { memberships: 8 } },
  ),
  inWorld(
    'the same user in many organizations, with other roles in each',
    does(
      [add('initech', ann), assign(['empty', 'member'], { users: ['ann'] }, 'initech')],
      added(member('initech', ann)),
      added(assigned('empty', ann, 'initech')),
      added(assigned('member', ann, 'initech')),
    ),
    {
      organizationsOf: ann,
      is: [
        { organization: 'acme', name: 'Acme', roles: ['admin'] },
        { organization: 'globex', name: 'Globex', roles: ['member'] },
        { organization: 'initech', name: 'Initech', roles: ['empty', 'member'] },
      ],
    },
    { organizationsOf: cat, is: [{ organization: 'acme', name: 'Acme', roles: [] }] },
    { organizationsOf: dan, is: [] },
    {
      organizationsOf: ci,
      is: [
        { organization: 'acme', name: 'Acme', roles: ['bot'] },
        { organization: 'globex', name: 'Globex', roles: [] },
      ],
    },
    { organizationsOf: annApplication, is: [] },
  ),
  inWorld(
    'members are listed in order, page by page: users, then applications',
    does(add('acme', annApplication), added(member('acme', annApplication))),
    {
      members: 'acme',
      is: [
        { user: 'ann', roles: ['admin'] },
        { user: 'ben', roles: ['member'] },
        { user: 'cat', roles: [] },
        { application: 'ann', roles: [] },
        { application: 'ci', roles: ['bot'] },
      ],
    },
    {
      members: 'acme',
      limit: 2,
      is: [
        { user: 'ann', roles: ['admin'] },
        { user: 'ben', roles: ['member'] },
      ],
    },
    {
      members: 'acme',
      limit: 2,
      after: ben,
      is: [
        { user: 'cat', roles: [] },
        { application: 'ann', roles: [] },
      ],
    },
    { members: 'acme', limit: 2, after: annApplication, is: [{ application: 'ci', roles: ['bot'] }] },
    { members: 'acme', after: ci, is: [] },
    // Somebody who is no member any more, or never was, is a place in the order too.
    { members: 'acme', limit: 1, after: { user: 'bz' }, is: [{ user: 'cat', roles: [] }] },
    { members: 'initech', is: [] },
  ),
]

export const cases = [...entities, ...membership]
