//! Operations and changes that cannot be read.

use super::*;

/// What a caller writes by mistake is refused with its place, before anything is done.
#[test]
fn operations_that_cannot_be_read() {
    for text in [
        "",
        "{",
        "null",
        "1",
        "[1]",
        "[[]]",
        "[{}]",
        r#"[{ "op": "createUsers", "id": "a" }]"#,
        r#"[{ "op": "createUser" }]"#,
        r#"[{ "op": "createUser", "id": 1 }]"#,
        r#"[{ "op": "createUser", "id": null }]"#,
        r#"[{ "op": "createUser", "id": "a", "name": "A" }]"#,
        r#"[{ "op": "createUser", "id": "a", "id": "b" }]"#,
        r#"[{ "op": "createOrganizationRole", "name": "a", "type": "Robot" }]"#,
        r#"[{ "op": "createResource", "indicator": "urn:a", "isDefault": "yes" }]"#,
        r#"[{ "op": "updateOrganization", "id": "a" }]"#,
        r#"[{ "op": "updateOrganization", "id": "a", "set": { "id": "b" } }]"#,
        r#"[{ "op": "grantPermission", "permission": "a" }]"#,
        r#"[{ "op": "grantPermission", "organizationRole": "a", "globalRole": "a", "resource": "urn:a", "permission": "a" }]"#,
        r#"[{ "op": "addMember", "organization": "a" }]"#,
        r#"[{ "op": "addMember", "organization": "a", "user": "a", "application": "a" }]"#,
        r#"[{ "op": "assignRoles", "roles": ["a"] }]"#,
        r#"[{ "op": "assignRoles", "roles": [], "users": ["a"] }]"#,
        r#"[{ "op": "assignRoles", "roles": ["a"], "users": [] }]"#,
        r#"[{ "op": "assignRoles", "roles": "a", "users": ["a"] }]"#,
    ] {
        let error = operations_from_json(text).expect_err(text);
        assert_eq!(error.code().as_str(), "OPERATION_INVALID", "{text}");
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(operations_from_json(&deep).unwrap_err().code().as_str(), "OPERATION_INVALID");
    let error =
        operations_from_json(r#"[{ "op": "createUser", "id": "a" }, { "op": "createUser", "id": 1 }]"#)
            .unwrap_err();
    assert!(json!(error).to_string().contains("/1/id"), "{}", json!(error));
}

#[test]
fn changes_that_cannot_be_read() {
    for text in [
        "",
        "[",
        "null",
        "[1]",
        "[{}]",
        r#"[{ "change": "gone", "fact": "user", "id": "a" }]"#,
        r#"[{ "change": "added", "fact": "person", "id": "a" }]"#,
        r#"[{ "change": "added", "fact": "user" }]"#,
        r#"[{ "change": "added", "fact": "user", "id": "a", "name": "A" }]"#,
        r#"[{ "change": "changed", "before": { "fact": "user", "id": "a" } }]"#,
        r#"[{ "change": "changed", "fact": "user", "id": "a" }]"#,
    ] {
        let error = changes_from_json(text).expect_err(text);
        assert_eq!(error.code().as_str(), "OPERATION_INVALID", "{text}");
    }
    let level = r#"[{ "change": "added", "fact": "rolePermission", "globalRole": "a", "permission": "a" }]"#;
    assert_eq!(changes_from_json(level).unwrap_err().code().as_str(), "ROLE_LEVEL_MISMATCH");
}
