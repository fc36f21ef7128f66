// Every runtime that may compile bytes: the wasm file stands in the JavaScript, so nothing has to be found.

import { decodeBase64, WasmFile } from '../engine.js'
import type * as Api from '../sync.js'
import { EngineOnlyGate } from '../sync-gate.js'
import * as glue from '../wasm/sync.js'
import base64 from '../wasm/sync-inline.js'

export { OrgateError } from '../error.js'
export { Grant } from '../grant.js'
export { anyOrganization } from '../organization.js'

const engine = /* @__PURE__ */ new WasmFile(glue, () => decodeBase64(base64))

export const createGate: typeof Api.createGate = options => new EngineOnlyGate(engine, options)
export const init: typeof Api.init = () => engine.init()
