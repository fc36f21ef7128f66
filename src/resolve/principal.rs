//! What a known principal may do: the three scenarios, as a Logto server resolves them when it issues a token.

use super::refusal::{not_a_member, unknown_organization, unknown_principal, unknown_resource};
use super::union;
use crate::error::{Code, Error};
use crate::grant::PrincipalType;
use crate::organization::{Account, Directory};
use crate::principal::Principal;
use crate::rbac::GlobalRoles;
use crate::rbac::role_set::SetId;
use crate::table::Name;
use crate::template::{Permissions, Role, Template};
use fixedbitset::FixedBitSet;

/// Whether a user's API permissions without an organization include those of its organization roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OrganizationRoles {
    /// Those of all organizations that the user is in. This is what the server does.
    #[default]
    Include,
    /// None of them. This is what its documentation says.
    Exclude,
}

/// What may this principal do? Names an organization, an API resource, or both.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Who.
    pub principal: &'a Principal,
    /// In which organization, by its id.
    pub organization: Option<&'a str>,
    /// Of which API resource, by its indicator; otherwise the answer is organization permissions.
    pub resource: Option<&'a str>,
    /// The permissions that are asked for; `None` is all. What does not exist is not granted.
    pub requested: Option<&'a [String]>,
    /// Without an organization, whether organization roles count.
    pub organization_roles: OrganizationRoles,
}

impl<'a> Question<'a> {
    /// A question about somebody; it still has to name an organization or an API resource.
    #[must_use]
    pub const fn of(principal: &'a Principal) -> Self {
        Self {
            principal,
            organization: None,
            resource: None,
            requested: None,
            organization_roles: OrganizationRoles::Include,
        }
    }

    /// The same question in an organization.
    #[must_use]
    pub const fn in_organization(self, id: &'a str) -> Self {
        Self { organization: Some(id), ..self }
    }

    /// The same question about an API resource.
    #[must_use]
    pub const fn for_resource(self, indicator: &'a str) -> Self {
        Self { resource: Some(indicator), ..self }
    }
}

/// The permissions of a principal, and the list that they are of.
pub(crate) fn principal<'t>(
    template: &'t Template,
    global_roles: &GlobalRoles,
    directory: &Directory,
    question: &Question<'_>,
) -> Result<(&'t Permissions, FixedBitSet), Error> {
    let principal = question.principal;
    let known = directory.account(principal).ok_or_else(|| unknown_principal(principal))?;
    let resource = match question.resource {
        None => None,
        Some(indicator) => {
            Some(template.resource(indicator).ok_or_else(|| unknown_resource(template, indicator))?)
        }
    };
    let roles = organization_roles(template, directory, question, known)?;
    let (list, mut set) = match resource {
        None => (template.permissions(), super::organization_permissions(template, &roles)),
        Some((position, resource)) => {
            let mut set = super::resource_permissions(template, position, &roles);
            if counts_global_roles(question) {
                let held = directory.global_roles.roles(known.1.roles).iter();
                let grants = held.filter_map(|id| {
                    let role = global_roles.get(usize::from(*id))?;
                    let counts =
                        role.role_type == principal.principal_type && resource.can_be_held_by(role.role_type);
                    role.resources.of(position).filter(|_| counts)
                });
                set.union_with(&union(&resource.permissions, grants));
            }
            (&resource.permissions, set)
        }
    };
    if let Some(requested) = question.requested {
        let mut wanted = FixedBitSet::with_capacity(list.width());
        wanted.extend(requested.iter().filter_map(|name| list.id(name)));
        set.intersect_with(&wanted);
    }
    Ok((list, set))
}

/// Whether global roles count: not for organization permissions.
pub(crate) fn counts_global_roles(question: &Question<'_>) -> bool {
    let principal_type = question.principal.principal_type;
    question.resource.is_some() && global_roles_count(principal_type, question.organization.is_some())
}

/// The same of API resources. An application in an organization has its organization roles only.
pub(crate) const fn global_roles_count(principal_type: PrincipalType, in_organization: bool) -> bool {
    matches!(principal_type, PrincipalType::User) || !in_organization
}

/// Without an organization, those of a user in all of them count, unless they are excluded.
pub(crate) fn counts_organization_roles(question: &Question<'_>) -> bool {
    let is_user = question.principal.principal_type == PrincipalType::User;
    let included = question.organization_roles == OrganizationRoles::Include;
    question.organization.is_some() || (is_user && included)
}

/// The organization roles that count for a question: those in its organization; without one, a user's in all.
fn organization_roles<'t>(
    template: &'t Template,
    directory: &Directory,
    question: &Question<'_>,
    (account, known): (usize, &Account),
) -> Result<Vec<&'t Role>, Error> {
    let principal = question.principal;
    let mut roles = Vec::new();
    match question.organization {
        Some("") => return Err(nothing_named()),
        Some(id) => {
            let organization = directory.organizations().id(id).ok_or_else(|| unknown_organization(id))?;
            let set = directory
                .member(organization, principal.principal_type, account)
                .ok_or_else(|| not_a_member(id, principal))?;
            add_roles(&mut roles, template, directory, principal.principal_type, set);
        }
        None if question.resource.is_none() => return Err(nothing_named()),
        None => {
            if counts_organization_roles(question) {
                let member = u32::try_from(account).unwrap_or(u32::MAX);
                // Many memberships, few sets of roles: each is added once.
                let mut seen = FixedBitSet::new();
                for (_, _, organization) in directory.organizations_of(known) {
                    let set = organization.members(principal.principal_type).get(&member).copied();
                    let Some(set) = set.filter(|set| !seen.contains(*set as usize)) else { continue };
                    seen.grow_and_insert(set as usize);
                    add_roles(&mut roles, template, directory, principal.principal_type, set);
                }
            }
        }
    }
    Ok(roles)
}

/// Adds the roles of a set. One of the other type, which an import can hold, never grants anything.
fn add_roles<'t>(
    roles: &mut Vec<&'t Role>,
    template: &'t Template,
    directory: &Directory,
    principal_type: PrincipalType,
    set: SetId,
) {
    let held = directory.organization_roles.roles(set).iter();
    let known = held.filter_map(|id| template.role_by_id(usize::from(*id)));
    roles.extend(known.map(|(_, role)| role).filter(|role| role.role_type == principal_type));
}

#[cold]
fn nothing_named() -> Error {
    Error::fixed(Code::OrganizationRequired, "the question names neither an organization nor an API resource")
}

/// A role through which somebody holds a permission, and in which organization.
pub(crate) struct Granting<'p> {
    pub(crate) role: &'p Name,
    pub(crate) organization: Option<&'p Name>,
    /// Whether it is of the type of its holder. If not, it grants nothing.
    pub(crate) of_type: bool,
    /// Whether it grants the permission: it is of the type, and roles of the type can hold it.
    pub(crate) counts: bool,
}

/// The roles of a principal that hold a permission: at most `limit` that count, and one that does not.
pub(crate) fn granting<'p>(
    template: &'p Template,
    global_roles: &'p GlobalRoles,
    directory: &'p Directory,
    question: &Question<'_>,
    (position, id): (Option<usize>, usize),
    limit: usize,
) -> Vec<Granting<'p>> {
    let principal = question.principal;
    let principal_type = principal.principal_type;
    let Some((account, known)) = directory.account(principal) else { return Vec::new() };
    let mut found: Vec<Granting<'p>> = Vec::new();
    let mut counting = 0_usize;
    let mut add = |granting: Granting<'p>| {
        let room = if granting.counts { counting < limit } else { found.len() == counting };
        if room {
            counting = counting.saturating_add(usize::from(granting.counts));
            found.push(granting);
        }
    };
    let member = u32::try_from(account).unwrap_or(u32::MAX);
    let everywhere = question.organization.is_none() && counts_organization_roles(question);
    let one = question.organization.and_then(|id| {
        let place = directory.organizations().id(id)?;
        Some((directory.organizations().name(place)?, directory.organizations().get(place)?))
    });
    let all = directory.organizations_of(known).filter(|_| everywhere).map(|(_, id, known)| (id, known));
    let holds = |role: &Role| match position {
        None => role.permissions.contains(id),
        Some(position) => role.resources.of(position).is_some_and(|set| set.contains(id)),
    };
    let can_hold = |role_type| {
        let resource = position.and_then(|position| template.resource_at(position));
        resource.is_none_or(|resource| resource.can_be_held_by(role_type))
    };
    for (organization, known) in one.into_iter().chain(all) {
        let set = known.members(principal_type).get(&member).copied().unwrap_or_default();
        for role in directory.organization_roles.roles(set) {
            let role = template.role_by_id(usize::from(*role)).filter(|(_, role)| holds(role));
            if let Some((name, role)) = role {
                let of_type = role.role_type == principal_type;
                let counts = of_type && can_hold(role.role_type);
                add(Granting { role: name, organization: Some(organization), of_type, counts });
            }
        }
    }
    if counts_global_roles(question) {
        let held = directory.global_roles.roles(known.roles).iter().map(|role| usize::from(*role));
        for (name, role) in held.filter_map(|id| global_roles.name(id).zip(global_roles.get(id))) {
            let grants = position.and_then(|position| role.resources.of(position));
            if grants.is_some_and(|set| set.contains(id)) {
                let of_type = role.role_type == principal_type;
                let counts = of_type && can_hold(role.role_type);
                add(Granting { role: name, organization: None, of_type, counts });
            }
        }
    }
    found
}
