//! Lint of organization templates: each rule, what switches findings off, and what holds for every template.

#![cfg(feature = "policy")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(missing_docs, reason = "tests")]

#[path = "lint/documents.rs"]
mod documents;
#[path = "lint/off.rs"]
mod off;
#[cfg(not(target_arch = "wasm32"))]
#[path = "lint/properties.rs"]
mod properties;
#[path = "lint/rules.rs"]
mod rules;

use orgate::template::{Finding, LintReport, lint};
use serde_json::{Value, json};

fn line(finding: &Finding) -> String {
    let written = json!(finding);
    let text = |member: &str| written[member].as_str().unwrap_or_default().to_owned();
    let code = finding.code.map(|_| format!(" {}", text("code"))).unwrap_or_default();
    format!("{} {}{code} {}: {}", text("severity"), text("rule"), text("pointer"), text("message"))
}

fn lines(report: &LintReport) -> Vec<String> {
    report.findings.iter().map(line).collect()
}

/// What is found in a document, where nothing is switched off.
#[track_caller]
fn found(document: &Value) -> Vec<String> {
    let report = lint(&document.to_string());
    assert!(report.off.is_empty(), "{:?}", report.off);
    lines(&report)
}

#[track_caller]
fn finds(document: &Value, expected: &[&str]) {
    assert_eq!(found(document), expected, "{document}");
}

/// A template of organization permissions, one role that holds them all, and other roles.
fn template(permissions: &Value, mut roles: Value) -> Value {
    let named = permissions.as_array().unwrap().iter();
    let names: Vec<&Value> =
        named.map(|entry| if entry.is_string() { entry } else { &entry["name"] }).collect();
    let all = json!({ "name": "owner", "permissions": names });
    roles.as_array_mut().unwrap().insert(0, all);
    json!({ "v": 1, "permissions": permissions, "roles": roles })
}
