//! Why a permission is held or not: what is known, and nothing guessed.

use super::{Mode, PrincipalType};
use crate::resolve;
use crate::suggest::nearest;
use crate::template::Template;
use serde::Serialize;

/// What a decision rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The scopes of the token; it does not say through which role they came.
    Token,
    /// The subject's roles and the template.
    Roles,
}

impl Source {
    /// In mode `template` roles are the only source, even when the grant does not name them, as a policy's does.
    pub(super) const fn of(mode: Mode, roles_known: bool) -> Self {
        match mode {
            Mode::Template => Self::Roles,
            Mode::Intersection if roles_known => Self::Roles,
            Mode::Intersection | Mode::Token => Self::Token,
        }
    }
}

/// The answer of an explanation, as a stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// Held.
    Granted,
    /// Not held.
    PermissionNotGranted,
    /// Not held, and the template has no such permission.
    PermissionUnknown,
    /// The grant has expired, so nothing is held any more.
    GrantExpired,
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
    /// What it rests on.
    pub source: Source,
    /// The subject's roles that grant it. Only when the roles are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub granted_by: Option<Vec<String>>,
    /// Every role of the principal's type that grants it: a fact of the template.
    pub roles_that_grant: Vec<String>,
    /// For an unknown permission, the nearest one that exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
    /// The same for people.
    pub message: String,
}

/// The question: a permission, and what the grant says that bears on it.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The permission's name.
    pub permission: &'a str,
    /// Whether the grant holds it.
    pub held: bool,
    /// Whether the grant has expired.
    pub expired: bool,
    /// Who the subject is.
    pub principal: PrincipalType,
    /// The API resource of the grant.
    pub resource: Option<&'a str>,
    /// The mode of the grant.
    pub mode: Mode,
    /// The subject's roles, when known.
    pub roles: Option<&'a [String]>,
}

/// Explains by the template that is in force.
#[must_use]
pub fn explain(template: &Template, asked: Asked<'_>) -> Explanation {
    let name = asked.permission;
    let source = Source::of(asked.mode, asked.roles.is_some());
    let resource = asked.resource.map(|indicator| template.resource(indicator));
    let (position, list) = match resource {
        None => (None, Some(template.permissions())),
        Some(None) => (None, None),
        Some(Some((position, resource))) => (Some(position), Some(&resource.permissions)),
    };
    let id = list.and_then(|list| list.id(name));
    let grantable = id.is_some_and(|id| list.is_some_and(|list| list.grantable().contains(id)));
    let that_grant = match id {
        Some(id) if grantable => resolve::roles_that_grant(template, asked.principal, position, id),
        _ => Vec::new(),
    };
    let roles = asked.roles.filter(|_| source == Source::Roles);
    let held_roles: Option<Vec<&str>> = roles.map(|roles| {
        that_grant.iter().filter(|role| roles.iter().any(|held| held == *role)).copied().collect()
    });
    let near = match (id, list) {
        (None, Some(list)) => nearest(name, list.names()),
        _ => None,
    };
    let code = match (asked.held, asked.expired, id) {
        (true, true, _) => Outcome::GrantExpired,
        (true, false, _) => Outcome::Granted,
        (false, _, None) => Outcome::PermissionUnknown,
        (false, _, Some(_)) => Outcome::PermissionNotGranted,
    };
    let message = message(&asked, code, grantable, &that_grant, held_roles.as_deref(), near);
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    Explanation {
        permission: name.to_owned(),
        allowed: code == Outcome::Granted,
        code,
        source,
        granted_by: held_roles.map(owned),
        roles_that_grant: that_grant.into_iter().map(str::to_owned).collect(),
        nearest: near.map(str::to_owned),
        message,
    }
}

fn message(
    asked: &Asked<'_>,
    code: Outcome,
    grantable: bool,
    that_grant: &[&str],
    held_roles: Option<&[&str]>,
    near: Option<&str>,
) -> String {
    let name = asked.permission;
    // In mode `template` the token's scopes had no say; a policy's grant and a what-if grant have no token at all.
    let by_token = asked.mode != Mode::Template;
    let granting = match that_grant {
        [] => format!("no role of type `{}` grants it", asked.principal.as_str()),
        [one] => format!("the role `{one}` grants it"),
        several => format!("the roles {} grant it", list(several)),
    };
    match (code, held_roles) {
        (Outcome::GrantExpired, _) => format!("the grant held `{name}`, and has expired"),
        (Outcome::PermissionUnknown, _) => {
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            format!("the template has no permission `{name}`{hint}")
        }
        (Outcome::Granted, Some([]) | None) if by_token => format!("the token carries `{name}`; {granting}"),
        (Outcome::Granted, None) => format!("the grant holds `{name}`; {granting}"),
        (Outcome::Granted, Some([])) => {
            format!("the grant holds `{name}`, which it has from another template; {granting}")
        }
        (Outcome::Granted, Some([one])) => format!("the role `{one}` grants `{name}`"),
        (Outcome::Granted, Some(several)) => format!("the roles {} grant `{name}`", list(several)),
        (Outcome::PermissionNotGranted, _) if !grantable => not_grantable(name),
        (Outcome::PermissionNotGranted, None) if by_token => {
            format!("the token does not carry `{name}`; {granting}")
        }
        (Outcome::PermissionNotGranted, None) => format!("the grant does not hold `{name}`; {granting}"),
        (Outcome::PermissionNotGranted, Some([])) => {
            format!("none of the subject's roles grants `{name}`; {granting}")
        }
        (Outcome::PermissionNotGranted, Some(held)) if by_token => {
            format!("the subject's role {} grants `{name}`, but the token was issued without it", list(held))
        }
        (Outcome::PermissionNotGranted, Some(held)) => {
            format!(
                "the subject's role {} grants `{name}`, but the grant was made by another template",
                list(held)
            )
        }
    }
}

/// Why no token can carry a permission that an imported template holds.
pub(crate) fn not_grantable(name: &str) -> String {
    if name.contains(char::is_whitespace) {
        format!("`{name}` has white space in it, so no token can ever carry it")
    } else {
        format!("no token can carry `{name}`: the indicator of its API resource is no absolute URI")
    }
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
