//! Facts and changes. A policy is a set of facts, and every edit is a list of changes: facts that came, went or
//! became others. As data they serve the audit trail, persistence and undo alike.

use crate::grant::PrincipalType;
pub use crate::principal::Principal;
pub use crate::table::Name;
use crate::template::{Suppression, write_flag, write_text};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Where a role can be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// In an organization: a role of the organization template.
    Organization,
    /// Everywhere.
    Global,
}

/// One cell of the role-permission matrix. A global role cannot hold an organization permission: there is no way to
/// say so.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RolePermission {
    /// An organization role holds an organization permission, or with `resource` one of that API resource.
    Organization {
        /// The role.
        role: Name,
        /// The API resource's indicator.
        resource: Option<Name>,
        /// The permission.
        permission: Name,
    },
    /// A global role holds a permission of an API resource.
    Global {
        /// The role.
        role: Name,
        /// The API resource's indicator.
        resource: Name,
        /// The permission.
        permission: Name,
    },
}

/// One thing that is so.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// What the authors of the template say of it. There always is one: it changes, and never comes or goes.
    Template {
        /// The version that they gave it.
        version: Option<Name>,
        /// The findings of lint that they switched off, in order.
        lint_off: Vec<Suppression>,
    },
    /// There is an API resource (RFC 8707).
    Resource {
        /// Its indicator.
        indicator: Name,
        /// The id that a tenant gave it.
        id: Option<Name>,
        /// What people call it.
        name: Option<Name>,
        /// What it is.
        description: Option<Name>,
        /// Whether it is the default one.
        is_default: bool,
        /// Whether it is a management API.
        management_api: bool,
    },
    /// There is a permission: of the organization, or of an API resource.
    Permission {
        /// The API resource's indicator.
        resource: Option<Name>,
        /// Its name.
        name: Name,
        /// The id that a tenant gave it.
        id: Option<Name>,
        /// What it is.
        description: Option<Name>,
    },
    /// There is a role.
    Role {
        /// Where it can be held.
        level: Level,
        /// Its name.
        name: Name,
        /// The id that a tenant gave it.
        id: Option<Name>,
        /// Who can hold it.
        role_type: PrincipalType,
        /// What it is.
        description: Option<Name>,
        /// Whether new users get it. Global roles of type `User` only.
        is_default: bool,
    },
    /// A role holds a permission.
    RolePermission(RolePermission),
    /// There is a user or an application.
    Principal(Principal),
    /// There is an organization.
    Organization {
        /// Its id.
        id: Name,
        /// What people call it; not unique.
        name: Name,
        /// What it is.
        description: Option<Name>,
    },
    /// Somebody is in an organization.
    Member {
        /// The organization's id.
        organization: Name,
        /// Who.
        principal: Principal,
    },
    /// Somebody holds a role: in an organization, or everywhere.
    RoleAssignment {
        /// The organization's id; `None` is a global role.
        organization: Option<Name>,
        /// The role.
        role: Name,
        /// Who.
        principal: Principal,
    },
}

/// One change. Its inverse undoes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// This was not so, and is now.
    Added(Fact),
    /// This was so, and is no more.
    Removed(Fact),
    /// The first became the second. What refers to it by name goes along.
    Changed(Box<(Fact, Fact)>),
}

impl Change {
    /// What undoes it.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self {
            Self::Added(fact) => Self::Removed(fact.clone()),
            Self::Removed(fact) => Self::Added(fact.clone()),
            Self::Changed(both) => Self::Changed(Box::new((both.1.clone(), both.0.clone()))),
        }
    }
}

impl Level {
    /// The member name that a role of it has in JSON: `organizationRole` or `globalRole`.
    #[must_use]
    pub const fn role(self) -> &'static str {
        match self {
            Self::Organization => "organizationRole",
            Self::Global => "globalRole",
        }
    }
}

impl RolePermission {
    /// Where its role can be held.
    #[must_use]
    pub const fn level(&self) -> Level {
        match self {
            Self::Organization { .. } => Level::Organization,
            Self::Global { .. } => Level::Global,
        }
    }

    /// Its role.
    #[must_use]
    pub const fn role(&self) -> &Name {
        let (Self::Organization { role, .. } | Self::Global { role, .. }) = self;
        role
    }

    /// Its API resource.
    #[must_use]
    pub const fn resource(&self) -> Option<&Name> {
        match self {
            Self::Organization { resource, .. } => resource.as_ref(),
            Self::Global { resource, .. } => Some(resource),
        }
    }

    /// Its permission.
    #[must_use]
    pub const fn permission(&self) -> &Name {
        let (Self::Organization { permission, .. } | Self::Global { permission, .. }) = self;
        permission
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.write(&mut map)?;
        map.end()
    }
}

impl Change {
    pub(super) fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match self {
            Self::Added(fact) => {
                map.serialize_entry("change", "added")?;
                fact.write(map)
            }
            Self::Removed(fact) => {
                map.serialize_entry("change", "removed")?;
                fact.write(map)
            }
            Self::Changed(both) => {
                map.serialize_entry("change", "changed")?;
                map.serialize_entry("before", &both.0)?;
                map.serialize_entry("after", &both.1)
            }
        }
    }
}

impl Fact {
    /// The id that a tenant gave the thing.
    #[must_use]
    pub const fn own_id(&self) -> Option<&Name> {
        match self {
            Self::Resource { id, .. } | Self::Permission { id, .. } | Self::Role { id, .. } => id.as_ref(),
            _ => None,
        }
    }

    /// The same without it.
    pub(super) fn without_id(&self) -> Self {
        let mut fact = self.clone();
        if let Self::Resource { id, .. } | Self::Permission { id, .. } | Self::Role { id, .. } = &mut fact {
            *id = None;
        }
        fact
    }
}

impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.write(&mut map)?;
        map.end()
    }
}

impl Fact {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match self {
            Self::Template { version, lint_off } => {
                map.serialize_entry("fact", "template")?;
                write_text(map, "version", version.as_ref())?;
                if lint_off.is_empty() { Ok(()) } else { map.serialize_entry("lintOff", lint_off) }
            }
            Self::Resource { indicator, id, name, description, is_default, management_api } => {
                map.serialize_entry("fact", "resource")?;
                map.serialize_entry("indicator", &**indicator)?;
                write_text(map, "id", id.as_ref())?;
                write_text(map, "name", name.as_ref())?;
                write_text(map, "description", description.as_ref())?;
                write_flag(map, "isDefault", *is_default)?;
                write_flag(map, "managementApi", *management_api)
            }
            Self::Permission { resource, name, id, description } => {
                map.serialize_entry("fact", "permission")?;
                write_text(map, "resource", resource.as_ref())?;
                map.serialize_entry("name", &**name)?;
                write_text(map, "id", id.as_ref())?;
                write_text(map, "description", description.as_ref())
            }
            Self::Role { level, name, id, role_type, description, is_default } => {
                map.serialize_entry("fact", level.role())?;
                map.serialize_entry("name", &**name)?;
                write_text(map, "id", id.as_ref())?;
                map.serialize_entry("type", role_type.as_str())?;
                write_text(map, "description", description.as_ref())?;
                write_flag(map, "isDefault", *is_default)
            }
            Self::RolePermission(cell) => {
                map.serialize_entry("fact", "rolePermission")?;
                map.serialize_entry(cell.level().role(), &**cell.role())?;
                write_text(map, "resource", cell.resource())?;
                map.serialize_entry("permission", &**cell.permission())
            }
            Self::Principal(principal) => {
                map.serialize_entry("fact", principal.kind())?;
                map.serialize_entry("id", &*principal.id)
            }
            Self::Organization { id, name, description } => {
                map.serialize_entry("fact", "organization")?;
                map.serialize_entry("id", &**id)?;
                map.serialize_entry("name", &**name)?;
                write_text(map, "description", description.as_ref())
            }
            Self::Member { organization, principal } => {
                map.serialize_entry("fact", "member")?;
                map.serialize_entry("organization", &**organization)?;
                map.serialize_entry(principal.kind(), &*principal.id)
            }
            Self::RoleAssignment { organization, role, principal } => {
                map.serialize_entry("fact", "roleAssignment")?;
                write_text(map, "organization", organization.as_ref())?;
                map.serialize_entry("role", &**role)?;
                map.serialize_entry(principal.kind(), &*principal.id)
            }
        }
    }
}
