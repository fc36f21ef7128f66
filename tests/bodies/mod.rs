//! What the tests of bodies share.

mod exports;
mod hostile;
mod imports;

use orgate::{Policy, Problem, Template};
use serde_json::{Value, json};

/// The answers of a server, as they were.
fn captured() -> Value {
    serde_json::from_str(include_str!("../fixtures/logto/template-export/bundle.json")).unwrap()
}

fn read(document: &Value) -> Result<Policy, Vec<Problem>> {
    Policy::from_json(&document.to_string())
}

fn export(policy: &Policy) -> Value {
    serde_json::from_str(&policy.to_logto()).unwrap()
}

/// Codes and places, sorted.
fn places(problems: &[Problem]) -> Vec<String> {
    let code = |problem: &Problem| json!(problem.code).as_str().unwrap().to_owned();
    let mut places: Vec<String> =
        problems.iter().map(|problem| format!("{} {}", code(problem), problem.pointer)).collect();
    places.sort();
    places
}

/// The template and the global roles of a policy, without what Logto has no place for.
fn exported_part(policy: &Policy) -> Value {
    let mut document: Value = serde_json::from_str(&policy.to_json()).unwrap();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let part = |document: &mut Value, pointer: &str| {
        document.pointer_mut(pointer).and_then(Value::as_array_mut).map(std::mem::take).unwrap_or_default()
    };
    let mut resources = part(&mut document, "/template/resources");
    for resource in &mut resources {
        let indicator = text(&resource["indicator"]).unwrap();
        let resource = resource.as_object_mut().unwrap();
        resource.remove("description");
        let host = indicator.strip_prefix("https://").and_then(|rest| rest.strip_suffix(".logto.app/api"));
        let management = host.is_some_and(|tenant| !tenant.is_empty() && !tenant.contains('.'));
        resource.insert("managementApi".to_owned(), management.into());
        if resource.get("name").and_then(text) == Some(indicator) {
            resource.remove("name");
        }
    }
    let mut global_roles = part(&mut document, "/globalRoles");
    for role in &mut global_roles {
        let (name, description) = (text(&role["name"]), text(&role["description"]));
        if description.as_deref() == Some("") || description == name {
            role.as_object_mut().unwrap().remove("description");
        }
    }
    let [permissions, roles] = ["permissions", "roles"].map(|list| document["template"][list].take());
    json!({ "permissions": permissions, "resources": resources, "roles": roles, "globalRoles": global_roles })
}

/// An export reads back as it was, and is the same text every time.
fn comes_back(policy: &Policy) -> Result<(), String> {
    let text = policy.to_logto();
    let read = Policy::from_json(&text).map_err(|problems| format!("{problems:?}\n{text}"))?;
    let same = |what: &str, a: &Value, b: &Value| {
        if a == b { Ok(()) } else { Err(format!("{what}: {a}\nis not\n{b}")) }
    };
    same("read back", &exported_part(&read), &exported_part(policy))?;
    same("as text", &read.to_logto().into(), &text.as_str().into())?;
    let rebuilt = Policy::from_json(&policy.to_json()).map_err(|problems| format!("{problems:?}"))?;
    same("built in another order", &rebuilt.to_logto().into(), &text.as_str().into())?;
    let template = Template::from_json(&text).map_err(|problems| format!("{problems:?}"))?;
    same("as a template", &template.hash().into(), &read.template().hash().into())
}
