//! jwt-compact as the JWT layer of both signature engines.
//!
//! A token becomes a verified one in a single place, jwt-compact's validator. Which engine computed the answer
//! is decided by the `Algorithm` given to it: [`External`] hands in a verdict from elsewhere, `Native`
//! computes it with RustCrypto.

use super::compact::malformed;
use super::verifier::Verdict;
use crate::error::{Code, Error};
use jwt_compact::{
    Algorithm as JwtAlgorithm, AlgorithmExt, AlgorithmSignature, Empty, ParseError, UntrustedToken,
    ValidationError,
};
use std::borrow::Cow;
use std::convert::Infallible;

#[cfg(feature = "signatures")]
mod native;
#[cfg(feature = "signatures")]
pub(super) use native::{Native, NativeKey};
#[cfg(feature = "issuer")]
pub(crate) mod signing;

/// Parses a token with jwt-compact, which must agree that it is one.
pub(super) fn parse(token: &str) -> Result<UntrustedToken<'static>, Error> {
    UntrustedToken::new(token).map(UntrustedToken::into_owned).map_err(|error| {
        malformed(match error {
            // Header and payload were decoded before.
            ParseError::InvalidBase64Encoding => "its signature is not base64url",
            _ => "its header has a member of the wrong form",
        })
    })
}

/// Checks integrity, by whichever engine `algorithm` is.
pub(super) fn validate<A: JwtAlgorithm>(
    token: &UntrustedToken<'_>,
    algorithm: &A,
    key: &A::VerifyingKey,
) -> Result<(), Error> {
    match algorithm.validator::<Empty>(key).validate(token) {
        Ok(_) => Ok(()),
        Err(ValidationError::MalformedClaims(_)) => {
            Err(malformed("its payload has a claim of the wrong form"))
        }
        Err(_) => Err(bad_signature()),
    }
}

pub(super) fn bad_signature() -> Error {
    Error::fixed(Code::SignatureInvalid, "the token's signature is not valid")
}

/// A signature whose form was judged before.
pub(crate) struct RawSignature(Vec<u8>);

impl AlgorithmSignature for RawSignature {
    fn try_from_slice(slice: &[u8]) -> anyhow::Result<Self> {
        Ok(Self(slice.to_vec()))
    }

    fn as_bytes(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.0)
    }
}

/// The platform verified the signature; its verdict counts only for the very bytes that it was given.
pub(super) struct External(pub(super) super::Algorithm);

impl JwtAlgorithm for External {
    type SigningKey = Infallible;
    type VerifyingKey = Verdict;
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
        verdict: &Self::VerifyingKey,
        message: &[u8],
    ) -> bool {
        verdict.holds_for(message, &signature.0)
    }
}
