//! `tests/corpus/resolution.json`, with the answers of a real Logto server in it.

use super::{Failures, Options, code_of, gate, issuer, parse, sorted, texts};
use orgate::{Error, PrincipalType, Question};
use serde_json::{Value, json};

pub fn run() -> (usize, Failures) {
    let corpus = parse(include_str!("../corpus/resolution.json"));
    let export = parse(include_str!("../fixtures/logto/template-export/bundle.json"));
    let cases = corpus["cases"].as_array().expect("cases");
    let failures = cases.iter().filter_map(|case| {
        let template = match &case["template"] {
            Value::String(name) => Some(&corpus["templates"][name]),
            Value::Object(_) => Some(&export),
            _ => None,
        };
        let actual = match answer(template, case) {
            Ok(permissions) => json!({ "permissions": sorted(permissions) }),
            Err(error) => json!({ "code": code_of(&error) }),
        };
        let due = &case["expect"];
        let expected = match due.get("permissions") {
            Some(permissions) => json!({ "permissions": sorted(texts(permissions)) }),
            None => json!({ "code": due["code"] }),
        };
        // What the bindings refuse before the core is asked is theirs to test.
        let ours = expected["code"] != "CONFIGURATION_INVALID";
        (ours && actual != expected).then(|| {
            format!("{}: expected {expected}, got {actual}", case["name"].as_str().unwrap_or_default())
        })
    });
    (cases.len(), failures.collect())
}

fn answer(template: Option<&Value>, case: &Value) -> Result<Vec<String>, Error> {
    let keys = json!({ "keys": [] });
    let gate = gate(&Options {
        issuers: vec![issuer("i", &keys, None)],
        template,
        mode: None,
        typ: None,
        tolerance: 0,
    })?;
    let grant = gate.resolve(Question {
        organization: case["organization"].as_str().unwrap_or_default(),
        resource: case["resource"].as_str(),
        roles: &texts(&case["roles"]),
        principal: PrincipalType::from_name(case["principal"].as_str().unwrap_or_default())
            .unwrap_or(PrincipalType::User),
    })?;
    Ok(grant.permissions)
}
