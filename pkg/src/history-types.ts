import type { PolicyDiff } from './diff-types.js'
import type { Policy, PolicyInput } from './policy.js'
import type { OrganizationTemplate } from './template-types.js'

/** A version of a template. */
export interface TemplateVersion {
  /** Unique in the history. */
  readonly version: string
  /** The content hash. Two versions of the same meaning have the same one. */
  readonly hash: string
  /** When it was made, as its author says: any text, an RFC 3339 date for example. */
  readonly at?: string
  /** Why it was made. */
  readonly note?: string
}

/** A history as JSON. */
export interface HistoryDocument {
  readonly v: 1
  /** Oldest first. */
  readonly versions: readonly (TemplateVersion & { readonly template: OrganizationTemplate })[]
}

/** How a version is made. */
export interface CommitOptions {
  /** The version that it follows: the latest one, or none for the first. Else `VERSION_CONFLICT`, which names both. */
  readonly after?: string | undefined
  /** By default that of the template, if no version has it yet, else the next number. */
  readonly version?: string
  readonly at?: string
  readonly note?: string
}

/** The versions of a template, for those who do not keep it in git. */
export interface TemplateHistory {
  /** Oldest first. */
  readonly versions: readonly TemplateVersion[]
  /** The last one. */
  readonly latest: TemplateVersion | undefined

  /**
   * Adds a version. Unless a version is named, a template that is the latest one but for its version is not added again.
   *
   * @throws {OrgateError} `VERSION_CONFLICT` if it was made for another version than the latest; `NAME_TAKEN` if there
   *   is such a version; `CONFIGURATION_INVALID` if it is no template
   */
  commit(template: Policy | PolicyInput | string, options?: CommitOptions): TemplateVersion
  /** The template of a version. @throws {OrgateError} `VERSION_UNKNOWN` */
  template(version: string): OrganizationTemplate
  /** What makes one version another. @throws {OrgateError} `VERSION_UNKNOWN` */
  diff(from: string, to: string): PolicyDiff
  /** Adds the content of an old version as a new one. @throws {OrgateError} as `commit`; `VERSION_UNKNOWN` */
  restore(version: string, options?: CommitOptions): TemplateVersion
  /** Everything: what `createHistory` takes. */
  toJSON(): HistoryDocument
}
