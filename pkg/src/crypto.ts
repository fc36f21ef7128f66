import { OrgateError } from './error.js'
import type { Algorithm } from './types.js'

/** A key of the platform, and how to verify with it. */
export interface VerificationKey {
  readonly key: CryptoKey
  readonly parameters: AlgorithmIdentifier | EcdsaParams
}

/** How keys of an algorithm are imported (W3C Web Cryptography sections 20, 23; WICG Secure Curves). */
const IMPORT: Record<Algorithm, AlgorithmIdentifier | EcKeyImportParams | RsaHashedImportParams> = {
  ES384: { name: 'ECDSA', namedCurve: 'P-384' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  EdDSA: { name: 'Ed25519' },
}

const VERIFY: Record<Algorithm, AlgorithmIdentifier | EcdsaParams> = {
  ES384: { name: 'ECDSA', hash: 'SHA-384' },
  ES256: { name: 'ECDSA', hash: 'SHA-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5' },
  EdDSA: { name: 'Ed25519' },
}

/** How a signature of an algorithm is verified. */
export function parametersOf(algorithm: Algorithm): AlgorithmIdentifier | EcdsaParams {
  return VERIFY[algorithm]
}

/** Imports a key that the engine found acceptable. */
export async function importKey(algorithm: Algorithm, jwk: JsonWebKey): Promise<CryptoKey> {
  const subtle = webCrypto()
  try {
    return await subtle.importKey('jwk', jwk, IMPORT[algorithm], false, ['verify'])
  } catch (cause) {
    const message = `this platform's WebCrypto takes no ${algorithm} key; \`orgate/sync\` verifies without it`
    throw new OrgateError('ENGINE_UNAVAILABLE', 500, message, { algorithm }, { cause })
  }
}

/** WebCrypto, which a page has only in a secure context. */
export function webCrypto(): SubtleCrypto {
  const subtle = globalThis.crypto?.subtle
  if (subtle) return subtle
  const message =
    'there is no `crypto.subtle` here (a page served over plain http has none); `orgate/sync` needs none'
  throw new OrgateError('ENGINE_UNAVAILABLE', 500, message)
}
