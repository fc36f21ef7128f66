//! Why somebody may do something or not, with the role and the organization that it comes from.

use super::Policy;
use super::fact::{Level, Name, Principal};
use crate::error::{Code, Error, printable};
use crate::grant::not_grantable;
use crate::resolve::{self, Question};
use crate::suggest::nearest;
use crate::table::in_order;
use serde::Serialize;

/// So many roles are named as granting a permission; a user can be in very many organizations.
const MAX_GRANTED_BY: usize = 100;

/// Sorts behind every id: global roles are named after those in organizations.
const LAST: &str = "\u{10ffff}";

/// The answer of an explanation, as a stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// Held.
    Granted,
    /// None of the principal's roles grants it.
    PermissionNotGranted,
    /// There is no such permission.
    PermissionUnknown,
    /// There was such a permission, and it was deleted.
    PermissionRemoved,
    /// No token can carry it: only an import can hold such a permission.
    PermissionNotGrantable,
    /// A role grants it, and it was not among the permissions asked for.
    PermissionNotRequested,
    /// It is a permission of something else: of an API resource and not of the organization, say.
    AudienceMismatch,
    /// A role that holds it is assigned and of the other type: only an import can hold such an assignment.
    RoleTypeMismatch,
    /// The principal is not in the organization.
    NotAMember,
    /// There is no such organization.
    OrganizationUnknown,
    /// The question names neither an organization nor an API resource.
    OrganizationRequired,
    /// There is no such user or application.
    PrincipalUnknown,
    /// There is no such API resource.
    ResourceUnknown,
}

/// A role that an explanation names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleRef {
    /// Its name.
    pub role: String,
    /// `organization` or `global`.
    pub level: &'static str,
}

/// A role through which a permission is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GrantedBy {
    /// Its name.
    pub role: String,
    /// `organization` or `global`.
    pub level: &'static str,
    /// The organization in which it is assigned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
}

/// Why a permission is held or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// The permission asked for.
    pub permission: String,
    /// The answer.
    pub allowed: bool,
    /// The answer as a code.
    pub code: Outcome,
    /// The assignments that it comes from: at most a hundred are named.
    pub granted_by: Vec<GrantedBy>,
    /// The roles that would grant it where the question looks for them.
    pub roles_that_grant: Vec<RoleRef>,
    /// For an unknown permission, the nearest one that exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
    /// The same for people.
    pub message: String,
}

impl Policy {
    /// Explains a permission. The answer is the one of [`Policy::resolve`].
    #[must_use]
    pub fn explain(&self, question: &Question<'_>, permission: &str) -> Explanation {
        let mut explanation = Explanation {
            permission: permission.to_owned(),
            allowed: false,
            code: Outcome::PermissionNotGranted,
            granted_by: Vec::new(),
            roles_that_grant: Vec::new(),
            nearest: None,
            message: String::new(),
        };
        let all = Question { requested: None, ..*question };
        match self.resolve_set(&all) {
            Err(error) => {
                explanation.code = outcome_of(&error);
                error.message().clone_into(&mut explanation.message);
            }
            Ok((list, set)) => match list.id(permission) {
                None => self.explain_unknown(&mut explanation, question),
                Some(_) if !list.id(permission).is_some_and(|id| list.grantable().contains(id)) => {
                    explanation.code = Outcome::PermissionNotGrantable;
                    explanation.message = not_grantable(permission);
                }
                Some(id) => self.explain_known(&mut explanation, question, id, set.contains(id)),
            },
        }
        explanation.message = printable(&explanation.message);
        explanation
    }

    fn explain_unknown(&self, explanation: &mut Explanation, question: &Question<'_>) {
        let name = &explanation.permission;
        let here = question.resource;
        let was_here = |(resource, known): &(Option<Name>, Name)| {
            &**known == name.as_str() && resource.as_deref() == here
        };
        if self.deleted.iter().any(was_here) {
            explanation.code = Outcome::PermissionRemoved;
            explanation.message = format!("the permission `{name}` was deleted from the template");
            return;
        }
        let mut elsewhere: Vec<String> = Vec::new();
        if here.is_some() && self.template.permissions().id(name).is_some() {
            elsewhere.push("organizations".to_owned());
        }
        for (_, indicator, resource) in self.template.resources() {
            if Some(indicator) != here && resource.permissions.id(name).is_some() {
                elsewhere.push(format!("the API resource `{indicator}`"));
            }
        }
        let asked =
            here.map_or_else(|| "of organizations".to_owned(), |indicator| format!("of `{indicator}`"));
        if !elsewhere.is_empty() {
            explanation.code = Outcome::AudienceMismatch;
            explanation.message =
                format!("`{name}` is a permission of {}, and not {asked}", enumerate(&elsewhere));
            return;
        }
        let list = match here {
            None => Some(self.template.permissions()),
            Some(indicator) => self.template.resource(indicator).map(|(_, resource)| &resource.permissions),
        };
        let near = list.and_then(|list| nearest(name, list.names()));
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        explanation.code = Outcome::PermissionUnknown;
        explanation.message = format!("there is no permission `{name}` {asked}{hint}");
        explanation.nearest = near.map(str::to_owned);
    }

    fn explain_known(&self, explanation: &mut Explanation, question: &Question<'_>, id: usize, held: bool) {
        let position =
            question.resource.and_then(|indicator| self.template.resource(indicator)).map(|(at, _)| at);
        let place = (position, id);
        let (template, global, directory) = (&self.template, &self.global_roles, &self.directory);
        let granting = resolve::granting(template, global, directory, question, place, MAX_GRANTED_BY);
        explanation.roles_that_grant = self.roles_that_grant(question, position, id);
        let name = &explanation.permission;
        let requested =
            question.requested.is_none_or(|requested| requested.iter().any(|asked| asked == name));
        if held {
            let counting = granting.into_iter().filter(|granting| granting.counts).collect();
            explanation.granted_by = in_order(counting, |granting| {
                (granting.organization.map(|name| &**name).unwrap_or(LAST), granting.role)
            })
            .into_iter()
            .map(|granting| GrantedBy {
                role: granting.role.to_string(),
                level: if granting.organization.is_some() { "organization" } else { "global" },
                organization: granting.organization.map(ToString::to_string),
            })
            .collect();
            explanation.allowed = requested;
            explanation.code = if requested { Outcome::Granted } else { Outcome::PermissionNotRequested };
            explanation.message = granted(name, &explanation.granted_by, requested);
        } else if let Some(granting) = granting.first() {
            explanation.code = Outcome::RoleTypeMismatch;
            let why = if granting.of_type {
                "and only roles of type `MachineToMachine` can hold permissions of a management API"
                    .to_owned()
            } else {
                format!("and is not of type `{}`", question.principal.principal_type.as_str())
            };
            explanation.message =
                format!("the role `{}` holds `{name}`, {why}: it grants nothing", granting.role);
        } else {
            explanation.message = not_granted(question, name, &explanation.roles_that_grant);
        }
    }

    /// Roles of the principal's type that would grant it, where the question looks for them.
    fn roles_that_grant(&self, question: &Question<'_>, position: Option<usize>, id: usize) -> Vec<RoleRef> {
        let principal_type = question.principal.principal_type;
        let mut roles = Vec::new();
        if resolve::counts_organization_roles(question) {
            let names = resolve::roles_that_grant(&self.template, principal_type, position, id);
            roles.extend(names.into_iter().map(|role| role_ref(role, Level::Organization)));
        }
        let resource = position.and_then(|position| Some((position, self.template.resource_at(position)?)));
        if let Some((position, resource)) = resource.filter(|_| resolve::counts_global_roles(question)) {
            let holders = self.global_roles.holders(position, id);
            let counting = holders.filter(|(_, role)| {
                role.role_type == principal_type && resource.can_be_held_by(role.role_type)
            });
            roles.extend(counting.map(|(role, _)| role_ref(role, Level::Global)));
        }
        roles
    }
}

fn role_ref(role: &str, level: Level) -> RoleRef {
    let level = match level {
        Level::Organization => "organization",
        Level::Global => "global",
    };
    RoleRef { role: role.to_owned(), level }
}

fn outcome_of(error: &Error) -> Outcome {
    match error.code() {
        Code::PrincipalUnknown => Outcome::PrincipalUnknown,
        Code::OrganizationUnknown => Outcome::OrganizationUnknown,
        Code::ResourceUnknown => Outcome::ResourceUnknown,
        Code::NotAMember => Outcome::NotAMember,
        _ => Outcome::OrganizationRequired,
    }
}

fn granted(name: &str, by: &[GrantedBy], requested: bool) -> String {
    let roles: Vec<String> = by
        .iter()
        .map(|GrantedBy { role, organization, .. }| match organization {
            Some(organization) => format!("the role `{role}` in `{organization}`"),
            None => format!("the global role `{role}`"),
        })
        .collect();
    let verb = if roles.len() == 1 { "grants" } else { "grant" };
    let rest = if requested { "" } else { ", but it was not asked for" };
    format!("{} {verb} `{name}`{rest}", enumerate(&roles))
}

fn not_granted(question: &Question<'_>, name: &str, that_grant: &[RoleRef]) -> String {
    let Principal { id, .. } = question.principal;
    let kind = question.principal.kind();
    let place = question.organization.map(|organization| format!(" in `{organization}`")).unwrap_or_default();
    let roles: Vec<String> = that_grant
        .iter()
        .map(|RoleRef { role, level }| {
            if *level == "global" {
                format!("the global role `{role}`")
            } else {
                format!("the role `{role}`")
            }
        })
        .collect();
    let level = match (resolve::counts_organization_roles(question), resolve::counts_global_roles(question)) {
        (true, false) => "organization role",
        (false, true) => "global role",
        _ => "role",
    };
    let would = match roles.as_slice() {
        [] => format!("no {level} of type `{}` does", question.principal.principal_type.as_str()),
        several => format!("{} would", enumerate(several)),
    };
    format!("no role of the {kind} `{id}`{place} grants `{name}`; {would}")
}

/// `a`, `a and b`, `a, b and c`; of many the first few.
fn enumerate(items: &[String]) -> String {
    const SHOWN: usize = 5;
    let mut shown: Vec<String> = items.iter().take(SHOWN).cloned().collect();
    match items.len().saturating_sub(SHOWN) {
        0 => {}
        more => shown.push(format!("{more} more")),
    }
    match shown.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
