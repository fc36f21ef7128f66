// Templates as a user exports them from Logto's Management API.
import { readFileSync } from 'node:fs'

export const bundle = JSON.parse(
  readFileSync(new URL('../../fixtures/logto/template-export/bundle.json', import.meta.url), 'utf8'),
)

/** `problems` as a list of `CODE /pointer`. */
export const bad = (name, value, ...problems) => ({
  name,
  template: value,
  expect: {
    problems: problems.map(text => {
      const [code, ...pointer] = text.split(' ')
      return { code, pointer: pointer.join(' ') }
    }),
  },
})

const rolesOfExport = bundle['/organization-roles?page_size=100'].map(({ name, type, scopes }) => ({
  name,
  type,
  permissions: scopes.map(scope => scope.name).filter(scope => !/\s/.test(scope)),
}))
const exported = {
  permissions: bundle['/organization-scopes'].map(scope => scope.name).filter(name => !/\s/.test(name)),
  roles: rolesOfExport,
}
const at = (path, index) => `/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${index}/name`
const space = path => bundle[path].findIndex(scope => scope.name === 'has space')
const pick = (...paths) => Object.fromEntries(paths.map(path => [path, bundle[path]]))
const warning = (code, pointer) => ({ code, pointer })
const spaced = path => warning('PERMISSION_NOT_GRANTABLE', at(path, space('/organization-scopes')))

const unresolved = bundle['/organization-roles?page_size=100'].flatMap(({ resourceScopes }, index) =>
  resourceScopes.length > 0
    ? [warning('RESOURCE_UNRESOLVED', `/~1organization-roles?page_size=100/${index}/resourceScopes`)]
    : [],
)

const rolesPath = '/organization-roles?page_size=100'
const lists = {
  organizationScopes: bundle['/organization-scopes'],
  organizationRoles: bundle[rolesPath],
  resources: bundle['/resources?includeScopes=true'],
}

export const exports = [
  {
    name: 'Logto export: the whole bundle',
    fixture: 'bundle',
    expect: { warnings: [spaced('/organization-scopes')], ...exported },
  },
  {
    name: 'Logto export: three lists by path',
    template: pick('/organization-scopes', rolesPath, '/resources?includeScopes=true'),
    expect: { warnings: [spaced('/organization-scopes')], ...exported },
  },
  {
    name: 'Logto export: paths with the API prefix',
    template: {
      '/api/organization-scopes?page=1': bundle['/organization-scopes'],
      '/api/organization-roles': bundle[rolesPath],
      '/api/resources?includeScopes=true': bundle['/resources?includeScopes=true'],
    },
    expect: { warnings: [spaced('/api/organization-scopes?page=1')], ...exported },
  },
  {
    name: 'Logto export: three lists by name',
    template: lists,
    expect: {
      warnings: [
        warning('PERMISSION_NOT_GRANTABLE', `/organizationScopes/${space('/organization-scopes')}/name`),
      ],
      ...exported,
    },
  },
  {
    name: 'Logto export: no list of resources',
    template: pick('/organization-scopes', rolesPath),
    expect: { warnings: [spaced('/organization-scopes'), ...unresolved], ...exported },
  },
  bad(
    'Logto export: a body that is no list',
    { '/organization-scopes': {}, '/organization-roles': [] },
    'WRONG_TYPE /~1organization-scopes',
  ),
  bad(
    'Logto export: an error instead of a list',
    { '/organization-scopes': [], '/organization-roles': { code: 'auth.unauthorized', message: 'x' } },
    'WRONG_TYPE /~1organization-roles',
  ),
  bad(
    'Logto export: a role names an unknown permission',
    {
      '/organization-scopes': [{ id: 's1', name: 'a', description: null }],
      '/organization-roles': [
        { id: 'r1', name: 'admin', type: 'User', scopes: [{ id: 's2', name: 'b' }], resourceScopes: [] },
      ],
    },
    'UNKNOWN_PERMISSION /~1organization-roles/0/scopes/0/name',
  ),
]
