//! Roles and what they hold.

use super::*;

#[test]
fn a_role_s_name_is_unique_at_its_level_and_case_matters() {
    let mut policy = company();
    refused(&mut policy, "NAME_TAKEN", json!({ "op": "createOrganizationRole", "name": "admin" }));
    refused(
        &mut policy,
        "NAME_TAKEN",
        json!({ "op": "createGlobalRole", "name": "staff", "type": "MachineToMachine" }),
    );
    refused(
        &mut policy,
        "NAME_TAKEN",
        json!({ "op": "updateOrganizationRole", "name": "admin", "set": { "name": "bot" } }),
    );
    refused(
        &mut policy,
        "ROLE_UNKNOWN",
        json!({ "op": "updateOrganizationRole", "name": "staff", "set": { "name": "x" } }),
    );
    refused(&mut policy, "ROLE_UNKNOWN", json!({ "op": "deleteGlobalRole", "name": "admin" }));
    allowed(&mut policy, json!({ "op": "createOrganizationRole", "name": "Admin" }));
    allowed(&mut policy, json!({ "op": "createGlobalRole", "name": "admin" }));
    allowed(&mut policy, json!({ "op": "createGlobalRole", "name": "team lead" }));
}

#[test]
fn a_role_s_type_is_immutable() {
    let mut policy = company();
    for (what, name) in [("updateOrganizationRole", "admin"), ("updateGlobalRole", "staff")] {
        for role_type in ["MachineToMachine", "User"] {
            refused(
                &mut policy,
                "ROLE_TYPE_IMMUTABLE",
                json!({ "op": what, "name": name, "set": { "type": role_type } }),
            );
        }
    }
}

#[test]
fn a_global_role_holds_no_organization_permission() {
    let mut policy = company();
    for what in ["grantPermission", "revokePermission"] {
        refused(
            &mut policy,
            "ROLE_LEVEL_MISMATCH",
            json!({ "op": what, "globalRole": "staff", "permission": "invite:users" }),
        );
    }
    // Nor does it count for one: Ada's global role has no part in what she may do in Globex.
    done(&mut policy, json!({ "op": "addMember", "organization": "globex", "user": "ada" }));
    assert!(can(&policy, &Principal::user("ada"), Some("globex"), None).is_empty());
}

#[test]
fn default_roles_go_to_users_created_afterwards() {
    let mut policy = company();
    done(
        &mut policy,
        json!([
            { "op": "updateGlobalRole", "name": "staff", "set": { "isDefault": true } },
            { "op": "createGlobalRole", "name": "guest", "isDefault": true },
        ]),
    );
    assert!(policy.global_roles_of(&Principal::user("bob")).unwrap().is_empty(), "not before");
    let changes = done(&mut policy, json!({ "op": "createUser", "id": "dan" }));
    let [user, roles @ ..] = changes.as_array().unwrap().as_slice() else { panic!("{changes}") };
    assert_eq!(*user, json!({ "change": "added", "fact": "user", "id": "dan" }));
    for role in ["guest", "staff"] {
        assert!(
            roles.contains(
                &json!({ "change": "added", "fact": "roleAssignment", "role": role, "user": "dan" })
            )
        );
    }
    assert_eq!(roles.len(), 2);
    assert_eq!(can(&policy, &Principal::user("dan"), None, Some(API)), ["read"]);
    let changes = done(&mut policy, json!({ "op": "createApplication", "id": "dan" }));
    assert_eq!(changes.as_array().unwrap().len(), 1, "applications get none");
    done(&mut policy, json!({ "op": "updateGlobalRole", "name": "staff", "set": { "isDefault": false } }));
    assert_eq!(policy.global_roles_of(&Principal::user("dan")).unwrap().len(), 2, "and keep it afterwards");
}

#[test]
fn only_global_roles_for_users_can_be_defaults() {
    let mut policy = company();
    let code = "DEFAULT_ROLE_NOT_ALLOWED";
    refused(
        &mut policy,
        code,
        json!({ "op": "createGlobalRole", "name": "x", "type": "MachineToMachine", "isDefault": true }),
    );
    refused(
        &mut policy,
        code,
        json!({ "op": "updateGlobalRole", "name": "service", "set": { "isDefault": true } }),
    );
    refused(
        &mut policy,
        "OPERATION_INVALID",
        json!({ "op": "createOrganizationRole", "name": "x", "isDefault": true }),
    );
}

#[test]
fn management_permissions_are_for_machines() {
    let mut policy = company();
    let grant = |level: &str, role: &str| json!({ "op": "grantPermission", level: role, "resource": MANAGE, "permission": "all" });
    refused(&mut policy, "MANAGEMENT_PERMISSION", grant("organizationRole", "admin"));
    refused(&mut policy, "MANAGEMENT_PERMISSION", grant("globalRole", "staff"));
    done(&mut policy, json!([grant("organizationRole", "bot"), grant("globalRole", "service")]));
    assert_eq!(can(&policy, &Principal::application("ci"), None, Some(MANAGE)), ["all"]);
    assert_eq!(can(&policy, &Principal::application("ci"), Some("acme"), Some(MANAGE)), ["all"]);
    // It cannot become one, or cease to be one, while roles hold its permissions: it never can.
    let set = json!({ "op": "updateResource", "indicator": API, "set": { "managementApi": true } });
    refused(&mut policy, "OPERATION_INVALID", set);
}

#[test]
fn a_role_holds_what_is_there_and_once() {
    let mut policy = company();
    let grant = |role: &str, permission: &str| json!({ "op": "grantPermission", "organizationRole": role, "permission": permission });
    refused(&mut policy, "ROLE_UNKNOWN", grant("staff", "invite:users"));
    refused(&mut policy, "PERMISSION_UNKNOWN", grant("admin", "read"));
    refused(
        &mut policy,
        "RESOURCE_UNKNOWN",
        json!({ "op": "grantPermission", "globalRole": "staff", "resource": "urn:none", "permission": "read" }),
    );
    assert_eq!(done(&mut policy, grant("admin", "invite:users")), json!([]));
    assert_eq!(
        done(
            &mut policy,
            json!({ "op": "revokePermission", "organizationRole": "admin", "permission": "read:reports" })
        ),
        json!([])
    );
}
