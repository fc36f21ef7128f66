// What a migration plan is: JSON, so that it can be kept, read by people and run elsewhere. Nothing here names a type
// of a platform: a plan is made where there is no network.

import type { TemplateRef } from '../diff-types.js'
import type { Problem } from '../error.js'
import type { Assignee } from '../policy.js'

/** What to plan. */
export interface PlanOptions {
  /** `template`, or with `roles` global roles too. By default `template`. */
  readonly scope?: 'template' | 'roles'
}

/** Everything that JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json }

/** Requests to Logto's Management API that bring a tenant from one template to another. */
export interface MigrationPlan {
  readonly from: TemplateRef
  readonly to: TemplateRef
  /** The roles that are deleted, and with them what is known of their assignments. */
  readonly lost: readonly LostRole[]
  /** What the Management API cannot do, and what goes along unseen. Pointers are into the diff. */
  readonly warnings: readonly Problem[]
  /** Reads, then writes. */
  readonly steps: readonly PlanStep[]
}

/** A role that is deleted. One of another type is another role. */
export type LostRole = {
  readonly reason: 'role deleted' | 'role type changed'
  readonly assignees: readonly Assignee[]
} & (
  | { readonly organizationRole: string; readonly globalRole?: never }
  | { readonly globalRole: string; readonly organizationRole?: never }
)

/** One request. A `GET` reads a whole list, page by page. */
export interface PlanStep {
  /** Unique in the plan, and the same whenever that plan is made. */
  readonly id: string
  /** What it does, for people. */
  readonly title: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Below the base of the API; `{role}` is the value of the variable `role`. */
  readonly path: string
  /** `{ "use": "role" }` in it is the value of the variable `role`. */
  readonly body?: Json
  /** The earlier steps that `use` and `skipIf` name. */
  readonly needs: readonly string[]
  /** Variables: ids that are not known before the tenant is read. */
  readonly use?: { readonly [variable: string]: Reference }
  /** When there is nothing to do. The answer of a step that is left out is the entry that was found. */
  readonly skipIf?: Condition
}

/** The `id` of a write's answer, or of the one entry of a list that matches. */
export interface Reference {
  readonly step: string
  readonly entry?: Pattern
}

/** Whether a list has an entry that matches. */
export interface Condition {
  readonly step: string
  readonly entry: Pattern
  readonly found: boolean
}

/**
 * What an entry looks like. An object matches if each of its members does, an array if each of its elements matches
 * some element, `null` what is null or absent, and everything else what is equal. Three objects are not taken as they
 * are: `{ "use": variable }` matches the value of a variable of the step, `{ "not": pattern }` what the pattern does
 * not match, and `{ "anyOf": patterns }` what one of them does. A variable without a value matches nothing.
 */
export type Pattern = Json

/** What `runPlan` did, as ids of steps. */
export interface PlanResult {
  readonly read: readonly string[]
  readonly written: readonly string[]
  /** Steps with nothing to do. */
  readonly skipped: readonly string[]
  /** What a dry run would have written. */
  readonly pending: readonly string[]
}

/** How far `runPlan` is. */
export interface PlanProgress {
  readonly step: PlanStep
  /** Of the step in the plan, from 0. */
  readonly index: number
  readonly total: number
  readonly outcome: 'read' | 'written' | 'skipped' | 'pending'
}

/** As much of `fetch` as is used: the platform's own fits. */
export type PlanFetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string; redirect: 'manual' },
) => Promise<{
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
}>

/** Headers: an object, a `Headers`, or pairs. */
export type PlanHeaders = { readonly [name: string]: string } | Iterable<readonly [string, string]>

/** As much of an `AbortSignal` as is used. */
export interface PlanSignal {
  readonly aborted: boolean
  readonly reason?: unknown
  addEventListener?(type: 'abort', listener: () => void): void
  removeEventListener?(type: 'abort', listener: () => void): void
}

/** Where and how a plan is run. */
export interface RunPlanOptions {
  readonly fetch: PlanFetch
  /** The base of the Management API, `https://tenant.logto.app/api` for example. */
  readonly endpoint: string
  /** Sent with every request. A function is called for each: tokens expire. */
  readonly headers?: PlanHeaders | (() => PlanHeaders | Promise<PlanHeaders>)
  /** Called after each step, and waited for. */
  readonly onStep?: (progress: PlanProgress) => unknown
  /** Stops it, also while an answer is awaited. What was asked of the tenant by then may have been done. */
  readonly signal?: PlanSignal
  /** Reads, and tells what would be written. */
  readonly dryRun?: boolean
}
