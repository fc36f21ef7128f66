//! Puts a template together and keeps the rules that both formats share.

use super::{
    Label, MAX_PERMISSIONS, MAX_RESOURCES, MAX_ROLES, Permissions, Resource, ResourceGrants, Role, Template,
};
use crate::grant::PrincipalType;
use crate::problem::{At, Problem, ProblemCode, Problems};
use crate::table::Name;
use fixedbitset::FixedBitSet;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Lengths in characters, as Logto's database has them.
pub(crate) const MAX_ROLE_NAME: usize = 128;
pub(crate) const MAX_PERMISSION_NAME: usize = 128;
pub(crate) const MAX_RESOURCE_PERMISSION_NAME: usize = 256;
pub(crate) const MAX_RESOURCE_NAME: usize = 256;
pub(crate) const MAX_DESCRIPTION: usize = 256;
/// `sub` is at most 255 characters (OpenID Connect Core 1.0 section 2); Logto's own ids are at most 21.
const MAX_ID: usize = 255;

/// A template in the making.
#[derive(Default)]
pub(crate) struct Builder {
    pub(crate) problems: Problems,
    pub(crate) warnings: Problems,
    /// Whether what Logto allows and this model refuses is kept with a warning.
    pub(crate) imported: bool,
    pub(super) template: Template,
    permission_count: usize,
    full: bool,
    /// Ids that a tenant gave, by [`IdOf`].
    ids: BTreeMap<Name, usize>,
}

/// What an id is of. Two things of one kind cannot have the same.
#[derive(Clone, Copy)]
pub(crate) enum IdOf {
    Permission,
    ResourcePermission,
    Role,
    Resource,
    #[cfg(feature = "policy")]
    GlobalRole,
}

/// What goes beside a permission's name.
#[derive(Clone, Default)]
pub(super) struct Permission<'a> {
    pub(super) description: Option<&'a str>,
    /// The id that a tenant gave it.
    pub(super) id: Option<Name>,
    /// The longest that its name may be.
    pub(super) max: usize,
    /// Why no token can carry it, other than its name: its resource.
    pub(super) not_grantable: bool,
}

impl Builder {
    pub(super) fn finish(self) -> Result<Template, Vec<Problem>> {
        if !self.problems.is_empty() {
            return Err(self.problems.into_vec());
        }
        Ok(Template { warnings: self.warnings.into_vec(), ..self.template })
    }

    /// What an import keeps and never grants, and any other document may not hold.
    #[cold]
    #[inline(never)]
    pub(crate) fn refuse_or_warn(&mut self, code: ProblemCode, at: &At<'_>, message: &str) -> bool {
        if self.imported {
            self.warnings.add(code, at, message);
        } else {
            self.problems.add(code, at, message);
        }
        self.imported
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn problem(&mut self, code: ProblemCode, at: &At<'_>, message: &str) {
        self.problems.add(code, at, message);
    }

    /// Adds a permission to a list that stands outside the builder for the moment.
    pub(super) fn add_permission(
        &mut self,
        list: &mut Permissions,
        name: &str,
        permission: Permission<'_>,
        at: &At<'_>,
    ) {
        if !self.check_name(name, permission.max, at) {
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
        if white_space && !self.allow_white_space(name, at) {
            return;
        }
        let grantable = !white_space && !permission.not_grantable;
        let label = Label { description: permission.description.map(Name::from), id: permission.id };
        if list.add(name.into(), label, grantable).is_none() {
            self.problem(ProblemCode::DuplicateName, at, &format!("the permission `{name}` is there twice"));
            return;
        }
        self.permission_count = self.permission_count.saturating_add(1);
    }

    #[cold]
    #[inline(never)]
    fn allow_white_space(&mut self, name: &str, at: &At<'_>) -> bool {
        let (code, why) = if self.imported {
            (ProblemCode::PermissionNotGrantable, "so no token can ever carry it")
        } else {
            (ProblemCode::NameWhitespace, "and scopes are separated by spaces")
        };
        self.refuse_or_warn(code, at, &format!("the permission `{name}` has white space in it, {why}"))
    }

    /// Adds an API resource; its position.
    pub(super) fn add_resource(&mut self, indicator: &str, resource: Resource, at: &At<'_>) -> Option<usize> {
        if resource.is_default && self.template.resources.iter().any(|(_, _, known)| known.is_default) {
            let message = "there are two default API resources, and at most one is allowed";
            self.problem(ProblemCode::DuplicateDefault, at, message);
        }
        let position = self.template.resources.add(indicator.into(), resource);
        if position.is_none() {
            let message = format!("the API resource `{indicator}` is there twice");
            self.problem(ProblemCode::DuplicateName, at, &message);
        }
        position
    }

    pub(super) fn add_role(&mut self, name: &str, role: Role, at: &At<'_>) {
        if !self.check_name(name, MAX_ROLE_NAME, at) {
            return;
        }
        if self.template.roles.add(name.into(), role).is_none() {
            self.problem(ProblemCode::DuplicateName, at, &format!("the role `{name}` is there twice"));
        }
    }

    /// Looks at the API resource permissions of a role: those of the management API are for applications.
    pub(crate) fn check_grants(
        &mut self,
        template: &Template,
        role_type: PrincipalType,
        grants: &ResourceGrants,
        at: &At<'_>,
    ) {
        let resources = &template.resources;
        let held = |(position, set): &&(usize, FixedBitSet)| {
            let resource = resources.get(*position).filter(|_| !set.is_clear());
            resource.is_some_and(|resource| !resource.can_be_held_by(role_type))
        };
        if let Some((position, _)) = grants.0.iter().find(held) {
            let indicator = resources.name(*position).cloned().unwrap_or_default();
            let message = format!(
                "`{indicator}` is a management API, whose permissions only roles of type `MachineToMachine` hold"
            );
            self.refuse_or_warn(ProblemCode::ManagementPermission, at, &message);
        }
    }

    pub(crate) fn check_name(&mut self, name: &str, max: usize, at: &At<'_>) -> bool {
        if name.is_empty() {
            self.problem(ProblemCode::NameEmpty, at, "a name is empty");
            return false;
        }
        self.check_length(name, max, at)
    }

    pub(crate) fn check_length(&mut self, text: &str, max: usize, at: &At<'_>) -> bool {
        let fits = !longer_than(text, max);
        if !fits {
            self.problem(ProblemCode::NameTooLong, at, &format!("longer than {max} characters"));
        }
        fits
    }

    /// An array member. Absent is empty when it may be absent.
    pub(crate) fn array<'v>(
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
    pub(crate) fn text<'v>(
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

    /// The id that a tenant gave something.
    pub(crate) fn id(&mut self, object: &Map<String, Value>, of: IdOf, at: &At<'_>) -> Option<Name> {
        let id = self.text(object, "id", false, at)?;
        let key = format!("{} {id}", of as u8);
        if let Some(why) = id_problem(id) {
            self.problem(ProblemCode::IdInvalid, &at.key("id"), why);
        } else if self.ids.insert(key.as_str().into(), 0).is_some() {
            self.problem(ProblemCode::DuplicateId, &at.key("id"), &format!("`{id}` is there twice"));
        }
        Some(id.into())
    }

    /// A boolean member; absent is `false`.
    pub(crate) fn flag(&mut self, object: &Map<String, Value>, name: &str, at: &At<'_>) -> bool {
        match object.get(name) {
            Some(Value::Bool(flag)) => *flag,
            None | Some(Value::Null) => false,
            Some(_) => {
                self.problem(ProblemCode::WrongType, &at.key(name), &format!("`{name}` is not a boolean"));
                false
            }
        }
    }

    pub(crate) fn object<'v>(
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
    pub(crate) fn role_type(&mut self, object: &Map<String, Value>, at: &At<'_>) -> PrincipalType {
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
    pub(crate) fn bounded<'v>(
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
    pub(crate) fn within<'e, T>(&mut self, entries: &'e [T], max: usize, what: &str, path: &str) -> &'e [T] {
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

/// What is wrong with an id.
pub(crate) fn id_problem(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        Some("an id is empty")
    } else if longer_than(text, MAX_ID) {
        Some("an id is longer than 255 characters")
    } else if text.contains(|letter: char| letter.is_whitespace() || letter.is_control()) {
        Some("an id has white space or control characters in it")
    } else {
        None
    }
}

/// Whether a text has more characters than `max`.
pub(crate) fn longer_than(text: &str, max: usize) -> bool {
    text.len() > max && text.chars().nth(max).is_some()
}

impl Role {
    pub(super) fn new(role_type: PrincipalType, description: Option<Name>) -> Self {
        Self {
            id: None,
            role_type,
            description,
            permissions: FixedBitSet::new(),
            resources: ResourceGrants::default(),
            digest: OnceLock::new(),
        }
    }
}
