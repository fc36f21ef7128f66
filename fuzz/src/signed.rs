//! Any header and payload, validly signed: nothing but the reader stands between them and a grant.
//!
//! The input is the header, a line feed, and the payload.

use super::issuers;
use super::token;

/// The laws.
pub fn check(data: &[u8]) {
    let mut halves = data.splitn(2, |byte| *byte == b'\n');
    let (header, payload) = (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
    token::laws(&issuers::sign(header, payload));
}
