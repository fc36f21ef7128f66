// React Native, a plug-in host, an old bundle: no DOM and no Node.
import { can, type Grant, OrgateError, readGrant } from 'orgate/check'

export function read(text: string): Grant | undefined {
  try {
    const grant = readGrant(text)
    return can(grant, 'invite:users') ? grant : undefined
  } catch (error) {
    if (error instanceof OrgateError && error.code === 'GRANT_EXPIRED') return undefined
    throw error
  }
}

// @ts-expect-error: that nothing of the platform leaks in
export type Leaked = Request
