//! Long random sequences of edits, made to a policy and to a model that is too simple to be wrong. After each step
//! everybody is asked everything of both. A failure prints the shortest sequence as the JSON that repeats it.

#![cfg(all(feature = "policy", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(missing_docs, reason = "tests")]

mod model;

use model::operations::{NOBODY, Transaction, is_expressible, operations, transactions};
use model::start::{Start, furniture, starts};
use model::{Model, changes, compare, facts, json};
use orgate::Detail;
use orgate::policy::{Change, Operation, Policy, changes_from_json, operations_from_json};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseResult;

/// `PROPTEST_CASES` asks for more.
fn cases(cases: u32) -> ProptestConfig {
    let wanted = std::env::var_os("PROPTEST_CASES").is_some();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if wanted { config } else { ProptestConfig { cases, ..config } }
}

fn agree(difference: compare::Difference) -> TestCaseResult {
    difference.map_err(TestCaseError::fail)
}

/// What must go well.
fn good<T, E: std::fmt::Debug>(answer: Result<T, E>, what: &str) -> Result<T, TestCaseError> {
    answer.map_err(|error| TestCaseError::fail(format!("{what}: {error:?}")))
}

/// Applies a transaction to both. What is refused must be refused for a reason that the model sees, at the same
/// operation, and leave no trace; what is done must be listed in full.
fn step(
    policy: &mut Policy,
    model: &mut Model,
    operations: &[Operation],
) -> Result<Vec<Change>, TestCaseError> {
    let (before, mut followed) = (policy.to_json(), model.facts());
    match (policy.apply(operations), model.transact(operations)) {
        (Ok(changes), Ok(())) => {
            agree(changes::follow(&mut followed, &changes))?;
            let text = serde_json::to_string(&changes).unwrap();
            prop_assert!(followed == model.facts(), "the changes are not all: {text}");
            Ok(changes)
        }
        (Err(error), Err((place, codes))) => {
            prop_assert_eq!(policy.to_json(), before, "a refused transaction left a trace");
            prop_assert!(codes.contains(error.code().as_str()), "expected {codes:?}, got {error:?}");
            prop_assert_eq!(error.detail("pointer"), Some(&Detail::Text(format!("/{place}"))), "{}", error);
            Ok(Vec::new())
        }
        (Ok(_), Err((place, codes))) => Err(TestCaseError::fail(format!(
            "operation {place} was done, and should have failed with {codes:?}"
        ))),
        (Err(error), Ok(())) => Err(TestCaseError::fail(format!("refused, and breaks no rule: {error:?}"))),
    }
}

/// A policy that was read back is the same.
fn read_back(policy: &Policy) -> Result<Policy, TestCaseError> {
    let text = policy.to_json();
    let read = good(Policy::from_json(&text), &text)?;
    prop_assert_eq!(read.to_json(), text);
    prop_assert_eq!(read.template().hash(), policy.template().hash());
    Ok(read)
}

/// Both after a sequence, with the changes of each transaction that was done.
fn run(start: Start, sequence: &[Transaction]) -> Result<(Policy, Model, Vec<Vec<Change>>), TestCaseError> {
    let (mut policy, mut model) = start.begin();
    let mut history = Vec::new();
    for Transaction(operations) in sequence {
        history.push(step(&mut policy, &mut model, operations)?);
    }
    Ok((policy, model, history))
}

proptest! {
    #![proptest_config(cases(80))]

    /// The policy and the model say the same after every step.
    #[test]
    fn every_answer_is_the_model_s(start in starts(), sequence in vec(transactions(), 1..=80)) {
        let (mut policy, mut model) = start.begin();
        agree(compare::everything(&policy, &model))?;
        for Transaction(operations) in &sequence {
            if !step(&mut policy, &mut model, operations)?.is_empty() {
                agree(compare::everything(&policy, &model))?;
            }
        }
        agree(compare::at_the_end(&policy, &model))?;
        // One that was read back has other ids inside, and gives the same answers.
        let read = read_back(&policy)?;
        agree(compare::everything(&read, &model))?;
        prop_assert!(start == Start::Imported || read.warnings().is_empty(), "{:?}", read.warnings());
    }
}

proptest! {
    #![proptest_config(cases(160))]

    /// Undone transaction by transaction, everything is as it was at each stage; replayed, as it became.
    #[test]
    fn undo_goes_back_to_the_start(start in starts(), sequence in vec(transactions(), 1..=80)) {
        let (mut policy, mut model) = start.begin();
        let mut stages = vec![(policy.to_json(), policy.template().hash().to_owned())];
        let mut history = Vec::new();
        for Transaction(operations) in &sequence {
            history.push(step(&mut policy, &mut model, operations)?);
            stages.push((policy.to_json(), policy.template().hash().to_owned()));
        }
        for (changes, (json, hash)) in history.iter().zip(&stages).rev() {
            let undone = good(policy.undo(changes), "undo")?;
            prop_assert_eq!(undone, changes.iter().rev().map(Change::inverse).collect::<Vec<_>>());
            prop_assert_eq!(&policy.to_json(), json);
            prop_assert_eq!(policy.template().hash(), hash);
        }
        let (_, start) = start.begin();
        agree(compare::everything(&policy, &start))?;
        for (changes, (json, hash)) in history.iter().zip(stages.iter().skip(1)) {
            good(policy.replay(changes), "replay")?;
            prop_assert_eq!(&policy.to_json(), json);
            prop_assert_eq!(policy.template().hash(), hash);
        }
        agree(compare::everything(&policy, &model))?;
        read_back(&policy)?;
    }

    /// A list of changes means the same whoever reads it: in one go, as JSON, from a copy of the start.
    #[test]
    fn changes_say_everything(start in starts(), sequence in vec(transactions(), 1..=40)) {
        let (policy, model, history) = run(start, &sequence)?;
        let changes = history.concat();
        let read = good(changes_from_json(&serde_json::to_string(&changes).unwrap()), "changes_from_json")?;
        prop_assert_eq!(&read, &changes);
        let (mut copy, _) = start.begin();
        good(copy.replay(&read), "replay")?;
        prop_assert_eq!(copy.to_json(), policy.to_json());
        agree(compare::everything(&copy, &model))?;
    }

    /// Changes that come at the wrong time are refused without a trace, or done so that every rule still holds.
    #[test]
    fn changes_out_of_order_break_no_rule(
        start in starts(),
        sequence in vec(transactions(), 1..=40),
        again in vec((any::<Index>(), any::<bool>()), 1..12),
    ) {
        let (mut policy, _, mut history) = run(start, &sequence)?;
        history.retain(|changes| !changes.is_empty());
        for (which, back) in again.into_iter().filter(|_| !history.is_empty()) {
            let (before, mut followed) = (policy.to_json(), facts::of_policy(&policy));
            let changes = which.get(&history);
            let inverses: Vec<Change> = changes.iter().rev().map(Change::inverse).collect();
            let done = if back { &inverses } else { changes };
            match if back { policy.undo(changes).map(|_| ()) } else { policy.replay(changes) } {
                Ok(()) => {
                    agree(changes::follow(&mut followed, done))?;
                    let text = serde_json::to_string(done).unwrap();
                    prop_assert!(facts::of_policy(&policy) == followed, "not what {text} says");
                    agree(changes::are_whole(&followed))?;
                    // They may bring what only an import may hold. That is never granted.
                    agree(compare::everything(&read_back(&policy)?, &Model::from(&followed)))?;
                    let after = policy.to_json();
                    good(policy.undo(done), "undo")?;
                    prop_assert_eq!(policy.to_json(), before);
                    good(policy.replay(done), "replay")?;
                    prop_assert_eq!(policy.to_json(), after);
                }
                Err(error) => {
                    prop_assert_eq!(error.code().as_str(), "CHANGES_CONFLICT");
                    prop_assert_eq!(policy.to_json(), before, "refused changes left a trace");
                }
            }
        }
    }

    /// A transaction that fails at its last operation leaves no trace: neither in what is there nor in what is next.
    #[test]
    fn a_transaction_that_fails_at_its_end_leaves_no_trace(
        start in starts(),
        sequence in vec(transactions(), 1..=20),
        tried in vec(operations(), 1..=20).prop_map(Transaction),
        next in vec(transactions(), 1..=8),
    ) {
        let (mut policy, mut model, _) = run(start, &sequence)?;
        let mut list = Vec::new();
        let mut ahead = model.clone();
        for operation in tried.0 {
            if ahead.transact(std::slice::from_ref(&operation)).is_ok() {
                list.push(operation);
            }
        }
        list.push(Operation::DeleteOrganization { id: NOBODY.into() });
        let (before, hash) = (policy.to_json(), policy.template().hash().to_owned());
        let error = policy.apply(&list).unwrap_err();
        prop_assert_eq!(error.code().as_str(), "ORGANIZATION_UNKNOWN");
        prop_assert_eq!(policy.to_json(), before);
        prop_assert_eq!(policy.template().hash(), hash);
        agree(compare::everything(&policy, &model))?;
        for Transaction(operations) in &next {
            step(&mut policy, &mut model, operations)?;
        }
        agree(compare::everything(&policy, &model))?;
    }

    /// What JSON says of operations is what Rust says.
    #[test]
    fn operations_read_from_json_are_the_same(list in vec(operations(), 1..=30).prop_map(Transaction)) {
        let list: Vec<Operation> = list.0.into_iter().filter(is_expressible).collect();
        let text = json::text(&list);
        let read = good(operations_from_json(&text), &text)?;
        prop_assert_eq!(read, list);
    }
}

/// Where most sequences start is what its operations say.
#[test]
fn the_start_is_the_model_s() {
    let (mut policy, mut model) = Start::Empty.begin();
    step(&mut policy, &mut model, &furniture()).unwrap();
    compare::at_the_end(&policy, &model).unwrap();
}
