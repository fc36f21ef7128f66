import assert from 'node:assert/strict'

/** The playground in a page of its own, and the ways to its parts. */
export async function openPlayground(browser, url, options = { viewport: { width: 1280, height: 900 } }) {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const problems = []
  page.setDefaultTimeout(10_000)
  // Some of these tests are about a refused request; the browser notes it, the page did nothing wrong.
  const expected = text => text.includes('Failed to load resource') && /\b40[13]\b/.test(text)
  page.on('console', message => {
    if (message.type() === 'error' && !expected(message.text())) problems.push(message.text())
  })
  page.on('pageerror', error => problems.push(error.message))

  const playground = {
    page,
    verdict: text => page.getByTestId('verdict').getByText(text, { exact: true }).waitFor(),
    choose: name => page.getByRole('radio', { name }).check(),
    tally: text => page.getByTestId('tally').getByText(text).waitFor(),
    effect: text => page.getByTestId('effect').getByText(text).waitFor(),
    cell: name => page.getByRole('checkbox', { name }),
    gated: permission => page.getByTestId('console').locator(`[data-permission="${permission}"]`).first(),
    row: permission => page.locator(`.permission[data-permission="${permission}"]`),
    answer: page.getByTestId('answer'),
    grant: async () => JSON.parse(await page.getByLabel('Grant', { exact: true }).textContent()),
    focused: () => page.evaluate(() => document.activeElement?.getAttribute('aria-label')),
    close: async () => {
      await context.close()
      assert.deepEqual(problems, [], 'the console stays clean')
    },
  }
  await page.goto(url)
  await playground.verdict('Verified')
  return playground
}
