//! The closed set of signature algorithms.

use std::num::NonZeroUsize;

/// A signature algorithm that Orgate verifies (RFC 7518 section 3.1, RFC 8037 section 3.1).
///
/// Symmetric algorithms and `none` cannot be named here, so no key can be mistaken for a secret
/// (RFC 8725 section 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// ECDSA over P-384 with SHA-384: what a Logto tenant signs with by default.
    Es384,
    /// ECDSA over P-256 with SHA-256.
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256, modulus of 2048 to 4096 bits.
    Rs256,
    /// Ed25519.
    EdDsa,
}

impl Algorithm {
    /// Every algorithm; what is allowed unless the caller says otherwise.
    pub const ALL: [Self; 4] = [Self::Es384, Self::Es256, Self::Rs256, Self::EdDsa];

    /// The `alg` value. Case matters (RFC 7515 section 4.1.1).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Es384 => "ES384",
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
            Self::EdDsa => "EdDSA",
        }
    }

    /// The algorithm of an `alg` value, or `None` when Orgate does not verify it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }

    /// The exact length of a signature in bytes; for RSA it is that of the modulus.
    pub(crate) const fn signature_length(self) -> Option<NonZeroUsize> {
        match self {
            Self::Es384 => NonZeroUsize::new(96),
            Self::Es256 | Self::EdDsa => NonZeroUsize::new(64),
            Self::Rs256 => None,
        }
    }
}

/// Why an `alg` value is refused, when it is one that people meet.
pub(super) fn known_but_refused(name: &str) -> Option<&'static str> {
    match name {
        "none" => Some("an unsigned token is never accepted"),
        "HS256" | "HS384" | "HS512" => Some("shared secrets are not supported, by design"),
        "ES512" => Some("P-521 is not supported; sign with a P-384 or P-256 key"),
        "RS384" | "RS512" | "PS256" | "PS384" | "PS512" => Some("for an RSA key only RS256 is supported"),
        "ES256K" => Some("secp256k1 is not supported"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_exact() {
        for algorithm in Algorithm::ALL {
            assert_eq!(Algorithm::from_name(algorithm.name()), Some(algorithm));
            assert_eq!(Algorithm::from_name(&algorithm.name().to_lowercase()), None);
        }
        assert_eq!(Algorithm::from_name("none"), None);
        assert_eq!(Algorithm::from_name("HS256"), None);
    }
}
