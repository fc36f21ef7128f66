//! The conformance corpus in WebAssembly: `cargo test --target wasm32-unknown-unknown --test wasm`, in Node, or in
//! a browser with `WASM_BINDGEN_USE_BROWSER=1`.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(missing_docs, reason = "tests")]

mod support;

use support::none;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn tokens() {
    let (ran, failures) = support::tokens::run();
    none(ran, &failures);
}

#[wasm_bindgen_test]
fn logto_tokens() {
    let (ran, failures) = support::fixtures::run();
    none(ran, &failures);
}

#[wasm_bindgen_test]
fn templates() {
    let (ran, failures) = support::templates::run();
    none(ran, &failures);
}

#[wasm_bindgen_test]
fn resolution() {
    let (ran, failures) = support::resolution::run();
    none(ran, &failures);
}

#[wasm_bindgen_test]
fn staleness() {
    let (ran, failures) = support::staleness::run();
    none(ran, &failures);
}

#[cfg(feature = "policy")]
#[wasm_bindgen_test]
fn policy() {
    let (ran, failures) = support::policy::run();
    none(ran, &failures);
}

#[cfg(feature = "policy")]
#[wasm_bindgen_test]
fn code() {
    let (ran, failures) = support::code::run();
    none(ran, &failures);
}
