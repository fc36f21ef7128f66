//! Pairs of policies: one came of the other, or both came of nothing in common.

use crate::model::operations::{Transaction, transactions};
use crate::model::start::starts;
use orgate::policy::Policy;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt;

pub struct Pair {
    pub from: Policy,
    pub to: Policy,
}

/// What a failure shows is what repeats it.
impl fmt::Debug for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "from {}\nto {}", self.from.to_json(), self.to.to_json())
    }
}

pub fn pairs() -> impl Strategy<Value = Pair> {
    let sequences = || vec(transactions(), 0..=25);
    let (here, there) = ((starts(), sequences()), (starts(), sequences()));
    let ids = (any::<bool>(), any::<u64>(), any::<u64>());
    (here, there, any::<bool>(), ids).prop_map(|(here, there, related, (with_ids, salt, swaps))| {
        let mut from = edited(here.0.begin().0, &here.1);
        if with_ids {
            from = identified(&from, salt);
        }
        let start = if related { from.clone() } else { there.0.begin().0 };
        let mut to = edited(start, &there.1);
        if with_ids {
            to = swapped(&to, swaps);
            if bit(swaps, 63) {
                to = exchanged(&to, swaps);
            }
        }
        Pair { from, to }
    })
}

fn edited(mut policy: Policy, sequence: &[Transaction]) -> Policy {
    for Transaction(operations) in sequence {
        // What is refused changes nothing.
        let _ = policy.apply(operations);
    }
    policy
}

fn document(policy: &Policy) -> Value {
    serde_json::from_str(&policy.to_json()).unwrap()
}

fn read(document: &Value) -> Policy {
    let text = document.to_string();
    Policy::from_json(&text).unwrap_or_else(|problems| panic!("{problems:?}: {text}"))
}

/// The lists of a document whose entries have names and can have ids, with what their ids begin with.
fn lists(document: &mut Value) -> Vec<(String, &mut Vec<Value>)> {
    let mut lists = Vec::new();
    let Value::Object(members) = document else { return lists };
    for (name, value) in members {
        match (name.as_str(), value) {
            ("globalRoles", Value::Array(list)) => lists.push(("g".to_owned(), list)),
            ("template", Value::Object(template)) => lists.extend(of_template(template)),
            _ => {}
        }
    }
    lists
}

fn of_template(template: &mut Map<String, Value>) -> Vec<(String, &mut Vec<Value>)> {
    let mut lists = Vec::new();
    for (name, value) in template {
        match (name.as_str(), value) {
            ("permissions", Value::Array(list)) => lists.push(("p".to_owned(), list)),
            ("roles", Value::Array(list)) => lists.push(("r".to_owned(), list)),
            ("resources", Value::Array(resources)) => {
                for resource in resources {
                    let indicator = resource["indicator"].as_str().unwrap().replace(char::is_whitespace, "_");
                    let list = resource["permissions"].as_array_mut().unwrap();
                    lists.push((format!("s{indicator}"), list));
                }
            }
            _ => {}
        }
    }
    lists
}

fn name(entry: &Value) -> String {
    entry.as_str().or_else(|| entry["name"].as_str()).unwrap().to_owned()
}

fn bit(bits: u64, place: usize) -> bool {
    bits.rotate_right(u32::try_from(place % 64).unwrap()) & 1 == 1
}

/// The same policy, and most things have ids.
fn identified(policy: &Policy, salt: u64) -> Policy {
    let mut document = document(policy);
    let mut place = 0;
    for (prefix, list) in lists(&mut document) {
        for entry in list {
            place += 1;
            if !bit(salt, place) {
                continue;
            }
            if let Value::String(name) = entry {
                *entry = json!({ "name": name });
            }
            entry["id"] = json!(format!("{prefix}-{place}"));
        }
    }
    for resource in
        document.pointer_mut("/template/resources").and_then(Value::as_array_mut).into_iter().flatten()
    {
        place += 1;
        if bit(salt, place) {
            resource["id"] = json!(format!("a-{place}"));
        }
    }
    read(&document)
}

/// The same things, which have exchanged their names here and there.
fn swapped(policy: &Policy, bits: u64) -> Policy {
    let mut document = document(policy);
    let mut renames: BTreeMap<(String, String), String> = BTreeMap::new();
    for (place, (prefix, list)) in lists(&mut document).into_iter().enumerate() {
        // Names with white space stay: only an import may have them, and only where it had them.
        let plain = |entry: &&Value| !name(entry).contains(char::is_whitespace) || prefix == "r";
        let names: Vec<String> = list.iter().filter(plain).map(name).collect();
        if !bit(bits, place) || names.len() < 2 || prefix.starts_with('g') {
            continue;
        }
        let shift = 1 + place % (names.len() - 1).max(1);
        for (index, from) in names.iter().enumerate() {
            renames.insert((prefix.clone(), from.clone()), names[(index + shift) % names.len()].clone());
        }
    }
    let renamed = |prefix: &str, name: &mut Value| {
        let from = name.as_str().unwrap().to_owned();
        if let Some(to) = renames.get(&(prefix.to_owned(), from)) {
            *name = json!(to);
        }
    };
    for (prefix, list) in lists(&mut document) {
        for entry in list {
            renamed(&prefix, if entry.is_string() { entry } else { &mut entry["name"] });
        }
    }
    for path in ["/template/roles", "/globalRoles"] {
        for role in document.pointer_mut(path).and_then(Value::as_array_mut).into_iter().flatten() {
            for permission in role.get_mut("permissions").and_then(Value::as_array_mut).into_iter().flatten()
            {
                renamed("p", permission);
            }
            for (indicator, list) in
                role.get_mut("resources").and_then(Value::as_object_mut).into_iter().flatten()
            {
                let prefix = format!("s{}", indicator.replace(char::is_whitespace, "_"));
                list.as_array_mut().unwrap().iter_mut().for_each(|permission| renamed(&prefix, permission));
            }
        }
    }
    for organization in document.get_mut("organizations").and_then(Value::as_array_mut).into_iter().flatten()
    {
        for member in organization.get_mut("members").and_then(Value::as_array_mut).into_iter().flatten() {
            for role in member.get_mut("roles").and_then(Value::as_array_mut).into_iter().flatten() {
                renamed("r", role);
            }
        }
    }
    read(&document)
}

/// The same things, some of which have another's id, or have none any more, or have one now.
fn exchanged(policy: &Policy, bits: u64) -> Policy {
    let mut document = document(policy);
    // Ids are unique among the permissions of all API resources.
    let kind = |prefix: &str| prefix.chars().next().unwrap();
    let mut ids: BTreeMap<char, Vec<Option<Value>>> = BTreeMap::new();
    for (prefix, list) in lists(&mut document) {
        let known = list.iter().map(|entry| entry.get("id").cloned());
        ids.entry(kind(&prefix)).or_default().extend(known);
    }
    let mut places: BTreeMap<char, usize> = BTreeMap::new();
    for (prefix, list) in lists(&mut document) {
        let (known, place) = (&ids[&kind(&prefix)], places.entry(kind(&prefix)).or_default());
        let shift = 1 + usize::try_from(bits % 5).unwrap();
        for entry in list {
            let id = known[(*place + shift) % known.len()].clone();
            *place += 1;
            if let Value::String(name) = entry {
                *entry = json!({ "name": name });
            }
            entry.as_object_mut().unwrap().remove("id");
            if let Some(id) = id {
                entry["id"] = id;
            }
        }
    }
    if let Some(resources) = document.pointer_mut("/template/resources").and_then(Value::as_array_mut) {
        let known: Vec<Option<Value>> = resources.iter().map(|entry| entry.get("id").cloned()).collect();
        for (place, resource) in resources.iter_mut().enumerate() {
            resource.as_object_mut().unwrap().remove("id");
            if let Some(id) = &known[(place + 1) % known.len()] {
                resource["id"] = id.clone();
            }
        }
    }
    read(&document)
}

/// The template alone, without what has no part in its meaning.
pub fn stripped(policy: &Policy) -> Policy {
    fn strip(value: &mut Value) {
        match value {
            Value::Array(list) => list.iter_mut().for_each(strip),
            Value::Object(members) => {
                for name in ["id", "description", "isDefault", "version", "lintOff"] {
                    members.remove(name);
                }
                if members.contains_key("indicator") {
                    members.remove("name");
                }
                members.values_mut().for_each(strip);
            }
            _ => {}
        }
    }
    let mut template: Value = serde_json::from_str(&policy.template_json()).unwrap();
    strip(&mut template);
    read(&template)
}
