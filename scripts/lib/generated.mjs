// Parts of pages that are written by a program: what stands between `<!-- name -->` and `<!-- /name -->`.

import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { at, bin } from './paths.mjs'

/** A table in Markdown. The formatter aligns it. */
export function markdownTable([head, ...body]) {
  const line = cells => `| ${cells.map(cell => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n')
}

/** The text of a page with its parts written anew, as it is formatted. */
export function written(page, parts) {
  let text = readFileSync(at(page), 'utf8')
  for (const [name, content] of Object.entries(parts)) {
    const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
    const [before, rest, more] = text.split(start)
    const [, after, again] = rest?.split(end) ?? []
    if (after === undefined || more !== undefined || again !== undefined) {
      throw new Error(`${page} has not one part \`${name}\``)
    }
    text = `${before}${start}\n\n${content}\n\n${end}${after}`
  }
  return execFileSync(bin('biome'), ['format', `--stdin-file-path=${page}`], {
    cwd: at(),
    input: text,
    encoding: 'utf8',
  })
}

/** Whether a page is what would be written. */
export const isWritten = (page, parts) => readFileSync(at(page), 'utf8') === written(page, parts)

/** Writes the parts of a page; with `--check` it only says whether they are up to date. */
export function writeOrCheck(page, parts, command) {
  if (process.argv.includes('--check')) {
    if (!isWritten(page, parts)) throw new Error(`${page} is not up to date: run ${command}`)
  } else writeFileSync(at(page), written(page, parts))
}
