//! The organization template: permissions, roles, the matrix between them, and API resources.
//!
//! Names become dense ids when a template is read, and a role is a bitset over them; [`crate::resolve`] works
//! on those alone.

mod build;
#[cfg(feature = "policy")]
mod csv;
#[cfg(feature = "policy")]
mod edit;
mod hash;
#[cfg(feature = "policy")]
mod lint;
pub(crate) mod logto;
mod native;
pub(crate) mod suppression;
#[cfg(feature = "policy")]
mod write;

use crate::document;
use crate::grant::PrincipalType;
use crate::problem::{At, Problem, ProblemCode, Problems};
use crate::table::{Name, Table};
use fixedbitset::FixedBitSet;
use serde_json::{Map, Value};
use std::sync::OnceLock;

#[cfg(feature = "policy")]
pub(crate) use build::{
    Builder, IdOf, MAX_DESCRIPTION, MAX_PERMISSION_NAME, MAX_RESOURCE_NAME, MAX_RESOURCE_PERMISSION_NAME,
    MAX_ROLE_NAME, id_problem, longer_than,
};
#[cfg(feature = "policy")]
pub use lint::{Finding, LintReport, Rule, Severity, lint};
#[cfg(feature = "policy")]
pub(crate) use native::{check_version, description, is_absolute_uri, known_members, read_resource_grants};
pub use suppression::{MAX_SUPPRESSIONS, Suppression};
#[cfg(feature = "policy")]
pub(crate) use write::{is_long, write_flag, write_grants, write_text};

/// The most permissions of a template, those of API resources included.
pub const MAX_PERMISSIONS: usize = 10_000;
/// The most roles of a template.
pub const MAX_ROLES: usize = 1_000;
/// The most API resources of a template.
pub const MAX_RESOURCES: usize = 1_000;

/// What goes with the name of a permission.
#[derive(Clone, Debug, Default)]
#[cfg_attr(not(feature = "policy"), allow(dead_code, reason = "only a policy is asked for it"))]
pub(crate) struct Label {
    /// What it is.
    pub(crate) description: Option<Name>,
    /// The id that a tenant gave it.
    pub(crate) id: Option<Name>,
}

/// A list of permissions with dense ids: those of the organization, or those of one API resource.
#[derive(Clone, Debug, Default)]
pub struct Permissions {
    table: Table<Label>,
    /// Those that a token can carry. Only an imported template can hold others.
    grantable: FixedBitSet,
}

impl Permissions {
    /// The names, in the order of their ids.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.table.iter().map(|(_, name, _)| &**name)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One more than the largest id.
    #[must_use]
    pub fn width(&self) -> usize {
        self.table.width()
    }

    /// The id of a name.
    #[must_use]
    pub fn id(&self, name: &str) -> Option<usize> {
        self.table.id(name)
    }

    /// The name of an id.
    #[must_use]
    pub fn name(&self, id: usize) -> Option<&str> {
        self.table.name(id).map(|name| &**name)
    }

    /// The names of a set of ids.
    pub fn names_of<'a>(&'a self, set: &'a FixedBitSet) -> impl Iterator<Item = &'a str> {
        set.ones().filter_map(|id| self.name(id))
    }

    /// The permissions that a token can carry.
    #[must_use]
    pub const fn grantable(&self) -> &FixedBitSet {
        &self.grantable
    }

    /// Adds a name; its id, or `None` when it is there already.
    fn add(&mut self, name: Name, label: Label, grantable: bool) -> Option<usize> {
        let id = self.table.add(name, label)?;
        self.grantable.grow(self.table.width());
        self.grantable.set(id, grantable);
        Some(id)
    }
}

/// An API resource (RFC 8707) and its permissions. Its indicator, which stands in `aud` of an API token, is its name
/// in the template.
#[derive(Clone, Debug, Default)]
pub struct Resource {
    /// Its permissions. The same name in another resource, or in the organization, is another permission.
    pub permissions: Permissions,
    /// The id that a tenant gave it.
    pub id: Option<Name>,
    /// What people call it.
    pub name: Option<Name>,
    /// What it is.
    pub description: Option<Name>,
    /// Whether it is the one that a token is for when none was asked for. At most one is.
    pub is_default: bool,
    /// Whether it is the management API, whose permissions only roles for applications can hold.
    pub management_api: bool,
    /// Whether a token can be for it: its indicator is an absolute URI. Only an imported template can hold others.
    pub(crate) grantable: bool,
}

impl Resource {
    /// Whether roles of a type can hold its permissions.
    #[must_use]
    pub const fn can_be_held_by(&self, role_type: PrincipalType) -> bool {
        !self.management_api || matches!(role_type, PrincipalType::MachineToMachine)
    }
}

/// API resource permissions that a role holds: by the position of the resource, a set of that resource's permissions.
#[derive(Clone, Debug, Default)]
pub struct ResourceGrants(Vec<(usize, FixedBitSet)>);

impl ResourceGrants {
    /// Those of the API resource at a position.
    #[must_use]
    pub fn of(&self, position: usize) -> Option<&FixedBitSet> {
        let place = self.place(position).ok()?;
        self.0.get(place).map(|(_, set)| set)
    }

    /// They stand in the order of positions.
    fn place(&self, position: usize) -> Result<usize, usize> {
        self.0.binary_search_by_key(&position, |(known, _)| *known)
    }

    /// The set of the API resource at a position, to be changed.
    fn entry(&mut self, position: usize) -> Option<&mut FixedBitSet> {
        let place = self.place(position).unwrap_or_else(|place| {
            self.0.insert(place, (position, FixedBitSet::new()));
            place
        });
        self.0.get_mut(place).map(|(_, set)| set)
    }

    /// Adds a permission of the API resource at a position.
    fn insert(&mut self, position: usize, id: usize) {
        if let Some(set) = self.entry(position) {
            set.grow_and_insert(id);
        }
    }
}

/// An organization role. Its name is unique in the template, and case matters.
#[derive(Clone, Debug)]
pub struct Role {
    /// The id that a tenant gave it.
    pub id: Option<Name>,
    /// Who can hold it.
    pub role_type: PrincipalType,
    /// What it is.
    pub description: Option<Name>,
    /// Its organization permissions.
    pub permissions: FixedBitSet,
    /// Its API resource permissions.
    pub resources: ResourceGrants,
    digest: OnceLock<hash::Digest>,
}

/// A template that was read and found whole.
#[derive(Clone, Debug, Default)]
pub struct Template {
    version: Option<String>,
    lint_off: Vec<Suppression>,
    permissions: Permissions,
    resources: Table<Resource>,
    roles: Table<Role>,
    hash: OnceLock<String>,
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
            Ok(value) => Self::from_value(&value, &At::Root),
            Err(why) => {
                problems.add(ProblemCode::FormatUnknown, &At::Root, &format!("the template {why}"));
                Err(problems.into_vec())
            }
        }
    }

    /// Reads a template that stands at a place of a document.
    pub(crate) fn from_value(value: &Value, at: &At<'_>) -> Result<Self, Vec<Problem>> {
        match value {
            Value::Object(document) if Self::is_logto_export(document) => logto::read(document)
                .map(|mut template| {
                    within(at, &mut template.warnings);
                    template
                })
                .map_err(|mut problems| {
                    within(at, &mut problems);
                    problems
                }),
            Value::Object(document) => native::read(document, at),
            _ => {
                let mut problems = Problems::default();
                problems.add(ProblemCode::WrongType, at, "a template is an object");
                Err(problems.into_vec())
            }
        }
    }

    /// Whether a document is an export of Logto's Management API.
    pub(crate) fn is_logto_export(document: &Map<String, Value>) -> bool {
        logto::looks_like_one(document)
    }

    /// The version that its authors gave it. It stays theirs when the template is edited: [`Template::hash`] tells.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The findings of lint that its authors switched off, in the order of its document.
    #[must_use]
    pub fn lint_off(&self) -> &[Suppression] {
        &self.lint_off
    }

    /// A hash of its meaning: names, types and the matrix, whatever their order and formatting.
    #[must_use]
    pub fn hash(&self) -> &str {
        self.hash.get_or_init(|| hash::hash(self))
    }

    /// The organization permissions.
    #[must_use]
    pub const fn permissions(&self) -> &Permissions {
        &self.permissions
    }

    /// The API resources: position, indicator, resource.
    pub fn resources(&self) -> impl Iterator<Item = (usize, &str, &Resource)> {
        self.resources.iter().map(|(position, indicator, resource)| (position, &**indicator, resource))
    }

    /// The organization roles by name.
    pub fn roles(&self) -> impl Iterator<Item = (&str, &Role)> {
        self.roles.iter().map(|(_, name, role)| (&**name, role))
    }

    /// A role by its name.
    #[must_use]
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.roles.named(name).map(|(_, role)| role)
    }

    /// An API resource and its position, by its indicator.
    #[must_use]
    pub fn resource(&self, indicator: &str) -> Option<(usize, &Resource)> {
        self.resources.named(indicator)
    }

    /// The API resource at a position.
    #[must_use]
    pub fn resource_at(&self, position: usize) -> Option<&Resource> {
        self.resources.get(position)
    }

    /// What was read and can have no effect.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }
}

/// An export names places in itself; it may be a part of a document.
fn within(at: &At<'_>, problems: &mut [Problem]) {
    let place = at.pointer();
    for problem in problems {
        problem.pointer.insert_str(0, &place);
    }
}
