// Templates are plain data: written here, or read from a file.
import { createGate, type LogtoExport, type OrganizationTemplate, type Problem, type Staleness } from 'orgate'
import { readGrant } from 'orgate/check'
import * as sync from 'orgate/sync'
import { is, type Same } from './lib/same.js'

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

// A gate takes another one while it runs.
const gates = [createGate({ issuer }), sync.createGate({ issuer })]
for (const gate of gates) {
  const warnings = gate.setTemplate(template)
  is<Same<typeof warnings, readonly Problem[]>>(true)
  gate.setTemplate(file)
  gate.setTemplate(exported)
  // @ts-expect-error: text is not read
  gate.setTemplate('{}')
  // @ts-expect-error: a template is replaced, not taken away
  gate.setTemplate(undefined)
  // @ts-expect-error: it is replaced as a whole
  gate.template = { hash: '' }
  // @ts-expect-error: the mode follows
  gate.mode = 'token'

  const staleness = gate.staleness(readGrant('{}'))
  is<Same<typeof staleness, Staleness>>(true)
  is<Same<Staleness, sync.Staleness>>(true)
  is<Same<typeof staleness.changed, boolean | undefined>>(true)
  is<Same<typeof staleness.lost, readonly string[]>>(true)
  // @ts-expect-error: JSON is not a grant: `readGrant` looks at it
  gate.staleness('{}')
}

// @ts-expect-error: text is not read
createGate({ issuer, template: '{}' })
// @ts-expect-error: no template
createGate({ issuer, template: null })
export const noVersion: Omit<OrganizationTemplate, 'v'> = { permissions: [], roles: [] }
// @ts-expect-error: no version
export const incomplete: OrganizationTemplate = noVersion
// @ts-expect-error: no such type of role
export const wrongRole: OrganizationTemplate['roles'] = [{ name: 'x', type: 'Admin', permissions: [] }]
