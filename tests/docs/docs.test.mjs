// Whatever the README and docs/ show is compiled or run, against the built package and a real issuer.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createGate } from 'orgate'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { bin } from '../../scripts/lib/paths.mjs'
import { run as execute } from '../../scripts/lib/run.mjs'
import { bundled, placesIn, run, writeProgram } from './lib/examples.mjs'
import { blocks, pages } from './lib/markdown.mjs'
import { createWorld, inWorld } from './lib/world.mjs'

const all = pages.flatMap(blocks)
const code = all.filter(({ language }) => ['js', 'ts', 'tsx', 'jsx'].includes(language))
const marked = word => code.filter(({ words }) => words.includes(word))
const only = word => {
  const [block, more] = all.filter(({ words }) => words.includes(word))
  assert.ok(block && !more, `one block is marked \`${word}\``)
  return block
}

const world = await createWorld()
let claims = 0

before(() => {
  globalThis.documentation = {
    same(actual, expected, place) {
      claims++
      assert.deepEqual(actual, expected, place)
    },
    async throws(work, expected, place) {
      claims++
      await assert.rejects(work, error => {
        assert.equal(error.code ?? error, expected, place)
        return true
      })
    },
  }
})

after(() => {
  delete globalThis.documentation
})

test('every example in JavaScript or TypeScript is marked to be run or checked', () => {
  const unmarked = code.filter(({ words }) => !words.includes('run') && !words.includes('check'))
  assert.deepEqual(
    unmarked.map(({ page, line }) => `${page}:${line}`),
    [],
  )
  assert.ok(marked('run').length >= 20 && marked('check').length >= 4)
})

const programs = writeProgram(code)

test('examples type-check', async () => {
  for (const program of programs) {
    const { code: status, output } = await execute([bin('tsc'), '-p', program, '--pretty', 'false'])
    assert.equal(status, 0, placesIn(output, code))
  }
})

describe('examples run', () => {
  for (const block of marked('run')) {
    test(`${block.page}:${block.line}`, () => inWorld(world, () => run(block)))
  }

  test('and what they say of results was looked at', () => {
    const written = marked('run').flatMap(({ text }) => text.match(/ \/\/ (→|throws) /g) ?? [])
    assert.equal(claims, written.length)
  })
})

describe('the README', () => {
  test('the button', async () => {
    const { Members } = await bundled(only('button'))
    const html = grantJson => renderToStaticMarkup(createElement(Members, { grantJson }))
    assert.match(html(world.grantJson), /Invite.*Remove/)
    const grant = { ...JSON.parse(world.grantJson), permissions: ['invite:users'] }
    assert.match(html(JSON.stringify(grant)), /Invite/)
    assert.doesNotMatch(html(JSON.stringify(grant)), /Remove/)
  })

  test('the worker', async () => {
    const { default: worker } = await bundled(only('worker'))
    const call = (organization, token) => {
      const headers = token ? { authorization: `Bearer ${token}` } : {}
      const url = `https://api.example.com/orgs/${organization}/users/cleo`
      return worker.fetch(new Request(url, { method: 'DELETE', headers }))
    }
    await inWorld(world, async () => {
      const done = await call('acme', world.token)
      assert.equal(done.status, 200)
      assert.deepEqual(await done.json(), { removedBy: 'ada', organization: 'acme' })
      assert.equal((await call('acme')).status, 401)
      assert.equal((await call('acme', world.benToken)).status, 403)
      assert.equal((await call('globex', world.token)).status, 403)
    })
  })
})

test('the export of a template asks for every page, and what it gives is a template', async () => {
  const { exportTemplate } = await bundled(only('export'))
  const asked = []
  const real = globalThis.fetch
  globalThis.fetch = async (address, { headers }) => {
    assert.equal(headers.authorization, 'Bearer secret')
    const url = new URL(address)
    const withScopes = url.searchParams.has('includeScopes')
    const key = Object.keys(world.logtoExport).find(
      key => url.pathname === `/api${key.split('?')[0]}` && key.includes('includeScopes') === withScopes,
    )
    // Two pages each, whatever there is: the second begins where the first ends.
    const half = Math.ceil(world.logtoExport[key].length / 2)
    const page = Number(url.searchParams.get('page'))
    asked.push(`${url.pathname} ${page} ${url.searchParams.get('page_size')}`)
    const body = world.logtoExport[key].slice((page - 1) * half, page * half)
    return Response.json(body, { headers: { 'Total-Number': '101' } })
  }
  try {
    const bundle = await exportTemplate('secret')
    assert.equal(asked.length, 6)
    assert.ok(asked.every(ask => ask.endsWith(' 100')))
    const issuer = 'https://tenant.logto.app/oidc'
    const whole = createGate({ issuer, template: world.logtoExport })
    assert.equal(createGate({ issuer, template: bundle }).template.hash, whole.template.hash)
  } finally {
    globalThis.fetch = real
  }
})
