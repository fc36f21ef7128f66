// Claims: issuer, audience and organization, scope, principal.
import {
  ABSENT,
  claims,
  grant,
  ISSUER,
  malformed,
  ORGANIZATION,
  PREFIX,
  refused,
  tokenCase,
} from './build.mjs'
import { text } from './sign.mjs'

const withClaims = more => ({ claims: more })
const wrongIssuer = refused('ISSUER_MISMATCH')
const wrongKind = refused('AUDIENCE_KIND_MISMATCH')
const wrongOrganization = refused('ORGANIZATION_MISMATCH')

const issuers = [
  ['with a slash at the end', `${ISSUER}/`],
  ['in upper case', ISSUER.toUpperCase()],
  ['with an upper-case host', 'https://Tenant.example/oidc'],
  ['a prefix of it', ISSUER.slice(0, -1)],
  ['it and more', `${ISSUER}.attacker.example`],
  ['over http', ISSUER.replace('https', 'http')],
  ['with a space at the end', `${ISSUER} `],
  ['with its default port', 'https://tenant.example:443/oidc'],
  ['with a look-alike letter', ISSUER.replace('a', 'а')],
]

const malformedClaims = [
  ['iss missing', { iss: undefined }],
  ['iss empty', { iss: '' }],
  ['iss an array', { iss: [ISSUER] }],
  ['iss a number', { iss: 1 }],
  ['iss null', { iss: null }],
  ['sub missing', { sub: undefined }],
  ['sub empty', { sub: '' }],
  ['sub a number', { sub: 1 }],
  ['aud missing', { aud: undefined }],
  ['aud null', { aud: null }],
  ['aud a number', { aud: 1 }],
  ['aud an object', { aud: { 0: PREFIX + ORGANIZATION } }],
  ['aud an empty array', { aud: [] }],
  ['aud an array with a number in it', { aud: [PREFIX + ORGANIZATION, 1] }],
  ['aud an array in an array', { aud: [[PREFIX + ORGANIZATION]] }],
  ['aud an array with null in it', { aud: [null, PREFIX + ORGANIZATION] }],
  ['scope null', { scope: null }],
  ['scope a number', { scope: 1 }],
  ['scope an array', { scope: ['invite:users'] }],
  ['scope an object', { scope: {} }],
  ['client_id null', { client_id: null }],
  ['client_id an array', { client_id: ['user_1'] }],
]

const kinds = [
  ['an API resource', 'https://api.example.com/orders'],
  ['a client', 'app_web'],
  ['the prefix alone', PREFIX],
  ['the organization without the prefix', ORGANIZATION],
  ['the prefix in upper case', `${PREFIX.toUpperCase()}${ORGANIZATION}`],
  ['something before the prefix', `x${PREFIX}${ORGANIZATION}`],
  ['a space before the prefix', ` ${PREFIX}${ORGANIZATION}`],
  ['the empty string', ''],
  ['two organizations', [PREFIX + ORGANIZATION, `${PREFIX}org_2`]],
  ['one organization twice', [PREFIX + ORGANIZATION, PREFIX + ORGANIZATION]],
  ['an organization and an API resource', [PREFIX + ORGANIZATION, 'https://api.example.com/orders']],
  ['an API resource and an organization', ['https://api.example.com/orders', PREFIX + ORGANIZATION]],
]

const organizations = [
  'org_2',
  'org_',
  'org_10',
  'Org_1',
  'org_1 ',
  ' org_1',
  'org_1/',
  'оrg_1',
  `${PREFIX}org_1`,
]

const scopes = [
  ['empty', '', []],
  ['absent', undefined, []],
  ['one', 'read:data', ['read:data']],
  ['several', 'c b a', ['c', 'b', 'a']],
  ['with double spaces', ' a  b   c ', ['a', 'b', 'c']],
  ['only spaces', '   ', []],
  ['with duplicates', 'b a b a b', ['b', 'a']],
  ['with a tab, which separates nothing', 'a\tb c', ['a\tb', 'c']],
  ['with a newline and a no-break space, which separate nothing', 'a\nb c\u00a0d', ['a\nb', 'c\u00a0d']],
  ['outside ASCII', '读取:数据 é e\u0301', ['读取:数据', 'é', 'e\u0301']],
  [
    'with names of JavaScript’s own',
    '__proto__ constructor toString',
    ['__proto__', 'constructor', 'toString'],
  ],
  ['in two cases', 'Read:Data read:data', ['Read:Data', 'read:data']],
]

export const cases = [
  ...issuers.map(([name, iss]) =>
    tokenCase(`issuer ${name}`, { token: withClaims({ iss }), expect: wrongIssuer }),
  ),
  tokenCase('issuer configured with a slash at the end', {
    token: {},
    options: { issuer: `${ISSUER}/` },
    expect: wrongIssuer,
  }),
  tokenCase('issuer with a slash where that is configured', {
    token: withClaims({ iss: `${ISSUER}/` }),
    options: { issuer: `${ISSUER}/` },
    expect: grant({ issuer: `${ISSUER}/` }),
  }),
  ...malformedClaims.map(([name, more]) => tokenCase(name, { token: withClaims(more), expect: malformed })),
  ...kinds.map(([name, aud]) =>
    tokenCase(`aud is ${name}`, { token: withClaims({ aud }), expect: wrongKind }),
  ),
  tokenCase('aud is an API resource, with an organization_id', {
    token: withClaims({ aud: 'https://api.example.com/orders', organization_id: ORGANIZATION }),
    expect: wrongKind,
  }),
  tokenCase('aud is an API resource, any organization', {
    token: withClaims({ aud: 'https://api.example.com/orders' }),
    organization: null,
    expect: wrongKind,
  }),
  tokenCase('aud is an array of one organization', { token: withClaims({ aud: [PREFIX + ORGANIZATION] }) }),
  ...organizations.map(id =>
    tokenCase(`aud is the organization ${JSON.stringify(id)}`, {
      token: withClaims({ aud: PREFIX + id }),
      expect: wrongOrganization,
    }),
  ),
  tokenCase('another organization is expected', {
    token: {},
    organization: 'org_2',
    expect: wrongOrganization,
  }),
  tokenCase('the expected organization is given with its prefix', {
    token: {},
    organization: PREFIX + ORGANIZATION,
    expect: wrongOrganization,
  }),
  tokenCase('organization_id does not name the organization', {
    token: withClaims({ aud: `${PREFIX}org_2`, organization_id: ORGANIZATION }),
    expect: wrongOrganization,
  }),
  tokenCase('organization_id does not hide the organization', {
    token: withClaims({ organization_id: 'org_2' }),
  }),
  tokenCase('any organization', {
    token: withClaims({ aud: `${PREFIX}org_2` }),
    organization: null,
    expect: grant({ organization: 'org_2' }),
  }),
  tokenCase('an organization with a colon in its id', {
    token: withClaims({ aud: `${PREFIX}a:b` }),
    organization: 'a:b',
    expect: grant({ organization: 'a:b' }),
  }),
  tokenCase('an organization composed, expected decomposed', {
    token: withClaims({ aud: `${PREFIX}caf\u00e9` }),
    organization: 'cafe\u0301',
    expect: wrongOrganization,
  }),
  tokenCase('an organization as a regular expression', {
    token: {},
    organization: { regexp: '^org_' },
    expect: refused('ORGANIZATION_REQUIRED'),
  }),
  tokenCase('an issuer as a regular expression', {
    token: {},
    options: { issuer: { regexp: '^https://.*' } },
    expect: refused('CONFIGURATION_INVALID'),
  }),
  tokenCase('organization not named', {
    token: {},
    organization: ABSENT,
    expect: refused('ORGANIZATION_REQUIRED'),
  }),
  tokenCase('organization empty', { token: {}, organization: '', expect: refused('ORGANIZATION_REQUIRED') }),
  ...scopes.map(([name, scope, permissions]) =>
    tokenCase(`scope ${name}`, { token: withClaims({ scope }), expect: grant({ permissions }) }),
  ),
  tokenCase('machine-to-machine', {
    token: withClaims({ sub: 'app_ci', client_id: 'app_ci' }),
    expect: grant({ subject: 'app_ci', principal: 'MachineToMachine' }),
  }),
  tokenCase('no client_id', { token: withClaims({ client_id: undefined }) }),
  tokenCase('client_id empty', { token: withClaims({ client_id: '' }) }),
  tokenCase('client_id in another case than sub', { token: withClaims({ client_id: 'User_1' }) }),
  tokenCase('iss written with escapes', {
    token: { claims: text(claims()).replace('https:', '\\u0068ttps:') },
  }),
]
