// Every runtime that may compile bytes: the wasm file stands in the JavaScript, so nothing has to be found.

import { decodeBase64, WasmFile } from '../engine.js'
import type * as Api from '../policy.js'
import { PolicyHandle } from '../policy-handle.js'
import * as glue from '../wasm/policy.js'
import base64 from '../wasm/policy-inline.js'

export { OrgateError } from '../error.js'
export { Grant } from '../grant.js'

const engine = /* @__PURE__ */ new WasmFile(glue, () => decodeBase64(base64))

export const createPolicy: typeof Api.createPolicy = document => new PolicyHandle(engine, document)
export const init: typeof Api.init = () => engine.init()
