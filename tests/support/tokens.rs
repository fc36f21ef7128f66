//! `tests/corpus/tokens.json`.

use super::{Failures, Options, code_of, gate, leaks, parse, sorted, texts, verify};
use orgate::{Error, Grant, Organization};
use serde_json::{Value, json};

pub fn run() -> (usize, Failures) {
    let corpus = parse(include_str!("../corpus/tokens.json"));
    let cases = corpus["cases"].as_array().expect("cases");
    // What only the bindings' own options can say is theirs to test.
    let ours = |case: &&Value| case["expect"]["code"] != "CONFIGURATION_INVALID" && is_known(case);
    let failures = cases.iter().filter(ours).filter_map(|case| {
        let actual = answer(&corpus, case);
        let name = case["name"].as_str().unwrap_or_default();
        problem(case, &actual).map(|problem| format!("{name}: {problem}"))
    });
    (cases.len(), failures.collect())
}

/// Whether the engine has what the case is about: neither API tokens nor ID tokens nor profiles yet.
fn is_known(case: &Value) -> bool {
    let profiles = case["options"]["issuers"].as_array().into_iter().flatten();
    case.get("verify").is_none() && profiles.into_iter().all(|issuer| issuer.get("profile").is_none())
}

/// The messages of all refusals, with their codes.
pub fn messages() -> Vec<String> {
    let corpus = parse(include_str!("../corpus/tokens.json"));
    let cases = corpus["cases"].as_array().expect("cases");
    let refused = cases.iter().filter(|case| is_known(case)).filter_map(|case| answer(&corpus, case).err());
    refused.map(|error| format!("{} {error}", code_of(&error))).collect()
}

fn answer(corpus: &Value, case: &Value) -> Result<Grant, Error> {
    let options = &case["options"];
    let issuers = match options["issuers"].as_array() {
        Some(issuers) => issuers
            .iter()
            .map(|issuer| entry(corpus, issuer, &issuer["keys"], issuer.get("algorithms")))
            .collect(),
        None => vec![entry(corpus, options, &case["keys"], options.get("algorithms"))],
    };
    let gate = gate(&Options {
        issuers,
        template: options["template"].as_str().map(|name| &corpus["templates"][name]),
        mode: options["mode"].as_str(),
        typ: options["typ"].as_str(),
        tolerance: options["clockToleranceSeconds"].as_i64().unwrap_or(0),
    })?;
    let organization = match case.get("organization") {
        Some(Value::Null) => Organization::Any,
        Some(name) => Organization::Is(name.as_str().unwrap_or_default()),
        None => Organization::Is(""),
    };
    let roles = case.get("roles").map(texts);
    let now = case["now"].as_f64().expect("a time").floor() as i64;
    verify(&gate, case["token"].as_str().unwrap_or_default(), organization, roles.as_deref(), now)
}

fn entry<'a>(
    corpus: &'a Value,
    named: &Value,
    keys: &Value,
    algorithms: Option<&'a Value>,
) -> (String, &'a Value, Option<&'a Value>) {
    let issuer = named["issuer"].as_str().or(corpus["issuer"].as_str()).unwrap_or_default();
    (issuer.to_owned(), &corpus["keySets"][keys.as_str().unwrap_or_default()], algorithms)
}

fn problem(case: &Value, actual: &Result<Grant, Error>) -> Option<String> {
    let expected = &case["expect"];
    match (actual, expected.get("grant")) {
        (Ok(grant), Some(expected)) => {
            let (actual, expected) = (comparable(json!(grant)), comparable(expected.clone()));
            (actual != expected).then(|| format!("expected {expected}, got {actual}"))
        }
        (Ok(_), None) => Some(format!("expected {}, got a grant", expected["code"])),
        (Err(error), Some(_)) => Some(format!("expected a grant, got {}", code_of(error))),
        (Err(error), None) if expected["code"] != code_of(error) => {
            Some(format!("expected {}, got {} ({error})", expected["code"], code_of(error)))
        }
        (Err(error), None) => {
            let token = case["token"].as_str().unwrap_or_default();
            let says = expected["says"].as_str().unwrap_or_default();
            if leaks(error, token) {
                Some("its error shows the token".to_owned())
            } else {
                (!error.message().contains(says)).then(|| format!("its message does not say {says}: {error}"))
            }
        }
    }
}

/// Without the hash, which the corpus does not know, and with sets sorted.
fn comparable(mut grant: Value) -> Value {
    if let Some(template) = grant.get_mut("template").and_then(Value::as_object_mut) {
        template.remove("hash");
    }
    if grant["mode"] == "template" {
        grant["permissions"] = sorted(texts(&grant["permissions"])).into();
    }
    if grant.get("roles").is_some() {
        grant["roles"] = sorted(texts(&grant["roles"])).into();
    }
    grant
}
