//! Signatures verified in Rust.

use super::RawSignature;
use crate::token::{Algorithm, Key, key::Material};
use jwt_compact::Algorithm as JwtAlgorithm;
use p256::ecdsa::signature::Verifier;
use std::borrow::Cow;
use std::convert::Infallible;

/// A key in the form of the library that verifies with it.
#[derive(Clone, Debug)]
pub(in crate::token) enum NativeKey {
    Es384(p384::ecdsa::VerifyingKey),
    Es256(p256::ecdsa::VerifyingKey),
    Rs256(rsa::pkcs1v15::VerifyingKey<sha2::Sha256>),
    /// Kept as bytes: whether they decode to a point is found when a signature is verified, as the platform does.
    EdDsa([u8; 32]),
}

impl NativeKey {
    pub(in crate::token) fn new(algorithm: Algorithm, material: &Material) -> Option<Self> {
        match (algorithm, material) {
            (Algorithm::Es384, Material::Ec { x, y }) => {
                p384::ecdsa::VerifyingKey::from_sec1_bytes(&[&[4], x.as_slice(), y].concat())
                    .ok()
                    .map(Self::Es384)
            }
            (Algorithm::Es256, Material::Ec { x, y }) => {
                p256::ecdsa::VerifyingKey::from_sec1_bytes(&[&[4], x.as_slice(), y].concat())
                    .ok()
                    .map(Self::Es256)
            }
            (Algorithm::Rs256, Material::Rsa { n }) => {
                let key =
                    rsa::RsaPublicKey::new(rsa::BigUint::from_bytes_be(n), rsa::BigUint::from(65_537_u32))
                        .ok()?;
                Some(Self::Rs256(rsa::pkcs1v15::VerifyingKey::new(key)))
            }
            (Algorithm::EdDsa, Material::Ed25519 { x }) => Some(Self::EdDsa(*x)),
            _ => None,
        }
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Es384(key) => p384::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Self::Es256(key) => p256::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Self::Rs256(key) => {
                use rsa::signature::Verifier;
                rsa::pkcs1v15::Signature::try_from(signature)
                    .is_ok_and(|signature| key.verify(message, &signature).is_ok())
            }
            Self::EdDsa(key) => ed25519_dalek::VerifyingKey::from_bytes(key).is_ok_and(|key| {
                ed25519_dalek::Signature::from_slice(signature)
                    .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok())
            }),
        }
    }
}

/// Verifies with RustCrypto.
pub(in crate::token) struct Native(pub(in crate::token) Algorithm);

impl JwtAlgorithm for Native {
    type SigningKey = Infallible;
    type VerifyingKey = Key;
    type Signature = RawSignature;

    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(self.0.name())
    }

    fn sign(&self, key: &Self::SigningKey, _message: &[u8]) -> Self::Signature {
        match *key {}
    }

    fn verify_signature(
        &self,
        signature: &Self::Signature,
        key: &Self::VerifyingKey,
        message: &[u8],
    ) -> bool {
        key.algorithm() == self.0 && key.verifier().verify(message, &signature.0)
    }
}
