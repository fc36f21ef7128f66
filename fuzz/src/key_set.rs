//! Any text as a key set.

use orgate::token::{Key, MAX_KEYS};
use orgate::{KeySet, Problem};
use serde_json::{Value, json};
use std::collections::HashSet;

const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// The laws.
pub fn check(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let set = match KeySet::from_json(text) {
        Ok(set) => set,
        Err(found) => {
            assert!(!found.is_empty(), "refused without a problem");
            return problems(&found);
        }
    };
    problems(set.warnings());
    let document: Value = serde_json::from_str(text).expect("JSON");
    let entries = document["keys"].as_array().expect("a list of keys");
    assert!(entries.len() <= MAX_KEYS && set.keys().len() + set.warnings().len() <= entries.len());

    let mut names = HashSet::new();
    for key in set.keys() {
        assert!(!key.kid().is_empty() && names.insert((key.kid(), key.algorithm())), "two keys of one name");
    }
    let keys: Vec<&Key> = set.keys().collect();
    let written: Vec<Value> = keys.iter().map(|key| written(key)).collect();
    same(&written, &keys);
    // Which key is used is no question of order.
    let backwards: Vec<Value> = written.into_iter().rev().collect();
    same(&backwards, &keys.iter().rev().copied().collect::<Vec<_>>());
    // A private key is no key: the set is the same without.
    let public = entries.iter().filter(|entry| PRIVATE.iter().all(|name| entry.get(name).is_none()));
    let public: Vec<Value> = public.cloned().collect();
    let without = KeySet::from_json(&json!({ "keys": public }).to_string()).expect("fewer keys");
    assert_eq!(without.keys().collect::<Vec<_>>(), keys, "a private key is used");
}

fn written(key: &Key) -> Value {
    let mut jwk = serde_json::to_value(key.to_jwk()).expect("a JWK");
    jwk["kid"] = key.kid().into();
    jwk["alg"] = key.algorithm().name().into();
    jwk
}

fn same(entries: &[Value], keys: &[&Key]) {
    let read = KeySet::from_json(&json!({ "keys": entries }).to_string()).expect("a key set");
    assert!(read.warnings().is_empty(), "{:?}", read.warnings());
    assert_eq!(read.keys().collect::<Vec<_>>(), keys);
}

/// Few and short, whatever they are about.
pub fn problems(found: &[Problem]) {
    assert!(found.len() <= 1_000, "{} problems", found.len());
    for problem in found {
        assert!(problem.message.chars().count() <= 1_000 && !problem.message.contains(char::is_control));
        assert!(problem.pointer.is_empty() || problem.pointer.starts_with('/'), "{}", problem.pointer);
    }
}
