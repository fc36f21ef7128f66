//! What Logto's Management API exports: list bodies, keyed by the path they were read from.
//!
//! Known keys are `/organization-scopes`, `/organization-roles`, `/organization-roles/{id}/scopes`,
//! `/organization-roles/{id}/resource-scopes`, `/resources` and `/resources/{id}/scopes`, with or without the `/api`
//! prefix and a query (every page counts), or `organizationScopes`, `organizationRoles`, `resources`. A tenant is
//! read as it is: what no token could ever carry is a warning, not a refusal.

mod entries;
#[cfg(feature = "policy")]
mod id;
#[cfg(feature = "policy")]
mod write;

pub(crate) use entries::{Entry, Lists, Positions, belonging, entries, lists};
#[cfg(feature = "policy")]
pub(crate) use id::{Kind, id_of, is_made};
#[cfg(feature = "policy")]
pub(crate) use write::{Bodies, Entity};

use super::build::{Builder, IdOf, MAX_PERMISSION_NAME, MAX_RESOURCE_PERMISSION_NAME, Permission};
use super::native::check_indicator;
use super::{MAX_RESOURCES, MAX_ROLES, Permissions, Resource, ResourceGrants, Role, Template};
use crate::grant::PrincipalType;
use crate::problem::{At, Problem, ProblemCode};
use crate::table::Name;
use fixedbitset::FixedBitSet;
use serde_json::{Map, Value};

type Object = Map<String, Value>;

const SCOPES: &str = "/organization-scopes";
const ROLES: &str = "/organization-roles";
const RESOURCES: &str = "/resources";

pub(super) fn looks_like_one(document: &Object) -> bool {
    !document.contains_key("v")
        && document.keys().any(|key| [SCOPES, ROLES].contains(&entries::path(key)) || key.starts_with('/'))
}

pub(super) fn read(document: &Object) -> Result<Template, Vec<Problem>> {
    read_template(document).map(|(template, _)| template)
}

/// Reads the template of an export, and where its API resources went.
pub(crate) fn read_template(document: &Object) -> Result<(Template, Option<Resources>), Vec<Problem>> {
    let (builder, resources) = read_parts(document);
    Ok((builder.finish()?, resources))
}

/// What can be read of an export, with what is wrong with it.
pub(super) fn read_parts(document: &Object) -> (Builder, Option<Resources>) {
    let mut builder = Builder::default();
    builder.imported = true;
    let lists = lists(document);
    let root = At::Root;
    match entries(&mut builder, &lists, SCOPES) {
        Some(scopes) => {
            let mut list = Permissions::default();
            let each = Permission { max: MAX_PERMISSION_NAME, ..Permission::default() };
            add_permissions(&mut builder, &mut list, &scopes, &each, IdOf::Permission);
            builder.template.permissions = list;
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
    #[cfg(feature = "policy")]
    id::forget_made(&mut builder.template);
    (builder, resources)
}

fn add_permissions(
    builder: &mut Builder,
    list: &mut Permissions,
    scopes: &[Entry<'_>],
    each: &Permission<'_>,
    id_of: IdOf,
) {
    for scope in scopes {
        scope.at(|at| {
            let description = builder.text(scope.object, "description", false, at);
            let id = builder.id(scope.object, id_of, at);
            if let Some(name) = builder.text(scope.object, "name", true, at) {
                builder.add_permission(list, name, Permission { description, id, ..*each }, &at.key("name"));
            }
        });
    }
}

/// Where the resources of an export went.
#[derive(Default)]
pub(crate) struct Resources {
    positions: Positions,
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
        let grantable = entry.at(|at| check_indicator(builder, indicator, at));
        let each = Permission {
            max: MAX_RESOURCE_PERMISSION_NAME,
            not_grantable: !grantable,
            ..Permission::default()
        };
        let mut permissions = Permissions::default();
        let listed = belonging(builder, lists, entry, "scopes", &format!("{RESOURCES}/{id}/scopes"));
        let scopes = listed.as_deref().unwrap_or_default();
        add_permissions(builder, &mut permissions, scopes, &each, IdOf::ResourcePermission);
        let position = entry.at(|at| {
            let resource = Resource {
                permissions,
                id: builder.id(entry.object, IdOf::Resource, at),
                name: resource_name(builder, entry.object, indicator, at).map(Name::from),
                description: None,
                is_default: builder.flag(entry.object, "isDefault", at),
                management_api: is_management_api(indicator),
                grantable,
            };
            builder.add_resource(indicator, resource, &at.key("indicator"))
        });
        if let Some(position) = position {
            resources.positions.insert(id.into(), position);
            if listed.is_none() {
                resources.open.push(position);
            }
        }
    }
    Some(resources)
}

/// In Logto every API resource has a name. One that is called by its indicator has none of its own.
fn resource_name<'v>(
    builder: &mut Builder,
    resource: &'v Object,
    indicator: &str,
    at: &At<'_>,
) -> Option<&'v str> {
    builder.text(resource, "name", false, at).filter(|name| *name != indicator)
}

/// Logto knows its Management API by the indicator: `https://<tenant>.logto.app/api`.
pub(super) fn is_management_api(indicator: &str) -> bool {
    let tenant = indicator.strip_prefix("https://").and_then(|rest| rest.strip_suffix(".logto.app/api"));
    tenant.is_some_and(|tenant| !tenant.is_empty() && !tenant.contains('.'))
}

fn read_roles(builder: &mut Builder, lists: &Lists<'_>, roles: &[Entry<'_>], resources: Option<&Resources>) {
    for role in builder.within(roles, MAX_ROLES, "roles", ROLES) {
        let role_type = role.at(|at| builder.role_type(role.object, at));
        let description = role.at(|at| builder.text(role.object, "description", false, at));
        let mut read = Role::new(role_type, description.map(Name::from));
        read.id = role.at(|at| builder.id(role.object, IdOf::Role, at));
        let id = role.id().unwrap_or_default();
        match belonging(builder, lists, role, "scopes", &format!("{ROLES}/{id}/scopes")) {
            Some(scopes) => read.permissions = organization_grants(builder, &scopes),
            None => {
                role.at(|at| builder.array(role.object, "scopes", true, at));
            }
        }
        let path = format!("{ROLES}/{id}/resource-scopes");
        let scopes = belonging(builder, lists, role, "resourceScopes", &path).unwrap_or_default();
        read.resources = role.at(|at| {
            let at = at.key("resourceScopes");
            role_resources(builder, resources, role_type, &scopes, &at)
        });
        role.at(|at| {
            if let Some(name) = builder.text(role.object, "name", true, at) {
                builder.add_role(name, read, &at.key("name"));
            }
        });
    }
}

/// The same for a role outside of the template: a global one.
#[cfg(feature = "policy")]
pub(crate) fn global_role_resources(
    builder: &mut Builder,
    template: &mut Template,
    resources: Option<&Resources>,
    role_type: PrincipalType,
    scopes: &[Entry<'_>],
    at: &At<'_>,
) -> ResourceGrants {
    std::mem::swap(&mut builder.template, template);
    let grants = role_resources(builder, resources, role_type, scopes, at);
    std::mem::swap(&mut builder.template, template);
    grants
}

/// The API resource permissions of a role.
fn role_resources(
    builder: &mut Builder,
    resources: Option<&Resources>,
    role_type: PrincipalType,
    scopes: &[Entry<'_>],
    at: &At<'_>,
) -> ResourceGrants {
    let Some(resources) = resources else {
        if !scopes.is_empty() {
            let message = "the export has no `/resources`, so these API resource permissions are left out";
            builder.warnings.add(ProblemCode::ResourceUnresolved, at, message);
        }
        return ResourceGrants::default();
    };
    let grants = resource_grants(builder, resources, scopes);
    let template = std::mem::take(&mut builder.template);
    builder.check_grants(&template, role_type, &grants, at);
    builder.template = template;
    grants
}

fn organization_grants(builder: &mut Builder, scopes: &[Entry<'_>]) -> FixedBitSet {
    let mut set = FixedBitSet::with_capacity(builder.template.permissions.width());
    for scope in scopes {
        scope.at(|at| {
            let Some(name) = builder.text(scope.object, "name", true, at) else { return };
            match builder.template.permissions.id(name) {
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

fn resource_grants(builder: &mut Builder, resources: &Resources, scopes: &[Entry<'_>]) -> ResourceGrants {
    let mut grants = ResourceGrants::default();
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
                Some(id) => grants.insert(position, id),
                None => {
                    let message = format!("there is no permission `{name}` of this API resource in the export");
                    builder.problem(ProblemCode::UnknownPermission, &at.key("name"), &message);
                }
            }
        });
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
    let resource = builder.template.resources.get_mut(position)?;
    let known = resource.permissions.id(name);
    if known.is_some() || !resources.open.contains(&position) {
        return known;
    }
    let not_grantable = !resource.grantable;
    let mut list = std::mem::take(&mut resource.permissions);
    let permission = Permission { max: MAX_RESOURCE_PERMISSION_NAME, not_grantable, ..Permission::default() };
    builder.add_permission(&mut list, name, permission, &at.key("name"));
    let id = list.id(name);
    builder.template.resources.get_mut(position)?.permissions = list;
    id
}
