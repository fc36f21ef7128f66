import type { Page } from './policy.js'
import type { PrincipalRef } from './policy-types.js'

/** How many gain something, and how many lose something. Who does both is counted in both. */
export interface GainLose {
  readonly gain: number
  readonly lose: number
}

/** Who gains and who loses what when a template or policy becomes another. */
export interface Impact {
  /** Organization roles and global roles, held or not. */
  readonly roles: GainLose
  /** Organizations with a member who gains or loses something there. */
  readonly organizations: GainLose
  readonly users: GainLose
  readonly applications: GainLose
  /** Users and applications, counted in each organization where they gain or lose something. */
  readonly memberships: GainLose
  /** By permission, sorted by API resource and name; the organization's first. */
  readonly permissions: readonly PermissionImpact[]
}

/** One permission, and how far its change reaches. */
export interface PermissionImpact {
  /** An API resource's indicator; absent for an organization permission. */
  readonly resource?: string
  readonly permission: string
  readonly gain: ImpactReach
  readonly lose: ImpactReach
}

export interface ImpactReach {
  readonly roles: number
  readonly organizations: number
  /** Users and applications. */
  readonly principals: number
}

/** A permission of the organization, or with `resource` one of that API resource. */
export interface PermissionRef {
  readonly resource?: string
  readonly permission: string
}

/** A role that grants more or less. */
export type RoleImpact = (
  | { readonly organizationRole: string; readonly globalRole?: never }
  | { readonly globalRole: string; readonly organizationRole?: never }
) & {
  readonly gained: readonly PermissionRef[]
  readonly lost: readonly PermissionRef[]
  /** How often it is assigned. */
  readonly assignments: number
}

/** An organization with members who gain or lose something there. */
export interface OrganizationImpact {
  readonly organization: string
  readonly gained: readonly PermissionRef[]
  readonly lost: readonly PermissionRef[]
  /** How many of its members do. */
  readonly members: number
}

/** Somebody who gains or loses something somewhere. */
export type PrincipalImpact = PrincipalRef & {
  readonly gained: readonly PermissionRef[]
  readonly lost: readonly PermissionRef[]
  /** In how many organizations. */
  readonly organizations: number
  /** Whether they do so outside of organizations, by global roles. */
  readonly outside: boolean
}

/** Somebody in one organization, or without `organization` outside of organizations. */
export type MembershipImpact = PrincipalRef & {
  readonly organization?: string
  readonly gained: readonly PermissionRef[]
  readonly lost: readonly PermissionRef[]
}

/** What an entry of a list is of, and what identifies one. */
export interface ImpactEntries {
  readonly role: RoleImpact
  readonly organization: OrganizationImpact
  readonly principal: PrincipalImpact
  readonly membership: MembershipImpact
}

/** How much becomes another: the template, or global roles too. The directory stays as it is. */
export interface ImpactOptions {
  /** By default `template`. */
  readonly scope?: 'template' | 'roles'
}

/** What of an impact to list. `after` may be the last entry of the page before. */
export interface ImpactListOptions<By extends keyof ImpactEntries> extends ImpactOptions {
  readonly by: By
  /** Only what changes in this organization. */
  readonly organization?: string
  /** Only this permission. */
  readonly permission?: PermissionRef
  /** Only what is gained, or only what is lost. */
  readonly effect?: 'gain' | 'lose'
  readonly after?: ImpactAfter[By]
  readonly limit?: Page<never>['limit']
}

/** What identifies an entry of a list. */
export interface ImpactAfter {
  readonly role:
    | { readonly organizationRole: string; readonly globalRole?: never }
    | { readonly globalRole: string; readonly organizationRole?: never }
  readonly organization: { readonly organization: string }
  readonly principal: PrincipalRef
  readonly membership: PrincipalRef & { readonly organization?: string }
}
