import type { PrincipalType } from './grant.js'
import type { LintSuppression, OrganizationTemplate } from './template-types.js'

/** A user, or a machine-to-machine application. The two have ids of their own. */
export type PrincipalRef =
  | { readonly user: string; readonly application?: never }
  | { readonly application: string; readonly user?: never }

/** Somebody of a document, with the global roles they hold: the id alone is without any. */
export type PolicyPrincipal = string | { readonly id: string; readonly roles?: readonly string[] }

/** The whole model as one JSON document, version 1. Its JSON Schema is `orgate/policy.schema.json`. */
export interface PolicyDocument {
  readonly $schema?: string
  readonly v: 1
  /** Keeps with a warning, and never grants, what Logto allows and this model refuses. */
  readonly imported?: boolean
  readonly template: OrganizationTemplate
  readonly globalRoles?: readonly {
    readonly name: string
    readonly id?: string
    readonly type?: PrincipalType
    readonly description?: string
    /** Given to every user created from then on. Roles of type `User` only. */
    readonly isDefault?: boolean
    /** Permissions by the indicator of their API resource. */
    readonly resources?: { readonly [indicator: string]: readonly string[] }
  }[]
  readonly users?: readonly PolicyPrincipal[]
  readonly applications?: readonly PolicyPrincipal[]
  readonly organizations?: readonly {
    readonly id: string
    readonly name: string
    readonly description?: string
    /** Each with its organization roles here. */
    readonly members?: readonly (PrincipalRef & { readonly roles?: readonly string[] })[]
  }[]
}

/** One edit: plain data. See `docs/policy.md` for what each does. */
export type Operation =
  | TemplateOperation
  | ResourceOperation
  | PermissionOperation
  | RoleOperation
  | GrantOperation
  | PrincipalOperation
  | OrganizationOperation
  | AssignmentOperation

/** What the authors of the template say of it. */
export interface TemplateOperation {
  readonly op: 'updateTemplate'
  readonly set: { readonly version?: string | null; readonly lintOff?: readonly LintSuppression[] }
}

export type ResourceOperation =
  | {
      readonly op: 'createResource'
      /** An absolute URI without a fragment (RFC 8707 section 2). It stays as it is. */
      readonly indicator: string
      readonly name?: string
      readonly description?: string
      /** Makes it the default one; another that was it no longer is. */
      readonly isDefault?: boolean
      /** Only roles of type `MachineToMachine` can hold its permissions. */
      readonly managementApi?: boolean
    }
  | {
      readonly op: 'updateResource'
      readonly indicator: string
      readonly set: {
        readonly name?: string | null
        readonly description?: string | null
        readonly isDefault?: boolean
      }
    }
  | { readonly op: 'deleteResource'; readonly indicator: string }

/** Without `resource` it is an organization permission. */
export type PermissionOperation =
  | {
      readonly op: 'createPermission'
      readonly resource?: string
      readonly name: string
      readonly description?: string
    }
  | {
      readonly op: 'updatePermission'
      readonly resource?: string
      readonly name: string
      readonly set: { readonly name?: string; readonly description?: string | null }
    }
  | { readonly op: 'deletePermission'; readonly resource?: string; readonly name: string }

export type RoleOperation =
  | {
      readonly op: 'createOrganizationRole'
      readonly name: string
      /** Who can hold it, for ever; `User` when absent. */
      readonly type?: PrincipalType
      readonly description?: string
    }
  | {
      readonly op: 'updateOrganizationRole'
      readonly name: string
      readonly set: { readonly name?: string; readonly description?: string | null }
    }
  | { readonly op: 'deleteOrganizationRole'; readonly name: string }
  | {
      readonly op: 'createGlobalRole'
      readonly name: string
      /** Who can hold it, for ever; `User` when absent. */
      readonly type?: 'User'
      readonly description?: string
      /** Given to every user created from now on. */
      readonly isDefault?: boolean
    }
  | {
      readonly op: 'createGlobalRole'
      readonly name: string
      readonly type: 'MachineToMachine'
      readonly description?: string
      /** Only users get roles by default. */
      readonly isDefault?: false
    }
  | {
      readonly op: 'updateGlobalRole'
      readonly name: string
      readonly set: {
        readonly name?: string
        readonly description?: string | null
        readonly isDefault?: boolean
      }
    }
  | { readonly op: 'deleteGlobalRole'; readonly name: string }

/** A global role holds API resource permissions only, so that it has to name the resource. */
export type GrantOperation =
  | {
      readonly op: 'grantPermission' | 'revokePermission'
      readonly organizationRole: string
      readonly globalRole?: never
      readonly resource?: string
      readonly permission: string
    }
  | {
      readonly op: 'grantPermission' | 'revokePermission'
      readonly globalRole: string
      readonly organizationRole?: never
      readonly resource: string
      readonly permission: string
    }

export interface PrincipalOperation {
  readonly op: 'createUser' | 'deleteUser' | 'createApplication' | 'deleteApplication'
  readonly id: string
}

export type OrganizationOperation =
  | {
      readonly op: 'createOrganization'
      readonly id: string
      /** What people call it; not unique. */
      readonly name: string
      readonly description?: string
    }
  | {
      readonly op: 'updateOrganization'
      readonly id: string
      readonly set: { readonly name?: string; readonly description?: string | null }
    }
  | { readonly op: 'deleteOrganization'; readonly id: string }

export type AssignmentOperation =
  | ({ readonly op: 'addMember' | 'removeMember'; readonly organization: string } & PrincipalRef)
  | ({
      readonly op: 'assignRoles' | 'unassignRoles'
      /** Of which they must be members; without it the roles are global ones. */
      readonly organization?: string
      /** At least one. */
      readonly roles: readonly string[]
    } & (
      | { readonly users: readonly string[]; readonly applications?: readonly string[] }
      | { readonly applications: readonly string[]; readonly users?: readonly string[] }
    ))

/** Something that is so. A policy is a set of facts. */
export type Fact =
  | TemplateFact
  | ResourceFact
  | PermissionFact
  | RoleFact
  | RolePermissionFact
  | { readonly fact: 'user' | 'application'; readonly id: string }
  | OrganizationFact
  | ({ readonly fact: 'member'; readonly organization: string } & PrincipalRef)
  | ({
      readonly fact: 'roleAssignment'
      /** Absent: a global role. */
      readonly organization?: string
      readonly role: string
    } & PrincipalRef)

/** There always is one: it changes, and is never added or removed. */
export interface TemplateFact {
  readonly fact: 'template'
  readonly version?: string
  readonly lintOff?: readonly LintSuppression[]
}

export interface ResourceFact {
  readonly fact: 'resource'
  readonly indicator: string
  /** What a tenant gave it. */
  readonly id?: string
  readonly name?: string
  readonly description?: string
  readonly isDefault?: true
  readonly managementApi?: true
}

export interface PermissionFact {
  readonly fact: 'permission'
  /** Absent: an organization permission. */
  readonly resource?: string
  readonly name: string
  /** What a tenant gave it. */
  readonly id?: string
  readonly description?: string
}

export interface RoleFact {
  readonly fact: 'organizationRole' | 'globalRole'
  readonly name: string
  /** What a tenant gave it. */
  readonly id?: string
  readonly type: PrincipalType
  readonly description?: string
  readonly isDefault?: true
}

export type RolePermissionFact =
  | {
      readonly fact: 'rolePermission'
      readonly organizationRole: string
      readonly globalRole?: never
      readonly resource?: string
      readonly permission: string
    }
  | {
      readonly fact: 'rolePermission'
      readonly globalRole: string
      readonly organizationRole?: never
      readonly resource: string
      readonly permission: string
    }

export interface OrganizationFact {
  readonly fact: 'organization'
  readonly id: string
  readonly name: string
  readonly description?: string
}

/** What became another. What refers to it by name went along. */
export interface Changed<F> {
  readonly change: 'changed'
  readonly before: F
  readonly after: F
}

/** One thing that an edit changed. JSON, for the audit trail, persistence and undo alike. */
export type Change =
  | ({ readonly change: 'added' | 'removed' } & Exclude<Fact, TemplateFact>)
  | Changed<TemplateFact>
  | Changed<ResourceFact>
  | Changed<PermissionFact>
  | Changed<RoleFact>
  | Changed<OrganizationFact>
