//! Operations: what somebody wants changed. Each keeps the rules of the model, and takes along what depends on what
//! it takes away.

use super::fact::{Level, Name, Principal, RolePermission};
use crate::grant::PrincipalType;
use crate::template::Suppression;

/// One edit. A list of them is a transaction: see [`super::Policy::apply`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Updates what the authors of the template say of it.
    UpdateTemplate {
        /// A new version, or with `Some(None)` none.
        version: Option<Option<Name>>,
        /// Other findings of lint that are switched off.
        lint_off: Option<Vec<Suppression>>,
    },
    /// Creates an API resource.
    CreateResource {
        /// Its indicator (RFC 8707 section 2): unique, and the same for ever.
        indicator: Name,
        /// What people call it.
        name: Option<Name>,
        /// What it is.
        description: Option<Name>,
        /// Makes it the default one, which another may have been.
        is_default: bool,
        /// Marks it as a management API, whose permissions only roles of type `MachineToMachine` can hold.
        management_api: bool,
    },
    /// Updates an API resource.
    UpdateResource {
        /// Its indicator.
        indicator: Name,
        /// The new values.
        set: Update,
    },
    /// Deletes an API resource and its permissions.
    DeleteResource {
        /// Its indicator.
        indicator: Name,
    },
    /// Creates a permission: of the organization, or of an API resource.
    CreatePermission {
        /// The API resource's indicator.
        resource: Option<Name>,
        /// Its name, without white space.
        name: Name,
        /// What it is.
        description: Option<Name>,
    },
    /// Updates a permission. Roles that hold it keep it under its new name.
    UpdatePermission {
        /// The API resource's indicator.
        resource: Option<Name>,
        /// Its name.
        name: Name,
        /// The new values.
        set: Update,
    },
    /// Deletes a permission, also from every role.
    DeletePermission {
        /// The API resource's indicator.
        resource: Option<Name>,
        /// Its name.
        name: Name,
    },
    /// Creates a role. Its type stays as it is for ever.
    CreateRole {
        /// Where it can be held.
        level: Level,
        /// Its name, unique among the roles of its level.
        name: Name,
        /// Who can hold it.
        role_type: PrincipalType,
        /// What it is.
        description: Option<Name>,
        /// Gives it to every user created from now on. Global roles of type `User` only.
        is_default: bool,
    },
    /// Updates a role. Its holders keep it under its new name.
    UpdateRole {
        /// Where it can be held.
        level: Level,
        /// Its name.
        name: Name,
        /// The new values.
        set: Update,
    },
    /// Deletes a role, also from everybody who holds it.
    DeleteRole {
        /// Where it can be held.
        level: Level,
        /// Its name.
        name: Name,
    },
    /// Lets a role hold a permission. Twice changes nothing.
    GrantPermission(RolePermission),
    /// Takes a permission from a role. Twice changes nothing.
    RevokePermission(RolePermission),
    /// Creates a user or an application. A user gets the default roles.
    CreatePrincipal(Principal),
    /// Deletes a user or an application, with memberships and roles.
    DeletePrincipal(Principal),
    /// Creates an organization.
    CreateOrganization {
        /// Its id.
        id: Name,
        /// What people call it; not unique.
        name: Name,
        /// What it is.
        description: Option<Name>,
    },
    /// Updates an organization.
    UpdateOrganization {
        /// Its id.
        id: Name,
        /// The new values.
        set: Update,
    },
    /// Deletes an organization with its memberships and the roles in it.
    DeleteOrganization {
        /// Its id.
        id: Name,
    },
    /// Adds a member without roles. Twice changes nothing.
    AddMember {
        /// The organization's id.
        organization: Name,
        /// Who.
        principal: Principal,
    },
    /// Removes a member and its roles in the organization.
    RemoveMember {
        /// The organization's id.
        organization: Name,
        /// Who.
        principal: Principal,
    },
    /// Gives every one of these principals every one of these roles. Twice changes nothing.
    AssignRoles {
        /// The organization's id, of which they must be members; without it the roles are global ones.
        organization: Option<Name>,
        /// The roles.
        roles: Vec<Name>,
        /// Who gets them.
        principals: Vec<Principal>,
    },
    /// Takes every one of these roles from every one of these principals. Twice changes nothing.
    UnassignRoles {
        /// The organization's id, of which they must be members; without it the roles are global ones.
        organization: Option<Name>,
        /// The roles.
        roles: Vec<Name>,
        /// Whom they are taken from.
        principals: Vec<Principal>,
    },
}

/// New values: what is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Update {
    /// A new name. The name of an API resource can be taken away by `Some(None)`; no other can.
    pub name: Option<Option<Name>>,
    /// A new description, or with `Some(None)` none.
    pub description: Option<Option<Name>>,
    /// Whether it is a default: of API resources and global roles.
    pub is_default: Option<bool>,
}
