// Templates are plain data: written here, or read from a file.
import { createGate, type LogtoExport, type OrganizationTemplate } from 'orgate'

const issuer = 'https://tenant.example/oidc'

export const template = {
  v: 1,
  version: '2026-11-21',
  permissions: ['invite:users', { name: 'remove:users', description: 'Remove a user' }],
  resources: [
    { indicator: 'https://api.example.com/orders', name: 'Orders API', permissions: ['read:orders'] },
  ],
  roles: [
    {
      name: 'admin',
      type: 'User',
      permissions: ['invite:users'],
      resources: { 'https://api.example.com/orders': ['read:orders'] },
    },
    { name: 'ci', type: 'MachineToMachine', permissions: [] },
  ],
} as const satisfies OrganizationTemplate

createGate({ issuer, template })

// As TypeScript sees a JSON file: nothing in it is literal.
declare const file: {
  v: number
  permissions: (string | { name: string; description: string })[]
  roles: ({ name: string; type: string; permissions: string[] } | { name: string; permissions: string[] })[]
}
createGate({ issuer, template: file })

const exported: LogtoExport = { '/organization-roles': [], '/organization-scopes': [] }
createGate({ issuer, template: exported, mode: 'intersection' })

// @ts-expect-error: text is not read
createGate({ issuer, template: '{}' })
// @ts-expect-error: no template
createGate({ issuer, template: null })
export const noVersion: Omit<OrganizationTemplate, 'v'> = { permissions: [], roles: [] }
// @ts-expect-error: no version
export const incomplete: OrganizationTemplate = noVersion
// @ts-expect-error: no such type of role
export const wrongRole: OrganizationTemplate['roles'] = [{ name: 'x', type: 'Admin', permissions: [] }]
