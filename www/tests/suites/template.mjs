import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { openPlayground } from './page.mjs'

/** What follows from an edit of the template, and how it is taken back and kept. */
export function templateTests({ url, browser }) {
  describe('the template as code', () => {
    let on
    let page
    const part = name => page.getByTestId(name)
    const button = name => page.getByRole('button', { name, exact: true })
    const says = (name, text) => part(name).getByText(text).first().waitFor()
    const silent = (name, text) => part(name).getByText(text).first().waitFor({ state: 'detached' })
    const nothingChanged = () => page.getByText('Nothing is changed. Turn over a cell').waitFor()
    /** An edit whose impact is counted too. */
    const counted = () => page.locator('[data-testid="impact"][data-pending="false"] .reach').waitFor()

    beforeEach(async () => {
      on = await openPlayground(browser(), url())
      page = on.page
    })

    afterEach(() => on.close())

    test('an edit says what it changed, in words and marks', async () => {
      await nothingChanged()
      await on.cell('admin: manage:billing').click()
      await says('change-counts', '1 narrowing')
      await on.cell('viewer: export:reports').click()
      await says('change-counts', '1 widening')
      const groups = await part('changes').first().locator('> li').allTextContents()
      assert.equal(groups.length, 2)
      assert.match(groups[0], /Role admin.*removed: .*manage:billing.*narrowing/)
      assert.match(groups[1], /Role viewer.*added: .*export:reports.*widening/)
      await button('Reset').click()
      await nothingChanged()
    })

    test('undo and redo, by button and by keyboard', async () => {
      assert.equal(await button('Undo').isEnabled(), false)
      await on.cell('admin: manage:billing').click()
      await on.cell('viewer: export:reports').click()
      await button('Undo').click()
      await silent('change-counts', '1 widening')
      await says('change-counts', '1 narrowing')
      assert.equal(await on.cell('viewer: export:reports').isChecked(), false)
      await button('Redo').click()
      await says('change-counts', '1 widening')
      await on.cell('viewer: export:reports').focus()
      await page.keyboard.press('Control+z')
      await page.keyboard.press('Control+z')
      await nothingChanged()
      assert.equal(await on.cell('admin: manage:billing').isChecked(), true)
      await page.keyboard.press('Control+Shift+Z')
      await says('change-counts', '1 narrowing')
      await button('Reset').click()
      await nothingChanged()
      await button('Undo').click()
      await says('change-counts', '1 narrowing')
    })

    test('the order of the template is its author’s, whatever was undone', async () => {
      const columns = () => page.locator('.matrix thead th').allTextContents()
      const before = await columns()
      await button('Delete the role billing').click()
      assert.equal((await columns()).length, before.length - 1)
      await button('Undo').click()
      assert.deepEqual(await columns(), before)
    })

    test('typing is one edit', async () => {
      await page.getByText('Edit as JSON').click()
      const text = page.getByLabel('Organization template as JSON')
      const template = JSON.parse(await text.inputValue())
      const [role] = template.roles
      for (const description of ['a', 'ab', 'abc']) {
        await text.fill(JSON.stringify({ ...template, roles: [{ ...role, description }] }))
      }
      await page.getByText('Your edits, one by one (1)').waitFor()
      await button('Undo').click()
      await nothingChanged()
    })

    test('lint follows the edit, and leads to the place', async () => {
      const finding = 'No organization role holds the permission manage:billing'
      await on.cell('admin: manage:billing').click()
      await on.cell('billing: manage:billing').click()
      await says('findings', finding)
      await part('findings')
        .locator('li', { hasText: finding })
        .getByRole('button', { name: 'Show /permissions/4' })
        .click()
      assert.equal(await page.evaluate(() => document.activeElement.textContent), 'manage:billing')
      await on.cell('billing: manage:billing').click()
      await silent('findings', finding)
    })

    test('a finding is turned off with a reason, and on again', async () => {
      const finding = 'No organization role holds the permission delete:organization'
      const off = 'Turn off: permission-without-role delete:organization'
      await button(off).click()
      await page.getByLabel('Why is permission-without-role fine here?').fill('only support deletes')
      await page.keyboard.press('Enter')
      await silent('findings', finding)
      await says('findings-off', 'only support deletes')
      await says('changes', /lint findings turned off: 0 → 1/)
      await page.getByText('There is nothing to do in Logto').waitFor()
      await page.getByText('Edit as JSON').click()
      const text = await page.getByLabel('Organization template as JSON').inputValue()
      assert.deepEqual(JSON.parse(text).lintOff, [
        { rule: 'permission-without-role', name: 'delete:organization', reason: 'only support deletes' },
      ])
      await button('Turn on again: permission-without-role delete:organization').click()
      await says('findings', finding)
      await nothingChanged()
    })

    test('whom an edit touches', async () => {
      await page.getByText('Nobody gains or loses anything.').waitFor()
      await on.cell('admin: manage:billing').click()
      await counted()
      // Each organization has an admin who holds no other role: Ada, Eve, and one who is made up.
      await says('reach', '1 role, 3 organizations, 3 members lose')
      await page.getByLabel('1,000', { exact: true }).check()
      await says('reach', /^1 role, 1,000 organizations, [\d,]+ members lose/)
      await says('timing', /Counting took .+ over [\d,]+ memberships/)
      await on.cell('admin: manage:billing').click()
      await page.getByText('Nobody gains or loses anything.').waitFor()
    })

    test('who exactly, a page at a time', async () => {
      await on.cell('admin: manage:billing').click()
      await on.cell('viewer: export:reports').click()
      await counted()
      await button('Who? lose manage:billing').click()
      await says('touched', 'acme')
      await page.getByRole('radio', { name: 'Members', exact: true }).check()
      const ada = part('touched').locator('li', { hasText: 'ada' })
      await ada.waitFor()
      assert.match(await ada.textContent(), /in 1 organization.*removed: .*manage:billing/)
      assert.equal(await part('touched').locator('li').count(), 3)
      await page.getByLabel('1,000', { exact: true }).check()
      const rows = part('touched').locator('li')
      await rows.nth(7).waitFor()
      assert.equal(await rows.count(), 8)
      await button('Show more').click()
      await rows.nth(8).waitFor()
    })

    test('the page goes on while a hundred thousand organizations are made', async () => {
      await on.cell('admin: manage:billing').click()
      await page.getByLabel('100,000', { exact: true }).check()
      await page.getByText('Making 100,000 organizations').waitFor()
      await on.cell('viewer: export:reports').click()
      await says('change-counts', '1 widening')
      await page.getByText('Making 100,000 organizations').waitFor()
      await part('reach')
        .getByText(/^1 role, 100,000 organizations/)
        .waitFor({ timeout: 60_000 })
    })

    test('the plan lists the requests, there and back, and what is lost first', async () => {
      await on.cell('admin: manage:billing').click()
      await says('plan-steps', 'DELETE /organization-roles/{role}/scopes/{permission}')
      await page.getByRole('radio', { name: 'Take it back' }).check()
      await says('plan-steps', 'POST /organization-roles/{role}/scopes')
      await page.getByRole('radio', { name: 'Make the change' }).check()
      await page.getByText('The plan as JSON').click()
      const plan = JSON.parse(await page.getByLabel('Migration plan', { exact: true }).textContent())
      assert.equal(plan.steps.at(-1).id, 'revoke-organization-role:admin:manage:billing')

      await button('Reset').click()
      await button('Delete the role billing').click()
      await says('lost', 'Deletes the role')
      await says('lost', /In the sample organizations: 1 assignment \(eve in acme\)/)
    })

    test('versions: keep, compare, restore', async () => {
      await button('Keep as a version').click()
      await page.getByText('Nothing to keep: it is the same as version 1.').waitFor()
      await on.cell('admin: manage:billing').click()
      await page.getByLabel('Why this version?').fill('Billing is for billing')
      await button('Keep as a version').click()
      await says('versions', 'Billing is for billing')
      await says('compared', 'They say the same.')
      await page.getByLabel('Compare').selectOption('1')
      await says('compared', 'manage:billing')

      await button('Restore version 1').click()
      await nothingChanged()
      await says('versions', 'Version 1 again')
      assert.equal(await on.cell('admin: manage:billing').isChecked(), true)
      await button('Undo').click()
      assert.equal(await on.cell('admin: manage:billing').isChecked(), false)
    })

    test('files: JSON, CSV and Logto, to look at and to download', async () => {
      await on.cell('admin: manage:billing').click()
      const file = name => page.getByLabel(name, { exact: true }).textContent()
      assert.equal(JSON.parse(await file('template.json')).roles.length, 5)
      await page.getByRole('radio', { name: 'CSV' }).check()
      const csv = await file('template.csv')
      assert.equal(csv.includes('admin,manage:billing,User,'), false)
      assert.match(csv, /\r?\nbilling,manage:billing,User,\r?\n/)
      await page.getByRole('radio', { name: 'Logto' }).check()
      assert.equal(JSON.parse(await file('logto.json'))['/organization-roles'].length, 5)
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        button('Download logto.json').click(),
      ])
      assert.equal(await readFile(await download.path(), 'utf8'), await file('logto.json'))
    })

    test('an import: all its mistakes with their lines, or a template', async () => {
      await page.getByText('Import CSV or JSON').click()
      const text = page.getByLabel(/It replaces the template/)
      await text.fill('role,permission\nadmin,read:reports,User\nviewer,"read:reports\n')
      await button('Import').click()
      await says('import-problems', /Line 2: /)
      await says('import-problems', 'CSV_INVALID')
      await nothingChanged()

      await text.fill('role,permission\nadmin,read:reports\nviewer,read:reports\n')
      await button('Import').click()
      await says('changes', 'export:reports')
      assert.equal(await page.locator('.matrix thead th').count(), 3)
      await on.tally('1 of 1')
      await button('Undo').click()
      await nothingChanged()
      assert.equal(await page.locator('.matrix thead th').count(), 6)
    })
  })
}
