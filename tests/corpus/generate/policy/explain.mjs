// Why somebody may do something or not: every code, and where a permission comes from.
import {
  added,
  ann,
  annApplication,
  as,
  assign,
  assigned,
  ben,
  cat,
  changed,
  ci,
  dan,
  does,
  explains,
  inNothing,
  inTemplate,
  inWorld,
  management,
  member,
  of,
  op,
  orders,
  permission,
  removed,
  reports,
} from './build.mjs'

const inOrganization = (role, organization) => ({ role, level: 'organization', organization })
const globally = role => ({ role, level: 'global' })
const organizationRole = role => ({ role, level: 'organization' })
const exclude = { organizationRoles: 'exclude' }

export const cases = [
  inWorld(
    'granted: by which role, in which organization',
    explains(of(ann, 'acme'), 'invite:users', 'GRANTED', {
      grantedBy: [inOrganization('admin', 'acme')],
      rolesThatGrant: [organizationRole('admin')],
    }),
    explains(of(ben, 'acme'), 'read:data', 'GRANTED', {
      grantedBy: [inOrganization('member', 'acme')],
      rolesThatGrant: [organizationRole('admin'), organizationRole('member')],
    }),
    explains(of(ci, 'acme'), 'read:data', 'GRANTED', {
      grantedBy: [inOrganization('bot', 'acme')],
      rolesThatGrant: [organizationRole('bot')],
    }),
    does(assign(['member'], { users: ['ann'] }, 'acme'), added(assigned('member', ann, 'acme'))),
    explains(of(ann, 'acme'), 'read:data', 'GRANTED', {
      grantedBy: [inOrganization('admin', 'acme'), inOrganization('member', 'acme')],
      rolesThatGrant: [organizationRole('admin'), organizationRole('member')],
    }),
  ),
  inWorld(
    'granted: by global roles, and by organization roles everywhere',
    explains(of(ann, 'acme', orders), 'read:orders', 'GRANTED', {
      grantedBy: [inOrganization('admin', 'acme'), globally('support')],
      rolesThatGrant: [organizationRole('admin'), organizationRole('member'), globally('support')],
    }),
    explains(of(ann, undefined, orders), 'read:orders', 'GRANTED', {
      grantedBy: [inOrganization('admin', 'acme'), inOrganization('member', 'globex'), globally('support')],
      rolesThatGrant: [organizationRole('admin'), organizationRole('member'), globally('support')],
    }),
    explains(of(ann, undefined, orders, exclude), 'read:orders', 'GRANTED', {
      grantedBy: [globally('support')],
      rolesThatGrant: [globally('support')],
    }),
    explains(of(ci, undefined, management), 'all', 'GRANTED', {
      grantedBy: [globally('worker')],
      rolesThatGrant: [globally('worker')],
    }),
  ),
  inWorld(
    'not granted: which roles would',
    explains(of(ben, 'acme'), 'invite:users', 'PERMISSION_NOT_GRANTED', {
      rolesThatGrant: [organizationRole('admin')],
    }),
    explains(of(ann, 'globex'), 'invite:users', 'PERMISSION_NOT_GRANTED', {
      rolesThatGrant: [organizationRole('admin')],
    }),
    explains(of(cat, 'acme'), 'audit:log', 'PERMISSION_NOT_GRANTED'),
    explains(of(cat, 'acme', orders), 'read:data', 'PERMISSION_NOT_GRANTED', {
      rolesThatGrant: [globally('customer')],
    }),
    explains(of(ben, undefined, orders, exclude), 'write:orders', 'PERMISSION_NOT_GRANTED'),
    explains(of(dan, undefined, orders), 'write:orders', 'PERMISSION_NOT_GRANTED', {
      rolesThatGrant: [organizationRole('admin')],
    }),
    explains(of(dan, undefined, orders, exclude), 'read:orders', 'PERMISSION_NOT_GRANTED', {
      rolesThatGrant: [globally('support')],
    }),
    explains(of(ann, undefined, management), 'all', 'PERMISSION_NOT_GRANTED'),
    explains(of(ann, 'acme', reports), 'view:reports', 'PERMISSION_NOT_GRANTED'),
  ),
  inWorld(
    'not granted: an application looks where its roles count',
    explains(of(ci, 'acme'), 'invite:users', 'PERMISSION_NOT_GRANTED'),
    explains(of(ci, 'globex'), 'read:data', 'PERMISSION_NOT_GRANTED', {
      rolesThatGrant: [organizationRole('bot')],
    }),
    explains(of(ci, 'acme', orders), 'write:orders', 'PERMISSION_NOT_GRANTED'),
    explains(of(ci, undefined, orders), 'read:data', 'PERMISSION_NOT_GRANTED'),
    explains(of(annApplication, undefined, orders), 'write:orders', 'PERMISSION_NOT_GRANTED', {
      rolesThatGrant: [globally('worker')],
    }),
  ),
  inWorld(
    'unknown: with the nearest name there is',
    explains(of(ann, 'acme'), 'invite:user', 'PERMISSION_UNKNOWN', { nearest: 'invite:users' }),
    explains(of(ann, 'acme'), 'invite-users', 'PERMISSION_UNKNOWN', { nearest: 'invite:users' }),
    explains(of(ann, 'acme', orders), 'read:order', 'PERMISSION_UNKNOWN', { nearest: 'read:orders' }),
    explains(of(ann, 'acme'), 'manage:billing', 'PERMISSION_UNKNOWN'),
    explains(of(ann, 'acme'), '', 'PERMISSION_UNKNOWN'),
    explains(of(ann, 'acme'), '__proto__', 'PERMISSION_UNKNOWN'),
    explains(of(ann, 'acme'), 'é'.repeat(1_280), 'PERMISSION_UNKNOWN'),
  ),
  inWorld(
    'removed: there was such a permission',
    does(
      op('deletePermission', { name: 'invite:users' }),
      removed({ fact: 'rolePermission', ...inTemplate('admin'), permission: 'invite:users' }),
      removed(permission('invite:users')),
    ),
    explains(of(ann, 'acme'), 'invite:users', 'PERMISSION_REMOVED'),
    explains(of(ci, 'acme'), 'invite:users', 'PERMISSION_REMOVED'),
    explains(of(ann, 'acme', orders), 'invite:users', 'PERMISSION_UNKNOWN'),
    does(op('createPermission', { name: 'invite:users' }), added(permission('invite:users'))),
    explains(of(ann, 'acme'), 'invite:users', 'PERMISSION_NOT_GRANTED'),
    does(op('deletePermission', { name: 'invite:users' }), removed(permission('invite:users'))),
    explains(of(ann, 'acme'), 'invite:users', 'PERMISSION_REMOVED'),
  ),
  inWorld(
    'removed: and what undoing makes of it',
    {
      as: 'delete',
      apply: [op('deletePermission', { resource: orders, name: 'read:orders' })],
    },
    explains(of(ann, 'acme', orders), 'read:orders', 'PERMISSION_REMOVED'),
    explains(of(ann, 'acme'), 'read:orders', 'PERMISSION_UNKNOWN'),
    { undo: 'delete' },
    explains(of(ann, 'globex', orders), 'read:orders', 'GRANTED', {
      grantedBy: [inOrganization('member', 'globex'), globally('support')],
      rolesThatGrant: [organizationRole('admin'), organizationRole('member'), globally('support')],
    }),
    { replay: 'delete' },
    explains(of(ann, 'acme', orders), 'read:orders', 'PERMISSION_REMOVED'),
  ),
  inWorld(
    'removed: not what was never deleted',
    as('create', does(op('createPermission', { name: 'x:y' }), added(permission('x:y')))),
    { undo: 'create' },
    explains(of(ann, 'acme'), 'x:y', 'PERMISSION_UNKNOWN'),
    as('delete', does(op('deletePermission', { name: 'audit:log' }), removed(permission('audit:log')))),
    explains(of(ann, 'acme'), 'audit:log', 'PERMISSION_REMOVED'),
    { undo: 'delete' },
    explains(of(ann, 'acme'), 'audit:log', 'PERMISSION_NOT_GRANTED'),
    does(
      op('updatePermission', { name: 'audit:log', set: { name: 'log' } }),
      changed(permission('audit:log'), permission('log')),
    ),
    explains(of(ann, 'acme'), 'audit:log', 'PERMISSION_UNKNOWN'),
  ),
  inWorld(
    'renamed: under its new name',
    does(
      op('updatePermission', { name: 'invite:users', set: { name: 'add:users' } }),
      changed(permission('invite:users'), permission('add:users')),
    ),
    explains(of(ann, 'acme'), 'add:users', 'GRANTED', {
      grantedBy: [inOrganization('admin', 'acme')],
      rolesThatGrant: [organizationRole('admin')],
    }),
    explains(of(ann, 'acme'), 'invite:users', 'PERMISSION_UNKNOWN'),
  ),
  inWorld(
    'not requested: a role grants it, and nobody asked for it',
    explains(
      of(ann, 'acme', undefined, { requested: ['read:data'] }),
      'invite:users',
      'PERMISSION_NOT_REQUESTED',
      {
        grantedBy: [inOrganization('admin', 'acme')],
        rolesThatGrant: [organizationRole('admin')],
      },
    ),
    explains(of(ann, 'acme', undefined, { requested: ['read:data'] }), 'read:data', 'GRANTED', {
      grantedBy: [inOrganization('admin', 'acme')],
      rolesThatGrant: [organizationRole('admin'), organizationRole('member')],
    }),
    explains(
      of(ben, 'acme', undefined, { requested: ['read:data'] }),
      'invite:users',
      'PERMISSION_NOT_GRANTED',
      {
        rolesThatGrant: [organizationRole('admin')],
      },
    ),
    explains(of(ann, 'acme', undefined, { requested: [] }), 'nope', 'PERMISSION_UNKNOWN'),
  ),
  inWorld(
    'a permission of something else',
    explains(of(ann, 'acme'), 'read:orders', 'AUDIENCE_MISMATCH'),
    explains(of(ann, 'acme', orders), 'invite:users', 'AUDIENCE_MISMATCH'),
    explains(of(ann, undefined, orders), 'view:reports', 'AUDIENCE_MISMATCH'),
    explains(of(ci, undefined, management), 'read:data', 'AUDIENCE_MISMATCH'),
  ),
  inWorld(
    'a question that cannot be answered',
    explains(of(dan, 'acme'), 'read:data', 'NOT_A_MEMBER'),
    explains(of(annApplication, 'acme', orders), 'read:data', 'NOT_A_MEMBER'),
    explains(of(dan, 'acme', orders), 'read:orders', 'NOT_A_MEMBER'),
    explains(of(ann, 'nowhere'), 'read:data', 'ORGANIZATION_UNKNOWN'),
    explains(of(ann), 'read:data', 'ORGANIZATION_REQUIRED'),
    explains(of(ann, '', orders), 'read:orders', 'ORGANIZATION_REQUIRED'),
    explains(of({ user: 'nobody' }, 'acme'), 'read:data', 'PRINCIPAL_UNKNOWN'),
    explains(of({ application: 'ben' }, undefined, orders), 'read:data', 'PRINCIPAL_UNKNOWN'),
    explains(of(ann, 'acme', 'urn:none'), 'read:data', 'RESOURCE_UNKNOWN'),
    does(op('addMember', { organization: 'acme', ...dan }), added(member('acme', dan))),
    explains(of(dan, 'acme'), 'read:data', 'PERMISSION_NOT_GRANTED', {
      rolesThatGrant: [organizationRole('admin'), organizationRole('member')],
    }),
  ),
  inNothing('nobody is there to explain', explains(of(ann, 'acme'), 'read:data', 'PRINCIPAL_UNKNOWN')),
]
