//! Global roles: what a user may do of an API resource everywhere, and an application outside of organizations.

pub(crate) mod role_set;

use crate::grant::PrincipalType;
use crate::table::{Name, Table};
use crate::template::ResourceGrants;

/// The most global roles.
pub const MAX_GLOBAL_ROLES: usize = 1_000;

/// A global role. It holds API resource permissions only: there is no place for others.
#[derive(Clone, Debug)]
pub struct GlobalRole {
    /// The id that a tenant gave it.
    pub id: Option<Name>,
    /// Who can hold it.
    pub role_type: PrincipalType,
    /// What it is.
    pub description: Option<Name>,
    /// Whether users that are created get it.
    pub is_default: bool,
    /// Its permissions.
    pub resources: ResourceGrants,
}

/// The global roles by name, which is unique among them.
pub(crate) type GlobalRoles = Table<GlobalRole>;

impl GlobalRoles {
    /// The roles that a new user gets. An import can mark a role of the other type: no application gets any.
    pub(crate) fn defaults(&self) -> impl Iterator<Item = &Name> {
        self.iter()
            .filter(|(_, _, role)| role.is_default && role.role_type == PrincipalType::User)
            .map(|(_, name, _)| name)
    }

    /// The roles that hold a permission of the API resource at a position.
    pub(crate) fn holders(&self, position: usize, id: usize) -> impl Iterator<Item = (&Name, &GlobalRole)> {
        self.iter()
            .filter(move |(_, _, role)| role.resources.of(position).is_some_and(|set| set.contains(id)))
            .map(|(_, name, role)| (name, role))
    }
}
