//! Key sets (JWKS, RFC 7517 section 5), read entry by entry.

use super::{Algorithm, Key};
use crate::document;
use crate::error::{Code, Error};
use crate::problem::{At, Problem, ProblemCode, Problems};
use serde_json::Value;
use std::sync::Arc;

/// The most keys that a set may hold.
pub const MAX_KEYS: usize = 64;

/// The usable keys of a JWKS.
///
/// A key that cannot be used, is of an unknown type or must not be there (a private one) is left out with a
/// warning; the others work (RFC 7517 section 5 tells readers to skip what they do not understand).
#[derive(Clone, Debug, Default)]
pub struct KeySet {
    keys: Vec<Arc<Key>>,
    warnings: Vec<Problem>,
}

impl KeySet {
    /// Reads a JWKS from JSON text.
    ///
    /// # Errors
    /// The problems, when it is not a JWKS at all or holds more than [`MAX_KEYS`] entries.
    pub fn from_json(text: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let value = match document::read(text) {
            Ok(value) => value,
            Err(why) => {
                problems.add(ProblemCode::FormatUnknown, &At::Root, &format!("the key set {why}"));
                return Err(problems.into_vec());
            }
        };
        let root = At::Root;
        let at = root.key("keys");
        let Some(entries) = value.get("keys").and_then(Value::as_array) else {
            problems.add(ProblemCode::MissingMember, &at, "a key set is an object with an array `keys`");
            return Err(problems.into_vec());
        };
        if entries.len() > MAX_KEYS {
            let message =
                format!("the key set holds {} keys, more than the {MAX_KEYS} allowed", entries.len());
            problems.add(ProblemCode::TooMany, &at, &message);
            return Err(problems.into_vec());
        }
        Ok(Self::collect(entries, &at))
    }

    fn collect(entries: &[Value], at: &At<'_>) -> Self {
        let mut warnings = Problems::default();
        let mut keys: Vec<(usize, Key)> = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            match entry.as_object().map_or_else(|| Err("is not an object".to_owned()), Key::read) {
                Ok(key) if keys.iter().any(|(_, known)| *known == key) => {}
                Ok(key) => keys.push((index, key)),
                Err(why) => {
                    warnings.add(ProblemCode::KeyUnusable, &at.index(index), &format!("this key {why}"))
                }
            }
        }
        // Two different keys under one name and algorithm: which one signs is a guess, so neither does.
        let ambiguous = |key: &Key| {
            let same =
                |other: &&(usize, Key)| other.1.kid() == key.kid() && other.1.algorithm() == key.algorithm();
            keys.iter().filter(same).count() > 1
        };
        let kept: Vec<bool> = keys.iter().map(|(_, key)| !ambiguous(key)).collect();
        let mut usable = Vec::new();
        for ((index, key), kept) in keys.into_iter().zip(kept) {
            if kept {
                usable.push(Arc::new(key));
            } else {
                let message = "this key shares its `kid` and algorithm with another, different key";
                warnings.add(ProblemCode::KeyUnusable, &at.index(index), message);
            }
        }
        Self { keys: usable, warnings: warnings.into_vec() }
    }

    /// The usable keys, in the order of the set.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &Key> {
        self.keys.iter().map(Arc::as_ref)
    }

    /// What was left out, and why.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// The key of an exact `kid` that is for `algorithm`, with its position.
    pub(super) fn pick(&self, kid: Option<&str>, algorithm: Algorithm) -> Result<(usize, Arc<Key>), Error> {
        let Some(kid) = kid else {
            return Err(Error::fixed(
                Code::KeyUnknown,
                "the token does not say which key signed it: it has no `kid`",
            ));
        };
        let mut named = self.keys.iter().enumerate().filter(|(_, key)| key.kid() == kid).peekable();
        if named.peek().is_none() {
            return Err(Error::fixed(Code::KeyUnknown, "the key set has no usable key of the token's `kid`")
                .with_shown("kid", kid));
        }
        named
            .find(|(_, key)| key.algorithm() == algorithm)
            .map(|(index, key)| (index, Arc::clone(key)))
            .ok_or_else(|| {
                let message = format!("the key of the token's `kid` is not for {}", algorithm.name());
                Error::new(Code::KeyAlgorithmMismatch, message).with_shown("kid", kid)
            })
    }
}
