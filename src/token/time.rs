//! Time claims against a clock that the caller reads.

use super::Claims;
use crate::error::{Code, Error};

/// How far ahead `iat` and `nbf` may lie at least, in seconds: a verifier whose clock is a little behind must
/// not refuse a fresh token.
const AHEAD_SECONDS: i64 = 60;

/// A moment, and how far clocks may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Whole seconds since 1970.
    pub now: i64,
    /// For how many seconds past `exp` a token is still taken.
    pub tolerance: i64,
}

impl Clock {
    /// Refuses a token at and after `exp` (RFC 7519 section 4.1.4), or issued too far ahead.
    pub(super) fn judge(self, claims: &Claims) -> Result<(), Error> {
        if self.now >= claims.expires_at.saturating_add(self.tolerance) {
            let message = format!("the token expired at {}, and it is {} now", claims.expires_at, self.now);
            return Err(
                Error::new(Code::TokenExpired, message).with("expiredAt", &claims.expires_at.to_string())
            );
        }
        let latest = self.now.saturating_add(AHEAD_SECONDS.max(self.tolerance));
        for (claim, date) in [("iat", Some(claims.issued_at)), ("nbf", claims.not_before)] {
            if let Some(date) = date.filter(|date| *date > latest) {
                let message = format!(
                    "the token is not valid yet: its `{claim}` is {date}, and it is {} now",
                    self.now
                );
                return Err(Error::new(Code::TokenNotYetValid, message).with("claim", claim));
            }
        }
        Ok(())
    }
}
