import type { ProfileName } from './types.js'

/**
 * Where the key set of each profile is, from the issuer on; `null` where the issuer does not tell. The rest of a profile
 * is the engine's: `src/token/profiles.json`.
 */
export const KEYS: Readonly<Record<ProfileName, string | null>> = {
  logto: 'jwks',
  auth0: '.well-known/jwks.json',
  clerk: '.well-known/jwks.json',
  workos: null,
  kinde: '.well-known/jwks',
  generic: null,
}

/** The address of an issuer's key set, when its profile tells. */
export function keysOf(issuer: string, profile: string | object = 'logto'): string | undefined {
  const path =
    typeof profile === 'string' ? KEYS[profile as ProfileName] : (profile as { keys?: unknown }).keys
  return typeof path === 'string' ? `${issuer.replace(/\/$/, '')}/${path}` : undefined
}
