//! What somebody may do, and why: section 5 of the facts, with D1 and D2. And what an import can hold and nobody is
//! ever granted.

use super::operations::INDICATORS;
use super::{Codes, Model, Role, Who};
use orgate::policy::Level;
use std::collections::BTreeSet;

/// A question, as strings.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub who: &'a Who,
    pub organization: Option<&'a str>,
    pub resource: Option<&'a str>,
    /// Whether organization roles count where no organization is named.
    pub include: bool,
}

/// A role that counts for a question: where it can be held, its name, and in which organization it is held.
pub type Counted = (Level, String, Option<String>);

impl Model {
    /// The roles that count for a question, or why there is no answer.
    pub fn counted(&self, asked: Asked<'_>) -> Result<BTreeSet<Counted>, Codes> {
        let mut codes = Codes::new();
        let known = self.principals.get(asked.who);
        if known.is_none() {
            codes.insert("PRINCIPAL_UNKNOWN");
        }
        if asked.organization.is_none() && asked.resource.is_none() {
            codes.insert("ORGANIZATION_REQUIRED");
        }
        if asked.resource.is_some_and(|resource| !self.resources.contains_key(resource)) {
            codes.insert("RESOURCE_UNKNOWN");
        }
        if let Some(id) = asked.organization {
            match self.organizations.get(id) {
                None => {
                    codes.insert("ORGANIZATION_UNKNOWN");
                }
                Some(organization) if known.is_some() && !organization.members.contains_key(asked.who) => {
                    codes.insert("NOT_A_MEMBER");
                }
                Some(_) => {}
            }
        }
        let Some(global) = known.filter(|_| codes.is_empty()) else {
            return Err(codes);
        };

        let mut counted = BTreeSet::new();
        // Organization roles: of the one organization, or of a user's every one.
        for (id, organization) in &self.organizations {
            let counts = match asked.organization {
                Some(named) => named == id,
                None => !asked.who.machine && asked.include,
            };
            for role in organization.members.get(asked.who).into_iter().flatten().filter(|_| counts) {
                counted.insert((Level::Organization, role.clone(), Some(id.clone())));
            }
        }
        // Global roles: never for organization permissions, and for an application never in an organization.
        if asked.resource.is_some() && !(asked.who.machine && asked.organization.is_some()) {
            for role in global {
                counted.insert((Level::Global, role.clone(), None));
            }
        }
        // An import can hold an assignment of a role of the other type.
        counted.retain(|(level, name, _)| self.roles[&(*level, name.clone())].machine == asked.who.machine);
        Ok(counted)
    }

    /// What somebody may do.
    pub fn resolve(&self, asked: Asked<'_>) -> Result<BTreeSet<String>, Codes> {
        let counted = self.counted(asked)?;
        let mut permissions = BTreeSet::new();
        for (level, name, _) in counted {
            let role = &self.roles[&(level, name)];
            for (resource, permission) in &role.holds {
                if resource.as_deref() == asked.resource
                    && self.can_be_granted(resource.as_deref(), permission, role)
                {
                    permissions.insert(permission.clone());
                }
            }
        }
        Ok(permissions)
    }

    /// No token can carry white space, or be for an API resource without a URI; and a management API is for machines.
    pub fn can_be_granted(&self, resource: Option<&str>, permission: &str, role: &Role) -> bool {
        let possible = resource.is_none_or(|indicator| {
            INDICATORS.contains(&indicator) && (role.machine || !self.resources[indicator].management)
        });
        possible && !permission.contains(char::is_whitespace)
    }

    /// The roles of those that count which grant a permission.
    pub fn granting(&self, asked: Asked<'_>, permission: &str) -> BTreeSet<Counted> {
        let key = (asked.resource.map(str::to_owned), permission.to_owned());
        let grants = |(level, name, _): &Counted| {
            let role = &self.roles[&(*level, name.clone())];
            role.holds.contains(&key) && self.can_be_granted(asked.resource, permission, role)
        };
        self.counted(asked).unwrap_or_default().into_iter().filter(grants).collect()
    }
}
