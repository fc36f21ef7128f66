import { answers, GrantCache, isRemembered, type Refusal, RefusalCache, stillHolds } from './cache.js'
import { claimsOf, GrantWithClaims } from './claims.js'
import { type Engine, type EngineGate, namesOf, thrownByEngine } from './engine.js'
import { OrgateError, type Problem } from './error.js'
import {
  type AccessExpectation,
  type Expectation,
  type IdentityExpectation,
  readRoles,
} from './expectation.js'
import { type Explanation, Grant, type GrantFacts, type Mode, type PrincipalType } from './grant.js'
import { type GrantSource, type Identity, identityOf } from './identity.js'
import { configurationError, type ReadIssuer, readNewTemplate, readOptions } from './options.js'
import { isWellFormed } from './organization.js'
import type { Permission } from './register.js'
import type { GateBase, Question, Staleness, TemplateInput } from './types.js'
import { accessFacts, identityFacts } from './verified.js'

/** What an engine's gate class is made from. */
export type EngineGateClass<E> = new (options: string) => E

type TemplateRef = { readonly hash: string; readonly version?: string }

/** What follows from the template in force. */
interface Report {
  readonly mode: Mode
  readonly warnings: readonly Problem[]
  /** An object of its own for each template that was set, even when it is the same again. */
  readonly template?: TemplateRef
}

/** What both gates share: options, the template, the verified-token cache. */
export abstract class AnyGate<E extends EngineGate> implements GateBase {
  protected readonly engine: E
  protected readonly memory: WebAssembly.Memory
  protected readonly issuers: readonly ReadIssuer[]
  protected readonly clock: () => number
  /** Counts the key sets that each issuer has had: what an older one verified is verified anew. */
  protected readonly generations: number[]

  readonly #cache: GrantCache
  readonly #refusals: RefusalCache | undefined
  readonly #tolerance: number
  #report: Report
  /** The permission names by their ids in the template in force, of the organization and of each API resource. */
  #names = new Map<string | undefined, readonly string[]>()

  constructor(engine: Engine<EngineGateClass<E>>, options: unknown, keysAreLoaded: boolean) {
    const problems: Problem[] = []
    const read = readOptions(options, keysAreLoaded, problems)
    const { EngineGate, memory } = engine.start()
    let gate: E | undefined
    try {
      gate = new EngineGate(JSON.stringify({ ...read, issuers: read.issuers.map(forEngine) }))
    } catch (thrown) {
      if (Array.isArray(thrown)) problems.push(...thrown)
      else if (problems.length === 0) throw thrownByEngine(thrown)
    }
    if (!gate || problems.length > 0) {
      gate?.free()
      throw configurationError(problems)
    }
    this.engine = gate
    this.memory = memory
    this.issuers = read.issuers
    this.clock = read.clock
    this.generations = read.issuers.map(() => 0)
    this.#cache = new GrantCache(read.cacheMax)
    this.#refusals = read.cacheMax > 0 ? new RefusalCache() : undefined
    this.#tolerance = read.clockToleranceSeconds
    this.#report = reportOf(gate)
  }

  get warnings(): readonly Problem[] {
    return this.#report.warnings
  }

  get mode(): Mode {
    return this.#report.mode
  }

  get template(): TemplateRef | undefined {
    return this.#report.template
  }

  setTemplate(template: TemplateInput): readonly Problem[] {
    const text = readNewTemplate(template)
    let warnings: Problem[]
    try {
      warnings = this.engine.setTemplate(text) as Problem[]
    } catch (thrown) {
      throw Array.isArray(thrown) ? configurationError(thrown) : thrown
    }
    this.#report = reportOf(this.engine)
    this.#names = new Map()
    return warnings
  }

  resolve(question: Question): Grant {
    const { resource, principal } = question ?? {}
    const roles = readRoles(question?.roles)
    const organization = question?.organization
    if (!isWellFormed(organization) || organization === '') {
      throw new OrgateError('ORGANIZATION_REQUIRED', 400, 'the question names no `organization`')
    }
    const named = resource === undefined || isWellFormed(resource)
    if (!roles || !isPrincipalType(principal) || !named) {
      throw new OrgateError(
        'CONFIGURATION_INVALID',
        500,
        "a question names `roles` as an array and the `principal`, 'User' or 'MachineToMachine'; a `resource` is a string",
      )
    }
    const asked = { organization, roles, principal, ...(resource !== undefined && { resource }) }
    return this.#byRoles(asked, { kind: 'what-if' })
  }

  /** A grant of roles by the template; `from` is where they come from. */
  #byRoles({ organization, resource, roles, principal }: Question, from: GrantSource): Grant {
    const asked = roles.slice()
    const ids = this.#ask(() => this.engine.resolve(organization, resource, asked, principal))
    const permissions = namesOf(ids, this.#namesOf(resource))
    const answer = { organization, resource, roles: asked, principal, permissions }
    return new Grant({ v: 1, mode: 'template', template: this.template, ...from, ...answer }, this.clock)
  }

  explain(grant: Grant, permission: Permission): Explanation {
    if (typeof permission !== 'string' || !(grant instanceof Grant)) {
      throw new OrgateError(
        'CONFIGURATION_INVALID',
        500,
        '`explain` takes a grant and the name of a permission',
      )
    }
    const explanation = this.#ask(() =>
      this.engine.explain(
        permission,
        grant.can(permission),
        grant.isExpired(this.clock()),
        grant.principal,
        grant.resource,
        grant.mode,
        grant.roles?.slice(),
      ),
    ) as Explanation | undefined
    return explanation ?? grant.explain(permission, { now: this.clock() })
  }

  staleness(grant: Grant): Staleness {
    if (!(grant instanceof Grant)) {
      throw new OrgateError('CONFIGURATION_INVALID', 500, '`staleness` takes a grant')
    }
    const { permissions, principal, resource, mode, template, roles } = grant
    return this.#ask(() =>
      this.engine.staleness(permissions.slice(), principal, resource, mode, template?.hash, roles?.slice()),
    ) as Staleness
  }

  /** The time in whole seconds, as tokens have it. */
  protected now(): number {
    const now = Math.floor(this.clock() / 1000)
    if (Number.isFinite(now)) return now
    throw new OrgateError(
      'CONFIGURATION_INVALID',
      500,
      '`clock` did not answer with a number of milliseconds',
    )
  }

  /** Looks at what can be said before the token is read. */
  protected beforeReading(token: unknown, expect: Expectation): void {
    if (expect.kind !== 'identity' && !expect.roles && this.mode === 'template') {
      throw new OrgateError(
        'ROLES_REQUIRED',
        500,
        "mode `template` needs the subject's `roles` in an organization",
      )
    }
    if (typeof token !== 'string' || token === '')
      throw new OrgateError('TOKEN_MISSING', 401, 'there is no token')
    const refused = this.#refusals?.get(token, expect)
    if (refused && this.#stillRefused(refused)) {
      // Made anew: an error is its thrower's, and tells where it was thrown.
      const { code, status, message, details } = refused.error
      throw new OrgateError(code, status, message, details)
    }
  }

  #stillRefused(refusal: Refusal): boolean {
    const { issuer, generation, template } = refusal
    return (
      stillHolds(refusal, this.now()) &&
      template === this.template &&
      generation === this.generations[issuer] &&
      this.keysAreReady(issuer)
    )
  }

  /** Whether the keys that the engine has of an issuer are the ones to be used now. */
  protected keysAreReady(_issuer: number): boolean {
    return true
  }

  /** What the engine refused, as an error; it is the answer for a moment. `generation` is that of the keys it was read with. */
  protected refusal(token: string, thrown: unknown, expect: Expectation, generation?: number): unknown {
    const error = thrownByEngine(thrown)
    if (this.#refusals && error instanceof OrgateError && isRemembered(error)) {
      const { iss, exp } = claimsOf(token) as { iss?: unknown; exp?: unknown }
      const issuer = this.#positionOf(iss)
      const now = this.generations[issuer] ?? 0
      this.#refusals.set(token, expect, {
        error,
        issuer,
        generation: generation ?? now,
        template: this.template,
        at: this.now(),
        until: Math.floor(Number(exp)) + this.#tolerance,
      })
    }
    return error
  }

  /** A grant that was made before, when everything that it rests on is still so. If not, the engine says why. */
  protected cached(token: string, expect: AccessExpectation): Grant | undefined {
    const entry = this.#cache.max > 0 ? this.#cache.get(token) : undefined
    if (!entry) return undefined
    const { grant } = entry
    const now = this.now()
    const holds =
      answers(entry, expect) &&
      this.generations[this.issuerOf(grant)] === entry.generation &&
      grant.template === this.template &&
      now < (grant.expiresAt ?? 0) + this.#tolerance &&
      // A clock that was set back may have made the token one of the future again.
      now >= entry.verifiedAt
    return holds ? grant : undefined
  }

  /** Makes the grant of a verification by a generation of keys, by default the one in use, and keeps it. */
  protected granted(
    token: string,
    json: string,
    generation: number | undefined,
    expect: AccessExpectation,
  ): Grant {
    const { issuer, ...facts } = accessFacts(json, expect)
    const { mode, template } = this
    const whole: GrantFacts = { v: 1, ...facts, issuer: this.issuers[issuer]?.issuer, mode, template }
    const grant = expect.claims
      ? new GrantWithClaims(whole, this.clock, claimsOf(token))
      : new Grant(whole, this.clock)
    if (this.#cache.max > 0) {
      this.#cache.set(token, {
        grant,
        rolesKey: expect.rolesKey,
        claims: expect.claims,
        generation: generation ?? this.generations[issuer] ?? 0,
        verifiedAt: this.now(),
      })
    }
    return grant
  }

  /** Makes the identity of a verified ID token. */
  protected identified(token: string, json: string, expect: IdentityExpectation): Identity {
    const { issuer, ...facts } = identityFacts(json)
    return identityOf(
      { issuer: this.issuers[issuer]?.issuer ?? '', clientId: expect.clientId, ...facts },
      expect.claims ? claimsOf(token) : undefined,
      (question, from) => this.#byRoles(question, from),
    )
  }

  /** The position of the issuer of a grant that came from a token. */
  protected issuerOf(grant: Grant): number {
    return this.#positionOf(grant.issuer)
  }

  #positionOf(name: unknown): number {
    return this.issuers.findIndex(({ issuer }) => issuer === name)
  }

  #ask<T>(question: () => T): T {
    try {
      return question()
    } catch (thrown) {
      throw thrownByEngine(thrown)
    }
  }

  #namesOf(resource: string | undefined): readonly string[] {
    let names = this.#names.get(resource)
    if (!names) {
      names = this.engine.names(resource) as string[]
      this.#names.set(resource, names)
    }
    return names
  }
}

function reportOf(gate: EngineGate): Report {
  const report = gate.report() as Report
  Object.freeze(report.template)
  return report
}

/** What crosses: functions and addresses stay here. */
function forEngine({ issuer, keys, algorithms, profile, audience, pointer }: ReadIssuer): object {
  return { issuer, keys, algorithms, profile, audience, pointer }
}

function isPrincipalType(value: unknown): value is PrincipalType {
  return value === 'User' || value === 'MachineToMachine'
}
