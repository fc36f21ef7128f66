import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { scratch } from '../scripts/lib/paths.mjs'

const file = name => join(scratch, 'issuer', name)

/** A fresh signing key of the crate's own `issuer` build: made by scripts/build.mjs, never part of the package. */
export async function createKey(algorithm = 'ES384') {
  const { initSync, Issuer } = await import(pathToFileURL(file('issuer.js')).href)
  initSync({ module: await readFile(file('issuer.wasm')) })
  return new Issuer(algorithm)
}
