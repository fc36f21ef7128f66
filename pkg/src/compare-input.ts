// What callers give when one template or policy is compared with another.

import type { DiffScope, ExpectedTemplate } from './diff-types.js'
import {
  invalid,
  isName,
  optional,
  readMembers,
  readOrganization,
  readPage,
  readPrincipal,
  readRole,
} from './policy-input.js'
import { type Given, isObject } from './values.js'

const SCOPES: readonly DiffScope[] = ['template', 'roles', 'policy']
/** Those of an impact and of a plan: who is in which organization stays as it is. */
export const MODEL_SCOPES: readonly DiffScope[] = ['template', 'roles']

/** How much to compare, as the engine's number. Where the directory is not compared, `scopes` are fewer. */
export function readScope(options: unknown, scopes: readonly DiffScope[] = SCOPES): number {
  if (options === undefined) return 0
  const given = readMembers(options, 'the options', ['scope'])
  const isScope = (value: unknown) => scopes.includes(value as DiffScope)
  const scope = optional<DiffScope>(given, 'scope', `one of ${scopes.join(', ')}`, isScope)
  return SCOPES.indexOf(scope ?? 'template')
}

/** The template that an edit was made for. */
export function readExpected(options: unknown): ExpectedTemplate | undefined {
  if (options === undefined) return undefined
  const given = readMembers(options, 'the options', ['ifTemplate'])
  if (!('ifTemplate' in given)) return undefined
  const expected = readMembers(given.ifTemplate, '`ifTemplate`', ['hash', 'version'])
  const isText = (value: unknown) => typeof value === 'string'
  const hash = optional<string>(expected, 'hash', 'a text', isText)
  const version = optional<string>(expected, 'version', 'a text', isText)
  if (hash === undefined && version === undefined) {
    throw invalid('OPTION_INVALID', '/ifTemplate', '`ifTemplate` names neither a hash nor a version')
  }
  return { ...(hash !== undefined && { hash }), ...(version !== undefined && { version }) }
}

const BY = ['role', 'organization', 'principal', 'membership']
const EFFECTS = ['gain', 'lose']

/** What of an impact to list, as the engine takes it. */
export interface ReadImpactList {
  readonly by: number
  readonly organization: string | undefined
  readonly permission: string | undefined
  readonly resource: string | undefined
  readonly effect: number
  readonly limit: number
  readonly after: {
    readonly role: string | undefined
    readonly global: boolean
    readonly id: string | undefined
    readonly application: boolean
    readonly organization: string | undefined
  }
}

export function readImpactList(given: unknown): ReadImpactList {
  const known = ['by', 'scope', 'organization', 'permission', 'effect', 'after', 'limit']
  const options = readMembers(given, 'the options', known)
  const by = BY.indexOf(options.by as string)
  if (by < 0) throw invalid('OPTION_INVALID', '/by', `\`by\` is not one of ${BY.join(', ')}`)
  const isEffect = (value: unknown) => EFFECTS.includes(value as string)
  const effect = optional<string>(options, 'effect', '`gain` or `lose`', isEffect)
  const { limit } = readPage('limit' in options ? { limit: options.limit } : {}, () => undefined)
  const ref = 'permission' in options ? readPermissionRef(options.permission) : undefined
  return {
    by,
    organization: 'organization' in options ? readOrganization(options.organization) : undefined,
    permission: ref?.permission,
    resource: ref?.resource,
    effect: effect === undefined ? 0 : EFFECTS.indexOf(effect) + 1,
    limit,
    after: readImpactAfter(by, options),
  }
}

function readPermissionRef(given: unknown): {
  readonly permission: string
  readonly resource: string | undefined
} {
  const ref = readMembers(given, '`permission`', ['permission', 'resource'])
  const resource = optional<string>(ref, 'resource', 'a resource indicator', isName)
  if (isName(ref.permission)) return { permission: ref.permission, resource }
  throw invalid('OPTION_INVALID', '/permission', '`permission` names no permission')
}

/** The last entry of the page before: of it only what identifies it counts. */
function readImpactAfter(by: number, options: Given): ReadImpactList['after'] {
  const none = { role: undefined, global: false, id: undefined, application: false, organization: undefined }
  if (!('after' in options)) return none
  const after = options.after
  if (!isObject(after)) throw invalid('OPTION_INVALID', '/after', '`after` is not an entry of the list')
  const only = (...names: string[]) =>
    Object.fromEntries(names.filter(name => name in after).map(name => [name, after[name]]))
  if (by === 0) {
    const { name, global } = readRole(only('organizationRole', 'globalRole'))
    return { ...none, role: name, global }
  }
  if (by === 1) return { ...none, organization: readOrganization(after.organization) }
  const { id, application } = readPrincipal(only('user', 'application'), '`after`')
  const organization = by === 3 && 'organization' in after ? readOrganization(after.organization) : undefined
  return { ...none, id, application, organization }
}
