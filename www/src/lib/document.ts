import sample from '../../../examples/worker/template.json'

/** Orgate's own template JSON. `createGate` has checked it before anything here edits it. */
export interface TemplateDocument {
  v: 1
  version?: string
  permissions: PermissionEntry[]
  resources?: { indicator: string; name?: string; permissions: PermissionEntry[] }[]
  roles: RoleEntry[]
}

export type PermissionEntry = string | { name: string; description?: string }

export interface RoleEntry {
  name: string
  type?: 'User' | 'MachineToMachine'
  description?: string
  permissions: string[]
  resources?: Record<string, string[]>
}

export const sampleTemplate = sample as unknown as TemplateDocument

export const nameOf = (entry: PermissionEntry): string => (typeof entry === 'string' ? entry : entry.name)

export const descriptionOf = (entry: PermissionEntry): string | undefined =>
  typeof entry === 'string' ? undefined : entry.description

/** Without `resource` the organization's own permissions, else those of that API resource. */
export function holds(role: RoleEntry, permission: string, resource?: string): boolean {
  const held = resource === undefined ? role.permissions : role.resources?.[resource]
  return held?.includes(permission) ?? false
}

/** The same template with one cell of the matrix turned over. */
export function toggle(
  template: TemplateDocument,
  role: string,
  permission: string,
  resource?: string,
): TemplateDocument {
  return { ...template, roles: template.roles.map(entry => (entry.name === role ? flip(entry) : entry)) }

  function flip(entry: RoleEntry): RoleEntry {
    if (resource === undefined) return { ...entry, permissions: flipName(entry.permissions, permission) }
    const held = flipName(entry.resources?.[resource] ?? [], permission)
    return { ...entry, resources: { ...entry.resources, [resource]: held } }
  }
}

const flipName = (names: readonly string[], name: string): string[] =>
  names.includes(name) ? names.filter(other => other !== name) : [...names, name]

export const sameTemplate = (one: TemplateDocument, other: TemplateDocument): boolean =>
  one === other || canonical(one) === canonical(other)

/** Turning a cell over twice moves a name to the end of its list; the order carries no meaning. */
const canonical = (template: TemplateDocument): string =>
  JSON.stringify(template, (_key, value: unknown) => (isNames(value) ? [...value].sort() : value))

const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string')
