//! A policy with another's template, and with its global roles: what it becomes when somebody migrates it.

use super::{document, list, name, policy};
use orgate::policy::{Policy, Scope};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Names here, and what they are there.
type Names = BTreeMap<String, String>;

/// Which entries are the same: those with the same id, then of what is left those with the same name. A role of
/// another type is another role.
fn same(here: &Value, there: &Value) -> Names {
    let mut names = Names::new();
    let id = |entry: &Value| entry["id"].as_str().map(str::to_owned);
    let by_name = |entry: &Value| Some(name(entry).to_owned());
    for key in [&id as &dyn Fn(&Value) -> Option<String>, &by_name] {
        for entry in list(here).filter(|entry| key(entry).is_some()) {
            let other = list(there).find(|other| key(other) == key(entry) && other["type"] == entry["type"]);
            let Some(other) = other.map(name) else { continue };
            if !names.contains_key(name(entry)) && names.values().all(|known| known != other) {
                names.insert(name(entry).to_owned(), other.to_owned());
            }
        }
    }
    names
}

fn rename(roles: &mut Value, names: &Names) {
    if let Some(list) = roles.as_array_mut() {
        *list = list
            .iter()
            .filter_map(|role| names.get(role.as_str().unwrap()))
            .map(|name| json!(name))
            .collect();
    }
}

fn set_roles(list: &mut Value, names: &Names) {
    for holder in list.as_array_mut().into_iter().flatten() {
        if let Some(roles) = holder.get_mut("roles") {
            rename(roles, names);
        }
    }
}

/// What a global role keeps of API resources that may be gone or have other names for their permissions.
fn carry_over(role: &mut Value, here: &Value, there: &Value) {
    let Some(held) = role.get("resources").cloned() else { return };
    let mut left = Map::new();
    for (indicator, held) in held.as_object().unwrap() {
        let find = |template: &Value| {
            list(&template["resources"]).find(|known| known["indicator"] == **indicator).cloned()
        };
        let (before, after) = (find(here).unwrap(), find(there));
        if let Some(after) = after.filter(|after| after["managementApi"] == before["managementApi"]) {
            let mut held = held.clone();
            rename(&mut held, &same(&before["permissions"], &after["permissions"]));
            left.insert(indicator.clone(), held);
        }
    }
    role["resources"] = Value::Object(left);
}

pub fn become_other(from: &Policy, to: &Policy, scope: Scope) -> Policy {
    let (mut here, there) = (document(from), document(to));
    let roles = same(&here["template"]["roles"], &there["template"]["roles"]);
    let before = here["template"].clone();
    if let (Scope::Template, Some(global)) = (scope, here.get_mut("globalRoles")) {
        for role in global.as_array_mut().into_iter().flatten() {
            carry_over(role, &before, &there["template"]);
        }
    }
    if scope == Scope::Policy {
        let global = same(&here["globalRoles"], &there["globalRoles"]);
        for kind in ["users", "applications"] {
            if let Some(everybody) = here.get_mut(kind) {
                set_roles(everybody, &global);
            }
        }
        here["globalRoles"] = there.get("globalRoles").cloned().unwrap_or_else(|| json!([]));
    }
    if let Some(organizations) = here.get_mut("organizations") {
        for organization in organizations.as_array_mut().into_iter().flatten() {
            if let Some(members) = organization.get_mut("members") {
                set_roles(members, &roles);
            }
        }
    }
    here["template"] = there["template"].clone();
    // Either may hold what only an import can.
    here["imported"] = json!(true);
    policy(&here)
}
