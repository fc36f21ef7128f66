// Vercel Edge and others that import a module with `?module`.

import { WasmFile } from '../engine.js'
import module from '../orgate-sync.wasm?module'
import type * as Api from '../sync.js'
import { EngineOnlyGate } from '../sync-gate.js'
import * as glue from '../wasm/sync.js'

export { OrgateError } from '../error.js'
export { Grant } from '../grant.js'
export { anyOrganization } from '../organization.js'

const engine = /* @__PURE__ */ new WasmFile(glue, () => module)

export const createGate: typeof Api.createGate = options => new EngineOnlyGate(engine, options)
export const init: typeof Api.init = () => engine.init()
