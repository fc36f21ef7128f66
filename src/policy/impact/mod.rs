//! What it means for everybody when a policy becomes another: who loses what, and who gains what.
//!
//! Organizations, members and assignments stay as they are. A role goes along with its holders into the role of the
//! other policy that is the same; of one that is gone they keep nothing. Permissions are compared by their names, as
//! code asks for them: one that is renamed is lost under its old name and gained under the new one.

mod both;
mod columns;
mod compare;
mod count;
mod list;
mod roles;

use super::Policy;
use super::diff::Scope;
use super::fact::{Level, Name, Principal};
use crate::error::Error;
use crate::grant::PrincipalType;
use compare::Comparison;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

const TYPES: [PrincipalType; 2] = [PrincipalType::User, PrincipalType::MachineToMachine];

/// How many gain and how many lose. Who does both is counted twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GainLose {
    /// How many gain something.
    pub gain: usize,
    /// How many lose something.
    pub lose: usize,
}

/// How many there are of whom something changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Impact {
    /// Organization roles and global roles, held or not.
    pub roles: GainLose,
    /// Organizations in which somebody gains or loses something.
    pub organizations: GainLose,
    /// Users: in an organization, or outside of organizations.
    pub users: GainLose,
    /// Applications, likewise.
    pub applications: GainLose,
    /// Users and applications, counted in each organization where they gain or lose something.
    pub memberships: GainLose,
    /// The same by permission, in the order of API resources and names, the organization's first.
    pub permissions: Vec<PermissionImpact>,
}

/// How far the change of a permission reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reach {
    /// Organization roles and global roles, held or not.
    pub roles: usize,
    /// Organizations.
    pub organizations: usize,
    /// Users and applications.
    pub principals: usize,
}

/// A permission that a role gains or loses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PermissionImpact {
    /// The API resource's indicator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// Its name.
    pub permission: String,
    /// Those who gain it.
    pub gain: Reach,
    /// Those who lose it.
    pub lose: Reach,
}

/// A permission.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PermissionRef {
    /// The API resource's indicator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// Its name.
    pub permission: String,
}

/// To gain, or to lose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImpactEffect {
    /// What is gained.
    Gain,
    /// What is lost.
    Lose,
}

/// What a list has an entry for, and after which of them it begins. That one need not be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImpactBy<'a> {
    /// Each role: organization roles, then global roles, in the order of names.
    Role {
        /// The last one of the page before.
        after: Option<(Level, &'a str)>,
    },
    /// Each organization, in the order of ids.
    Organization {
        /// The last one of the page before.
        after: Option<&'a str>,
    },
    /// Each user, then each application, in the order of ids.
    Principal {
        /// The last one of the page before.
        after: Option<&'a Principal>,
    },
    /// Each principal outside of organizations, then in each organization.
    Membership {
        /// The last one of the page before: the organization's id, and who.
        after: Option<(Option<&'a str>, &'a Principal)>,
    },
}

/// Which part of an impact to list. What is left out changes nothing for the list, nor for what its entries say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImpactQuestion<'a> {
    /// What has an entry.
    pub by: ImpactBy<'a>,
    /// Only what changes in this organization, and the roles that somebody holds in it.
    pub organization: Option<&'a str>,
    /// Only this permission.
    pub permission: Option<&'a PermissionRef>,
    /// Only what is gained, or only what is lost.
    pub effect: Option<ImpactEffect>,
    /// The most entries.
    pub limit: usize,
}

/// What an entry is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImpactOf {
    /// A role that grants more or less.
    Role {
        /// Where it can be held.
        level: Level,
        /// Its name.
        name: Name,
        /// How often it is assigned; of an organization role, in how many memberships.
        assignments: usize,
    },
    /// An organization.
    Organization {
        /// Its id.
        id: Name,
        /// How many of its members gain or lose something in it.
        members: usize,
    },
    /// Somebody, wherever something changes for them.
    Principal {
        /// Who.
        principal: Principal,
        /// In how many organizations they gain or lose something.
        organizations: usize,
        /// Whether they do so outside of organizations.
        outside: bool,
    },
    /// Somebody in an organization, or outside of organizations.
    Membership {
        /// The organization's id.
        organization: Option<Name>,
        /// Who.
        principal: Principal,
    },
}

/// What changes for one of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImpactEntry {
    /// For whom, or where.
    pub of: ImpactOf,
    /// What is gained, in order: of all members, or wherever somebody is.
    pub gained: Vec<PermissionRef>,
    /// What is lost, likewise.
    pub lost: Vec<PermissionRef>,
}

impl Policy {
    /// How many gain and lose what when this policy becomes another with its own organizations, members and
    /// assignments. Looks at every membership once, however much changes.
    ///
    /// Who can do what is what [`Policy::resolve`] answers: in each organization for each of its members, and outside of
    /// organizations with global roles alone.
    #[must_use]
    pub fn impact(&self, to: &Self, scope: Scope) -> Impact {
        count::count(&Comparison::new(self, to, scope, None, None))
    }

    /// The same by name, a page at a time. Every page looks at what comes before it too.
    ///
    /// # Errors
    /// `ORGANIZATION_UNKNOWN`; `RESOURCE_UNKNOWN` and `PERMISSION_UNKNOWN` for what neither policy has.
    pub fn impact_list(
        &self,
        to: &Self,
        scope: Scope,
        question: &ImpactQuestion<'_>,
    ) -> Result<Vec<ImpactEntry>, Error> {
        list::list(self, to, scope, question)
    }
}

impl Serialize for ImpactEntry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match &self.of {
            ImpactOf::Role { level, name, .. } => map.serialize_entry(level.role(), &**name)?,
            ImpactOf::Organization { id, .. } => map.serialize_entry("organization", &**id)?,
            ImpactOf::Principal { principal, .. } => map.serialize_entry(principal.kind(), &*principal.id)?,
            ImpactOf::Membership { organization, principal } => {
                if let Some(organization) = organization {
                    map.serialize_entry("organization", &**organization)?;
                }
                map.serialize_entry(principal.kind(), &*principal.id)?;
            }
        }
        map.serialize_entry("gained", &self.gained)?;
        map.serialize_entry("lost", &self.lost)?;
        match &self.of {
            ImpactOf::Role { assignments, .. } => map.serialize_entry("assignments", assignments)?,
            ImpactOf::Organization { members, .. } => map.serialize_entry("members", members)?,
            ImpactOf::Principal { organizations, outside, .. } => {
                map.serialize_entry("organizations", organizations)?;
                map.serialize_entry("outside", outside)?;
            }
            ImpactOf::Membership { .. } => {}
        }
        map.end()
    }
}
