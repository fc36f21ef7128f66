//! Transactions and changes.

use super::*;

#[test]
fn a_transaction_is_done_wholly_or_not_at_all() {
    let mut policy = company();
    let before = (policy.to_json(), policy.template().hash().to_owned());
    let list = json!([
        { "op": "deleteResource", "indicator": API },
        { "op": "deleteOrganization", "id": "acme" },
        { "op": "createUser", "id": "dan" },
        { "op": "createUser", "id": "dan" },
    ]);
    let error = edit(&mut policy, &list).unwrap_err();
    assert_eq!(error.code().as_str(), "ID_TAKEN");
    assert_eq!(error.detail("pointer"), Some(&Detail::Text("/3".to_owned())));
    assert_eq!((policy.to_json(), policy.template().hash().to_owned()), before);
}

#[test]
fn renaming_takes_along_what_refers_to_it() {
    let mut policy = company();
    let changes = done(
        &mut policy,
        json!([
            { "op": "updatePermission", "name": "invite:users", "set": { "name": "invite:people" } },
            { "op": "updateOrganizationRole", "name": "admin", "set": { "name": "owner", "description": "owns" } },
        ]),
    );
    assert_eq!(
        changes,
        json!([
            {
                "change": "changed",
                "before": { "fact": "permission", "name": "invite:users" },
                "after": { "fact": "permission", "name": "invite:people" }
            },
            {
                "change": "changed",
                "before": { "fact": "organizationRole", "name": "admin", "type": "User" },
                "after": { "fact": "organizationRole", "name": "owner", "type": "User", "description": "owns" }
            },
        ])
    );
    let ada = Principal::user("ada");
    assert_eq!(can(&policy, &ada, Some("acme"), None), ["invite:people"]);
    assert_eq!(&*policy.organizations_of(&ada).unwrap()[0].roles[0], "owner");
}

/// The bounds: the last one that fits is done, and one more is refused as a whole.
#[test]
fn more_than_the_bound_is_refused() {
    let many =
        |count: usize, operation: &dyn Fn(usize) -> Value| (0..count).map(operation).collect::<Value>();
    let resource = |number: usize| json!({ "op": "createResource", "indicator": format!("urn:{number}") });
    let role = |number: usize| json!({ "op": "createOrganizationRole", "name": format!("role {number}") });
    let global = |number: usize| json!({ "op": "createGlobalRole", "name": format!("role {number}") });
    // Those of API resources count as well.
    let permission = |number: usize| match number % 2 {
        0 => json!({ "op": "createPermission", "name": format!("p{number}") }),
        _ => json!({ "op": "createPermission", "resource": "urn:0", "name": format!("p{number}") }),
    };
    let mut policy = Policy::default();
    done(&mut policy, many(1_000, &resource));
    done(&mut policy, many(1_000, &role));
    done(&mut policy, many(1_000, &global));
    done(&mut policy, many(10_000, &permission));
    for one_more in [resource(1_000), role(1_000), global(1_000), permission(10_000), permission(10_001)] {
        refused(&mut policy, "LIMIT_EXCEEDED", one_more);
    }
    // Room that one leaves is another's.
    done(&mut policy, json!([{ "op": "deletePermission", "name": "p0" }, permission(10_001)]));
    let counts = policy.counts();
    assert_eq!((counts.resources, counts.organization_roles, counts.global_roles), (1_000, 1_000, 1_000));
    assert_eq!(counts.permissions, 10_000);
}

fn replay(policy: &mut Policy, changes: &Value) -> Result<(), Error> {
    policy.replay(&changes_from_json(&changes.to_string())?)
}

#[test]
fn changes_that_do_not_fit_are_refused() {
    let mut policy = company();
    let before = policy.to_json();
    for changes in [
        json!([{ "change": "added", "fact": "user", "id": "ada" }]),
        json!([{ "change": "removed", "fact": "user", "id": "nobody" }]),
        // She is in an organization.
        json!([{ "change": "removed", "fact": "user", "id": "ada" }]),
        json!([{ "change": "added", "fact": "member", "organization": "initech", "user": "ada" }]),
        json!([{ "change": "added", "fact": "roleAssignment", "organization": "globex", "role": "admin", "user": "ada" }]),
        json!([{ "change": "added", "fact": "permission", "resource": "urn:none", "name": "read" }]),
        json!([{ "change": "added", "fact": "rolePermission", "organizationRole": "admin", "permission": "invite:users" }]),
        json!([{ "change": "removed", "fact": "rolePermission", "organizationRole": "bot", "permission": "invite:users" }]),
        // Roles hold it, and members hold the role.
        json!([{ "change": "removed", "fact": "permission", "name": "invite:users" }]),
        json!([{ "change": "removed", "fact": "organizationRole", "name": "admin", "type": "User" }]),
        // It has no such description; there is a default one already.
        json!([{ "change": "removed", "fact": "permission", "name": "read:reports", "description": "other" }]),
        json!([{ "change": "added", "fact": "resource", "indicator": "urn:second", "isDefault": true }]),
        // Immutable.
        json!([{
            "change": "changed",
            "before": { "fact": "organizationRole", "name": "bot", "type": "MachineToMachine" },
            "after": { "fact": "organizationRole", "name": "bot", "type": "User" }
        }]),
        json!([{
            "change": "changed",
            "before": { "fact": "resource", "indicator": API, "isDefault": true },
            "after": { "fact": "resource", "indicator": "urn:other", "isDefault": true }
        }]),
        json!([{
            "change": "changed",
            "before": { "fact": "user", "id": "ada" },
            "after": { "fact": "user", "id": "eva" }
        }]),
        // The first is fine, and goes with the second.
        json!([
            { "change": "added", "fact": "user", "id": "dan" },
            { "change": "removed", "fact": "user", "id": "nobody" }
        ]),
    ] {
        let error = replay(&mut policy, &changes).expect_err(&changes.to_string());
        assert_eq!(error.code().as_str(), "CHANGES_CONFLICT", "{changes}");
        assert_eq!(policy.to_json(), before, "{changes} left a trace");
    }
}

/// Whatever is replayed, the policy can be written and read again.
#[test]
fn changes_that_no_document_may_hold_are_refused() {
    let mut policy = company();
    let before = policy.to_json();
    let long = "x".repeat(300);
    let mut changes = vec![json!({
        "change": "changed",
        "before": { "fact": "permission", "name": "invite:users" },
        "after": { "fact": "permission", "name": "" }
    })];
    for name in ["", &long] {
        changes.extend([
            json!({ "change": "added", "fact": "permission", "name": name }),
            json!({ "change": "added", "fact": "permission", "resource": API, "name": name }),
            json!({ "change": "added", "fact": "organizationRole", "name": name, "type": "User" }),
            json!({ "change": "added", "fact": "globalRole", "name": name, "type": "User" }),
            json!({ "change": "added", "fact": "organization", "id": "new", "name": name }),
            json!({ "change": "added", "fact": "organization", "id": name, "name": "New" }),
            json!({ "change": "added", "fact": "user", "id": name }),
        ]);
    }
    changes.extend([
        json!({ "change": "added", "fact": "user", "id": "white space" }),
        json!({ "change": "added", "fact": "organizationRole", "name": "new", "type": "MachineToMachine", "isDefault": true }),
    ]);
    for change in changes {
        let answer = replay(&mut policy, &json!([change]));
        assert!(answer.is_err(), "{change} was done");
        assert_eq!(policy.to_json(), before, "{change} left a trace");
    }
}

/// What only an import may hold is never granted, also when changes bring it.
#[test]
fn changes_cannot_get_around_a_rule() {
    let (ada, ci) = (Principal::user("ada"), Principal::application("ci"));
    let before = company();
    for change in [
        json!({ "change": "added", "fact": "roleAssignment", "organization": "acme", "role": "bot", "user": "bob" }),
        json!({ "change": "added", "fact": "roleAssignment", "role": "staff", "application": "ci" }),
        json!({ "change": "added", "fact": "rolePermission", "organizationRole": "admin", "resource": MANAGE, "permission": "all" }),
        json!({ "change": "added", "fact": "rolePermission", "globalRole": "staff", "resource": MANAGE, "permission": "all" }),
        json!({ "change": "added", "fact": "globalRole", "name": "x", "type": "MachineToMachine", "isDefault": true }),
        json!({ "change": "added", "fact": "permission", "name": "white space" }),
        json!({ "change": "added", "fact": "resource", "indicator": "no uri" }),
    ] {
        let mut policy = before.clone();
        let _ = replay(&mut policy, &json!([change]));
        for policy in [&policy, &Policy::from_json(&policy.to_json()).unwrap()] {
            for (organization, resource) in
                [(Some("acme"), None), (Some("acme"), Some(API)), (None, Some(API)), (None, Some(MANAGE))]
            {
                for who in [&ada, &Principal::user("bob"), &ci] {
                    let then = can(&before, who, organization, resource);
                    assert_eq!(can(policy, who, organization, resource), then, "{change}");
                }
            }
        }
        done(&mut policy, json!({ "op": "createApplication", "id": "new" }));
        assert!(policy.global_roles_of(&Principal::application("new")).unwrap().is_empty(), "{change}");
    }
}
