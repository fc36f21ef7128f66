//! Rules of a deletion: what goes along is listed, what depends first, so that the list can be undone.

use super::*;

#[track_caller]
fn takes(operation: Value, mut expected: Vec<Value>) {
    let mut policy = company();
    let before = policy.to_json();
    let changes = edit(&mut policy, &operation).unwrap();
    let mut actual: Vec<String> = changes.iter().map(|change| json!(change).to_string()).collect();
    let last = actual.last().cloned();
    assert_eq!(last, expected.last_mut().map(removed), "what is deleted goes last");
    let mut expected: Vec<String> = expected.iter_mut().map(removed).collect();
    actual.sort();
    expected.sort();
    assert_eq!(actual, expected);
    policy.undo(&changes).unwrap();
    assert_eq!(policy.to_json(), before);
}

fn removed(fact: &mut Value) -> String {
    fact["change"] = "removed".into();
    fact.to_string()
}

#[test]
fn a_permission_takes_it_from_every_role() {
    takes(
        json!({ "op": "deletePermission", "resource": API, "name": "write" }),
        vec![
            json!({ "fact": "rolePermission", "organizationRole": "admin", "resource": API, "permission": "write" }),
            json!({ "fact": "rolePermission", "organizationRole": "bot", "resource": API, "permission": "write" }),
            json!({ "fact": "permission", "resource": API, "name": "write" }),
        ],
    );
}

#[test]
fn a_resource_takes_its_permissions() {
    takes(
        json!({ "op": "deleteResource", "indicator": API }),
        vec![
            json!({ "fact": "rolePermission", "organizationRole": "admin", "resource": API, "permission": "write" }),
            json!({ "fact": "rolePermission", "organizationRole": "bot", "resource": API, "permission": "write" }),
            json!({ "fact": "rolePermission", "globalRole": "staff", "resource": API, "permission": "read" }),
            json!({ "fact": "rolePermission", "globalRole": "service", "resource": API, "permission": "read" }),
            json!({ "fact": "permission", "resource": API, "name": "read" }),
            json!({ "fact": "permission", "resource": API, "name": "write" }),
            json!({ "fact": "resource", "indicator": API, "isDefault": true }),
        ],
    );
}

#[test]
fn an_organization_role_takes_it_from_every_assignee() {
    takes(
        json!({ "op": "deleteOrganizationRole", "name": "admin" }),
        vec![
            json!({ "fact": "roleAssignment", "organization": "acme", "role": "admin", "user": "ada" }),
            json!({ "fact": "rolePermission", "organizationRole": "admin", "permission": "invite:users" }),
            json!({ "fact": "rolePermission", "organizationRole": "admin", "resource": API, "permission": "write" }),
            json!({ "fact": "organizationRole", "name": "admin", "type": "User" }),
        ],
    );
}

#[test]
fn a_global_role_takes_it_from_every_assignee() {
    takes(
        json!({ "op": "deleteGlobalRole", "name": "service" }),
        vec![
            json!({ "fact": "roleAssignment", "role": "service", "application": "ci" }),
            json!({ "fact": "rolePermission", "globalRole": "service", "resource": API, "permission": "read" }),
            json!({ "fact": "globalRole", "name": "service", "type": "MachineToMachine" }),
        ],
    );
}

#[test]
fn a_member_takes_its_roles_there() {
    takes(
        json!({ "op": "removeMember", "organization": "acme", "user": "ada" }),
        vec![
            json!({ "fact": "roleAssignment", "organization": "acme", "role": "admin", "user": "ada" }),
            json!({ "fact": "member", "organization": "acme", "user": "ada" }),
        ],
    );
}

#[test]
fn an_organization_takes_everything_in_it() {
    takes(
        json!({ "op": "deleteOrganization", "id": "acme" }),
        vec![
            json!({ "fact": "roleAssignment", "organization": "acme", "role": "admin", "user": "ada" }),
            json!({ "fact": "roleAssignment", "organization": "acme", "role": "bot", "application": "ci" }),
            json!({ "fact": "member", "organization": "acme", "user": "ada" }),
            json!({ "fact": "member", "organization": "acme", "user": "bob" }),
            json!({ "fact": "member", "organization": "acme", "application": "ci" }),
            json!({ "fact": "organization", "id": "acme", "name": "Acme" }),
        ],
    );
}

#[test]
fn a_principal_leaves_everything() {
    takes(
        json!({ "op": "deleteApplication", "id": "ci" }),
        vec![
            json!({ "fact": "roleAssignment", "organization": "acme", "role": "bot", "application": "ci" }),
            json!({ "fact": "member", "organization": "acme", "application": "ci" }),
            json!({ "fact": "roleAssignment", "role": "service", "application": "ci" }),
            json!({ "fact": "application", "id": "ci" }),
        ],
    );
}

#[test]
fn principals_keep_their_other_assignments() {
    let mut policy = company();
    let ada = Principal::user("ada");
    done(&mut policy, json!({ "op": "removeMember", "organization": "acme", "user": "ada" }));
    assert_eq!(can(&policy, &ada, None, Some(API)), ["read"]);
    done(&mut policy, json!({ "op": "addMember", "organization": "acme", "user": "ada" }));
    assert!(can(&policy, &ada, Some("acme"), None).is_empty(), "back, and without roles");
}
