// What lint finds: each rule, with a template that breaks it and one that does not.
import { api, machine, management, orders, reports, role, template } from './build.mjs'

/** Findings as a list of `severity rule /pointer CODE`; a code is there for what a reader said. */
export const found = list =>
  list.map(text => {
    const [severity, rule, pointer, code] = text.split(' ')
    return { rule, severity, pointer, ...(code && { code }) }
  })
export const finds = (name, document, ...findings) => ({ name, document, findings: found(findings) })

/** Every permission is held: by a role for applications, which is compared with no role for users. */
export const owned = (permissions, roles = [], more = {}) => {
  const resources = (more.resources ?? []).map(({ indicator, permissions: own }) => [indicator, names(own)])
  const all = machine('owner', names(permissions), { resources: Object.fromEntries(resources) })
  return template(permissions, [all, ...roles], more)
}
const names = permissions => permissions.map(permission => permission.name ?? permission)

const roles = [
  finds('a good template', owned(['read', 'write'], [role('viewer', ['read'])])),
  finds('an empty template', template([])),
  finds(
    'role-without-permission: roles that hold nothing',
    owned(
      ['read'],
      [role('viewer', ['read']), role('guest'), machine('idle', [], { resources: { [orders]: [] } })],
      {
        resources: [api(orders, ['write'])],
      },
    ),
    'warning role-without-permission /roles/2',
    'warning role-without-permission /roles/3',
  ),
  finds(
    'role-without-permission: one of an API resource is one',
    owned(['read'], [role('viewer', [], { resources: { [orders]: ['write'] } })], {
      resources: [api(orders, ['write'])],
    }),
  ),
  finds(
    'permission-without-role: of the organization, and of an API resource, where a global role may hold it',
    template(
      ['left', 'read', { name: 'right', description: 'Of way' }],
      [role('viewer', ['read'], { resources: { [orders]: ['read'] } })],
      { resources: [api(reports, ['read']), api(orders, ['left', 'read'])] },
    ),
    'warning permission-without-role /permissions/0',
    'warning permission-without-role /permissions/2',
    'info permission-without-role /resources/0/permissions/0',
    'info permission-without-role /resources/1/permissions/0',
  ),
  finds(
    'equal-roles: each but the first, of one type',
    owned(
      ['a', 'b'],
      [role('c', ['a']), role('b', ['b']), role('a', ['a']), machine('d', ['a']), role('e', ['a'])],
    ),
    'warning equal-roles /roles/3',
    // Within the owner, which is for applications too.
    'info role-within-role /roles/4',
    'warning equal-roles /roles/5',
  ),
  finds(
    'equal-roles: what they hold of API resources counts',
    owned(
      ['a'],
      [
        role('1', ['a'], { resources: { [orders]: ['x'] } }),
        role('2', ['a'], { resources: { [reports]: ['x'] } }),
        role('3', ['a'], { resources: { [orders]: ['x'], [reports]: [] } }),
      ],
      { resources: [api(orders, ['x']), api(reports, ['x'])] },
    ),
    'warning equal-roles /roles/3',
  ),
  finds(
    'role-within-role: all that is in another one',
    template(
      ['a', 'b', 'c', 'd'],
      [
        role('one', ['a']),
        role('three', ['c', 'b', 'a']),
        role('two', ['b', 'a']),
        role('other', ['c', 'd']),
        machine('bot', ['c']),
      ],
    ),
    'info role-within-role /roles/0',
    'info role-within-role /roles/2',
  ),
]

const unicode = [
  ['Read', 'read'],
  ['Ärger', 'ärger'],
  // İ in lower case is i with a dot above (U+0307), in every language.
  ['\u0130', 'i\u0307'],
  // The Kelvin sign, whose lower case is ASCII.
  ['\u212a', 'k'],
  ['\u1e9e', 'ß'],
  // A sigma at the end of a word has a form of its own; a colon does not end one.
  ['ΟΔΟΣ', 'οδος'],
  ['ΟΔΟΣ:Α', 'οδοσ:α'],
  // Of two code units in UTF-16.
  ['\u{10400}', '\u{10428}'],
]
const apart = [
  ['STRASSE', 'straße'],
  ['\u0130', 'i'],
  ['I', 'ı'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['é', 'e\u0301'],
  ['read', 'reed'],
]
const cases = [
  ...unicode.map(([upper, lower]) =>
    finds(
      `names-differ-only-in-case: ${upper} and ${lower}`,
      owned([upper, 'other', lower]),
      'warning names-differ-only-in-case /permissions/2',
    ),
  ),
  ...apart.map(([one, two]) => finds(`names-differ-only-in-case: not ${one} and ${two}`, owned([one, two]))),
  finds(
    'names-differ-only-in-case: three of one letter',
    owned(['\u01c4', '\u01c5', '\u01c6']),
    'warning names-differ-only-in-case /permissions/1',
    'warning names-differ-only-in-case /permissions/2',
  ),
  finds(
    'names-differ-only-in-case: every list on its own',
    owned(
      ['Read'],
      [role('Viewer', ['Read']), machine('OWNER', ['Read'], { resources: { 'urn:A': ['x'] } })],
      {
        resources: [api('urn:a', ['read', 'READ']), api('urn:A', ['x'])],
      },
    ),
    'warning names-differ-only-in-case /resources/0/permissions/1',
    'warning names-differ-only-in-case /resources/1',
    // The owner holds the same and more.
    'info role-within-role /roles/2',
    'warning names-differ-only-in-case /roles/2',
  ),
]

const named = [
  ...cases,
  finds(
    'inconsistent-naming: what most of a list is not',
    owned(['members.remove', 'invite:member', 'read/data', 'a:b:c', 'plain', 'write:data']),
    'warning inconsistent-naming /permissions/0',
    'warning inconsistent-naming /permissions/2',
  ),
  finds(
    'inconsistent-naming: of two that are as frequent the first counts',
    owned(['members.remove', 'invite:member', 'invite:guest', 'members.add']),
    'warning inconsistent-naming /permissions/1',
    'warning inconsistent-naming /permissions/2',
  ),
  finds(
    'inconsistent-naming: not of a name with several separators, nor of another list',
    owned(['invite:member', 'members.remove:all', 'a.b/c', '-'], [], {
      resources: [api(orders, ['orders.read', 'orders.write'])],
    }),
  ),
  finds(
    'wildcard-name: letters that mean something elsewhere',
    owned(['read:*', 'read:?', 'read:{id}', 'read:}', 'read:[a]', 'read:%', 'read:\uff0a']),
    'warning wildcard-name /permissions/0',
    'warning wildcard-name /permissions/1',
    'warning wildcard-name /permissions/2',
  ),
  finds(
    'wildcard-name: of an API resource, and not of a role or an indicator',
    owned(['read'], [role('*', ['read'])], { resources: [api('urn:*', ['*'])] }),
    'warning wildcard-name /resources/0/permissions/0',
  ),
]

const imported = { imported: true }
const grantable = [
  finds(
    'not-grantable: what only an import may hold is an error anywhere else',
    owned(['read', 'two words', { name: ' ' }], [role('viewer', ['read'])], {
      resources: [],
    }),
    'error not-grantable /permissions/1 NAME_WHITESPACE',
    'error not-grantable /permissions/2/name NAME_WHITESPACE',
    'error dangling-reference /roles/0/permissions/1 UNKNOWN_PERMISSION',
    'error dangling-reference /roles/0/permissions/2 UNKNOWN_PERMISSION',
  ),
  finds(
    'not-grantable: an indicator that is no URI, and a role that cannot hold it',
    owned(['read'], [role('viewer', ['read'], { resources: { [management]: ['all'] } })], {
      resources: [api('my api', []), api(management, ['all'], { managementApi: true })],
    }),
    'error not-grantable /resources/0/indicator INDICATOR_INVALID',
    'error not-grantable /roles/1/resources MANAGEMENT_PERMISSION',
  ),
  finds(
    'not-grantable: what an import holds',
    owned(['read', 'two words'], [role('viewer', ['read'], { resources: { [management]: ['all'] } })], {
      ...imported,
      resources: [api('my api', ['a\tb', 'write']), api(management, ['all'], { managementApi: true })],
    }),
    'warning not-grantable /permissions/1 PERMISSION_NOT_GRANTABLE',
    'warning not-grantable /resources/0 RESOURCE_NOT_GRANTABLE',
    'warning not-grantable /resources/0/permissions/0 PERMISSION_NOT_GRANTABLE',
    'warning not-grantable /roles/1 MANAGEMENT_PERMISSION',
  ),
  finds('not-grantable: an import that holds nothing of that', owned(['read'], [], imported)),
  finds(
    'dangling-reference: permissions and API resources that are not there',
    template(
      ['read'],
      [
        role('admin', ['read', 'raed'], { resources: { [orders]: ['write', 'gone'], [reports]: ['view'] } }),
        role('viewer', ['read'], { resources: { [orders]: ['write'] } }),
      ],
      { resources: [api(orders, ['write'])] },
    ),
    'error dangling-reference /roles/0/permissions/1 UNKNOWN_PERMISSION',
    'error dangling-reference /roles/0/resources/https:~1~1api.example.com~1orders/1 UNKNOWN_PERMISSION',
    'error dangling-reference /roles/0/resources/urn:reports UNKNOWN_RESOURCE',
  ),
]

export const rules = [...roles, ...named, ...grantable]
