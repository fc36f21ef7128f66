// Just enough Markdown: fenced blocks, headings, links and the first cells of tables.
import { readdirSync, readFileSync } from 'node:fs'
import { at } from '../../../scripts/lib/paths.mjs'

/** Every page that is checked, from the root of the repository. */
export const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(at('docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
]

export const read = page => readFileSync(at(page), 'utf8')

/** The fenced blocks of a page: language, the words after it, the text and the line where it starts. */
export function blocks(page) {
  const found = []
  let open
  read(page)
    .split('\n')
    .forEach((line, index) => {
      const fence = /^```(\S*) ?(.*)$/.exec(line)
      if (open && line === '```') {
        found.push(open)
        open = undefined
      } else if (open) open.text += `${line}\n`
      else if (fence) {
        const words = fence[2].split(' ').filter(Boolean)
        open = { page, line: index + 2, language: fence[1], words, text: '' }
      }
    })
  if (open) throw new Error(`${page}:${open.line}: the block has no end`)
  return found
}

/** A page without its fenced blocks. */
const prose = page => read(page).replace(/^```[\s\S]*?^```$/gm, '')

/** The anchors of a page, as GitHub makes them of headings. */
export function anchors(page) {
  const headings = [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading)
  return headings.map(heading =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** The targets of a page's links, those to other sites left out. */
export function links(page) {
  const targets = [...prose(page).matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target)
  return targets.filter(target => !/^[a-z]+:/.test(target))
}

/** The rows of all tables whose first cell is a name in capitals: `[name, ...cells]`. */
export function codeRows(page) {
  const rows = [...prose(page).matchAll(/^\| `([A-Z][A-Z0-9_]+)` +\|(.*)\|$/gm)]
  return rows.map(([, code, rest]) => [code, ...rest.split('|').map(cell => cell.trim())])
}
