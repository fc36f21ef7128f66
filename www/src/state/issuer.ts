import type { JsonWebKeySet } from 'orgate'
import { useEffect, useState } from 'react'
import { type Failure, failureOf, Refused } from './failure'

export interface Issuer {
  issuer: string
  keys: JsonWebKeySet
}

export type Loaded<T> =
  | { state: 'waiting' }
  | { state: 'ready'; value: T }
  | { state: 'failed'; failure: Failure }

/** The development issuer's name and key set, read once. */
export const useIssuer = (): Loaded<Issuer> => useLoaded('issuer', loadIssuer)

async function loadIssuer(): Promise<Issuer> {
  const { issuer } = (await getJson('/oidc/.well-known/openid-configuration')) as { issuer: string }
  return { issuer, keys: (await getJson('/oidc/jwks')) as JsonWebKeySet }
}

export interface TokenRequest {
  subject: string
  organization: string
  expired: boolean
  /** Another number asks for another token. */
  turn: number
}

/** A token for a sample subject, by the same request that curl would make. */
export const useSampleToken = (request: TokenRequest): Loaded<string> =>
  useLoaded(JSON.stringify(request), () => requestToken(request))

async function requestToken({ subject, organization, expired }: TokenRequest): Promise<string> {
  const body = new URLSearchParams({ subject, organization_id: organization })
  if (expired) body.set('expires_in', '-60')
  const { access_token } = (await getJson('/oidc/token', { method: 'POST', body })) as {
    access_token: string
  }
  return access_token
}

async function getJson(path: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(path, init)
  const body: unknown = await response.json()
  if (response.ok) return body
  const { code, message, error_description } = body as Record<string, string | undefined>
  throw new Refused({
    code: code ?? 'UNKNOWN',
    message: error_description ?? message ?? 'the server gave no reason',
    status: response.status,
  })
}

function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<{ key: string; result: Loaded<T> }>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` names everything that `load` depends on
  useEffect(() => {
    let current = true
    const set = (result: Loaded<T>) => current && setLoaded({ key, result })
    load().then(
      value => set({ state: 'ready', value }),
      error => set({ state: 'failed', failure: failureOf(error) }),
    )
    return () => {
      current = false
    }
  }, [key])
  return loaded?.key === key ? loaded.result : { state: 'waiting' }
}
