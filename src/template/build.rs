//! Puts a template together and keeps the rules that both formats share.

use super::{MAX_PERMISSIONS, MAX_RESOURCES, MAX_ROLES, Permissions, Resource, Role, Template, hash};
use crate::grant::PrincipalType;
use crate::problem::{At, Problem, ProblemCode, Problems};
use fixedbitset::FixedBitSet;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Lengths in characters, as Logto's database has them.
pub(super) const MAX_ROLE_NAME: usize = 128;
pub(super) const MAX_PERMISSION_NAME: usize = 128;
pub(super) const MAX_RESOURCE_PERMISSION_NAME: usize = 256;
pub(super) const MAX_DESCRIPTION: usize = 256;

/// A template in the making.
#[derive(Default)]
pub(super) struct Builder {
    pub(super) problems: Problems,
    pub(super) warnings: Problems,
    pub(super) version: Option<String>,
    pub(super) permissions: Permissions,
    pub(super) resources: Vec<Resource>,
    pub(super) resource_ids: BTreeMap<String, usize>,
    pub(super) roles: Vec<Role>,
    pub(super) role_ids: BTreeMap<String, usize>,
    permission_count: usize,
    full: bool,
}

/// What a name must look like.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    /// Orgate's own format refuses a permission that no token could carry.
    Strict { max: usize },
    /// A Logto export is read as it is.
    AsExported { max: usize },
}

impl Builder {
    pub(super) fn finish(self) -> Result<Template, Vec<Problem>> {
        if !self.problems.is_empty() {
            return Err(self.problems.into_vec());
        }
        let hash = hash::hash(&self);
        Ok(Template {
            version: self.version,
            permissions: self.permissions,
            resources: self.resources,
            resource_ids: self.resource_ids,
            roles: self.roles,
            role_ids: self.role_ids,
            hash,
            warnings: self.warnings.into_vec(),
        })
    }

    #[cold]
    #[inline(never)]
    pub(super) fn problem(&mut self, code: ProblemCode, at: &At<'_>, message: &str) {
        self.problems.add(code, at, message);
    }

    /// Adds a permission to a list that stands outside the builder for the moment.
    pub(super) fn add_permission(&mut self, list: &mut Permissions, name: &str, rule: Rule, at: &At<'_>) {
        let (max, strict) = match rule {
            Rule::Strict { max } => (max, true),
            Rule::AsExported { max } => (max, false),
        };
        if !self.check_name(name, max, at) {
            return;
        }
        if self.permission_count >= MAX_PERMISSIONS {
            if !self.full {
                self.full = true;
                self.problem(ProblemCode::TooMany, at, &format!("more than {MAX_PERMISSIONS} permissions"));
            }
            return;
        }
        let white_space = name.contains(char::is_whitespace);
        if white_space && strict {
            let message =
                format!("the permission `{name}` has white space in it, and scopes are separated by spaces");
            self.problem(ProblemCode::NameWhitespace, at, &message);
            return;
        }
        if list.add(name, !white_space).is_none() {
            self.problem(ProblemCode::DuplicateName, at, &format!("the permission `{name}` is there twice"));
            return;
        }
        self.permission_count = self.permission_count.saturating_add(1);
        if white_space {
            let message =
                format!("the permission `{name}` has white space in it, so no token can ever carry it");
            self.warnings.add(ProblemCode::PermissionNotGrantable, at, &message);
        }
    }

    pub(super) fn add_resource(&mut self, resource: Resource, at: &At<'_>) {
        if self.resource_ids.insert(resource.indicator.clone(), self.resources.len()).is_some() {
            let message = format!("the API resource `{}` is there twice", resource.indicator);
            self.problem(ProblemCode::DuplicateName, at, &message);
        }
        self.resources.push(resource);
    }

    pub(super) fn add_role(
        &mut self,
        name: &str,
        role_type: PrincipalType,
        permissions: FixedBitSet,
        resources: Vec<(usize, FixedBitSet)>,
        at: &At<'_>,
    ) {
        if !self.check_name(name, MAX_ROLE_NAME, at) {
            return;
        }
        if self.role_ids.insert(name.to_owned(), self.roles.len()).is_some() {
            self.problem(ProblemCode::DuplicateName, at, &format!("the role `{name}` is there twice"));
        }
        self.roles.push(Role { name: name.to_owned(), role_type, permissions, resources });
    }

    fn check_name(&mut self, name: &str, max: usize, at: &At<'_>) -> bool {
        if name.is_empty() {
            self.problem(ProblemCode::NameEmpty, at, "a name is empty");
            return false;
        }
        self.check_length(name, max, at)
    }

    pub(super) fn check_length(&mut self, text: &str, max: usize, at: &At<'_>) -> bool {
        let fits = text.len() <= max || text.chars().nth(max).is_none();
        if !fits {
            self.problem(ProblemCode::NameTooLong, at, &format!("longer than {max} characters"));
        }
        fits
    }

    /// An array member. Absent is empty when it may be absent.
    pub(super) fn array<'v>(
        &mut self,
        object: &'v Map<String, Value>,
        name: &str,
        required: bool,
        at: &At<'_>,
    ) -> &'v [Value] {
        match object.get(name) {
            Some(Value::Array(array)) => array,
            Some(_) => {
                self.problem(ProblemCode::WrongType, &at.key(name), &format!("`{name}` is not an array"));
                &[]
            }
            None => {
                if required {
                    self.problem(ProblemCode::MissingMember, &at.key(name), &format!("`{name}` is missing"));
                }
                &[]
            }
        }
    }

    /// A string member; `null` counts as absent, as Logto writes it.
    pub(super) fn text<'v>(
        &mut self,
        object: &'v Map<String, Value>,
        name: &str,
        required: bool,
        at: &At<'_>,
    ) -> Option<&'v str> {
        match object.get(name) {
            Some(Value::String(text)) => Some(text),
            None | Some(Value::Null) => {
                if required {
                    self.problem(ProblemCode::MissingMember, &at.key(name), &format!("`{name}` is missing"));
                }
                None
            }
            Some(_) => {
                self.problem(ProblemCode::WrongType, &at.key(name), &format!("`{name}` is not a string"));
                None
            }
        }
    }

    pub(super) fn object<'v>(
        &mut self,
        value: &'v Value,
        what: &str,
        at: &At<'_>,
    ) -> Option<&'v Map<String, Value>> {
        let object = value.as_object();
        if object.is_none() {
            self.problem(ProblemCode::WrongType, at, &format!("{what} is not an object"));
        }
        object
    }

    /// A role's type; absent means `User`, as in Logto.
    pub(super) fn role_type(&mut self, object: &Map<String, Value>, at: &At<'_>) -> PrincipalType {
        match self.text(object, "type", false, at) {
            None | Some("User") => PrincipalType::User,
            Some("MachineToMachine") => PrincipalType::MachineToMachine,
            Some(_) => {
                let message = "a role's type is `User` or `MachineToMachine`";
                self.problem(ProblemCode::RoleTypeInvalid, &at.key("type"), message);
                PrincipalType::User
            }
        }
    }

    /// Refuses a list over its bound, and cuts it there so that the rest costs nothing.
    pub(super) fn bounded<'v>(
        &mut self,
        list: &'v [Value],
        max: usize,
        what: &str,
        at: &At<'_>,
    ) -> &'v [Value] {
        list.get(..max.saturating_add(1)).map_or(list, |cut| {
            self.problem(
                ProblemCode::TooMany,
                at,
                &format!("{} {what}, more than the {max} allowed", list.len()),
            );
            cut.split_last().map_or(cut, |(_, rest)| rest)
        })
    }

    /// The same for entries that were collected from the pages of one list.
    pub(super) fn within<'e, T>(&mut self, entries: &'e [T], max: usize, what: &str, path: &str) -> &'e [T] {
        entries.get(..max.saturating_add(1)).map_or(entries, |cut| {
            let message = format!("{} {what}, more than the {max} allowed", entries.len());
            self.problem(ProblemCode::TooMany, &At::Root.key(path), &message);
            cut.split_last().map_or(cut, |(_, rest)| rest)
        })
    }

    pub(super) fn bounded_roles<'v>(&mut self, list: &'v [Value], at: &At<'_>) -> &'v [Value] {
        self.bounded(list, MAX_ROLES, "roles", at)
    }

    pub(super) fn bounded_resources<'v>(&mut self, list: &'v [Value], at: &At<'_>) -> &'v [Value] {
        self.bounded(list, MAX_RESOURCES, "API resources", at)
    }
}
