// What is different between two policies: organizations, who is in them, and who holds which role.
import {
  added,
  ann,
  application,
  assigned,
  ben,
  changed,
  ci,
  holds,
  inTemplate,
  member,
  organization,
  organizationRole,
  removed,
  user,
} from '../policy/build.mjs'
import { api, differ, machine, narrows, orders, policy, role, template, widens, within } from './build.mjs'

const bot = { type: 'MachineToMachine' }
const shop = (more = {}) => template([], [], { resources: [api(orders, ['read', 'write'])], ...more })
const holding = (...names) => ({ resources: { [orders]: names } })
const acme = (...members) => ({ id: 'acme', name: 'Acme', members })
const company = (template, members, more = {}) =>
  policy(template, { ...more, organizations: [acme(...members)] })
/** One role that grants something, one that grants nothing, and one for applications. */
const staff = template(['read'], [role('viewer', ['read']), role('idle'), machine('bot', ['read'])])
const global = {
  globalRoles: [
    { name: 'support', ...holding('read') },
    { name: 'idle' },
    { name: 'worker', ...bot, ...holding('write') },
  ],
}

const people = [
  differ(
    'the same written in other words',
    policy(staff, {
      users: ['ben', { id: 'ann' }],
      applications: ['ci'],
      organizations: [
        { id: 'globex', name: 'Globex' },
        acme({ application: 'ci', roles: ['bot'] }, { user: 'ann', roles: ['viewer', 'idle'] }),
      ],
    }),
    policy(staff, {
      users: ['ben'],
      organizations: [
        acme({ user: 'ann', roles: ['idle', 'viewer'] }, { application: 'ci', roles: ['bot'] }),
        { id: 'globex', name: 'Globex', members: [] },
      ],
    }),
  ),
  differ(
    'organizations, users and applications come and go',
    policy(staff, { users: ['ann', 'ben'], organizations: [{ id: 'globex', name: 'Globex' }] }),
    policy(staff, {
      users: ['ben', 'dan'],
      applications: ['ann', 'ci'],
      organizations: [{ id: 'acme', name: 'Acme', description: 'First' }],
    }),
    removed(user('ann')),
    removed(organization('globex', 'Globex')),
    added(user('dan')),
    added(application('ann')),
    added(application('ci')),
    added(organization('acme', 'Acme', 'First')),
  ),
  differ(
    'organizations are called something else',
    policy(staff, {
      organizations: [
        { id: 'acme', name: 'Acme' },
        { id: 'globex', name: 'Globex', description: 'Second' },
      ],
    }),
    policy(staff, {
      organizations: [
        { id: 'acme', name: 'Globex' },
        { id: 'globex', name: 'Globex' },
      ],
    }),
    changed(organization('acme', 'Acme'), organization('acme', 'Globex')),
    changed(organization('globex', 'Globex', 'Second'), organization('globex', 'Globex')),
  ),
  differ(
    'members come, with and without a role that grants something',
    policy(staff, { organizations: [acme()] }),
    company(staff, [
      { user: 'ann', roles: ['viewer'] },
      { user: 'ben', roles: ['idle'] },
      { application: 'ci' },
    ]),
    added(user('ann')),
    added(user('ben')),
    added(application('ci')),
    added(member('acme', ann)),
    widens(added(assigned('viewer', ann, 'acme'))),
    added(member('acme', ben)),
    added(assigned('idle', ben, 'acme')),
    added(member('acme', ci)),
  ),
  differ(
    'members go, and their roles go first',
    company(staff, [
      { user: 'ann', roles: ['viewer'] },
      { application: 'ci', roles: ['bot'] },
    ]),
    policy(staff, { users: ['ann'], applications: ['ci'], organizations: [acme()] }),
    narrows(removed(assigned('viewer', ann, 'acme'))),
    removed(member('acme', ann)),
    narrows(removed(assigned('bot', ci, 'acme'))),
    removed(member('acme', ci)),
  ),
  differ(
    'an organization goes with all who are in it',
    company(staff, [{ user: 'ann', roles: ['viewer'] }, { user: 'ben' }]),
    policy(staff, { users: ['ben'] }),
    narrows(removed(assigned('viewer', ann, 'acme'))),
    removed(member('acme', ann)),
    removed(member('acme', ben)),
    removed(user('ann')),
    removed(organization('acme', 'Acme')),
  ),
  differ(
    'who holds which role',
    company(staff, [
      { user: 'ann', roles: ['viewer'] },
      { user: 'ben', roles: ['idle'] },
    ]),
    company(staff, [
      { user: 'ann', roles: ['idle'] },
      { user: 'ben', roles: ['viewer'] },
    ]),
    narrows(removed(assigned('viewer', ann, 'acme'))),
    removed(assigned('idle', ben, 'acme')),
    added(assigned('idle', ann, 'acme')),
    widens(added(assigned('viewer', ben, 'acme'))),
  ),
  differ(
    'who holds which global role',
    policy(shop(), {
      ...global,
      users: [
        { id: 'ann', roles: ['support'] },
        { id: 'ben', roles: ['idle'] },
      ],
      applications: ['ci'],
    }),
    policy(shop(), {
      ...global,
      users: [
        { id: 'ann', roles: ['idle'] },
        { id: 'ben', roles: ['support'] },
      ],
      applications: [{ id: 'ci', roles: ['worker'] }],
    }),
    narrows(removed(assigned('support', ann))),
    removed(assigned('idle', ben)),
    added(assigned('idle', ann)),
    widens(added(assigned('support', ben))),
    widens(added(assigned('worker', ci))),
  ),
  differ(
    'an assignment to somebody of the other type grants nothing',
    { ...company(staff, [{ user: 'ann' }, { application: 'ci', roles: ['viewer'] }]), imported: true },
    { ...company(staff, [{ user: 'ann', roles: ['bot'] }, { application: 'ci' }]), imported: true },
    removed(assigned('viewer', ci, 'acme')),
    added(assigned('bot', ann, 'acme')),
  ),
  differ(
    'a role of another name is held by those who held it',
    company(template(['read'], [role('viewer', ['read'], { id: '1' })]), [
      { user: 'ann', roles: ['viewer'] },
    ]),
    company(template(['read'], [role('reader', ['read'], { id: '1' })]), [
      { user: 'ann', roles: ['reader'] },
    ]),
    changed(organizationRole('viewer', { id: '1' }), organizationRole('reader', { id: '1' })),
  ),
  differ(
    'a role of another type is held by others',
    company(template(['read'], [role('worker', ['read'])]), [
      { user: 'ann', roles: ['worker'] },
      { application: 'ci' },
    ]),
    company(template(['read'], [machine('worker', ['read'])]), [
      { user: 'ann' },
      { application: 'ci', roles: ['worker'] },
    ]),
    narrows(removed(assigned('worker', ann, 'acme'))),
    narrows(removed(holds(inTemplate('worker'), 'read'))),
    removed(organizationRole('worker')),
    added(organizationRole('worker', bot)),
    widens(added(holds(inTemplate('worker'), 'read'))),
    widens(added(assigned('worker', ci, 'acme'))),
  ),
]

/** A user's global roles grant in every organization that the user is a member of. */
const memberships = [
  differ(
    'a user with a global role becomes a member',
    policy(shop(), { ...global, users: [{ id: 'ann', roles: ['support'] }], organizations: [acme()] }),
    policy(shop(), {
      ...global,
      users: [{ id: 'ann', roles: ['support'] }],
      organizations: [acme({ user: 'ann' })],
    }),
    widens(added(member('acme', ann))),
  ),
  differ(
    'a user with a global role is no member any more',
    policy(shop(), {
      ...global,
      users: [{ id: 'ann', roles: ['support'] }],
      organizations: [acme({ user: 'ann' })],
    }),
    policy(shop(), { ...global, users: [{ id: 'ann', roles: ['support'] }], organizations: [acme()] }),
    narrows(removed(member('acme', ann))),
  ),
  differ(
    'a member becomes one who has a global role',
    policy(shop(), { ...global, users: ['ann'], organizations: [acme()] }),
    policy(shop(), {
      ...global,
      users: [{ id: 'ann', roles: ['support'] }],
      organizations: [acme({ user: 'ann' })],
    }),
    widens(added(assigned('support', ann))),
    widens(added(member('acme', ann))),
  ),
  differ(
    'a global role that grants nothing makes a member no more',
    policy(shop(), { ...global, users: [{ id: 'ann', roles: ['idle'] }], organizations: [acme()] }),
    policy(shop(), {
      ...global,
      users: [{ id: 'ann', roles: ['idle'] }],
      organizations: [acme({ user: 'ann' })],
    }),
    added(member('acme', ann)),
  ),
  differ(
    'an application with a global role becomes a member, where it grants nothing',
    policy(shop(), { ...global, applications: [{ id: 'ci', roles: ['worker'] }], organizations: [acme()] }),
    policy(shop(), {
      ...global,
      applications: [{ id: 'ci', roles: ['worker'] }],
      organizations: [acme({ application: 'ci' })],
    }),
    added(member('acme', ci)),
  ),
  differ(
    'a user with a global role for applications becomes a member, where it grants nothing',
    {
      ...policy(shop(), { ...global, users: [{ id: 'ann', roles: ['worker'] }], organizations: [acme()] }),
      imported: true,
    },
    {
      ...policy(shop(), {
        ...global,
        users: [{ id: 'ann', roles: ['worker'] }],
        organizations: [acme({ user: 'ann' })],
      }),
      imported: true,
    },
    added(member('acme', ann)),
  ),
]

export const cases = [...people, ...memberships].map(one => within('policy', one))
