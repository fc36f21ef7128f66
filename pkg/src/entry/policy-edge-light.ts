// Vercel Edge and others that import a module with `?module`.

import { lintDocument, templateFromText } from '../documents.js'
import { WasmFile } from '../engine.js'
import { History } from '../history.js'
import module from '../orgate-policy.wasm?module'
import type * as Api from '../policy.js'
import { PolicyHandle } from '../policy-handle.js'
import * as glue from '../wasm/policy.js'

export { OrgateError } from '../error.js'
export { Grant } from '../grant.js'
export { runPlan } from '../plan/run.js'
export { formatDiff } from '../text/diff.js'
export { formatPlan } from '../text/plan.js'
export { formatImpact, formatLint } from '../text/report.js'

const engine = /* @__PURE__ */ new WasmFile(glue, () => module)

export const createPolicy: typeof Api.createPolicy = document => new PolicyHandle(engine, document)
export const createHistory: typeof Api.createHistory = document => new History(createPolicy, document)
export const lint: typeof Api.lint = document => lintDocument(engine, document)
export const templateFromCsv: typeof Api.templateFromCsv = csv => templateFromText(engine, csv)
export const init: typeof Api.init = () => engine.init()
