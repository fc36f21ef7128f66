/**
 * The whole authorization model in memory: organization template, API resources, global roles, organizations and
 * who is in them. Every edit is an operation that says what it changed; every answer can say why.
 *
 * ```ts
 * const policy = createPolicy({ v: 1, template, users: ['ada'], organizations: [{ id: 'org_1', name: 'Acme' }] })
 * policy.apply([
 *   { op: 'addMember', organization: 'org_1', user: 'ada' },
 *   { op: 'assignRoles', organization: 'org_1', roles: ['admin'], users: ['ada'] },
 * ])
 * policy.resolve({ user: 'ada', organization: 'org_1' }).can('invite:member')
 * ```
 *
 * What a runtime loads is `entry/…`, one of which there is for each way to have the wasm file; this module is what
 * they have in common.
 *
 * @module orgate/policy
 */

// A policy can be declared with `using`, whatever libraries its user's compiler settings name.
/// <reference lib="esnext.disposable" preserve="true" />

import type { DiffOptions, EditOptions, PolicyDiff } from './diff-types.js'
import type { Problem } from './error.js'
import type { Grant } from './grant.js'
import type { HistoryDocument, TemplateHistory } from './history-types.js'
import type { Impact, ImpactEntries, ImpactListOptions, ImpactOptions } from './impact-types.js'
import type { LintReport } from './lint-types.js'
import type { MigrationPlan, PlanOptions } from './plan/types.js'
import type { Change, Operation, PolicyDocument, PrincipalRef } from './policy-types.js'
import type { LogtoBundle, LogtoExport, OrganizationTemplate } from './template-types.js'

export type {
  Difference,
  DiffOptions,
  DiffScope,
  EditOptions,
  Effect,
  ExpectedTemplate,
  PolicyDiff,
  TemplateRef,
} from './diff-types.js'
export { OrgateError, type OrgateErrorCode, type Problem } from './error.js'
export { type Explanation, Grant, type GrantJson, type Mode, type PrincipalType } from './grant.js'
export type {
  CommitOptions,
  HistoryDocument,
  TemplateHistory,
  TemplateVersion,
} from './history-types.js'
export type {
  GainLose,
  Impact,
  ImpactAfter,
  ImpactEntries,
  ImpactListOptions,
  ImpactOptions,
  ImpactReach,
  MembershipImpact,
  OrganizationImpact,
  PermissionImpact,
  PermissionRef,
  PrincipalImpact,
  RoleImpact,
} from './impact-types.js'
export type { LintFinding, LintReport, LintRule } from './lint-types.js'
export { runPlan } from './plan/run.js'
export type {
  Condition,
  Json,
  LostRole,
  MigrationPlan,
  Pattern,
  PlanFetch,
  PlanHeaders,
  PlanOptions,
  PlanProgress,
  PlanResult,
  PlanSignal,
  PlanStep,
  Reference,
  RunPlanOptions,
} from './plan/types.js'
export type {
  AssignmentOperation,
  Change,
  Changed,
  Fact,
  GrantOperation,
  Operation,
  OrganizationFact,
  OrganizationOperation,
  PermissionFact,
  PermissionOperation,
  PolicyDocument,
  PolicyPrincipal,
  PrincipalOperation,
  PrincipalRef,
  ResourceFact,
  ResourceOperation,
  RoleFact,
  RoleOperation,
  RolePermissionFact,
  TemplateFact,
  TemplateOperation,
} from './policy-types.js'
export type { Permission, Register } from './register.js'
export type {
  LintSuppression,
  LogtoBundle,
  LogtoExport,
  OrganizationTemplate,
  TemplatePermission,
} from './template-types.js'
export { formatDiff } from './text/diff.js'
export { formatPlan } from './text/plan.js'
export { formatImpact, formatLint } from './text/report.js'

/** What a policy is made from: its own document, or a template in either format. */
export type PolicyInput = PolicyDocument | OrganizationTemplate | LogtoExport

/** How many of each there are. */
export interface PolicyCounts {
  /** Of the organization and of every API resource. */
  readonly permissions: number
  readonly resources: number
  readonly organizationRoles: number
  readonly globalRoles: number
  readonly users: number
  readonly applications: number
  readonly organizations: number
  readonly memberships: number
}

/** What may somebody do? With `organization`, `resource` or both. */
export type PolicyQuestion = PrincipalRef & {
  /** Where. */
  readonly organization?: string
  /** An API resource's indicator, to ask for its permissions instead of the organization's. */
  readonly resource?: string
  /** What a token was asked to hold; names that do not exist have no effect. By default everything. */
  readonly requested?: readonly string[]
  /**
   * Whether a user's API permissions without an organization hold those of the organization roles in all of the
   * user's organizations, as Logto's server has it; by default `include`.
   */
  readonly organizationRoles?: 'include' | 'exclude'
}

/** A role, and where it can be held. */
export interface RoleRef {
  readonly role: string
  readonly level: 'organization' | 'global'
}

/** Why somebody may do something or not. */
export interface PolicyExplanation {
  /** The permission asked for. */
  readonly permission: string
  /** The answer. */
  readonly allowed: boolean
  /** The answer as a stable code. */
  readonly code:
    | 'GRANTED'
    | 'PERMISSION_NOT_GRANTED'
    | 'PERMISSION_NOT_REQUESTED'
    | 'PERMISSION_UNKNOWN'
    | 'PERMISSION_REMOVED'
    | 'PERMISSION_NOT_GRANTABLE'
    | 'AUDIENCE_MISMATCH'
    | 'ROLE_TYPE_MISMATCH'
    | 'NOT_A_MEMBER'
    | 'ORGANIZATION_UNKNOWN'
    | 'ORGANIZATION_REQUIRED'
    | 'PRINCIPAL_UNKNOWN'
    | 'RESOURCE_UNKNOWN'
  /** The roles that grant it, and the organization in which an organization role is held. */
  readonly grantedBy: readonly (RoleRef & { readonly organization?: string })[]
  /** Every role that grants it, held or not: a fact of the model. */
  readonly rolesThatGrant: readonly RoleRef[]
  /** For an unknown permission, the nearest one that exists. */
  readonly nearest?: string
  /** The same for people. */
  readonly message: string
}

/** One of somebody's organizations. */
export interface Membership {
  readonly organization: string
  readonly name: string
  /** The organization roles there. */
  readonly roles: readonly string[]
}

/** Somebody in an organization, and the organization roles there. */
export type Member = PrincipalRef & { readonly roles: readonly string[] }

/** Which part of a long list. */
export interface Page<After> {
  /** The last entry of the part before. */
  readonly after?: After
  /** At most so many entries: 1 to 100,000; by default 1,000. */
  readonly limit?: number
}

/** The complete model in the engine's memory. `dispose` gives that back; forgetting the policy does so in time. */
export interface Policy {
  /** What was read of the document and has no effect. */
  readonly warnings: readonly Problem[]
  /** Which template it is: grants carry this. */
  readonly template: { readonly hash: string; readonly version?: string }
  /** How many of each there are. */
  readonly counts: PolicyCounts

  /**
   * Applies operations as one transaction, wholly or not at all. Answers what changed, in order.
   *
   * @throws {OrgateError} the first refusal; `details.pointer` says which operation it is of. `VERSION_CONFLICT` when
   *   the template is not the one of `ifTemplate`
   */
  apply(operations: Operation | readonly Operation[], options?: EditOptions): Change[]
  /**
   * Makes changes again that another policy of the same content answered, wholly or not at all.
   *
   * @throws {OrgateError} `CHANGES_CONFLICT` when they do not fit what the policy is now
   */
  replay(changes: readonly Change[]): Change[]
  /**
   * Takes changes back, the last one first, wholly or not at all. Answers what that changed: undoing it is a redo.
   *
   * @throws {OrgateError} `CHANGES_CONFLICT` when they do not fit what the policy is now
   */
  undo(changes: readonly Change[]): Change[]

  /**
   * Makes the template that of another policy or document, wholly or not at all. Answers what changed: that holds what
   * could not stay, assignments of roles that are gone and what global roles held of permissions that are gone.
   *
   * @throws {OrgateError} `VERSION_CONFLICT`; `CONFIGURATION_INVALID` for a document that is none
   */
  setTemplate(to: Policy | PolicyInput | string, options?: EditOptions): Change[]
  /**
   * What makes this template, or all of this policy, another one. Two things are the same one if both have the same id,
   * or else the same name.
   */
  diff(to: Policy | PolicyInput | string, options?: DiffOptions): PolicyDiff

  /**
   * What somebody may do, as a grant of the kind `policy`. `orgate/check` reads it.
   *
   * @throws {OrgateError} `PRINCIPAL_UNKNOWN`, `ORGANIZATION_REQUIRED`, `ORGANIZATION_UNKNOWN`, `NOT_A_MEMBER`,
   *   `RESOURCE_UNKNOWN`, `CONFIGURATION_INVALID`
   */
  resolve(question: PolicyQuestion): Grant
  /** Why somebody may do something or not. */
  explain(question: PolicyQuestion, permission: string): PolicyExplanation

  /** Somebody's organizations and roles there, sorted by the organization's id. */
  organizationsOf(principal: PrincipalRef): Membership[]
  /** Somebody's global roles, sorted. */
  globalRolesOf(principal: PrincipalRef): string[]
  /** Who is in an organization: users by their ids, then applications. */
  members(organization: string, page?: Page<PrincipalRef>): Member[]
  /** Who holds a role. */
  assignees(role: HeldRole, page?: Page<Assignee>): Assignee[]

  /**
   * How many gain and lose what if this template, or policy, became another one: with the organizations, members and
   * assignments of this policy. Looks at every membership once.
   */
  impact(to: Policy | PolicyInput | string, options?: ImpactOptions): Impact
  /**
   * The same by name: by role, organization, principal or membership, sorted, a page at a time.
   *
   * @throws {OrgateError} `ORGANIZATION_UNKNOWN`; `RESOURCE_UNKNOWN` and `PERMISSION_UNKNOWN` for what neither has
   */
  impactList<By extends keyof ImpactEntries>(
    to: Policy | PolicyInput | string,
    options: ImpactListOptions<By>,
  ): ImpactEntries[By][]
  /** What lint finds in the template. Pointers are into `toTemplate()`; for those into a file, give the file to {@link lint}. */
  lint(): LintReport
  /**
   * The requests that bring a tenant of Logto from this template to another one. {@link runPlan} makes them. The way back
   * is the plan of the other one to this one. Organizations and who is in them are not planned.
   */
  plan(to: Policy | PolicyInput | string, options?: PlanOptions): MigrationPlan

  /** The pairs of roles and permissions as CSV (RFC 4180), sorted. {@link templateFromCsv} reads it. */
  toCsv(): string
  /** The template, API resources and global roles as bodies of Logto's Management API, sorted. */
  toLogto(): LogtoBundle
  /** The organization template alone: what `createGate` takes. */
  toTemplate(): OrganizationTemplate
  /** Everything, sorted: what {@link createPolicy} takes. */
  toJSON(): PolicyDocument

  /** Frees the engine's memory. Twice is fine; any other use after it is refused with `POLICY_DISPOSED`. */
  dispose(): void
  /** The same, for `using`. */
  [Symbol.dispose](): void
}

/** A role that somebody may hold: an organization role anywhere or in one organization, or a global role. */
export type HeldRole =
  | { readonly organizationRole: string; readonly organization?: string; readonly globalRole?: never }
  | { readonly globalRole: string; readonly organizationRole?: never; readonly organization?: never }

/** Somebody who holds a role, and where. */
export type Assignee = PrincipalRef & { readonly organization?: string }

/**
 * Makes a policy from a document, from its JSON text, or empty.
 *
 * @throws {OrgateError} `CONFIGURATION_INVALID` with every problem of the document in `details.problems`;
 *   `ENGINE_UNAVAILABLE` where WebAssembly cannot start
 */
export declare function createPolicy(document?: PolicyInput | string): Policy

/**
 * Makes a history of template versions: empty, or from what its `toJSON` gave.
 *
 * @throws {OrgateError} `CONFIGURATION_INVALID` for a document that is none, or that is not what was written
 */
export declare function createHistory(document?: HistoryDocument | string): TemplateHistory

/**
 * What lint finds in a template, or in the template of a policy document. A document that cannot be read has findings
 * too. Pointers are into the document; for a Logto export into the template that it becomes.
 */
export declare function lint(document: unknown): LintReport

/**
 * Reads a template from CSV. The first line names the columns, `role` and `permission` and perhaps `type` and
 * `resource`, in any order.
 *
 * @throws {OrgateError} `CONFIGURATION_INVALID` with every problem in `details.problems`; a pointer is `/line/column`
 */
export declare function templateFromCsv(csv: string): OrganizationTemplate

/**
 * Starts the engine ahead of time and without blocking. Optional, except where a runtime compiles nothing at once.
 * May be called twice, at the same time, and again after a failure.
 *
 * @throws {OrgateError} `ENGINE_UNAVAILABLE`
 */
export declare function init(): Promise<void>
