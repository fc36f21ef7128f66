//! The corpus in Rust: the same files that the JavaScript engines run, here and in WebAssembly.

#![allow(dead_code, reason = "not every test uses all of it")]

use orgate::{Code, Error, Expected, Gate, GateOptions, Grant, KeySet, Mode, Organization, Template, token};
use serde_json::{Value, json};

#[cfg(feature = "policy")]
pub mod code;
pub mod fixtures;
#[cfg(feature = "policy")]
pub mod policy;
pub mod resolution;
pub mod staleness;
pub mod templates;
pub mod tokens;

/// What failed, a line each.
pub type Failures = Vec<String>;

/// Ends a test on the first ten failures.
pub fn none(ran: usize, failures: &[String]) {
    assert!(ran > 0, "no case ran");
    let shown = failures.iter().take(10).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(failures.is_empty(), "{} of {ran} cases failed:\n{shown}", failures.len());
}

pub fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("test data is JSON")
}

pub fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

pub fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

/// The options that a case names, as the bindings read them.
pub struct Options<'a> {
    pub issuers: Vec<token::Issuer>,
    pub template: Option<&'a Value>,
    pub mode: Option<&'a str>,
    pub typ: Option<&'a str>,
    pub tolerance: i64,
}

/// An issuer of Logto's tokens.
pub fn issuer(name: &str, keys: &Value, algorithms: Option<&Value>) -> token::Issuer {
    token::Issuer {
        keys: KeySet::from_json(&keys.to_string()).ok(),
        algorithms: algorithms.map_or(token::Algorithm::ALL.to_vec(), |names| {
            texts(names).iter().filter_map(|name| token::Algorithm::from_name(name)).collect()
        }),
        ..token::Issuer::new(name)
    }
}

pub fn gate(options: &Options<'_>) -> Result<Gate, Error> {
    let mut verifier = token::VerifierOptions::new(options.issuers.clone());
    verifier.typ = options.typ.map(str::to_owned);
    let template =
        options.template.map(|template| Template::from_json(&template.to_string()).expect("a good template"));
    Gate::new(GateOptions {
        verifier,
        clock_tolerance: options.tolerance,
        template,
        mode: options.mode.and_then(Mode::from_name),
    })
}

pub fn verify(
    gate: &Gate,
    token: &str,
    organization: Organization<'_>,
    roles: Option<&[String]>,
    now: i64,
) -> Result<Grant, Error> {
    gate.verify_organization_token(token, Expected { organization, roles }, now)
}

/// A refusal must not show the token, nor a segment of it.
pub fn leaks(error: &Error, token: &str) -> bool {
    let text = format!("{error:?} {error} {}", json!(error));
    token.split('.').chain([token]).any(|part| part.len() >= 16 && text.contains(part))
}

pub fn code_of(error: &Error) -> &'static str {
    let code: Code = error.code();
    code.as_str()
}
