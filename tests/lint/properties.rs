//! What holds for every template, and for every text.

use orgate::Template;
use orgate::template::{Finding, LintReport, Rule, lint};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// A role as plainly as can be.
#[derive(Clone, Debug)]
struct Role {
    name: String,
    machine: bool,
    held: BTreeSet<(Option<String>, String)>,
}

#[derive(Clone, Debug)]
struct Model {
    permissions: Vec<String>,
    resources: Vec<(String, Vec<String>)>,
    roles: Vec<Role>,
}

impl Model {
    fn to_json(&self) -> Value {
        let role = |role: &Role| {
            let of = |wanted: Option<&String>| -> Vec<&String> {
                role.held.iter().filter(|(of, _)| of.as_ref() == wanted).map(|(_, name)| name).collect()
            };
            let resources: Map<String, Value> =
                self.resources.iter().map(|(name, _)| (name.clone(), json!(of(Some(name))))).collect();
            let role_type = if role.machine { "MachineToMachine" } else { "User" };
            json!({ "name": role.name, "type": role_type, "permissions": of(None), "resources": resources })
        };
        let resource = |(indicator, permissions): &(String, Vec<String>)| {
            // Every other permission has a description.
            let entries = permissions.iter().enumerate().map(|(index, name)| match index % 2 {
                0 => json!(name),
                _ => json!({ "name": name, "description": "described" }),
            });
            json!({ "indicator": indicator, "permissions": entries.collect::<Vec<_>>() })
        };
        json!({
            "v": 1,
            "permissions": self.permissions,
            "resources": self.resources.iter().map(resource).collect::<Vec<_>>(),
            "roles": self.roles.iter().map(role).collect::<Vec<_>>(),
        })
    }
}

fn shuffled(names: &'static str, most: usize) -> impl Strategy<Value = Vec<String>> {
    btree_set(names, 0..most).prop_map(|names| names.into_iter().collect::<Vec<_>>()).prop_shuffle()
}

/// Small, so that roles are often equal or one within another, and names alike.
fn models() -> impl Strategy<Value = Model> {
    let names = "[abAB]{1,2}([:./][ab*]{1,2}){0,2}";
    let resources = (shuffled("urn:[abAB]{1,2}", 4), vec(shuffled(names, 6), 4))
        .prop_map(|(indicators, lists)| indicators.into_iter().zip(lists).collect::<Vec<_>>());
    let role = (any::<bool>(), vec(any::<Index>(), 0..5));
    let roles = (shuffled("[a-cA-C]{1,2}", 10), vec(role, 10));
    (shuffled(names, 8), resources, roles).prop_map(|(permissions, resources, (names, roles))| {
        let mut all: Vec<(Option<String>, String)> =
            permissions.iter().map(|name| (None, name.clone())).collect();
        for (indicator, list) in &resources {
            all.extend(list.iter().map(|name| (Some(indicator.clone()), name.clone())));
        }
        let roles = names.into_iter().zip(roles).map(|(name, (machine, held))| {
            let held = held.iter().filter(|_| !all.is_empty()).map(|index| index.get(&all).clone()).collect();
            Role { name, machine, held }
        });
        Model { roles: roles.collect(), permissions, resources }
    })
}

/// Whether a finding comes from the template, and not from the reader of the document.
fn is_of_the_template(finding: &Finding) -> bool {
    finding.code.is_none()
}

/// What stands at the pointer is what the message names.
fn check_places(document: &Value, report: &LintReport) {
    for finding in report.findings.iter().chain(report.off.iter().map(|(finding, _)| finding)) {
        if !is_of_the_template(finding) {
            continue;
        }
        let value =
            document.pointer(&finding.pointer).unwrap_or_else(|| panic!("{finding:?} is not in {document}"));
        let names = ["rule", "name", "indicator"].map(|member| value.get(member).and_then(Value::as_str));
        let name = names.into_iter().flatten().next().or(value.as_str());
        let quoted = format!("`{}`", name.unwrap_or_else(|| panic!("{finding:?} is at {value}")));
        assert!(finding.message.contains(&quoted), "{finding:?} is at {value}");
    }
}

fn pointers(report: &LintReport, rule: Rule) -> Vec<(&str, &str)> {
    let of_rule = report.findings.iter().filter(|finding| finding.rule == rule);
    of_rule.map(|finding| (&*finding.pointer, &*finding.message)).collect()
}

/// The equal role that comes first, and the smallest that holds more, by comparing everything with everything.
fn check_roles(model: &Model, report: &LintReport) {
    let (mut equal, mut within) = (Vec::new(), Vec::new());
    for (index, role) in model.roles.iter().enumerate().filter(|(_, role)| !role.held.is_empty()) {
        let alike = |other: &&Role| other.machine == role.machine;
        if let Some(first) = model.roles[..index].iter().filter(alike).find(|other| other.held == role.held) {
            equal.push((
                format!("/roles/{index}"),
                format!("the role `{}` holds the same permissions as `{}`", role.name, first.name),
            ));
        }
        let holds_more =
            |other: &&Role| other.held.is_superset(&role.held) && other.held.len() > role.held.len();
        let around = model.roles.iter().filter(alike).filter(holds_more);
        // `min_by_key` takes the first of several.
        if let Some(outer) = around.min_by_key(|other| other.held.len()) {
            within.push((
                format!("/roles/{index}"),
                format!("the role `{}` holds all that `{}` holds, and more", outer.name, role.name),
            ));
        }
    }
    let found = |rule| -> Vec<(String, String)> {
        let found = pointers(report, rule).into_iter();
        found.map(|(pointer, message)| (pointer.to_owned(), message.to_owned())).collect()
    };
    assert_eq!(found(Rule::EqualRoles), equal);
    assert_eq!(found(Rule::RoleWithinRole), within);
}

/// What nobody holds, and who holds nothing.
fn check_holders(model: &Model, report: &LintReport) {
    let held = |resource: Option<&String>, name: &String| {
        model.roles.iter().any(|role| role.held.contains(&(resource.cloned(), name.clone())))
    };
    let mut expected = BTreeSet::new();
    for (index, name) in model.permissions.iter().enumerate().filter(|(_, name)| !held(None, name)) {
        expected.insert((format!("/permissions/{index}"), name.clone()));
    }
    for (place, (indicator, list)) in model.resources.iter().enumerate() {
        for (index, name) in list.iter().enumerate().filter(|(_, name)| !held(Some(indicator), name)) {
            expected.insert((format!("/resources/{place}/permissions/{index}"), name.clone()));
        }
    }
    let found = pointers(report, Rule::PermissionWithoutRole);
    assert_eq!(found.len(), expected.len());
    for (pointer, name) in expected {
        let quoted = format!("`{name}`");
        assert!(
            found.iter().any(|(place, message)| *place == pointer && message.contains(&quoted)),
            "{pointer}"
        );
    }
    let idle = model.roles.iter().filter(|role| role.held.is_empty()).count();
    assert_eq!(pointers(report, Rule::RoleWithoutPermission).len(), idle);
}

/// JSON that looks a little like a template.
fn values() -> impl Strategy<Value = Value> {
    let texts =
        select(vec!["a", "a b", "A", "*", "urn:x", "User", "equal-roles", "unused-suppression", "", "x:y"]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..3).prop_map(Value::from),
        texts.prop_map(Value::from),
    ];
    let members = select(vec![
        "v",
        "version",
        "imported",
        "lintOff",
        "permissions",
        "resources",
        "roles",
        "name",
        "type",
        "indicator",
        "rule",
        "reason",
        "managementApi",
        "description",
        "template",
        "users",
        "urn:x",
        "/organization-scopes",
        "/organization-roles",
        "/resources",
        "scopes",
        "resourceScopes",
        "id",
    ]);
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((members.clone(), inner), 0..8).prop_map(|members| {
                members
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect::<Map<_, _>>()
                    .into()
            }),
        ]
    })
}

/// The pointers of everything in a document.
fn places(value: &Value, pointer: &str, found: &mut Vec<String>) {
    found.push(pointer.to_owned());
    match value {
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                places(value, &format!("{pointer}/{index}"), found);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                places(value, &format!("{pointer}/{name}"), found);
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Rules agree with what is found by comparing everything with everything.
    #[test]
    fn rules_find_what_is_there(model in models()) {
        let document = model.to_json();
        let report = lint(&document.to_string());
        prop_assert!(report.findings.iter().all(is_of_the_template), "{:?}", report.findings);
        check_places(&document, &report);
        check_roles(&model, &report);
        check_holders(&model, &report);
    }

    /// A template says the same of itself as the text that it is written as.
    #[test]
    fn a_template_is_linted_as_it_is_written(model in models()) {
        let template = Template::from_json(&model.to_json().to_string()).unwrap();
        let written = serde_json::to_string(&template).unwrap();
        prop_assert_eq!(lint(&written), template.lint());
        // Order changes pointers, and which of two comes first; not how much there is.
        let count = |report: &LintReport, rule| pointers(report, rule).len();
        let as_read = lint(&model.to_json().to_string());
        for rule in [Rule::PermissionWithoutRole, Rule::EqualRoles, Rule::RoleWithinRole, Rule::NamesDifferOnlyInCase] {
            prop_assert_eq!(count(&as_read, rule), count(&template.lint(), rule));
        }
    }

    /// Switched off one by one, all that was found is off, and nothing else is new.
    #[test]
    fn everything_but_errors_can_be_switched_off(model in models()) {
        let mut document = model.to_json();
        let before = lint(&document.to_string());
        let mut entries: Vec<Value> = Vec::new();
        for finding in &before.findings {
            let value = document.pointer(&finding.pointer).unwrap();
            let name = value.get("name").or(value.get("indicator")).unwrap_or(value);
            let entry = json!({ "rule": finding.rule, "name": name, "reason": "known" });
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        document["lintOff"] = json!(entries);
        let after = lint(&document.to_string());
        prop_assert_eq!(&after.findings, &[]);
        let off: Vec<_> = after.off.into_iter().map(|(finding, _)| finding).collect();
        prop_assert_eq!(off, before.findings);
    }

    /// No text makes it panic.
    #[test]
    fn any_json_can_be_linted(value in values()) {
        let _ = lint(&value.to_string());
    }

    #[test]
    fn any_text_can_be_linted(text in "\\PC{0,200}") {
        let _ = lint(&text);
    }

    /// However a document is broken, findings about the template have their places in it.
    #[test]
    fn a_broken_document_keeps_its_places(
        model in models(),
        off in vec((select(vec!["equal-roles", "wildcard-name", "invalid", "x"]), "[ab]"), 0..4),
        broken in vec((any::<Index>(), values()), 1..4),
    ) {
        let mut document = model.to_json();
        let entry = |(rule, name): (&str, String)| json!({ "rule": rule, "name": name, "reason": "why" });
        document["lintOff"] = off.into_iter().map(entry).collect();
        for (place, value) in broken {
            let mut found = Vec::new();
            places(&document, "", &mut found);
            if let Some(part) = document.pointer_mut(&found[place.index(found.len())]) {
                *part = value;
            }
        }
        let export = document.as_object().is_some_and(|document| document.keys().any(|name| name.starts_with('/')));
        prop_assume!(!export);
        check_places(&document, &lint(&document.to_string()));
    }
}
