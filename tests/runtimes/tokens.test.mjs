// API tokens, ID tokens and claims, beyond the corpus: what JSON cannot say, and what is kept.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { templates } from '../corpus/generate/modes.mjs'
import { clockAt, codeOf, NOW, organization, publicKey, token } from './lib/issuer.mjs'
import { load } from './lib/tarball.mjs'

const { orgate, sync, check } = await load()
const keys = { keys: [publicKey('es384'), publicKey('eddsa')] }
const resource = 'https://api.example.com/orders'

const apiToken = (claims = {}, rest = {}) =>
  token({ key: 'eddsa', ...rest, claims: { aud: resource, scope: 'read:orders', ...claims } })
const idToken = (claims = {}) =>
  token({
    key: 'eddsa',
    header: { typ: 'JWT' },
    claims: {
      aud: 'app_web',
      organizations: [organization, 'org_2'],
      organization_roles: [`${organization}:admin`, 'org_2:gone'],
      ...claims,
    },
  })

for (const [name, api] of [
  ['orgate', orgate],
  ['orgate/sync', sync],
]) {
  const make = (options = {}) => {
    const clock = clockAt(NOW)
    return Object.assign(api.createGate({ issuer: 'https://tenant.example/oidc', keys, clock, ...options }), {
      clock,
    })
  }
  const ask = async (method, ...given) => make()[method](...given)

  test(`${name}: an organization that has no value is a mistake, not a global API token`, async () => {
    for (const missing of [undefined, null, '', 1]) {
      const expect = { resource, organization: missing }
      assert.equal(await codeOf(() => ask('verifyApiToken', apiToken(), expect)), 'ORGANIZATION_REQUIRED')
    }
    assert.ok((await ask('verifyApiToken', apiToken(), { resource })).can('read:orders'))
  })

  test(`${name}: what is not named is a mistake of the caller`, async () => {
    const mistake = 'CONFIGURATION_INVALID'
    for (const expect of [undefined, {}, { resource: '' }, { resource: undefined }, { resource: /./ }]) {
      assert.equal(await codeOf(() => ask('verifyApiToken', apiToken(), expect)), mistake)
    }
    for (const expect of [undefined, {}, { clientId: '' }, { clientId: /./ }, { clientId: ['app_web'] }]) {
      assert.equal(await codeOf(() => ask('verifyIdToken', idToken(), expect)), mistake)
    }
    for (const nonce of [undefined, '', 1]) {
      assert.equal(
        await codeOf(() => ask('verifyIdToken', idToken(), { clientId: 'app_web', nonce })),
        mistake,
      )
    }
    const claims = 'all'
    assert.equal(await codeOf(() => ask('verifyApiToken', apiToken(), { resource, claims })), mistake)
  })

  test(`${name}: roles with a hole in them are a mistake`, async () => {
    const roles = new Array(1)
    const expect = { organization, roles }
    assert.equal(await codeOf(() => ask('verifyOrganizationToken', token(), expect)), 'CONFIGURATION_INVALID')
    const own = ['admin']
    const grant = await make({ template: templates.sample }).verifyOrganizationToken(token(), {
      organization,
      roles: own,
    })
    own.push('member')
    assert.deepEqual(grant.roles, ['admin'])
  })

  test(`${name}: the longest token is an option`, async () => {
    const long = token({ key: 'eddsa', claims: { padding: 'x'.repeat(20_000) } })
    const verify = options =>
      codeOf(async () => (await make(options).verifyOrganizationToken(long, { organization })).kind)
    assert.equal(await verify(), 'TOKEN_TOO_LARGE')
    assert.deepEqual(await verify({ maxTokenBytes: 30_000 }), { value: 'organization' })
    assert.equal(await verify({ maxTokenBytes: long.length - 1 }), 'TOKEN_TOO_LARGE')
    assert.deepEqual(await verify({ maxTokenBytes: long.length }), { value: 'organization' })
    for (const maxTokenBytes of [0, 1023, 1_048_577, 2048.5, '2048', Infinity]) {
      assert.throws(() => make({ maxTokenBytes }), { code: 'CONFIGURATION_INVALID' })
    }
  })

  test(`${name}: a profile that cannot be read is a mistake with its place`, () => {
    const cyclic = {}
    cyclic.self = cyclic
    for (const profile of ['okta', cyclic, { keys: 5 }, 1n, null]) {
      const problems = error => error.details.problems.some(({ pointer }) => pointer.startsWith('/profile'))
      assert.throws(
        () => make({ profile }),
        error => error.code === 'CONFIGURATION_INVALID' && problems(error),
      )
    }
    const restricted = { audience: 'https://only.example.com' }
    assert.throws(
      () => make(restricted),
      error => error.details.problems[0].pointer === '/audience',
    )
  })

  test(`${name}: claims when they are asked for, and not otherwise`, async () => {
    const gate = make()
    const value = token({ claims: { department: { name: 'Sales' }, jti: '1' } })
    const expect = { organization }
    assert.equal((await gate.verifyOrganizationToken(value, expect)).claims, undefined)
    const grant = await gate.verifyOrganizationToken(value, { ...expect, claims: true })
    assert.deepEqual({ ...grant.claims.department }, { name: 'Sales' })
    assert.equal(grant.claims.department.toString, undefined)
    assert.equal(grant.claims.sub, grant.subject)
    assert.equal(grant.claims.toString, undefined)
    assert.ok(Object.isFrozen(grant.claims) && Object.isFrozen(grant.claims.department))
    assert.equal('claims' in JSON.parse(JSON.stringify(grant)), false)
    assert.ok(grant instanceof api.Grant)
    assert.equal((await gate.verifyOrganizationToken(value, { ...expect, claims: false })).claims, undefined)
    assert.equal(
      (await gate.verifyApiToken(apiToken({ tier: 3 }), { resource, claims: true })).claims.tier,
      3,
    )
    const identity = await gate.verifyIdToken(idToken({ name: 'Ada' }), { clientId: 'app_web', claims: true })
    assert.equal(identity.claims.name, 'Ada')
    assert.equal(
      'claims' in (await gate.verifyIdToken(idToken({ name: 'Ada' }), { clientId: 'app_web' })),
      false,
    )
  })

  test(`${name}: a claim __proto__ is a claim`, async () => {
    const value = token({ claims: `{"__proto__":{"admin":true},${JSON.stringify(base()).slice(1)}` })
    const { claims } = await make().verifyOrganizationToken(value, { organization, claims: true })
    assert.equal(claims.admin, undefined)
    assert.deepEqual(Object.keys(claims).includes('__proto__'), true)
    assert.equal(Object.getPrototypeOf(claims), null)
    assert.equal({}.admin, undefined)
  })

  test(`${name}: a token is for its kind alone, seen before or not`, async () => {
    const gate = make()
    const [one, two] = [token(), apiToken({ organization_id: organization })]
    for (let round = 0; round < 2; round += 1) {
      await gate.verifyOrganizationToken(one, { organization })
      await gate.verifyApiToken(two, { resource, organization })
      const code = (method, ...given) => codeOf(async () => gate[method](...given))
      assert.equal(await code('verifyApiToken', one, { resource }), 'AUDIENCE_KIND_MISMATCH')
      assert.equal(await code('verifyOrganizationToken', two, { organization }), 'AUDIENCE_KIND_MISMATCH')
      assert.equal(await code('verifyApiToken', two, { resource }), 'ORGANIZATION_MISMATCH')
      assert.equal(
        await code('verifyApiToken', two, { resource, organization: 'org_2' }),
        'ORGANIZATION_MISMATCH',
      )
      assert.equal(
        await code('verifyApiToken', two, { resource: `${resource}/`, organization }),
        'RESOURCE_MISMATCH',
      )
      assert.equal(await code('verifyIdToken', two, { clientId: resource }), 'TOKEN_TYPE_MISMATCH')
      const any = await gate.verifyApiToken(two, { resource, organization: api.anyOrganization })
      assert.equal(any.organization, organization)
    }
  })

  test(`${name}: an API token for an organization, with its roles`, async () => {
    const gate = make({ template: templates.sample })
    const value = apiToken({ organization_id: organization, scope: 'read:orders write:orders other' })
    const verify = async roles =>
      (await gate.verifyApiToken(value, { resource, organization, ...(roles && { roles }) })).permissions
    assert.deepEqual(await verify(), ['read:orders', 'write:orders'])
    assert.deepEqual(await verify(['member']), ['read:orders'])
    assert.equal(
      await codeOf(async () => gate.verifyApiToken(apiToken(), { resource, roles: ['member'] })),
      'CONFIGURATION_INVALID',
    )
    const unknown = { resource: 'https://api.example.com/none', organization }
    assert.equal(await codeOf(async () => gate.verifyApiToken(value, unknown)), 'RESOURCE_UNKNOWN')
  })

  test(`${name}: an identity grants by its roles and the template`, async () => {
    const gate = make({ template: templates.sample })
    const identity = await gate.verifyIdToken(idToken(), { clientId: 'app_web' })
    assert.deepEqual(
      identity.organizations.map(({ id, roles, unknownRoles }) => [id, roles, unknownRoles]),
      [
        [organization, ['admin'], []],
        ['org_2', [], ['gone']],
      ],
    )
    const grant = identity.grant(organization)
    assert.equal(grant.kind, 'identity')
    assert.equal(grant.subject, identity.subject)
    assert.equal(grant.expiresAt, identity.expiresAt)
    assert.deepEqual(
      grant.permissions,
      gate.resolve({ organization, roles: ['admin'], principal: 'User' }).permissions,
    )
    assert.deepEqual(identity.grant('org_2').permissions, [])
    assert.throws(() => identity.grant('org_3'), { code: 'ORGANIZATION_MISMATCH', status: 403 })
    // It travels as any other, and ends with the token.
    const json = JSON.stringify(grant)
    assert.ok(check.readGrant(json, { now: NOW * 1000 }).can(grant.permissions[0]))
    assert.throws(() => check.readGrant(json, { now: grant.expiresAt * 1000 }), { code: 'GRANT_EXPIRED' })
    assert.equal(gate.explain(grant, 'invite:users').source, 'roles')
    assert.equal('grant' in JSON.parse(JSON.stringify(identity)), false)
    assert.ok(Object.isFrozen(identity) && Object.isFrozen(identity.organizations))
    // By the template in force, whatever it was when the token was verified.
    const before = make()
    const early = await before.verifyIdToken(idToken(), { clientId: 'app_web' })
    assert.deepEqual(early.organizations[1].roles, ['gone'])
    before.setTemplate(templates.sample)
    assert.deepEqual(early.grant(organization).permissions, grant.permissions)
    assert.deepEqual(early.grant('org_2').roles, [])
    before.setTemplate({ v: 1, permissions: ['a'], roles: [{ name: 'gone', permissions: ['a'] }] })
    assert.deepEqual(early.grant('org_2').permissions, ['a'])
    assert.deepEqual(early.grant(organization).permissions, [])
    const without = await make().verifyIdToken(idToken(), { clientId: 'app_web' })
    assert.throws(() => without.grant(organization), { code: 'TEMPLATE_REQUIRED' })
  })
}

test('each profile of the engine is one of the package, with the same place of the keys', async () => {
  const { default: profiles } = await import('../../src/token/profiles.json', { with: { type: 'json' } })
  const { KEYS } = await import('../../pkg/dist/profiles.js')
  assert.deepEqual(Object.fromEntries(Object.entries(profiles).map(([name, { keys }]) => [name, keys])), KEYS)
})

test('keys are fetched from where the profile says, with one slash between', async () => {
  const { keysOf } = await import('../../pkg/dist/profiles.js')
  assert.equal(keysOf('https://a.eu.auth0.com/', 'auth0'), 'https://a.eu.auth0.com/.well-known/jwks.json')
  assert.equal(keysOf('https://a.kinde.com', 'kinde'), 'https://a.kinde.com/.well-known/jwks')
  assert.equal(keysOf('https://a.logto.app/oidc'), 'https://a.logto.app/oidc/jwks')
  assert.equal(keysOf('https://a.example', { keys: 'keys.json' }), 'https://a.example/keys.json')
  const missing = { issuer: 'https://api.workos.com', profile: 'workos' }
  assert.throws(
    () => orgate.createGate(missing),
    error => error.details.problems[0].pointer === '/keys',
  )
})

function base() {
  const [, payload] = token().split('.')
  return JSON.parse(Buffer.from(payload, 'base64url'))
}
