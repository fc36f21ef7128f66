// Every runtime that may compile bytes: the wasm file stands in the JavaScript, so nothing has to be found.

import { decodeBase64, WasmFile } from '../engine.js'
import { PlatformGate } from '../gate.js'
import type * as Api from '../index.js'
import * as glue from '../wasm/core.js'
import base64 from '../wasm/core-inline.js'

export { OrgateError } from '../error.js'
export { Grant } from '../grant.js'
export { anyOrganization } from '../organization.js'

const engine = /* @__PURE__ */ new WasmFile(glue, () => decodeBase64(base64))

export const createGate: typeof Api.createGate = options => new PlatformGate(engine, options)
export const init: typeof Api.init = () => engine.init()
