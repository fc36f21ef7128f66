import { importKey, parametersOf, type VerificationKey, webCrypto } from './crypto.js'
import { type Engine, type EngineGate, type PendingToken, thrownByEngine, writeToken } from './engine.js'
import { OrgateError, type Problem } from './error.js'
import {
  type AccessExpectation,
  apiExpectation,
  type Expectation,
  identityExpectation,
  organizationExpectation,
} from './expectation.js'
import { AnyGate, type EngineGateClass } from './gate-base.js'
import { GateKeys } from './gate-keys.js'
import type { ApiGrant, Grant, OrganizationGrant } from './grant.js'
import type { Identity } from './identity.js'
import type { Algorithm, Expected, ExpectedApi, ExpectedIdentity, Gate } from './types.js'

/** A token up to its signature, with what it takes to verify that. */
interface ReadToken {
  readonly pending: PendingToken
  /** The generation of the keys that it was read with. */
  readonly generation: number
  /** The key, or how to import it. */
  readonly key: VerificationKey | (() => Promise<VerificationKey>)
}

/** A gate whose signatures the platform verifies. */
export class PlatformGate extends AnyGate<EngineGate> implements Gate {
  readonly #loaded: GateKeys
  /** By issuer and by position in its key set. Keys are data, and may be shared between requests. */
  readonly #keys: (VerificationKey | undefined)[][]

  constructor(engine: Engine<EngineGateClass<EngineGate>>, options: unknown) {
    super(engine, options, true)
    this.#keys = this.issuers.map(() => [])
    this.#loaded = new GateKeys(this.engine, this.issuers, this.clock, issuer => {
      this.#keys[issuer] = []
      this.generations[issuer] = (this.generations[issuer] ?? 0) + 1
    })
  }

  override get warnings(): readonly Problem[] {
    return [...super.warnings, ...this.#loaded.warnings]
  }

  verifyOrganizationToken(token: string, expect: Expected): Promise<OrganizationGrant> {
    return this.#verified(token, () => organizationExpectation(expect)) as Promise<OrganizationGrant>
  }

  verifyApiToken(token: string, expect: ExpectedApi): Promise<ApiGrant> {
    return this.#verified(token, () => apiExpectation(expect)) as Promise<ApiGrant>
  }

  verifyIdToken(token: string, expect: ExpectedIdentity): Promise<Identity> {
    return this.#verified(token, () => identityExpectation(expect)) as Promise<Identity>
  }

  async #verified(token: string, expected: () => Expectation): Promise<Grant | Identity> {
    const expectation = expected()
    this.beforeReading(token, expectation)
    const cached = expectation.kind !== 'identity' && this.#cachedWhileKeysAreTrusted(token, expectation)
    if (cached) return cached
    // On the usual way nothing is awaited but the platform: each further promise costs more than it looks.
    let read = this.#readAtOnce(token, expectation) ?? (await this.#read(token, expectation))
    if (typeof read.key === 'function') read = { ...read, key: await this.#import(read.pending, read.key) }
    let valid: boolean
    try {
      valid = await this.#verify(read.pending, read.key as VerificationKey)
    } catch (error) {
      read.pending.free()
      throw error
    }
    let json: string
    try {
      json = read.pending.finish(this.engine, valid, this.now())
    } catch (thrown) {
      throw this.refusal(token, thrown, expectation, read.generation)
    }
    return expectation.kind === 'identity'
      ? this.identified(token, json, expectation)
      : this.granted(token, json, read.generation, expectation)
  }

  protected override keysAreReady(issuer: number): boolean {
    return this.#loaded.ready(issuer)
  }

  #cachedWhileKeysAreTrusted(token: string, expectation: AccessExpectation): Grant | undefined {
    const cached = this.cached(token, expectation)
    return cached && this.#loaded.ready(this.issuerOf(cached)) ? cached : undefined
  }

  /** Reads a token up to its signature, when nothing has to be loaded for it. */
  #readAtOnce(token: string, expectation: Expectation): ReadToken | undefined {
    const pending = this.#tryRead(token, expectation)
    if (!('finish' in pending)) return undefined
    if (this.#loaded.ready(pending.issuer)) return this.#withKey(pending)
    pending.free()
    return undefined
  }

  /** Reads a token up to its signature, and loads the keys of its issuer when they are missing, old or unknown. */
  async #read(token: string, expectation: Expectation): Promise<ReadToken> {
    let since: number | undefined
    for (let attempt = 0; ; attempt++) {
      const pending = this.#tryRead(token, expectation)
      const { issuer } = pending
      const read = 'finish' in pending
      if (read && this.#loaded.ready(issuer)) return this.#withKey(pending)
      if (read) pending.free()
      since = await this.#loaded.renew(issuer, read ? undefined : pending.error, attempt, since)
    }
  }

  /** Takes the key in the same moment as the token was read: while it is verified, other keys may be loaded. */
  #withKey(pending: PendingToken): ReadToken {
    const { issuer } = pending
    const keys = this.#keys[issuer] ?? []
    const position = pending.key
    const generation = this.generations[issuer] ?? 0
    const known = keys[position]
    if (known) return { pending, generation, key: known }
    const [algorithm, jwk] = this.engine.key(issuer, position) as [Algorithm, JsonWebKey]
    const imported = async () => {
      const key = { key: await importKey(algorithm, jwk), parameters: parametersOf(algorithm) }
      keys[position] = key
      return key
    }
    return { pending, generation, key: imported }
  }

  #tryRead(
    token: string,
    expectation: Expectation,
  ): PendingToken | { readonly issuer: number; readonly error?: OrgateError } {
    try {
      const length = writeToken(this.engine, this.memory, token)
      if (expectation.kind === 'identity') {
        return this.engine.readIdentity(length, expectation.clientId, expectation.nonce)
      }
      const { resource, global, organization, roles } = expectation
      return this.engine.read(length, resource, global, organization, roles)
    } catch (thrown) {
      // The engine has no keys of this issuer yet.
      if (typeof thrown === 'number') return { issuer: thrown }
      const error = thrownByEngine(thrown)
      const { issuer } = thrown as { readonly issuer?: number }
      if (!(error instanceof OrgateError) || issuer === undefined) throw error
      // The keys that the engine has decided this, and they may be too old to decide anything.
      return { issuer, error }
    }
  }

  async #import(pending: PendingToken, imported: () => Promise<VerificationKey>): Promise<VerificationKey> {
    try {
      return await imported()
    } catch (error) {
      pending.free()
      throw error
    }
  }

  #verify(pending: PendingToken, { key, parameters }: VerificationKey): Promise<boolean> {
    const subtle = webCrypto()
    // `verify` copies what it is given before it returns, so that the engine's memory may move meanwhile.
    const { buffer } = this.memory
    return subtle.verify(
      parameters,
      key,
      new Uint8Array(buffer, pending.signatureAt, pending.signatureLength),
      new Uint8Array(buffer, pending.signedAt, pending.signedLength),
    )
  }
}
