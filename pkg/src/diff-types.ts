import type { Change } from './policy-types.js'

/** Which template it is. */
export interface TemplateRef {
  /** The content hash: of the meaning, whatever the order and formatting. */
  readonly hash: string
  /** The version that its authors gave it. */
  readonly version?: string
}

/**
 * What a change can do to those whom it touches. Nobody gains anything without a change that is `widening`, and nobody
 * loses anything without one that is `narrowing`; who really does is what `impact` tells. `both`: a permission that
 * roles hold has another name, and code that asks for the old one is refused.
 */
export type Effect = 'widening' | 'narrowing' | 'both' | 'none'

/**
 * How much is compared. `template`: the organization template with its API resources; `roles`: global roles too;
 * `policy`: everything, organizations, users, applications and assignments too.
 */
export type DiffScope = 'template' | 'roles' | 'policy'

/** How to compare. */
export interface DiffOptions {
  /** By default `template`. */
  readonly scope?: DiffScope
}

/** A change between two policies, and what it can do. */
export type Difference = Change & { readonly effect: Effect }

/** What makes one template or policy another. */
export interface PolicyDiff {
  readonly from: TemplateRef
  readonly to: TemplateRef
  /** In an order in which `replay` makes them. Empty if both are the same. */
  readonly changes: readonly Difference[]
}

/** The template that an edit was made for. What is left out can be anything. */
export interface ExpectedTemplate {
  readonly hash?: string
  readonly version?: string
}

/** On which condition an edit is made. */
export interface EditOptions {
  /** Only if the template is this one: `policy.template` when the edit was made. Else `VERSION_CONFLICT`. */
  readonly ifTemplate?: ExpectedTemplate
}
