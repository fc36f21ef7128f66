// What SECURITY.md and docs/verification.md promise names tests that there are.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { at } from '../../scripts/lib/paths.mjs'
import { read } from './lib/markdown.mjs'

/** The rows of a page's tables whose head has a cell that begins so, as cells. */
function rowsUnder(page, head) {
  const tables = read(page).split(/\n\n+/)
  const found = tables.filter(block => block.startsWith('|') && block.split('\n')[0].includes(`| ${head}`))
  return found.flatMap(block =>
    block
      .split('\n')
      .slice(2)
      .map(row => row.split('|').slice(1, -1)),
  )
}

/** The files that a cell names, each with the titles after it; `folder` is where names without one are. */
function evidence(cell, folder = '') {
  const found = []
  for (const [, path, title] of cell.matchAll(/`([\w./-]+\.(?:mjs|js|rs|json|toml))`|_([^_`]+)_/g)) {
    if (path) found.push({ path: path.includes('/') || !folder ? path : `${folder}/${path}`, titles: [] })
    else found.at(-1)?.titles.push(title)
  }
  return found
}

function flaws(cells, folder) {
  return cells.flatMap(cell =>
    evidence(cell, folder).flatMap(({ path, titles }) => {
      if (!existsSync(at(path))) return [`there is no ${path}`]
      const text = readFileSync(at(path), 'utf8').replaceAll("\\'", "'").replaceAll('\\`', '`')
      return titles.filter(title => !text.includes(title)).map(title => `${path} has no: ${title}`)
    }),
  )
}

test('every promise of SECURITY.md names tests', () => {
  const rows = rowsUnder('SECURITY.md', 'promise')
  assert.ok(rows.length >= 10)
  for (const [promise, shownBy] of rows) assert.ok(evidence(shownBy).length > 0, promise)
  assert.deepEqual(flaws(rows.map(([, shownBy]) => shownBy)), [])
})

test('what is looked at on a hit of the cache names tests', () => {
  const rows = rowsUnder('docs/verification.md', 'what').filter(([, shownBy]) => shownBy.includes('.mjs'))
  assert.ok(rows.length >= 6)
  assert.deepEqual(
    flaws(
      rows.map(([, shownBy]) => shownBy),
      'tests/runtimes',
    ),
    [],
  )
})

test('a test that there is not is found', () => {
  assert.deepEqual(flaws(['`tests/docs/none.test.mjs`']), ['there is no tests/docs/none.test.mjs'])
  const own = 'tests/docs/security.test.mjs'
  const title = ['no', 'such', 'title'].join(' ')
  assert.deepEqual(flaws([`\`${own}\`: _a test that there is not is found_, _${title}_`]), [
    `${own} has no: ${title}`,
  ])
})
