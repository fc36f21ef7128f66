import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forbiddenNames, importProblems } from './imports.mjs'

/** A module that imports these, and does nothing. Kind 0 is a function without arguments, 2 a memory of one page. */
function wasmWith(imports) {
  const text = value => [value.length, ...Buffer.from(value)]
  const entry = ({ from = './core_bg.js', name, kind = 0 }) => [
    ...[...text(from), ...text(name)],
    ...(kind === 2 ? [2, 0, 1] : [0, 0]),
  ]
  const section = (id, ...bytes) => [id, bytes.length, ...bytes]
  const list = [imports.length, ...imports.flatMap(entry)]
  const bytes = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...section(1, 1, 0x60, 0, 0), ...section(2, ...list)]
  return new WebAssembly.Module(Uint8Array.from(bytes))
}

/** The glue of these functions, as esbuild prints it. */
function glueOf(functions) {
  const entries = Object.entries(functions).map(
    ([name, body]) => `    ${name}: function(arg0, arg1) {\n${body.replace(/^/gm, '      ')}\n    }`,
  )
  return `  const import0 = {\n    __proto__: null,\n${entries.join(',\n')}\n  };\n`
}

const hash = '37eb45aaf5eeb820'
const problemsOf = (name, body) => importProblems(wasmWith([{ name }]), glueOf({ [name]: body }))

test('what makes values is let through', () => {
  assert.deepEqual(problemsOf(`__wbg_new_${hash}`, 'const ret = /* @__PURE__ */ new Map();\nreturn ret;'), [])
  assert.deepEqual(problemsOf('__wbindgen_generic_0000000000000001', 'const ret = arg0;\nreturn ret;'), [])
})

for (const [what, name, code] of [
  ['a random source', 'getRandomValues', 'globalThis.crypto.getRandomValues(arg0);'],
  ['a random number', 'random', 'const ret = Math.random();\nreturn ret;'],
  ['a clock', 'now', 'const ret = Date.now();\nreturn ret;'],
  ['a clock under a harmless name', 'new', 'const ret = new Date();\nreturn ret;'],
  ['a timer', 'now', 'const ret = arg0.performance.now();\nreturn ret;'],
  ['a delay', 'setTimeout', 'const ret = setTimeout(arg0, arg1);\nreturn ret;'],
  ['the network', 'fetch', 'const ret = fetch(arg0);\nreturn ret;'],
  ['the console', 'log', 'console.log(arg0);'],
  ['the global object', 'static_accessor_GLOBAL_THIS', 'const ret = globalThis;\nreturn ret;'],
  ['any function by its name', 'get', 'const ret = Reflect.get(arg0, arg1);\nreturn ret;'],
  ['a call of anything', 'call', 'const ret = arg0.call(arg1);\nreturn ret;'],
  ['an import that does more than it did', 'new', 'const ret = new Map();\nping();\nreturn ret;'],
]) {
  test(`${what} is refused`, () => {
    const full = `__wbg_${name}_${hash}`
    const problems = problemsOf(full, code)
    assert.equal(problems.length, 1)
    assert.ok(problems[0].startsWith(`${full} does \``), problems[0])
  })
}

test('an import that the glue does not show as a function is refused', () => {
  const name = `__wbg_new_${hash}`
  const wrapped = `  const import0 = {\n    ${name}: handleError(function() {\n      return 1;\n    }),\n  };\n`
  assert.match(importProblems(wasmWith([{ name }]), wrapped)[0], /could be looked at/)
})

test('imports of another module, and memories, are refused', () => {
  const body = 'const ret = arg0;\nreturn ret;'
  const name = '__wbindgen_generic_0000000000000001'
  const glue = glueOf({ [name]: body, clock_time_get: body })
  const wasi = { from: 'wasi_snapshot_preview1', name: 'clock_time_get' }
  assert.deepEqual(importProblems(wasmWith([{ name }, wasi]), glue), [
    'imports come from more than one module',
    'clock_time_get is of wasi_snapshot_preview1',
  ])
  const memory = importProblems(wasmWith([{ name: 'memory', kind: 2 }]), glue)
  assert.deepEqual(memory, ['./core_bg.js memory is a memory'])
})

test('the rest of the glue names nothing ambient; what its messages say is no matter', () => {
  assert.deepEqual(forbiddenNames('throw new Error("no fetch, no Date"); const updated = selfless;'), [])
  assert.deepEqual(forbiddenNames('const start = Date.now(); console.warn(`slow`); fetch(start)'), [
    'Date',
    'console',
    'fetch',
  ])
  assert.deepEqual(forbiddenNames(`say(\`now \${Date.now()}\`)`), ['Date'])
  assert.deepEqual(forbiddenNames('import { a } from "./snippets/a.js"'), ['import'])
  assert.deepEqual(forbiddenNames('globalThis["cry" + "pto"]'), ['globalThis'])
})
