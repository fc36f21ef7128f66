import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { openPlayground } from './page.mjs'

export function playgroundTests({ url, browser }) {
  describe('the playground', () => {
    let on

    beforeEach(async () => {
      on = await openPlayground(browser(), url())
    })

    afterEach(() => on.close())

    test('a grant for the chosen subject, and buttons that follow it', async () => {
      await on.tally('6 of 7')
      assert.equal((await on.grant()).subject, 'ada')
      assert.equal(await on.gated('remove:users').isEnabled(), true)
      assert.equal(await on.gated('delete:organization').isEnabled(), false)

      await on.choose(/^Ben/)
      await on.tally('2 of 7')
      assert.deepEqual((await on.grant()).permissions.toSorted(), ['invite:users', 'read:reports'])
      assert.equal(await on.gated('remove:users').isEnabled(), false)
      assert.equal(await on.gated('invite:users').isEnabled(), true)
      assert.match(await on.row('read:reports').textContent(), /member.*GRANTED/)
      assert.match(await on.row('manage:billing').textContent(), /admin, billing.*PERMISSION_NOT_GRANTED/)
    })

    test('two roles are a union', async () => {
      await on.choose(/^Eve/)
      await on.tally('3 of 7')
      assert.deepEqual((await on.grant()).roles, ['billing', 'viewer'])
    })

    test('a member without roles holds nothing, and who is no member gets no token', async () => {
      await on.choose(/^Cleo/)
      await on.tally('0 of 7')
      await on.choose(/^Dan/)
      await on.verdict('No token')
      await on.page.getByTestId('verdict').getByText('oidc.access_denied').waitFor()
      assert.equal(await on.gated('read:reports').isEnabled(), false)
    })

    test('without the roles the token speaks, and no role is named as the one', async () => {
      await on.page.getByRole('switch', { name: 'Roles are known' }).click()
      await on.row('read:reports').getByText('The token carries').waitFor()
      assert.equal('roles' in (await on.grant()), false)
      await on.choose('template')
      await on.verdict('ROLES_REQUIRED')
    })

    test('a cell of the matrix changes the grant at once', async () => {
      await on.cell('admin: export:reports').click()
      await on.effect('lost')
      await on.tally('5 of 7')
      assert.equal(await on.gated('export:reports').isEnabled(), false)

      await on.page.getByRole('button', { name: 'Reset' }).click()
      await on.tally('6 of 7')
      assert.equal(await on.gated('export:reports').isEnabled(), true)
    })

    test('what a role gains waits for a token, unless the template alone decides', async () => {
      await on.cell('admin: delete:organization').click()
      await on.effect('waits for a new token')
      await on.tally('6 of 7')
      await on.choose('template')
      await on.effect('gained')
      await on.tally('7 of 7')
      assert.equal(await on.gated('delete:organization').isEnabled(), true)
    })

    test('the keyboard reaches a cell, moves on and turns it over', async () => {
      await on.page.getByRole('region', { name: 'Roles and permissions' }).focus()
      await on.page.keyboard.press('Tab')
      assert.equal(await on.focused(), 'admin: invite:users')
      await on.page.keyboard.press('ArrowDown')
      assert.equal(await on.focused(), 'admin: remove:users')
      await on.page.keyboard.press('Space')
      await on.effect('remove:users')
      assert.equal(await on.gated('remove:users').isEnabled(), false)
      assert.match(await on.focused(), /^admin: remove:users/)
    })

    for (const [choice, code] of [
      ['scope', 'SIGNATURE_INVALID'],
      ['signature', 'SIGNATURE_INVALID'],
      ['algorithm', 'ALGORITHM_NOT_ALLOWED'],
      ['expired', 'TOKEN_EXPIRED'],
      ['elsewhere', 'ORGANIZATION_MISMATCH'],
    ]) {
      test(`a spoilt token is refused: ${choice}`, async () => {
        await on.page.getByLabel('Token', { exact: true }).first().selectOption(choice)
        await on.verdict(code)
        assert.equal(await on.gated('read:reports').isEnabled(), false)
      })
    }

    test('a pasted token and key set', async () => {
      await on.choose('Your own token')
      await on.tally('6 of 7')
      await on.page.getByLabel('Organization', { exact: true }).fill('globex')
      await on.verdict('ORGANIZATION_MISMATCH')
      await on.page.getByLabel('Organization', { exact: true }).fill('acme')
      await on.verdict('Verified')
      await on.page.getByLabel('Key set (JWKS)').fill('{ "keys": [] }')
      await on.verdict('KEY_UNKNOWN')
      await on.page.getByLabel('Organization token').fill('')
      await on.verdict('TOKEN_MISSING')
    })

    test('a template as JSON: in force when it is good, else all its problems', async () => {
      await on.page.getByText('Edit as JSON').click()
      const text = on.page.getByLabel('Organization template as JSON')
      await text.fill(
        '{ "v": 1, "permissions": ["a", "a"], "roles": [{ "name": "r", "permissions": ["b"] }] }',
      )
      await on.page.locator('.template .problems').getByText('/permissions/1').waitFor()
      await on.page.locator('.template .problems').getByText('/roles/0/permissions/0').waitFor()
      await on.tally('6 of 7')
      await text.fill(
        '{ "v": 1, "permissions": ["read:reports"], "roles": [{ "name": "admin", "permissions": ["read:reports"] }] }',
      )
      await on.tally('1 of 1')
    })

    test('the buttons and the routes reach the worker', async () => {
      await on.gated('read:reports').click()
      await on.answer.getByText('200', { exact: true }).waitFor()
      await on.page.getByRole('button', { name: 'Call GET without a token' }).click()
      await on.answer.getByText('TOKEN_MISSING').waitFor()
      await on.choose(/^Ben/)
      await on.tally('2 of 7')
      await on.page.getByRole('button', { name: 'Call DELETE with the token' }).click()
      await on.answer.getByText('PERMISSION_NOT_GRANTED').waitFor()
    })
  })
}
