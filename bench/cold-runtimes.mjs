// How to start a program afresh in each runtime: `use(work)` hands `work` a function that does it once and answers
// `{ subject, total, import? }`, in milliseconds. The programs are the modules of `cold/`, by name.
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { project } from '../tests/runtimes/lib/tarball.mjs'
import { bundle, inChromium, inNode, inWorkerd } from './runtimes.mjs'

const folder = fileURLToPath(new URL('cold/', import.meta.url))
const wasmFile = join(project(), 'node_modules', 'orgate', 'dist', 'orgate.wasm')

const manifest = JSON.parse(readFileSync(join(project(), 'node_modules', 'orgate', 'package.json'), 'utf8'))

/** Whether the package has `orgate/keys`, with its second level of keys. */
export const hasKeySource = './keys' in manifest.exports

/** Compiles the wasm file and does nothing else. */
export const COMPILE = 'compile'

/** A process for each start, and the packages as they are installed. */
async function inProcesses(programs, work) {
  // Inside of the project, where `orgate` is found.
  const here = mkdtempSync(join(project(), 'cold-'))
  try {
    for (const name of ['node', ...programs])
      copyFileSync(join(folder, `${name}.mjs`), join(here, `${name}.mjs`))
    return await work(async (name, question) => {
      const asked = name === COMPILE ? { wasm: wasmFile } : { module: `./${name}.mjs`, question }
      return inNode(join(here, 'node.mjs'), asked)
    })
  } finally {
    rmSync(here, { recursive: true, force: true })
  }
}

const asWorker = first => `${first}
export default {
  async fetch(request, env, context) {
    try {
      return Response.json(await first(await request.json(), env, context))
    } catch (error) {
      return new Response(error.stack, { status: 500 })
    }
  },
}`

const EMPTY = 'const first = () => null'
const WASM = `import module from ${JSON.stringify(wasmFile)}\nconst first = () => String(module)`

/**
 * A fresh isolate for each start, in one process. The time is that of its first request, seen from outside, less that
 * of an isolate with an empty worker: a worker's clock does not run before it is asked something.
 */
async function inIsolates(programs, work) {
  const sources = {
    empty: EMPTY,
    [COMPILE]: WASM,
    ...Object.fromEntries(programs.map(name => [name, `import { first } from './cold/${name}.mjs'`])),
  }
  const bundles = {}
  for (const [name, source] of Object.entries(sources)) {
    const { code, wasm } = await bundle(asWorker(source), 'workerd')
    const files = [...wasm].map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')])
    bundles[name] = { code, wasm: files }
  }
  const code = readFileSync(join(folder, 'worker.mjs'), 'utf8')
  const settings = {
    compatibilityFlags: ['experimental'],
    workerLoaders: { LOADER: {} },
    kvNamespaces: ['STORE'],
  }
  let number = 0
  return inWorkerd(
    [{ code, wasm: new Map() }],
    async ask => {
      const request = async (name, question) => {
        number += 1
        await ask({ stage: 'prepare', number, question: bundles[name] })
        const started = performance.now()
        const subject = await ask({ stage: 'start', number, question })
        return { subject, total: performance.now() - started }
      }
      // The very first isolate also starts what they share.
      await request('empty', {})
      return work(async (name, question) => {
        const empty = await request('empty', {})
        const answer = await request(name, question)
        return { ...answer, total: answer.total - empty.total }
      })
    },
    settings,
  )
}

/** A fresh page for each start, in a context of its own: nothing is cached. */
async function onPages(programs, work) {
  const scripts = { '/orgate.wasm': readFileSync(wasmFile) }
  for (const name of programs) {
    const { code } = await bundle(`export { first } from './cold/${name}.mjs'`, 'Chromium')
    scripts[`/${name}.js`] = code
  }
  return inChromium(scripts, openPage =>
    work((name, question) =>
      openPage(page =>
        name === COMPILE
          ? page.evaluate(async () => {
              const bytes = await (await fetch('/orgate.wasm')).arrayBuffer()
              const started = performance.now()
              new WebAssembly.Module(bytes)
              return { total: performance.now() - started }
            })
          : page.evaluate(
              async ({ name, question }) => {
                const started = performance.now()
                const { first } = await import(`/${name}.js`)
                const imported = performance.now()
                const subject = await first(question)
                return { subject, import: imported - started, total: performance.now() - started }
              },
              { name, question },
            ),
      ),
    ),
  )
}

export const COLD = { Node: inProcesses, workerd: inIsolates, Chromium: onPages }
