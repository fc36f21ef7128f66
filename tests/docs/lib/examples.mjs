// From blocks of documentation to modules: written out for the type check, bundled to be run.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, transform } from 'esbuild'
import { at, readJson, root, scratch } from '../../../scripts/lib/paths.mjs'
import { declarations } from './world.mjs'

/** Inside the repository, so that packages resolve as they would in an application. */
const folder = join(scratch, 'docs')

const modulePath = ({ page, line, language }) => `${page.replace(/\W/g, '-')}-${line}.${language}`

/** Writes every block that is type-checked, and a configuration for each program. */
export function writeProgram(blocks) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'world.d.ts'), declarations)
  writeFileSync(
    join(folder, 'template.json'),
    JSON.stringify(readJson(at('examples', 'worker', 'template.json'))),
  )
  for (const block of blocks) {
    const isModule = /^(import|export) /m.test(block.text)
    writeFileSync(join(folder, modulePath(block)), isModule ? block.text : `${block.text}\nexport {}\n`)
  }
  // A module augmentation holds for its whole program, so it has one of its own.
  const alone = blocks.filter(({ words }) => words.includes('register'))
  const together = blocks.filter(block => !alone.includes(block))
  return [together, ...alone.map(block => [block])].map(writeConfiguration)
}

function writeConfiguration(blocks, index) {
  const path = join(folder, `tsconfig.${index}.json`)
  const compilerOptions = {
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    module: 'ESNext',
    moduleResolution: 'bundler',
    jsx: 'react-jsx',
    resolveJsonModule: true,
    noEmit: true,
  }
  const files = ['world.d.ts', ...blocks.map(modulePath)]
  writeFileSync(path, JSON.stringify({ extends: join(root, 'tsconfig.base.json'), compilerOptions, files }))
  return path
}

/** Names the block and its line in the compiler's messages. */
export const placesIn = (output, blocks) =>
  blocks.reduce((text, block) => {
    const name = modulePath(block).replaceAll('.', '\\.')
    const place = new RegExp(`\\S*${name}\\((\\d+),(\\d+)\\)`, 'g')
    return text.replace(
      place,
      (_, line, column) => `${block.page}:${block.line + Number(line) - 1}:${column}`,
    )
  }, output)

/** `expression // → value` and `expression // throws CODE` become assertions. */
export function withAssertions({ page, line, text }) {
  const lines = text.split('\n').map((code, index) => {
    const claim = /^\s*;?(.+?) \/\/ (→|throws) (.+)$/.exec(code)
    if (!claim) return code
    const [, expression, kind, expected] = claim
    const place = JSON.stringify(`${page}:${line + index}`)
    if (kind === 'throws') {
      return `;await documentation.throws(async () => { await (${expression}) }, ${JSON.stringify(expected)}, ${place})`
    }
    return `;documentation.same(${expression}, ${expected}, ${place})`
  })
  return lines.join('\n')
}

let count = 0

/** Runs a block as a module. */
export async function run(block) {
  const { code } = await transform(withAssertions(block), { loader: 'ts', target: 'es2022', format: 'esm' })
  const path = join(folder, `run-${count++}.mjs`)
  writeFileSync(path, code)
  return import(pathToFileURL(path).href)
}

/** Bundles a block that was written out, as an application would, and imports it. */
export async function bundled(block) {
  const outfile = join(folder, `bundle-${count++}.mjs`)
  await build({
    entryPoints: [join(folder, modulePath(block))],
    outfile,
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    external: ['react', 'react-dom'],
    logLevel: 'warning',
  })
  return import(pathToFileURL(outfile).href)
}
