//! Documents of cases, and that every document can be read back.

use super::super::parse;
use super::{Check, same, text};
use orgate::policy::Policy;
use orgate::{Problem, Template};
use serde_json::{Value, json};

/// `document` (a name or the document itself), `fixture`, `text`, `nested` or `repeat`; without any, an empty policy.
pub(super) fn read(corpus: &Value, case: &Value) -> Result<Policy, Vec<Problem>> {
    if let Some(levels) = case["nested"].as_u64() {
        return Policy::from_json(&nested(levels));
    }
    if let Some(text) = case["text"].as_str() {
        return Policy::from_json(text);
    }
    if case.get("fixture").is_some() {
        return Policy::from_json(include_str!("../../fixtures/logto/template-export/bundle.json"));
    }
    if let Some(repeat) = case.get("repeat") {
        return Policy::from_json(&repeated(repeat).to_string());
    }
    match &case["document"] {
        Value::Null => Ok(Policy::default()),
        Value::String(name) => Policy::from_json(&corpus["documents"][name].to_string()),
        document => Policy::from_json(&document.to_string()),
    }
}

pub(super) fn nested(levels: u64) -> String {
    let levels = usize::try_from(levels).unwrap_or_default();
    format!("{}{}", "[".repeat(levels), "]".repeat(levels))
}

pub(super) fn numbered(repeat: &Value, what: &str, prefix: &str) -> Vec<String> {
    (0..repeat[what].as_u64().unwrap_or(0)).map(|number| format!("{prefix}{number}")).collect()
}

/// A large document from its numbers: everything is empty, and named by its number.
fn repeated(repeat: &Value) -> Value {
    let each = |what, prefix, make: &dyn Fn(String) -> Value| -> Vec<Value> {
        numbered(repeat, what, prefix).into_iter().map(make).collect()
    };
    json!({
        "v": 1,
        "template": {
            "v": 1,
            "permissions": numbered(repeat, "permissions", "p"),
            "resources": each("resources", "urn:api:p", &|indicator| json!({ "indicator": indicator, "permissions": [] })),
            "roles": each("roles", "role", &|name| json!({ "name": name, "permissions": [] })),
        },
        "globalRoles": each("globalRoles", "global", &|name| json!({ "name": name })),
        "users": numbered(repeat, "users", "u"),
        "applications": numbered(repeat, "applications", "a"),
        "organizations": each("organizations", "o", &|id| json!({ "id": id, "name": "O" })),
    })
}

/// A policy that was written and read is the same, and so is its template alone.
pub(super) fn travels(policy: &Policy) -> Check {
    let json = policy.to_json();
    let again = Policy::from_json(&json).map_err(|problems| format!("not read back: {problems:?}"))?;
    same("read back", &*json, &*again.to_json())?;
    same("hash, read back", policy.template().hash(), again.template().hash())?;
    let template = Template::from_json(&policy.template_json());
    let template = template.map_err(|problems| format!("its template is not read: {problems:?}"))?;
    same("the template's hash", policy.template().hash(), template.hash())?;
    same("the template", &parse(&json)["template"], &parse(&policy.template_json()))
}

/// The template of another document of the corpus means the same.
pub(super) fn template_of(corpus: &Value, name: &Value, policy: &Policy) -> Check {
    let document = corpus["documents"][text(name)].to_string();
    let other = Policy::from_json(&document).map_err(|problems| format!("{problems:?}"))?;
    same("the hash of the template", other.template().hash(), policy.template().hash())
}
