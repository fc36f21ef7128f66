//! What is different between two policies: the changes lead there, and taken back they lead here.

use super::super::parse;
use super::{Check, document, policy, same};
use orgate::policy::{Change, Difference, Policy, Scope, changes_from_json};
use serde_json::{Value, json};

pub(super) fn run(corpus: &Value, case: &Value) -> Check {
    let from = policy(document(corpus, &case["from"]))?;
    let to = policy(document(corpus, &case["to"]))?;
    let scope = scope(case)?;
    let differences = between(&from, &to, scope)?;
    same("changes", &case["changes"], &json!(differences))?;
    // What crosses is text.
    let changes = changes_from_json(&json!(differences).to_string());
    let changes = changes.map_err(|error| format!("the changes are not read: {error}"))?;
    let plain: Vec<Change> = differences.into_iter().map(|known| known.change).collect();
    same("changes, read", &plain, &changes)?;

    let mut made = from.clone();
    made.replay(&changes).map_err(|error| format!("not replayed: {error}"))?;
    arrived(&made, &to, scope)?;
    same("what is different then", &[][..], &*between(&made, &to, scope)?)?;
    made.undo(&changes).map_err(|error| format!("not undone: {error}"))?;
    same("undone", &*from.to_json(), &*made.to_json())?;
    same("its hash, undone", from.template().hash(), made.template().hash())?;

    if scope == Scope::Template {
        let set = made.set_template(&to).map_err(|error| format!("not set: {error}"))?;
        same("what was set", &plain, &set)?;
        arrived(&made, &to, scope)?;
    }
    Ok(())
}

/// How much a case compares.
pub(super) fn scope(case: &Value) -> Result<Scope, String> {
    match case["scope"].as_str() {
        None => Ok(Scope::Template),
        Some("roles") => Ok(Scope::Roles),
        Some("policy") => Ok(Scope::Policy),
        Some(other) => Err(format!("there is no scope `{other}`")),
    }
}

fn between(from: &Policy, to: &Policy, scope: Scope) -> Result<Vec<Difference>, String> {
    from.diff(to, scope).map_err(|error| format!("no difference: {error}"))
}

fn arrived(made: &Policy, to: &Policy, scope: Scope) -> Check {
    same("the template", &*to.template_json(), &*made.template_json())?;
    same("its hash", to.template().hash(), made.template().hash())?;
    let roles = |policy: &Policy| parse(&policy.to_json())["globalRoles"].take();
    if scope != Scope::Template {
        same("global roles", &roles(to), &roles(made))?;
    }
    if scope == Scope::Policy {
        same("the policy", &*to.to_json(), &*made.to_json())?;
    }
    Ok(())
}
