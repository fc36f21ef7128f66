//! The policy document, version 1: sorted, so that the same policy is always the same text.

use super::Policy;
use super::fact::{Name, Principal};
use super::rules::MAX_GLOBAL_ROLE_DESCRIPTION;
use crate::grant::PrincipalType;
use crate::organization::Organization;
use crate::rbac::GlobalRole;
use crate::rbac::role_set::{NONE, SetId};
use crate::table::in_order;
use crate::template::{MAX_DESCRIPTION, is_long, write_flag, write_grants, write_text};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

impl Policy {
    /// The policy as a document, sorted: the same policy is always the same text. [`Policy::from_json`] reads it back.
    #[must_use]
    pub fn to_json(&self) -> String {
        // A map with string keys can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The template alone, sorted, in the form that [`crate::Template::from_json`] reads.
    #[must_use]
    pub fn template_json(&self) -> String {
        serde_json::to_string(&self.template).unwrap_or_default()
    }

    /// Whether it holds anything outside of the template that only an import may hold.
    fn is_odd(&self) -> bool {
        let directory = &self.directory;
        let is_odd = |role: &GlobalRole| {
            let of_user = role.role_type == PrincipalType::User;
            let held = |position| self.template.resource_at(position);
            (role.is_default && !of_user)
                || is_long(role.description.as_ref(), MAX_GLOBAL_ROLE_DESCRIPTION)
                || role.resources.iter().any(|(position, _)| {
                    held(position).is_some_and(|resource| !resource.can_be_held_by(role.role_type))
                })
        };
        let mut organizations = directory.organizations().iter();
        if self.global_roles.iter().any(|(_, _, role)| is_odd(role))
            || organizations.any(|(_, _, known)| is_long(known.description.as_ref(), MAX_DESCRIPTION))
        {
            return true;
        }
        [PrincipalType::User, PrincipalType::MachineToMachine].into_iter().any(|holder| {
            let other_organization_role = |id: &u16| {
                self.template.role_by_id(usize::from(*id)).is_some_and(|(_, role)| role.role_type != holder)
            };
            let other_global_role = |id: &u16| {
                self.global_roles.get(usize::from(*id)).is_some_and(|role| role.role_type != holder)
            };
            let in_organizations = directory
                .organizations()
                .iter()
                .flat_map(|(_, _, organization)| organization.members(holder).values())
                .any(|roles| directory.organization_roles.roles(*roles).iter().any(other_organization_role));
            let everywhere = directory.accounts(holder).iter().any(|(_, _, account)| {
                directory.global_roles.roles(account.roles).iter().any(other_global_role)
            });
            in_organizations || everywhere
        })
    }
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("v", &1)?;
        write_flag(&mut map, "imported", self.is_odd())?;
        map.serialize_entry("template", &self.template)?;
        if self.global_roles.len() > 0 {
            map.serialize_entry("globalRoles", &GlobalRoles(self))?;
        }
        for (member, principal_type) in
            [("users", PrincipalType::User), ("applications", PrincipalType::MachineToMachine)]
        {
            let accounts = Accounts { policy: self, principal_type };
            if accounts.list().next().is_some() {
                map.serialize_entry(member, &accounts)?;
            }
        }
        if self.directory.organizations().len() > 0 {
            map.serialize_entry("organizations", &Organizations(self))?;
        }
        map.end()
    }
}

struct GlobalRoles<'a>(&'a Policy);

impl Serialize for GlobalRoles<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(policy) = self;
        serializer.collect_seq(
            policy
                .global_roles
                .sorted()
                .filter_map(|(name, id)| Some(Named { policy, name, role: policy.global_roles.get(id)? })),
        )
    }
}

struct Named<'a> {
    policy: &'a Policy,
    name: &'a str,
    role: &'a GlobalRole,
}

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { policy, name, role } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", name)?;
        write_text(&mut map, "id", role.id.as_ref())?;
        map.serialize_entry("type", role.role_type.as_str())?;
        write_text(&mut map, "description", role.description.as_ref())?;
        write_flag(&mut map, "isDefault", role.is_default)?;
        write_grants(&mut map, &policy.template, &role.resources)?;
        map.end()
    }
}

/// Those of whom a membership does not say everything: they hold global roles, or are in no organization.
struct Accounts<'a> {
    policy: &'a Policy,
    principal_type: PrincipalType,
}

impl Accounts<'_> {
    fn list(&self) -> impl Iterator<Item = (&Name, SetId)> {
        let accounts = self.policy.directory.accounts(self.principal_type);
        accounts.sorted().filter_map(|(id, account)| {
            let account = accounts.get(account)?;
            (account.roles != NONE || !account.is_member()).then_some((id, account.roles))
        })
    }
}

impl Serialize for Accounts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        for (id, roles) in self.list() {
            if roles == NONE {
                seq.serialize_element(&**id)?;
            } else {
                let roles = sorted(self.policy.global_role_names(roles));
                seq.serialize_element(&Account { id, roles })?;
            }
        }
        seq.end()
    }
}

struct Account<'a> {
    id: &'a str,
    roles: Vec<Name>,
}

impl Serialize for Account<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", self.id)?;
        write_roles(&mut map, &self.roles)?;
        map.end()
    }
}

struct Organizations<'a>(&'a Policy);

impl Serialize for Organizations<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(policy) = self;
        let organizations = policy.directory.organizations();
        serializer.collect_seq(organizations.sorted().filter_map(|(id, place)| {
            Some(OneOrganization { policy, id, organization: organizations.get(place)? })
        }))
    }
}

struct OneOrganization<'a> {
    policy: &'a Policy,
    id: &'a str,
    organization: &'a Organization,
}

impl Serialize for OneOrganization<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { policy, id, organization } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", id)?;
        map.serialize_entry("name", &*organization.name)?;
        write_text(&mut map, "description", organization.description.as_ref())?;
        let members = policy.directory.sorted_members(organization);
        if !members.is_empty() {
            let member = |(principal, roles)| Member { policy, principal, roles };
            map.serialize_entry("members", &members.into_iter().map(member).collect::<Vec<_>>())?;
        }
        map.end()
    }
}

struct Member<'a> {
    policy: &'a Policy,
    principal: Principal,
    roles: SetId,
}

impl Serialize for Member<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(self.principal.kind(), &*self.principal.id)?;
        if self.roles != NONE {
            write_roles(&mut map, &sorted(self.policy.organization_role_names(self.roles)))?;
        }
        map.end()
    }
}

fn sorted(names: Vec<Name>) -> Vec<Name> {
    in_order(names, |name| (name, ""))
}

pub(super) fn write_roles<M: SerializeMap>(map: &mut M, roles: &[Name]) -> Result<(), M::Error> {
    map.serialize_entry("roles", &roles.iter().map(|name| &**name).collect::<Vec<_>>())
}
