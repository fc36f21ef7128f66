// What Chromium and workerd run, for tests/runtimes/lib/bundle.mjs.
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { project } from '../runtimes/lib/tarball.mjs'
import { cryptoModule, issuer } from './data.mjs'

const from = path => JSON.stringify(relative(project(), path))

/** The path of the issuer's wasm as an import of the bundle. */
export const issuerWasm = () => from(issuer.wasm())

/** Source that uses `runVectors(data, module)`; the module is the issuer's, compiled. */
export const withVectors = code => `
import { run as runAll } from ${from(fileURLToPath(new URL('run.js', import.meta.url)))}
import { initSync, judgeSignature } from ${from(issuer.glue())}
import * as crypto from ${from(cryptoModule()).replace('"', '"./')}
const runVectors = (data, module) => {
  initSync({ module })
  return runAll({ judge: judgeSignature, crypto, orgate, sync, data })
}
${code}`
