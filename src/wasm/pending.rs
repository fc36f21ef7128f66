//! A token between the engine and the platform's signature check.

use super::gate::{EngineGate, refusal};
use super::wanted::Wanted;
use crate::token::{Candidate, Verdict};
use wasm_bindgen::prelude::*;

/// A token that was read, and waits for the platform's verdict on its signature.
#[wasm_bindgen]
pub struct PendingToken {
    candidate: Candidate,
    wanted: Wanted,
}

impl PendingToken {
    pub(super) const fn new(candidate: Candidate, wanted: Wanted) -> Self {
        Self { candidate, wanted }
    }
}

#[wasm_bindgen]
impl PendingToken {
    /// The position of the issuer.
    #[wasm_bindgen(getter)]
    pub fn issuer(&self) -> usize {
        self.candidate.key_position().0
    }

    /// The position of the key in the issuer's set.
    #[wasm_bindgen(getter)]
    pub fn key(&self) -> usize {
        self.candidate.key_position().1
    }

    /// Where the signed bytes lie in the engine's memory, and how many there are.
    #[wasm_bindgen(getter, js_name = signedAt)]
    pub fn signed_at(&self) -> usize {
        self.candidate.signed().as_ptr() as usize
    }

    /// See [`PendingToken::signed_at`].
    #[wasm_bindgen(getter, js_name = signedLength)]
    pub fn signed_length(&self) -> usize {
        self.candidate.signed().len()
    }

    /// Where the signature lies in the engine's memory, and its length.
    #[wasm_bindgen(getter, js_name = signatureAt)]
    pub fn signature_at(&self) -> usize {
        self.candidate.signature().as_ptr() as usize
    }

    /// See [`PendingToken::signature_at`].
    #[wasm_bindgen(getter, js_name = signatureLength)]
    pub fn signature_length(&self) -> usize {
        self.candidate.signature().len()
    }

    /// Takes the verdict on exactly those bytes; what there is to know of the token, as
    /// [`Wanted::answer`] has it. `now` is in seconds.
    pub fn finish(self, gate: &EngineGate, valid: bool, now: f64) -> Result<String, JsValue> {
        let Self { candidate, wanted } = self;
        let verdict = Verdict::new(candidate.signed(), candidate.signature(), valid);
        let token = candidate.accept(&verdict).map_err(|error| refusal(&error))?;
        wanted.answer(gate, token, now)
    }
}
