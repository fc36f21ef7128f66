import { waitUntil } from 'cloudflare:workers'
import { createGate, type Gate } from 'orgate'
import { type RemoteKeysOptions, remoteKeys } from 'orgate/keys'
import template from '../template.json'

export interface Env {
  ISSUER: string
  /** How long the issuer's keys live, where that is to be other than usual. */
  KEYS?: Pick<RemoteKeysOptions, `${string}Seconds` & keyof RemoteKeysOptions>
}

const gates = new Map<string, Gate>()

/** One gate an issuer for the life of the isolate: it keeps the key set and the tokens it has seen. */
export function gate(env: Env): Gate {
  let found = gates.get(env.ISSUER)
  if (!found) {
    // The keys are refreshed behind a request that need not wait for them.
    const keys = remoteKeys({ url: `${env.ISSUER}/jwks`, ...env.KEYS, waitUntil })
    found = createGate({ issuer: env.ISSUER, keys, template })
    gates.set(env.ISSUER, found)
  }
  return found
}
