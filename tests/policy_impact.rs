//! What it means for everybody when a policy becomes another, compared with what everybody could do before and can do
//! after.

#![cfg(all(feature = "policy", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(missing_docs, reason = "tests")]

mod impact;
mod model;

use impact::become_other::become_other;
use impact::expected::{Asked, Expected};
use impact::with_ids;
use model::operations::{Transaction, transactions};
use model::start::{Start, starts};
use orgate::policy::{ImpactEffect, PermissionRef, Policy, Scope};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// `PROPTEST_CASES` asks for more.
fn cases(cases: u32) -> ProptestConfig {
    let wanted = std::env::var_os("PROPTEST_CASES").is_some();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if wanted { config } else { ProptestConfig { cases, ..config } }
}

/// What is refused changes nothing.
fn edit(policy: &mut Policy, sequence: &[Transaction]) {
    for Transaction(operations) in sequence {
        let _ = policy.apply(operations);
    }
}

/// Two policies: the one with other ids of its own, or what edits make of the other, so that ids tell what is renamed.
fn pair(
    start: Start,
    [first, second]: [&[Transaction]; 2],
    unrelated: Option<Start>,
    ids: [(usize, u8); 2],
) -> (Policy, Policy) {
    let (mut from, _) = start.begin();
    edit(&mut from, first);
    let from = with_ids(&from, ids[0]);
    let mut to = match unrelated {
        Some(other) => with_ids(&other.begin().0, ids[1]),
        None => from.clone(),
    };
    edit(&mut to, second);
    (from, to)
}

proptest! {
    #![proptest_config(cases(60))]

    /// Counts and lists say what resolving says before and after.
    #[test]
    fn an_impact_is_what_resolving_says(
        start in starts(),
        first in vec(transactions(), 0..=30),
        second in vec(transactions(), 0..=30),
        unrelated in prop::option::weighted(0.3, starts()),
        ids in any::<[(usize, u8); 2]>(),
        permission in any::<Index>(),
    ) {
        let (from, to) = pair(start, [&first, &second], unrelated, ids);
        for scope in [Scope::Template, Scope::Policy] {
            let expected = Expected::of(&from, &to, scope);
            let actual = serde_json::to_value(from.impact(&to, scope)).unwrap();
            prop_assert_eq!(&actual, &expected.counts(), "{:?}", scope);
            let permissions = expected.permissions();
            let one = (!permissions.is_empty()).then(|| {
                let (resource, permission) = permission.get(&permissions).clone();
                PermissionRef { resource, permission }
            });
            for permission in [None, one.as_ref()] {
                for organization in expected.places() {
                    for effect in [None, Some(ImpactEffect::Gain), Some(ImpactEffect::Lose)] {
                        let asked = Asked { organization: organization.as_deref(), permission, effect };
                        expected.agrees(&from, &to, scope, asked).map_err(TestCaseError::fail)?;
                    }
                }
            }
        }
    }

    /// Nor does the plain way of becoming another change anything.
    #[test]
    fn nothing_changes_between_a_policy_and_itself(start in starts(), sequence in vec(transactions(), 0..=30), ids in any::<(usize, u8)>()) {
        let (policy, _) = pair(start, [&sequence, &[]], None, [ids, ids]);
        for scope in [Scope::Template, Scope::Policy] {
            prop_assert_eq!(become_other(&policy, &policy, scope).to_json(), policy.to_json());
            prop_assert_eq!(policy.impact(&policy, scope), orgate::policy::Impact::default());
        }
    }
}
