//! `tests/corpus/policy.json`: policies that are read, edited, undone and asked. What a case does not say is tried
//! too: every edit is replayed and undone elsewhere, every document is read back, and a refusal changes nothing.

mod ask;
mod document;
mod edit;

use super::{Failures, parse, sorted};
use orgate::Problem;
use orgate::policy::{Change, Policy, Principal};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What is wrong, for people.
pub(super) type Check = Result<(), String>;

/// A message for people, with the kind of thing it is about.
pub type Heard<'h> = &'h mut dyn FnMut(&'static str, String);

pub fn run() -> (usize, Failures) {
    run_with(&mut |_, _| {})
}

/// The same, and every message that is given on the way.
pub fn run_with(heard: Heard<'_>) -> (usize, Failures) {
    let corpus = parse(include_str!("../../corpus/policy.json"));
    let cases = corpus["cases"].as_array().expect("cases");
    let mut failures = Failures::new();
    for case in cases {
        if let Err(problem) = trial(&corpus, case, heard) {
            failures.push(format!("{}: {problem}", text(&case["name"])));
        }
    }
    (cases.len(), failures)
}

/// A policy on its way through a case.
struct Run<'c> {
    corpus: &'c Value,
    policy: Policy,
    /// By the names of steps: what changed there, and the document after it.
    named: BTreeMap<String, (Vec<Change>, String)>,
    /// Every edit that was made.
    log: Vec<Vec<Change>>,
}

fn trial(corpus: &Value, case: &Value, heard: Heard<'_>) -> Check {
    let read = document::read(corpus, case);
    let (Ok(problems) | Err(problems)) =
        read.as_ref().map(|policy| policy.warnings().to_vec()).map_err(Clone::clone);
    for problem in &problems {
        heard("problems", format!("{} {}", json!(problem.code), problem.message));
    }
    let policy = match (read, case.get("problems")) {
        (Err(problems), Some(expected)) => {
            return same("problems", &places(expected), &of_problems(&problems));
        }
        (Err(problems), None) => return Err(format!("not read: {:?}", of_problems(&problems))),
        (Ok(_), Some(expected)) => return Err(format!("read, in spite of {expected}")),
        (Ok(policy), None) => policy,
    };
    same("warnings", &places(&case["warnings"]), &of_problems(policy.warnings()))?;
    let start = policy.to_json();
    document::travels(&policy)?;
    let mut run = Run { corpus, policy, named: BTreeMap::new(), log: Vec::new() };
    run.named.insert("start".to_owned(), (Vec::new(), start.clone()));
    for (index, step) in case["steps"].as_array().into_iter().flatten().enumerate() {
        run.step(step, heard).map_err(|problem| format!("step {index}: {problem}"))?;
    }
    run.back_to(&start)
}

impl Run<'_> {
    fn step(&mut self, step: &Value, heard: Heard<'_>) -> Check {
        let edits = ["apply", "applyText", "nestedOperations", "undo", "replay"];
        if edits.iter().any(|edit| step.get(edit).is_some()) {
            self.edit(step, heard)
        } else {
            self.ask(step, heard)
        }
    }

    /// Undoes everything, the last edit first.
    fn back_to(mut self, start: &str) -> Check {
        for changes in std::mem::take(&mut self.log).iter().rev() {
            self.policy.undo(changes).map_err(|error| format!("the end: not undone: {error}"))?;
        }
        same("everything undone", start, &*self.policy.to_json())
    }
}

pub(super) fn same<T: PartialEq + std::fmt::Debug + ?Sized>(what: &str, expected: &T, actual: &T) -> Check {
    if expected == actual {
        return Ok(());
    }
    let shown = |value: &T| format!("{value:?}").chars().take(1_500).collect::<String>();
    Err(format!("{what}: expected {}, got {}", shown(expected), shown(actual)))
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// `{ user }` or `{ application }`, whatever stands beside it.
pub(super) fn principal(value: &Value) -> Option<Principal> {
    let user = value["user"].as_str().map(Principal::user);
    user.or_else(|| value["application"].as_str().map(Principal::application))
}

pub(super) fn of_problems(problems: &[Problem]) -> Vec<String> {
    places(&json!(problems))
}

pub(super) fn places(list: &Value) -> Vec<String> {
    let place = |entry: &Value| format!("{} {}", text(&entry["code"]), text(&entry["pointer"]));
    sorted(list.as_array().into_iter().flatten().map(place).collect())
}

/// An error as far as a case says something about it.
fn refused(expected: &Value, error: &orgate::Error, heard: Heard<'_>) -> Check {
    let actual = json!(error);
    heard("errors", format!("{} {error}", text(&actual["code"])));
    for problem in actual["details"]["problems"].as_array().into_iter().flatten() {
        heard("problems", format!("{} {}", text(&problem["code"]), text(&problem["message"])));
    }
    same("code", text(&expected["code"]), text(&actual["code"]))?;
    if let Some(pointer) = expected.get("pointer") {
        same("pointer", text(pointer), text(&actual["details"]["pointer"]))?;
    }
    if let Some(problems) = expected.get("problems") {
        same("problems", &places(problems), &places(&actual["details"]["problems"]))?;
    }
    Ok(())
}
