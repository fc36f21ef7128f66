//! What Logto's Management API exports: list bodies, keyed by the path they were read from.
//!
//! Known keys are `/organization-scopes`, `/organization-roles`, `/organization-roles/{id}/scopes`,
//! `/organization-roles/{id}/resource-scopes`, `/resources` and `/resources/{id}/scopes`, with or without the `/api`
//! prefix and a query (every page counts), or `organizationScopes`, `organizationRoles`, `resources`. A tenant is
//! read as it is: what no token could ever carry is a warning, not a refusal.

use super::build::{Builder, MAX_PERMISSION_NAME, MAX_RESOURCE_PERMISSION_NAME, Rule};
use super::{MAX_PERMISSIONS, MAX_RESOURCES, MAX_ROLES, Permissions, Resource, Template};
use crate::problem::{At, Problem, ProblemCode};
use fixedbitset::FixedBitSet;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

type Object = Map<String, Value>;

const SCOPES: &str = "/organization-scopes";
const ROLES: &str = "/organization-roles";
const RESOURCES: &str = "/resources";

pub(super) fn looks_like_one(document: &Object) -> bool {
    !document.contains_key("v")
        && document.keys().any(|key| [SCOPES, ROLES].contains(&path(key)) || key.starts_with('/'))
}

/// The path that a key stands for: `/api/resources?page=2` is `/resources`.
fn path(key: &str) -> &str {
    match key {
        "organizationScopes" => SCOPES,
        "organizationRoles" => ROLES,
        "resources" => RESOURCES,
        _ => {
            let path = key.split_once('?').map_or(key, |(path, _)| path);
            path.strip_prefix("/api").filter(|rest| rest.starts_with('/')).unwrap_or(path)
        }
    }
}

/// The bodies of an export by path: of a list there may be several pages.
type Lists<'v> = BTreeMap<String, Vec<(&'v str, &'v Value)>>;

/// One entry of a list, with where it stands: in the body of a key, or in a member of such an entry.
#[derive(Clone, Copy)]
struct Entry<'v> {
    outer: Option<(&'v str, usize)>,
    key: &'v str,
    index: usize,
    object: &'v Object,
}

impl<'v> Entry<'v> {
    fn id(&self) -> Option<&'v str> {
        self.object.get("id").and_then(Value::as_str)
    }

    fn at<T>(&self, then: impl FnOnce(&At<'_>) -> T) -> T {
        let root = At::Root;
        match self.outer {
            None => then(&root.key(self.key).index(self.index)),
            Some((key, index)) => then(&root.key(key).index(index).key(self.key).index(self.index)),
        }
    }
}

/// The entries of every page of a list, each entity once. `None` when it was not exported.
fn entries<'v>(builder: &mut Builder, lists: &Lists<'v>, wanted: &str) -> Option<Vec<Entry<'v>>> {
    let mut found = Vec::new();
    let mut positions: BTreeMap<String, usize> = BTreeMap::new();
    for (key, body) in lists.get(wanted)? {
        let root = At::Root;
        let at = root.key(key);
        let Some(body) = body.as_array() else {
            builder.problem(ProblemCode::WrongType, &at, "the body of a list is an array");
            continue;
        };
        for entry in entries_of(builder, body, None, key, &at) {
            let known =
                entry.id().and_then(|id| positions.get(id)).and_then(|position| found.get_mut(*position));
            match known {
                // The same resource, this time with its permissions.
                Some(Entry { object, .. }) if object.contains_key("scopes") => {}
                Some(known) => *known = entry,
                None => {
                    if let Some(id) = entry.id() {
                        positions.insert(id.to_owned(), found.len());
                    }
                    found.push(entry);
                }
            }
        }
    }
    Some(found)
}

fn entries_of<'v>(
    builder: &mut Builder,
    body: &'v [Value],
    outer: Option<(&'v str, usize)>,
    key: &'v str,
    at: &At<'_>,
) -> Vec<Entry<'v>> {
    let mut found = Vec::new();
    for (index, value) in builder.bounded(body, MAX_PERMISSIONS, "entries", at).iter().enumerate() {
        if let Some(object) = builder.object(value, "an entry", &at.index(index)) {
            found.push(Entry { outer, key, index, object });
        }
    }
    found
}

/// What belongs to an entry: a list in a member of it, or one that was exported on its own.
fn belonging<'v>(
    builder: &mut Builder,
    lists: &Lists<'v>,
    entry: &Entry<'v>,
    member: &'v str,
    wanted: &str,
) -> Option<Vec<Entry<'v>>> {
    if !entry.object.contains_key(member) {
        return entries(builder, lists, wanted);
    }
    let outer = Some((entry.key, entry.index));
    entry.at(|at| {
        let body = builder.array(entry.object, member, true, at);
        Some(entries_of(builder, body, outer, member, &at.key(member)))
    })
}

pub(super) fn read(document: &Object) -> Result<Template, Vec<Problem>> {
    let mut builder = Builder::default();
    let mut lists = Lists::new();
    for (key, body) in document {
        lists.entry(path(key).to_owned()).or_default().push((key, body));
    }
    let root = At::Root;
    match entries(&mut builder, &lists, SCOPES) {
        Some(scopes) => {
            let mut list = Permissions::default();
            add_permissions(&mut builder, &mut list, &scopes, MAX_PERMISSION_NAME);
            builder.permissions = list;
        }
        None => {
            let message = "the export has no organization permissions";
            builder.problem(ProblemCode::MissingMember, &root.key(SCOPES), message);
        }
    }
    let resources = read_resources(&mut builder, &lists);
    match entries(&mut builder, &lists, ROLES) {
        Some(roles) => read_roles(&mut builder, &lists, &roles, resources.as_ref()),
        None => {
            let message = "the export has no organization roles";
            builder.problem(ProblemCode::MissingMember, &root.key(ROLES), message);
        }
    }
    builder.finish()
}

fn add_permissions(builder: &mut Builder, list: &mut Permissions, scopes: &[Entry<'_>], max: usize) {
    for scope in scopes {
        scope.at(|at| {
            if let Some(name) = builder.text(scope.object, "name", true, at) {
                builder.add_permission(list, name, Rule::AsExported { max }, &at.key("name"));
            }
        });
    }
}

/// Where the resources of an export went.
#[derive(Default)]
struct Resources {
    positions: BTreeMap<String, usize>,
    /// Those whose permissions were not exported: what roles name is all that is known.
    open: Vec<usize>,
}

fn read_resources(builder: &mut Builder, lists: &Lists<'_>) -> Option<Resources> {
    let listed = entries(builder, lists, RESOURCES)?;
    let mut resources = Resources::default();
    for entry in builder.within(&listed, MAX_RESOURCES, "API resources", RESOURCES) {
        let (id, indicator) = entry.at(|at| {
            (builder.text(entry.object, "id", true, at), builder.text(entry.object, "indicator", true, at))
        });
        let (Some(id), Some(indicator)) = (id, indicator) else { continue };
        let mut permissions = Permissions::default();
        match belonging(builder, lists, entry, "scopes", &format!("{RESOURCES}/{id}/scopes")) {
            Some(scopes) => add_permissions(builder, &mut permissions, &scopes, MAX_RESOURCE_PERMISSION_NAME),
            None => resources.open.push(builder.resources.len()),
        }
        resources.positions.insert(id.to_owned(), builder.resources.len());
        let resource = Resource { indicator: indicator.to_owned(), permissions };
        entry.at(|at| builder.add_resource(resource, &at.key("indicator")));
    }
    Some(resources)
}

fn read_roles(builder: &mut Builder, lists: &Lists<'_>, roles: &[Entry<'_>], resources: Option<&Resources>) {
    for role in builder.within(roles, MAX_ROLES, "roles", ROLES) {
        let role_type = role.at(|at| builder.role_type(role.object, at));
        let id = role.id().unwrap_or_default();
        let permissions = match belonging(builder, lists, role, "scopes", &format!("{ROLES}/{id}/scopes")) {
            Some(scopes) => organization_grants(builder, &scopes),
            None => {
                role.at(|at| builder.array(role.object, "scopes", true, at));
                FixedBitSet::new()
            }
        };
        let path = format!("{ROLES}/{id}/resource-scopes");
        let scopes = belonging(builder, lists, role, "resourceScopes", &path).unwrap_or_default();
        let granted = match resources {
            Some(resources) => resource_grants(builder, resources, &scopes),
            None => {
                if !scopes.is_empty() {
                    let message =
                        "the export has no `/resources`, so these API resource permissions are left out";
                    let code = ProblemCode::ResourceUnresolved;
                    role.at(|at| builder.warnings.add(code, &at.key("resourceScopes"), message));
                }
                Vec::new()
            }
        };
        role.at(|at| {
            if let Some(name) = builder.text(role.object, "name", true, at) {
                builder.add_role(name, role_type, permissions, granted, &at.key("name"));
            }
        });
    }
}

fn organization_grants(builder: &mut Builder, scopes: &[Entry<'_>]) -> FixedBitSet {
    let mut set = FixedBitSet::with_capacity(builder.permissions.names().len());
    for scope in scopes {
        scope.at(|at| {
            let Some(name) = builder.text(scope.object, "name", true, at) else { return };
            match builder.permissions.id(name) {
                Some(id) => set.insert(id),
                None => {
                    let message = format!(
                        "there is no permission `{name}` in the export; was a page of the list left out?"
                    );
                    builder.problem(ProblemCode::UnknownPermission, &at.key("name"), &message);
                }
            }
        });
    }
    set
}

/// The API resource that a permission is of: `resource.id` in a list of roles, `resourceId` in one of permissions.
fn resource_of(scope: &Object) -> Option<&str> {
    let nested = scope.get("resource").and_then(|resource| resource.get("id"));
    nested.or_else(|| scope.get("resourceId")).and_then(Value::as_str)
}

fn resource_grants(
    builder: &mut Builder,
    resources: &Resources,
    scopes: &[Entry<'_>],
) -> Vec<(usize, FixedBitSet)> {
    let mut grants: BTreeMap<usize, FixedBitSet> = BTreeMap::new();
    for scope in scopes {
        scope.at(|at| {
            let Some(name) = builder.text(scope.object, "name", true, at) else { return };
            let position = resource_of(scope.object).and_then(|id| resources.positions.get(id)).copied();
            let Some(position) = position else {
                let message =
                    "the API resource of this permission is not in the export; was a page of the list left out?";
                builder.problem(ProblemCode::UnknownResource, &at.key("resource"), message);
                return;
            };
            match resource_permission(builder, resources, position, name, at) {
                Some(id) => grants.entry(position).or_default().grow_and_insert(id),
                None => {
                    let message = format!("there is no permission `{name}` of this API resource in the export");
                    builder.problem(ProblemCode::UnknownPermission, &at.key("name"), &message);
                }
            }
        });
    }
    grants.into_iter().collect()
}

fn resource_permission(
    builder: &mut Builder,
    resources: &Resources,
    position: usize,
    name: &str,
    at: &At<'_>,
) -> Option<usize> {
    let known = builder.resources.get(position)?.permissions.id(name);
    if known.is_some() || !resources.open.contains(&position) {
        return known;
    }
    let mut list = std::mem::take(&mut builder.resources.get_mut(position)?.permissions);
    builder.add_permission(
        &mut list,
        name,
        Rule::AsExported { max: MAX_RESOURCE_PERMISSION_NAME },
        &at.key("name"),
    );
    let id = list.id(name);
    builder.resources.get_mut(position)?.permissions = list;
    id
}
