import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { describe, test } from 'node:test'
import { at } from '../../../scripts/lib/paths.mjs'
import { openPlayground } from './page.mjs'

const screenshots = at('.build', 'screenshots')
const sizes = [
  { width: 1280, height: 900 },
  { width: 360, height: 844, touch: true },
]

/** Also leaves the screenshots that a person looks at. */
export function lookTests({ url, browser }) {
  describe('how the playground looks', () => {
    for (const { touch = false, ...viewport } of sizes) {
      for (const colorScheme of ['light', 'dark']) {
        test(`nothing is wider than ${viewport.width} pixels, ${colorScheme}`, async () => {
          mkdirSync(screenshots, { recursive: true })
          const options = { viewport, colorScheme, hasTouch: touch, deviceScaleFactor: touch ? 2 : 1 }
          const on = await openPlayground(browser(), url(), options)
          try {
            const overflow = () =>
              on.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
            const name = state => `${screenshots}/${viewport.width}-${colorScheme}${state}.png`
            assert.equal(await overflow(), 0)
            await on.page.screenshot({ path: name(''), fullPage: true })

            await on.cell('admin: export:reports').click()
            await on.tally('5 of 7')
            await on.page.getByRole('button', { name: 'Call GET without a token' }).click()
            await on.answer.getByText('401', { exact: true }).waitFor()
            for (const summary of await on.page.locator('summary').all()) await summary.click()
            await on.choose('Your own token')
            await on.page.getByLabel('Issuer').fill('https://tenant.logto.app/oidc')
            await on.verdict('ISSUER_MISMATCH')
            assert.equal(await overflow(), 0)
            await on.page.screenshot({ path: name('-refused'), fullPage: true })
          } finally {
            await on.close()
          }
        })
      }
    }

    test('a chosen theme stays', async () => {
      const on = await openPlayground(browser(), url())
      try {
        await on.choose('Dark')
        await on.page.reload()
        await on.verdict('Verified')
        assert.equal(await on.page.evaluate(() => document.documentElement.dataset.theme), 'dark')
      } finally {
        await on.close()
      }
    })
  })
}
