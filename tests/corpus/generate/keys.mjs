// The fixed test keys, and public forms of them.
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { rocaKey } from './roca.mjs'

const file = new URL('../keys.json', import.meta.url)

const note =
  'Private keys made for these tests and for nothing else. They protect nothing; never trust a token that they signed.'

const kinds = {
  es384: ['ec', { namedCurve: 'P-384' }],
  'es384-other': ['ec', { namedCurve: 'P-384' }],
  es256: ['ec', { namedCurve: 'P-256' }],
  es512: ['ec', { namedCurve: 'P-521' }],
  secp256k1: ['ec', { namedCurve: 'secp256k1' }],
  rs256: ['rsa', { modulusLength: 2048 }],
  'rs256-other': ['rsa', { modulusLength: 2048 }],
  'rs256-2560': ['rsa', { modulusLength: 2560 }],
  'rs256-3072': ['rsa', { modulusLength: 3072 }],
  'rs256-4096': ['rsa', { modulusLength: 4096 }],
  'rs256-1024': ['rsa', { modulusLength: 1024 }],
  'rs256-2040': ['rsa', { modulusLength: 2040 }],
  'rs256-e3': ['rsa', { modulusLength: 2048, publicExponent: 3 }],
  'rs256-roca': rocaKey,
  eddsa: ['ed25519', {}],
  'eddsa-other': ['ed25519', {}],
}

const generate = ([type, options]) => generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' })

/** Reads the committed keys; makes those that are not there yet. */
function load() {
  const stored = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).keys : {}
  const keys = {}
  for (const [kid, kind] of Object.entries(kinds)) {
    keys[kid] = stored[kid] ?? { ...(typeof kind === 'function' ? kind() : generate(kind)), kid }
  }
  const text = `${JSON.stringify({ note, keys }, null, 2)}\n`
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text)
  return keys
}

export const keys = load()

const secrets = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])

/** The public form of a key, as an issuer publishes it; `more` adds, replaces or (undefined) removes members. */
export function publicKey(name, more = {}) {
  const members = Object.entries(keys[name]).filter(([member]) => !secrets.has(member))
  const jwk = { ...Object.fromEntries(members), use: 'sig', ...more }
  return Object.fromEntries(Object.entries(jwk).filter(([, value]) => value !== undefined))
}
