//! Tokens: strict reading, key sets, algorithms and the verification pipeline.
//!
//! The order is fixed and the first failure wins: size and form, header (`alg`, `crit`, `typ`), issuer, key,
//! signature, time. What comes after (audience kind, organization, permissions) is asked of the
//! [`VerifiedToken`] by the [gate](crate::Gate).

mod algorithm;
mod audience;
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
mod time;
mod verifier;

pub use algorithm::Algorithm;
pub use claims::Claims;
pub use key::Key;
pub use key_set::{KeySet, MAX_KEYS};
pub use time::Clock;
pub use verifier::{Candidate, Issuer, ReadError, Verdict, VerifiedToken, Verifier, VerifierOptions};

pub(crate) use audience::Audience;

#[cfg(feature = "issuer")]
pub(crate) use jwt::signing;

/// The longest token that is read unless the caller sets another bound, in bytes.
pub const MAX_TOKEN_BYTES: usize = 16 * 1024;
