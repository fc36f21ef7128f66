//! `tests/corpus/code.json`: templates as code. What a case does not say is tried too: a difference leads there and
//! back, and what was written is read again.

mod diff;
mod formats;
mod impact;
mod lint;

use super::policy::{Check, of_problems, same, text};
use super::{Failures, parse};
use orgate::policy::{ExpectedTemplate, Policy};
use serde_json::{Value, json};

pub fn run() -> (usize, Failures) {
    let corpus = parse(include_str!("../../corpus/code.json"));
    let cases = corpus["cases"].as_array().expect("cases");
    let mut failures = Failures::new();
    for case in cases {
        if let Err(problem) = trial(&corpus, case) {
            failures.push(format!("{}: {problem}", text(&case["name"])));
        }
    }
    (cases.len(), failures)
}

fn trial(corpus: &Value, case: &Value) -> Check {
    match text(&case["kind"]) {
        "diff" => diff::run(corpus, case),
        "impact" => impact::run(corpus, case),
        "lint" => lint::run(case),
        "csv" => formats::csv(case),
        "logto" => formats::logto(case),
        "version" => version(case),
        kind => Err(format!("there is no kind `{kind}`")),
    }
}

/// A document, or the name of one.
fn document<'v>(corpus: &'v Value, given: &'v Value) -> &'v Value {
    given.as_str().map_or(given, |name| &corpus["documents"][name])
}

fn policy(document: &Value) -> Result<Policy, String> {
    let read = Policy::from_json(&document.to_string());
    read.map_err(|problems| format!("not read: {:?} {document}", of_problems(&problems)))
}

fn version(case: &Value) -> Check {
    let expected = &case["expected"];
    let policy = policy(&case["document"])?;
    let hash = match expected.get("hashOf") {
        Some(document) => Some(self::policy(document)?.template().hash().to_owned()),
        None => expected["hash"].as_str().map(str::to_owned),
    };
    let wanted = ExpectedTemplate { hash: hash.as_deref(), version: expected["version"].as_str() };
    let (code, error) = match (policy.expect_template(wanted), case.get("error")) {
        (Ok(()), None) => return Ok(()),
        (Err(error), Some(expected)) => (text(&expected["code"]), json!(error)),
        (answer, expected) => return Err(format!("expected {expected:?}, got {answer:?}")),
    };
    same("code", code, text(&error["code"]))?;
    let known = policy.template_ref();
    let names = |member: &str, all: [Option<&str>; 2]| {
        let shown = text(&error["details"][member]);
        let missing = all.into_iter().flatten().find(|name| !shown.contains(name));
        missing.map_or(Ok(()), |name| Err(format!("`{member}` does not name {name}: {shown}")))
    };
    names("expected", [wanted.hash, wanted.version])?;
    names("found", [Some(&known.hash), known.version.as_deref()])
}
