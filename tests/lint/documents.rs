//! Documents of every kind: broken ones, exports, policies, and large ones.

use super::{finds, found, line, lines, template};
use orgate::template::{LintReport, MAX_PERMISSIONS, MAX_ROLES, Rule, Severity, lint};
use orgate::{Policy, Template};
use serde_json::{Value, json};

#[test]
fn what_is_no_template_is_a_finding() {
    let finds = |text: &str, expected: &str| assert_eq!(lines(&lint(text)), [expected], "{text}");
    finds("", "error invalid FORMAT_UNKNOWN : the template is not JSON");
    finds(r#"{"a":1,"a":1}"#, "error invalid FORMAT_UNKNOWN : the template has a member name twice");
    finds("[]", "error invalid WRONG_TYPE : a template is an object");
    finds(r#"{"v":1,"template":[]}"#, "error invalid WRONG_TYPE /template: a template is an object");
}

/// The rest of it is looked at; what a problem makes doubtful is not judged.
#[test]
fn a_broken_document_is_linted_as_far_as_it_could_be_read() {
    let document = json!({
        "v": 1,
        "permissions": [1, "a", "A", "read:*"],
        "roles": [
            { "name": "r", "permissions": ["a"] },
            { "name": "broken", "permissions": ["b"] },
            { "name": "same", "permissions": ["a"] },
            { "name": "idle", "permissions": [] },
        ],
    });
    finds(
        &document,
        &[
            "error invalid WRONG_TYPE /permissions/0: a permission is a name, or an object with a name",
            "warning names-differ-only-in-case /permissions/2: the permission `A` differs from `a` only in case, and \
             case matters",
            "warning wildcard-name /permissions/3: the permission `read:*` is no pattern: `*` stands for itself alone",
            "error dangling-reference UNKNOWN_PERMISSION /roles/1/permissions/0: there is no permission `b`",
            "warning equal-roles /roles/2: the role `same` holds the same permissions as `r`",
            "warning role-without-permission /roles/3: the role `idle` holds no permission",
        ],
    );
    // An entry that the reader leaves out does not move the others.
    let twice = json!([{ "name": "r", "permissions": ["a"] }, 5, { "name": "r", "permissions": [] }, { "name": "s", "permissions": [] }]);
    let lines = found(&json!({ "v": 1, "permissions": ["a"], "roles": twice }));
    assert_eq!(
        lines.last().unwrap(),
        "warning role-without-permission /roles/3: the role `s` holds no permission"
    );
}

#[test]
fn findings_stand_in_the_order_of_the_document() {
    let permissions: Vec<String> = (0..12).map(|number| format!("p{number}")).collect();
    let mut document = template(&json!(permissions), json!([]));
    document["roles"][0]["permissions"] = json!(["p3"]);
    let pointers: Vec<String> =
        lint(&document.to_string()).findings.into_iter().map(|finding| finding.pointer).collect();
    let expected: Vec<String> =
        (0..12).filter(|number| *number != 3).map(|number| format!("/permissions/{number}")).collect();
    assert_eq!(pointers, expected);
}

#[test]
fn the_template_of_a_policy_has_its_place() {
    let policy = json!({
        "v": 1,
        "template": {
            "v": 1,
            "lintOff": [{ "rule": "equal-roles", "reason": "none" }],
            "permissions": ["b", "a"],
            "roles": [{ "name": "r", "permissions": ["b", "c"] }, { "name": "idle", "permissions": [] }],
        },
        "users": ["ada"],
        "organizations": [{ "id": "acme", "name": 5 }],
    });
    finds(
        &policy,
        &[
            "error dangling-reference UNKNOWN_PERMISSION /template/roles/0/permissions/1: there is no permission `c`",
            "warning role-without-permission /template/roles/1: the role `idle` holds no permission",
        ],
    );
    // An export there is one of the whole.
    let export = json!({
        "/organization-scopes": [{ "id": "1", "name": "left" }],
        "/organization-roles": [{ "id": "1", "name": 5, "type": "User", "scopes": [] }],
    });
    finds(
        &json!({ "v": 1, "template": export }),
        &["error invalid WRONG_TYPE /template/~1organization-roles/0/name: `name` is not a string"],
    );
    let whole = json!({ "/organization-scopes": [{ "id": "1", "name": "left" }], "/organization-roles": [] });
    finds(
        &json!({ "v": 1, "template": whole }),
        &[
            "warning permission-without-role /template/permissions/0: no organization role holds the permission `left`",
        ],
    );
}

/// Users are no member of a template, whatever else it holds.
#[test]
fn a_template_is_not_taken_for_a_policy() {
    let mut document = template(&json!(["a"]), json!([]));
    document["users"] = json!([]);
    document["version"] = json!("template");
    document["permissions"] = json!([{ "name": "a", "description": "\"template\"" }, "template"]);
    let pointers: Vec<String> =
        lint(&document.to_string()).findings.into_iter().map(|finding| finding.pointer).collect();
    assert_eq!(pointers, ["/permissions/1", "/users"]);
}

#[test]
fn an_export_is_linted_as_the_template_that_it_becomes() {
    let export = json!({
        "/organization-scopes": [{ "id": "2", "name": "z" }, { "id": "1", "name": "a b" }],
        "/organization-roles": [{
            "id": "1", "name": "r", "type": "User", "scopes": [{ "id": "1", "name": "a b" }],
            "resourceScopes": [{ "id": "3", "name": "read", "resource": { "id": "4" } }],
        }],
    });
    finds(
        &export,
        &[
            "warning not-grantable PERMISSION_NOT_GRANTABLE /permissions/0: the permission `a b` has white space in it, \
             so no token can ever carry it",
            "warning permission-without-role /permissions/1: no organization role holds the permission `z`",
            "warning import RESOURCE_UNRESOLVED /~1organization-roles/0/resourceScopes: the export has no `/resources`, \
             so these API resource permissions are left out",
        ],
    );
    // Of the template alone the same is found, but for what was left out of it.
    let own = Template::from_json(&export.to_string()).unwrap().lint();
    assert_eq!(lines(&own), found(&export)[..2]);
}

const SNAPSHOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/lint.txt");

/// What a captured tenant's export hears. `BLESS` keeps what is new.
#[test]
fn the_captured_export() {
    let export = include_str!("../fixtures/logto/template-export/bundle.json");
    let report = lint(export);
    let text: String = report.findings.iter().map(|finding| line(finding) + "\n").collect();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(SNAPSHOT, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(SNAPSHOT).unwrap_or_default(), text);
    assert_eq!(Template::from_json(export).unwrap().lint(), report);
}

/// An edited template is linted as it is written: ids that are free again do not matter.
#[test]
fn an_edited_policy() {
    let operations = json!([
        { "op": "createPermission", "name": "gone" },
        { "op": "createPermission", "name": "z" },
        { "op": "createResource", "indicator": "urn:gone" },
        { "op": "createResource", "indicator": "urn:b" },
        { "op": "createPermission", "resource": "urn:b", "name": "gone" },
        { "op": "createPermission", "resource": "urn:b", "name": "read" },
        { "op": "createOrganizationRole", "name": "gone" },
        { "op": "createOrganizationRole", "name": "x" },
        { "op": "createOrganizationRole", "name": "y" },
        { "op": "grantPermission", "organizationRole": "x", "resource": "urn:b", "permission": "read" },
        { "op": "grantPermission", "organizationRole": "y", "resource": "urn:b", "permission": "read" },
        { "op": "deletePermission", "name": "gone" },
        { "op": "deletePermission", "resource": "urn:b", "name": "gone" },
        { "op": "deleteResource", "indicator": "urn:gone" },
        { "op": "deleteOrganizationRole", "name": "gone" },
        { "op": "createPermission", "name": "a" },
        { "op": "createResource", "indicator": "urn:a" },
    ]);
    let mut policy = Policy::default();
    policy.apply(&orgate::policy::operations_from_json(&operations.to_string()).unwrap()).unwrap();
    assert_eq!(
        lines(&policy.template().lint()),
        [
            "warning permission-without-role /permissions/0: no organization role holds the permission `a`",
            "warning permission-without-role /permissions/1: no organization role holds the permission `z`",
            "warning equal-roles /roles/1: the role `y` holds the same permissions as `x`",
        ]
    );
}

fn count(report: &LintReport, rule: Rule) -> usize {
    report.findings.iter().filter(|finding| finding.rule == rule).count()
}

/// As large as a template can be: roles that each hold one permission more than the one before.
#[test]
fn a_large_template() {
    let permissions: Vec<String> = (0..MAX_PERMISSIONS).map(|number| format!("p{number:05}")).collect();
    let roles: Vec<Value> = (0..MAX_ROLES)
        .map(|number| json!({ "name": format!("r{number:04}"), "permissions": permissions[..number] }))
        .collect();
    let text = json!({ "v": 1, "permissions": permissions, "roles": roles }).to_string();
    let report = lint(&text);
    // The last holds 999, so nobody holds 9001; all but the last and the first, which is empty, are in the next one.
    assert_eq!(count(&report, Rule::PermissionWithoutRole), 1_001);
    assert_eq!(count(&report, Rule::RoleWithinRole), MAX_ROLES - 2);
    assert_eq!(report.findings.len(), 1_001 + MAX_ROLES - 2 + 1);
    let first = &report.findings[0];
    assert_eq!((first.severity, &*first.pointer), (Severity::Warning, ""));
    assert_eq!(
        first.message,
        "9001 findings of the rule `permission-without-role`, of which 1000 are listed"
    );
    assert_eq!(Template::from_json(&text).unwrap().lint(), report);
}

/// What is switched off takes no room from what is not.
#[test]
fn what_is_switched_off_is_bounded_on_its_own() {
    let permissions: Vec<String> = (0..2_100).map(|number| format!("p{number:04}")).collect();
    let off: Vec<Value> = permissions[..1_000]
        .iter()
        .map(|name| json!({ "rule": "permission-without-role", "name": name, "reason": "known" }))
        .collect();
    let document = json!({ "v": 1, "lintOff": off, "permissions": permissions, "roles": [] });
    let report = lint(&document.to_string());
    assert_eq!((report.findings.len(), report.off.len()), (1_001, 1_000));
    assert_eq!(report.findings[1].pointer, "/permissions/1000");
    let whole = json!([{ "rule": "permission-without-role", "reason": "known" }]);
    let document = json!({ "v": 1, "lintOff": whole, "permissions": permissions, "roles": [] });
    let report = lint(&document.to_string());
    assert_eq!((report.findings.len(), report.off.len()), (0, 1_001));
    let (left_out, reason) = &report.off[0];
    assert_eq!(
        left_out.message,
        "2100 findings of the rule `permission-without-role`, of which 1000 are listed"
    );
    assert_eq!(reason, "known");
}

#[test]
fn more_problems_than_are_listed() {
    let roles =
        json!([{ "name": "r", "permissions": vec!["x"; 2_000] }, { "name": "idle", "permissions": [] }]);
    let report = lint(&json!({ "v": 1, "permissions": ["a"], "roles": roles }).to_string());
    assert_eq!(report.findings.len(), 1_001);
    assert_eq!(line(&report.findings[0]), "error invalid TOO_MANY : only the first 1000 problems are listed");
    assert_eq!(count(&report, Rule::DanglingReference), 1_000);
}

#[test]
fn messages_are_short_and_on_one_line() {
    let indicator = format!("no uri\n{}", "x".repeat(5_000));
    let resources = json!([{ "indicator": indicator, "permissions": ["a"] }]);
    let document =
        json!({ "v": 1, "imported": true, "permissions": [], "resources": resources, "roles": [] });
    let report = lint(&document.to_string());
    assert!(!report.findings.is_empty());
    for finding in report.findings {
        assert!(finding.message.chars().count() <= 1_000);
        assert!(!finding.message.contains('\n'));
    }
}

#[test]
fn a_report_as_json() {
    let mut document = template(&json!(["a", "*"]), json!([{ "name": "idle", "permissions": [] }]));
    document["lintOff"] = json!([{ "rule": "wildcard-name", "name": "*", "reason": "Logto has it" }]);
    document["roles"][0]["permissions"] = json!(["a", "*", 5]);
    assert_eq!(
        json!(lint(&document.to_string())),
        json!({
            "findings": [
                {
                    "rule": "invalid",
                    "severity": "error",
                    "pointer": "/roles/0/permissions/2",
                    "message": "a role lists permissions by name",
                    "code": "WRONG_TYPE"
                },
                {
                    "rule": "role-without-permission",
                    "severity": "warning",
                    "pointer": "/roles/1",
                    "message": "the role `idle` holds no permission"
                },
            ],
            "off": [{
                "rule": "wildcard-name",
                "severity": "warning",
                "pointer": "/permissions/1",
                "message": "the permission `*` is no pattern: `*` stands for itself alone",
                "reason": "Logto has it"
            }]
        })
    );
}

#[test]
fn rules_have_names_of_their_own() {
    for rule in Rule::ALL {
        assert_eq!(Rule::named(rule.as_str()), Some(*rule));
    }
    assert_eq!(Rule::named("Invalid"), None);
}
