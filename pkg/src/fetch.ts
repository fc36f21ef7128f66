/**
 * Guards a fetch handler (workers, Deno, Bun, Hono, Next routes) by organization permission. Imports no engine.
 *
 * @module orgate/fetch
 */

import { OrgateError } from './error.js'
import type { ApiGrant, Grant, OrganizationGrant } from './grant.js'
import { type anyOrganization, isWellFormed, namedOrganization } from './organization.js'
import type { Permission } from './register.js'

export { OrgateError, type OrgateErrorCode } from './error.js'
export type { ApiGrant, Grant, OrganizationGrant } from './grant.js'
export { anyOrganization } from './organization.js'

/** What `protect` needs of a gate: that of `orgate` or of `orgate/sync`. */
export interface VerifyingGate {
  verifyOrganizationToken(
    token: string,
    expect: { organization: string | typeof anyOrganization; roles?: readonly string[] },
  ): OrganizationGrant | Promise<OrganizationGrant>
}

/** The same of a gate for API tokens. */
export interface ApiVerifyingGate {
  verifyApiToken(
    token: string,
    expect: { resource: string; organization?: string | typeof anyOrganization; roles?: readonly string[] },
  ): ApiGrant | Promise<ApiGrant>
}

/** One permission, all of several, or any of several. */
export type Requirement =
  | Permission
  | { readonly all: readonly Permission[] }
  | { readonly any: readonly Permission[] }

/** Whom to let through. */
export interface ProtectOptions<Env> {
  /** The gate, or how to make it from the environment; called once for each `env` object. */
  readonly gate: VerifyingGate | ((env: Env) => VerifyingGate)
  /** The organization of the request. Not to name one is answered with 400. */
  readonly organization:
    | string
    | typeof anyOrganization
    | ((request: Request, env: Env) => string | typeof anyOrganization | undefined)
  /** What the subject must be allowed to do there. */
  readonly permission: Requirement
  /**
   * The subject's roles in that organization, from a directory say. A gate in mode `template` needs them. Asked for
   * before the token is verified; an answer that is no list is a mistake and is thrown.
   */
  readonly roles?: (request: Request, env: Env) => readonly string[] | Promise<readonly string[]>
}

/** Whom to let through with an API token. */
export interface ProtectApiOptions<Env>
  extends Omit<ProtectOptions<Env>, 'gate' | 'organization'>,
    Partial<Pick<ProtectOptions<Env>, 'organization'>> {
  /** The gate, or how to make it from the environment; called once for each `env` object. */
  readonly gate: ApiVerifyingGate | ((env: Env) => ApiVerifyingGate)
  /** The API resource's indicator (RFC 8707). Without `organization` the token must be for none. */
  readonly resource: string
}

/** What runs when the subject may. */
export type ProtectedHandler<Env, Context, Granted extends Grant = OrganizationGrant> = (
  request: Request,
  grant: Granted,
  env: Env,
  context: Context,
) => Response | Promise<Response>

type Handler<Env, Context> = (request: Request, env?: Env, context?: Context) => Promise<Response>

/**
 * A fetch handler that answers 401, 403, 400 or 503 unless the bearer token (RFC 6750 section 2.1) is an
 * organization token, or with `resource` an API token, that holds the permission. What `handler` throws passes through.
 *
 * @throws {OrgateError} `CONFIGURATION_INVALID` at once, when no permission is asked for
 */
export function protect<Env = unknown, Context = unknown>(
  options: ProtectApiOptions<Env>,
  handler: ProtectedHandler<Env, Context, ApiGrant>,
): Handler<Env, Context>
export function protect<Env = unknown, Context = unknown>(
  options: ProtectOptions<Env>,
  handler: ProtectedHandler<Env, Context>,
): Handler<Env, Context>
export function protect<Env = unknown, Context = unknown>(
  options: ProtectOptions<Env> | ProtectApiOptions<Env>,
  handler: ProtectedHandler<Env, Context, GrantOfBoth>,
): Handler<Env, Context> {
  const { organization } = options
  const gate = options.gate as AnyVerifyingGate | ((env: Env) => AnyVerifyingGate)
  const resource = 'resource' in options ? options.resource : undefined
  const method = 'resource' in options ? 'verifyApiToken' : 'verifyOrganizationToken'
  // An API token may be for no organization; an `organization` without a value is a mistake there too.
  const global = method === 'verifyApiToken' && !('organization' in options)
  if (method === 'verifyApiToken' && (!isWellFormed(resource) || resource === '')) {
    throw new OrgateError('CONFIGURATION_INVALID', 500, '`resource` is not the indicator of an API resource')
  }
  if (!global && typeof organization !== 'function') namedOrganization(organization)
  if (typeof gate !== 'function' && typeof gate?.[method] !== 'function') {
    throw new OrgateError('CONFIGURATION_INVALID', 500, '`gate` is not a gate, nor a function that makes one')
  }
  if (global && options.roles) {
    const message = "`roles` are the subject's roles in an organization, and none is named"
    throw new OrgateError('CONFIGURATION_INVALID', 500, message)
  }
  const [names, holds] = requirement(options.permission)
  const gateOf = typeof gate === 'function' ? oncePerEnvironment(gate) : () => gate

  return async (request, env, context) => {
    let grant: Grant
    try {
      const named = typeof organization === 'function' ? organization(request, env as Env) : organization
      // Before anything else: a route that names no organization must not look guarded by a bad token.
      if (!global) namedOrganization(named)
      const token = bearerToken(request)
      const expected = {
        ...(resource !== undefined && { resource }),
        ...(!global && { organization: named as string | typeof anyOrganization }),
      }
      const made = gateOf(env as Env)
      if (typeof made?.[method] !== 'function') {
        throw new OrgateError('CONFIGURATION_INVALID', 500, `\`gate\` made something without \`${method}\``)
      }
      grant = await made[method](
        token,
        // No answer must not count as no question: without roles a grant is wider.
        options.roles ? { ...expected, roles: listOf(await options.roles(request, env as Env)) } : expected,
      )
      if (!holds(grant)) throw notGranted(names, grant)
    } catch (error) {
      if (error instanceof OrgateError && isAnswer(error)) return refusal(error)
      throw error
    }
    return handler(request, grant as GrantOfBoth, env as Env, context as Context)
  }
}

/** Which of them it is, the options say. */
type GrantOfBoth = OrganizationGrant & ApiGrant

/** A gate by its methods, which take what `protect` found in the options. */
type AnyVerifyingGate = {
  readonly [Method in 'verifyOrganizationToken' | 'verifyApiToken']: (
    token: string,
    expect: object,
  ) => Grant | Promise<Grant>
}

/** What the client is told. Roles that do not fit the template are the directory's mistake, not the client's. */
function isAnswer({ code, status }: OrgateError): boolean {
  return (status < 500 || code === 'KEYS_UNAVAILABLE') && !code.startsWith('ROLE_')
}

function listOf(roles: unknown): readonly string[] {
  if (Array.isArray(roles)) return roles
  throw new OrgateError('CONFIGURATION_INVALID', 500, '`roles` did not answer with a list of role names')
}

function requirement(permission: Requirement): [names: readonly Permission[], (grant: Grant) => boolean] {
  if (typeof permission === 'string' && permission !== '')
    return [[permission], grant => grant.can(permission)]
  if (typeof permission === 'object' && permission !== null) {
    const all = 'all' in permission ? permission.all : undefined
    const any = 'any' in permission ? permission.any : undefined
    const names = all ?? any
    const named =
      Array.isArray(names) && names.length > 0 && names.every(name => typeof name === 'string' && name)
    if (names && named && !(all && any)) {
      return [names, all ? grant => grant.canAll(names) : grant => grant.canAny(names)]
    }
  }
  throw new OrgateError(
    'CONFIGURATION_INVALID',
    500,
    '`permission` is a name, `{ all: [...] }` or `{ any: [...] }` with at least one name',
  )
}

function oncePerEnvironment<Env, Gate>(make: (env: Env) => Gate): (env: Env) => Gate {
  const gates = new WeakMap<object, Gate>()
  let only: Gate | undefined
  return env => {
    // One that asks for no environment is the same for all of them.
    if (make.length === 0 || typeof env !== 'object' || env === null) {
      only ??= make(env)
      return only
    }
    let gate = gates.get(env)
    if (!gate) {
      gate = make(env)
      gates.set(env, gate)
    }
    return gate
  }
}

/** RFC 6750 section 2.1; the scheme compares without case (RFC 9110 section 11.1). */
function bearerToken(request: Request): string {
  const header = request.headers.get('authorization')
  const token = header && /^Bearer +([^ ]+) *$/i.exec(header)?.[1]
  if (token) return token
  throw new OrgateError('TOKEN_MISSING', 401, 'the request has no bearer token in its `Authorization` header')
}

function notGranted(names: readonly string[], grant: Grant): OrgateError {
  const [only] = names
  const message =
    names.length === 1
      ? grant.explain(only as Permission).message
      : `the grant does not hold what is needed of ${names.map(name => `\`${name}\``).join(', ')}`
  return new OrgateError('PERMISSION_NOT_GRANTED', 403, message, {
    permissions: names,
    organization: grant.organization,
  })
}

/** The response to a refusal: JSON body, and a challenge (RFC 6750 section 3). */
function refusal(error: OrgateError): Response {
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
  const challenge = challengeOf(error)
  if (challenge) headers.set('www-authenticate', challenge)
  const body = { code: error.code, message: error.message, ...error.details }
  return new Response(JSON.stringify(body), { status: error.status, headers })
}

function challengeOf(error: OrgateError): string | undefined {
  if (error.code === 'TOKEN_MISSING') return 'Bearer'
  if (error.status === 401) {
    // RFC 6750 section 3: these characters only.
    const description = error.message.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '')
    return `Bearer error="invalid_token", error_description="${description}"`
  }
  if (error.code !== 'PERMISSION_NOT_GRANTED') return undefined
  const names = error.details.permissions as string[]
  // RFC 6749 section 3.3: names that cannot be written in these characters leave the attribute out.
  return names.every(name => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(name))
    ? `Bearer error="insufficient_scope", scope="${names.join(' ')}"`
    : 'Bearer error="insufficient_scope"'
}
