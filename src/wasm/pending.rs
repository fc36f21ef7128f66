//! A token between the engine and the platform's signature check.

use super::gate::{EngineGate, expected, refusal};
use crate::error::Error;
use crate::grant::{Grant, PrincipalType};
use crate::token::{Candidate, Verdict};
use wasm_bindgen::prelude::*;

/// What only the engine knows of a grant, as a JSON array: `[issuer's position, subject, 1 for an application, iat,
/// exp, organization, permissions with a space between them]`. The rest JavaScript has: reading a whole grant back
/// cost more than verifying its token.
pub(super) fn grant_json(grant: Result<Grant, Error>, gate: &EngineGate) -> Result<String, JsValue> {
    let grant = grant.map_err(|error| refusal(&error))?;
    let token = grant.origin.token();
    let issuers = gate.gate.verifier().issuers();
    let issuer = token.and_then(|token| issuers.iter().position(|known| known.issuer == token.issuer));
    let facts = (
        issuer,
        token.map(|token| &token.subject),
        u8::from(grant.principal == PrincipalType::MachineToMachine),
        token.map(|token| token.issued_at),
        token.map(|token| token.expires_at),
        &grant.organization,
        // Names have no spaces: the scope was taken apart there, and a template grants none that has one.
        grant.permissions.join(" "),
    );
    serde_json::to_string(&facts).map_err(|error| js_sys::Error::new(&error.to_string()).into())
}

/// A token that was read, and waits for the platform's verdict on its signature.
#[wasm_bindgen]
pub struct PendingToken {
    candidate: Candidate,
    organization: Option<String>,
    roles: Option<Vec<String>>,
}

impl PendingToken {
    pub(super) const fn new(
        candidate: Candidate,
        organization: Option<String>,
        roles: Option<Vec<String>>,
    ) -> Self {
        Self { candidate, organization, roles }
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

    /// Takes the verdict on exactly those bytes; what there is to know of the grant. `now` is in seconds.
    pub fn finish(self, gate: &EngineGate, valid: bool, now: f64) -> Result<String, JsValue> {
        let verdict = Verdict::new(self.candidate.signed(), self.candidate.signature(), valid);
        let grant = self.candidate.accept(&verdict).and_then(|token| {
            gate.gate.grant(token, expected(self.organization.as_deref(), self.roles.as_deref()), now as i64)
        });
        grant_json(grant, gate)
    }
}
