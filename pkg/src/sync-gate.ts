import { type Engine, thrownByEngine, writeToken } from './engine.js'
import { OrgateError, type Problem } from './error.js'
import { AnyGate, type EngineGateClass } from './gate-base.js'
import type { OrganizationGrant } from './grant.js'
import { configurationError, jsonTextOf } from './options.js'
import type { Expected, JsonWebKeySet, SyncGate } from './types.js'
import type { EngineGate } from './wasm/sync.js'

/** A gate whose signatures the engine verifies. */
export class EngineOnlyGate extends AnyGate<EngineGate> implements SyncGate {
  constructor(engine: Engine<EngineGateClass<EngineGate>>, options: unknown) {
    super(engine, options, false)
  }

  verifyOrganizationToken(token: string, expect: Expected): OrganizationGrant {
    const expectation = this.expectation(token, expect)
    const cached = this.cached(token, expectation)
    if (cached) return cached
    // The caller's clock runs first: nothing of the caller's may run between writing a token and reading it.
    const now = this.now()
    const length = writeToken(this.engine, this.memory, token)
    let json: string
    try {
      json = this.engine.verify(length, expectation.organization, expectation.roles, now)
    } catch (thrown) {
      throw thrownByEngine(thrown)
    }
    return this.granted(token, json, undefined, expectation)
  }

  setKeys(keys: JsonWebKeySet, issuer?: string): readonly Problem[] {
    const position = this.issuers.findIndex(known => known.issuer === issuer)
    const found = issuer === undefined && this.issuers.length === 1 ? 0 : position
    if (found < 0) {
      const known = this.issuers.map(({ issuer }) => issuer)
      throw new OrgateError('CONFIGURATION_INVALID', 500, '`setKeys` does not name an issuer of this gate', {
        known,
      })
    }
    const text = jsonTextOf(keys)
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
