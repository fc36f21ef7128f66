//! The verdict on one signature without a token around it, as public test vectors ask for it.

use super::jwt::{Native, RawSignature};
use super::{Algorithm, KeySet};
use jwt_compact::{Algorithm as _, AlgorithmSignature as _};
use serde::Serialize;
use serde_json::{Value, json};

/// What becomes of a signature, step by step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Judgement {
    /// Why the key cannot be used; nothing else is looked at then.
    pub key_refused: Option<String>,
    /// The key as a platform imports it.
    pub jwk: Option<Value>,
    /// Whether the key is for the algorithm and the signature has the form that it demands. Only then is an engine
    /// asked, whichever it is.
    pub acceptable: bool,
    /// What the Rust engine says of an acceptable signature.
    pub valid: bool,
}

/// Judges a signature over any bytes with a JWK (JSON text), in the order of the [`Verifier`](super::Verifier): the
/// key as a [`KeySet`] reads it, the algorithm, the form of the signature, and the Rust engine.
#[must_use]
pub fn signature(jwk: &str, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Judgement {
    let set = match KeySet::from_json(&format!(r#"{{"keys":[{jwk}]}}"#)) {
        Ok(set) => set,
        Err(problems) => return refused(problems.first()),
    };
    let Some(key) = set.keys().next() else {
        return refused(set.warnings().first());
    };
    let acceptable = key.algorithm() == algorithm && key.accepts_form(signature);
    let verifies = || {
        RawSignature::try_from_slice(signature)
            .is_ok_and(|signature| Native(algorithm).verify_signature(&signature, key, message))
    };
    Judgement {
        key_refused: None,
        jwk: Some(json!(key.to_jwk())),
        acceptable,
        valid: acceptable && verifies(),
    }
}

fn refused(problem: Option<&crate::Problem>) -> Judgement {
    let why = problem.map(|problem| problem.message.clone()).unwrap_or_default();
    Judgement { key_refused: Some(why), ..Judgement::default() }
}
