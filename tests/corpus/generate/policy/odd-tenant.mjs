// An export of a whole tenant in which everything is odd that can be.

export const management = 'https://default.logto.app/api'
export const api = 'https://api.example.com'
const scope = (id, name, more = {}) => ({ id, name, description: null, ...more })
const ofApi = (id, name, resourceId) => ({ id, name, resourceId, resource: { id: resourceId } })
const role = (id, name, scopes, more = {}) => ({
  id,
  name,
  description: null,
  type: 'User',
  scopes,
  resourceScopes: [],
  ...more,
})

export const odd = {
  '/organization-scopes': [scope('s1', 'read:data'), scope('s2', 'has space')],
  '/resources?includeScopes=true': [
    {
      id: 'r1',
      name: 'API',
      indicator: api,
      isDefault: true,
      scopes: [scope('p1', 'use:api'), scope('p2', 'two words')],
    },
    { id: 'r2', name: 'No URI', indicator: 'my api', isDefault: false, scopes: [scope('p3', 'use:mine')] },
    { id: 'r3', name: 'Management', indicator: management, isDefault: false, scopes: [scope('p4', 'all')] },
  ],
  '/organization-roles': [
    role('o1', 'spacey', [scope('s1', 'read:data'), scope('s2', 'has space')], {
      resourceScopes: [
        ofApi('p2', 'two words', 'r1'),
        ofApi('p3', 'use:mine', 'r2'),
        ofApi('p4', 'all', 'r3'),
      ],
    }),
    // It was of type User when carol got it.
    role('o2', 'flipped', [scope('s1', 'read:data')], {
      type: 'MachineToMachine',
      resourceScopes: [ofApi('p1', 'use:api', 'r1')],
    }),
    role('o3', 'plain', [scope('s1', 'read:data')]),
  ],
  '/roles': [
    { id: 'g1', name: 'M2M default', description: '', type: 'MachineToMachine', isDefault: true },
    { id: 'g2', name: 'MgmtUser', description: 'x', type: 'User', isDefault: false },
    { id: 'g3', name: 'Odd', description: 'x', type: 'User', isDefault: false },
    { id: 'g4', name: 'Everybody', description: 'x', type: 'User', isDefault: true },
  ],
  '/roles/g1/scopes': [ofApi('p4', 'all', 'r3')],
  '/roles/g2/scopes': [ofApi('p4', 'all', 'r3'), ofApi('p1', 'use:api', 'r1')],
  '/roles/g3/scopes': [ofApi('p2', 'two words', 'r1'), ofApi('p3', 'use:mine', 'r2')],
  '/roles/g4/scopes': [],
  '/roles/g2/users': [{ id: 'ann' }],
  '/roles/g1/applications': [{ id: 'ci' }],
  '/users': [{ id: 'ann' }, { id: 'carol' }],
  '/users/ann/roles': [
    { id: 'g3', name: 'Odd' },
    { id: 'g2', name: 'MgmtUser' },
  ],
  '/applications': [
    { id: 'ci', type: 'MachineToMachine' },
    { id: 'web', type: 'SPA' },
  ],
  '/organizations': [
    { id: 'acme', name: 'Acme', description: null },
    { id: 'globex', name: 'Acme', description: 'G' },
  ],
  '/organizations/acme/users': [
    { id: 'ann', organizationRoles: [{ id: 'o1', name: 'spacey' }] },
    {
      id: 'carol',
      organizationRoles: [
        { id: 'o2', name: 'flipped' },
        { id: 'o3', name: 'plain' },
      ],
    },
  ],
  '/organizations/acme/applications': [{ id: 'ci', organizationRoles: [{ id: 'o2', name: 'flipped' }] }],
  '/organizations/globex/users': [{ id: 'carol', organizationRoles: [{ id: 'o2', name: 'flipped' }] }],
}
