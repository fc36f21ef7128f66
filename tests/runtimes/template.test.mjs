// The template is replaced while a gate runs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeOf, NOW, organization, token } from './lib/issuer.mjs'
import { issuer, keys, make, other, sample, scope, small } from './lib/replaced.mjs'
import { load } from './lib/tarball.mjs'

const { orgate, sync } = await load()
const engines = [
  ['orgate', orgate],
  ['orgate/sync', sync],
]
const exported = {
  organizationScopes: [{ id: '1', name: 'has space' }],
  organizationRoles: [],
}

const made = ({ mode, template, permissions }) => [mode, template?.hash, permissions]

for (const [name, api] of engines) {
  const hashOf = template => api.createGate({ issuer, keys, template }).template.hash
  const [hashOfSample, hashOfOther] = [sample, other].map(hashOf)
  const byToken = ['token', undefined, scope.split(' ')]
  const bySample = ['intersection', hashOfSample, ['invite:users', 'read:data']]
  const byOther = ['intersection', hashOfOther, ['read:data', 'export:data']]

  test(`${name}: a new template is in force at once`, async () => {
    const { gate, verify } = make(api)
    assert.deepEqual([gate.mode, gate.template, gate.warnings], ['token', undefined, []])
    assert.deepEqual(made(await verify()), byToken)
    assert.equal(
      await codeOf(() => gate.resolve({ organization, roles: [], principal: 'User' })),
      'TEMPLATE_REQUIRED',
    )

    assert.deepEqual(gate.setTemplate(sample), [])
    assert.deepEqual(
      [gate.mode, gate.template],
      ['intersection', { hash: hashOfSample, version: '2026-11-21' }],
    )
    assert.deepEqual(made(await verify()), bySample)
    assert.deepEqual(made(await verify(['admin'])), bySample)

    gate.setTemplate(other)
    assert.deepEqual(gate.template, { hash: hashOfOther, version: 'other' })
    assert.deepEqual(made(await verify()), byOther)
    assert.equal(await codeOf(() => verify(['member'])), 'ROLE_UNKNOWN')
    gate.setTemplate(sample)
    assert.deepEqual(made(await verify()), bySample)
  })

  test(`${name}: names of another template do not survive`, () => {
    const { gate } = make(api, { template: sample })
    const ask = resource =>
      gate.resolve({ organization, roles: ['admin'], principal: 'User', ...(resource && { resource }) })
        .permissions
    const orders = 'https://api.example.com/orders'
    assert.deepEqual(ask(), ['invite:users', 'remove:users', 'read:data', 'write:data'])
    assert.deepEqual(ask(orders), ['read:orders', 'write:orders'])
    gate.setTemplate(other)
    assert.deepEqual(ask(), ['export:data', 'read:data'])
    assert.deepEqual(ask(orders), ['write:orders'])
    gate.setTemplate(small)
    assert.throws(() => ask(orders), { code: 'ROLE_UNKNOWN' })
  })

  test(`${name}: explanations are by the template in force`, async () => {
    const { gate, verify } = make(api, { template: sample })
    const grant = await verify()
    assert.equal(gate.explain(grant, 'export:data').code, 'PERMISSION_UNKNOWN')
    gate.setTemplate(other)
    assert.deepEqual(gate.explain(grant, 'export:data').rolesThatGrant, ['admin'])
  })

  for (const mode of ['token', 'intersection', 'template']) {
    test(`${name}: mode \`${mode}\` stays when it was asked for`, async () => {
      const { gate, verify } = make(api, { template: sample, mode })
      gate.setTemplate(other)
      assert.equal(gate.mode, mode)
      const grant = await verify(['admin'])
      const permissions = {
        token: byToken[2],
        intersection: byOther[2],
        template: ['export:data', 'read:data'],
      }
      assert.deepEqual(made(grant).slice(0, 2), [mode, hashOfOther])
      assert.deepEqual(grant.permissions.toSorted(), permissions[mode].toSorted())
      assert.equal((await codeOf(() => verify())) === 'ROLES_REQUIRED', mode === 'template')
    })
  }

  test(`${name}: mode \`token\` that was asked for stays where there was no template`, () => {
    const { gate } = make(api, { mode: 'token' })
    gate.setTemplate(sample)
    assert.equal(gate.mode, 'token')
  })

  test(`${name}: warnings are of the new template and of the keys`, () => {
    const unused = { kty: 'oct', kid: 'shared', k: 'c2VjcmV0' }
    const { gate } = make(api, { template: exported, keys: { keys: [...keys.keys, unused] } })
    const codes = () => gate.warnings.map(({ code, pointer }) => `${code} ${pointer}`)
    const [ofTemplate, ofKeys] = codes()
    assert.match(ofTemplate, /^PERMISSION_NOT_GRANTABLE \/template\//)
    assert.match(ofKeys, /^KEY_UNUSABLE \/keys\//)
    assert.deepEqual(gate.setTemplate(sample), [])
    assert.deepEqual(codes(), [ofKeys])
    const answered = gate.setTemplate(exported)
    assert.deepEqual(
      answered.map(({ code, pointer }) => `${code} ${pointer}`),
      [ofTemplate],
    )
    assert.deepEqual(codes(), [ofTemplate, ofKeys])
  })

  test(`${name}: a bad template throws with every problem, and the old one stays`, async () => {
    const { gate, verify } = make(api, { template: sample })
    const first = await verify()
    const cyclic = {}
    cyclic.self = cyclic
    const bad = [
      [
        { v: 1, permissions: ['a', 'a', ''], roles: [{ name: 'r', permissions: ['b'] }] },
        ['/template/permissions/1', '/template/permissions/2', '/template/roles/0/permissions/0'],
      ],
      [{}, undefined],
      [{ v: 2, permissions: [], roles: [] }, ['/template/v']],
      ...[undefined, null, 'x', 1, true, [], [sample], () => sample, cyclic, { toJSON: () => undefined }].map(
        value => [value, ['/template']],
      ),
    ]
    for (const [template, pointers] of bad) {
      assert.throws(
        () => gate.setTemplate(template),
        thrown => {
          assert.ok(thrown instanceof api.OrgateError, String(thrown))
          assert.deepEqual([thrown.code, thrown.status], ['CONFIGURATION_INVALID', 500])
          const found = thrown.details.problems.map(({ pointer }) => pointer)
          assert.ok(found.length > 0 && found.every(pointer => pointer.startsWith('/template')), found.join())
          if (pointers) assert.deepEqual(found.toSorted(), pointers)
          return true
        },
      )
    }
    assert.deepEqual([gate.mode, gate.template.hash, gate.warnings], ['intersection', hashOfSample, []])
    assert.deepEqual(made(await verify()), bySample)
    assert.equal(gate.staleness(first).stale, false)
  })

  for (const cache of [true, false, { max: 1 }]) {
    test(`${name}, cache ${JSON.stringify(cache)}: a grant of another template is never served again`, async () => {
      const { gate, verify } = make(api, { template: sample, cache })
      const value = token({ claims: { scope } })
      const first = await verify(undefined, value)
      if (cache) assert.equal(await verify(undefined, value), first)
      gate.setTemplate(other)
      const second = await verify(undefined, value)
      assert.deepEqual(made(second), byOther)
      if (cache) assert.equal(await verify(undefined, value), second)
      gate.setTemplate(sample)
      const third = await verify(undefined, value)
      assert.deepEqual(made(third), bySample)
      // The same template again is another setting of it.
      gate.setTemplate(sample)
      assert.notEqual(await verify(undefined, value), third)
    })
  }

  test(`${name}: a template that comes while the clock is asked`, async () => {
    const value = token({ claims: { scope } })
    for (const cache of [true, false]) {
      for (const before of [undefined, sample]) {
        // Each reading of the clock in turn: at a first verification, and at a hit.
        for (let turn = 1; turn <= 6; turn += 1) {
          let readings = 0
          let gate
          const clock = () => {
            readings += 1
            if (readings === turn) gate.setTemplate(other)
            return NOW * 1000
          }
          gate = api.createGate({ issuer, keys, cache, clock, ...(before && { template: before }) })
          const known = [byToken, bySample, byOther].map(one => JSON.stringify(one))
          for (let round = 0; round < 4; round += 1) {
            const replacedBefore = readings >= turn
            const grant = await gate.verifyOrganizationToken(value, { organization })
            assert.ok(known.includes(JSON.stringify(made(grant))), JSON.stringify(made(grant)))
            if (replacedBefore) assert.deepEqual(made(grant), byOther, `turn ${turn}, round ${round}`)
          }
        }
      }
    }
  })
}

/** Waits in the middle of a verification by the platform until `release` is called. */
function holdVerification(t) {
  const { subtle } = crypto
  const verify = subtle.verify.bind(subtle)
  const held = deferred()
  const reached = deferred()
  t.mock.method(subtle, 'verify', async (...given) => {
    const valid = await verify(...given)
    reached.resolve()
    await held.promise
    return valid
  })
  return { reached: reached.promise, release: held.resolve }
}

function deferred() {
  let resolve
  const promise = new Promise(settle => {
    resolve = settle
  })
  return { promise, resolve }
}

for (const [title, options, roles] of [
  ['a template there was', { template: sample }],
  ['a template there was, with roles', { template: sample }, ['admin']],
  ['no template', {}],
  ['mode template', { template: sample, mode: 'template' }, ['admin']],
]) {
  test(`orgate: a template that comes during a verification, after ${title}`, async t => {
    const { gate, verify } = make(orgate, options)
    const value = token({ claims: { scope } })
    const { reached, release } = holdVerification(t)
    const pending = verify(roles, value)
    await reached
    gate.setTemplate(other)
    release()
    const grant = await pending
    assert.deepEqual(made(grant), [
      gate.mode,
      gate.template.hash,
      gate.mode === 'template' ? ['export:data', 'read:data'] : ['read:data', 'export:data'],
    ])
    assert.equal(gate.staleness(grant).stale, false)
    assert.equal(await verify(roles, value), grant)
  })
}

test('orgate: a role that is gone when the verification ends', async t => {
  const { gate, verify } = make(orgate, { template: sample })
  const { reached, release } = holdVerification(t)
  const pending = codeOf(() => verify(['member']))
  await reached
  gate.setTemplate(other)
  release()
  assert.equal(await pending, 'ROLE_UNKNOWN')
})

test('orgate: a template that comes while the keys are loaded', async () => {
  const loading = deferred()
  const { gate, verify } = make(orgate, { keys: () => loading.promise })
  const pending = verify()
  gate.setTemplate(sample)
  gate.setTemplate(other)
  loading.resolve(keys)
  const grant = await pending
  assert.deepEqual(made(grant), ['intersection', gate.template.hash, ['read:data', 'export:data']])
  assert.equal((await verify()).template, gate.template)
})
