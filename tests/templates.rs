//! Templates beyond the corpus: exports in pages, and documents that are made to cost.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(missing_docs, reason = "tests")]

use orgate::{Problem, ProblemCode, Template};
use serde_json::{Value, json};

fn read(document: &Value) -> Result<Template, Vec<Problem>> {
    Template::from_json(&document.to_string())
}

fn held(template: &Template, role: &str) -> Vec<String> {
    let role = template.role(role).unwrap();
    template.permissions().names_of(&role.permissions).map(str::to_owned).collect()
}

/// Lists that belong to one role or one resource have pages too.
#[test]
fn every_page_of_every_list_counts() {
    let template = read(&json!({
        "/organization-scopes?page=1": [{ "id": "s1", "name": "a" }],
        "/organization-scopes?page=2": [{ "id": "s2", "name": "b" }],
        "/organization-roles": [{ "id": "r1", "name": "admin", "type": "User" }],
        "/organization-roles/r1/scopes?page=1": [{ "id": "s1", "name": "a" }],
        "/organization-roles/r1/scopes?page=2": [{ "id": "s2", "name": "b" }],
        "/organization-roles/r1/resource-scopes": [{ "id": "p2", "name": "write", "resourceId": "api" }],
        "/api/resources": [{ "id": "api", "indicator": "https://api.example.com" }],
        "/api/resources/api/scopes?page=1": [{ "id": "p1", "name": "read" }],
        "/api/resources/api/scopes?page=2": [{ "id": "p2", "name": "write" }],
    }))
    .unwrap();
    assert_eq!(held(&template, "admin"), ["a", "b"]);
    let (position, resource) = template.resource("https://api.example.com").unwrap();
    assert_eq!(resource.permissions.names().collect::<Vec<_>>(), ["read", "write"]);
    let granted = template.role("admin").unwrap().resources.of(position).unwrap();
    assert_eq!(resource.permissions.names_of(granted).collect::<Vec<_>>(), ["write"]);
    assert!(template.warnings().is_empty());
}

#[test]
fn an_export_has_the_same_bounds() {
    let resources: Vec<Value> = (0..1_001)
        .map(|id| json!({ "id": id.to_string(), "indicator": format!("urn:{id}"), "scopes": [] }))
        .collect();
    let export = json!({ "/organization-scopes": [], "/organization-roles": [], "/resources": resources });
    let problems = read(&export).unwrap_err();
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [ProblemCode::TooMany]);
}

#[test]
fn a_problem_of_an_api_resource_grant_has_its_place() {
    let problems = read(&json!({
        "v": 1,
        "permissions": [],
        "resources": [{ "indicator": "https://a", "permissions": [] }],
        "roles": [{ "name": "r", "permissions": [], "resources": { "https://a": 1 } }],
    }))
    .unwrap_err();
    assert_eq!(problems[0].pointer, "/roles/0/resources/https:~1~1a");
}

/// Help with names is for people; a document full of mistakes is answered without it, and soon.
#[test]
fn many_mistakes_do_not_cost_many_comparisons() {
    let permissions: Vec<String> = (0..2_000).map(|number| format!("{number:0>60}:abc")).collect();
    let misspelt: Vec<String> = (0..2_000).map(|number| format!("{number:0>60}:abd")).collect();
    let roles = json!([{ "name": "r", "permissions": misspelt }]);
    let problems = read(&json!({ "v": 1, "permissions": permissions, "roles": roles })).unwrap_err();
    assert_eq!(problems.len(), 1_000);
    let helped = problems.iter().filter(|problem| problem.message.contains("did you mean")).count();
    assert_eq!(helped, 20);
}

#[test]
fn a_document_is_one_json_object_whose_members_have_each_their_own_name() {
    let code = |text: &str| Template::from_json(text).unwrap_err()[0].code;
    assert_eq!(code("{"), ProblemCode::FormatUnknown);
    assert_eq!(
        code(r#"{"v":1,"permissions":["a"],"permissions":["a","b"],"roles":[]}"#),
        ProblemCode::FormatUnknown
    );
    assert_eq!(code(&"[".repeat(100_000)), ProblemCode::FormatUnknown);
    assert_eq!(code("[]"), ProblemCode::WrongType);
}
