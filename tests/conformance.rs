//! The conformance corpus on the native engine.

#![cfg(feature = "signatures")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(missing_docs, reason = "tests")]

mod support;

use support::none;

#[test]
fn tokens() {
    let (ran, failures) = support::tokens::run();
    none(ran, &failures);
}

#[test]
fn logto_tokens() {
    let (ran, failures) = support::fixtures::run();
    none(ran, &failures);
}

#[test]
fn templates() {
    let (ran, failures) = support::templates::run();
    none(ran, &failures);
}

#[test]
fn resolution() {
    let (ran, failures) = support::resolution::run();
    none(ran, &failures);
}

#[test]
fn staleness() {
    let (ran, failures) = support::staleness::run();
    none(ran, &failures);
}

#[cfg(feature = "policy")]
#[test]
fn policy() {
    let (ran, failures) = support::policy::run();
    none(ran, &failures);
}

#[cfg(feature = "policy")]
#[test]
fn code() {
    let (ran, failures) = support::code::run();
    none(ran, &failures);
}

/// Every code that the core gives stands in the corpus with its status.
#[test]
fn codes() {
    let listed = support::parse(include_str!("corpus/codes.json"));
    for code in orgate::Code::ALL {
        let found = listed.as_array().unwrap().iter().find(|entry| entry["code"] == code.as_str());
        assert_eq!(
            found.map(|entry| entry["status"].as_u64()),
            Some(Some(u64::from(code.status()))),
            "{}",
            code.as_str()
        );
    }
}
