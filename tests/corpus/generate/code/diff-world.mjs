// What is different between nothing and a policy that has everything once.
import {
  added,
  ann,
  application,
  assigned,
  ben,
  cat,
  changed,
  ci,
  everywhere,
  globalRole,
  holds,
  inTemplate,
  member,
  organization,
  organizationRole,
  permission,
  removed,
  resource,
  user,
} from '../policy/build.mjs'
import {
  differ,
  management,
  narrows,
  orders,
  policy,
  reports,
  template,
  templateFact,
  widens,
  within,
} from './build.mjs'

const bot = { type: 'MachineToMachine' }
const support = everywhere('support')

/** Everything of `world`: what holds, in the order in which it is given and taken away. */
const [admin, memberRole, botRole] = ['admin', 'member', 'bot'].map(inTemplate)
const cells = [
  ...['invite:users', 'read:data', 'remove:users', 'write:data'].map(name => holds(admin, name)),
  ...['read:orders', 'write:orders'].map(name => holds(admin, name, orders)),
  holds(botRole, 'read:data'),
  holds(botRole, 'read:data', orders),
  holds(memberRole, 'read:data'),
  holds(memberRole, 'read:orders', orders),
  holds(everywhere('customer'), 'read:data', orders),
  holds(support, 'read:orders', orders),
  holds(everywhere('worker'), 'write:orders', orders),
  holds(everywhere('worker'), 'all', management),
]
const organizationRoles = [
  organizationRole('admin'),
  organizationRole('bot', bot),
  organizationRole('empty'),
  organizationRole('member'),
]
const globalRoles = [
  globalRole('customer', { isDefault: true }),
  globalRole('idle'),
  globalRole('support'),
  globalRole('worker', bot),
]
const permissions = ['audit:log', 'invite:users', 'read:data', 'remove:users', 'write:data'].map(name =>
  permission(name),
)
const resources = [
  [
    resource(orders, { name: 'Orders', isDefault: true }),
    ...['read:data', 'read:orders', 'write:orders'].map(name => permission(name, orders)),
  ],
  [resource(management, { managementApi: true }), permission('all', management)],
  [resource(reports), permission('view:reports', reports)],
]
const directory = [
  ...['ann', 'ben', 'cat', 'dan'].map(user),
  ...['ann', 'ci'].map(application),
  organization('acme', 'Acme'),
  organization('globex', 'Globex'),
  organization('initech', 'Initech', 'Nobody is there'),
]
const version = [templateFact(), templateFact({ version: '2026-11' })]

const whole = [
  differ(
    'nothing becomes a world',
    policy(template([])),
    'world',
    ...resources.flat().map(added),
    ...[...permissions, ...organizationRoles, ...globalRoles, ...directory].map(added),
    ...cells.map(added).map(widens),
    widens(added(assigned('support', ann))),
    widens(added(assigned('worker', ci))),
    // Ann has a global role, which grants where she is a member.
    widens(added(member('acme', ann))),
    widens(added(assigned('admin', ann, 'acme'))),
    added(member('acme', ben)),
    widens(added(assigned('member', ben, 'acme'))),
    added(member('acme', cat)),
    added(member('acme', ci)),
    widens(added(assigned('bot', ci, 'acme'))),
    widens(added(member('globex', ann))),
    widens(added(assigned('member', ann, 'globex'))),
    added(member('globex', ci)),
    changed(...version),
  ),
  differ(
    'a world becomes nothing',
    'world',
    policy(template([])),
    narrows(removed(assigned('support', ann))),
    narrows(removed(assigned('worker', ci))),
    narrows(removed(assigned('admin', ann, 'acme'))),
    narrows(removed(member('acme', ann))),
    narrows(removed(assigned('member', ben, 'acme'))),
    removed(member('acme', ben)),
    removed(member('acme', cat)),
    narrows(removed(assigned('bot', ci, 'acme'))),
    removed(member('acme', ci)),
    narrows(removed(assigned('member', ann, 'globex'))),
    narrows(removed(member('globex', ann))),
    removed(member('globex', ci)),
    ...cells.map(removed).map(narrows),
    ...[...organizationRoles, ...globalRoles, ...permissions].map(removed),
    ...resources.flatMap(([api, ...own]) => [...own, api]).map(removed),
    ...directory.map(removed),
    changed(...version.toReversed()),
  ),
  differ('a world and itself', 'world', 'world'),
]

export const cases = whole.map(one => within('policy', one))
