//! Orgate's own template format, version 1. The JSON Schema is published as `orgate/template.schema.json`.

use super::build::{
    Builder, IdOf, MAX_DESCRIPTION, MAX_PERMISSION_NAME, MAX_RESOURCE_NAME, MAX_RESOURCE_PERMISSION_NAME,
    Permission,
};
use super::{MAX_PERMISSIONS, Permissions, Resource, ResourceGrants, Role, Template, suppression};
use crate::grant::PrincipalType;
use crate::problem::{At, Problem, ProblemCode};
use crate::suggest::nearest;
use crate::table::Name;
use fixedbitset::FixedBitSet;
use serde_json::{Map, Value};

type Object = Map<String, Value>;

pub(super) fn read(document: &Object, root: &At<'_>) -> Result<Template, Vec<Problem>> {
    read_parts(document, root).finish()
}

/// What can be read of a document, with what is wrong with it.
pub(super) fn read_parts(document: &Object, root: &At<'_>) -> Builder {
    let mut builder = Builder::default();
    let known = ["$schema", "v", "version", "imported", "lintOff", "permissions", "resources", "roles"];
    known_members(&mut builder, document, &known, root);
    check_version(&mut builder, document, root);
    builder.text(document, "$schema", false, root);
    builder.template.version = builder.text(document, "version", false, root).map(str::to_owned);
    builder.imported = builder.flag(document, "imported", root);
    builder.template.lint_off = suppression::read(&mut builder, document, root);

    let at = root.key("permissions");
    let list = builder.array(document, "permissions", true, root);
    let each = Permission { max: MAX_PERMISSION_NAME, ..Permission::default() };
    builder.template.permissions = read_permissions(&mut builder, list, &each, IdOf::Permission, &at);
    read_resources(&mut builder, document, root);
    read_roles(&mut builder, document, root);
    builder
}

pub(crate) fn check_version(builder: &mut Builder, document: &Object, at: &At<'_>) {
    match document.get("v") {
        Some(Value::Number(v)) if v.as_u64() == Some(1) => {}
        Some(_) => {
            let message = "`v` is not 1, the version that is read here";
            builder.problem(ProblemCode::VersionUnsupported, &at.key("v"), message);
        }
        None => builder.problem(ProblemCode::MissingMember, &at.key("v"), "`v` is missing; it is 1"),
    }
}

pub(crate) fn known_members(builder: &mut Builder, object: &Object, known: &[&str], at: &At<'_>) {
    for name in object.keys().filter(|name| !known.contains(&name.as_str())) {
        let message = format!("`{name}` is not a member here; known are {}", known.join(", "));
        builder.problem(ProblemCode::UnknownMember, &at.key(name), &message);
    }
}

pub(crate) fn description<'v>(builder: &mut Builder, object: &'v Object, at: &At<'_>) -> Option<&'v str> {
    let text = builder.text(object, "description", false, at)?;
    // An import is read as it is: a text has no effect.
    if !builder.imported {
        builder.check_length(text, MAX_DESCRIPTION, &at.key("description"));
    }
    Some(text)
}

/// A permission is its name, or an object with a name and a description.
fn read_permissions(
    builder: &mut Builder,
    entries: &[Value],
    each: &Permission<'_>,
    id_of: IdOf,
    at: &At<'_>,
) -> Permissions {
    let mut list = Permissions::default();
    let entries = builder.bounded(entries, MAX_PERMISSIONS, "permissions", at);
    for (index, entry) in entries.iter().enumerate() {
        let at = at.index(index);
        match entry {
            Value::String(name) => builder.add_permission(&mut list, name, each.clone(), &at),
            Value::Object(object) => {
                known_members(builder, object, &["name", "id", "description"], &at);
                let permission = Permission {
                    description: description(builder, object, &at),
                    id: builder.id(object, id_of, &at),
                    ..*each
                };
                if let Some(name) = builder.text(object, "name", true, &at) {
                    builder.add_permission(&mut list, name, permission, &at.key("name"));
                }
            }
            _ => {
                let message = "a permission is a name, or an object with a name";
                builder.problem(ProblemCode::WrongType, &at, message);
            }
        }
    }
    list
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
        let known = ["indicator", "id", "name", "description", "isDefault", "managementApi", "permissions"];
        known_members(builder, object, &known, &at);
        let indicator = builder.text(object, "indicator", true, &at);
        let grantable = indicator.is_none_or(|indicator| check_indicator(builder, indicator, &at));
        let list = builder.array(object, "permissions", true, &at);
        let each = Permission {
            max: MAX_RESOURCE_PERMISSION_NAME,
            not_grantable: !grantable,
            ..Permission::default()
        };
        let resource = Resource {
            permissions: read_permissions(
                builder,
                list,
                &each,
                IdOf::ResourcePermission,
                &at.key("permissions"),
            ),
            id: builder.id(object, IdOf::Resource, &at),
            name: resource_name(builder, object, &at).map(Name::from),
            description: description(builder, object, &at).map(Name::from),
            is_default: builder.flag(object, "isDefault", &at),
            management_api: builder.flag(object, "managementApi", &at),
            grantable,
        };
        if let Some(indicator) = indicator {
            builder.add_resource(indicator, resource, &at.key("indicator"));
        }
    }
}

fn resource_name<'v>(builder: &mut Builder, object: &'v Object, at: &At<'_>) -> Option<&'v str> {
    let name = builder.text(object, "name", false, at)?;
    if !builder.imported {
        builder.check_name(name, MAX_RESOURCE_NAME, &at.key("name"));
    }
    Some(name)
}

/// Whether a token can be for an API resource of this indicator.
pub(super) fn check_indicator(builder: &mut Builder, indicator: &str, at: &At<'_>) -> bool {
    let valid = is_absolute_uri(indicator);
    if !valid {
        let (code, message) = if builder.imported && !indicator.is_empty() {
            let message = "this is no absolute URI without a fragment, so no token can ever be for it";
            (ProblemCode::ResourceNotGrantable, message)
        } else {
            (ProblemCode::IndicatorInvalid, "a resource indicator is an absolute URI without a fragment")
        };
        if indicator.is_empty() {
            builder.problem(code, &at.key("indicator"), message);
        } else {
            builder.refuse_or_warn(code, &at.key("indicator"), message);
        }
    }
    valid
}

/// RFC 8707 section 2: an absolute URI (RFC 3986 section 4.3) without a fragment.
pub(crate) fn is_absolute_uri(text: &str) -> bool {
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
    // What roles refer to stands outside the builder while they are read.
    let template = std::mem::take(&mut builder.template);
    for (index, entry) in entries.iter().enumerate() {
        let at = at.index(index);
        let Some(object) = builder.object(entry, "a role", &at) else {
            continue;
        };
        let known = ["name", "id", "type", "description", "permissions", "resources"];
        known_members(builder, object, &known, &at);
        let mut role =
            Role::new(builder.role_type(object, &at), description(builder, object, &at).map(Name::from));
        role.id = builder.id(object, IdOf::Role, &at);
        let granted = builder.array(object, "permissions", true, &at);
        role.permissions = read_grants(builder, template.permissions(), granted, "", &at.key("permissions"));
        role.resources = read_resource_grants(builder, &template, role.role_type, object, &at);
        if let Some(name) = builder.text(object, "name", true, &at) {
            builder.add_role(name, role, &at.key("name"));
        }
    }
    let roles = std::mem::replace(&mut builder.template, template).roles;
    builder.template.roles = roles;
}

/// The API resource permissions of a role: an object from indicators to lists of names.
pub(crate) fn read_resource_grants(
    builder: &mut Builder,
    template: &Template,
    role_type: PrincipalType,
    role: &Object,
    at: &At<'_>,
) -> ResourceGrants {
    let outer = at.key("resources");
    let mut grants = ResourceGrants::default();
    let object = match role.get("resources") {
        None => return grants,
        Some(value) => builder.object(value, "`resources` of a role", &outer),
    };
    for (indicator, value) in object.into_iter().flatten() {
        let at = outer.key(indicator);
        let Some((position, resource)) = template.resource(indicator) else {
            let message = format!("there is no API resource `{indicator}`");
            builder.problem(ProblemCode::UnknownResource, &at, &message);
            continue;
        };
        let Some(entries) = value.as_array() else {
            builder.problem(ProblemCode::WrongType, &at, &format!("`{indicator}` is not an array"));
            continue;
        };
        let set = read_grants(builder, &resource.permissions, entries, " of this API resource", &at);
        if !set.is_clear() {
            grants.entry(position).into_iter().for_each(|known| known.union_with(&set));
        }
    }
    builder.check_grants(template, role_type, &grants, &outer);
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
    let mut set = FixedBitSet::with_capacity(list.width());
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
