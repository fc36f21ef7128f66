// What the authors of a template switch off of lint, and what cannot be.
import { api, orders, reports, role, template } from './build.mjs'
import { finds, found, owned } from './lint-rules.mjs'

const off = (rule, more = {}) => ({ rule, reason: 'known', ...more })
const switched = (name, document, findings, ...away) => ({
  ...finds(name, document, ...findings),
  off: found(away.map(([text]) => text)).map((finding, index) => ({ ...finding, reason: away[index][1] })),
})
/** Two roles that hold nothing, whose names differ only in case. */
const idle = (...lintOff) => owned(['read'], [role('idle'), role('Idle')], { lintOff })
const [lower, upper, alike] = [
  'warning role-without-permission /roles/1',
  'warning role-without-permission /roles/2',
  'warning names-differ-only-in-case /roles/2',
]

export const suppressions = [
  switched('off: nothing', idle(), [lower, upper, alike]),
  switched(
    'off: what is about a name',
    idle(off('role-without-permission', { name: 'idle' })),
    [upper, alike],
    [lower, 'known'],
  ),
  switched(
    'off: either of two names',
    idle(off('names-differ-only-in-case', { name: 'idle', reason: 'old' })),
    [lower, upper],
    [alike, 'old'],
  ),
  switched(
    'off: a whole rule, and what says more goes first',
    idle(
      off('role-without-permission', { reason: 'all' }),
      off('role-without-permission', { name: 'Idle', reason: 'this' }),
    ),
    [alike],
    [lower, 'all'],
    [upper, 'this'],
  ),
  switched(
    'off: permissions of an API resource, by its indicator',
    template(['read'], [role('viewer', ['read'])], {
      resources: [api(orders, ['a', 'b']), api(reports, ['a'])],
      lintOff: [off('permission-without-role', { name: orders })],
    }),
    ['info permission-without-role /resources/1/permissions/0'],
    ['info permission-without-role /resources/0/permissions/0', 'known'],
    ['info permission-without-role /resources/0/permissions/1', 'known'],
  ),
  switched(
    'off: what an import holds',
    owned(['two words'], [], { imported: true, lintOff: [off('not-grantable', { name: 'two words' })] }),
    [],
    ['warning not-grantable /permissions/0 PERMISSION_NOT_GRANTABLE', 'known'],
  ),
  switched(
    'off: every rule that says what is probably not meant',
    template(
      ['a:b', 'A:b', 'c.d', 'e:*', 'f:g'],
      [role('one', ['a:b']), role('same', ['a:b']), role('two', ['a:b', 'A:b', 'c.d', 'e:*'])],
      {
        lintOff: [
          off('equal-roles'),
          off('inconsistent-naming', { name: 'c.d' }),
          off('names-differ-only-in-case', { name: 'a:b' }),
          off('permission-without-role', { name: 'f:g' }),
          off('role-within-role', { name: 'two' }),
          off('wildcard-name'),
        ],
      },
    ),
    [],
    ['warning names-differ-only-in-case /permissions/1', 'known'],
    ['warning inconsistent-naming /permissions/2', 'known'],
    ['warning wildcard-name /permissions/3', 'known'],
    ['warning permission-without-role /permissions/4', 'known'],
    ['info role-within-role /roles/0', 'known'],
    ['warning equal-roles /roles/1', 'known'],
    ['info role-within-role /roles/1', 'known'],
  ),
  switched(
    'unused-suppression: no such finding',
    owned(['read'], [role('viewer', ['read'])], {
      lintOff: [off('equal-roles'), off('role-without-permission', { name: 'viewer' })],
    }),
    ['info unused-suppression /lintOff/0', 'info unused-suppression /lintOff/1'],
  ),
  switched(
    'unused-suppression: an error cannot be switched off',
    owned(['read', 'two words'], [], {
      lintOff: [off('not-grantable'), off('dangling-reference'), off('unknown-rule')],
    }),
    [
      'info unused-suppression /lintOff/0',
      'info unused-suppression /lintOff/1',
      'info unused-suppression /lintOff/2',
      'error not-grantable /permissions/1 NAME_WHITESPACE',
      'error dangling-reference /roles/0/permissions/1 UNKNOWN_PERMISSION',
    ],
  ),
  switched(
    'unused-suppression: can be switched off itself',
    owned(['read'], [], {
      lintOff: [off('equal-roles'), off('wildcard-name'), off('unused-suppression', { name: 'equal-roles' })],
    }),
    ['info unused-suppression /lintOff/1'],
    ['info unused-suppression /lintOff/0', 'known'],
  ),
  switched(
    'unused-suppression: not by one that has nothing else to switch off',
    owned(['read'], [], { lintOff: [off('unused-suppression')] }),
    ['info unused-suppression /lintOff/0'],
  ),
  switched(
    'unknown-rule: a rule that does not exist',
    idle(off('role-without-permission'), off('role-without-permision'), off('Equal-roles')),
    ['error unknown-rule /lintOff/1', 'error unknown-rule /lintOff/2', alike],
    [lower, 'known'],
    [upper, 'known'],
  ),
]
