import type { LintReport } from './lint-types.js'
import { configurationError } from './options.js'
import { asked, type PolicyFile } from './policy-engine.js'
import { readDocument, requireDocument } from './policy-input.js'
import type { OrganizationTemplate } from './template-types.js'

/** What lint finds in a document, which may be broken. */
export function lintDocument(file: PolicyFile, document: unknown): LintReport {
  requireDocument(document)
  const text = readDocument(document) ?? ''
  const { lint } = file.start()
  return asked(file, () => JSON.parse(lint(new TextEncoder().encode(text))))
}

/** A template in CSV. */
export function templateFromText(file: PolicyFile, csv: unknown): OrganizationTemplate {
  if (typeof csv !== 'string') {
    throw configurationError([{ code: 'OPTION_INVALID', pointer: '', message: 'the CSV is not text' }])
  }
  const text = readDocument(csv) ?? ''
  const { EnginePolicy } = file.start()
  return asked(file, () => {
    const policy = EnginePolicy.fromCsv(new TextEncoder().encode(text))
    try {
      return JSON.parse(policy.templateJson())
    } finally {
      policy.free()
    }
  })
}
