/** Reading a token for display only. What is trusted comes from the gate. */
export interface Decoded {
  header: Record<string, unknown>
  claims: Record<string, unknown>
}

export function decode(token: string): Decoded | undefined {
  const [header, claims] = token.split('.').map(readSegment)
  return header && claims ? { header, claims } : undefined
}

export const tampers = [
  { id: 'none', label: 'As issued' },
  { id: 'scope', label: 'Add a permission to its scope' },
  { id: 'signature', label: 'Change one byte of the signature' },
  { id: 'algorithm', label: 'Claim `alg: none`, drop the signature' },
  { id: 'expired', label: 'Expired a minute ago' },
  { id: 'elsewhere', label: 'Ask for another organization' },
] as const

export type Tamper = (typeof tampers)[number]['id']

/** What an attacker, or a mistake, would make of the token. Expiry and organization are asked for elsewhere. */
export function tamper(token: string, how: Tamper): string {
  const [header = '', claims = '', signature = ''] = token.split('.')
  if (how === 'scope') {
    const read = readSegment(claims)
    const scope = `${String(read?.scope ?? '')} delete:organization`.trim()
    return [header, writeSegment({ ...read, scope }), signature].join('.')
  }
  if (how === 'signature') {
    const changed = signature.startsWith('A') ? 'B' : 'A'
    return [header, claims, changed + signature.slice(1)].join('.')
  }
  if (how === 'algorithm')
    return [writeSegment({ ...readSegment(header), alg: 'none' }), claims, ''].join('.')
  return token
}

function readSegment(segment: string): Record<string, unknown> | undefined {
  try {
    const binary = atob(segment.replaceAll('-', '+').replaceAll('_', '/'))
    const text = new TextDecoder().decode(Uint8Array.from(binary, char => char.charCodeAt(0)))
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function writeSegment(value: object): string {
  const binary = String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value)))
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
