/** Why something was refused. Names are stable: never reused for another meaning. */
export type OrgateErrorCode =
  // The token is not acceptable: 401
  | 'TOKEN_MISSING'
  | 'TOKEN_MALFORMED'
  | 'TOKEN_TOO_LARGE'
  | 'ALGORITHM_NOT_ALLOWED'
  | 'TOKEN_TYPE_MISMATCH'
  | 'ISSUER_MISMATCH'
  | 'KEY_UNKNOWN'
  | 'KEY_ALGORITHM_MISMATCH'
  | 'SIGNATURE_INVALID'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_NOT_YET_VALID'
  | 'NONCE_MISMATCH'
  // The token is good, and not for this: 403
  | 'AUDIENCE_KIND_MISMATCH'
  | 'ORGANIZATION_MISMATCH'
  | 'RESOURCE_MISMATCH'
  | 'CLIENT_MISMATCH'
  | 'PERMISSION_NOT_GRANTED'
  | 'PERMISSION_UNKNOWN'
  | 'ROLE_UNKNOWN'
  | 'ROLE_TYPE_MISMATCH'
  | 'GRANT_EXPIRED'
  // Nothing is known of the token: 503
  | 'KEYS_UNAVAILABLE'
  // The request names no organization: 400
  | 'ORGANIZATION_REQUIRED'
  // A mistake in the program or its configuration: 500
  | 'CONFIGURATION_INVALID'
  | 'ROLES_REQUIRED'
  | 'TEMPLATE_REQUIRED'
  | 'RESOURCE_UNKNOWN'
  | 'GRANT_INVALID'
  | 'GRANT_VERSION_UNSUPPORTED'
  | 'ENGINE_UNAVAILABLE'
  | 'POLICY_DISPOSED'
  // Of a policy: who or where is not known, 403 and 404
  | 'NOT_A_MEMBER'
  | 'ORGANIZATION_UNKNOWN'
  | 'PRINCIPAL_UNKNOWN'
  // Of a history: there is no such version, 404
  | 'VERSION_UNKNOWN'
  // Of a policy: it cannot be read, 400, or does not fit what there is, 409
  | 'OPERATION_INVALID'
  | 'CHANGES_CONFLICT'
  | 'VERSION_CONFLICT'
  | 'NAME_TAKEN'
  | 'ID_TAKEN'
  // Of a policy: a rule of the model forbids it, 422
  | 'NAME_INVALID'
  | 'ID_INVALID'
  | 'INDICATOR_INVALID'
  | 'INDICATOR_IMMUTABLE'
  | 'ROLE_TYPE_IMMUTABLE'
  | 'ROLE_LEVEL_MISMATCH'
  | 'MANAGEMENT_PERMISSION'
  | 'DEFAULT_ROLE_NOT_ALLOWED'
  | 'LIMIT_EXCEEDED'
  // Of a migration plan: it is none, 400, does not fit the tenant, 409, or a step failed, 502
  | 'PLAN_INVALID'
  | 'PLAN_CONFLICT'
  | 'PLAN_STEP_FAILED'

/** One problem of a template, a key set or of options. */
export interface Problem {
  /** A stable code, `UNKNOWN_PERMISSION` for example. */
  readonly code: string
  /** Where: a JSON pointer (RFC 6901). */
  readonly pointer: string
  /** The same for people. */
  readonly message: string
}

/** A refusal or a mistake. `message`, `details` and `cause` never hold a token. */
export class OrgateError extends Error {
  /** The stable code. */
  readonly code: OrgateErrorCode
  /** The HTTP status that a server answers with (RFC 9110 section 15). */
  readonly status: number
  /** Facts that are safe to show. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: OrgateErrorCode,
    status: number,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'OrgateError'
    this.code = code
    this.status = status
    this.details = details
  }
}

/** One error that lists every problem. */
export function configurationError(problems: readonly Problem[]): OrgateError {
  const [first] = problems
  const rest = problems.length > 1 ? ` (and ${problems.length - 1} more: see \`details.problems\`)` : ''
  const message = `the configuration cannot be used: ${first?.pointer && `${first.pointer}: `}${first?.message}${rest}`
  return new OrgateError('CONFIGURATION_INVALID', 500, message, { problems })
}
