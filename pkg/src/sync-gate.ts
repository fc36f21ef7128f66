import { type Engine, writeToken } from './engine.js'
import { OrgateError, type Problem } from './error.js'
import {
  type AccessExpectation,
  apiExpectation,
  type Expectation,
  identityExpectation,
  organizationExpectation,
} from './expectation.js'
import { AnyGate, type EngineGateClass } from './gate-base.js'
import type { ApiGrant, Grant, OrganizationGrant } from './grant.js'
import type { Identity } from './identity.js'
import { configurationError, jsonTextOf } from './options.js'
import type { Expected, ExpectedApi, ExpectedIdentity, JsonWebKeySet, SyncGate } from './types.js'
import type { EngineGate } from './wasm/sync.js'

/** A gate whose signatures the engine verifies. */
export class EngineOnlyGate extends AnyGate<EngineGate> implements SyncGate {
  constructor(engine: Engine<EngineGateClass<EngineGate>>, options: unknown) {
    super(engine, options, false)
  }

  verifyOrganizationToken(token: string, expect: Expected): OrganizationGrant {
    return this.#granted(token, organizationExpectation(expect)) as OrganizationGrant
  }

  verifyApiToken(token: string, expect: ExpectedApi): ApiGrant {
    return this.#granted(token, apiExpectation(expect)) as ApiGrant
  }

  verifyIdToken(token: string, expect: ExpectedIdentity): Identity {
    const expectation = identityExpectation(expect)
    this.beforeReading(token, expectation)
    return this.identified(token, this.#verified(token, expectation), expectation)
  }

  #granted(token: string, expectation: AccessExpectation): Grant {
    this.beforeReading(token, expectation)
    const cached = this.cached(token, expectation)
    return cached ?? this.granted(token, this.#verified(token, expectation), undefined, expectation)
  }

  #verified(token: string, expectation: Expectation): string {
    // The caller's clock runs first: nothing of the caller's may run between writing a token and reading it.
    const now = this.now()
    const length = writeToken(this.engine, this.memory, token)
    try {
      if (expectation.kind === 'identity') {
        return this.engine.verifyIdentity(length, expectation.clientId, expectation.nonce, now)
      }
      const { resource, global, organization, roles } = expectation
      return this.engine.verify(length, resource, global, organization, roles, now)
    } catch (thrown) {
      throw this.refusal(token, thrown, expectation)
    }
  }

  setKeys(keys: JsonWebKeySet | string, issuer?: string): readonly Problem[] {
    const position = this.issuers.findIndex(known => known.issuer === issuer)
    const found = issuer === undefined && this.issuers.length === 1 ? 0 : position
    if (found < 0) {
      const known = this.issuers.map(({ issuer }) => issuer)
      throw new OrgateError('CONFIGURATION_INVALID', 500, '`setKeys` does not name an issuer of this gate', {
        known,
      })
    }
    const text = typeof keys === 'string' ? keys : jsonTextOf(keys)
    if (text === undefined) {
      throw configurationError([
        { code: 'OPTION_INVALID', pointer: '', message: 'the key set cannot be written as JSON' },
      ])
    }
    try {
      const warnings = this.engine.setKeys(found, text) as Problem[]
      this.generations[found] = (this.generations[found] ?? 0) + 1
      return warnings
    } catch (thrown) {
      throw Array.isArray(thrown) ? configurationError(thrown) : thrown
    }
  }
}
