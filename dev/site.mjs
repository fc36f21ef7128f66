// The playground: built by Vite when something it is made of has changed, then served as files.
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { at, filesUnder, scratch } from '../scripts/lib/paths.mjs'
import { unlessFresh } from '../scripts/lib/stamp.mjs'
import { json } from './http.mjs'

const site = join(scratch, 'www')

/** Answers whether there was anything to build. */
export function buildSite() {
  const inputs = {
    files: [
      ...filesUnder('www', path => !path.startsWith('www/tests/')),
      ...filesUnder('pkg/dist'),
      'pkg/package.json',
      'package-lock.json',
      'dev/cast.json',
      'examples/worker/template.json',
    ],
    outputs: () => [join(site, 'index.html')],
  }
  return unlessFresh('www', inputs, runVite)
}

function runVite() {
  return new Promise((resolve, reject) => {
    const args = [at('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn']
    const child = spawn(process.execPath, args, { cwd: at('www'), stdio: 'inherit' })
    child.on('error', reject)
    child.on('exit', code => (code === 0 ? resolve() : reject(new Error(`vite build ended with ${code}`))))
  })
}

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}

// What a site that runs Orgate in the browser needs beyond 'self' is 'wasm-unsafe-eval', and nothing else.
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:"

/** @param {Request} request */
export async function serveSite(request) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return json(405, { code: 'METHOD_NOT_ALLOWED' }, { allow: 'GET, HEAD' })
  }
  const file = locate(new URL(request.url).pathname)
  const body = file && (await readFile(file).catch(() => null))
  if (!body) return json(404, { code: 'NOT_FOUND', message: 'no such file' })
  const hashed = file.startsWith(join(site, 'assets') + sep)
  return new Response(request.method === 'HEAD' ? null : body, {
    headers: {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-length': String(body.length),
      'content-security-policy': policy,
      'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  })
}

function locate(pathname) {
  let path
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return undefined
  }
  const file = normalize(join(site, path.endsWith('/') ? `${path}index.html` : path))
  return file.startsWith(site + sep) ? file : undefined
}
