//! Permissions, names and ids.

use super::*;

#[test]
fn a_permission_is_unique_in_its_place() {
    let mut policy = company();
    refused(&mut policy, "NAME_TAKEN", json!({ "op": "createPermission", "name": "invite:users" }));
    refused(&mut policy, "NAME_TAKEN", json!({ "op": "createPermission", "resource": API, "name": "read" }));
    refused(
        &mut policy,
        "RESOURCE_UNKNOWN",
        json!({ "op": "createPermission", "resource": "urn:none", "name": "read" }),
    );
    refused(
        &mut policy,
        "NAME_TAKEN",
        json!({ "op": "updatePermission", "resource": API, "name": "read", "set": { "name": "write" } }),
    );
    // The same name in another place is another permission, and so is another case.
    allowed(&mut policy, json!({ "op": "createPermission", "name": "read" }));
    allowed(&mut policy, json!({ "op": "createPermission", "resource": MANAGE, "name": "read" }));
    allowed(&mut policy, json!({ "op": "createPermission", "resource": API, "name": "Read" }));
    allowed(
        &mut policy,
        json!({ "op": "updatePermission", "resource": API, "name": "read", "set": { "name": "read" } }),
    );
}

#[test]
fn a_permission_has_no_white_space() {
    let mut policy = company();
    for name in ["", " ", "read all", "read\tall", "read\n", "read\u{a0}all", "\u{3000}"] {
        refused(&mut policy, "NAME_INVALID", json!({ "op": "createPermission", "name": name }));
        refused(
            &mut policy,
            "NAME_INVALID",
            json!({ "op": "createPermission", "resource": API, "name": name }),
        );
        refused(
            &mut policy,
            "NAME_INVALID",
            json!({ "op": "updatePermission", "name": "invite:users", "set": { "name": name } }),
        );
    }
    refused(
        &mut policy,
        "PERMISSION_UNKNOWN",
        json!({ "op": "updatePermission", "name": "read", "set": { "name": "a" } }),
    );
    refused(
        &mut policy,
        "PERMISSION_UNKNOWN",
        json!({ "op": "deletePermission", "resource": MANAGE, "name": "read" }),
    );
}

/// Characters, not bytes: `é` has two of these.
#[test]
fn lengths_are_in_characters() {
    let mut policy = company();
    let of = |length: usize| "é".repeat(length);
    let create = |what: &str, name: String| json!({ "op": what, "name": name });
    for what in ["createPermission", "createOrganizationRole", "createGlobalRole"] {
        allowed(&mut policy, create(what, of(128)));
        refused(&mut policy, "NAME_INVALID", create(what, of(129)));
        refused(&mut policy, "NAME_INVALID", create(what, String::new()));
    }
    let of_resource = |name: String| json!({ "op": "createPermission", "resource": API, "name": name });
    allowed(&mut policy, of_resource(of(256)));
    refused(&mut policy, "NAME_INVALID", of_resource(of(257)));
    let described =
        |what: &str, length: usize| json!({ "op": what, "name": "new", "description": of(length) });
    for (what, most) in
        [("createPermission", 256), ("createOrganizationRole", 256), ("createGlobalRole", 128)]
    {
        allowed(&mut policy, described(what, most));
        refused(&mut policy, "NAME_INVALID", described(what, most + 1));
    }
    let organization =
        |id: String, name: String| json!({ "op": "createOrganization", "id": id, "name": name });
    allowed(&mut policy, organization("new".into(), of(128)));
    refused(&mut policy, "NAME_INVALID", organization("new".into(), of(129)));
    refused(&mut policy, "NAME_INVALID", organization("new".into(), String::new()));
    allowed(&mut policy, organization(of(255), "New".into()));
    refused(&mut policy, "ID_INVALID", organization(of(256), "New".into()));
}

#[test]
fn ids_are_unique_and_have_no_white_space() {
    let mut policy = company();
    for (what, name) in [("createUser", None), ("createApplication", None), ("createOrganization", Some("x"))]
    {
        let create = |id: &str| {
            let mut operation = json!({ "op": what, "id": id });
            if let Some(name) = name {
                operation["name"] = name.into();
            }
            operation
        };
        for id in ["", " ", "a b", "a\n", "\u{7}"] {
            refused(&mut policy, "ID_INVALID", create(id));
        }
        done(&mut policy, create("new"));
        refused(&mut policy, "ID_TAKEN", create("new"));
        allowed(&mut policy, create("New"));
    }
    for (code, what) in [
        ("PRINCIPAL_UNKNOWN", "deleteUser"),
        ("PRINCIPAL_UNKNOWN", "deleteApplication"),
        ("ORGANIZATION_UNKNOWN", "deleteOrganization"),
    ] {
        refused(&mut policy, code, json!({ "op": what, "id": "nobody" }));
    }
}
