/**
 * Augment this to type permission names everywhere:
 *
 * ```ts
 * declare module 'orgate/check' {
 *   interface Register { permission: 'invite:users' | 'remove:users' }
 * }
 * ```
 */
// biome-ignore lint/suspicious/noEmptyInterface: users add to it
export interface Register {}

/** A permission name: any string, or what {@link Register} says. */
export type Permission = Register extends { permission: infer Name extends string } ? Name : string
