// The package as a user gets it: packed, unpacked into an empty project, imported through its exports map.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = fileURLToPath(new URL('../../../', import.meta.url))
/** Another build of the package can be tested too. */
const source = process.env.ORGATE_PACKAGE ?? join(root, 'pkg')
const kept = join(root, '.build', 'tarball')

const entry = `export * as check from 'orgate/check'
export * as fetch from 'orgate/fetch'
export * as keys from 'orgate/keys'
export * as orgate from 'orgate'
export * as policy from 'orgate/policy'
export * as sync from 'orgate/sync'
`

/** Changes whenever something that is packed does. */
function key() {
  const digest = createHash('sha256').update(entry)
  const files = readdirSync(source, { recursive: true, withFileTypes: true }).filter(file => file.isFile())
  for (const file of files) {
    const path = join(file.parentPath ?? file.path, file.name)
    const { size, mtimeMs } = statSync(path)
    digest.update(`${path} ${size} ${mtimeMs}\n`)
  }
  return digest.digest('hex').slice(0, 16)
}

function install(folder) {
  if (!existsSync(join(source, 'dist', 'entry', 'inline.js')))
    throw new Error('the package is not built: npm run build')
  mkdirSync(join(folder, 'node_modules', 'orgate'), { recursive: true })
  const packed = execFileSync(
    'npm',
    ['pack', source, '--ignore-scripts', '--json', '--pack-destination', folder],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    },
  )
  const [{ filename }] = JSON.parse(packed)
  execFileSync('tar', ['-xzf', filename, '--strip-components=1', '-C', 'node_modules/orgate'], {
    cwd: folder,
  })
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  writeFileSync(join(folder, 'index.js'), entry)
}

/** The folder of a project with nothing but the packed package in it; made once for each build. */
export function project() {
  const folder = join(kept, key())
  if (existsSync(folder)) return folder
  mkdirSync(kept, { recursive: true })
  const old = readdirSync(kept).filter(name => !name.startsWith('new-'))
  const fresh = mkdtempSync(join(kept, 'new-'))
  try {
    install(fresh)
    renameSync(fresh, folder)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    // Another test file was faster.
    if (!existsSync(folder)) throw error
  }
  for (const name of old) rmSync(join(kept, name), { recursive: true, force: true })
  return folder
}

/** `{ orgate, sync, policy, check, fetch, keys }`: the modules of the package. */
export const load = async () => import(pathToFileURL(join(project(), 'index.js')).href)
