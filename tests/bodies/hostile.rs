//! Exports that no server gives: broken ones, and ones that are made to cost.

use super::{captured, comes_back, places, read};
use orgate::{Policy, Problem};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// A tenant that has one of everything.
fn small() -> Value {
    json!({
        "/organization-scopes": [{ "id": "s", "name": "s", "description": null }],
        "/organization-roles": [{
            "id": "r",
            "name": "r",
            "type": "User",
            "scopes": [{ "id": "s", "name": "s" }],
            "resourceScopes": [{ "id": "p", "name": "p", "resource": { "id": "a" } }],
        }],
        "/resources": [{ "id": "a", "indicator": "urn:a", "name": "A", "scopes": [{ "id": "p", "name": "p" }] }],
        "/roles": [{ "id": "g", "name": "g", "description": "G", "type": "User", "isDefault": true }],
        "/roles/g/scopes": [{ "id": "p", "name": "p", "resourceId": "a" }],
    })
}

fn with(pointer: &str, value: Value) -> Value {
    let mut bundle = small();
    *bundle.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
    bundle
}

#[track_caller]
fn refused(bundle: &Value, expected: &[&str]) {
    match read(bundle) {
        Ok(_) => panic!("was read: {bundle}"),
        Err(problems) => assert_eq!(places(&problems), expected, "{bundle}"),
    }
}

#[test]
fn broken_bodies_are_refused_where_they_stand() {
    assert_eq!(places(read(&small()).unwrap().warnings()), Vec::<String>::new());
    for path in ["/organization-scopes", "/organization-roles", "/resources", "/roles", "/roles/g/scopes"] {
        let pointer = format!("/{}", path.replace('/', "~1"));
        for body in [json!(null), json!("[]"), json!(7), json!({}), json!({ "code": "auth.forbidden" })] {
            let problems = read(&with(&pointer, body)).unwrap_err();
            assert!(places(&problems).contains(&format!("WRONG_TYPE {pointer}")), "{path}: {problems:?}");
        }
        for entry in [json!(null), json!("s"), json!(7), json!([])] {
            let problems = read(&with(&format!("{pointer}/0"), entry)).unwrap_err();
            assert!(places(&problems).contains(&format!("WRONG_TYPE {pointer}/0")), "{path}: {problems:?}");
        }
        let problems = read(&with(&format!("{pointer}/0"), json!({ "id": "s" }))).unwrap_err();
        assert!(
            places(&problems)[0].starts_with(&format!("MISSING_MEMBER {pointer}/0/")),
            "{path}: {problems:?}"
        );
    }
}

#[test]
fn broken_members_are_refused_where_they_stand() {
    for (pointer, value, expected) in [
        ("/~1organization-scopes/0/name", json!(""), "NAME_EMPTY"),
        ("/~1organization-scopes/0/name", json!("s".repeat(129)), "NAME_TOO_LONG"),
        ("/~1organization-scopes/0/description", json!([]), "WRONG_TYPE"),
        ("/~1organization-roles/0/name", json!(1), "WRONG_TYPE"),
        ("/~1organization-roles/0/type", json!("Robot"), "ROLE_TYPE_INVALID"),
        ("/~1organization-roles/0/scopes", json!({}), "WRONG_TYPE"),
        ("/~1organization-roles/0/scopes", json!(null), "WRONG_TYPE"),
        ("/~1organization-roles/0/scopes/0", json!("s"), "WRONG_TYPE"),
        ("/~1organization-roles/0/scopes/0/name", json!("t"), "UNKNOWN_PERMISSION"),
        ("/~1organization-roles/0/resourceScopes", json!("p"), "WRONG_TYPE"),
        ("/~1organization-roles/0/resourceScopes/0/name", json!("q"), "UNKNOWN_PERMISSION"),
        ("/~1organization-roles/0/resourceScopes/0/resource", json!("a"), "UNKNOWN_RESOURCE"),
        ("/~1organization-roles/0/resourceScopes/0/resource", json!({ "id": "b" }), "UNKNOWN_RESOURCE"),
        ("/~1organization-roles/0/resourceScopes/0/resource", json!([{ "id": "a" }]), "UNKNOWN_RESOURCE"),
        ("/~1resources/0/indicator", json!(""), "INDICATOR_INVALID"),
        ("/~1resources/0/name", json!({}), "WRONG_TYPE"),
        ("/~1resources/0/isDefault", json!("yes"), "WRONG_TYPE"),
        ("/~1roles/0/name", json!(""), "NAME_EMPTY"),
        ("/~1roles/0/isDefault", json!(1), "WRONG_TYPE"),
        ("/~1roles/0/description", json!(true), "WRONG_TYPE"),
        ("/~1roles~1g~1scopes/0/name", json!("q"), "UNKNOWN_PERMISSION"),
        ("/~1roles~1g~1scopes/0/resourceId", json!(["a"]), "UNKNOWN_RESOURCE"),
    ] {
        let mut bundle = small();
        if pointer.ends_with("isDefault") {
            bundle["/resources"][0]["isDefault"] = json!(false);
        }
        *bundle.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
        let place = match pointer {
            // The reader names the member that it looks for.
            "/~1roles~1g~1scopes/0/resourceId" => "/~1roles~1g~1scopes/0/resource",
            other => other,
        };
        let problems = places(&read(&bundle).unwrap_err());
        assert!(problems.contains(&format!("{expected} {place}")), "{pointer}: {problems:?}");
    }
}

/// The same entity on two pages is one; two entities of one name are not.
#[test]
fn entities_are_told_apart_by_their_ids() {
    let mut bundle = small();
    bundle["/organization-scopes?page=2"] = json!([{ "id": "s", "name": "s" }, { "id": "t", "name": "t" }]);
    bundle["/roles?page=2"] = json!([{ "id": "g", "name": "g" }]);
    let policy = read(&bundle).unwrap();
    assert_eq!((policy.template().permissions().len(), policy.counts().global_roles), (2, 1));
    bundle["/organization-scopes?page=2"] = json!([{ "id": "u", "name": "s" }]);
    refused(&bundle, &["DUPLICATE_NAME /~1organization-scopes?page=2/0/name"]);
    let twice =
        |pointer: &str, entry: Value| with(pointer, json!([small().pointer(pointer).unwrap()[0], entry]));
    refused(
        &twice("/~1organization-roles", json!({ "id": "q", "name": "r", "scopes": [] })),
        &["DUPLICATE_NAME /~1organization-roles/1/name"],
    );
    refused(
        &twice("/~1resources", json!({ "id": "b", "indicator": "urn:a", "scopes": [] })),
        &["DUPLICATE_NAME /~1resources/1/indicator"],
    );
    refused(
        &twice("/~1roles", json!({ "id": "h", "name": "g", "scopes": [] })),
        &["DUPLICATE_NAME /~1roles/1/name"],
    );
}

#[test]
fn names_and_paths_that_mean_something_elsewhere_mean_nothing_here() {
    let name = "__proto__";
    let bundle = json!({
        "/organization-scopes": [{ "id": name, "name": name }],
        "/organization-roles": [{ "id": name, "name": name }],
        (format!("/organization-roles/{name}/scopes")): [{ "id": name, "name": name }],
        "/resources": [{ "id": name, "indicator": "urn:a" }],
        (format!("/resources/{name}/scopes")): [{ "id": name, "name": name }],
        "/roles": [{ "id": "../organization-roles", "name": name }],
        "/roles/../organization-roles/scopes": [{ "id": name, "name": name, "resourceId": name }],
        "/": [], "//": [], "/api": {}, "/api/api/roles": 7, "/roles//scopes": null, "": [], "?": [], "/roles/": [],
    });
    let policy = read(&bundle).unwrap();
    assert_eq!(places(policy.warnings()), ["PART_MISSING /~1roles~1", "PART_MISSING /~1roles~1~1scopes"]);
    assert_eq!(policy.counts().global_roles, 1);
    comes_back(&policy).unwrap();
}

/// A list stands under the id of what it belongs to. What has no id has no list, however many of them there are.
#[test]
fn entries_without_an_id_do_not_share_a_list() {
    let numbers = 0..1_000;
    let roles: Vec<Value> = numbers.clone().map(|number| json!({ "name": format!("r{number}") })).collect();
    let apart: Vec<Value> =
        numbers.map(|number| json!({ "name": format!("r{number}"), "scopes": [] })).collect();
    let many: Vec<Value> = (0..50_000).map(|_| json!({ "name": "s" })).collect();
    let start = Instant::now();
    let bundle = json!({
        "/organization-scopes": [{ "id": "s", "name": "s" }],
        "/organization-roles": roles,
        "/organization-roles//scopes": many,
        "/organization-roles//resource-scopes": many,
    });
    assert_eq!(read(&bundle).unwrap_err().len(), 1_000);
    let users: Vec<Value> = (0..50_000).map(|number| json!({ "id": format!("u{number}") })).collect();
    let bundle = json!({
        "/organization-scopes": [{ "id": "s", "name": "s" }],
        "/organization-roles": apart,
        "/organization-roles//resource-scopes": many,
        "/resources": [{ "id": "a", "indicator": "urn:a", "scopes": [] }],
        "/roles": roles,
        "/roles//scopes": many,
        "/roles//users": users,
    });
    let policy = read(&bundle).unwrap();
    assert_eq!((policy.counts().global_roles, policy.counts().users), (1_000, 0));
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}

#[test]
fn large_exports_meet_the_bounds() {
    let entries = |prefix: &str, count: usize| -> Value {
        (0..count).map(|number| json!({ "id": format!("{prefix}{number}"), "name": format!("{prefix}{number}"), "scopes": [] })).collect()
    };
    let mut bundle = small();
    bundle["/organization-scopes?page=2"] = entries("a", 5_000);
    bundle["/organization-scopes?page=3"] = entries("b", 5_000);
    let problems = read(&bundle).unwrap_err();
    assert_eq!(places(&problems)[0], "TOO_MANY /~1organization-scopes?page=3/4999/name");
    let mut bundle = small();
    bundle["/organization-roles?page=2"] = entries("r", 1_000);
    refused(&bundle, &["TOO_MANY /~1organization-roles"]);
    let mut bundle = small();
    bundle["/roles?page=2"] = entries("g", 1_000);
    refused(&bundle, &["TOO_MANY /~1roles"]);
    // Not a million problems, and none of them of a million letters.
    let problems = read(&with("/~1organization-scopes", json!(vec![0; 1_000_001]))).unwrap_err();
    assert_eq!(problems.len(), 1_000);
    let long = "x".repeat(1 << 20);
    let problems = read(&json!({
        (format!("/{long}")): [],
        "/organization-scopes": [{ "name": long }],
        "/organization-roles": [{ "name": long, "type": long, "scopes": [{ "name": long }], "resourceScopes": [{ "name": long }] }],
        "/resources": [{ "id": long, "indicator": long, "scopes": [{ "name": long }] }],
    }))
    .unwrap_err();
    assert!(problems.iter().all(|problem| problem.message.len() + problem.pointer.len() < 3_000));
    let deep = format!("{{\"/organization-scopes\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(places(&Policy::from_json(&deep).unwrap_err()), ["FORMAT_UNKNOWN "]);
}

/// Every place in a value, itself included.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(index, value)| pointers(value, &format!("{at}/{index}"), found));
        }
        Value::Object(object) => object.iter().for_each(|(name, value)| {
            pointers(value, &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), found);
        }),
        _ => {}
    }
}

fn remove(bundle: &mut Value, pointer: &str) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match bundle.pointer_mut(parent).unwrap() {
        Value::Array(list) => drop(list.remove(name.parse().unwrap())),
        Value::Object(object) => drop(object.remove(&name.replace("~1", "/").replace("~0", "~"))),
        other => panic!("{other}"),
    }
}

/// The place of a problem is one of the document, or a member that it should have.
fn stands_in(bundle: &Value, problem: &Problem) -> bool {
    let mut pointer = problem.pointer.as_str();
    for _ in 0..3 {
        if bundle.pointer(pointer).is_some() {
            return true;
        }
        pointer = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
    }
    false
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// A tenant of which anything was broken, and that twice, is read or refused; what is read can be exported.
    #[test]
    fn any_broken_tenant_is_read_or_refused(
        small_one in any::<bool>(),
        breaks in proptest::collection::vec((any::<Index>(), any::<Index>(), 0_usize..9), 1..3),
    ) {
        let mut bundle = if small_one { small() } else { captured() };
        for (place, other, what) in breaks {
            let mut places = Vec::new();
            pointers(&bundle, "", &mut places);
            let pointer = place.get(&places).clone();
            let copy = bundle.pointer(other.get::<String>(&places)).unwrap().clone();
            let value = match what {
                0 if !pointer.is_empty() => {
                    remove(&mut bundle, &pointer);
                    continue;
                }
                1 => copy,
                2 => json!(null),
                3 => json!(""),
                4 => json!("\u{0} /~?"),
                5 => json!([]),
                6 => json!({}),
                7 => json!(-1.5),
                _ => json!(true),
            };
            *bundle.pointer_mut(&pointer).unwrap() = value;
        }
        match read(&bundle) {
            Ok(policy) => comes_back(&policy).map_err(TestCaseError::fail)?,
            Err(problems) => {
                prop_assert!(!problems.is_empty() && problems.len() <= 1_000);
                for problem in &problems {
                    prop_assert!(stands_in(&bundle, problem), "{problem:?}");
                }
            }
        }
    }
}
