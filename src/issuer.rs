//! A token issuer for development and tests. It is in no build that verifies.

use crate::token::Algorithm;
use crate::token::signing::{Signer, SigningKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use jwt_compact::{AlgorithmExt, Claims, Header};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// Holds one key, drawn from the system's random source, and signs tokens with it.
#[derive(Clone)]
pub struct DevelopmentIssuer {
    key: SigningKey,
    kid: String,
}

impl DevelopmentIssuer {
    /// An issuer with a new key.
    ///
    /// # Errors
    /// When the system has no random source.
    pub fn new(algorithm: Algorithm) -> Result<Self, String> {
        let key = SigningKey::generate(algorithm)?;
        let kid = thumbprint(&key.jwk());
        Ok(Self { key, kid })
    }

    /// The key's id: its thumbprint (RFC 7638).
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public key as a member of a key set.
    #[must_use]
    pub fn jwk(&self) -> Map<String, Value> {
        let mut jwk = self.key.jwk();
        jwk.insert("use".to_owned(), "sig".into());
        jwk.insert("kid".to_owned(), self.kid.clone().into());
        jwk.insert("alg".to_owned(), self.key.algorithm().name().into());
        jwk
    }

    /// Signs claims. `kid` is set; other header members, `typ` say, come from the caller.
    ///
    /// # Errors
    /// When header or claims cannot be written as JSON.
    pub fn sign(&self, header: Map<String, Value>, claims: Map<String, Value>) -> Result<String, String> {
        let header = Header::new(header).with_key_id(self.kid.clone());
        Signer(self.key.algorithm())
            .token(&header, &Claims::new(claims), &self.key)
            .map_err(|error| error.to_string())
    }
}

/// RFC 7638 section 3: the required members in the order of their names.
fn thumbprint(jwk: &Map<String, Value>) -> String {
    BASE64URL.encode(Sha256::digest(Value::Object(jwk.clone()).to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Expected, Gate, GateOptions, KeySet, Organization, token};
    use serde_json::json;

    #[test]
    fn what_it_signs_verifies() {
        for algorithm in Algorithm::ALL {
            let issuer = DevelopmentIssuer::new(algorithm).unwrap();
            let keys = KeySet::from_json(&json!({ "keys": [issuer.jwk()] }).to_string()).unwrap();
            assert!(keys.warnings().is_empty(), "{:?}", keys.warnings());
            let gate = Gate::new(GateOptions {
                verifier: token::VerifierOptions::new(vec![token::Issuer {
                    keys: Some(keys),
                    algorithms: vec![algorithm],
                    ..token::Issuer::new("i")
                }]),
                clock_tolerance: 0,
                template: None,
                mode: None,
            })
            .unwrap();
            let claims = json!({
                "iss": "i", "sub": "s", "aud": "urn:logto:organization:o", "iat": 1, "exp": 10, "scope": "a b"
            });
            let header = json!({ "typ": "at+jwt" });
            let map = |value: Value| value.as_object().cloned().unwrap();
            let token = issuer.sign(map(header), map(claims)).unwrap();
            let expected = Expected { organization: Organization::Is("o"), roles: None };
            let grant = gate.verify_organization_token(&token, expected, 5).unwrap();
            assert_eq!(grant.permissions, ["a", "b"]);
        }
    }
}
