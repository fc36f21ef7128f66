// Vercel Edge and others that import a module with `?module`.

import { WasmFile } from '../engine.js'
import { PlatformGate } from '../gate.js'
import type * as Api from '../index.js'
import module from '../orgate.wasm?module'
import * as glue from '../wasm/core.js'

export { OrgateError } from '../error.js'
export { Grant } from '../grant.js'
export { anyOrganization } from '../organization.js'

const engine = /* @__PURE__ */ new WasmFile(glue, () => module)

export const createGate: typeof Api.createGate = options => new PlatformGate(engine, options)
export const init: typeof Api.init = () => engine.init()
