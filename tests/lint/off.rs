//! `lintOff`: what it switches off, and what it cannot.

use super::{lines, template};
use orgate::Template;
use orgate::template::{MAX_SUPPRESSIONS, lint};
use serde_json::{Value, json};

/// Two roles without permissions, and two names that differ only in case.
fn idle(off: Value) -> Value {
    let roles = json!([{ "name": "idle", "permissions": [] }, { "name": "Idle", "permissions": [] }]);
    let mut document = template(&json!(["a"]), roles);
    document["lintOff"] = off;
    document
}

#[track_caller]
fn check(document: &Value, findings: &[&str], off: &[&str]) {
    let report = lint(&document.to_string());
    assert_eq!(lines(&report), findings, "{document}");
    let text = |(finding, reason): &(_, String)| format!("{}; {reason}", super::line(finding));
    assert_eq!(report.off.iter().map(text).collect::<Vec<_>>(), off, "{document}");
}

const IDLE: &str = "warning role-without-permission /roles/1: the role `idle` holds no permission";
const UPPER: &str = "warning role-without-permission /roles/2: the role `Idle` holds no permission";
const CASE: &str = "warning names-differ-only-in-case /roles/2: the role `Idle` differs from `idle` only in case, and \
                    case matters";

#[test]
fn a_name_switches_off_what_is_about_it() {
    check(&idle(json!([])), &[IDLE, UPPER, CASE], &[]);
    check(
        &idle(json!([{ "rule": "role-without-permission", "name": "idle", "reason": "soon" }])),
        &[UPPER, CASE],
        &[&format!("{IDLE}; soon")],
    );
    // Either of the two that a finding names.
    for name in ["idle", "Idle"] {
        check(
            &idle(json!([{ "rule": "names-differ-only-in-case", "name": name, "reason": "old" }])),
            &[IDLE, UPPER],
            &[&format!("{CASE}; old")],
        );
    }
}

#[test]
fn without_a_name_the_whole_rule_is_off() {
    check(
        &idle(json!([
            { "rule": "role-without-permission", "reason": "all" },
            { "rule": "role-without-permission", "name": "Idle", "reason": "this one" },
        ])),
        &[CASE],
        &[&format!("{IDLE}; all"), &format!("{UPPER}; this one")],
    );
}

#[test]
fn a_permission_of_an_api_resource_can_be_named_by_its_resource() {
    let document = |name: &str| {
        let mut document = template(&json!(["a"]), json!([]));
        document["resources"] = json!([{ "indicator": "urn:api", "permissions": ["read"] }]);
        document["lintOff"] =
            json!([{ "rule": "permission-without-role", "name": name, "reason": "global" }]);
        lint(&document.to_string())
    };
    for name in ["read", "urn:api"] {
        let report = document(name);
        assert_eq!((report.findings.len(), report.off.len()), (0, 1), "{name}");
    }
}

#[test]
fn what_switches_nothing_off_is_said() {
    check(
        &idle(json!([
            { "rule": "equal-roles", "reason": "none" },
            { "rule": "role-without-permission", "name": "nobody", "reason": "none" },
            { "rule": "role-without-permision", "reason": "misspelt" },
            { "rule": "nothing-of-the-kind", "reason": "unknown" },
        ])),
        &[
            "info unused-suppression /lintOff/0: there is no finding of the rule `equal-roles` to switch off",
            "info unused-suppression /lintOff/1: there is no finding of the rule `role-without-permission` about \
             `nobody` to switch off",
            "error unknown-rule /lintOff/2: there is no rule `role-without-permision`; did you mean \
             `role-without-permission`?",
            "error unknown-rule /lintOff/3: there is no rule `nothing-of-the-kind`",
            IDLE,
            UPPER,
            CASE,
        ],
        &[],
    );
}

#[test]
fn that_can_be_switched_off_as_well() {
    let unused =
        "info unused-suppression /lintOff/1: there is no finding of the rule `equal-roles` to switch off";
    let switch = json!({ "rule": "equal-roles", "reason": "none" });
    let case = json!({ "rule": "names-differ-only-in-case", "reason": "meant" });
    let findings: &[&str] = &[IDLE, UPPER];
    let meant = format!("{CASE}; meant");
    for off in [
        json!({ "rule": "unused-suppression", "reason": "later" }),
        json!({ "rule": "unused-suppression", "name": "equal-roles", "reason": "later" }),
    ] {
        let document = idle(json!([off, switch, case]));
        check(&document, findings, &[&format!("{unused}; later"), &meant]);
    }
    // One that has nothing to switch off does not switch itself off.
    check(
        &idle(json!([{ "rule": "unused-suppression", "reason": "?" }, case])),
        &[
            "info unused-suppression /lintOff/0: there is no finding of the rule `unused-suppression` to switch off",
            IDLE,
            UPPER,
        ],
        &[&meant],
    );
}

#[test]
fn errors_cannot_be_switched_off() {
    let document = json!({
        "v": 1,
        "lintOff": [
            { "rule": "invalid", "reason": "a" },
            { "rule": "dangling-reference", "name": "b", "reason": "b" },
            { "rule": "not-grantable", "reason": "c" },
            { "rule": "unknown-rule", "reason": "d" },
            { "rule": "import", "reason": "e" },
        ],
        "permissions": ["a", "a", "x y"],
        "roles": [{ "name": "r", "permissions": ["b"] }],
    });
    check(
        &document,
        &[
            "info unused-suppression /lintOff/0: errors of the rule `invalid` cannot be switched off",
            "info unused-suppression /lintOff/1: errors of the rule `dangling-reference` cannot be switched off",
            "info unused-suppression /lintOff/2: errors of the rule `not-grantable` cannot be switched off",
            "info unused-suppression /lintOff/3: errors of the rule `unknown-rule` cannot be switched off",
            "error invalid DUPLICATE_NAME /permissions/1: the permission `a` is there twice",
            "error not-grantable NAME_WHITESPACE /permissions/2: the permission `x y` has white space in it, and scopes \
             are separated by spaces",
            "error dangling-reference UNKNOWN_PERMISSION /roles/0/permissions/0: there is no permission `b`",
        ],
        &[],
    );
    // Of an import they are warnings.
    let document = json!({
        "v": 1,
        "imported": true,
        "lintOff": [{ "rule": "not-grantable", "name": "x y", "reason": "the tenant's" }],
        "permissions": ["x y"],
        "roles": [{ "name": "r", "permissions": ["x y"] }],
    });
    check(
        &document,
        &[],
        &[
            "warning not-grantable PERMISSION_NOT_GRANTABLE /permissions/0: the permission `x y` has white space in it, so \
           no token can ever carry it; the tenant's",
        ],
    );
}

#[test]
fn entries_are_read_strictly() {
    let long = "r".repeat(257);
    check(
        &idle(json!([
            { "rule": "role-without-permission", "reason": "" },
            { "rule": "role-without-permission", "name": "", "reason": "because" },
            { "rule": "role-without-permission", "name": 1, "reason": "because" },
            { "rule": "role-without-permission", "name": null, "reason": long },
            { "rule": "role-without-permission", "reason": "again" },
            { "rule": "names-differ-only-in-case", "name": "Idle", "reason": "meant", "until": "2030" },
            "role-without-permission",
            { "rule": "", "reason": "because" },
            { "reason": "because" },
            { "rule": "names-differ-only-in-case", "name": "Idle", "reason": "meant" },
        ])),
        &[
            "error invalid NAME_EMPTY /lintOff/0/reason: `reason` is empty",
            "error invalid NAME_EMPTY /lintOff/1/name: `name` is empty",
            "error invalid WRONG_TYPE /lintOff/2/name: `name` is not a string",
            "error invalid NAME_TOO_LONG /lintOff/3/reason: longer than 256 characters",
            "error invalid DUPLICATE_NAME /lintOff/4: this is switched off already",
            "error invalid UNKNOWN_MEMBER /lintOff/5/until: `until` is not a member here; known are rule, name, reason",
            "error invalid WRONG_TYPE /lintOff/6: an entry of `lintOff` is not an object",
            "error invalid NAME_EMPTY /lintOff/7/rule: `rule` is empty",
            "error invalid MISSING_MEMBER /lintOff/8/rule: `rule` is missing",
            "error invalid DUPLICATE_NAME /lintOff/9: this is switched off already",
        ],
        // What could be read is in force.
        &[&format!("{IDLE}; {long}"), &format!("{UPPER}; {long}"), &format!("{CASE}; meant")],
    );
    let many =
        |count: usize| (0..count).map(|name| json!({ "rule": "x", "name": name.to_string(), "reason": "r" }));
    let read = |count| Template::from_json(&idle(many(count).collect()).to_string());
    assert_eq!(read(MAX_SUPPRESSIONS).unwrap().lint_off().len(), MAX_SUPPRESSIONS);
    assert_eq!(read(MAX_SUPPRESSIONS + 1).unwrap_err()[0].pointer, "/lintOff");
}

/// It is written in the order of rules and names, and says nothing of what the template means.
#[test]
fn it_is_written_with_the_template() {
    let off = json!([
        { "rule": "wildcard-name", "name": "b", "reason": "1" },
        { "rule": "equal-roles", "reason": "2" },
        { "rule": "wildcard-name", "reason": "3" },
        { "rule": "wildcard-name", "name": "a", "reason": "4" },
    ]);
    let template = Template::from_json(&idle(off).to_string()).unwrap();
    let written = json!(template);
    let reasons: Vec<&str> = written["lintOff"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["reason"].as_str().unwrap())
        .collect();
    assert_eq!(reasons, ["2", "3", "4", "1"]);
    let again = Template::from_json(&written.to_string()).unwrap();
    assert_eq!(json!(again), written);
    let without = Template::from_json(&idle(json!([])).to_string()).unwrap();
    assert_eq!(without.hash(), template.hash());
    assert!(json!(without).get("lintOff").is_none());
    // As written, an entry for the rule is the second.
    let unused = template.lint().findings;
    assert_eq!(unused[0].pointer, "/lintOff/0");
    assert!(unused[0].message.contains("equal-roles"), "{unused:?}");
}
