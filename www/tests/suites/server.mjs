import assert from 'node:assert/strict'
import { describe, test } from 'node:test'

export function serverTests({ url }) {
  async function tokenFor(subject, organization, more = {}) {
    const body = new URLSearchParams({ subject, organization_id: organization, ...more })
    const response = await fetch(`${url()}/oidc/token`, { method: 'POST', body })
    return { status: response.status, ...(await response.json()) }
  }

  describe('the development issuer', () => {
    test('issues a token as Logto does', async () => {
      const { access_token, scope } = await tokenFor('ben', 'acme')
      const [header, claims] = access_token
        .split('.', 2)
        .map(part => JSON.parse(Buffer.from(part, 'base64url').toString()))
      assert.equal(Object.keys(claims).toSorted().join(' '), 'aud client_id exp iat iss jti scope sub')
      assert.equal(header.typ, 'at+jwt')
      assert.equal(header.alg, 'ES384')
      assert.equal(claims.iss, `${url()}/oidc`)
      assert.equal(claims.aud, 'urn:logto:organization:acme')
      assert.equal(claims.exp - claims.iat, 3600)
      assert.equal(claims.scope, scope)
      assert.deepEqual(new Set(scope.split(' ')), new Set(['invite:users', 'read:reports']))
    })

    test('gives what was asked for and is granted, and nothing when nothing is', async () => {
      assert.equal(
        (await tokenFor('ben', 'acme', { scope: 'read:reports manage:billing' })).scope,
        'read:reports',
      )
      assert.equal((await tokenFor('cleo', 'acme')).scope, '')
    })

    test('gives an application a token of its own', async () => {
      const { access_token } = await tokenFor('ci', 'acme')
      const claims = JSON.parse(Buffer.from(access_token.split('.')[1], 'base64url').toString())
      assert.equal(claims.client_id, claims.sub)
    })

    test('refuses who is not a member, and an organization that does not exist, alike', async () => {
      for (const [subject, organization] of [
        ['dan', 'acme'],
        ['ada', 'nowhere'],
      ]) {
        const { status, code } = await tokenFor(subject, organization)
        assert.deepEqual({ status, code }, { status: 403, code: 'oidc.access_denied' })
      }
    })

    test('takes JSON too', async () => {
      const response = await fetch(`${url()}/oidc/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ subject: 'eve', organization_id: 'globex', expires_in: 60 }),
      })
      assert.equal((await response.json()).expires_in, 60)
    })
  })

  describe('the guarded worker', () => {
    const call = async (path, token, method = 'GET') => {
      const headers = token ? { authorization: `Bearer ${token}` } : {}
      const response = await fetch(`${url()}/worker${path}`, { method, headers })
      const challenge = response.headers.get('www-authenticate')
      return { status: response.status, challenge, body: await response.json() }
    }

    test('200: the permission is held', async () => {
      const { access_token } = await tokenFor('ada', 'acme')
      const { status, body } = await call('/orgs/acme/users/cleo', access_token, 'DELETE')
      assert.equal(status, 200)
      assert.deepEqual(body, { organization: 'acme', removed: 'cleo', removedBy: 'ada' })
    })

    test('401: no token', async () => {
      const { status, challenge, body } = await call('/orgs/acme/reports')
      assert.equal(status, 401)
      assert.equal(challenge, 'Bearer')
      assert.equal(body.code, 'TOKEN_MISSING')
    })

    test('401: expired', async () => {
      const { access_token } = await tokenFor('ada', 'acme', { expires_in: '-60' })
      const { status, challenge, body } = await call('/orgs/acme/reports', access_token)
      assert.equal(status, 401)
      assert.match(challenge, /^Bearer error="invalid_token"/)
      assert.equal(body.code, 'TOKEN_EXPIRED')
    })

    test('403: a member without the permission', async () => {
      const { access_token } = await tokenFor('ben', 'acme')
      const { status, challenge, body } = await call('/orgs/acme/users/cleo', access_token, 'DELETE')
      assert.equal(status, 403)
      assert.match(challenge, /^Bearer error="insufficient_scope"/)
      assert.match(challenge, /scope="remove:users"/)
      assert.equal(body.code, 'PERMISSION_NOT_GRANTED')
    })

    test('403: a token of another organization', async () => {
      const { access_token } = await tokenFor('eve', 'globex')
      const { status, body } = await call('/orgs/acme/reports', access_token)
      assert.equal(status, 403)
      assert.equal(body.code, 'ORGANIZATION_MISMATCH')
    })

    test('404 and 405 tell what there is', async () => {
      assert.equal((await call('/nothing')).status, 404)
      assert.equal((await call('/orgs/acme/reports', undefined, 'POST')).status, 405)
      assert.equal((await call('/')).body.routes.length, 4)
    })
  })
}
