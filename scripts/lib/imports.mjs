// What an engine may reach outside of its memory: nothing that is not listed here. No clock, no chance, no network, no
// console, no file. A name alone says little (`__wbg_new_…` may make a Map or a Date), so what the glue does under that
// name is looked at, word by word.

/**
 * What an import may do, by its name without wasm-bindgen's hash. A new one belongs here once somebody has looked at it:
 * it may make values and take them apart.
 */
const allowed = {
  __wbg_new: [
    'const ret = new Array(); return ret;',
    'const ret = new Map(); return ret;',
    'const ret = new Object(); return ret;',
    'const ret = new Error(getStringFromWasm0(arg0, arg1)); return ret;',
    'const ret = new TypeError(getStringFromWasm0(arg0, arg1)); return ret;',
  ],
  __wbg_Error: ['const ret = Error(getStringFromWasm0(arg0, arg1)); return ret;'],
  __wbg_set: [
    'const ret = arg0.set(arg1, arg2); return ret;',
    'arg0[arg1 >>> 0] = arg2;',
    'arg0[arg1] = arg2;',
  ],
  __wbg_toLowerCase: ['const ret = arg0.toLowerCase(); return ret;'],
  __wbg___wbindgen_is_string: ['const ret = typeof arg0 === "string"; return ret;'],
  __wbg___wbindgen_string_get: [
    'const obj = arg1; const ret = typeof obj === "string" ? obj : void 0; ' +
      'var ptr1 = isLikeNone(ret) ? 0 : passStringToWasm0(ret, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc); ' +
      'var len1 = WASM_VECTOR_LEN; ' +
      'getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true); ' +
      'getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);',
  ],
  __wbg___wbindgen_throw: ['throw new Error(getStringFromWasm0(arg0, arg1));'],
  // Conversions, numbered by wasm-bindgen as it meets them.
  __wbindgen_generic: [
    'const ret = arg0; return ret;',
    'const ret = getStringFromWasm0(arg0, arg1); return ret;',
    'const ret = BigInt.asUintN(64, arg0); return ret;',
  ],
  __wbindgen_init_externref_table: [
    'const table = wasm.__wbindgen_externrefs; table.set(0, void 0); table.set(1024, void 0); ' +
      'table.set(1025, null); table.set(1026, true); table.set(1027, false);',
  ],
}

/** What leads out of the engine, and what leads to everything. */
const forbidden =
  /\b(?:Math\.random|crypto|Date|performance|fetch|XMLHttpRequest|WebSocket|EventSource|set(?:Timeout|Interval|Immediate)|queueMicrotask|console|process|require|navigator|location|document|window|self|globalThis|eval|Function|import)\b|\bnew URL\b/g

/**
 * What is wrong with the imports of a wasm file, whose glue is this JavaScript as esbuild prints it.
 *
 * @param {WebAssembly.Module} module
 * @param {string} glue
 * @returns {string[]}
 */
export function importProblems(module, glue) {
  const functions = importedFunctions(glue)
  const own = new Set(WebAssembly.Module.imports(module).map(({ module: from }) => from)).size
  const problems = own > 1 ? ['imports come from more than one module'] : []
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    const body = functions.get(name)
    if (kind !== 'function') problems.push(`${from} ${name} is a ${kind}`)
    else if (!/^\.\/[a-z]+_bg\.js$/.test(from)) problems.push(`${name} is of ${from}`)
    else if (body === undefined) problems.push(`${name} is no function that could be looked at`)
    else if (!allowed[baseName(name)]?.includes(body)) problems.push(`${name} does \`${body}\``)
  }
  return problems
}

/** The one warning of wasm-bindgen's own; `pkg/src/engine.ts` starts an engine in the way that does not lead there. */
const deprecated =
  'console.warn("using deprecated parameters for `initSync()`; pass a single object instead")'

/** What a whole glue names that it must not. It is minified: parameters have names of their own. */
export const forbiddenNames = glue => [
  ...new Set(withoutText(glue.replace(deprecated, '0')).match(forbidden) ?? []),
]

/** `__wbg_new_37eb45aaf5eeb820` → `__wbg_new` */
const baseName = name => name.replace(/_[0-9a-f]{16}$/, '')

/** The functions that the glue hands to the engine, by name, on one line each. */
function importedFunctions(glue) {
  const found = glue.matchAll(/^ {4}(\w+): function\([\w, ]*\) \{\n([\s\S]*?)^ {4}\},?$/gm)
  return new Map([...found].map(([, name, body]) => [name, oneLine(body)]))
}

const oneLine = code =>
  code
    .replace(/\/\* @__PURE__ \*\/ /g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** Messages of the glue may say what its code must not do. */
const withoutText = code =>
  code.replace(/`[^`$]*`|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\*[\s\S]*?\*\//g, '""')
