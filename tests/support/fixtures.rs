//! Every token that a real Logto server issued.

use super::{Failures, Options, code_of, gate, issuer, leaks, parse, sorted, verify};
use orgate::Organization;
use serde_json::Value;

const ISSUER: &str = "http://localhost:3001/oidc";
const PREFIX: &str = "urn:logto:organization:";
/// Seconds at which every token is within its time; see the README of the fixtures.
const VALID: i64 = 1_795_248_000;

pub fn run() -> (usize, Failures) {
    let tokens = parse(include_str!("../fixtures/logto/tokens.json"));
    let keys = parse(include_str!("../fixtures/logto/jwks-all.json"));
    let export = parse(include_str!("../fixtures/logto/template-export/bundle.json"));
    let scopes = export["/organization-scopes"].as_array().expect("scopes");
    let grantable: Vec<&str> =
        scopes.iter().filter_map(|scope| scope["name"].as_str()).filter(|name| !name.contains(' ')).collect();
    let mut ran = 0;
    let mut failures = Failures::new();
    for record in tokens.as_array().expect("records") {
        for template in [None, Some(&export)] {
            ran += 1;
            let known = |name: &&str| template.is_none() || grantable.contains(name);
            if let Some(problem) = trial(record, &keys, template, known) {
                failures.push(format!("{}: {problem}", record["name"]));
            }
        }
    }
    (ran, failures)
}

fn trial(
    record: &Value,
    keys: &Value,
    template: Option<&Value>,
    known: impl Fn(&&str) -> bool,
) -> Option<String> {
    let gate = gate(&Options {
        issuers: vec![issuer(ISSUER, keys, None)],
        template,
        mode: None,
        typ: None,
        tolerance: 0,
    })
    .expect("a good gate");
    let kind = record["kind"].as_str().unwrap_or_default();
    let audience = record["claims"]["aud"].as_str().unwrap_or_default();
    let organization = audience.strip_prefix(PREFIX).unwrap_or("xxaa39hylo4m");
    let token = record["token"].as_str().expect("a token");
    let expected = match kind {
        "organization" | "m2m-organization" => None,
        "id-token" => Some("TOKEN_TYPE_MISMATCH"),
        "opaque" => Some("TOKEN_MALFORMED"),
        _ => Some("AUDIENCE_KIND_MISMATCH"),
    };
    match (verify(&gate, token, Organization::Is(organization), None, VALID), expected) {
        (Ok(grant), None) => {
            let scope = record["claims"]["scope"].as_str().unwrap_or_default();
            let due =
                scope.split(' ').filter(|name| !name.is_empty()).filter(known).map(str::to_owned).collect();
            let (actual, due) = (sorted(grant.permissions), sorted(due));
            (actual != due).then(|| format!("expected {due:?}, got {actual:?}"))
        }
        (Err(error), Some(code)) if code_of(&error) == code => {
            leaks(&error, token).then(|| "leaks".to_owned())
        }
        (answer, expected) => Some(format!("expected {expected:?}, got {answer:?}")),
    }
}
