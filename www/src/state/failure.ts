import type { Problem } from 'orgate'
import { OrgateError } from 'orgate/check'

export interface Failure {
  code: string
  message: string
  status?: number
}

/** A failure that is not Orgate's: the issuer said no, a pasted key set is not JSON. */
export class Refused extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

/** Every way to fail, as one shape to show. */
export function failureOf(error: unknown): Failure {
  if (error instanceof OrgateError) return { code: error.code, message: error.message, status: error.status }
  if (error instanceof Refused) return error.failure
  return { code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error) }
}

/** The problems of a CONFIGURATION_INVALID, all at once, each with its pointer. */
export function problemsOf(error: unknown): Problem[] {
  if (!(error instanceof OrgateError)) return []
  const { problems } = error.details
  return Array.isArray(problems) ? (problems as Problem[]) : []
}
