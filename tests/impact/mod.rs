//! Impacts in the plainest words, to compare the real ones with: documents, sets and loops over strings.

pub mod become_other;
mod examples;
pub mod expected;
mod wide;

use orgate::policy::Policy;
use serde_json::{Value, json};

pub fn document(policy: &Policy) -> Value {
    serde_json::from_str(&policy.to_json()).unwrap()
}

pub fn policy(document: &Value) -> Policy {
    Policy::from_json(&document.to_string()).unwrap_or_else(|problems| panic!("{document}: {problems:?}"))
}

pub fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The name of an entry, which may be all of it.
pub fn name(entry: &Value) -> &str {
    entry.as_str().or_else(|| entry["name"].as_str()).unwrap()
}

/// The same policy, with ids on some of its permissions and roles: which ones and which ids, the two numbers say.
pub fn with_ids(from: &Policy, (first, which): (usize, u8)) -> Policy {
    fn mark(list: &mut Value, numbers: &mut impl Iterator<Item = Option<usize>>) {
        for entry in list.as_array_mut().into_iter().flatten() {
            if let Some(number) = numbers.next().unwrap() {
                if entry.is_string() {
                    *entry = json!({ "name": entry.as_str() });
                }
                entry["id"] = json!(format!("id-{number}"));
            }
        }
    }
    let numbers = || {
        let pick = move |place: usize| which >> (place % 8) & 1 == 1;
        (0..).map(move |place| pick(place).then_some((first % 16 + place) % 64))
    };
    let mut document = document(from);
    mark(&mut document["template"]["permissions"], &mut numbers());
    mark(&mut document["template"]["roles"], &mut numbers());
    mark(&mut document["globalRoles"], &mut numbers());
    let mut of_resources = numbers();
    for resource in document["template"]["resources"].as_array_mut().into_iter().flatten() {
        mark(&mut resource["permissions"], &mut of_resources);
    }
    if document["globalRoles"].is_null() {
        document.as_object_mut().unwrap().remove("globalRoles");
    }
    if document["template"]["resources"].is_null() {
        document["template"].as_object_mut().unwrap().remove("resources");
    }
    policy(&document)
}
