//! The policy document, version 1: a template, global roles, users, applications and organizations.

use super::load::Loader;
use super::rules::MAX_GLOBAL_ROLE_DESCRIPTION;
use super::{MAX_GLOBAL_ROLES, Policy, logto};
use crate::document::{self, ListMember};
use crate::grant::PrincipalType;
use crate::policy::fact::Name;
use crate::problem::{At, Problem, ProblemCode, Problems};
use crate::rbac::GlobalRole;
use crate::template::{
    Builder, IdOf, ResourceGrants, Template, check_version, description, known_members, read_resource_grants,
};
use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// What can be long, and is read entry by entry.
const LISTS: [ListMember; 3] = [
    ("users", "`users` is not an array"),
    ("applications", "`applications` is not an array"),
    ("organizations", "`organizations` is not an array"),
];

impl Policy {
    /// Reads a policy from JSON text: Orgate's own document, a template alone, or what Logto's Management API exports.
    /// An entry of a long list of its own document takes no more memory than what is kept of it; an export is read
    /// whole.
    ///
    /// # Errors
    /// Every problem of the document, each with its place; of a document that is no JSON, that.
    pub fn from_json(text: &str) -> Result<Self, Vec<Problem>> {
        // What is long refers to the rest, wherever that stands.
        let rest = document::members(text, &LISTS, None).map_err(not_read)?;
        match &rest {
            Value::Object(object) if Template::is_logto_export(object) => logto::read(object),
            Value::Object(object)
                if object.contains_key("permissions") && !object.contains_key("template") =>
            {
                Ok(Template::from_value(&document::read(text).map_err(not_read)?, &At::Root)?.into())
            }
            Value::Object(object) => read(text, object),
            _ => {
                let mut problems = Problems::default();
                problems.add(ProblemCode::WrongType, &At::Root, "a policy is an object");
                Err(problems.into_vec())
            }
        }
    }
}

impl From<Template> for Policy {
    fn from(template: Template) -> Self {
        Self { warnings: template.warnings().to_vec(), template, ..Self::default() }
    }
}

fn not_read(why: &'static str) -> Vec<Problem> {
    let mut problems = Problems::default();
    match LISTS.iter().find(|(_, not_a_list)| *not_a_list == why) {
        Some((list, _)) => problems.add(ProblemCode::WrongType, &At::Root.key(list), why),
        None => problems.add(ProblemCode::FormatUnknown, &At::Root, &format!("the policy {why}")),
    }
    problems.into_vec()
}

fn read(text: &str, rest: &Object) -> Result<Policy, Vec<Problem>> {
    let root = At::Root;
    let mut loader = Loader::default();
    let mut known = vec!["$schema", "v", "imported", "template", "globalRoles"];
    known.extend(LISTS.iter().map(|(list, _)| *list));
    known_members(&mut loader.builder, rest, &known, &root);
    check_version(&mut loader.builder, rest, &root);
    loader.builder.text(rest, "$schema", false, &root);
    loader.builder.imported = loader.builder.flag(rest, "imported", &root);
    loader.read_template(rest.get("template"), &root.key("template"));
    loader.read_global_roles(rest, &root);
    let mut take = |list: &'static str, index: usize, value: Value| {
        let at = root.key(list);
        let at = at.index(index);
        match list {
            "users" => loader.read_account(PrincipalType::User, &value, &at),
            "applications" => loader.read_account(PrincipalType::MachineToMachine, &value, &at),
            _ => loader.read_organization(&value, &at),
        }
    };
    document::members(text, &LISTS, Some(&mut take)).map_err(not_read)?;
    loader.finish()
}

fn global_role_description<'v>(builder: &mut Builder, object: &'v Object, at: &At<'_>) -> Option<&'v str> {
    let text = builder.text(object, "description", false, at)?;
    if !builder.imported {
        builder.check_length(text, MAX_GLOBAL_ROLE_DESCRIPTION, &at.key("description"));
    }
    Some(text)
}

impl Loader {
    fn read_template(&mut self, template: Option<&Value>, at: &At<'_>) {
        let Some(template) = template else {
            self.builder.problem(ProblemCode::MissingMember, at, "`template` is missing");
            self.no_template = true;
            return;
        };
        match Template::from_value(template, at) {
            Ok(template) => self.template = template,
            Err(problems) => {
                self.no_template = true;
                self.builder.problems.extend(problems);
            }
        }
    }

    fn read_global_roles(&mut self, rest: &Object, root: &At<'_>) {
        let at = root.key("globalRoles");
        let entries = self.builder.array(rest, "globalRoles", false, root);
        let entries = self.builder.bounded(entries, MAX_GLOBAL_ROLES, "global roles", &at);
        for (index, entry) in entries.iter().enumerate() {
            let at = at.index(index);
            let builder = &mut self.builder;
            let Some(object) = builder.object(entry, "a role", &at) else { continue };
            let known = ["name", "id", "type", "description", "isDefault", "resources"];
            known_members(builder, object, &known, &at);
            let role_type = builder.role_type(object, &at);
            let role = GlobalRole {
                id: builder.id(object, IdOf::GlobalRole, &at),
                role_type,
                description: global_role_description(builder, object, &at).map(Name::from),
                is_default: builder.flag(object, "isDefault", &at),
                resources: if self.no_template {
                    ResourceGrants::default()
                } else {
                    read_resource_grants(builder, &self.template, role_type, object, &at)
                },
            };
            if let Some(name) = builder.text(object, "name", true, &at) {
                self.add_global_role(name, role, &at);
            }
        }
    }

    fn read_account(&mut self, principal_type: PrincipalType, entry: &Value, at: &At<'_>) {
        let (id, roles, at_id) = match entry {
            Value::String(id) => (id.as_str(), &[][..], *at),
            _ => {
                let Some(object) = entry.as_object() else {
                    let message = "an entry is an id, or an object with an id";
                    self.builder.problem(ProblemCode::WrongType, at, message);
                    return;
                };
                known_members(&mut self.builder, object, &["id", "roles"], at);
                let roles = self.builder.array(object, "roles", false, at);
                let Some(id) = self.builder.text(object, "id", true, at) else { return };
                (id, roles, at.key("id"))
            }
        };
        let Some(account) = self.list_account(principal_type, id, &at_id) else { return };
        let outer = at.key("roles");
        for (index, role) in roles.iter().enumerate() {
            let at = outer.index(index);
            match role.as_str() {
                Some(role) => self.assign_global(principal_type, &account, role, &at),
                None => self.builder.problem(ProblemCode::WrongType, &at, "a role is its name"),
            }
        }
    }

    fn read_organization(&mut self, entry: &Value, at: &At<'_>) {
        let Some(object) = self.builder.object(entry, "an organization", at) else { return };
        known_members(&mut self.builder, object, &["id", "name", "description", "members"], at);
        let description = description(&mut self.builder, object, at);
        let name = self.builder.text(object, "name", true, at);
        let members = self.builder.array(object, "members", false, at);
        let (Some(id), Some(name)) = (self.builder.text(object, "id", true, at), name) else { return };
        let Some(organization) = self.add_organization(id, name, description, at) else { return };
        let outer = at.key("members");
        for (index, member) in members.iter().enumerate() {
            let at = outer.index(index);
            let Some(member) = self.builder.object(member, "a member", &at) else { continue };
            known_members(&mut self.builder, member, &["user", "application", "roles"], &at);
            let roles = self.builder.array(member, "roles", false, &at);
            let user = self.builder.text(member, "user", false, &at);
            let application = self.builder.text(member, "application", false, &at);
            let (principal_type, id, place) = match (user, application) {
                (Some(id), None) => (PrincipalType::User, id, "user"),
                (None, Some(id)) => (PrincipalType::MachineToMachine, id, "application"),
                (None, None) if ["user", "application"].iter().any(|name| member.contains_key(*name)) => {
                    continue;
                }
                _ => {
                    let message = "a member names a `user` or an `application`";
                    self.builder.problem(ProblemCode::MissingMember, &at, message);
                    continue;
                }
            };
            let Some(account) = self.add_member(organization, principal_type, id, &at.key(place)) else {
                continue;
            };
            let at = at.key("roles");
            let names = roles.iter().enumerate().map(|(index, role)| (index, role.as_str()));
            self.set_roles(organization, principal_type, account, names, &at);
        }
    }
}
