//! What is exported.

use super::{captured, comes_back, export, places, read};
use crate::documents::policies;
use crate::model::operations::{Transaction, transactions};
use crate::model::start::starts;
use orgate::Policy;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

#[test]
fn an_empty_policy_is_four_empty_lists() {
    let expected = r#"{"/organization-roles":[],"/organization-scopes":[],"/resources?includeScopes=true":[],"/roles":[]}"#;
    assert_eq!(Policy::default().to_logto(), expected);
    comes_back(&Policy::default()).unwrap();
}

#[test]
fn bodies_are_those_of_the_server() {
    let policy = read(&json!({
        "v": 1,
        "template": {
            "v": 1,
            "permissions": ["write", { "name": "read", "description": "Reads" }],
            "resources": [{ "indicator": "urn:a", "isDefault": true, "permissions": [{ "name": "p", "description": "P" }] }],
            "roles": [{ "name": "admin", "permissions": ["write", "read"], "resources": { "urn:a": ["p"] } }],
        },
        "globalRoles": [{ "name": "staff", "isDefault": true, "resources": { "urn:a": ["p"] } }],
        "users": [{ "id": "ada", "roles": ["staff"] }],
        "organizations": [{ "id": "acme", "name": "Acme", "members": [{ "user": "ada", "roles": ["admin"] }] }],
    }))
    .unwrap();
    let bundle = export(&policy);
    let id = |pointer: &str| bundle.pointer(pointer).unwrap().as_str().unwrap();
    let [read, write, admin, resource, p, staff] = [
        "/~1organization-scopes/0/id",
        "/~1organization-scopes/1/id",
        "/~1organization-roles/0/id",
        "/~1resources?includeScopes=true/0/id",
        "/~1resources?includeScopes=true/0/scopes/0/id",
        "/~1roles/0/id",
    ]
    .map(id);
    let list = format!("/roles/{staff}/scopes");
    let expected = json!({
        "/organization-roles": [{
            "id": admin,
            "name": "admin",
            "description": null,
            "type": "User",
            "scopes": [{ "id": read, "name": "read" }, { "id": write, "name": "write" }],
            "resourceScopes": [{ "id": p, "name": "p", "resource": { "id": resource, "name": "urn:a" } }],
        }],
        "/organization-scopes": [
            { "id": read, "name": "read", "description": "Reads" },
            { "id": write, "name": "write", "description": null },
        ],
        "/resources?includeScopes=true": [{
            "id": resource,
            "name": "urn:a",
            "indicator": "urn:a",
            "isDefault": true,
            "scopes": [{ "id": p, "resourceId": resource, "name": "p", "description": "P" }],
        }],
        "/roles": [{ "id": staff, "name": "staff", "description": "staff", "type": "User", "isDefault": true }],
        (list): [{
            "id": p,
            "resourceId": resource,
            "name": "p",
            "description": "P",
            "resource": { "id": resource, "name": "urn:a", "indicator": "urn:a", "isDefault": true },
        }],
    });
    assert_eq!(bundle, expected);
    for id in [read, write, admin, resource, p, staff] {
        let made = id.strip_prefix("orgate-").unwrap();
        assert!(
            made.len() == 14 && made.chars().all(|letter| matches!(letter, '0'..='9' | 'a'..='z')),
            "{id}"
        );
    }
}

/// What only this server knows is taken out, and lists are put in the order of names: the order of an export.
fn comparable(value: &Value) -> Value {
    const UNKNOWN: [&str; 7] = [
        "tenantId",
        "createdAt",
        "accessTokenTtl",
        "usersCount",
        "featuredUsers",
        "applicationsCount",
        "featuredApplications",
    ];
    match value {
        Value::Array(list) => {
            let mut list: Vec<Value> = list.iter().map(comparable).collect();
            let key = |entry: &Value, name: &str| {
                entry.get(name).or_else(|| entry["resource"].get(name)).map(Value::to_string)
            };
            list.sort_by_key(|entry| {
                (key(entry, "indicator"), entry["resource"].to_string(), key(entry, "name"))
            });
            list.into()
        }
        Value::Object(object) => {
            let known = object.iter().filter(|(name, _)| !UNKNOWN.contains(&name.as_str()));
            known.map(|(name, value)| (name.clone(), comparable(value))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// Each body under a key that holds no id, for lists that belong to a role its name.
fn bodies(bundle: &Value) -> Map<String, Value> {
    let bundle = bundle.as_object().unwrap();
    let roles = bundle.iter().find(|(path, _)| path.split('?').next() == Some("/roles")).unwrap().1;
    let name = |path: &str| {
        let id = path.strip_prefix("/roles/")?.strip_suffix("/scopes")?;
        roles.as_array().unwrap().iter().find(|role| role["id"] == id)?["name"].as_str()
    };
    let body = |(path, body): (&String, &Value)| {
        let key = match path.split_once('?') {
            Some(("/resources", query)) => format!("/resources?{query}"),
            Some((path, _)) => path.to_owned(),
            None => name(path).map_or_else(|| path.clone(), |name| format!("scopes of {name}")),
        };
        (key, comparable(body))
    };
    bundle.iter().map(body).collect()
}

/// The answers of a server go through a policy and come out as they were, but for what a policy does not know.
#[test]
fn a_captured_tenant_comes_out_as_it_was() {
    let captured = captured();
    let policy = read(&captured).unwrap();
    comes_back(&policy).unwrap();
    let (before, after) = (bodies(&captured), bodies(&export(&policy)));
    assert_eq!(after.len(), 4 + policy.counts().global_roles);
    for (key, body) in &after {
        assert_eq!(Some(body), before.get(key), "{key}");
    }
}

fn lists<'v>(value: &'v Value, found: &mut Vec<&'v Vec<Value>>) {
    match value {
        Value::Array(list) => {
            found.push(list);
            list.iter().for_each(|entry| lists(entry, found));
        }
        Value::Object(object) => object.values().for_each(|value| lists(value, found)),
        _ => {}
    }
}

#[test]
fn everything_is_sorted() {
    let text = read(&captured()).unwrap().to_logto();
    let bundle: Value = serde_json::from_str(&text).unwrap();
    let resources = bundle["/resources?includeScopes=true"].as_array().unwrap().iter();
    let indicators: BTreeMap<_, _> =
        resources.map(|resource| (resource["name"].as_str(), resource["indicator"].as_str())).collect();
    let key = |entry: &Value| {
        let resource = entry.get("resource").unwrap_or(entry);
        (indicators.get(&resource["name"].as_str()).copied(), entry["name"].as_str().map(str::to_owned))
    };
    let mut found = Vec::new();
    lists(&bundle, &mut found);
    assert!(found.len() > 20);
    assert!(found.iter().all(|list| list.iter().map(key).is_sorted()), "{text}");
    // A map has its keys in order; the text has them in the same one.
    let paths: Vec<&String> = bundle.as_object().unwrap().keys().collect();
    assert!(paths.iter().map(|path| text.find(&format!("{}:", json!(path)))).is_sorted(), "{paths:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_document_comes_back(document in policies()) {
        let policy = read(&document).unwrap();
        comes_back(&policy).map_err(TestCaseError::fail)?;
        prop_assert_eq!(places(read(&export(&policy)).unwrap().warnings()), Vec::<String>::new());
    }

    /// Imported ones too, with what only an import may hold.
    #[test]
    fn a_policy_that_was_edited_comes_back(start in starts(), sequence in vec(transactions(), 0..40)) {
        let (mut policy, _) = start.begin();
        for Transaction(operations) in &sequence {
            let _ = policy.apply(operations);
        }
        comes_back(&policy).map_err(TestCaseError::fail)?;
    }
}
