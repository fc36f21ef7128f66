import { createPolicy, type OrganizationTemplate, type TemplatePermission } from 'orgate/policy'
import sample from '../../../examples/worker/template.json'

/** Orgate's own template JSON. The engine has checked it before anything here shows it. */
export type TemplateDocument = OrganizationTemplate
export type PermissionEntry = TemplatePermission
export type RoleEntry = TemplateDocument['roles'][number]

/** What is deployed: the example worker runs it, and everything here is compared with it. */
export const sampleTemplate = sample as unknown as TemplateDocument

export const nameOf = (entry: PermissionEntry): string => (typeof entry === 'string' ? entry : entry.name)

export const descriptionOf = (entry: PermissionEntry): string | undefined =>
  typeof entry === 'string' ? undefined : entry.description

/** Without `resource` the organization's own permissions, else those of that API resource. */
export function holds(role: RoleEntry, permission: string, resource?: string): boolean {
  const held = resource === undefined ? role.permissions : role.resources?.[resource]
  return held?.includes(permission) ?? false
}

/** Whether both say the same, whatever the order and formatting: the engine writes both alike then. */
export const sameTemplate = (one: TemplateDocument, other: TemplateDocument): boolean =>
  one === other || written(one) === written(other)

function written(document: TemplateDocument): string {
  const policy = createPolicy(document)
  const text = JSON.stringify(policy.toTemplate())
  policy.dispose()
  return text
}

/** The engine sorts by name. This is the same template in the order in which its author wrote another one. */
export function arrange(template: TemplateDocument, like: TemplateDocument): TemplateDocument {
  const { permissions, resources, roles, ...rest } = template
  const arranged = sortedLike(permissions, like.permissions, nameOf)
  const arrangedResources =
    resources &&
    sortedLike(resources, like.resources ?? [], ({ indicator }) => indicator).map(resource => {
      const known = like.resources?.find(({ indicator }) => indicator === resource.indicator)
      return {
        ...resource,
        permissions: sortedLike(resource.permissions, known?.permissions ?? [], nameOf),
      }
    })
  return {
    ...rest,
    permissions: arranged,
    ...(arrangedResources && { resources: arrangedResources }),
    roles: sortedLike(roles, like.roles, ({ name }) => name).map(arrangeRole),
  }

  function arrangeRole({ type, ...role }: RoleEntry): RoleEntry {
    const known = like.roles.find(({ name }) => name === role.name)
    const isDefault = type === 'User' && known?.type === undefined
    const { name, permissions, ...others } = role
    return {
      name,
      ...(type && !isDefault && { type }),
      ...others,
      permissions: sortedLike(permissions, arranged.map(nameOf), String),
    }
  }
}

/** CSV has names only: of what is there already, descriptions, ids and flags stay. */
export function withTextsOf(names: TemplateDocument, known: TemplateDocument): TemplateDocument {
  const { resources: _, ...rest } = known
  const entries = (list: readonly PermissionEntry[], from: readonly PermissionEntry[] = []) =>
    list.map(entry => from.find(other => nameOf(other) === nameOf(entry)) ?? entry)
  return {
    ...rest,
    permissions: entries(names.permissions, known.permissions),
    ...(names.resources && {
      resources: names.resources.map(resource => {
        const same = known.resources?.find(({ indicator }) => indicator === resource.indicator)
        return { ...same, ...resource, permissions: entries(resource.permissions, same?.permissions) }
      }),
    }),
    roles: names.roles.map(role => {
      const { id, description } = known.roles.find(({ name }) => name === role.name) ?? {}
      return { ...role, ...(id !== undefined && { id }), ...(description !== undefined && { description }) }
    }),
  }
}

/** Known ones as they stood, then the others. */
function sortedLike<T>(entries: readonly T[], like: readonly T[], key: (entry: T) => string): T[] {
  const places = new Map(like.map((entry, index) => [key(entry), index]))
  const place = (entry: T) => places.get(key(entry)) ?? like.length
  return [...entries].sort((one, other) => place(one) - place(other))
}
