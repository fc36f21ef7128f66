//! Steps that edit: `apply`, `undo` and `replay`.

use super::document::{nested, numbered, travels};
use super::{Check, Heard, Run, refused, same, text};
use orgate::Error;
use orgate::policy::{Change, Operation, Policy, changes_from_json, operations_from_json};
use serde_json::{Value, json};

impl Run<'_> {
    pub(super) fn edit(&mut self, step: &Value, heard: Heard<'_>) -> Check {
        let before = self.policy.clone();
        match (self.act(step)?, step.get("error")) {
            (Err(error), Some(expected)) => {
                refused(expected, &error, heard)?;
                unchanged(&before, &self.policy)
            }
            (Err(error), None) => Err(format!("refused: {} {error}", error.code().as_str())),
            (Ok(_), Some(expected)) => Err(format!("done, in spite of {expected}")),
            (Ok(changes), None) => {
                if let Some(expected) = step.get("changes") {
                    let expected = expected.as_array().cloned().unwrap_or_default();
                    same("changes", &listed(&expected), &listed(&of(&changes)))?;
                }
                consistent(&before, &self.policy, &changes)?;
                if let Some(name) = step["as"].as_str() {
                    self.named.insert(name.to_owned(), (changes.clone(), self.policy.to_json()));
                }
                self.log.push(changes);
                Ok(())
            }
        }
    }

    /// What changed or why nothing did; outside of that, a mistake of the case.
    fn act(&mut self, step: &Value) -> Result<Result<Vec<Change>, Error>, String> {
        if step.get("undo").is_some() {
            let changes = self.changes_of(&step["undo"])?;
            return Ok(self.policy.undo(&changes));
        }
        if let Some(replay) = step.get("replay") {
            let changes = match replay {
                Value::String(_) => self.changes_of(replay)?,
                list => match changes_from_json(&list.to_string()) {
                    Ok(changes) => changes,
                    Err(error) => return Ok(Err(error)),
                },
            };
            return Ok(self.policy.replay(&changes).map(|()| changes));
        }
        Ok(operations(step).and_then(|operations| self.policy.apply(&operations)))
    }

    fn changes_of(&self, name: &Value) -> Result<Vec<Change>, String> {
        let known = self.named.get(text(name)).ok_or_else(|| format!("there is no step {name}"))?;
        Ok(known.0.clone())
    }
}

fn operations(step: &Value) -> Result<Vec<Operation>, Error> {
    if let Some(levels) = step["nestedOperations"].as_u64() {
        return operations_from_json(&nested(levels));
    }
    if let Some(text) = step["applyText"].as_str() {
        return operations_from_json(text);
    }
    match step["apply"].get("repeat") {
        None => operations_from_json(&step["apply"].to_string()),
        Some(repeat) => {
            let mut list = repeated(repeat);
            list.extend(step["apply"]["last"].as_array().cloned().unwrap_or_default());
            operations_from_json(&Value::from(list).to_string())
        }
    }
}

/// Creates so many of each, in this order, named as in a document of such numbers.
fn repeated(repeat: &Value) -> Vec<Value> {
    let mut list = Vec::new();
    let mut each = |what: &str, prefix: &str, make: &dyn Fn(String) -> Value| {
        list.extend(numbered(repeat, what, prefix).into_iter().map(make));
    };
    each("permissions", "p", &|name| json!({ "op": "createPermission", "name": name }));
    each("resources", "urn:api:p", &|indicator| json!({ "op": "createResource", "indicator": indicator }));
    each("roles", "role", &|name| json!({ "op": "createOrganizationRole", "name": name }));
    each("globalRoles", "global", &|name| json!({ "op": "createGlobalRole", "name": name }));
    each("users", "u", &|id| json!({ "op": "createUser", "id": id }));
    each("applications", "a", &|id| json!({ "op": "createApplication", "id": id }));
    each("organizations", "o", &|id| json!({ "op": "createOrganization", "id": id, "name": "O" }));
    list
}

fn of(changes: &[Change]) -> Vec<Value> {
    changes.iter().map(|change| json!(change)).collect()
}

/// The order of changes that go together is the engine's own.
fn listed(changes: &[Value]) -> Vec<String> {
    super::sorted(changes.iter().map(Value::to_string).collect())
}

fn unchanged(before: &Policy, after: &Policy) -> Check {
    same("a refusal changed something", &*before.to_json(), &*after.to_json())?;
    same("counts", &before.counts(), &after.counts())?;
    same("hash", before.template().hash(), after.template().hash())
}

/// What holds of every edit: its changes lead there and back, and travel as JSON; the policy as a document.
fn consistent(before: &Policy, after: &Policy, changes: &[Change]) -> Check {
    let read = changes_from_json(&json!(changes).to_string()).map_err(|error| format!("changes: {error}"))?;
    same("changes as JSON", changes, &read)?;
    let mut again = before.clone();
    again.replay(changes).map_err(|error| format!("not replayed: {error}"))?;
    same("replayed", &*after.to_json(), &*again.to_json())?;
    same("counts, replayed", &after.counts(), &again.counts())?;
    let mut back = after.clone();
    let undone = back.undo(changes).map_err(|error| format!("not undone: {error}"))?;
    let inverse: Vec<Change> = changes.iter().rev().map(Change::inverse).collect();
    same("what undoing changed", &inverse, &undone)?;
    same("undone", &*before.to_json(), &*back.to_json())?;
    same("counts, undone", &before.counts(), &back.counts())?;
    same("hash, undone", before.template().hash(), back.template().hash())?;
    travels(after)
}
