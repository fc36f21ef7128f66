// A real issuer on loopback, shaped like a Logto tenant: its tokens come from `oidc-provider`, over HTTP.
import { once } from 'node:events'
import { Agent, createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { KeySetFront } from './key-set.mjs'
import { signingKey } from './keys.mjs'
import { credentialsOf, makeProvider, memoryAdapter, SCOPE } from './provider.mjs'
import { post, send } from './request.mjs'
import { applications, webClient } from './tenant.mjs'

/** Milliseconds that no clock adjustment touches. */
export const now = () => performance.timeOrigin + performance.now()

/** A refusal of the token endpoint. */
export class TokenRequestError extends Error {
  constructor(status, body) {
    super(`the token endpoint answered ${status} ${body?.error}`)
    this.status = status
    this.error = body?.error
  }
}

/**
 * Starts an issuer whose first key is of that type. The key set is at `${url}/jwks`; see {@link KeySetFront} for
 * what can be wrong with it. The token endpoint has a port of its own too, so that tokens are issued while the
 * public one is down.
 */
export async function startIssuer(type = 'EC') {
  const issuer = new Issuer(await signingKey(type))
  await issuer.start()
  return issuer
}

class Issuer {
  url
  front
  /** When each key was published and when it was removed, in milliseconds, by `kid`. */
  history = new Map()
  #keys
  #callback
  /** The key set as the provider answers it. */
  #keySet
  #provider
  #adapter = memoryAdapter()
  #sessions = new Map()
  #public = createServer((request, response) => this.#answer(request, response))
  #private = createServer((request, response) => this.#provide(request, response))
  #port = 0
  #tokens
  #agent = new Agent({ keepAlive: true, maxSockets: 8 })

  constructor(key) {
    this.#keys = [key]
    this.front = new KeySetFront(() => this.#keySet, now)
  }

  async start() {
    await this.up()
    await listen(this.#private, 0)
    const origin = `http://127.0.0.1:${this.#port}`
    this.url = `${origin}/oidc`
    this.front.elsewhere = `${origin}/elsewhere`
    this.#tokens = `http://127.0.0.1:${this.#private.address().port}/oidc`
    await this.#serve(this.#keys)
  }

  /** The key that signs. */
  get current() {
    return this.#keys[0]
  }

  /** Adds a key that is published and does not sign yet, as a staged rotation does. */
  publish(key) {
    return this.#serve([...this.#keys, key])
  }

  /** Makes this the key that signs; those before it stay in the key set. */
  rotate(key) {
    return this.#serve([key, ...this.#keys.filter(({ kid }) => kid !== key.kid)])
  }

  /** Leaves only the signing key in the key set. */
  removePrevious() {
    return this.#serve([this.current])
  }

  /** Takes the public address away: connections are refused. */
  async down() {
    const closed = once(this.#public, 'close')
    this.#public.close()
    this.#public.closeAllConnections()
    await closed
  }

  async up() {
    await listen(this.#public, this.#port)
    this.#port = this.#public.address().port
  }

  /** An organization token for a user or an application. */
  async organizationToken({ member, organization, scope }) {
    const { access_token: token } = await this.#token(member, { organization_id: organization, scope })
    return token
  }

  /** An access token for an API resource, in an organization or not. */
  async apiToken({ member, resource, organization, scope }) {
    const { access_token: token } = await this.#token(member, {
      organization_id: organization,
      resource,
      scope,
    })
    return token
  }

  /** An ID token of a user. */
  async idToken({ member }) {
    const { id_token: token } = await this.#token(member, {})
    return token
  }

  async stop() {
    this.#agent.destroy()
    for (const server of [this.#public, this.#private]) {
      server.closeAllConnections()
      if (server.listening) await new Promise(resolve => server.close(resolve))
    }
  }

  async #token(member, parameters) {
    const body = new URLSearchParams(
      applications.includes(member)
        ? { grant_type: 'client_credentials', ...credentialsOf(member) }
        : {
            grant_type: 'refresh_token',
            refresh_token: await this.#signIn(member),
            ...credentialsOf(webClient),
          },
    )
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) body.set(name, value)
    const { status, text } = await post(`${this.#tokens}/token`, body, this.#agent)
    const answer = JSON.parse(text)
    if (status !== 200) throw new TokenRequestError(status, answer)
    return answer
  }

  /** The refresh token of a user's session. The browser's part of it is left out. */
  #signIn(user) {
    let session = this.#sessions.get(user)
    if (!session) {
      session = this.#makeSession(user)
      this.#sessions.set(user, session)
    }
    return session
  }

  async #makeSession(user) {
    const client = await this.#provider.Client.find(webClient)
    const grant = new this.#provider.Grant({ accountId: user, clientId: webClient })
    grant.addOIDCScope(SCOPE)
    const grantId = await grant.save()
    return new this.#provider.RefreshToken({
      accountId: user,
      client,
      grantId,
      scope: SCOPE,
      gty: 'authorization_code',
    }).save()
  }

  /** A rotation is another provider behind the same addresses. */
  async #serve(keys) {
    this.#provider = makeProvider(this.url, keys, keys[0], this.#adapter)
    this.#callback = this.#provider.callback()
    this.#keys = keys
    this.#keySet = JSON.parse((await send(`${this.#tokens}/jwks`, { agent: this.#agent })).text)
    const present = keys.map(({ kid }) => kid)
    for (const kid of present)
      if (!this.history.has(kid)) this.history.set(kid, { published: now(), removed: undefined })
    for (const [kid, key] of this.history) if (!present.includes(kid)) key.removed ??= now()
  }

  #answer(request, response) {
    const [path] = request.url.split('?')
    if (path === '/oidc/jwks') return this.front.handle(request, response)
    if (path === '/elsewhere') return this.front.answerElsewhere(response)
    this.#provide(request, response)
  }

  #provide(request, response) {
    if (!request.url.startsWith('/oidc/')) return response.writeHead(404).end()
    request.originalUrl = request.url
    request.url = request.url.slice('/oidc'.length)
    this.#callback(request, response)
  }
}

async function listen(server, port) {
  for (let tries = 0; ; tries += 1) {
    server.listen(port, '127.0.0.1')
    try {
      await once(server, 'listening')
      return
    } catch (error) {
      // While it was down, somebody's connection may have been given the port.
      if (error.code !== 'EADDRINUSE' || tries >= 50) throw error
      await sleep(100)
    }
  }
}
