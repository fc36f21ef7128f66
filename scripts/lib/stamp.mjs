import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { at, scratch } from './paths.mjs'

/**
 * Runs `make` unless it ran before with the same files and settings and what it made is still there.
 * Answers whether it ran.
 */
export async function unlessFresh(name, { files, settings = {}, outputs }, make) {
  const stamp = join(scratch, 'stamps', name)
  const now = fingerprint(files, settings)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now && outputs().every(path => existsSync(path)))
    return false
  rmSync(stamp, { force: true })
  await make()
  mkdirSync(join(scratch, 'stamps'), { recursive: true })
  writeFileSync(stamp, now)
  return true
}

function fingerprint(files, settings) {
  const hash = createHash('sha256').update(JSON.stringify(settings))
  for (const file of files) {
    // The lengths keep a name, its content and the next name apart.
    const content = existsSync(at(file)) ? readFileSync(at(file)) : ''
    hash.update(`\0${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}
