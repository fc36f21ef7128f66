//! The development issuer as a class.

use super::convert::{from_js, to_js};
use crate::issuer::DevelopmentIssuer;
use crate::token::{Algorithm, judge};
use wasm_bindgen::prelude::*;

/// Signs tokens with a key of its own, for development and tests.
#[wasm_bindgen]
pub struct Issuer(DevelopmentIssuer);

#[wasm_bindgen]
impl Issuer {
    /// An issuer with a new key for `ES384`, `ES256`, `RS256` or `EdDSA`.
    #[wasm_bindgen(constructor)]
    pub fn new(algorithm: &str) -> Result<Issuer, JsValue> {
        DevelopmentIssuer::new(algorithm_named(algorithm)?)
            .map(Self)
            .map_err(|error| js_sys::Error::new(&error).into())
    }

    /// The key's id.
    #[wasm_bindgen(getter)]
    pub fn kid(&self) -> String {
        self.0.kid().to_owned()
    }

    /// The public key as a member of a key set.
    pub fn jwk(&self) -> JsValue {
        to_js(&self.0.jwk())
    }

    /// A token with these header members and claims.
    pub fn sign(&self, header: JsValue, claims: JsValue) -> Result<String, JsValue> {
        self.0.sign(from_js(header)?, from_js(claims)?).map_err(|error| js_sys::Error::new(&error).into())
    }
}

/// What becomes of a signature over any bytes: `{ keyRefused, jwk, acceptable, valid }`, where `acceptable` is what
/// every engine asks first and `valid` what the Rust engine says. For public test vectors.
#[wasm_bindgen(js_name = judgeSignature)]
pub fn judge_signature(
    jwk: &str,
    algorithm: &str,
    message: &[u8],
    signature: &[u8],
) -> Result<JsValue, JsValue> {
    Ok(to_js(&judge::signature(jwk, algorithm_named(algorithm)?, message, signature)))
}

fn algorithm_named(name: &str) -> Result<Algorithm, js_sys::TypeError> {
    Algorithm::from_name(name)
        .ok_or_else(|| js_sys::TypeError::new("the algorithm is ES384, ES256, RS256 or EdDSA"))
}
