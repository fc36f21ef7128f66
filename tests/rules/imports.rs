//! What an import keeps, says and never grants.

use super::*;

fn import(more: Value) -> Value {
    let mut bundle = json!({
        "/organization-scopes": [{ "id": "s1", "name": "read:data" }],
        "/organization-roles": [
            { "id": "r1", "name": "member", "scopes": [{ "id": "s1", "name": "read:data" }] },
            { "id": "r2", "name": "bot", "type": "MachineToMachine", "scopes": [{ "id": "s1", "name": "read:data" }] },
        ],
        "/resources": [{ "id": "a", "indicator": "https://a", "scopes": [{ "id": "p", "name": "p" }] }],
    });
    bundle.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    bundle
}

fn read(document: &Value) -> Result<Policy, Vec<orgate::Problem>> {
    Policy::from_json(&document.to_string())
}

fn warnings(policy: &Policy) -> Vec<String> {
    policy.warnings().iter().map(|problem| format!("{:?} {}", problem.code, problem.pointer)).collect()
}

#[test]
fn global_roles_have_their_bound_in_an_import_too() {
    let roles: Vec<Value> = (0..1_001)
        .map(|id| json!({ "id": id.to_string(), "name": format!("g{id}"), "scopes": [] }))
        .collect();
    let problems = read(&import(json!({ "/roles": roles }))).unwrap_err();
    assert_eq!(format!("{:?}", problems[0].code), "TooMany");
}

#[test]
fn an_explanation_names_the_role_that_counts_among_many_that_do_not() {
    let mut more = serde_json::Map::new();
    let organizations: Vec<Value> =
        (0..101).map(|id| json!({ "id": format!("o{id:03}"), "name": "O" })).collect();
    more.insert("/organizations".to_owned(), json!(organizations));
    for id in 0..101 {
        let role = if id == 100 { "good" } else { "flipped" };
        let user = json!([{ "id": "u", "organizationRoles": [{ "id": role, "name": role }] }]);
        more.insert(format!("/organizations/o{id:03}/users"), user);
    }
    let scope = json!([{ "id": "p", "name": "p", "resource": { "id": "a" } }]);
    let roles = json!([
        { "id": "good", "name": "good", "scopes": [], "resourceScopes": scope },
        { "id": "flipped", "name": "flipped", "type": "MachineToMachine", "scopes": [], "resourceScopes": scope },
    ]);
    more.insert("/organization-roles".to_owned(), roles);
    let policy = read(&import(Value::Object(more))).unwrap();
    let user = Principal::user("u");
    let explanation = policy.explain(&Question::of(&user).for_resource("https://a"), "p");
    assert!(explanation.allowed);
    assert_eq!(explanation.message, "the role `good` in `o100` grants `p`");
}

#[test]
fn an_import_says_what_it_could_not_read() {
    let policy = read(&import(json!({
        "/organizations": [{ "id": "acme", "name": "Acme" }],
        "/organizations/acme/users": [{ "id": "ada" }],
        "/organizations/globex/users": [{ "id": "ben", "organizationRoles": [] }],
        "/roles": [{ "id": "g", "name": "g" }],
        "/roles/h/users": [{ "id": "ada" }],
    })))
    .unwrap();
    assert_eq!(
        warnings(&policy),
        [
            "PartMissing /~1roles/0",
            "PartMissing /~1organizations~1acme~1users/0",
            "PartMissing /~1organizations~1globex~1users",
            "PartMissing /~1roles~1h~1users",
        ]
    );
}

#[test]
fn a_member_s_roles_may_stand_in_a_list_of_their_own() {
    let policy = read(&import(json!({
        "/organizations": [{ "id": "acme", "name": "Acme" }],
        "/organizations/acme/users": [{ "id": "ada" }],
        "/organizations/acme/users/ada/roles": [{ "id": "r1", "name": "member" }],
    })))
    .unwrap();
    assert_eq!(warnings(&policy), [""; 0]);
    let ada = Principal::user("ada");
    assert!(policy.resolve(&Question::of(&ada).in_organization("acme")).unwrap().can("read:data"));
}

#[test]
fn long_texts_of_an_import_are_written_so_that_they_can_be_read_back() {
    let long = "x".repeat(300);
    let document = json!({
        "v": 1,
        "imported": true,
        "template": {
            "v": 1,
            "imported": true,
            "permissions": [],
            "resources": [{ "indicator": "https://a", "description": long, "permissions": [] }],
            "roles": [{ "name": "r", "description": long, "permissions": [] }],
        },
        "globalRoles": [{ "name": "g", "description": long }],
        "organizations": [{ "id": "o", "name": "O", "description": long }],
    });
    let policy = read(&document).unwrap();
    assert_eq!(Policy::from_json(&policy.to_json()).unwrap().to_json(), policy.to_json());
}

#[test]
fn the_hash_tells_a_management_api_from_another() {
    let template = |management: bool| {
        json!({
            "v": 1,
            "imported": true,
            "permissions": [],
            "resources": [{ "indicator": "https://a", "managementApi": management, "permissions": ["all"] }],
            "roles": [{ "name": "r", "permissions": [], "resources": { "https://a": ["all"] } }],
        })
    };
    let hash = |management| read(&template(management)).unwrap().template().hash().to_owned();
    assert_ne!(hash(true), hash(false));
}

#[test]
fn only_machine_to_machine_applications_are_read() {
    let policy = read(&import(json!({
        "/roles": [{ "id": "g", "name": "g", "type": "MachineToMachine", "scopes": [] }],
        "/roles/g/applications": [{ "id": "web", "type": "SPA" }, { "id": "ci", "type": "MachineToMachine" }],
        "/organizations": [{ "id": "acme", "name": "Acme" }],
        "/organizations/acme/applications": [{ "id": "web", "type": "SPA", "organizationRoles": [] }],
    })))
    .unwrap();
    assert_eq!((policy.counts().applications, policy.counts().memberships), (1, 0));
    assert_eq!(policy.global_roles_of(&Principal::application("ci")).unwrap(), ["g".into()]);
}
