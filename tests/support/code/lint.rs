//! What lint finds, and what is switched off.

use super::super::{sorted, texts};
use super::{Check, same, text};
use orgate::policy::Policy;
use orgate::template::lint;
use serde_json::{Value, json};

pub(super) fn run(case: &Value) -> Check {
    let document = case["text"].as_str().map_or_else(|| case["document"].to_string(), str::to_owned);
    let report = json!(lint(&document));
    same("findings", &listed(&case["findings"]), &listed(&report["findings"]))?;
    same("switched off", &listed(&case["off"]), &listed(&report["off"]))?;
    let mut all = entries(&report["findings"]).iter().chain(entries(&report["off"]));
    if let Some(silent) = all.find(|finding| text(&finding["message"]).is_empty()) {
        return Err(format!("says nothing: {silent}"));
    }
    // What can be read is linted as it is written, and says the same of that.
    let Ok(policy) = Policy::from_json(&document) else { return Ok(()) };
    let own = json!(policy.template().lint());
    same("of its own template", &json!(lint(&policy.template_json())), &own)?;
    same("the same rules", &rules(&report), &rules(&own))
}

fn entries(findings: &Value) -> &[Value] {
    findings.as_array().map_or(&[], Vec::as_slice)
}

/// Findings in their order; those of one place are a set.
fn listed(findings: &Value) -> (Vec<String>, Vec<String>) {
    let line = |finding: &Value| {
        let member = |name: &str| text(&finding[name]).to_owned();
        ["rule", "severity", "pointer", "code", "reason"].map(member).join(" ")
    };
    let list = entries(findings);
    let pointers = list.iter().map(|finding| finding["pointer"].clone()).collect();
    (texts(&Value::Array(pointers)), sorted(list.iter().map(line).collect()))
}

/// Of a template alone nobody can tell what was left out of it.
fn rules(report: &Value) -> Vec<String> {
    let rules = entries(&report["findings"]).iter().map(|finding| text(&finding["rule"]).to_owned());
    sorted(rules.filter(|rule| rule != "import").collect())
}
