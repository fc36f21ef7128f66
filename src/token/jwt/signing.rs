//! Signing keys and signatures for the development issuer.

use super::RawSignature;
use crate::token::Algorithm;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use jwt_compact::Algorithm as JwtAlgorithm;
use p384::ecdsa::signature::Signer as _;
use rsa::signature::{SignatureEncoding, Signer as _};
use rsa::traits::PublicKeyParts;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::convert::Infallible;

/// A private key.
#[derive(Clone)]
pub(crate) enum SigningKey {
    Es384(p384::ecdsa::SigningKey),
    Es256(p256::ecdsa::SigningKey),
    Rs256(Box<rsa::RsaPrivateKey>),
    EdDsa(Box<ed25519_dalek::SigningKey>),
}

const RSA_BITS: usize = 2048;

impl SigningKey {
    pub(crate) fn generate(algorithm: Algorithm) -> Result<Self, String> {
        match algorithm {
            Algorithm::Es384 => {
                draw::<48, _>(|bytes| p384::ecdsa::SigningKey::from_slice(bytes).ok()).map(Self::Es384)
            }
            Algorithm::Es256 => {
                draw::<32, _>(|bytes| p256::ecdsa::SigningKey::from_slice(bytes).ok()).map(Self::Es256)
            }
            Algorithm::Rs256 => {
                let key =
                    rsa::RsaPrivateKey::new(&mut System, RSA_BITS).map_err(|error| error.to_string())?;
                Ok(Self::Rs256(Box::new(key)))
            }
            Algorithm::EdDsa => {
                draw::<32, _>(|bytes| Some(Box::new(ed25519_dalek::SigningKey::from_bytes(bytes))))
                    .map(Self::EdDsa)
            }
        }
    }

    pub(crate) const fn algorithm(&self) -> Algorithm {
        match self {
            Self::Es384(_) => Algorithm::Es384,
            Self::Es256(_) => Algorithm::Es256,
            Self::Rs256(_) => Algorithm::Rs256,
            Self::EdDsa(_) => Algorithm::EdDsa,
        }
    }

    /// The public key's required members (RFC 7638 section 3.2).
    pub(crate) fn jwk(&self) -> Map<String, Value> {
        let ec = |curve: &str, point: &[u8]| {
            let coordinates = point.get(1..).unwrap_or_default();
            let (x, y) = coordinates.split_at(coordinates.len() / 2);
            vec![("kty", "EC".to_owned()), ("crv", curve.to_owned()), ("x", encode(x)), ("y", encode(y))]
        };
        let members = match self {
            Self::Es384(key) => ec("P-384", key.verifying_key().to_sec1_point(false).as_bytes()),
            Self::Es256(key) => ec("P-256", key.verifying_key().to_sec1_point(false).as_bytes()),
            Self::Rs256(key) => vec![
                ("kty", "RSA".to_owned()),
                ("n", encode(&key.n().to_bytes_be())),
                ("e", encode(&key.e().to_bytes_be())),
            ],
            Self::EdDsa(key) => vec![
                ("kty", "OKP".to_owned()),
                ("crv", "Ed25519".to_owned()),
                ("x", encode(key.verifying_key().as_bytes())),
            ],
        };
        members.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Es384(key) => {
                let signature: p384::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
            Self::Es256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
            Self::Rs256(key) => {
                rsa::pkcs1v15::SigningKey::<sha2::Sha256>::new(key.as_ref().clone()).sign(message).to_vec()
            }
            Self::EdDsa(key) => ed25519_dalek::Signer::sign(key.as_ref(), message).to_bytes().to_vec(),
        }
    }
}

fn encode(bytes: &[u8]) -> String {
    BASE64URL.encode(bytes)
}

/// Draws bytes until they make a key; for these curves the first draw all but always does.
fn draw<const N: usize, T>(make: impl Fn(&[u8; N]) -> Option<T>) -> Result<T, String> {
    loop {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).map_err(|error| error.to_string())?;
        if let Some(key) = make(&bytes) {
            return Ok(key);
        }
    }
}

/// Signs through jwt-compact.
pub(crate) struct Signer(pub(crate) Algorithm);

impl JwtAlgorithm for Signer {
    type SigningKey = SigningKey;
    type VerifyingKey = Infallible;
    type Signature = RawSignature;

    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(self.0.name())
    }

    fn sign(&self, key: &Self::SigningKey, message: &[u8]) -> Self::Signature {
        RawSignature(key.sign(message))
    }

    fn verify_signature(&self, _: &Self::Signature, key: &Self::VerifyingKey, _: &[u8]) -> bool {
        match *key {}
    }
}

/// The system's random source in the form that `rsa` takes.
struct System;

impl rsa::rand_core::CryptoRng for System {}

impl rsa::rand_core::RngCore for System {
    fn next_u32(&mut self) -> u32 {
        rsa::rand_core::impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        rsa::rand_core::impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        // The trait has no way to fail here; `rsa` draws through `try_fill_bytes` nowhere. A source that worked
        // for `getrandom::fill` a moment ago is asked until it answers.
        while getrandom::fill(bytes).is_err() {}
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rsa::rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}
