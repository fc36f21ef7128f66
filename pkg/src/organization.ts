import { OrgateError } from './error.js'

/**
 * Says that a token for any organization will do, and that the caller looks at `grant.organization`. There is no
 * other way to leave the organization open.
 */
export const anyOrganization: unique symbol = /* @__PURE__ */ Symbol.for('orgate.anyOrganization')

/**
 * Whether a value is a string that is the same after it crossed to the engine: a lone surrogate would become U+FFFD,
 * and one name another.
 */
export function isWellFormed(value: unknown): value is string {
  return typeof value === 'string' && (value as string & { isWellFormed(): boolean }).isWellFormed()
}

/** The organization that a caller named, or `undefined` for any. */
export function namedOrganization(named: unknown): string | undefined {
  if (named === anyOrganization) return undefined
  if (isWellFormed(named) && named !== '') return named
  throw new OrgateError(
    'ORGANIZATION_REQUIRED',
    400,
    'the organization that the token must be for is not named; `anyOrganization` says that any will do',
  )
}
