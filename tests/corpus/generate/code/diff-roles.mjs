// What is different between two templates: organization roles. A role's type is for ever: one of another type is
// another role, and who held the old one does not hold it.
import {
  added,
  ann,
  annApplication,
  assigned,
  ben,
  changed,
  ci,
  holds,
  inTemplate,
  organizationRole,
  permission,
  removed,
} from '../policy/build.mjs'
import {
  api,
  both,
  differ,
  known,
  machine,
  narrows,
  orders,
  policy,
  role,
  template,
  widens,
} from './build.mjs'

const admin = inTemplate('admin')
const viewer = inTemplate('viewer')
const bot = { type: 'MachineToMachine' }
const aside = 'orgate-renaming-1'
const organization = (id, ...members) => ({ id, name: id, members })

const cases = []

cases.push(
  differ(
    'a role that holds something comes',
    template(['read'], [role('admin', ['read'])], { resources: [api(orders, ['write'])] }),
    template(
      ['read'],
      [role('admin', ['read']), machine('bot', ['read'], { resources: { [orders]: ['write'] } })],
      { resources: [api(orders, ['write'])] },
    ),
    added(organizationRole('bot', bot)),
    widens(added(holds(inTemplate('bot'), 'read'))),
    widens(added(holds(inTemplate('bot'), 'write', orders))),
  ),
  differ(
    'a role that holds something goes',
    template(['read'], [role('viewer', ['read'], { resources: { [orders]: ['write'] } })], {
      resources: [api(orders, ['write'])],
    }),
    template(['read'], [], { resources: [api(orders, ['write'])] }),
    narrows(removed(holds(viewer, 'read'))),
    narrows(removed(holds(viewer, 'write', orders))),
    removed(organizationRole('viewer')),
  ),
  differ(
    'roles that hold nothing come and go',
    template(['read'], [role('viewer')]),
    template(['read'], [role('guest')]),
    removed(organizationRole('viewer')),
    added(organizationRole('guest')),
  ),
  differ(
    'descriptions of roles',
    template([], [role('admin', [], { description: 'A' }), role('viewer')]),
    template([], [role('admin'), role('viewer', [], { description: 'V' })]),
    changed(organizationRole('admin', { description: 'A' }), organizationRole('admin')),
    changed(organizationRole('viewer'), organizationRole('viewer', { description: 'V' })),
  ),
)

// Names.
cases.push(
  differ(
    'a role has its id and another name, and holds what it held',
    template(['read'], [role('viewer', ['read'], { id: '1' })]),
    template(['read'], [role('reader', ['read'], { id: '1' })]),
    changed(organizationRole('viewer', { id: '1' }), organizationRole('reader', { id: '1' })),
  ),
  differ(
    'a role of another name holds something else',
    template(['read', 'write'], [role('viewer', ['read'], { id: '1' })]),
    template(['read', 'write'], [role('editor', ['write'], { id: '1' })]),
    narrows(removed(holds(viewer, 'read'))),
    changed(organizationRole('viewer', { id: '1' }), organizationRole('editor', { id: '1' })),
    widens(added(holds(inTemplate('editor'), 'write'))),
  ),
  differ(
    'a role and what it holds have other names',
    template([known('read', '1')], [role('viewer', ['read'], { id: '2' })]),
    template([known('read:data', '1')], [role('reader', ['read:data'], { id: '2' })]),
    both(changed({ ...permission('read'), id: '1' }, { ...permission('read:data'), id: '1' })),
    changed(organizationRole('viewer', { id: '2' }), organizationRole('reader', { id: '2' })),
  ),
  differ(
    'a role of another name and no id is another role',
    template(['read'], [role('viewer', ['read'])]),
    template(['read'], [role('reader', ['read'])]),
    narrows(removed(holds(viewer, 'read'))),
    removed(organizationRole('viewer')),
    added(organizationRole('reader')),
    widens(added(holds(inTemplate('reader'), 'read'))),
  ),
  differ(
    'two roles exchange their names',
    template(
      ['read', 'write'],
      [role('admin', ['write'], { id: '1' }), role('viewer', ['read'], { id: '2' })],
    ),
    template(
      ['read', 'write'],
      [role('viewer', ['write'], { id: '1' }), role('admin', ['read'], { id: '2' })],
    ),
    changed(organizationRole('admin', { id: '1' }), organizationRole(aside, { id: '1' })),
    changed(organizationRole('viewer', { id: '2' }), organizationRole('admin', { id: '2' })),
    changed(organizationRole(aside, { id: '1' }), organizationRole('viewer', { id: '1' })),
  ),
  differ(
    'two roles exchange their ids, and each name holds what it held',
    template(
      ['read', 'write'],
      [role('admin', ['write'], { id: '1' }), role('viewer', ['read'], { id: '2' })],
    ),
    template(
      ['read', 'write'],
      [role('admin', ['write'], { id: '2' }), role('viewer', ['read'], { id: '1' })],
    ),
    narrows(removed(holds(admin, 'write'))),
    narrows(removed(holds(viewer, 'read'))),
    changed(organizationRole('admin', { id: '1' }), organizationRole(aside, { id: '1' })),
    changed(organizationRole('viewer', { id: '2' }), organizationRole('admin', { id: '2' })),
    changed(organizationRole(aside, { id: '1' }), organizationRole('viewer', { id: '1' })),
    widens(added(holds(admin, 'write'))),
    widens(added(holds(viewer, 'read'))),
  ),
)

// Types, and who holds them.
const held = (roles, ...more) =>
  policy(template(['read'], roles), {
    organizations: [
      organization('acme', { user: 'ann', roles: ['viewer'] }, ...more),
      organization('globex', { user: 'ben', roles: ['viewer'] }),
    ],
  })
const twice = [
  narrows(removed(assigned('viewer', ann, 'acme'))),
  narrows(removed(assigned('viewer', ben, 'globex'))),
]
cases.push(
  differ(
    'a role of another type is another role',
    template(['read'], [role('viewer', ['read'])]),
    template(['read'], [machine('viewer', ['read'])]),
    narrows(removed(holds(viewer, 'read'))),
    removed(organizationRole('viewer')),
    added(organizationRole('viewer', bot)),
    widens(added(holds(viewer, 'read'))),
  ),
  differ(
    'a role of another type is another role, whatever its id',
    template(['read'], [machine('viewer', ['read'], { id: '1' })]),
    template(['read'], [role('viewer', [], { id: '1' })]),
    narrows(removed(holds(viewer, 'read'))),
    removed(organizationRole('viewer', { ...bot, id: '1' })),
    added(organizationRole('viewer', { id: '1' })),
  ),
  differ(
    'a role of another type takes its assignments away',
    held([role('viewer', ['read'])]),
    template(['read'], [machine('viewer', ['read'])]),
    twice,
    narrows(removed(holds(viewer, 'read'))),
    removed(organizationRole('viewer')),
    added(organizationRole('viewer', bot)),
    widens(added(holds(viewer, 'read'))),
  ),
  differ(
    'a role that goes takes its assignments away',
    held([role('viewer', ['read']), machine('bot', ['read'])], { application: 'ci', roles: ['bot'] }),
    template(['read'], [machine('bot', ['read'])]),
    twice,
    narrows(removed(holds(viewer, 'read'))),
    removed(organizationRole('viewer')),
  ),
  differ(
    'a role that grants nothing takes nothing from those who hold it',
    held([role('viewer')]),
    template(['read']),
    removed(assigned('viewer', ann, 'acme')),
    removed(assigned('viewer', ben, 'globex')),
    removed(organizationRole('viewer')),
  ),
  differ(
    'a role of another name stays with those who hold it',
    held([role('viewer', ['read'], { id: '1' })]),
    template(['read'], [role('reader', ['read'], { id: '1' })]),
    changed(organizationRole('viewer', { id: '1' }), organizationRole('reader', { id: '1' })),
  ),
  differ(
    'who holds a role of the other type loses nothing with it',
    {
      ...policy(template(['read'], [role('viewer', ['read']), machine('worker', ['read'])]), {
        organizations: [
          organization(
            'acme',
            { user: 'ann', roles: ['worker'] },
            { application: 'ann', roles: ['viewer'] },
            { application: 'ci', roles: ['worker'] },
          ),
        ],
      }),
      imported: true,
    },
    template(['read']),
    removed(assigned('viewer', annApplication, 'acme')),
    removed(assigned('worker', ann, 'acme')),
    narrows(removed(assigned('worker', ci, 'acme'))),
    narrows(removed(holds(viewer, 'read'))),
    narrows(removed(holds(inTemplate('worker'), 'read'))),
    removed(organizationRole('viewer')),
    removed(organizationRole('worker', bot)),
  ),
)

export { cases }
