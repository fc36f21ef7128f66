import { OrgateError } from '../error.js'

/** What can be wrong with a plan: it is none, the tenant is not as it expects, a request was not answered well. */
const STATUS = { PLAN_INVALID: 400, PLAN_CONFLICT: 409, PLAN_STEP_FAILED: 502 } as const

export const planError = (
  code: keyof typeof STATUS,
  message: string,
  details: Readonly<Record<string, unknown>>,
): OrgateError => new OrgateError(code, STATUS[code], message, details)
