import type { JsonWebKeySet } from '../types.js'
import { type Load, type Loaded, Unusable } from './fetch.js'
import { type Flight, keepsRequestsApart, PolledFlight, SharedFlight } from './flight.js'
import { SecondLevel } from './second-level.js'
import { fromSnapshot, type KeySetState, type Origin, toSnapshot } from './snapshot.js'
import { KeySource, type Lookup, unavailable } from './source.js'
import type { KeySetSnapshot, KeyStore, RemoteKeys } from './types.js'
import { UnknownKids } from './unknown-kids.js'
import { Watch } from './watch.js'
import { Late, within } from './within.js'

/** How long after a failure nothing is asked for, in milliseconds: the longer, the more failures in a row. */
const RETRY = 1_000
const MAX_RETRY = 30_000

/** How often one request waits for a key set, when it is not to be had although nothing fails. */
const MAX_TRIES = 4

/** Bounds, in milliseconds. */
export interface Lifetimes {
  readonly soft: number
  readonly hard: number
  readonly min: number
  readonly cooldown: number
  readonly timeout: number
}

/** The defaults of {@link RemoteKeysOptions}. */
export const LIFETIMES: Lifetimes = {
  soft: 600_000,
  hard: 3_600_000,
  min: 60_000,
  cooldown: 30_000,
  timeout: 5_000,
}

/** What a source is made of. */
export interface Parts {
  readonly origin: Origin
  readonly load: (watch: Watch) => Load
  readonly lifetimes: Lifetimes
  readonly clock: () => number
  readonly store?: KeyStore | undefined
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined
}

interface Failure {
  readonly why: string
  readonly cause?: unknown
  readonly at: number
  /** How many there were without a success between them. */
  readonly count: number
}

/**
 * A key set that is loaded when it is needed and grows old. Between requests only data is shared where the runtime
 * demands that: see {@link PolledFlight}. Everything that decides is synchronous.
 */
export class LoadedKeys extends KeySource implements RemoteKeys {
  readonly #origin: Origin
  readonly #load: Load
  readonly #lifetimes: Lifetimes
  readonly #store: SecondLevel | undefined
  readonly #waitUntil: ((promise: Promise<unknown>) => void) | undefined
  readonly #watch: Watch
  readonly #apart: boolean
  readonly #flight: Flight
  readonly #unknown = new UnknownKids()

  #state: KeySetState | undefined
  #failure: Failure | undefined
  /** When the last fetch began. */
  #askedAt = Number.NEGATIVE_INFINITY
  /** The same, of those for an unknown `kid` that did not fail. */
  #askedForKidAt = Number.NEGATIVE_INFINITY
  /** Fetches are numbered in the order in which they begin. */
  #turn = 0
  /** The latest of them that gave a key set: one that began earlier comes too late. */
  #takenTurn = 0
  /** The same, unless an engine refused what it gave. */
  #goodTurn = 0
  /** Whether a fetch for an unknown `kid` that ends with its request may be begun anew. */
  #mayTakeOver = false
  #failuresBefore = 0
  #storeRefused = false
  /** Whether a gate has it: then only what an engine took is put into the store. */
  #isJudged = false
  /** The last text that an engine took. */
  #accepted: string | undefined
  /** What the store does not have yet. */
  #unsaved: KeySetState | undefined

  constructor({ origin, load, lifetimes, clock, store, waitUntil }: Parts) {
    super()
    this.#origin = origin
    this.#lifetimes = lifetimes
    this.#store = store && new SecondLevel(store, origin.issuer ?? origin.url ?? '')
    this.#waitUntil = waitUntil
    this.#watch = new Watch(clock, () => this.#age())
    const now = () => this.#watch.now()
    this.#load = load(this.#watch)
    this.#apart = keepsRequestsApart()
    this.#flight = this.#apart ? new PolledFlight(now) : new SharedFlight()
  }

  get issuer(): string | undefined {
    return this.#origin.issuer
  }

  get jwks(): string | undefined {
    return this.#state?.text
  }

  get usable(): boolean {
    return this.#isUsable(this.#watch.now())
  }

  get failure(): Failure | undefined {
    return this.#failure
  }

  ready(): boolean {
    const now = this.#watch.now()
    const state = this.#state
    if (state && now < state.fetchedAt + state.lifetime) return true
    if (!this.#isUsable(now)) return false
    // Somebody is at it, or it just failed: until the hard lifetime is over, old keys are better than none.
    if (this.#flight.underWay || this.#failedLately(now)) return true
    if (this.#apart && !this.#waitUntil) return false
    this.#inBackground(this.#lead(false))
    return true
  }

  async ensure(): Promise<void> {
    // Bounded, because an answer can be too old when it arrives.
    for (let tries = 0; tries < MAX_TRIES && !this.ready(); tries++) {
      if (this.#failedLately(this.#watch.now())) return
      if (this.#flight.underWay) await this.#flight.join()
      else await this.#lead(true)
    }
  }

  get turn(): number {
    return this.#turn
  }

  lookup(kid: string | undefined, since: number): Lookup {
    const now = this.#watch.now()
    if (kid !== undefined && this.#unknown.sighted(kid, since, now) < this.#goodTurn) return 'unknown'
    if (this.#flight.underWay) return 'ask'
    // The first one after a quiet time does not wait: an issuer may sign with a new key at once.
    const { cooldown } = this.#lifetimes
    const coolingDown =
      now - this.#askedForKidAt < cooldown || now - this.#askedAt < Math.min(cooldown, RETRY)
    if (!coolingDown && !this.#failedLately(now)) return 'ask'
    // Nobody has looked for it yet: it may be good. One without a name could be looked for again and again.
    return kid === undefined && !this.#failure ? 'unknown' : 'unavailable'
  }

  async again(): Promise<void> {
    if (this.#flight.underWay) {
      const ended = await this.#flight.join()
      // Who waited for a request that is gone takes its place; once, or a chain of them would know no cooldown.
      if (ended || !this.#mayTakeOver || this.#flight.underWay) return
      this.#mayTakeOver = false
    } else this.#mayTakeOver = true
    this.#askedForKidAt = this.#watch.now()
    // The pause after a failure is another one.
    if (!(await this.#lead(false))) this.#askedForKidAt = Number.NEGATIVE_INFINITY
  }

  judged(): void {
    this.#isJudged = true
  }

  async accepted(text: string): Promise<void> {
    this.#accepted = text
    if (this.#state?.text === text) this.#state = { ...this.#state, before: undefined }
    await this.#saved()
  }

  refused(text: string, why: string): void {
    const refused = this.#state
    if (refused?.text !== text) return
    this.#state = refused.before
    this.#unsaved = undefined
    // It did not come from the server, so that may be asked at once.
    if (refused.given) {
      this.#storeRefused = true
      return
    }
    this.#goodTurn = 0
    this.#askedForKidAt = Number.NEGATIVE_INFINITY
    this.#fail(new Unusable(why), this.#failuresBefore)
  }

  async get(): Promise<JsonWebKeySet> {
    return JSON.parse(await this.text())
  }

  async text(): Promise<string> {
    await this.ensure()
    const { jwks } = this
    if (jwks === undefined || !this.usable) throw this.#unavailable()
    return jwks
  }

  async refresh(): Promise<void> {
    const taken = this.#takenTurn
    const failure = this.#failure
    while (this.#flight.underWay) {
      await this.#flight.join()
      if (this.#takenTurn > taken) return
      if (this.#failure !== failure) throw this.#unavailable()
    }
    if (!(await this.#lead(false))) throw this.#unavailable()
  }

  export(): KeySetSnapshot | undefined {
    const state = this.#state
    // After the clock was set back its age is not known.
    return state && Number.isFinite(state.fetchedAt) ? toSnapshot(state, this.#origin) : undefined
  }

  hydrate(snapshot: KeySetSnapshot): boolean {
    return this.#adopt(snapshot)
  }

  #adopt(snapshot: unknown): boolean {
    const now = this.#watch.now()
    const state = fromSnapshot(snapshot, this.#origin, now)
    if (!state || now - state.fetchedAt >= this.#lifetimes.hard) return false
    if (this.#state && state.fetchedAt <= this.#state.fetchedAt) return false
    this.#replace({ ...state, lifetime: this.#bounded(state.lifetime) })
    return true
  }

  #isUsable(now: number): boolean {
    return this.#state !== undefined && now - this.#state.fetchedAt < this.#lifetimes.hard
  }

  /** Old keys make it worth while to wait longer and longer; without any, everybody waits for the next attempt. */
  #failedLately(now: number): boolean {
    const { at, count } = this.#failure ?? { at: Number.NEGATIVE_INFINITY, count: 1 }
    return now - at < (this.#isUsable(now) ? Math.min(RETRY * 2 ** (count - 1), MAX_RETRY) : RETRY)
  }

  #unavailable(): Error {
    const { url = '', issuer } = this.#origin
    const { why, cause } = this.#failure ?? { why: 'it could not be loaded in time' }
    return unavailable(issuer === undefined ? { url } : { issuer }, why, cause)
  }

  /** Takes everything for old. */
  #age(): void {
    const fetchedAt = Number.NEGATIVE_INFINITY
    if (this.#state) this.#state = { ...this.#state, fetchedAt, before: undefined }
    if (this.#failure) this.#failure = { ...this.#failure, at: fetchedAt }
    this.#askedAt = fetchedAt
    this.#askedForKidAt = fetchedAt
  }

  #inBackground(work: Promise<unknown>): void {
    const quiet = work.catch(() => {})
    try {
      const answer: unknown = this.#waitUntil?.(quiet)
      Promise.resolve(answer).catch(() => {})
    } catch {
      // No request is there to be kept alive: then it ends when it ends.
    }
  }

  /** Loads the key set for everybody, and puts it into the store. `cold`: the store may have it. */
  async #lead(cold: boolean): Promise<boolean> {
    const done = await this.#flight.run(() => this.#attempt(cold))
    // Others are told before the store is: it must not cost them time.
    await this.#saved()
    return done
  }

  async #attempt(cold: boolean): Promise<boolean> {
    if (cold && (await this.#restore())) return true
    const turn = ++this.#turn
    const began = this.#watch.now()
    // Noted before the answer is there: a request that is cut off must not have asked for nothing.
    this.#askedAt = began
    // What a snapshot says is its ETag proves nothing of its keys: a 304 must not make those the server's.
    const before = this.#state?.given ? undefined : this.#state
    try {
      const loaded = await within(this.#lifetimes.timeout, signal => this.#load(before, signal))
      this.#take(loaded, before, turn, began)
      return true
    } catch (cause) {
      if (turn > this.#takenTurn) this.#fail(cause)
      return false
    }
  }

  #take(loaded: Loaded, before: KeySetState | undefined, turn: number, began: number): void {
    if (turn < this.#takenTurn || began < (this.#state?.fetchedAt ?? began)) return
    const text = loaded.text ?? before?.text
    if (text === undefined) throw new Unusable('its server says that it is the same as none')
    this.#takenTurn = turn
    this.#goodTurn = turn
    this.#failuresBefore = this.#failure?.count ?? 0
    this.#failure = undefined
    this.#storeRefused = false
    // What a 304 does not say is as it was (RFC 9111 section 4.3.4).
    const same = loaded.text === undefined ? before : undefined
    const usual = same?.lifetime ?? this.#lifetimes.soft
    this.#replace({
      text,
      url: loaded.url,
      // Since then the clock may have been set back.
      fetchedAt: Math.min(loaded.locatedAt ?? began, this.#watch.now()),
      lifetime: loaded.maxAge === undefined ? usual : this.#bounded(loaded.maxAge * 1000),
      etag: loaded.etag,
      noStore: loaded.noStore ?? same?.noStore ?? false,
      given: false,
      before: undefined,
    })
    this.#unsaved = this.#state
  }

  #replace(next: KeySetState): void {
    const now = this.#state
    // The same string as before shows that nothing has changed, without a look at what is in it.
    if (now?.text === next.text) this.#state = { ...next, text: now.text, before: now.before }
    else this.#state = { ...next, before: now?.before ?? now }
  }

  #bounded(lifetime: number): number {
    const { min, soft } = this.#lifetimes
    return Math.max(min, Math.min(soft, lifetime))
  }

  #fail(cause: unknown, before = this.#failure?.count ?? 0): void {
    const known = cause instanceof Unusable || cause instanceof Late
    const why = known ? cause.message : 'it could not be loaded'
    this.#failure = { why, at: this.#watch.now(), count: before + 1, ...(!known && { cause }) }
  }

  /** Looks into the store, when there are no keys. */
  async #restore(): Promise<boolean> {
    if (!this.#store || this.#storeRefused || this.usable) return false
    return this.#adopt(await this.#store.read())
  }

  /** Puts what is new into the store: what an engine refuses must not replace what another can start with. */
  async #saved(): Promise<void> {
    const state = this.#unsaved
    if (!this.#store || !state || (this.#isJudged && state.text !== this.#accepted)) return
    this.#unsaved = undefined
    if (state.noStore || !Number.isFinite(state.fetchedAt)) return
    const expiresInSeconds = Math.ceil(this.#lifetimes.hard / 1000)
    const saving = this.#store.write(toSnapshot(state, this.#origin), expiresInSeconds)
    if (this.#apart && !this.#waitUntil) await saving
    else this.#inBackground(saving)
  }
}
