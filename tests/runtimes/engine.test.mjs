// The engine's start: at first use, once, again after a failure; and what callers can get wrong in JavaScript.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { clockAt, codeOf, NOW, organization, publicKey, token } from './lib/issuer.mjs'
import { load, project } from './lib/tarball.mjs'

const packages = await load()
const options = { issuer: 'https://tenant.example/oidc', keys: { keys: [publicKey('es384')] } }

/** Runs a module in a Node of its own, next to the packed package. */
function alone(code) {
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: project(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return JSON.parse(output)
}

const made = `{ issuer: 'https://tenant.example/oidc', keys: { keys: [] } }`

for (const [entry, name] of [
  ['orgate', 'orgate'],
  ['orgate/sync', 'sync'],
]) {
  const api = packages[name]
  const make = (more = {}) => api.createGate({ ...options, clock: clockAt(NOW), ...more })

  test(`${entry}: importing it starts nothing`, () => {
    const seen = alone(`
      const seen = []
      for (const method of ['compile', 'instantiate', 'validate']) {
        const real = WebAssembly[method]
        WebAssembly[method] = (...given) => { seen.push(method); return real(...given) }
      }
      for (const kind of ['Module', 'Instance', 'Memory']) {
        WebAssembly[kind] = new Proxy(WebAssembly[kind], {
          construct(target, given) { seen.push(kind); return new target(...given) },
        })
      }
      globalThis.fetch = () => { seen.push('fetch') }
      await import('${entry}')
      console.log(JSON.stringify(seen))`)
    assert.deepEqual(seen, [])
  })

  test(`${entry}: a gate before init, and init after`, () => {
    const seen = alone(`
      const { createGate, init } = await import('${entry}')
      const gate = createGate(${made})
      const given = await init()
      await init()
      console.log(JSON.stringify([typeof gate.verifyOrganizationToken, given ?? null]))`)
    assert.deepEqual(seen, ['function', null])
  })

  test(`${entry}: init twice at once, then again`, () => {
    const seen = alone(`
      const { createGate, init } = await import('${entry}')
      await Promise.all([init(), init()])
      await init()
      createGate(${made})
      console.log('true')`)
    assert.equal(seen, true)
  })

  test(`${entry}: no WebAssembly: ENGINE_UNAVAILABLE, and it works once there is`, () => {
    const seen = alone(`
      const { createGate, init, OrgateError } = await import('${entry}')
      const real = globalThis.WebAssembly
      delete globalThis.WebAssembly
      const told = []
      const tell = error => told.push([error instanceof OrgateError, error.code, error.status])
      try { createGate(${made}) } catch (error) { tell(error) }
      await init().catch(tell)
      globalThis.WebAssembly = real
      await init()
      createGate(${made})
      console.log(JSON.stringify(told))`)
    const refused = [true, 'ENGINE_UNAVAILABLE', 500]
    assert.deepEqual(seen, [refused, refused])
  })

  test(`${entry}: a runtime that forbids compiling: ENGINE_UNAVAILABLE`, () => {
    const seen = alone(`
      const { createGate, init, OrgateError } = await import('${entry}')
      const forbid = () => { throw new WebAssembly.CompileError('Wasm code generation disallowed by embedder') }
      WebAssembly.Module = new Proxy(WebAssembly.Module, { construct: forbid })
      WebAssembly.compile = async () => forbid()
      WebAssembly.instantiate = async () => forbid()
      const told = []
      const tell = error => told.push(error instanceof OrgateError ? error.code : String(error))
      try { createGate(${made}) } catch (error) { tell(error) }
      await init().catch(tell)
      console.log(JSON.stringify(told))`)
    assert.deepEqual(seen, ['ENGINE_UNAVAILABLE', 'ENGINE_UNAVAILABLE'])
  })

  test(`${entry}: createGate is no promise and reads no clock`, () => {
    const gate = make({ clock: () => assert.fail('the clock was read') })
    assert.equal(typeof gate.then, 'undefined')
    assert.equal(typeof gate.verifyOrganizationToken, 'function')
  })

  test(`${entry}: an organization that is no name`, async () => {
    const gate = make()
    const bad = [
      undefined,
      null,
      '',
      0,
      1,
      true,
      {},
      [],
      ['org_1'],
      Symbol('any'),
      Symbol.for('anyOrganization'),
    ]
    for (const value of bad) {
      const code = await codeOf(async () => gate.verifyOrganizationToken(token(), { organization: value }))
      assert.equal(code, 'ORGANIZATION_REQUIRED', String(value))
    }
    for (const expect of [undefined, null, 'org_1', {}]) {
      assert.equal(
        await codeOf(async () => gate.verifyOrganizationToken(token(), expect)),
        'ORGANIZATION_REQUIRED',
      )
    }
  })

  test(`${entry}: a token that is no text`, async () => {
    const gate = make()
    for (const value of [undefined, null, '', 0, {}, [], [token()], new String(token())]) {
      const code = await codeOf(async () => gate.verifyOrganizationToken(value, { organization }))
      assert.equal(code, 'TOKEN_MISSING')
    }
  })

  test(`${entry}: roles that are no list of names`, async () => {
    const gate = make()
    for (const roles of ['admin', { 0: 'admin' }, [1], [null], 1]) {
      const code = await codeOf(async () => gate.verifyOrganizationToken(token(), { organization, roles }))
      assert.equal(code, 'CONFIGURATION_INVALID', JSON.stringify(roles))
    }
  })

  test(`${entry}: a clock that is broken lets nothing in`, async () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, undefined]) {
      const gate = make({ clock: () => value })
      const code = await codeOf(async () => gate.verifyOrganizationToken(token(), { organization }))
      assert.equal(typeof code, 'string', String(value))
    }
  })

  test(`${entry}: options that cannot be read are no reason to fall over`, async () => {
    for (const given of [undefined, null, 1, 'x', [], () => {}]) {
      assert.equal(await codeOf(() => api.createGate(given)), 'CONFIGURATION_INVALID')
    }
  })

  test(`${entry}: an organization that is no Unicode text is not taken for another`, async () => {
    const gate = make()
    const value = token({ claims: { aud: 'urn:logto:organization:org_\ufffd' } })
    const ask = name => codeOf(async () => gate.verifyOrganizationToken(value, { organization: name }))
    assert.equal((await ask('org_\ufffd')).value.organization, 'org_\ufffd')
    assert.ok(['ORGANIZATION_MISMATCH', 'ORGANIZATION_REQUIRED'].includes(await ask('org_\ud800')))
  })

  test(`${entry}: questions that are none`, async () => {
    const gate = make({ template: { v: 1, permissions: ['a'], roles: [] } })
    const question = { organization, roles: [], principal: 'User' }
    const bad = [
      undefined,
      null,
      'x',
      { ...question, resource: 1 },
      { ...question, roles: 'a' },
      { ...question, principal: 'x' },
    ]
    for (const value of bad) {
      const code = await codeOf(() => gate.resolve(value))
      assert.ok(
        ['CONFIGURATION_INVALID', 'ORGANIZATION_REQUIRED'].includes(code),
        `${JSON.stringify(value)}: ${code}`,
      )
    }
    const grant = gate.resolve(question)
    for (const permission of ['a', '', 'toString', '\ud800']) {
      assert.equal(gate.explain(grant, permission).allowed, false)
    }
  })

  test(`${entry}: templates and key sets that are no JSON`, async () => {
    const cyclic = {}
    cyclic.self = cyclic
    let deep = {}
    for (let level = 0; level < 5000; level += 1) deep = { deep }
    const throwing = {
      toJSON() {
        throw new Error('no')
      },
    }
    for (const value of [cyclic, deep, throwing, { n: 1n }, { toJSON: () => undefined }]) {
      assert.equal(await codeOf(() => make({ template: value })), 'CONFIGURATION_INVALID')
      assert.equal(await codeOf(() => make({ keys: value })), 'CONFIGURATION_INVALID')
    }
  })

  test(`${entry}: an option that changes later changes nothing`, async () => {
    const mine = {
      ...options,
      keys: { keys: [publicKey('es384')] },
      clock: clockAt(NOW),
      algorithms: ['ES384'],
    }
    const gate = api.createGate(mine)
    mine.keys.keys.length = 0
    mine.algorithms.length = 0
    mine.issuer = 'https://other.example'
    assert.ok((await gate.verifyOrganizationToken(token(), { organization })).can('read:data'))
  })

  test(`${entry}: thousands of gates do not run out of memory`, async () => {
    for (let count = 0; count < 3000; count += 1) make()
    assert.ok((await make().verifyOrganizationToken(token(), { organization })).can('read:data'))
  })

  test(`${entry}: the message of each refusal is for people`, async () => {
    const gate = make()
    const bad = [
      'x',
      token({ header: { alg: 'HS256' } }),
      token({ claims: { exp: 1 } }),
      token({ header: { kid: 'a' } }),
    ]
    for (const value of bad) {
      await assert.rejects(
        async () => gate.verifyOrganizationToken(value, { organization }),
        ({ message }) => /^[a-z`]/.test(message) && !message.endsWith('.') && !message.includes('\n'),
      )
    }
  })
}

test('both entries share one OrgateError and one anyOrganization', () => {
  const { orgate, sync, check } = packages
  assert.equal(orgate.OrgateError, sync.OrgateError)
  assert.equal(orgate.OrgateError, check.OrgateError ?? orgate.OrgateError)
  assert.equal(orgate.anyOrganization, sync.anyOrganization)
  assert.equal(typeof orgate.anyOrganization, 'symbol')
})
