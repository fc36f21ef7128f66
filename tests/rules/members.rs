//! Members and assignments.

use super::*;

#[test]
fn a_role_can_be_assigned_from_either_side() {
    // One role to several users is the same as several times one role to a user.
    let mut one = company();
    let mut other = one.clone();
    done(
        &mut one,
        json!([
            { "op": "createOrganizationRole", "name": "member" },
            { "op": "assignRoles", "organization": "acme", "roles": ["admin"], "users": ["ada", "bob"] },
            { "op": "assignRoles", "organization": "acme", "roles": ["member"], "users": ["ada", "bob"] },
            { "op": "assignRoles", "roles": ["staff"], "users": ["bob", "eve"] },
        ]),
    );
    done(
        &mut other,
        json!([
            { "op": "createOrganizationRole", "name": "member" },
            { "op": "assignRoles", "organization": "acme", "roles": ["admin", "member"], "users": ["ada"] },
            { "op": "assignRoles", "organization": "acme", "roles": ["member", "admin"], "users": ["bob"] },
            { "op": "assignRoles", "roles": ["staff"], "users": ["bob"] },
            { "op": "assignRoles", "roles": ["staff"], "users": ["eve"] },
        ]),
    );
    assert_eq!(one.to_json(), other.to_json());
}

#[test]
fn assigning_twice_changes_nothing() {
    let mut policy = company();
    for again in [
        json!({ "op": "assignRoles", "organization": "acme", "roles": ["admin", "admin"], "users": ["ada", "ada"] }),
        json!({ "op": "assignRoles", "roles": ["service"], "applications": ["ci"] }),
        json!({ "op": "addMember", "organization": "acme", "user": "ada" }),
        json!({ "op": "unassignRoles", "organization": "acme", "roles": ["admin"], "users": ["bob"] }),
        json!({ "op": "unassignRoles", "roles": ["staff"], "users": ["eve"] }),
    ] {
        assert_eq!(done(&mut policy, again.clone()), json!([]), "{again}");
    }
}

#[test]
fn a_role_of_the_wrong_type_is_refused() {
    let mut policy = company();
    let code = "ROLE_TYPE_MISMATCH";
    refused(
        &mut policy,
        code,
        json!({ "op": "assignRoles", "organization": "acme", "roles": ["bot"], "users": ["ada"] }),
    );
    refused(
        &mut policy,
        code,
        json!({ "op": "assignRoles", "organization": "acme", "roles": ["admin"], "applications": ["ci"] }),
    );
    refused(&mut policy, code, json!({ "op": "assignRoles", "roles": ["service"], "users": ["ada"] }));
    refused(&mut policy, code, json!({ "op": "assignRoles", "roles": ["staff"], "applications": ["ci"] }));
    // One of two is enough.
    refused(
        &mut policy,
        code,
        json!({ "op": "assignRoles", "roles": ["staff"], "users": ["bob"], "applications": ["ci"] }),
    );
}

#[test]
fn only_members_hold_organization_roles() {
    let mut policy = company();
    let assign = |user: &str| json!({ "op": "assignRoles", "organization": "acme", "roles": ["admin"], "users": [user] });
    refused(&mut policy, "NOT_A_MEMBER", assign("eve"));
    refused(&mut policy, "PRINCIPAL_UNKNOWN", assign("nobody"));
    refused(
        &mut policy,
        "NOT_A_MEMBER",
        json!({ "op": "removeMember", "organization": "acme", "user": "eve" }),
    );
    refused(
        &mut policy,
        "PRINCIPAL_UNKNOWN",
        json!({ "op": "addMember", "organization": "acme", "application": "ada" }),
    );
    refused(
        &mut policy,
        "ORGANIZATION_UNKNOWN",
        json!({ "op": "addMember", "organization": "initech", "user": "ada" }),
    );
    refused(
        &mut policy,
        "ROLE_UNKNOWN",
        json!({ "op": "assignRoles", "roles": ["admin"], "users": ["ada"] }),
    );
}

#[test]
fn the_same_principal_holds_other_roles_elsewhere() {
    let mut policy = company();
    done(
        &mut policy,
        json!([
            { "op": "createOrganizationRole", "name": "member" },
            { "op": "grantPermission", "organizationRole": "member", "permission": "read:reports" },
            { "op": "addMember", "organization": "globex", "user": "ada" },
            { "op": "assignRoles", "organization": "globex", "roles": ["member"], "users": ["ada"] },
        ]),
    );
    let ada = Principal::user("ada");
    assert_eq!(can(&policy, &ada, Some("acme"), None), ["invite:users"]);
    assert_eq!(can(&policy, &ada, Some("globex"), None), ["read:reports"]);
    let list = policy.organizations_of(&ada).unwrap();
    let list: Vec<_> = list
        .iter()
        .map(|at| (&*at.organization, &*at.name, at.roles.iter().map(|role| &**role).collect()))
        .collect();
    assert_eq!(list, [("acme", "Acme", vec!["admin"]), ("globex", "Globex", vec!["member"])]);
}
