// The tokens of a run: real ones, minted all the time, and what is made of them.
import { createPrivateKey, randomBytes, sign } from 'node:crypto'
import { now } from '../issuer/issuer.mjs'
import { signingKey } from '../issuer/keys.mjs'
import { organizations, permissionsIn, resource, users } from '../issuer/tenant.mjs'

const base64url = value => Buffer.from(JSON.stringify(value)).toString('base64url')
const read = part => JSON.parse(Buffer.from(part, 'base64url').toString())

/** How many tokens of one key are kept to be sent again. */
const KEPT = 150
/** How many keys are remembered after the one in use. */
const OLD_KEYS = 3

/** What members hold where, each a token to ask for. */
const seats = Object.entries(organizations).flatMap(([organization, members]) =>
  Object.keys(members).map(member => ({ organization, member })),
)

/** Mints tokens, and hands them out. */
export class Tokens {
  /** By `kid`, the oldest key first: `{ organization: [], api: [], id: [], brief: [] }`. */
  #byKey = new Map()
  #fresh = new Map()
  #issuer
  #random
  #stranger
  #strangerKey
  minted = 0

  constructor(issuer, random) {
    this.#issuer = issuer
    this.#random = random
  }

  async prepare(servers) {
    this.#stranger = await signingKey('EC')
    this.#strangerKey = createPrivateKey({ key: this.#stranger.jwk, format: 'jwk' })
    const { kty, crv, x, y, kid } = this.#stranger.jwk
    this.#issuer.front.strangers = [{ kty, crv, x, y, kid, alg: 'ES384', use: 'sig' }]
    for (const server of servers) this.#fresh.set(server, [])
    for (let count = 0; count < 2; count += 1) for (const seat of seats) await this.#mint(seat)
  }

  /** Mints one more of some kind. */
  async mint() {
    await this.#mint(this.#random.of(seats))
  }

  async #mint({ organization, member }) {
    const kinds =
      member === 'brief'
        ? ['brief']
        : users.includes(member)
          ? ['organization', 'organization', 'api', 'id']
          : ['organization', 'api']
    const kind = this.#random.of(kinds)
    const request = { organization, member, resource: resource.indicator }
    const token =
      kind === 'api'
        ? await this.#issuer.apiToken(request)
        : kind === 'id'
          ? await this.#issuer.idToken(request)
          : await this.#issuer.organizationToken({ organization, member })
    const [header, claims] = token.split('.', 2).map(read)
    const held = permissionsIn(organization, member, kind === 'api' ? resource.indicator : undefined)
    const minted = {
      kind,
      token,
      organization,
      member,
      kid: header.kid,
      alg: header.alg,
      expiresAt: claims.exp,
      held,
      at: now(),
    }
    this.#keep(minted)
    this.minted += 1
  }

  #keep(minted) {
    const { kid, kind } = minted
    if (!this.#byKey.has(kid)) {
      this.#byKey.set(kid, { organization: [], api: [], id: [], brief: [] })
      for (const old of [...this.#byKey.keys()].slice(0, -1 - OLD_KEYS)) this.#byKey.delete(old)
    }
    const list = this.#byKey.get(kid)[kind]
    list.push(minted)
    if (list.length > KEPT) list.shift()
    if (kind !== 'organization') return
    for (const queue of this.#fresh.values()) {
      queue.push(minted)
      if (queue.length > KEPT) queue.shift()
    }
  }

  /** An organization token that was not sent to this server before. */
  fresh(server) {
    return this.#fresh.get(server).shift() ?? this.repeated('organization')
  }

  /** A token of the newest key, probably sent before. */
  repeated(kind) {
    return this.#some([...this.#byKey.values()].reverse(), kind)
  }

  /** A token of a key before that. */
  older(kind) {
    const before = [...this.#byKey.values()].slice(0, -1)
    return this.#some(before.length > 0 ? [this.#random.of(before)] : [], kind) ?? this.repeated(kind)
  }

  #some(lists, kind) {
    for (const { [kind]: list } of lists) if (list.length > 0) return this.#random.of(list)
    return undefined
  }

  /** The same token for another subject, or with other bits in its signature. */
  tampered({ token }) {
    const [header, payload, signature] = token.split('.')
    if (this.#random() < 0.5)
      return [header, base64url({ ...read(payload), sub: 'mallory' }), signature].join('.')
    const bytes = Buffer.from(signature, 'base64url')
    bytes[this.#random.below(bytes.length)] ^= 1 << this.#random.below(8)
    return [header, payload, bytes.toString('base64url')].join('.')
  }

  /** The same claims, signed by somebody else under a `kid`: the one in the token when none is given. */
  forged({ token }, kid = read(token.split('.', 1)[0]).kid) {
    const signed = `${base64url({ alg: 'ES384', typ: 'at+jwt', kid })}.${token.split('.')[1]}`
    const key = { key: this.#strangerKey, dsaEncoding: 'ieee-p1363' }
    return `${signed}.${sign('sha384', signed, key).toString('base64url')}`
  }

  get strangerKid() {
    return this.#stranger.kid
  }

  randomKid() {
    return randomBytes(32).toString('base64url')
  }
}
