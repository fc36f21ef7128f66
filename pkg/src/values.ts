// What everything that reads a caller's data has in common.

/** An object that may have any members. */
export type Given = { readonly [member: string]: unknown }

export const isObject = (value: unknown): value is Given =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A member's name in a JSON pointer (RFC 6901 section 3). */
export const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
