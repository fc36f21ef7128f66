//! Roles to permissions. The only place where permissions are computed.

#[cfg(feature = "policy")]
mod principal;
#[cfg(feature = "policy")]
mod refusal;

#[cfg(feature = "policy")]
pub use principal::{OrganizationRoles, Question};
#[cfg(feature = "policy")]
pub(crate) use principal::{
    counts_global_roles, counts_organization_roles, global_roles_count, granting, principal,
};
#[cfg(feature = "policy")]
pub(crate) use refusal::{
    not_a_member, unknown, unknown_of, unknown_organization, unknown_principal, unknown_resource,
};

use crate::error::{Code, Error};
use crate::grant::PrincipalType;
use crate::suggest::nearest;
use crate::template::{Permissions, Resource, Role, Template};
use fixedbitset::FixedBitSet;

/// The roles of `names`, all of which must exist and be of the principal's type.
///
/// # Errors
/// `ROLE_UNKNOWN` or `ROLE_TYPE_MISMATCH`, naming every role that it concerns.
pub fn roles<'t>(
    template: &'t Template,
    names: &[String],
    principal: PrincipalType,
) -> Result<Vec<&'t Role>, Error> {
    let mut found: Vec<&Role> = Vec::with_capacity(names.len());
    let mut unknown = Vec::new();
    let mut mismatched = Vec::new();
    for name in names {
        match template.role(name) {
            None => unknown.push(name.clone()),
            Some(role) if role.role_type != principal => mismatched.push(name.clone()),
            Some(role) => found.push(role),
        }
    }
    if let Some(first) = unknown.first() {
        let known = template.roles().map(|(name, _)| name);
        let hint = nearest(first, known).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        let message = format!("the template has no role {}{hint}", quoted(&unknown));
        return Err(Error::new(Code::RoleUnknown, message).with_list("roles", unknown));
    }
    if !mismatched.is_empty() {
        let message =
            format!("the principal is a `{}`, and cannot hold {}", principal.as_str(), quoted(&mismatched));
        return Err(Error::new(Code::RoleTypeMismatch, message).with_list("roles", mismatched));
    }
    Ok(found)
}

/// The API resource of an indicator, with its position.
///
/// # Errors
/// `RESOURCE_UNKNOWN`.
pub(crate) fn resource<'t>(template: &'t Template, indicator: &str) -> Result<(usize, &'t Resource), Error> {
    template.resource(indicator).ok_or_else(|| {
        let message = format!("the template has no API resource `{indicator}`");
        Error::new(Code::ResourceUnknown, message).with("resource", indicator)
    })
}

/// The organization permissions that roles grant: their union, less what no token can carry.
#[must_use]
pub fn organization_permissions(template: &Template, roles: &[&Role]) -> FixedBitSet {
    union(template.permissions(), roles.iter().map(|role| &role.permissions))
}

/// The permissions of the API resource at `position` that organization roles grant.
#[must_use]
pub fn resource_permissions(template: &Template, position: usize, roles: &[&Role]) -> FixedBitSet {
    template.resource_at(position).map_or_else(FixedBitSet::new, |resource| {
        let grants = roles.iter().filter_map(|role| resource_grants(role, position, resource));
        union(&resource.permissions, grants)
    })
}

/// What a role grants of an API resource; nothing of a management API unless it is for applications.
fn resource_grants<'r>(role: &'r Role, position: usize, resource: &Resource) -> Option<&'r FixedBitSet> {
    role.resources.of(position).filter(|_| resource.can_be_held_by(role.role_type))
}

/// What roles of a type can grant of the organization's permissions, or of those of the API resource at a position, if
/// they hold it: nothing of a management API unless they are for applications, and nothing that no token can carry.
#[cfg(feature = "policy")]
pub(crate) fn grantable(
    template: &Template,
    position: Option<usize>,
    role_type: PrincipalType,
) -> Option<&FixedBitSet> {
    let resource = position.and_then(|position| template.resource_at(position));
    let can_hold = resource.is_none_or(|resource| resource.can_be_held_by(role_type));
    template.list(position).filter(|_| can_hold).map(Permissions::grantable)
}

fn union<'a>(permissions: &Permissions, sets: impl Iterator<Item = &'a FixedBitSet>) -> FixedBitSet {
    let mut result = FixedBitSet::with_capacity(permissions.width());
    for set in sets {
        result.union_with(set);
    }
    result.intersect_with(permissions.grantable());
    result
}

/// The names of the roles of a type that grant a permission: an organization permission, or with `resource` one
/// of the API resource at that position.
#[must_use]
pub fn roles_that_grant(
    template: &Template,
    principal: PrincipalType,
    resource: Option<usize>,
    permission: usize,
) -> Vec<&str> {
    let resource = resource.map(|position| (position, template.resource_at(position)));
    let grants = |role: &Role| {
        let set = match resource {
            None => Some(&role.permissions),
            Some((position, resource)) => {
                resource.and_then(|resource| resource_grants(role, position, resource))
            }
        };
        role.role_type == principal && set.is_some_and(|set| set.contains(permission))
    };
    template.roles().filter(|(_, role)| grants(role)).map(|(name, _)| name).collect()
}

/// The first few names; somebody may have sent very many.
fn quoted(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
