//! JWS compact form (RFC 7515 section 7.1): size, segments, base64url.

use crate::error::{Code, Error};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;

/// The first two segments of a token, decoded; the third is jwt-compact's to decode.
#[derive(Debug)]
pub(super) struct Compact<'t> {
    pub(super) header: Vec<u8>,
    pub(super) payload: Vec<u8>,
    /// What the signature is over: the token up to its last dot (RFC 7515 section 5.2 step 8).
    pub(super) signed: &'t str,
}

/// A `TOKEN_MALFORMED` with its reason.
#[cold]
#[inline(never)]
pub(super) fn malformed(reason: &str) -> Error {
    Error::new(Code::TokenMalformed, format!("the token is malformed: {reason}")).with("reason", reason)
}

pub(super) fn read(token: &str, max_bytes: usize) -> Result<Compact<'_>, Error> {
    if token.is_empty() {
        return Err(Error::fixed(Code::TokenMissing, "there is no token"));
    }
    if token.len() > max_bytes {
        let message = format!("the token is longer than the {max_bytes} bytes allowed");
        return Err(Error::new(Code::TokenTooLarge, message));
    }
    let mut segments = token.split('.');
    let (header, payload) = match (segments.next(), segments.next(), segments.next(), segments.next()) {
        (Some(header), Some(payload), Some(_), None) => (header, payload),
        (_, _, _, Some(_)) if segments.count() == 1 => {
            return Err(malformed(
                "it has five segments, so it is an encrypted token (JWE), not a signed one",
            ));
        }
        _ => {
            return Err(malformed("it does not have three segments, so it is not a JWT"));
        }
    };
    let (signed, _) = token.rsplit_once('.').unwrap_or_default();
    Ok(Compact { header: decode(header, "header")?, payload: decode(payload, "payload")?, signed })
}

/// Strict base64url: no padding, no white space, no stray bits at the end (RFC 4648 section 3.5).
fn decode(segment: &str, name: &str) -> Result<Vec<u8>, Error> {
    BASE64URL.decode(segment.as_bytes()).map_err(|_| malformed(&format!("its {name} is not base64url")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(token: &str) -> String {
        read(token, 64).unwrap_err().message().to_owned()
    }

    #[test]
    fn reads_three_segments() {
        let compact = read("e30.e30.AAEC", 64).unwrap();
        assert_eq!((compact.header.as_slice(), compact.payload.as_slice()), (&b"{}"[..], &b"{}"[..]));
        assert_eq!(compact.signed, "e30.e30");
        assert!(read("e30.e30.", 64).is_ok());
    }

    #[test]
    fn refuses_other_shapes() {
        assert_eq!(read("", 64).unwrap_err().code(), Code::TokenMissing);
        assert_eq!(read(&"e".repeat(65), 64).unwrap_err().code(), Code::TokenTooLarge);
        for token in ["opaque", "e30.e30", "e30.e30.AAEC.", "e30.e30.AAEC.e30", "a.b.c.d.e.f"] {
            assert!(reason(token).contains("three segments"), "{token}");
        }
        assert!(reason("a.b.c.d.e").contains("JWE"));
    }

    #[test]
    fn refuses_loose_base64url() {
        for header in ["e30=", "e3 0", "e30\n", "e+/0", "e31", "é"] {
            assert_eq!(
                reason(&format!("{header}.e30.AAEC")),
                "the token is malformed: its header is not base64url",
                "{header:?}"
            );
        }
    }
}
