// An application that installed the packed package: a folder of its own beside it.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { after } from 'node:test'
import { promisify } from 'node:util'
import { project } from '../../runtimes/lib/tarball.mjs'

/** The installed package. */
export const installed = join(project(), 'node_modules', 'orgate')

const made = []
after(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** The folder of an application with these files, by path; it is gone after the tests of this file. */
export function app(files = {}) {
  const folder = realpathSync(mkdtempSync(join(project(), 'app-')))
  made.push(folder)
  for (const [path, content] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

/** Every file under a folder, as sorted paths from it. */
export function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .sort()
}

/** Runs Node with these arguments in a folder, without the settings of the tests; what it printed. */
export async function node(folder, ...args) {
  const { NODE_OPTIONS, NODE_TEST_CONTEXT, ...env } = process.env
  return promisify(execFile)(process.execPath, args, { cwd: folder, env, timeout: 60_000 })
}

/** What a module written as text prints when it runs in an application. */
export async function evaluate(code, { folder = app(), flags = [], type = 'module' } = {}) {
  const { stdout, stderr } = await node(folder, ...flags, `--input-type=${type}`, '--eval', code)
  if (stderr) throw new Error(`it wrote to stderr: ${stderr}`)
  return stdout.trim()
}
