//! Tokens: strict reading, key sets, algorithms and the verification pipeline.
//!
//! The order is fixed and the first failure wins: size and form, header (`alg`, `crit`, `typ`), issuer, key,
//! signature, time. What comes after (for whom it is, permissions) is asked of the
//! [`VerifiedToken`] by the [gate](crate::Gate).

mod algorithm;
pub(crate) mod audience;
mod claims;
mod compact;
mod ed25519;
mod header;
mod json;
#[cfg(feature = "issuer")]
pub mod judge;
mod jwt;
mod key;
mod key_set;
mod kind;
mod permissions;
mod profile;
mod roca;
mod time;
mod verifier;

pub use algorithm::Algorithm;
pub use claims::{Claims, IdentityClaims};
pub use key::Key;
pub use key_set::{KeySet, MAX_KEYS};
pub use kind::TokenKind;
pub use profile::Profile;
pub use time::Clock;
pub use verifier::{Candidate, Issuer, ReadError, Verdict, VerifiedToken, Verifier, VerifierOptions};

#[cfg(feature = "issuer")]
pub(crate) use jwt::signing;

/// The longest token that is read unless the caller sets another bound, in bytes.
pub const MAX_TOKEN_BYTES: usize = 16 * 1024;
