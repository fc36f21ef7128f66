/** What lint looks for. The names are stable. */
export type LintRule =
  | 'role-without-permission'
  | 'permission-without-role'
  | 'equal-roles'
  | 'role-within-role'
  | 'names-differ-only-in-case'
  | 'inconsistent-naming'
  | 'wildcard-name'
  | 'not-grantable'
  | 'dangling-reference'
  | 'invalid'
  | 'import'
  | 'unknown-rule'
  | 'unused-suppression'

/** Something that lint found. */
export interface LintFinding {
  readonly rule: LintRule
  readonly severity: 'error' | 'warning' | 'info'
  /** Where in the document: a JSON pointer (RFC 6901). */
  readonly pointer: string
  /** The same for people. */
  readonly message: string
  /** The code of what cannot be read, or of what an import keeps and never grants. */
  readonly code?: string
}

/** What lint found, in the order of the document. */
export interface LintReport {
  readonly findings: readonly LintFinding[]
  /** What the template's authors switched off, with their reasons. */
  readonly off: readonly (LintFinding & { readonly reason: string })[]
}
