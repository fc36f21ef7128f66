//! What Logto's Management API exports: list bodies, keyed by the path they were read from.
//!
//! Known keys are `/organization-scopes`, `/organization-roles`, `/resources` and `/resources/{id}/scopes`, with
//! or without the `/api` prefix and a query, or `organizationScopes`, `organizationRoles`, `resources`. A tenant
//! is read as it is: what no token could ever carry is a warning, not a refusal.

use super::build::{Builder, MAX_PERMISSION_NAME, MAX_RESOURCE_PERMISSION_NAME, Rule};
use super::{MAX_PERMISSIONS, Permissions, Resource, Template};
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
        && document
            .keys()
            .any(|key| [SCOPES, ROLES].contains(&path(key)) || key.starts_with('/'))
}

/// The path that a key stands for: `/api/resources?page=2` is `/resources`.
fn path(key: &str) -> &str {
    match key {
        "organizationScopes" => SCOPES,
        "organizationRoles" => ROLES,
        "resources" => RESOURCES,
        _ => {
            let path = key.split_once('?').map_or(key, |(path, _)| path);
            path.strip_prefix("/api")
                .filter(|rest| rest.starts_with('/'))
                .unwrap_or(path)
        }
    }
}

/// One entry of a list body, with the key and the index where it stands.
#[derive(Clone, Copy)]
struct Entry<'v> {
    key: &'v str,
    index: usize,
    object: &'v Object,
}

impl<'v> Entry<'v> {
    fn id(self) -> Option<&'v str> {
        self.object.get("id").and_then(Value::as_str)
    }
}

/// The entries of every page of one list, each entity once.
fn entries<'v>(
    builder: &mut Builder,
    document: &'v Object,
    wanted: &str,
) -> Option<Vec<Entry<'v>>> {
    let mut found: Option<Vec<Entry<'v>>> = None;
    let mut positions: BTreeMap<String, usize> = BTreeMap::new();
    for (key, body) in document.iter().filter(|(key, _)| path(key) == wanted) {
        let root = At::Root;
        let at = root.key(key);
        let list = found.get_or_insert_default();
        let Some(body) = body.as_array() else {
            builder.problem(
                ProblemCode::WrongType,
                &at,
                "the body of a list is an array",
            );
            continue;
        };
        for (index, value) in builder
            .bounded(body, MAX_PERMISSIONS, "entries", &at)
            .iter()
            .enumerate()
        {
            let Some(object) = builder.object(value, "an entry", &at.index(index)) else {
                continue;
            };
            let entry = Entry { key, index, object };
            match entry
                .id()
                .and_then(|id| positions.get(id))
                .and_then(|position| list.get_mut(*position))
            {
                // The same resource, this time with its permissions.
                Some(known) if !known.object.contains_key("scopes") => *known = entry,
                Some(_) => {}
                None => {
                    if let Some(id) = entry.id() {
                        positions.insert(id.to_owned(), list.len());
                    }
                    list.push(entry);
                }
            }
        }
    }
    found
}

pub(super) fn read(document: &Object) -> Result<Template, Vec<Problem>> {
    let mut builder = Builder::default();
    let root = At::Root;
    match entries(&mut builder, document, SCOPES) {
        Some(scopes) => {
            for scope in scopes {
                let at = root.key(scope.key);
                let at = at.index(scope.index);
                if let Some(name) = builder.text(scope.object, "name", true, &at) {
                    let rule = Rule::AsExported {
                        max: MAX_PERMISSION_NAME,
                    };
                    builder.add_organization_permission(name, rule, &at.key("name"));
                }
            }
        }
        None => builder.problem(
            ProblemCode::MissingMember,
            &root.key(SCOPES),
            "the export has no organization permissions",
        ),
    }
    let resources = read_resources(&mut builder, document);
    match entries(&mut builder, document, ROLES) {
        Some(roles) => read_roles(&mut builder, document, &roles, resources.as_ref()),
        None => builder.problem(
            ProblemCode::MissingMember,
            &root.key(ROLES),
            "the export has no organization roles",
        ),
    }
    builder.finish()
}

/// Where the resources of an export went.
#[derive(Default)]
struct Resources {
    positions: BTreeMap<String, usize>,
    /// Those whose permissions were not exported: what roles name is all that is known.
    open: Vec<usize>,
}

fn read_resources(builder: &mut Builder, document: &Object) -> Option<Resources> {
    let root = At::Root;
    let listed = entries(builder, document, RESOURCES)?;
    let mut resources = Resources::default();
    for entry in listed {
        let at = root.key(entry.key);
        let at = at.index(entry.index);
        let (Some(id), Some(indicator)) = (
            builder.text(entry.object, "id", true, &at),
            builder.text(entry.object, "indicator", true, &at),
        ) else {
            continue;
        };
        let scopes_path = format!("{RESOURCES}/{id}/scopes");
        let scopes = if entry.object.contains_key("scopes") {
            Some((
                at,
                "scopes",
                builder.array(entry.object, "scopes", true, &at),
            ))
        } else {
            let found = document.iter().find(|(key, _)| path(key) == scopes_path);
            found.map(|(key, _)| {
                (
                    At::Root,
                    key.as_str(),
                    builder.array(document, key, true, &At::Root),
                )
            })
        };
        let mut permissions = Permissions::default();
        match scopes {
            Some((parent, key, list)) => {
                let at = parent.key(key);
                for (index, scope) in builder
                    .bounded(list, MAX_PERMISSIONS, "permissions", &at)
                    .iter()
                    .enumerate()
                {
                    let at = at.index(index);
                    let Some(scope) = builder.object(scope, "a permission", &at) else {
                        continue;
                    };
                    if let Some(name) = builder.text(scope, "name", true, &at) {
                        let rule = Rule::AsExported {
                            max: MAX_RESOURCE_PERMISSION_NAME,
                        };
                        builder.add_permission(&mut permissions, name, rule, &at.key("name"));
                    }
                }
            }
            None => {
                resources.open.push(builder.resources.len());
            }
        }
        resources
            .positions
            .insert(id.to_owned(), builder.resources.len());
        builder.add_resource(
            Resource {
                indicator: indicator.to_owned(),
                permissions,
            },
            &at.key("indicator"),
        );
    }
    Some(resources)
}

fn read_roles(
    builder: &mut Builder,
    document: &Object,
    roles: &[Entry<'_>],
    resources: Option<&Resources>,
) {
    let root = At::Root;
    for role in roles.iter().take(super::MAX_ROLES) {
        let at = root.key(role.key);
        let at = at.index(role.index);
        let role_type = builder.role_type(role.object, &at);
        let permissions = organization_grants(builder, document, role, &at);
        let granted = resource_grants(builder, role.object, resources, &at);
        if let Some(name) = builder.text(role.object, "name", true, &at) {
            builder.add_role(name, role_type, permissions, granted, &at.key("name"));
        }
    }
    if roles.len() > super::MAX_ROLES {
        let message = format!(
            "{} roles, more than the {} allowed",
            roles.len(),
            super::MAX_ROLES
        );
        builder.problem(ProblemCode::TooMany, &root.key(ROLES), &message);
    }
}

fn organization_grants(
    builder: &mut Builder,
    document: &Object,
    role: &Entry<'_>,
    at: &At<'_>,
) -> FixedBitSet {
    let scopes_path = role
        .id()
        .map(|id| format!("{ROLES}/{id}/scopes"))
        .unwrap_or_default();
    let elsewhere = document.iter().find(|(key, _)| path(key) == scopes_path);
    let (key, parent, list) = match elsewhere {
        Some((key, _)) if !role.object.contains_key("scopes") => (
            key.as_str(),
            At::Root,
            builder.array(document, key, true, &At::Root),
        ),
        _ => (
            "scopes",
            *at,
            builder.array(role.object, "scopes", true, at),
        ),
    };
    let at = parent.key(key);
    let mut set = FixedBitSet::with_capacity(builder.permissions.names().len());
    for (index, scope) in builder
        .bounded(list, MAX_PERMISSIONS, "permissions", &at)
        .iter()
        .enumerate()
    {
        let at = at.index(index);
        let Some(scope) = builder.object(scope, "a permission", &at) else {
            continue;
        };
        let Some(name) = builder.text(scope, "name", true, &at) else {
            continue;
        };
        match builder.permissions.id(name) {
            Some(id) => set.insert(id),
            None => {
                let message = format!(
                    "there is no permission `{name}` in the export; was a page of the list left out?"
                );
                builder.problem(ProblemCode::UnknownPermission, &at.key("name"), &message);
            }
        }
    }
    set
}

fn resource_grants(
    builder: &mut Builder,
    role: &Object,
    resources: Option<&Resources>,
    at: &At<'_>,
) -> Vec<(usize, FixedBitSet)> {
    let list = builder.array(role, "resourceScopes", false, at);
    let at = at.key("resourceScopes");
    let mut grants: Vec<(usize, FixedBitSet)> = Vec::new();
    let Some(resources) = resources else {
        if !list.is_empty() {
            let message =
                "the export has no `/resources`, so these API resource permissions are left out";
            builder
                .warnings
                .add(ProblemCode::ResourceUnresolved, &at, message);
        }
        return grants;
    };
    for (index, scope) in builder
        .bounded(list, MAX_PERMISSIONS, "permissions", &at)
        .iter()
        .enumerate()
    {
        let at = at.index(index);
        let Some(scope) = builder.object(scope, "a permission", &at) else {
            continue;
        };
        let Some(name) = builder.text(scope, "name", true, &at) else {
            continue;
        };
        let position = scope
            .get("resource")
            .and_then(|resource| resource.get("id"))
            .and_then(Value::as_str);
        let Some(position) = position.and_then(|id| resources.positions.get(id)).copied() else {
            let message = "the API resource of this permission is not in the export; was a page of the list left out?";
            builder.problem(ProblemCode::UnknownResource, &at.key("resource"), message);
            continue;
        };
        match resource_permission(builder, resources, position, name, &at) {
            Some(id) => {
                let found = grants.iter_mut().find(|(known, _)| *known == position);
                match found {
                    Some((_, set)) => set.grow_and_insert(id),
                    None => {
                        let mut set = FixedBitSet::new();
                        set.grow_and_insert(id);
                        grants.push((position, set));
                    }
                }
            }
            None => {
                let message =
                    format!("there is no permission `{name}` of this API resource in the export");
                builder.problem(ProblemCode::UnknownPermission, &at.key("name"), &message);
            }
        }
    }
    grants
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
        Rule::AsExported {
            max: MAX_RESOURCE_PERMISSION_NAME,
        },
        &at.key("name"),
    );
    let id = list.id(name);
    builder.resources.get_mut(position)?.permissions = list;
    id
}
