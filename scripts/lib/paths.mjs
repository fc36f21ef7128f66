import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the repository. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export const at = (...parts) => join(root, ...parts)

/** Tools that set-up installs; kept between builds and ignored by git. */
export const tools = at('.tools')

/** What a build leaves for the next one: stamps, unoptimised wasm, the development issuer. */
export const scratch = at('.build')

export const dist = at('pkg', 'dist')

/** A command that npm installed. */
export const bin = name => at('node_modules', '.bin', name)

export const readJson = path => JSON.parse(readFileSync(path, 'utf8'))

/** Every file under a folder, as sorted paths from the root; none when the folder does not exist. */
export function filesUnder(folder, keep = () => true) {
  let entries
  try {
    entries = readdirSync(at(folder), { recursive: true, withFileTypes: true })
  } catch {
    return []
  }
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .filter(keep)
    .sort()
}
