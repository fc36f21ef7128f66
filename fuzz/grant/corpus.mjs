// The committed inputs of the target `grant`: files named by their content.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = kind => fileURLToPath(new URL(`../${kind}/grant/`, import.meta.url))

/** @param {'corpus' | 'regressions'} kind */
export function inputs(kind) {
  if (!existsSync(folder(kind))) return []
  return readdirSync(folder(kind))
    .sort()
    .map(name => readFileSync(join(folder(kind), name), 'utf8'))
}

/** Replaces the corpus. */
export function writeCorpus(texts) {
  rmSync(folder('corpus'), { recursive: true, force: true })
  mkdirSync(folder('corpus'), { recursive: true })
  for (const text of texts) {
    writeFileSync(join(folder('corpus'), createHash('sha1').update(text).digest('hex')), text)
  }
}
