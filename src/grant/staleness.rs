//! Whether a grant is older than the template in force, and what that changes.

use super::{Grant, Mode};
use crate::resolve;
use crate::template::Template;
use serde::Serialize;

/// How a grant compares with what the template in force would give.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Staleness {
    /// Whether it was made under another template.
    pub stale: bool,
    /// Whether that changes what it allows: something is lost or gained. `None` when the grant does not say: one of a
    /// policy about an API resource rests on roles that it does not name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<bool>,
    /// What it holds and would not hold today, in its order.
    pub lost: Vec<String>,
    /// What it does not hold and would hold today. Only where permissions come from roles alone: what else a token
    /// would have carried is not known.
    pub gained: Vec<String>,
}

/// Compares a grant with the template in force, by the grant's own mode.
#[must_use]
pub fn staleness(template: Option<&Template>, grant: &Grant) -> Staleness {
    let made_with = grant.template.as_ref().map(|made_with| made_with.hash.as_str());
    let stale = made_with != template.map(Template::hash);
    let (lost, gained) = match template {
        // The same template gives the same answer, and in mode `token` it has no say.
        Some(template) if stale && grant.mode != Mode::Token => difference(template, grant),
        _ => Default::default(),
    };
    let changed = !(lost.is_empty() && gained.is_empty());
    let rests_on_unknown_roles = grant.mode == Mode::Template && grant.roles.is_none();
    let is_known = changed || !stale || !rests_on_unknown_roles;
    Staleness { stale, changed: is_known.then_some(changed), lost, gained }
}

/// What the grant holds and `template` does not give, and the reverse.
fn difference(template: &Template, grant: &Grant) -> (Vec<String>, Vec<String>) {
    let place = grant.resource.as_ref().map(|indicator| template.resource(indicator));
    let list = match place {
        None => template.permissions(),
        Some(Some((_, resource))) => &resource.permissions,
        Some(None) => return (grant.permissions.clone(), Vec::new()),
    };
    let mut today = match &grant.roles {
        None => list.grantable().clone(),
        Some(names) => {
            let mut roles = Vec::new();
            for name in names {
                // Roles that are gone, or are now of the other type, grant nothing.
                roles.extend(template.role(name).filter(|role| role.role_type == grant.principal));
            }
            match place.flatten() {
                None => resolve::organization_permissions(template, &roles),
                Some((position, _)) => resolve::resource_permissions(template, position, &roles),
            }
        }
    };
    let mut lost = Vec::new();
    let mut held = Vec::new();
    for name in &grant.permissions {
        match list.id(name) {
            Some(id) if today.contains(id) => held.push(id),
            _ => lost.push(name.clone()),
        }
    }
    let mut gained = Vec::new();
    if grant.mode == Mode::Template && grant.roles.is_some() {
        for id in held {
            today.set(id, false);
        }
        gained.extend(list.names_of(&today).map(str::to_owned));
    }
    (lost, gained)
}
