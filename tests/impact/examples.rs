//! Small ones, to read.

use super::{document, policy};
use orgate::policy::{
    Impact, ImpactBy, ImpactEffect, ImpactQuestion, Level, PermissionRef, Policy, Principal, Scope,
    operations_from_json,
};
use serde_json::{Value, json};

const API: &str = "https://api.test";
const MANAGE: &str = "https://manage.test";

/// Ada is an admin of Acme and of Globex, Bob a member of Acme and, everywhere, of the staff. Their programs: `ci` is a
/// bot of Acme, and `cron` a service without an organization. Nobody audits.
fn company() -> Policy {
    policy(&json!({
        "v": 1,
        "template": {
            "v": 1,
            "permissions": [{ "name": "invite", "id": "p1" }, { "name": "manage:billing", "id": "p2" }, "read"],
            "resources": [
                { "indicator": API, "permissions": [{ "name": "read", "id": "s1" }, { "name": "write", "id": "s2" }] },
                { "indicator": MANAGE, "managementApi": true, "permissions": ["all"] },
            ],
            "roles": [
                {
                    "name": "admin",
                    "id": "r1",
                    "permissions": ["invite", "manage:billing", "read"],
                    "resources": { API: ["read", "write"] },
                },
                { "name": "member", "id": "r2", "permissions": ["read"], "resources": { API: ["read"] } },
                { "name": "auditor", "permissions": ["read"] },
                {
                    "name": "bot",
                    "type": "MachineToMachine",
                    "permissions": ["read"],
                    "resources": { API: ["read"], MANAGE: ["all"] },
                },
            ],
        },
        "globalRoles": [
            { "name": "staff", "resources": { API: ["read"] } },
            { "name": "service", "type": "MachineToMachine", "resources": { API: ["read"], MANAGE: ["all"] } },
        ],
        "users": [{ "id": "bob", "roles": ["staff"] }, "eve"],
        "applications": [{ "id": "ci", "roles": ["service"] }, { "id": "cron", "roles": ["service"] }],
        "organizations": [
            {
                "id": "acme",
                "name": "Acme",
                "members": [
                    { "user": "ada", "roles": ["admin"] },
                    { "user": "bob", "roles": ["member"] },
                    { "user": "eve" },
                    { "application": "ci", "roles": ["bot"] },
                ],
            },
            { "id": "globex", "name": "Globex", "members": [{ "user": "ada", "roles": ["admin", "member"] }] },
        ],
    }))
}

fn edited(operations: Value) -> (Policy, Policy) {
    let from = company();
    let mut to = from.clone();
    to.apply(&operations_from_json(&operations.to_string()).unwrap()).unwrap();
    (from, to)
}

fn counts(from: &Policy, to: &Policy, scope: Scope) -> Value {
    serde_json::to_value(from.impact(to, scope)).unwrap()
}

/// Everything of a kind, as JSON.
fn all(from: &Policy, to: &Policy, by: ImpactBy<'_>) -> Value {
    let question = ImpactQuestion { by, organization: None, permission: None, effect: None, limit: 100 };
    serde_json::to_value(from.impact_list(to, Scope::Policy, &question).unwrap()).unwrap()
}

const ROLES: ImpactBy<'_> = ImpactBy::Role { after: None };
const ORGANIZATIONS: ImpactBy<'_> = ImpactBy::Organization { after: None };
const PRINCIPALS: ImpactBy<'_> = ImpactBy::Principal { after: None };
const MEMBERSHIPS: ImpactBy<'_> = ImpactBy::Membership { after: None };

#[test]
fn a_permission_is_taken_from_a_role() {
    let (from, to) = edited(json!([
        { "op": "revokePermission", "organizationRole": "admin", "permission": "manage:billing" },
    ]));
    let (none, one) = (json!({ "gain": 0, "lose": 0 }), json!({ "gain": 0, "lose": 1 }));
    let expected = json!({
        "roles": one,
        "organizations": { "gain": 0, "lose": 2 },
        "users": one,
        "applications": none,
        "memberships": { "gain": 0, "lose": 2 },
        "permissions": [{
            "permission": "manage:billing",
            "gain": { "roles": 0, "organizations": 0, "principals": 0 },
            "lose": { "roles": 1, "organizations": 2, "principals": 1 },
        }],
    });
    assert_eq!(counts(&from, &to, Scope::Template), expected);
    assert_eq!(counts(&from, &to, Scope::Policy), expected);
    let lost = json!([{ "permission": "manage:billing" }]);
    assert_eq!(
        all(&from, &to, ROLES),
        json!([{ "organizationRole": "admin", "gained": [], "lost": lost, "assignments": 2 }])
    );
    assert_eq!(
        all(&from, &to, ORGANIZATIONS),
        json!([
            { "organization": "acme", "gained": [], "lost": lost, "members": 1 },
            { "organization": "globex", "gained": [], "lost": lost, "members": 1 },
        ])
    );
    assert_eq!(
        all(&from, &to, PRINCIPALS),
        json!([{ "user": "ada", "gained": [], "lost": lost, "organizations": 2, "outside": false }])
    );
    assert_eq!(
        all(&from, &to, MEMBERSHIPS),
        json!([
            { "organization": "acme", "user": "ada", "gained": [], "lost": lost },
            { "organization": "globex", "user": "ada", "gained": [], "lost": lost },
        ])
    );
}

#[test]
fn a_permission_that_is_renamed_is_lost_and_gained() {
    let (from, to) = edited(json!([
        { "op": "updatePermission", "resource": API, "name": "read", "set": { "name": "read:all" } },
    ]));
    let change = json!({
        "gained": [{ "resource": API, "permission": "read:all" }],
        "lost": [{ "resource": API, "permission": "read" }],
    });
    let with = |mut entry: Value| {
        entry.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        entry
    };
    // Global roles hold it under its new name, whether or not those of the other policy count.
    for scope in [Scope::Template, Scope::Policy] {
        assert_eq!(counts(&from, &to, scope)["users"], json!({ "gain": 2, "lose": 2 }));
        assert_eq!(counts(&from, &to, scope)["roles"], json!({ "gain": 5, "lose": 5 }));
    }
    assert_eq!(
        all(&from, &to, MEMBERSHIPS),
        json!([
            with(json!({ "user": "bob" })),
            with(json!({ "application": "ci" })),
            with(json!({ "application": "cron" })),
            with(json!({ "organization": "acme", "user": "ada" })),
            with(json!({ "organization": "acme", "user": "bob" })),
            with(json!({ "organization": "acme", "application": "ci" })),
            with(json!({ "organization": "globex", "user": "ada" })),
        ])
    );
    assert_eq!(
        all(&from, &to, PRINCIPALS)[1],
        with(json!({ "user": "bob", "organizations": 1, "outside": true }))
    );
}

#[test]
fn a_role_takes_its_holders_along_when_it_is_renamed() {
    let (from, to) = edited(json!([
        { "op": "updateOrganizationRole", "name": "admin", "set": { "name": "owner" } },
        { "op": "updateGlobalRole", "name": "staff", "set": { "isDefault": true } },
    ]));
    assert_eq!(from.impact(&to, Scope::Policy), Impact::default());
    // Without an id it is another role.
    let mut ids = document(&to);
    for role in ids["template"]["roles"].as_array_mut().unwrap() {
        role.as_object_mut().unwrap().remove("id");
    }
    let roles = all(&from, &policy(&ids), ROLES);
    assert_eq!((&roles[0]["organizationRole"], &roles[1]), (&json!("admin"), &Value::Null));
}

#[test]
fn a_role_that_is_deleted_grants_nothing_more() {
    let (from, to) = edited(json!([
        { "op": "deleteOrganizationRole", "name": "member" },
        { "op": "deleteOrganizationRole", "name": "auditor" },
    ]));
    let read = json!([{ "permission": "read" }, { "resource": API, "permission": "read" }]);
    assert_eq!(
        all(&from, &to, ROLES),
        json!([
            { "organizationRole": "auditor", "gained": [], "lost": [read[0]], "assignments": 0 },
            { "organizationRole": "member", "gained": [], "lost": read, "assignments": 2 },
        ])
    );
    // Bob reads the API still, for he is of the staff; Ada all of it, for she is an admin.
    assert_eq!(
        all(&from, &to, MEMBERSHIPS),
        json!([{ "organization": "acme", "user": "bob", "gained": [], "lost": [read[0]] }])
    );
    assert_eq!(
        counts(&from, &to, Scope::Policy)["permissions"][1]["lose"],
        json!({ "roles": 1, "organizations": 0, "principals": 0 })
    );
}

#[test]
fn a_role_of_another_type_is_another_role() {
    let from = company();
    let mut after = document(&from);
    after["template"]["roles"][3]["type"] = json!("MachineToMachine");
    assert_eq!(
        (&after["template"]["roles"][3]["name"], &after["imported"]),
        (&json!("member"), &Value::Null)
    );
    let to = policy(&json!({ "v": 1, "template": after["template"] }));
    assert_eq!(
        all(&from, &to, ROLES)[0],
        json!({
            "organizationRole": "member",
            "gained": [],
            "lost": [{ "permission": "read" }, { "resource": API, "permission": "read" }],
            "assignments": 2,
        })
    );
}

#[test]
fn the_order_of_a_document_means_nothing() {
    let with = |permissions: [&str; 2], held: &str| {
        policy(&json!({
            "v": 1,
            "template": {
                "v": 1,
                "permissions": permissions,
                "resources": [{ "indicator": API, "permissions": permissions }],
                "roles": [{ "name": "member", "permissions": [held], "resources": { API: [held] } }],
            },
        }))
    };
    let from = with(["read", "write"], "read");
    assert_eq!(from.impact(&with(["write", "read"], "read"), Scope::Template), Impact::default());
    let permission = |name: &str| json!([{ "permission": name }, { "resource": API, "permission": name }]);
    assert_eq!(
        all(&from, &with(["write", "read"], "write"), ROLES),
        json!([{
            "organizationRole": "member",
            "gained": permission("write"),
            "lost": permission("read"),
            "assignments": 0,
        }])
    );
}

#[test]
fn global_roles_count_where_they_are_asked_for() {
    let from = company();
    let mut bare = document(&from);
    let bare = policy(&json!({ "v": 1, "template": bare["template"].take() }));
    assert_eq!(from.impact(&bare, Scope::Template), Impact::default());
    let read = json!({ "resource": API, "permission": "read" });
    let all_of_it = json!({ "resource": MANAGE, "permission": "all" });
    // Outside of organizations; in them Bob is a member, and an application has its organization roles only.
    assert_eq!(
        all(&from, &bare, MEMBERSHIPS),
        json!([
            { "user": "bob", "gained": [], "lost": [read] },
            { "application": "ci", "gained": [], "lost": [read, all_of_it] },
            { "application": "cron", "gained": [], "lost": [read, all_of_it] },
        ])
    );
    assert_eq!(
        all(&from, &bare, ROLES),
        json!([
            { "globalRole": "service", "gained": [], "lost": [read, all_of_it], "assignments": 2 },
            { "globalRole": "staff", "gained": [], "lost": [read], "assignments": 1 },
        ])
    );
}

#[test]
fn global_roles_lose_what_is_gone_from_the_template() {
    let (from, to) = edited(json!([{ "op": "deleteResource", "indicator": API }]));
    let read = json!([{ "resource": API, "permission": "read" }]);
    for scope in [Scope::Template, Scope::Policy] {
        let question =
            ImpactQuestion { by: ROLES, organization: None, permission: None, effect: None, limit: 100 };
        let list = serde_json::to_value(from.impact_list(&to, scope, &question).unwrap()).unwrap();
        let staff = json!({ "globalRole": "staff", "gained": [], "lost": read, "assignments": 1 });
        assert_eq!(list.as_array().unwrap().last(), Some(&staff));
    }
}

#[test]
fn a_management_api_grants_users_nothing() {
    let from = company();
    let mut after = document(&from);
    after["template"]["imported"] = json!(true);
    after["template"]["resources"][0]["managementApi"] = json!(true);
    let to = policy(&json!({ "v": 1, "imported": true, "template": after["template"] }));
    let question =
        ImpactQuestion { by: ROLES, organization: None, permission: None, effect: None, limit: 100 };
    let list = from.impact_list(&to, Scope::Template, &question).unwrap();
    let list = serde_json::to_value(list).unwrap();
    let names: Vec<&Value> = list.as_array().unwrap().iter().map(|entry| &entry["lost"]).collect();
    let (read, write) =
        (json!({ "resource": API, "permission": "read" }), json!({ "resource": API, "permission": "write" }));
    // The bot keeps what it has. To global roles it is another API resource than the one they hold permissions of.
    assert_eq!(names, [&json!([read, write]), &json!([read]), &json!([read]), &json!([read])]);
    assert_eq!(list[2]["globalRole"], "service");
}

#[test]
fn what_an_import_never_grants_is_never_lost() {
    let odd = |held: bool| {
        let permissions = if held { json!(["white space"]) } else { json!([]) };
        let of = |name: &str| if held { json!([name]) } else { json!([]) };
        policy(&json!({
            "v": 1,
            "imported": true,
            "template": {
                "v": 1,
                "imported": true,
                "permissions": ["read", "white space"],
                "resources": [
                    { "indicator": "no uri", "permissions": ["read"] },
                    { "indicator": MANAGE, "managementApi": true, "permissions": ["all"] },
                ],
                "roles": [
                    {
                        "name": "member",
                        "permissions": permissions,
                        "resources": { "no uri": of("read"), MANAGE: of("all") },
                    },
                    { "name": "bot", "type": "MachineToMachine", "permissions": of("read") },
                ],
            },
            "globalRoles": [{ "name": "staff", "resources": { MANAGE: of("all") } }],
            "users": [{ "id": "ada", "roles": ["staff"] }],
            "organizations": [
                { "id": "acme", "name": "Acme", "members": [{ "user": "ada", "roles": ["member", "bot"] }] },
            ],
        }))
    };
    let (from, to) = (odd(true), odd(false));
    // Only the bots lose anything, and none of them is a bot.
    let read = json!([{ "permission": "read" }]);
    assert_eq!(
        all(&from, &to, ROLES),
        json!([{ "organizationRole": "bot", "gained": [], "lost": read, "assignments": 1 }])
    );
    for by in [ORGANIZATIONS, PRINCIPALS, MEMBERSHIPS] {
        assert_eq!(all(&from, &to, by), json!([]));
    }
    assert_eq!(to.impact(&from, Scope::Policy).roles.gain, 1);
}

#[test]
fn lists_are_of_what_is_asked_for() {
    let (from, to) = edited(json!([
        { "op": "revokePermission", "organizationRole": "admin", "permission": "read" },
        { "op": "grantPermission", "organizationRole": "member", "permission": "invite" },
    ]));
    let ids = |question: ImpactQuestion<'_>| -> Vec<String> {
        let list = from.impact_list(&to, Scope::Template, &question).unwrap();
        list.iter().map(|entry| serde_json::to_value(entry).unwrap().to_string()).collect()
    };
    let (read, invite) = (
        PermissionRef { resource: None, permission: "read".to_owned() },
        PermissionRef { resource: None, permission: "invite".to_owned() },
    );
    let whole =
        ImpactQuestion { by: MEMBERSHIPS, organization: None, permission: None, effect: None, limit: 100 };
    // In Globex Ada is a member too.
    let bob = r#"{"organization":"acme","user":"bob","gained":[{"permission":"invite"}],"lost":[]}"#;
    let ada = r#"{"organization":"acme","user":"ada","gained":[],"lost":[{"permission":"read"}]}"#;
    let sorted = |entry: &str| serde_json::from_str::<Value>(entry).unwrap().to_string();
    assert_eq!(ids(whole), [sorted(ada), sorted(bob)]);
    let gained = ImpactQuestion { effect: Some(ImpactEffect::Gain), ..whole };
    assert_eq!(ids(gained), [sorted(bob)]);
    assert_eq!(ids(ImpactQuestion { permission: Some(&invite), ..whole }), [sorted(bob)]);
    assert_eq!(ids(ImpactQuestion { permission: Some(&read), ..gained }), [""; 0]);
    assert_eq!(ids(ImpactQuestion { limit: 1, ..whole }), [sorted(ada)]);
    assert_eq!(ids(ImpactQuestion { organization: Some("globex"), ..whole }), [""; 0]);
    // A role that nobody holds there, and one who is no longer there, are asked for like any other.
    let roles = ImpactQuestion { by: ROLES, organization: Some("globex"), ..whole };
    assert_eq!(ids(roles).len(), 2);
    let by = ImpactBy::Role { after: Some((Level::Organization, "b")) };
    assert_eq!(ids(ImpactQuestion { by, ..roles }).len(), 1);
    let nobody = Principal::user("aha");
    let by = ImpactBy::Membership { after: Some((Some("acme"), &nobody)) };
    assert_eq!(ids(ImpactQuestion { by, ..whole }), [sorted(bob)]);
}

#[test]
fn what_neither_policy_has_is_refused() {
    let (from, to) = edited(json!([{ "op": "createPermission", "name": "new" }]));
    let code = |organization, permission: Option<(Option<&str>, &str)>| {
        let permission = permission.map(|(resource, name)| PermissionRef {
            resource: resource.map(str::to_owned),
            permission: name.to_owned(),
        });
        let permission = permission.as_ref();
        let question = ImpactQuestion { by: ROLES, organization, permission, effect: None, limit: 1 };
        from.impact_list(&to, Scope::Template, &question).map_err(|error| error.code().as_str())
    };
    assert_eq!(code(Some("initech"), None), Err("ORGANIZATION_UNKNOWN"));
    assert_eq!(code(None, Some((Some("https://other.test"), "read"))), Err("RESOURCE_UNKNOWN"));
    assert_eq!(code(None, Some((Some(API), "manage:billing"))), Err("PERMISSION_UNKNOWN"));
    assert_eq!(code(None, Some((None, "write"))), Err("PERMISSION_UNKNOWN"));
    assert_eq!(code(Some("acme"), Some((None, "new"))), Ok(Vec::new()));
}
