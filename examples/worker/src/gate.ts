import { createGate, type Gate } from 'orgate'
import template from '../template.json'

export interface Env {
  ISSUER: string
}

const gates = new Map<string, Gate>()

/** One gate an issuer for the life of the isolate: it keeps the key set and the tokens it has seen. */
export function gate(env: Env): Gate {
  let found = gates.get(env.ISSUER)
  if (!found) {
    found = createGate({ issuer: env.ISSUER, template })
    gates.set(env.ISSUER, found)
  }
  return found
}
