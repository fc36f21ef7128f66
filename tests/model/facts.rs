//! A policy as a set of facts, from three sides: the model's, a policy document's, and what changes make of one.

use super::{Model, Organization, Resource, Role, Who, is_machine, optional, text};
use orgate::PrincipalType;
use orgate::policy::{Fact, Level, Name, Policy, Principal, RolePermission};
use orgate::template::Suppression;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub type Facts = BTreeSet<Fact>;

fn role_type(machine: bool) -> PrincipalType {
    if machine { PrincipalType::MachineToMachine } else { PrincipalType::User }
}

fn name(text: Option<&String>) -> Option<Name> {
    text.map(|text| text.as_str().into())
}

fn cell(level: Level, role: &str, resource: Option<&str>, permission: &str) -> Fact {
    let (role, permission): (Name, Name) = (role.into(), permission.into());
    let resource: Option<Name> = resource.map(Name::from);
    Fact::RolePermission(match (level, resource) {
        (Level::Organization, resource) => RolePermission::Organization { role, resource, permission },
        (Level::Global, Some(resource)) => RolePermission::Global { role, resource, permission },
        (Level::Global, None) => {
            panic!("the global role `{role}` holds the organization permission `{permission}`")
        }
    })
}

impl Model {
    pub fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        facts
            .insert(Fact::Template { version: name(self.version.as_ref()), lint_off: self.lint_off.clone() });
        for (indicator, resource) in &self.resources {
            facts.insert(Fact::Resource {
                indicator: indicator.as_str().into(),
                id: None,
                name: name(resource.name.as_ref()),
                description: name(resource.description.as_ref()),
                is_default: resource.is_default,
                management_api: resource.management,
            });
        }
        for ((resource, permission), description) in &self.permissions {
            facts.insert(Fact::Permission {
                resource: name(resource.as_ref()),
                name: permission.as_str().into(),
                id: None,
                description: name(description.as_ref()),
            });
        }
        for ((level, known), role) in &self.roles {
            facts.insert(Fact::Role {
                level: *level,
                name: known.as_str().into(),
                id: None,
                role_type: role_type(role.machine),
                description: name(role.description.as_ref()),
                is_default: role.is_default,
            });
            for (resource, permission) in &role.holds {
                facts.insert(cell(*level, known, resource.as_deref(), permission));
            }
        }
        for (who, roles) in &self.principals {
            let principal = who.principal();
            for role in roles {
                let role = role.as_str().into();
                facts.insert(Fact::RoleAssignment { organization: None, role, principal: principal.clone() });
            }
            facts.insert(Fact::Principal(principal));
        }
        for (id, organization) in &self.organizations {
            let id: Name = id.as_str().into();
            for (who, roles) in &organization.members {
                let principal = who.principal();
                facts.insert(Fact::Member { organization: id.clone(), principal: principal.clone() });
                for role in roles {
                    facts.insert(Fact::RoleAssignment {
                        organization: Some(id.clone()),
                        role: role.as_str().into(),
                        principal: principal.clone(),
                    });
                }
            }
            facts.insert(Fact::Organization {
                id,
                name: organization.name.as_str().into(),
                description: name(organization.description.as_ref()),
            });
        }
        facts
    }
}

impl From<&Facts> for Model {
    fn from(facts: &Facts) -> Self {
        let mut model = Self::default();
        // What others stand in comes first.
        for fact in facts {
            match fact {
                Fact::Role { level, name, role_type, description, is_default, .. } => {
                    let (machine, description) = (is_machine(*role_type), optional(description.as_ref()));
                    let role = Role { machine, description, is_default: *is_default, ..Role::default() };
                    model.roles.insert((*level, text(name)), role);
                }
                Fact::Principal(principal) => {
                    drop(model.principals.insert(Who::of(principal), BTreeSet::new()))
                }
                Fact::Organization { id, name, description } => {
                    let (name, description) = (text(name), optional(description.as_ref()));
                    model
                        .organizations
                        .insert(text(id), Organization { name, description, members: BTreeMap::new() });
                }
                _ => {}
            }
        }
        for fact in facts {
            match fact {
                Fact::Template { version, lint_off } => {
                    model.version = optional(version.as_ref());
                    model.lint_off = lint_off.clone();
                }
                Fact::Resource { indicator, name, description, is_default, management_api, .. } => {
                    let resource = Resource {
                        name: optional(name.as_ref()),
                        description: optional(description.as_ref()),
                        is_default: *is_default,
                        management: *management_api,
                    };
                    model.resources.insert(text(indicator), resource);
                }
                Fact::Permission { resource, name, description, .. } => {
                    let key = (optional(resource.as_ref()), text(name));
                    model.permissions.insert(key, optional(description.as_ref()));
                }
                Fact::RolePermission(both) => {
                    let (role, permission) = super::cell(both);
                    model.roles.get_mut(&role).unwrap().holds.insert(permission);
                }
                Fact::Member { organization, principal } => {
                    let organization = model.organizations.get_mut(&**organization).unwrap();
                    organization.members.entry(Who::of(principal)).or_default();
                }
                Fact::RoleAssignment { organization: None, role, principal } => {
                    model.principals.get_mut(&Who::of(principal)).unwrap().insert(text(role));
                }
                Fact::RoleAssignment { organization: Some(organization), role, principal } => {
                    let organization = model.organizations.get_mut(&**organization).unwrap();
                    organization.members.entry(Who::of(principal)).or_default().insert(text(role));
                }
                _ => {}
            }
        }
        model
    }
}

fn member(value: &Value, key: &str) -> Option<Name> {
    value[key].as_str().map(Name::from)
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}

fn flag(value: &Value, key: &str) -> bool {
    value[key].as_bool().unwrap_or(false)
}

/// The facts of a policy, as its document has them.
pub fn of_policy(policy: &Policy) -> Facts {
    of_document(&serde_json::from_str(&policy.to_json()).unwrap())
}

/// What stands in a policy document.
pub fn of_document(document: &Value) -> Facts {
    let mut facts = Facts::new();
    let template = &document["template"];
    facts.insert(Fact::Template {
        version: member(template, "version"),
        lint_off: list(template, "lintOff").map(suppression).collect(),
    });
    let permissions = |facts: &mut Facts, resource: Option<&Name>, owner: &Value| {
        for entry in list(owner, "permissions") {
            let name = entry.as_str().map(Name::from).or_else(|| member(entry, "name")).unwrap();
            facts.insert(Fact::Permission {
                resource: resource.cloned(),
                name,
                id: member(entry, "id"),
                description: member(entry, "description"),
            });
        }
    };
    permissions(&mut facts, None, template);
    for resource in list(template, "resources") {
        let indicator = member(resource, "indicator").unwrap();
        permissions(&mut facts, Some(&indicator), resource);
        facts.insert(Fact::Resource {
            indicator,
            id: member(resource, "id"),
            name: member(resource, "name"),
            description: member(resource, "description"),
            is_default: flag(resource, "isDefault"),
            management_api: flag(resource, "managementApi"),
        });
    }
    let levels = [
        (Level::Organization, list(template, "roles").collect()),
        (Level::Global, list(document, "globalRoles").collect::<Vec<_>>()),
    ];
    for (level, roles) in levels {
        for role in roles {
            let name = member(role, "name").unwrap();
            for permission in list(role, "permissions") {
                facts.insert(cell(level, &name, None, permission.as_str().unwrap()));
            }
            for (indicator, held) in role["resources"].as_object().into_iter().flatten() {
                for permission in held.as_array().unwrap() {
                    facts.insert(cell(level, &name, Some(indicator), permission.as_str().unwrap()));
                }
            }
            let role_type = role_type(role["type"] == "MachineToMachine");
            let (description, is_default) = (member(role, "description"), flag(role, "isDefault"));
            let id = member(role, "id");
            facts.insert(Fact::Role { level, name, id, role_type, description, is_default });
        }
    }
    for (key, of) in
        [("users", Principal::user as fn(&str) -> Principal), ("applications", Principal::application)]
    {
        for entry in list(document, key) {
            let principal = of(entry.as_str().or_else(|| entry["id"].as_str()).unwrap());
            assign(&mut facts, None, entry, &principal);
            facts.insert(Fact::Principal(principal));
        }
    }
    for organization in list(document, "organizations") {
        let id = member(organization, "id").unwrap();
        for entry in list(organization, "members") {
            let principal = match entry["user"].as_str() {
                Some(user) => Principal::user(user),
                None => Principal::application(entry["application"].as_str().unwrap()),
            };
            assign(&mut facts, Some(&id), entry, &principal);
            // A member needs no entry of its own.
            facts.insert(Fact::Principal(principal.clone()));
            facts.insert(Fact::Member { organization: id.clone(), principal });
        }
        let (name, description) =
            (member(organization, "name").unwrap(), member(organization, "description"));
        facts.insert(Fact::Organization { id, name, description });
    }
    facts
}

fn suppression(entry: &Value) -> Suppression {
    let text = |key: &str| entry[key].as_str().unwrap().to_owned();
    Suppression { rule: text("rule"), name: member(entry, "name"), reason: text("reason") }
}

fn assign(facts: &mut Facts, organization: Option<&Name>, entry: &Value, principal: &Principal) {
    for role in list(entry, "roles") {
        facts.insert(Fact::RoleAssignment {
            organization: organization.cloned(),
            role: role.as_str().unwrap().into(),
            principal: principal.clone(),
        });
    }
}
