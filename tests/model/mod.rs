//! The model in the plainest words, to compare the real one with: maps, sets and loops over strings. Written from
//! the facts of Logto and the rules of the model, not from the crate.

#![allow(dead_code, reason = "not every test uses all of it")]

pub mod changes;
pub mod compare;
mod explanations;
pub mod facts;
pub mod json;
mod lists;
pub mod operations;
mod resolution;
mod rules;
pub mod start;

use orgate::PrincipalType;
use orgate::policy::{Level, Name, Operation, Principal, RolePermission, Update};
use orgate::template::Suppression;
use std::collections::{BTreeMap, BTreeSet};

/// Codes of errors, any of which is right: where an operation breaks several rules, no order of them is promised.
pub type Codes = BTreeSet<&'static str>;

/// Of the organization, or of an API resource.
pub type PermissionKey = (Option<String>, String);

/// Somebody: users sort before applications.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Who {
    pub machine: bool,
    pub id: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resource {
    pub name: Option<String>,
    pub description: Option<String>,
    pub is_default: bool,
    pub management: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Role {
    pub machine: bool,
    pub description: Option<String>,
    pub is_default: bool,
    pub holds: BTreeSet<PermissionKey>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Organization {
    pub name: String,
    pub description: Option<String>,
    pub members: BTreeMap<Who, BTreeSet<String>>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    pub version: Option<String>,
    pub lint_off: Vec<Suppression>,
    pub resources: BTreeMap<String, Resource>,
    pub permissions: BTreeMap<PermissionKey, Option<String>>,
    pub roles: BTreeMap<(Level, String), Role>,
    /// Everybody, with their global roles.
    pub principals: BTreeMap<Who, BTreeSet<String>>,
    pub organizations: BTreeMap<String, Organization>,
}

pub fn text(name: &Name) -> String {
    name.to_string()
}

pub fn optional(name: Option<&Name>) -> Option<String> {
    name.map(text)
}

pub fn is_machine(principal_type: PrincipalType) -> bool {
    principal_type == PrincipalType::MachineToMachine
}

impl Who {
    pub fn of(principal: &Principal) -> Self {
        Self { machine: is_machine(principal.principal_type), id: text(&principal.id) }
    }

    pub fn principal(&self) -> Principal {
        if self.machine { Principal::application(&self.id) } else { Principal::user(&self.id) }
    }
}

/// A cell of the matrix as strings: the role and the permission.
pub fn cell(cell: &RolePermission) -> ((Level, String), PermissionKey) {
    ((cell.level(), text(cell.role())), (optional(cell.resource()), text(cell.permission())))
}

fn put(place: &mut Option<String>, new: Option<&Option<Name>>) {
    if let Some(new) = new {
        *place = optional(new.as_ref());
    }
}

fn new_name(set: &Update, old: &str) -> String {
    set.name.as_ref().and_then(|name| optional(name.as_ref())).unwrap_or_else(|| old.to_owned())
}

impl Model {
    /// All of them or none: the place of the first that is refused, and why it may be.
    pub fn transact(&mut self, operations: &[Operation]) -> Result<(), (usize, Codes)> {
        let mut next = self.clone();
        for (place, operation) in operations.iter().enumerate() {
            let broken = next.broken(operation);
            if !broken.is_empty() {
                return Err((place, broken));
            }
            next.perform(operation);
        }
        *self = next;
        Ok(())
    }

    /// An operation that breaks no rule.
    fn perform(&mut self, operation: &Operation) {
        match operation {
            Operation::UpdateTemplate { version, lint_off } => {
                put(&mut self.version, version.as_ref());
                if let Some(lint_off) = lint_off {
                    self.lint_off = lint_off.clone();
                    self.lint_off.sort_by_key(|entry| (entry.rule.clone(), entry.name.clone()));
                }
            }
            Operation::CreateResource { indicator, name, description, is_default, management_api } => {
                if *is_default {
                    self.no_default_resource();
                }
                let resource = Resource {
                    name: optional(name.as_ref()),
                    description: optional(description.as_ref()),
                    is_default: *is_default,
                    management: *management_api,
                };
                self.resources.insert(text(indicator), resource);
            }
            Operation::UpdateResource { indicator, set } => {
                if set.is_default == Some(true) {
                    self.no_default_resource();
                }
                let resource = self.resources.get_mut(&**indicator).unwrap();
                put(&mut resource.name, set.name.as_ref());
                put(&mut resource.description, set.description.as_ref());
                resource.is_default = set.is_default.unwrap_or(resource.is_default);
            }
            Operation::DeleteResource { indicator } => {
                self.resources.remove(&**indicator);
                let gone = |key: &PermissionKey| key.0.as_deref() == Some(&**indicator);
                self.permissions.retain(|key, _| !gone(key));
                for role in self.roles.values_mut() {
                    role.holds.retain(|key| !gone(key));
                }
            }
            Operation::CreatePermission { resource, name, description } => {
                let key = (optional(resource.as_ref()), text(name));
                self.permissions.insert(key, optional(description.as_ref()));
            }
            Operation::UpdatePermission { resource, name, set } => {
                let old = (optional(resource.as_ref()), text(name));
                let new = (old.0.clone(), new_name(set, name));
                let mut description = self.permissions.remove(&old).unwrap();
                put(&mut description, set.description.as_ref());
                self.permissions.insert(new.clone(), description);
                for role in self.roles.values_mut() {
                    if role.holds.remove(&old) {
                        role.holds.insert(new.clone());
                    }
                }
            }
            Operation::DeletePermission { resource, name } => {
                let key = (optional(resource.as_ref()), text(name));
                self.permissions.remove(&key);
                for role in self.roles.values_mut() {
                    role.holds.remove(&key);
                }
            }
            Operation::CreateRole { level, name, role_type, description, is_default } => {
                let role = Role {
                    machine: is_machine(*role_type),
                    description: optional(description.as_ref()),
                    is_default: *is_default,
                    holds: BTreeSet::new(),
                };
                self.roles.insert((*level, text(name)), role);
            }
            Operation::UpdateRole { level, name, set } => {
                let mut role = self.roles.remove(&(*level, text(name))).unwrap();
                put(&mut role.description, set.description.as_ref());
                role.is_default = set.is_default.unwrap_or(role.is_default);
                let new = new_name(set, name);
                self.roles.insert((*level, new.clone()), role);
                for held in self.assignments(*level) {
                    if held.remove(&**name) {
                        held.insert(new.clone());
                    }
                }
            }
            Operation::DeleteRole { level, name } => {
                self.roles.remove(&(*level, text(name)));
                for held in self.assignments(*level) {
                    held.remove(&**name);
                }
            }
            Operation::GrantPermission(granted) => {
                let (role, permission) = cell(granted);
                self.roles.get_mut(&role).unwrap().holds.insert(permission);
            }
            Operation::RevokePermission(revoked) => {
                let (role, permission) = cell(revoked);
                self.roles.get_mut(&role).unwrap().holds.remove(&permission);
            }
            Operation::CreatePrincipal(principal) => {
                let who = Who::of(principal);
                let defaults = if who.machine { BTreeSet::new() } else { self.default_roles() };
                self.principals.insert(who, defaults);
            }
            Operation::DeletePrincipal(principal) => {
                let who = Who::of(principal);
                self.principals.remove(&who);
                for organization in self.organizations.values_mut() {
                    organization.members.remove(&who);
                }
            }
            Operation::CreateOrganization { id, name, description } => {
                let organization = Organization {
                    name: text(name),
                    description: optional(description.as_ref()),
                    members: BTreeMap::new(),
                };
                self.organizations.insert(text(id), organization);
            }
            Operation::UpdateOrganization { id, set } => {
                let organization = self.organizations.get_mut(&**id).unwrap();
                organization.name = new_name(set, &organization.name);
                put(&mut organization.description, set.description.as_ref());
            }
            Operation::DeleteOrganization { id } => {
                self.organizations.remove(&**id);
            }
            Operation::AddMember { organization, principal } => {
                self.organizations
                    .get_mut(&**organization)
                    .unwrap()
                    .members
                    .entry(Who::of(principal))
                    .or_default();
            }
            Operation::RemoveMember { organization, principal } => {
                self.organizations.get_mut(&**organization).unwrap().members.remove(&Who::of(principal));
            }
            Operation::AssignRoles { organization, roles, principals } => {
                for principal in principals {
                    self.held(organization.as_ref(), principal).extend(roles.iter().map(text));
                }
            }
            Operation::UnassignRoles { organization, roles, principals } => {
                for principal in principals {
                    self.held(organization.as_ref(), principal)
                        .retain(|held| roles.iter().all(|role| &**role != held));
                }
            }
        }
    }

    fn no_default_resource(&mut self) {
        for resource in self.resources.values_mut() {
            resource.is_default = false;
        }
    }

    /// An import can mark a role for applications, which nobody gets.
    fn default_roles(&self) -> BTreeSet<String> {
        let default = |((level, name), role): (&(Level, String), &Role)| {
            (*level == Level::Global && role.is_default && !role.machine).then(|| name.clone())
        };
        self.roles.iter().filter_map(default).collect()
    }

    /// Every set of roles that somebody holds: everywhere, or in an organization.
    fn assignments(&mut self, level: Level) -> Vec<&mut BTreeSet<String>> {
        match level {
            Level::Global => self.principals.values_mut().collect(),
            Level::Organization => {
                self.organizations.values_mut().flat_map(|known| known.members.values_mut()).collect()
            }
        }
    }

    fn held(&mut self, organization: Option<&Name>, principal: &Principal) -> &mut BTreeSet<String> {
        let who = Who::of(principal);
        match organization {
            None => self.principals.get_mut(&who).unwrap(),
            Some(organization) => {
                self.organizations.get_mut(&**organization).unwrap().members.get_mut(&who).unwrap()
            }
        }
    }
}
