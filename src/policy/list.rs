//! Who is where, as what: lists of the directory.

use super::Policy;
use super::fact::{Level, Name, Principal};
use super::write::write_roles;
use crate::error::Error;
use crate::grant::PrincipalType;
use crate::resolve::unknown_organization;
use crate::table::{first_in_order, in_order};
use fixedbitset::FixedBitSet;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// How many there are of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Permissions, those of API resources included.
    pub permissions: usize,
    /// API resources.
    pub resources: usize,
    /// Organization roles.
    pub organization_roles: usize,
    /// Global roles.
    pub global_roles: usize,
    /// Users.
    pub users: usize,
    /// Applications.
    pub applications: usize,
    /// Organizations.
    pub organizations: usize,
    /// Memberships of users and applications.
    pub memberships: usize,
}

/// An organization that somebody is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Its id.
    pub organization: Name,
    /// What people call it.
    pub name: Name,
    /// The roles that they hold in it, in no order.
    pub roles: Vec<Name>,
}

/// Somebody in an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub principal: Principal,
    /// Their roles in it, in no order.
    pub roles: Vec<Name>,
}

/// Somebody who holds a role.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Assignee {
    /// Who.
    pub principal: Principal,
    /// Where, unless it is a global role.
    pub organization: Option<Name>,
}

impl Policy {
    /// How many there are of everything.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts {
            permissions: self.template.permission_count(),
            resources: self.template.resource_count(),
            organization_roles: self.template.role_count(),
            global_roles: self.global_roles.len(),
            users: self.directory.accounts(PrincipalType::User).len(),
            applications: self.directory.accounts(PrincipalType::MachineToMachine).len(),
            organizations: self.directory.organizations().len(),
            memberships: self.directory.memberships(),
        }
    }

    /// The organizations that a principal is in, in the order of their ids. The cost grows with their number only.
    ///
    /// # Errors
    /// `PRINCIPAL_UNKNOWN`.
    pub fn organizations_of(&self, principal: &Principal) -> Result<Vec<Membership>, Error> {
        let (account, known) = self.known_account(principal)?;
        let member = u32::try_from(account).unwrap_or(u32::MAX);
        let list: Vec<Membership> = self
            .directory
            .organizations_of(known)
            .filter_map(|(_, id, organization)| {
                let roles = organization.members(principal.principal_type).get(&member)?;
                let (id, name) = (id.clone(), organization.name.clone());
                Some(Membership { organization: id, name, roles: self.organization_role_names(*roles) })
            })
            .collect();
        Ok(in_order(list, |membership| (&membership.organization, "")))
    }

    /// A principal's roles in an organization, in no order.
    ///
    /// # Errors
    /// `ORGANIZATION_UNKNOWN`, `PRINCIPAL_UNKNOWN`, `NOT_A_MEMBER`.
    pub fn roles_in(&self, principal: &Principal, organization: &str) -> Result<Vec<Name>, Error> {
        Ok(self.organization_role_names(self.member(organization, principal)?))
    }

    /// A principal's global roles, in no order.
    ///
    /// # Errors
    /// `PRINCIPAL_UNKNOWN`.
    pub fn global_roles_of(&self, principal: &Principal) -> Result<Vec<Name>, Error> {
        Ok(self.global_role_names(self.known_account(principal)?.1.roles))
    }

    /// At most `limit` members of an organization after one of them: users, then applications, each in the order of
    /// their ids. Every page looks at all of its members.
    ///
    /// # Errors
    /// `ORGANIZATION_UNKNOWN`.
    pub fn members(
        &self,
        organization: &str,
        after: Option<&Principal>,
        limit: usize,
    ) -> Result<Vec<Member>, Error> {
        let known = self.directory.organizations().named(organization);
        let (_, organization) = known.ok_or_else(|| unknown_organization(organization))?;
        let members = self.directory.members_after(organization, after, limit);
        let member = |(principal, roles)| Member { principal, roles: self.organization_role_names(roles) };
        Ok(members.into_iter().map(member).collect())
    }

    /// At most `limit` of those who hold a role after one of them, in the order of users and applications, their ids
    /// and the organizations' ids. For an organization role, in one organization or in all. Every page
    /// looks at all members there, or at everybody.
    ///
    /// # Errors
    /// `ROLE_UNKNOWN`, `ORGANIZATION_UNKNOWN`.
    pub fn assignees(
        &self,
        level: Level,
        role: &str,
        organization: Option<&str>,
        after: Option<&Assignee>,
        limit: usize,
    ) -> Result<Vec<Assignee>, Error> {
        let role = Name::from(role);
        self.known_role(level, &role)?;
        // In one organization, that is where the one before is too.
        let after = after.map(|after| match organization {
            Some(id) => Assignee { organization: Some(id.into()), ..after.clone() },
            None => after.clone(),
        });
        if let Some(id) = organization {
            self.directory.organizations().id(id).ok_or_else(|| unknown_organization(id))?;
        }
        let (users, applications): (Vec<Assignee>, Vec<Assignee>) = self
            .holders_of(level, &role, organization)
            .into_iter()
            .map(|(organization, principal)| Assignee { principal, organization })
            .filter(|assignee| after.as_ref().is_none_or(|after| assignee > after))
            .partition(|assignee| assignee.principal.principal_type == PrincipalType::User);
        let by_id = |list, limit| {
            first_in_order(list, limit, |Assignee { principal, organization }: &Assignee| {
                (&principal.id, organization.as_deref().unwrap_or_default())
            })
        };
        let mut list = by_id(users, limit);
        let room = limit.saturating_sub(list.len());
        list.extend(by_id(applications, room));
        Ok(list)
    }

    /// Everybody who holds a role, in no order; in one organization, or in all.
    pub(super) fn holders_of(
        &self,
        level: Level,
        role: &str,
        only: Option<&str>,
    ) -> Vec<(Option<Name>, Principal)> {
        let directory = &self.directory;
        let mut found = Vec::new();
        let types = [PrincipalType::User, PrincipalType::MachineToMachine];
        match level {
            Level::Global => {
                let Some(role) = self.global_roles.id(role) else { return found };
                for principal_type in types {
                    for (_, id, account) in directory.accounts(principal_type).iter() {
                        if directory.global_roles.has(account.roles, role) {
                            found.push((None, Principal { principal_type, id: id.clone() }));
                        }
                    }
                }
            }
            Level::Organization => {
                let role =
                    self.template.role_id(role).filter(|role| directory.organization_roles.is_held(*role));
                let Some(role) = role else { return found };
                // Members share few sets of roles: each is looked at once.
                let mut sets = FixedBitSet::new();
                for set in directory.organization_roles.sets_with(role) {
                    sets.grow_and_insert(set as usize);
                }
                let organizations = directory.organizations();
                let one = only.and_then(|id| organizations.id(id));
                let named = |place| Some((organizations.name(place)?, organizations.get(place)?));
                let all = organizations.iter().filter(|_| only.is_none()).map(|(_, id, known)| (id, known));
                for (id, organization) in one.and_then(named).into_iter().chain(all) {
                    for principal_type in types {
                        for (account, roles) in organization.members(principal_type) {
                            if sets.contains(*roles as usize) {
                                let principal = directory.principal(principal_type, *account);
                                found.extend(principal.map(|principal| (Some(id.clone()), principal)));
                            }
                        }
                    }
                }
            }
        }
        found
    }
}

impl Serialize for Membership {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("organization", &*self.organization)?;
        map.serialize_entry("name", &*self.name)?;
        write_roles(&mut map, &self.roles)?;
        map.end()
    }
}

impl Serialize for Member {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(self.principal.kind(), &*self.principal.id)?;
        write_roles(&mut map, &self.roles)?;
        map.end()
    }
}

impl Serialize for Assignee {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(self.principal.kind(), &*self.principal.id)?;
        if let Some(organization) = &self.organization {
            map.serialize_entry("organization", &**organization)?;
        }
        map.end()
    }
}
