import type { PrincipalType } from './grant.js'

/** A permission of a template: its name, or a name with a description and the id that a tenant gave it. */
export type TemplatePermission =
  | string
  | { readonly name: string; readonly id?: string; readonly description?: string }

/** Findings of lint that the authors of a template switched off. */
export interface LintSuppression {
  /** The name of the rule, `equal-roles` for example. */
  readonly rule: string
  /** The permission, role or API resource that the findings are about; without it, all findings of the rule. */
  readonly name?: string
  /** Why. */
  readonly reason: string
}

/** An organization template in Orgate's own format, version 1. */
export interface OrganizationTemplate {
  readonly $schema?: string
  readonly v: 1
  readonly version?: string
  /** Keeps with a warning, and never grants, what Logto allows and this model refuses. */
  readonly imported?: boolean
  /** Findings of lint that are switched off, each with a reason. */
  readonly lintOff?: readonly LintSuppression[]
  readonly permissions: readonly TemplatePermission[]
  readonly resources?: readonly {
    readonly indicator: string
    readonly id?: string
    readonly name?: string
    readonly description?: string
    /** Whether a token is for it when none was asked for. At most one is. */
    readonly isDefault?: boolean
    /** Whether only roles of type `MachineToMachine` can hold its permissions. */
    readonly managementApi?: boolean
    readonly permissions: readonly TemplatePermission[]
  }[]
  readonly roles: readonly {
    readonly name: string
    /** What a tenant gave it: by this a role is known when its name changes. */
    readonly id?: string
    readonly type?: PrincipalType
    readonly description?: string
    readonly permissions: readonly string[]
    readonly resources?: { readonly [indicator: string]: readonly string[] }
  }[]
}

/** Bodies of Logto's Management API, keyed by path: what `toLogto` makes, and what is read as a Logto export. */
export type LogtoBundle = {
  readonly [path: `/${string}`]: readonly { readonly [member: string]: unknown }[]
}

/** What Logto's Management API exports: list bodies, keyed by their paths or by name. */
export type LogtoExport =
  | { readonly [path: `/${string}`]: unknown }
  | {
      readonly organizationScopes: readonly unknown[]
      readonly organizationRoles: readonly unknown[]
      readonly resources?: readonly unknown[]
    }

/** A template in either format. Its content is looked at when a gate gets it. */
export type TemplateInput = OrganizationTemplate | LogtoExport
