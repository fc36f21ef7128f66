// Claim profiles: organization tokens of other providers, each good, and each with one thing wrong.
import { ABSENT, malformed, ORGANIZATION, PREFIX, refused } from './build.mjs'
import { makerOf, put, wrongKind, wrongOrganization, wrongType } from './profile-build.mjs'
import { providers } from './profile-claims.mjs'
import { cases as own, pendingCases } from './profile-providers.mjs'

const notOrganizations = [
  ['null', null],
  ['a number', 1],
  ['a list', ['org_1']],
  ['an object', { id: 'org_1' }],
]

const notPermissions = {
  list: [
    ['null', null],
    ['a string', 'read:orders'],
    ['an object', { 0: 'read:orders' }],
    ['a list with a number in it', ['read:orders', 1]],
    ['a list with null in it', [null]],
    ['a list in a list', [['read:orders']]],
  ],
  spaces: [
    ['null', null],
    ['a list', ['read:orders']],
    ['a number', 1],
  ],
  'clerk-v2': [
    ['null', null],
    ['a list', ['read']],
    ['a number', 1],
  ],
}

const lists = ({ having, granted }, base) =>
  base.format === 'list'
    ? [
        having('permissions twice', { permissions: ['b', 'a', 'b'] }, granted({ permissions: ['b', 'a'] })),
        having('permissions empty', { permissions: [] }, granted({ permissions: [] })),
        having('a permission with spaces', { permissions: ['a b'] }, granted({ permissions: ['a b'] })),
        having('a scope, which grants nothing', { scope: 'delete:everything' }),
      ]
    : []

/** What holds for every provider whose organization has a claim of its own. */
function common([profile, base]) {
  const maker = makerOf(profile, base)
  const { one, granted } = maker
  const organization = value => ({ claims: put(base.claims, base.organization, value) })
  const permissions = value => ({ claims: put(base.claims, base.granting, value) })
  return [
    one('as documented'),
    one('any organization', granted(), { organization: null }),
    one('type in another case', granted(), { header: { typ: `application/${base.typ.toUpperCase()}` } }),
    one('type missing', wrongType, { header: { typ: undefined } }),
    one('type empty', wrongType, { header: { typ: '' } }),
    one('type of a logout token', wrongType, { header: { typ: 'logout+jwt' } }),
    one('an ID token', refused(base.idTokenCode), { header: { typ: 'JWT' }, claims: base.idToken }),
    one('another organization is expected', wrongOrganization, { organization: 'org_2' }),
    one('organization not named', refused('ORGANIZATION_REQUIRED'), { organization: ABSENT }),
    one('another organization', wrongOrganization, organization('org_10')),
    one('organization in another case', wrongOrganization, organization('Org_1')),
    one('organization with the prefix of Logto', wrongOrganization, organization(PREFIX + ORGANIZATION)),
    one('no organization', wrongKind, organization()),
    one('no organization, any', wrongKind, { ...organization(), organization: null }),
    one('organization empty, any', wrongKind, { ...organization(''), organization: null }),
    ...notOrganizations.map(([name, value]) => one(`organization ${name}`, malformed, organization(value))),
    one('the audience of an organization token of Logto', wrongKind, {
      claims: { ...put(base.claims, base.organization), aud: PREFIX + ORGANIZATION },
    }),
    one('no permissions', granted({ permissions: [] }), permissions()),
    ...notPermissions[base.format].map(([name, value]) =>
      one(`permissions ${name}`, malformed, permissions(value)),
    ),
    ...lists(maker, base),
  ]
}

/** Profiles that demand an audience. */
function audienceRequired(profile) {
  const base = providers[profile]
  const { one, having } = makerOf(profile, base)
  const api = base.audience
  return [
    having('audience missing', { aud: undefined }, wrongKind),
    having('audience an empty list', { aud: [] }, wrongKind),
    having('audience another API', { aud: 'https://api.example.com/invoices' }, wrongKind),
    having('audience with a slash at the end', { aud: `${api}/` }, wrongKind),
    having('audience in another case', { aud: api.toUpperCase() }, wrongKind),
    having('audience the client', { aud: 'app_web' }, wrongKind),
    having('audience a number', { aud: 1 }, malformed),
    having('audience a list with a number in it', { aud: [api, 1] }, malformed),
    // One of them is so in the good token already.
    ...(Array.isArray(base.claims.aud) ? [having('audience a string', { aud: api })] : []),
    having('audience one of several', { aud: ['https://api.example.com/invoices', api] }),
    one('another audience is expected', wrongKind, { options: { audience: 'app_web' } }),
  ]
}

/** Profiles that know tokens without an audience. */
function audienceOptional(profile) {
  const base = providers[profile]
  const { having } = makerOf(profile, base)
  const none = { options: { audience: undefined } }
  const api = { options: { audience: 'https://api.example.com/orders' } }
  return [
    ...(base.claims.aud ? [having('no audience', { aud: undefined }, undefined, none)] : []),
    having('audience an empty list', { aud: [] }, undefined, none),
    having('an audience, and none expected', { aud: api.options.audience }, wrongKind, none),
    having('an audience in a list, and none expected', { aud: [api.options.audience] }, wrongKind, none),
    having('audience empty text, and none expected', { aud: '' }, wrongKind, none),
    having('audience null', { aud: null }, malformed, none),
    having('the audience', { aud: api.options.audience }, undefined, api),
    having('the audience among others', { aud: ['x', api.options.audience] }, undefined, api),
    having('another audience', { aud: 'https://api.example.com/invoices' }, wrongKind, api),
    having('audience missing', { aud: undefined }, wrongKind, api),
    having('audience an empty list, and one expected', { aud: [] }, wrongKind, api),
  ]
}

export const cases = [
  ...Object.entries(providers).flatMap(common),
  ...['auth0', 'generic'].flatMap(audienceRequired),
  ...['clerk', 'workos', 'kinde'].flatMap(audienceOptional),
  ...own,
  ...pendingCases,
]
