//! What the tests of the rules share: a company to edit.

mod changes;
mod deleting;
mod explanations;
mod imports;
mod members;
mod names;
mod reading;
mod resolution;
mod resources;
mod roles;

use orgate::policy::{
    Change, OrganizationRoles, Policy, Principal, Question, changes_from_json, operations_from_json,
};
use orgate::{Detail, Error};
use serde_json::{Value, json};

const API: &str = "https://api.test";
const MANAGE: &str = "https://manage.test";

/// A company that has a bit of everything. Ada is its admin; Bob is a member without roles, Eve nobody anywhere.
fn company() -> Policy {
    let mut policy = Policy::default();
    done(
        &mut policy,
        json!([
            { "op": "createPermission", "name": "invite:users" },
            { "op": "createPermission", "name": "read:reports" },
            { "op": "createResource", "indicator": API, "isDefault": true },
            { "op": "createPermission", "resource": API, "name": "read" },
            { "op": "createPermission", "resource": API, "name": "write" },
            { "op": "createResource", "indicator": MANAGE, "managementApi": true },
            { "op": "createPermission", "resource": MANAGE, "name": "all" },
            { "op": "createOrganizationRole", "name": "admin" },
            { "op": "grantPermission", "organizationRole": "admin", "permission": "invite:users" },
            { "op": "grantPermission", "organizationRole": "admin", "resource": API, "permission": "write" },
            { "op": "createOrganizationRole", "name": "bot", "type": "MachineToMachine" },
            { "op": "grantPermission", "organizationRole": "bot", "resource": API, "permission": "write" },
            { "op": "createGlobalRole", "name": "staff" },
            { "op": "grantPermission", "globalRole": "staff", "resource": API, "permission": "read" },
            { "op": "createGlobalRole", "name": "service", "type": "MachineToMachine" },
            { "op": "grantPermission", "globalRole": "service", "resource": API, "permission": "read" },
            { "op": "createUser", "id": "ada" },
            { "op": "createUser", "id": "bob" },
            { "op": "createUser", "id": "eve" },
            { "op": "createApplication", "id": "ci" },
            { "op": "createOrganization", "id": "acme", "name": "Acme" },
            { "op": "createOrganization", "id": "globex", "name": "Globex" },
            { "op": "addMember", "organization": "acme", "user": "ada" },
            { "op": "addMember", "organization": "acme", "user": "bob" },
            { "op": "addMember", "organization": "acme", "application": "ci" },
            { "op": "assignRoles", "organization": "acme", "roles": ["admin"], "users": ["ada"] },
            { "op": "assignRoles", "organization": "acme", "roles": ["bot"], "applications": ["ci"] },
            { "op": "assignRoles", "roles": ["staff"], "users": ["ada"] },
            { "op": "assignRoles", "roles": ["service"], "applications": ["ci"] },
        ]),
    );
    policy
}

fn edit(policy: &mut Policy, operations: &Value) -> Result<Vec<Change>, Error> {
    let list = if operations.is_array() { operations.clone() } else { json!([operations]) };
    policy.apply(&operations_from_json(&list.to_string())?)
}

/// What changed.
fn done(policy: &mut Policy, operations: Value) -> Value {
    json!(edit(policy, &operations).unwrap_or_else(|error| panic!("{operations}: {error:?}")))
}

/// Is refused with this code, and leaves no trace.
#[track_caller]
fn refused(policy: &mut Policy, code: &str, operations: Value) {
    let before = policy.to_json();
    match edit(policy, &operations) {
        Ok(changes) => panic!("{operations} was done: {changes:?}"),
        Err(error) => assert_eq!(error.code().as_str(), code, "{operations}: {error}"),
    }
    assert_eq!(policy.to_json(), before, "{operations} left a trace");
}

/// Done and undone again, so that the next line meets the same policy.
#[track_caller]
fn allowed(policy: &mut Policy, operations: Value) {
    match edit(policy, &operations) {
        Ok(changes) => drop(policy.undo(&changes).unwrap()),
        Err(error) => panic!("{operations}: {error:?}"),
    }
}

fn can(policy: &Policy, who: &Principal, organization: Option<&str>, resource: Option<&str>) -> Vec<String> {
    let question = Question { organization, resource, ..Question::of(who) };
    let mut permissions = policy.resolve(&question).unwrap().permissions;
    permissions.sort();
    permissions
}
