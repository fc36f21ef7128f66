// What a plan cannot do, because Logto's Management API cannot, and what goes along with what it does.

import type { Problem } from '../error.js'
import { described } from './steps.js'
import { factOf, nameOf, type Thing } from './things.js'

/** By this Logto knows its Management API. */
const MANAGEMENT_API = /^https:\/\/[^.]+\.logto\.app\/api$/
/** Logto keeps global roles of such names out of its lists. */
const UNLISTED = '#internal:'

/** Whether it is Logto's Management API, or a permission of it. Nobody can change those. */
export function isManagementApi(thing: Thing): boolean {
  const { fact, indicator, resource } = factOf(thing)
  return MANAGEMENT_API.test((fact === 'resource' ? indicator : resource) ?? '')
}

/** Whether it is a global role that no list has, now or afterwards: nothing would find it again. */
export const isUnlisted = ({ kind, before, after }: Thing): boolean =>
  kind === 'globalRole' && [before, after].some(fact => fact && nameOf(fact).startsWith(UNLISTED))

export function warningsOf(thing: Thing): Problem[] {
  const { kind, before, after, index } = thing
  const warnings: Problem[] = []
  const warn = (code: string, message: string) =>
    warnings.push({ code, pointer: `/changes/${index}`, message })
  const what = described(thing)
  const differs = (...members: readonly ('name' | 'description' | 'isDefault' | 'managementApi')[]) =>
    members.some(member => (before?.[member] || undefined) !== (after?.[member] || undefined))
  const isChanged = !before || !after || differs('name', 'description', 'isDefault')
  const done = !before ? 'created' : !after ? 'deleted' : 'changed'

  if (isManagementApi(thing)) {
    const message = `the ${what} is not ${done}: Logto's Management API stays as it is`
    if (isChanged) warn('MANAGEMENT_API_READ_ONLY', message)
    return warnings
  }
  if (isUnlisted(thing)) {
    const message = `the ${what} is not ${done}: Logto does not list global roles whose names start with \`${UNLISTED}\``
    if (isChanged) warn('ROLE_UNLISTED', message)
    return warnings
  }
  if (kind === 'organizationRole' && !after) {
    const message = `with the ${what} go its places in just-in-time provisioning and in invitations`
    warn('ROLE_REFERENCES_LOST', message)
  }
  if (kind !== 'resource') return warnings
  if (!after) {
    warn('TOKEN_LIFETIME_LOST', `with the ${what} goes its token lifetime, which this plan does not know`)
    return warnings
  }
  if (differs('description')) {
    warn('DESCRIPTION_NOT_KEPT', `the description of the ${what} stays here: Logto has none`)
  }
  if (differs('managementApi')) {
    const message = `that the ${what} is a management API stays here: in Logto, roles of every type can hold its permissions`
    warn('MANAGEMENT_API_NOT_KEPT', message)
  }
  return warnings
}
