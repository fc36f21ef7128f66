//! The difference between two policies: made to the one it gives the other, undone it gives the one back, and what it
//! marks as widening or narrowing is what people really gain and lose.

#![cfg(all(feature = "policy", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(missing_docs, reason = "tests")]

mod diff;
mod model;

use diff::effects::{Reach, reach};
use diff::pairs::{Pair, pairs, stripped};
use orgate::policy::{Change, Difference, Effect, Policy, Scope, changes_from_json};
use proptest::prelude::*;

fn changes(differences: &[Difference]) -> Vec<Change> {
    differences.iter().map(|difference| difference.change.clone()).collect()
}

fn between(from: &Policy, to: &Policy, scope: Scope) -> Result<Vec<Difference>, TestCaseError> {
    from.diff(to, scope).map_err(|error| TestCaseError::fail(error.to_string()))
}

fn replayed(policy: &Policy, differences: &[Difference]) -> Result<Policy, TestCaseError> {
    let mut policy = policy.clone();
    // What crosses is text.
    let text = serde_json::to_string(differences).unwrap();
    let read = changes_from_json(&text).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
    prop_assert_eq!(&read, &changes(differences));
    policy.replay(&read).map_err(|error| TestCaseError::fail(format!("{error:?}: {text}")))?;
    Ok(policy)
}

/// `PROPTEST_CASES` asks for more.
fn cases(cases: u32) -> ProptestConfig {
    let wanted = std::env::var_os("PROPTEST_CASES").is_some();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if wanted { config } else { ProptestConfig { cases, ..config } }
}

proptest! {
    #![proptest_config(cases(80))]

    #[test]
    fn made_to_the_one_it_gives_the_other(Pair { from, to } in pairs()) {
        let differences = between(&from, &to, Scope::Policy)?;
        let mut policy = replayed(&from, &differences)?;
        prop_assert_eq!(policy.to_json(), to.to_json());
        prop_assert_eq!(policy.template().hash(), to.template().hash());
        policy.undo(&changes(&differences)).unwrap();
        prop_assert_eq!(policy.to_json(), from.to_json());

        let back = replayed(&to, &between(&to, &from, Scope::Policy)?)?;
        prop_assert_eq!(back.to_json(), from.to_json());
    }

    #[test]
    fn of_the_template_alone_it_takes_along_only_what_cannot_stay(Pair { from, to } in pairs()) {
        let differences = between(&from, &to, Scope::Template)?;
        let mut policy = replayed(&from, &differences)?;
        prop_assert_eq!(policy.template_json(), to.template_json());
        policy.undo(&changes(&differences)).unwrap();
        prop_assert_eq!(policy.to_json(), from.to_json());

        let mut policy = replayed(&from, &between(&from, &to, Scope::Roles)?)?;
        prop_assert_eq!(policy.template_json(), to.template_json());
        let roles = |policy: &Policy| serde_json::from_str::<serde_json::Value>(&policy.to_json()).unwrap()["globalRoles"].take();
        prop_assert_eq!(roles(&policy), roles(&to));
        prop_assert_eq!(between(&policy, &to, Scope::Roles)?, []);

        policy.set_template(&from).unwrap();
        prop_assert_eq!(policy.template_json(), from.template_json());
    }

    #[test]
    fn of_a_policy_and_itself_it_is_empty(Pair { from, .. } in pairs()) {
        let read = Policy::from_json(&from.to_json()).unwrap();
        prop_assert_eq!(between(&from, &read, Scope::Policy)?, []);
        prop_assert_eq!(between(&read, &from, Scope::Template)?, []);
        prop_assert_eq!(read.template().hash(), from.template().hash());
    }

    #[test]
    fn the_hash_is_the_same_if_and_only_if_the_meaning_is(Pair { from, to } in pairs()) {
        // By names: a thing that has its id and another name means something else.
        let (from, to) = (stripped(&from), stripped(&to));
        let same = between(&from, &to, Scope::Template)?.is_empty();
        prop_assert_eq!(from.template().hash() == to.template().hash(), same);
    }

    #[test]
    fn people_gain_and_lose_what_is_marked(Pair { from, to } in pairs()) {
        for scope in [Scope::Policy, Scope::Roles, Scope::Template] {
            let differences = between(&from, &to, scope)?;
            let after = replayed(&from, &differences)?;
            let Reach { gained, lost } = reach(&from, &after);
            for (marks, moved, effect) in [
                (diff::effects::marked(&differences, Effect::Widening), gained, "gains"),
                (diff::effects::marked(&differences, Effect::Narrowing), lost, "loses"),
            ] {
                for (who, permission) in &moved {
                    prop_assert!(
                        marks.explain(who, permission, &from, &after),
                        "{who:?} {effect} {permission:?}, and no change says so: {}",
                        serde_json::to_string(&differences).unwrap()
                    );
                }
            }
        }
    }

    #[test]
    fn who_holds_one_role_gains_and_loses_exactly_what_is_marked(Pair { from, to } in pairs()) {
        diff::effects::one_role_each(&from, &to).map_err(TestCaseError::fail)?;
    }
}
