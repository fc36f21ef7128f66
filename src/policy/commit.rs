//! One change of the state. Everything that edits a policy goes through here, forward and back.

use super::conflict::conflict;
use super::fact::{Change, Fact, Level, Name, RolePermission};
use super::{MAX_GLOBAL_ROLES, MAX_MEMBERSHIPS, MAX_ORGANIZATIONS, MAX_PRINCIPALS, Policy, rules};
use crate::error::{Code, Error};
use crate::rbac::GlobalRole;
use crate::template::{
    Label, MAX_PERMISSIONS, MAX_RESOURCES, MAX_ROLES, Permissions, Resource, ResourceGrants, is_absolute_uri,
};

impl Policy {
    /// Makes a change that a policy can hold, or leaves everything as it is.
    pub(super) fn commit(&mut self, change: &Change) -> Result<(), Error> {
        match change {
            Change::Added(fact) => {
                rules::form(fact)?;
                self.check_bound(fact)?;
                self.check_id(None, fact)?;
            }
            Change::Removed(_) => {}
            Change::Changed(both) => {
                rules::form(&both.1)?;
                self.check_id(both.0.own_id(), &both.1)?;
            }
        }
        self.make(change)
    }

    /// Makes a change, or leaves everything as it is.
    pub(super) fn make(&mut self, change: &Change) -> Result<(), Error> {
        let done = match change {
            Change::Added(fact) => self.put(fact),
            Change::Removed(fact) => self.current(fact).as_ref() == Some(fact) && self.take(fact),
            Change::Changed(both) => {
                self.current(&both.0).as_ref() == Some(&both.0) && self.alter(&both.0, &both.1)
            }
        };
        if done { Ok(()) } else { Err(conflict(change)) }
    }

    /// Two things of one kind cannot have the same id. Looks at all of them, and only when one gets an id.
    fn check_id(&self, before: Option<&Name>, after: &Fact) -> Result<(), Error> {
        let Some(id) = after.own_id().filter(|id| before != Some(*id)) else { return Ok(()) };
        let given = |known: Option<&Name>| known == Some(id);
        let template = &self.template;
        let labelled = |list: &Permissions| list.sorted().any(|(_, place)| given(list.own_id(place)));
        let taken = match after {
            Fact::Resource { .. } => template.resources().any(|(_, _, known)| given(known.id.as_ref())),
            Fact::Permission { resource: None, .. } => labelled(template.permissions()),
            Fact::Permission { .. } => template.resources().any(|(_, _, known)| labelled(&known.permissions)),
            Fact::Role { level: Level::Organization, .. } => {
                template.roles().any(|(_, known)| given(known.id.as_ref()))
            }
            Fact::Role { .. } => self.global_roles.iter().any(|(_, _, known)| given(known.id.as_ref())),
            _ => false,
        };
        if taken {
            return Err(Error::new(Code::IdTaken, format!("the id `{id}` is another's")).with("id", id));
        }
        Ok(())
    }

    fn check_bound(&self, fact: &Fact) -> Result<(), Error> {
        let (count, max, what) = match fact {
            Fact::Resource { .. } => (self.template.resource_count(), MAX_RESOURCES, "API resources"),
            Fact::Permission { .. } => (self.template.permission_count(), MAX_PERMISSIONS, "permissions"),
            Fact::Role { level: Level::Organization, .. } => {
                (self.template.role_count(), MAX_ROLES, "organization roles")
            }
            Fact::Role { level: Level::Global, .. } => {
                (self.global_roles.len(), MAX_GLOBAL_ROLES, "global roles")
            }
            Fact::Principal(principal) => (
                self.directory.accounts(principal.principal_type).len(),
                MAX_PRINCIPALS,
                "users or applications",
            ),
            Fact::Organization { .. } => {
                (self.directory.organizations().len(), MAX_ORGANIZATIONS, "organizations")
            }
            Fact::Member { .. } => (self.directory.memberships(), MAX_MEMBERSHIPS, "memberships"),
            Fact::Template { .. } | Fact::RolePermission(_) | Fact::RoleAssignment { .. } => return Ok(()),
        };
        if count < max {
            return Ok(());
        }
        Err(Error::new(Code::LimitExceeded, format!("more than {max} {what}")))
    }

    fn put(&mut self, fact: &Fact) -> bool {
        match fact {
            Fact::Template { .. } => false,
            Fact::Resource { indicator, id, name, description, is_default, management_api } => {
                if *is_default && self.template.resources().any(|(_, _, resource)| resource.is_default) {
                    return false;
                }
                let resource = Resource {
                    permissions: Permissions::default(),
                    id: id.clone(),
                    name: name.clone(),
                    description: description.clone(),
                    is_default: *is_default,
                    management_api: *management_api,
                    grantable: is_absolute_uri(indicator),
                };
                self.template.put_resource(indicator, resource)
            }
            Fact::Permission { resource, name, id, description } => {
                self.template.put_permission(resource.as_deref(), name, label(id, description))
            }
            Fact::Role { level: Level::Organization, name, id, role_type, description, is_default } => {
                !is_default && self.template.put_role(name, *role_type, label(id, description))
            }
            Fact::Role { level: Level::Global, name, id, role_type, description, is_default } => {
                let role = GlobalRole {
                    id: id.clone(),
                    role_type: *role_type,
                    description: description.clone(),
                    is_default: *is_default,
                    resources: ResourceGrants::default(),
                };
                self.global_roles.add(name.clone(), role).is_some()
            }
            Fact::RolePermission(cell) => self.set_cell(cell, true) == Some(true),
            Fact::Principal(principal) => self.directory.put_account(principal).is_some(),
            Fact::Organization { id, name, description } => {
                self.directory.put_organization(id, name.clone(), description.clone())
            }
            Fact::Member { organization, principal } => {
                self.place(organization, principal).is_some_and(|(organization, account)| {
                    self.directory.put_member(organization, principal.principal_type, account)
                })
            }
            Fact::RoleAssignment { .. } => self.set_assignment(fact, true) == Some(true),
        }
    }

    fn take(&mut self, fact: &Fact) -> bool {
        match fact {
            Fact::Template { .. } => false,
            Fact::Resource { indicator, .. } => self.template.take_resource(indicator),
            Fact::Permission { resource, name, .. } => {
                let found = self.template.permission(resource.as_deref(), name);
                let held = found.is_some_and(|(position, id)| {
                    position.is_some_and(|position| self.global_roles.holders(position, id).next().is_some())
                });
                !held && self.template.take_permission(resource.as_deref(), name)
            }
            Fact::Role { level: Level::Organization, name, .. } => {
                let held = self
                    .template
                    .role_id(name)
                    .is_some_and(|id| self.directory.organization_roles.is_held(id));
                !held && self.template.take_role(name)
            }
            Fact::Role { level: Level::Global, name, .. } => {
                let free = self.global_roles.named(name).is_some_and(|(id, role)| {
                    role.resources.iter().next().is_none() && !self.directory.global_roles.is_held(id)
                });
                free && self.global_roles.remove(name).is_some()
            }
            Fact::RolePermission(cell) => self.set_cell(cell, false) == Some(true),
            Fact::Principal(principal) => self.directory.take_account(principal),
            Fact::Organization { id, .. } => self.directory.take_organization(id),
            Fact::Member { organization, principal } => {
                self.place(organization, principal).is_some_and(|(organization, account)| {
                    self.directory.take_member(organization, principal.principal_type, account)
                })
            }
            Fact::RoleAssignment { .. } => self.set_assignment(fact, false) == Some(true),
        }
    }

    fn alter(&mut self, before: &Fact, after: &Fact) -> bool {
        match (before, after) {
            (Fact::Template { .. }, Fact::Template { version, lint_off }) => {
                self.template.describe(version.as_deref(), lint_off.clone());
                true
            }
            (
                Fact::Resource { indicator: from, management_api: was, .. },
                Fact::Resource { indicator, id, name, description, is_default, management_api },
            ) if from == indicator && was == management_api => {
                let another = |(_, known, resource): (usize, &str, &Resource)| {
                    resource.is_default && known != &**indicator
                };
                if *is_default && self.template.resources().any(another) {
                    return false;
                }
                self.template.resource_mut(indicator).is_some_and(|resource| {
                    resource.id = id.clone();
                    resource.name = name.clone();
                    resource.description = description.clone();
                    resource.is_default = *is_default;
                    true
                })
            }
            (
                Fact::Permission { resource: of, name: from, .. },
                Fact::Permission { resource, name, id, description },
            ) if of == resource => {
                let taken = from != name && self.template.permission(resource.as_deref(), name).is_some();
                let label = label(id, description);
                !taken && self.template.alter_permission(resource.as_deref(), from, name, label)
            }
            (
                Fact::Role { level: of, name: from, role_type: was, .. },
                Fact::Role { level, name, id, role_type, description, is_default },
            ) if of == level && was == role_type => match level {
                Level::Organization => {
                    !is_default && self.template.alter_role(from, name, label(id, description))
                }
                Level::Global => {
                    if from != name && !self.global_roles.rename(from, name.clone()) {
                        return false;
                    }
                    self.global_roles.named_mut(name).is_some_and(|role| {
                        role.id = id.clone();
                        role.description = description.clone();
                        role.is_default = *is_default;
                        true
                    })
                }
            },
            (Fact::Organization { id: from, .. }, Fact::Organization { id, name, description })
                if from == id =>
            {
                self.directory.organizations_mut().named_mut(id).is_some_and(|organization| {
                    organization.name = name.clone();
                    organization.description = description.clone();
                    true
                })
            }
            _ => false,
        }
    }

    /// Whether that changed anything; `None` when the role or the permission is not there.
    fn set_cell(&mut self, cell: &RolePermission, held: bool) -> Option<bool> {
        match cell {
            RolePermission::Organization { role, resource, permission } => {
                self.template.set_cell(role, resource.as_deref(), permission, held)
            }
            RolePermission::Global { role, resource, permission } => {
                let (position, id) = self.template.permission(Some(resource), permission)?;
                let role = self.global_roles.named_mut(role)?;
                Some(role.resources.set(position?, id, held))
            }
        }
    }

    fn set_assignment(&mut self, fact: &Fact, held: bool) -> Option<bool> {
        let Fact::RoleAssignment { organization, role, principal } = fact else {
            return None;
        };
        match organization {
            None => {
                let role = self.global_roles.id(role)?;
                self.directory.set_global_role(principal, role, held)
            }
            Some(organization) => {
                let role = self.template.role_id(role)?;
                let (organization, account) = self.place(organization, principal)?;
                self.directory.set_member_role(organization, principal.principal_type, account, role, held)
            }
        }
    }
}

fn label(id: &Option<Name>, description: &Option<Name>) -> Label {
    Label { id: id.clone(), description: description.clone() }
}
