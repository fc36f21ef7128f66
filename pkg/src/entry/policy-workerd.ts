// Cloudflare workers: bytes may not be compiled, a module must be imported.

import { WasmFile } from '../engine.js'
import module from '../orgate-policy.wasm'
import type * as Api from '../policy.js'
import { PolicyHandle } from '../policy-handle.js'
import * as glue from '../wasm/policy.js'

export { OrgateError } from '../error.js'
export { Grant } from '../grant.js'

const engine = /* @__PURE__ */ new WasmFile(glue, () => module)

export const createPolicy: typeof Api.createPolicy = document => new PolicyHandle(engine, document)
export const init: typeof Api.init = () => engine.init()
