//! Orgate's own template format, version 1. The JSON Schema is published as `orgate/template.schema.json`.

use super::build::{Builder, MAX_DESCRIPTION, MAX_PERMISSION_NAME, MAX_RESOURCE_PERMISSION_NAME, Rule};
use super::{MAX_PERMISSIONS, Permissions, Resource, Template};
use crate::problem::{At, Problem, ProblemCode};
use crate::suggest::nearest;
use fixedbitset::FixedBitSet;
use serde_json::{Map, Value};

type Object = Map<String, Value>;

pub(super) fn read(document: &Object) -> Result<Template, Vec<Problem>> {
    let mut builder = Builder::default();
    let root = At::Root;
    known_members(
        &mut builder,
        document,
        &["$schema", "v", "version", "permissions", "resources", "roles"],
        &root,
    );
    match document.get("v") {
        Some(Value::Number(v)) if v.as_u64() == Some(1) => {}
        Some(_) => {
            builder.problem(
                ProblemCode::VersionUnsupported,
                &root.key("v"),
                "`v` is not 1, the version that is read here",
            );
        }
        None => builder.problem(ProblemCode::MissingMember, &root.key("v"), "`v` is missing; it is 1"),
    }
    builder.text(document, "$schema", false, &root);
    builder.version = builder.text(document, "version", false, &root).map(str::to_owned);

    let at = root.key("permissions");
    let list = builder.array(document, "permissions", true, &root);
    let mut permissions = Permissions::default();
    read_permissions(&mut builder, &mut permissions, list, MAX_PERMISSION_NAME, &at);
    builder.permissions = permissions;
    read_resources(&mut builder, document, &root);
    read_roles(&mut builder, document, &root);
    builder.finish()
}

fn known_members(builder: &mut Builder, object: &Object, known: &[&str], at: &At<'_>) {
    for name in object.keys().filter(|name| !known.contains(&name.as_str())) {
        let message = format!("`{name}` is not a member here; known are {}", known.join(", "));
        builder.problem(ProblemCode::UnknownMember, &at.key(name), &message);
    }
}

fn description(builder: &mut Builder, object: &Object, at: &At<'_>) {
    if let Some(text) = builder.text(object, "description", false, at) {
        builder.check_length(text, MAX_DESCRIPTION, &at.key("description"));
    }
}

/// A permission is its name, or an object with a name and a description.
fn read_permissions(
    builder: &mut Builder,
    list: &mut Permissions,
    entries: &[Value],
    max: usize,
    at: &At<'_>,
) {
    let entries = builder.bounded(entries, MAX_PERMISSIONS, "permissions", at);
    for (index, entry) in entries.iter().enumerate() {
        let at = at.index(index);
        match entry {
            Value::String(name) => builder.add_permission(list, name, Rule::Strict { max }, &at),
            Value::Object(object) => {
                known_members(builder, object, &["name", "description"], &at);
                description(builder, object, &at);
                if let Some(name) = builder.text(object, "name", true, &at) {
                    builder.add_permission(list, name, Rule::Strict { max }, &at.key("name"));
                }
            }
            _ => builder.problem(
                ProblemCode::WrongType,
                &at,
                "a permission is a name, or an object with a name",
            ),
        }
    }
}

fn read_resources(builder: &mut Builder, document: &Object, root: &At<'_>) {
    let at = root.key("resources");
    let entries = builder.array(document, "resources", false, root);
    let entries = builder.bounded_resources(entries, &at);
    for (index, entry) in entries.iter().enumerate() {
        let at = at.index(index);
        let Some(object) = builder.object(entry, "an API resource", &at) else {
            continue;
        };
        known_members(builder, object, &["indicator", "name", "description", "permissions"], &at);
        description(builder, object, &at);
        builder.text(object, "name", false, &at);
        let list = builder.array(object, "permissions", true, &at);
        let mut permissions = Permissions::default();
        read_permissions(
            builder,
            &mut permissions,
            list,
            MAX_RESOURCE_PERMISSION_NAME,
            &at.key("permissions"),
        );
        if let Some(indicator) = builder.text(object, "indicator", true, &at) {
            let at = at.key("indicator");
            if is_absolute_uri(indicator) {
                builder.add_resource(Resource { indicator: indicator.to_owned(), permissions }, &at);
            } else {
                let message = "a resource indicator is an absolute URI without a fragment";
                builder.problem(ProblemCode::IndicatorInvalid, &at, message);
            }
        }
    }
}

/// RFC 8707 section 2: an absolute URI (RFC 3986 section 4.3) without a fragment.
fn is_absolute_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let mut letters = scheme.chars();
    let scheme_is_valid = letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter));
    scheme_is_valid
        && !rest.is_empty()
        && rest.chars().all(|letter| letter.is_ascii_graphic() && !"#\"<>\\^`{|}".contains(letter))
}

fn read_roles(builder: &mut Builder, document: &Object, root: &At<'_>) {
    let at = root.key("roles");
    let entries = builder.array(document, "roles", true, root);
    let entries = builder.bounded_roles(entries, &at);
    for (index, entry) in entries.iter().enumerate() {
        let at = at.index(index);
        let Some(object) = builder.object(entry, "a role", &at) else {
            continue;
        };
        known_members(builder, object, &["name", "type", "description", "permissions", "resources"], &at);
        description(builder, object, &at);
        let role_type = builder.role_type(object, &at);
        let granted = builder.array(object, "permissions", true, &at);
        let permissions = std::mem::take(&mut builder.permissions);
        let set = read_grants(builder, &permissions, granted, "", &at.key("permissions"));
        builder.permissions = permissions;
        let resources = read_resource_grants(builder, object, &at);
        if let Some(name) = builder.text(object, "name", true, &at) {
            builder.add_role(name, role_type, set, resources, &at.key("name"));
        }
    }
}

fn read_resource_grants(builder: &mut Builder, role: &Object, at: &At<'_>) -> Vec<(usize, FixedBitSet)> {
    let outer = at.key("resources");
    let mut grants = Vec::new();
    let Some(value) = role.get("resources") else {
        return grants;
    };
    let Some(object) = builder.object(value, "`resources` of a role", &outer) else {
        return grants;
    };
    let resources = std::mem::take(&mut builder.resources);
    for (indicator, value) in object {
        let at = outer.key(indicator);
        let Some(position) = builder.resource_ids.get(indicator).copied() else {
            builder.problem(
                ProblemCode::UnknownResource,
                &at,
                &format!("there is no API resource `{indicator}`"),
            );
            continue;
        };
        let entries = builder.array(object, indicator, true, &outer);
        let (Some(resource), Value::Array(_)) = (resources.get(position), value) else {
            continue;
        };
        let set = read_grants(builder, &resource.permissions, entries, " of this API resource", &at);
        grants.push((position, set));
    }
    builder.resources = resources;
    grants
}

/// The permissions that a role grants, each of which must exist.
fn read_grants(
    builder: &mut Builder,
    list: &Permissions,
    entries: &[Value],
    of: &str,
    at: &At<'_>,
) -> FixedBitSet {
    let mut set = FixedBitSet::with_capacity(list.names().len());
    let entries = builder.bounded(entries, MAX_PERMISSIONS, "permissions", at);
    for (index, entry) in entries.iter().enumerate() {
        let at = at.index(index);
        let Some(name) = entry.as_str() else {
            builder.problem(ProblemCode::WrongType, &at, "a role lists permissions by name");
            continue;
        };
        match list.id(name) {
            Some(id) if set.put(id) => {
                builder.problem(
                    ProblemCode::DuplicateName,
                    &at,
                    &format!("the permission `{name}` is there twice"),
                );
            }
            Some(_) => {}
            None => {
                let near = if builder.problems.are_few() { nearest(name, list.names()) } else { None };
                let hint = near.map(|near| format!("; did you mean `{near}`?"));
                let message = format!("there is no permission `{name}`{of}{}", hint.unwrap_or_default());
                builder.problem(ProblemCode::UnknownPermission, &at, &message);
            }
        }
    }
    set
}
