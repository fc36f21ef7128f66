// Options of `createGate` that are refused, with the place of each problem.
import { ISSUER, keySet } from './build.mjs'
import { publicKey } from './keys.mjs'
import { templates } from './modes.mjs'

const keys = keySet(publicKey('es256'))
const good = { issuer: ISSUER, keys }
const bad = (name, options, ...problems) => ({
  name,
  options,
  expect: { code: 'CONFIGURATION_INVALID', problems },
})
const with_ = (name, more, ...problems) => bad(name, { ...good, ...more }, ...problems)

export const options = {
  cases: [
    { name: 'good', options: good, expect: {} },
    {
      name: 'good, with everything',
      options: {
        ...good,
        algorithms: ['ES384', 'EdDSA'],
        template: templates.sample,
        mode: 'intersection',
        clockToleranceSeconds: 5,
        typ: 'at+jwt',
        cache: { max: 10 },
      },
      expect: {},
    },
    {
      name: 'good, several issuers',
      options: {
        issuers: [
          { issuer: ISSUER, keys },
          { issuer: 'https://b.example', keys },
        ],
      },
      expect: {},
    },
    { name: 'good, no cache', options: { ...good, cache: false }, expect: {} },
    bad('no issuer', {}, '/issuer'),
    with_('issuer empty', { issuer: '' }, '/issuer'),
    with_('issuer a number', { issuer: 1 }, '/issuer'),
    with_('issuer and issuers', { issuers: [{ issuer: 'https://b.example', keys }] }, '/issuer', '/keys'),
    bad('issuers empty', { issuers: [] }, '/issuers'),
    bad('issuers an object', { issuers: {} }, '/issuers'),
    bad(
      'an issuer twice',
      {
        issuers: [
          { issuer: ISSUER, keys },
          { issuer: ISSUER, keys },
        ],
      },
      '/issuers/1/issuer',
    ),
    bad('an issuer without a name', { issuers: [{ keys }] }, '/issuers/0/issuer'),
    with_('algorithms empty', { algorithms: [] }, '/algorithms'),
    with_('algorithms a string', { algorithms: 'ES384' }, '/algorithms'),
    with_(
      'algorithms with one that is never allowed',
      { algorithms: ['ES384', 'HS256', 'none'] },
      '/algorithms',
    ),
    with_('algorithms in lower case', { algorithms: ['es384'] }, '/algorithms'),
    with_('tolerance negative', { clockToleranceSeconds: -1 }, '/clockToleranceSeconds'),
    with_('tolerance a string', { clockToleranceSeconds: '60' }, '/clockToleranceSeconds'),
    with_('mode unknown', { mode: 'all' }, '/mode'),
    with_('typ empty', { typ: '' }, '/typ'),
    with_('typ a number', { typ: 1 }, '/typ'),
    with_('cache of a wrong kind', { cache: 'yes' }, '/cache'),
    with_('cache of a negative size', { cache: { max: -1 } }, '/cache'),
    with_('clock not a function', { clock: 1_800_000_000 }, '/clock'),
    with_('keys a number', { keys: 1 }, '/keys'),
    with_('keys an array', { keys: [] }, '/keys'),
    with_('keys without a list', { keys: {} }, '/keys/keys'),
    with_('keys whose list is none', { keys: { keys: {} } }, '/keys/keys'),
    with_('mode intersection without a template', { mode: 'intersection' }, '/mode'),
    with_('mode template without a template', { mode: 'template' }, '/mode'),
    with_('a template that is a number', { template: 1 }, '/template'),
    with_('a template that is a list', { template: [] }, '/template'),
    with_('a template that is text', { template: '{}' }, '/template'),
    with_('a template that is null', { template: null }, '/template'),
    with_('an unknown option', { audiences: 'x' }, '/audiences'),
    with_('a profile that there is not', { profile: 'okta' }, '/profile'),
    with_('a profile without an audience that it needs', { profile: 'auth0' }, '/audience'),
    with_(
      'a profile with a mistake',
      {
        profile: {
          types: ['JWT'],
          audience: 'optional',
          organization: {},
          permissions: { claim: 'p', format: 'list' },
        },
      },
      '/profile/organization/claim',
    ),
    with_('an audience that is empty', { audience: '' }, '/audience'),
    with_(
      'a template with mistakes',
      { template: { v: 1, permissions: ['a', 'a'], roles: [] } },
      '/template/permissions/1',
    ),
    with_(
      'mistakes of every kind at once',
      { issuer: '', algorithms: [], clockToleranceSeconds: -1, mode: 'x', template: { v: 2 } },
      '/issuer',
      '/algorithms',
      '/clockToleranceSeconds',
      '/mode',
      '/template/v',
      '/template/permissions',
      '/template/roles',
    ),
  ],
}
