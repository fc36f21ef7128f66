//! What is read of bodies that a server gives.

use super::{captured, comes_back, export, exported_part, places, read};
use serde_json::{Map, Value, json};

fn without(list: &Value, members: &[&str]) -> Value {
    let mut list = list.clone();
    for entry in list.as_array_mut().unwrap() {
        members.iter().for_each(|member| drop(entry.as_object_mut().unwrap().remove(*member)));
    }
    list
}

/// Some bodies of the captured tenant.
fn only(which: impl Fn(&str) -> bool) -> Map<String, Value> {
    captured()
        .as_object()
        .unwrap()
        .iter()
        .filter(|(path, _)| which(path))
        .map(|(path, body)| (path.clone(), body.clone()))
        .collect()
}

/// The same tenant was asked in several ways; each way says the same.
#[test]
fn each_endpoint_says_what_the_bundle_says() {
    let expected = read(&captured()).unwrap();
    let (roles, scopes) = ("/organization-roles?page_size=100", "/organization-scopes");
    let global = |path: &str| path.starts_with("/roles");
    let resources = |path: &str| path.starts_with("/resources/") || path == "/resources";
    let embedded =
        only(|path| [roles, scopes, "/resources?includeScopes=true"].contains(&path) || global(path));
    let mut apart = only(|path| {
        path.starts_with("/organization-roles/") || path == scopes || resources(path) || global(path)
    });
    let listed = without(&captured()[roles], &["scopes", "resourceScopes"]);
    apart.insert("/api/organization-roles".to_owned(), listed);
    // The permissions of a global role name their API resource in two ways.
    let mut nested = embedded.clone();
    let mut flat = embedded.clone();
    for path in embedded.keys().filter(|path| path.starts_with("/roles/")) {
        nested[path] = without(&embedded[path], &["resourceId"]);
        flat[path] = without(&embedded[path], &["resource"]);
    }
    for bundle in [embedded, apart, nested, flat] {
        let policy = read(&Value::Object(bundle)).unwrap();
        assert_eq!(exported_part(&policy), exported_part(&expected));
        assert_eq!(policy.template().hash(), expected.template().hash());
    }
}

/// No body alone is a template, and none is read as one.
#[test]
fn one_endpoint_alone_is_not_a_template() {
    for (path, body) in captured().as_object().unwrap() {
        let problems = read(&json!({ (path): body })).unwrap_err();
        let missing = places(&problems).iter().filter(|place| place.starts_with("MISSING_MEMBER /")).count();
        let needed = ["/organization-scopes", "/organization-roles?page_size=100"].contains(&path.as_str());
        assert_eq!(missing, if needed { 1 } else { 2 }, "{path}: {problems:?}");
    }
}

#[test]
fn what_is_left_out_is_said() {
    let bundle = captured();
    for path in bundle.as_object().unwrap().keys() {
        let rest = Value::Object(only(|other| other != path));
        let answer = read(&rest).map(|policy| places(policy.warnings()));
        match path.split('?').next().unwrap() {
            "/organization-scopes" | "/organization-roles" => {
                assert!(places(&answer.unwrap_err())[0].starts_with("MISSING_MEMBER /~1organization-"));
            }
            "/roles" => {
                let said = answer.unwrap();
                assert_eq!(
                    said.iter().filter(|place| place.starts_with("PART_MISSING /~1roles~1")).count(),
                    9
                );
            }
            list if list.starts_with("/roles/") => {
                assert!(
                    answer.unwrap().iter().any(|place| place.starts_with("PART_MISSING /~1roles?")),
                    "{list}"
                );
            }
            // Stands in another list too.
            list => assert_eq!(answer.unwrap(), places(read(&bundle).unwrap().warnings()), "{list}"),
        }
    }
}

/// Logto wants a name and a description where there need not be one.
#[test]
fn what_only_repeats_a_name_is_nothing() {
    let named = |name: &str, description: &str| {
        read(&json!({
            "/organization-scopes": [{ "id": "s", "name": "s", "description": "s" }],
            "/organization-roles": [{ "id": "r", "name": "r", "description": "r", "scopes": [] }],
            "/resources": [{ "id": "a", "indicator": "urn:a", "name": name, "scopes": [{ "id": "p", "name": "p" }] }],
            "/roles": [{ "id": "g", "name": "g", "description": description, "scopes": [{ "id": "p", "name": "p", "resourceId": "a" }] }],
        }))
        .unwrap()
    };
    let document = |name: &str, description: &str| -> Value {
        serde_json::from_str(&named(name, description).to_json()).unwrap()
    };
    let some = document("A", "G");
    assert_eq!(
        (&some["template"]["resources"][0]["name"], &some["globalRoles"][0]["description"]),
        (&json!("A"), &json!("G"))
    );
    let none = document("urn:a", "g");
    assert_eq!(
        (none["template"]["resources"][0].get("name"), none["globalRoles"][0].get("description")),
        (None, None)
    );
    assert_eq!(document("urn:a", ""), none);
    // Where Logto wants nothing, what stands there is meant.
    assert_eq!(none["template"]["permissions"][0]["description"], "s");
    assert_eq!(none["template"]["roles"][0]["description"], "r");
    let exported = export(&named("urn:a", "g"));
    assert_eq!(exported["/resources?includeScopes=true"][0]["name"], "urn:a");
    assert_eq!(exported["/roles"][0]["description"], "g");
    comes_back(&named("urn:a", "g")).unwrap();
}
