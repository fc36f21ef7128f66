//! The organization template: permissions, roles, the matrix between them, and API resources.
//!
//! Names become dense ids when a template is read, and a role is a bitset over them; [`crate::resolve`] works
//! on those alone.

mod build;
mod hash;
mod logto;
mod native;

use crate::document;
use crate::grant::PrincipalType;
use crate::problem::{At, Problem, ProblemCode, Problems};
use fixedbitset::FixedBitSet;
use serde_json::Value;
use std::collections::BTreeMap;

/// The most permissions of a template, those of API resources included.
pub const MAX_PERMISSIONS: usize = 10_000;
/// The most roles of a template.
pub const MAX_ROLES: usize = 1_000;
/// The most API resources of a template.
pub const MAX_RESOURCES: usize = 1_000;

/// A list of permissions with dense ids: those of the organization, or those of one API resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    names: Vec<String>,
    ids: BTreeMap<String, usize>,
    /// Those that a token can carry. Only a Logto export can hold others.
    grantable: FixedBitSet,
}

impl Permissions {
    /// The names, in the order of their ids.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The id of a name.
    #[must_use]
    pub fn id(&self, name: &str) -> Option<usize> {
        self.ids.get(name).copied()
    }

    /// The names of a set of ids.
    pub fn names_of<'a>(&'a self, set: &'a FixedBitSet) -> impl Iterator<Item = &'a str> {
        set.ones().filter_map(|id| self.names.get(id)).map(String::as_str)
    }

    /// The permissions that a token can carry.
    #[must_use]
    pub const fn grantable(&self) -> &FixedBitSet {
        &self.grantable
    }

    /// Adds a name; its id, or `None` when it is there already.
    fn add(&mut self, name: &str, grantable: bool) -> Option<usize> {
        let id = self.names.len();
        if self.ids.contains_key(name) {
            return None;
        }
        self.ids.insert(name.to_owned(), id);
        self.names.push(name.to_owned());
        self.grantable.grow(id.saturating_add(1));
        self.grantable.set(id, grantable);
        Some(id)
    }
}

/// An API resource (RFC 8707) and its permissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// The resource indicator: what stands in `aud` of an API token.
    pub indicator: String,
    /// Its permissions. The same name in another resource, or in the organization, is another permission.
    pub permissions: Permissions,
}

/// An organization role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its unique name; case matters.
    pub name: String,
    /// Who can hold it.
    pub role_type: PrincipalType,
    /// Its organization permissions.
    pub permissions: FixedBitSet,
    /// Its API resource permissions: position of the resource, set of that resource's permissions.
    pub resources: Vec<(usize, FixedBitSet)>,
}

impl Role {
    /// Its permissions of the API resource at a position.
    #[must_use]
    pub fn resource(&self, position: usize) -> Option<&FixedBitSet> {
        self.resources.iter().find(|(known, _)| *known == position).map(|(_, set)| set)
    }
}

/// A template that was read and found whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    version: Option<String>,
    permissions: Permissions,
    resources: Vec<Resource>,
    resource_ids: BTreeMap<String, usize>,
    roles: Vec<Role>,
    role_ids: BTreeMap<String, usize>,
    hash: String,
    warnings: Vec<Problem>,
}

impl Template {
    /// Reads a template from JSON text: Orgate's own format, or what Logto's Management API exports.
    ///
    /// # Errors
    /// Every problem of the document at once, each with its place.
    pub fn from_json(text: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        match document::read(text) {
            Ok(Value::Object(document)) => {
                if logto::looks_like_one(&document) {
                    logto::read(&document)
                } else {
                    native::read(&document)
                }
            }
            Ok(_) => {
                problems.add(ProblemCode::WrongType, &At::Root, "a template is an object");
                Err(problems.into_vec())
            }
            Err(why) => {
                problems.add(ProblemCode::FormatUnknown, &At::Root, &format!("the template {why}"));
                Err(problems.into_vec())
            }
        }
    }

    /// The version that its authors gave it.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// A hash of its meaning: names, types and the matrix, whatever their order and formatting.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The organization permissions.
    #[must_use]
    pub const fn permissions(&self) -> &Permissions {
        &self.permissions
    }

    /// The API resources.
    #[must_use]
    pub fn resources(&self) -> &[Resource] {
        &self.resources
    }

    /// The organization roles.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// A role by its name.
    #[must_use]
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.roles.get(*self.role_ids.get(name)?)
    }

    /// An API resource and its position, by its indicator.
    #[must_use]
    pub fn resource(&self, indicator: &str) -> Option<(usize, &Resource)> {
        let position = *self.resource_ids.get(indicator)?;
        Some((position, self.resources.get(position)?))
    }

    /// What was read and can have no effect.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }
}
