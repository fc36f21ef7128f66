import { nameOf, type TemplateDocument } from './document'

/** A thing of the template that the matrix shows. */
export type Place =
  | { readonly kind: 'role' | 'resource'; readonly name: string }
  | { readonly kind: 'permission'; readonly name: string; readonly resource: string | undefined }

/** What a JSON pointer into the template leads to, or into: lint and refusals speak in pointers. */
export function placeOf(pointer: string, template: TemplateDocument): Place | undefined {
  const [, list, position = '', inner, place = ''] = pointer.split('/')
  if (list === 'permissions') return permission(template.permissions[Number(position)], undefined)
  if (list === 'roles') {
    const role = template.roles[Number(position)]
    return role && { kind: 'role', name: role.name }
  }
  if (list !== 'resources') return undefined
  const resource = template.resources?.[Number(position)]
  if (!resource) return undefined
  const held = inner === 'permissions' ? resource.permissions[Number(place)] : undefined
  return permission(held, resource.indicator) ?? { kind: 'resource', name: resource.indicator }
}

function permission(
  entry: TemplateDocument['permissions'][number] | undefined,
  resource: string | undefined,
): Place | undefined {
  return entry === undefined ? undefined : { kind: 'permission', name: nameOf(entry), resource }
}

/** What the heading of a row or column carries, so that it is found again. */
export const placeKey = (place: Place): string =>
  JSON.stringify([place.kind, place.name, place.kind === 'permission' ? (place.resource ?? null) : null])

/** Brings the heading into view and puts the focus on it. */
export function showPlace(place: Place | undefined): void {
  const key = place ? placeKey(place) : 'json'
  const target = document.querySelector<HTMLElement>(`[data-place="${CSS.escape(key)}"]`)
  target?.closest('details')?.setAttribute('open', '')
  target?.scrollIntoView({ block: 'center', inline: 'center' })
  target?.focus({ preventScroll: true })
}
