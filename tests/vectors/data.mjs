// The vectors, and what JavaScript needs to run them: the development issuer's wasm, the package's crypto.js.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { project, root } from '../runtimes/lib/tarball.mjs'

const read = name => JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'))

const wycheproof = [
  'ecdsa_secp256r1_sha256_p1363',
  'ecdsa_secp384r1_sha384_p1363',
  'rsa_signature_2048_sha256',
  'rsa_signature_3072_sha256',
  'rsa_signature_4096_sha256',
  'ed25519',
]

export const data = () => ({
  files: [...wycheproof.map(name => read(`wycheproof/${name}`)), read('speccheck')],
  refusedKeys: read('wycheproof/refused-keys'),
  exceptions: read('exceptions'),
  rfc: read('rfc'),
})

function built(name) {
  const path = join(root, '.build', 'issuer', name)
  if (!existsSync(path)) throw new Error('the development issuer is not built: npm run build')
  return path
}

export const issuer = { glue: () => built('issuer.js'), wasm: () => built('issuer.wasm') }

/** The package's own import and verification parameters; no entry of it. */
export const cryptoModule = () => join(project(), 'node_modules', 'orgate', 'dist', 'crypto.js')
