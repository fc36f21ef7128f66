//! Each code of an explanation once.

use super::*;

#[track_caller]
fn explained(policy: &Policy, question: &Question<'_>, permission: &str, code: &str) -> Value {
    let explanation = json!(policy.explain(question, permission));
    assert_eq!(explanation["code"], code, "{explanation}");
    assert_eq!(explanation["allowed"], code == "GRANTED", "{explanation}");
    assert_eq!(explanation["permission"], permission);
    explanation
}

#[test]
fn granted_says_by_which_roles_and_where() {
    let mut policy = company();
    done(
        &mut policy,
        json!({ "op": "grantPermission", "globalRole": "staff", "resource": API, "permission": "write" }),
    );
    let ada = Principal::user("ada");
    let question = Question { organization: Some("acme"), resource: Some(API), ..Question::of(&ada) };
    let by = explained(&policy, &question, "write", "GRANTED")["grantedBy"].clone();
    let by = by.as_array().unwrap();
    assert!(
        by.contains(&json!({ "role": "admin", "level": "organization", "organization": "acme" })),
        "{by:?}"
    );
    assert!(by.contains(&json!({ "role": "staff", "level": "global" })), "{by:?}");
    assert_eq!(by.len(), 2);
}

#[test]
fn not_granted_says_which_roles_would() {
    let policy = company();
    let bob = Principal::user("bob");
    let question = Question { organization: Some("acme"), ..Question::of(&bob) };
    let explanation = explained(&policy, &question, "invite:users", "PERMISSION_NOT_GRANTED");
    assert_eq!(explanation["rolesThatGrant"], json!([{ "role": "admin", "level": "organization" }]));
    assert_eq!(explanation["grantedBy"], json!([]));
}

#[test]
fn unknown_says_the_nearest() {
    let policy = company();
    let ada = Principal::user("ada");
    let question = Question { organization: Some("acme"), ..Question::of(&ada) };
    assert_eq!(explained(&policy, &question, "invite:user", "PERMISSION_UNKNOWN")["nearest"], "invite:users");
}

#[test]
fn removed_from_the_template() {
    let mut policy = company();
    let ada = Principal::user("ada");
    let in_acme = Question { organization: Some("acme"), ..Question::of(&ada) };
    let of_api = Question { resource: Some(API), ..Question::of(&ada) };
    done(
        &mut policy,
        json!([
            { "op": "deletePermission", "name": "invite:users" },
            { "op": "deletePermission", "resource": API, "name": "write" },
            { "op": "updatePermission", "resource": API, "name": "read", "set": { "name": "look" } },
        ]),
    );
    explained(&policy, &in_acme, "invite:users", "PERMISSION_REMOVED");
    explained(&policy, &of_api, "write", "PERMISSION_REMOVED");
    // Back again, it is there.
    done(&mut policy, json!({ "op": "createPermission", "name": "invite:users" }));
    explained(&policy, &in_acme, "invite:users", "PERMISSION_NOT_GRANTED");
}

#[test]
fn not_requested() {
    let policy = company();
    let ada = Principal::user("ada");
    let requested = ["read:reports".to_owned()];
    let question = Question { organization: Some("acme"), requested: Some(&requested), ..Question::of(&ada) };
    explained(&policy, &question, "invite:users", "PERMISSION_NOT_REQUESTED");
}

#[test]
fn wrong_audience() {
    let policy = company();
    let ada = Principal::user("ada");
    explained(
        &policy,
        &Question { organization: Some("acme"), ..Question::of(&ada) },
        "read",
        "AUDIENCE_MISMATCH",
    );
    explained(
        &policy,
        &Question { resource: Some(API), ..Question::of(&ada) },
        "invite:users",
        "AUDIENCE_MISMATCH",
    );
}

/// What only an import can hold: a permission with white space, and a role of the other type.
fn imported() -> Policy {
    let document = json!({
        "v": 1,
        "imported": true,
        "template": {
            "v": 1,
            "imported": true,
            "permissions": ["white space", "deploy"],
            "roles": [
                { "name": "admin", "permissions": ["white space"] },
                { "name": "bot", "type": "MachineToMachine", "permissions": ["deploy"] }
            ]
        },
        "organizations": [
            { "id": "acme", "name": "Acme", "members": [{ "user": "ada", "roles": ["admin", "bot"] }] }
        ]
    });
    let policy = Policy::from_json(&document.to_string()).unwrap();
    assert_eq!(policy.warnings().len(), 2, "{:?}", policy.warnings());
    assert!(can(&policy, &Principal::user("ada"), Some("acme"), None).is_empty());
    policy
}

#[test]
fn role_type_mismatch() {
    let (policy, ada) = (imported(), Principal::user("ada"));
    let question = Question { organization: Some("acme"), ..Question::of(&ada) };
    explained(&policy, &question, "deploy", "ROLE_TYPE_MISMATCH");
}

#[test]
fn not_grantable() {
    let (policy, ada) = (imported(), Principal::user("ada"));
    let question = Question { organization: Some("acme"), ..Question::of(&ada) };
    explained(&policy, &question, "white space", "PERMISSION_NOT_GRANTABLE");
}

#[test]
fn no_answer_says_why() {
    let policy = company();
    let (ada, nobody) = (Principal::user("ada"), Principal::user("nobody"));
    let question = |who, organization, resource| Question { organization, resource, ..Question::of(who) };
    explained(&policy, &question(&ada, Some("globex"), None), "invite:users", "NOT_A_MEMBER");
    explained(&policy, &question(&ada, Some("initech"), None), "invite:users", "ORGANIZATION_UNKNOWN");
    explained(&policy, &question(&ada, None, None), "invite:users", "ORGANIZATION_REQUIRED");
    explained(&policy, &question(&nobody, Some("acme"), None), "invite:users", "PRINCIPAL_UNKNOWN");
    explained(&policy, &question(&ada, None, Some("urn:none")), "read", "RESOURCE_UNKNOWN");
}
