// Starts a worker in a fresh isolate, of modules that it got before: `prepare` takes them, `start` asks the worker.
import { WorkerEntrypoint } from 'cloudflare:workers'

const prepared = new Map()

/** Workers KV for a worker that was started here: a binding itself cannot be handed on, and it has no cache. */
export class Store extends WorkerEntrypoint {
  get(name) {
    return this.env.STORE.get(name)
  }

  put(name, value, options) {
    return this.env.STORE.put(name, value, options)
  }
}

/** The Workers Cache API for it. */
export class Cache extends WorkerEntrypoint {
  match(request) {
    return caches.default.match(request)
  }

  put(request, response) {
    return caches.default.put(request, response)
  }
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), character => character.charCodeAt(0))
}

/** The same wasm with a custom section of its own: V8 compiles a file once for all isolates of a process. */
function unique(bytes, number) {
  const name = [1, 120]
  const contents = [...name, ...new Uint8Array(new Uint32Array([number]).buffer)]
  const marked = new Uint8Array(bytes.length + 2 + contents.length)
  marked.set(bytes)
  marked.set([0, contents.length, ...contents], bytes.length)
  return marked.buffer
}

function modulesOf(code, wasm, number) {
  const files = wasm.map(([path, text]) => [path, { wasm: unique(fromBase64(text), number) }])
  return { 'worker.js': code, ...Object.fromEntries(files) }
}

export default {
  async fetch(request, env, { exports }) {
    const { stage, number, question } = await request.json()
    if (stage === 'prepare') {
      prepared.set(number, modulesOf(question.code, question.wasm, number))
      return Response.json(null)
    }
    const worker = env.LOADER.get(`isolate-${number}`, () => ({
      compatibilityDate: '2026-04-01',
      mainModule: 'worker.js',
      modules: prepared.get(number),
      env: { STORE: exports.Store({ props: {} }), CACHE: exports.Cache({ props: {} }) },
    }))
    const body = JSON.stringify(question)
    return worker.getEntrypoint().fetch('http://localhost/', { method: 'POST', body })
  },
}
