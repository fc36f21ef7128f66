import { GrantCache } from './cache.js'
import { type Engine, type EngineGate, namesOf, thrownByEngine } from './engine.js'
import { OrgateError, type Problem } from './error.js'
import { type Explanation, Grant, type Mode, type OrganizationGrant, type PrincipalType } from './grant.js'
import { configurationError, type ReadIssuer, readNewTemplate, readOptions } from './options.js'
import { isWellFormed, namedOrganization } from './organization.js'
import type { Permission } from './register.js'
import type { Expected, GateBase, Question, Staleness, TemplateInput } from './types.js'

/** What an engine's gate class is made from. */
export type EngineGateClass<E> = new (options: string) => E

/** What a caller expects, looked at. */
export interface Expectation {
  /** `undefined` is any. */
  readonly organization: string | undefined
  readonly roles: string[] | undefined
  /** The roles in one string, to compare them. */
  readonly rolesKey: string | undefined
}

/** What the engine says of a verified token: see `src/wasm/pending.rs`. */
type Verified = [
  issuer: number,
  subject: string,
  isApplication: 0 | 1,
  issuedAt: number,
  expiresAt: number,
  organization: string,
  permissions: string,
]

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
    const ids = this.#ask(() => this.engine.resolve(organization, resource, roles, principal))
    const names = this.#namesOf(resource)
    return new Grant(
      {
        v: 1,
        kind: 'what-if',
        principal,
        organization,
        resource,
        permissions: namesOf(ids, names),
        mode: 'template',
        template: this.template,
        roles,
      },
      this.clock,
    )
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

  /** Looks at a question before its token. */
  protected expectation(token: unknown, expect: Expected | undefined): Expectation {
    const organization = namedOrganization(expect?.organization)
    const roles = readRoles(expect?.roles)
    if (!roles && this.mode === 'template') {
      throw new OrgateError('ROLES_REQUIRED', 500, "mode `template` needs the subject's `roles`")
    }
    if (typeof token !== 'string' || token === '')
      throw new OrgateError('TOKEN_MISSING', 401, 'there is no token')
    return { organization, roles, rolesKey: roles && JSON.stringify(roles) }
  }

  /** A grant that was made before, when everything that it rests on is still so. If not, the engine says why. */
  protected cached(token: string, { organization, rolesKey }: Expectation): OrganizationGrant | undefined {
    const entry = this.#cache.max > 0 ? this.#cache.get(token) : undefined
    if (!entry) return undefined
    const { grant } = entry
    const now = this.now()
    const holds =
      (organization === undefined || organization === grant.organization) &&
      rolesKey === entry.rolesKey &&
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
    { roles, rolesKey }: Expectation,
  ): OrganizationGrant {
    const [issuer, subject, isApplication, issuedAt, expiresAt, organization, permissions]: Verified =
      JSON.parse(json)
    const grant = new Grant(
      {
        v: 1,
        kind: 'organization',
        issuer: this.issuers[issuer]?.issuer,
        subject,
        principal: isApplication ? 'MachineToMachine' : 'User',
        organization,
        permissions: permissions === '' ? [] : permissions.split(' '),
        mode: this.mode,
        template: this.template,
        issuedAt,
        expiresAt,
        roles,
      },
      this.clock,
    ) as OrganizationGrant
    if (this.#cache.max > 0) {
      this.#cache.set(token, {
        grant,
        rolesKey,
        generation: generation ?? this.generations[issuer] ?? 0,
        verifiedAt: this.now(),
      })
    }
    return grant
  }

  /** The position of the issuer of a grant that came from a token. */
  protected issuerOf(grant: Grant): number {
    return this.issuers.findIndex(({ issuer }) => issuer === grant.issuer)
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
function forEngine({ issuer, keys, algorithms, pointer }: ReadIssuer): object {
  return { issuer, keys, algorithms, pointer }
}

function isPrincipalType(value: unknown): value is PrincipalType {
  return value === 'User' || value === 'MachineToMachine'
}

function readRoles(roles: unknown): string[] | undefined {
  if (roles === undefined) return undefined
  if (Array.isArray(roles) && roles.every(isWellFormed)) return [...roles]
  throw new OrgateError('CONFIGURATION_INVALID', 500, '`roles` is not an array of role names')
}
