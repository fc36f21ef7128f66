//! The JOSE header (RFC 7515 section 4): what is read of it, and what is refused.

use super::algorithm::{Algorithm, known_but_refused};
use super::compact::malformed;
use super::json::{self, Value};
use crate::error::{Code, Error, shown};

/// The longest header in bytes. Real ones have a hundred.
const MAX_BYTES: usize = 2048;

/// The longest `kid` in bytes.
const MAX_KID_BYTES: usize = 256;

/// Members that change what the signature or the payload means. None is supported, so none may be there.
/// `b64` with any value: RFC 7797 section 7 forbids the unencoded payload in a JWT.
const REFUSED: [&str; 5] = ["crit", "b64", "cty", "enc", "zip"];

/// The header in its form, not yet judged. `jwk`, `jku`, `x5u` and `x5c` are never looked at
/// (RFC 8725 section 3.10): keys come from the key set alone.
#[derive(Debug)]
pub(super) struct Header {
    algorithm: String,
    typ: Option<String>,
    refused: Option<&'static str>,
    pub(super) kid: Option<String>,
}

pub(super) fn read(bytes: &[u8]) -> Result<Header, Error> {
    if bytes.len() > MAX_BYTES {
        return Err(malformed(&format!("its header is over {MAX_BYTES} bytes")));
    }
    let object = json::read(bytes).map_err(|reason| malformed(&format!("its header {reason}")))?;
    let text = |name: &str| match object.get(name) {
        None => Ok(None),
        Some(Value::Text(text)) => Ok(Some(text.clone().into_owned())),
        Some(_) => Err(malformed(&format!("its header member `{name}` is not a string"))),
    };
    let algorithm = text("alg")?.ok_or_else(|| malformed("its header has no `alg`"))?;
    let kid = text("kid")?;
    if kid.as_ref().is_some_and(|kid| kid.len() > MAX_KID_BYTES) {
        return Err(malformed(&format!("its header member `kid` is over {MAX_KID_BYTES} bytes")));
    }
    let refused = REFUSED.into_iter().find(|name| object.get(name).is_some());
    Ok(Header { algorithm, typ: text("typ")?, refused, kid })
}

impl Header {
    /// Judges the header in the fixed order `alg`, `crit` (and its kind), `typ`.
    pub(super) fn judge(&self, allowed: &[Algorithm], types: &[Option<String>]) -> Result<Algorithm, Error> {
        let algorithm = self.allowed_algorithm(allowed)?;
        if let Some(name) = self.refused {
            return Err(malformed(&format!("its header has the member `{name}`, which is not supported")));
        }
        self.judge_type(types)?;
        Ok(algorithm)
    }

    /// Whether `typ` is one of these; `None` is a header without.
    pub(super) fn judge_type(&self, types: &[Option<String>]) -> Result<(), Error> {
        let is = |expected: &Option<String>| match (&self.typ, expected) {
            (Some(actual), Some(expected)) => same_type(actual, expected),
            (actual, expected) => actual.is_none() && expected.is_none(),
        };
        if types.iter().any(is) { Ok(()) } else { Err(self.wrong_type(types)) }
    }

    #[cold]
    #[inline(never)]
    fn wrong_type(&self, types: &[Option<String>]) -> Error {
        let names: Vec<&str> = types.iter().flatten().map(String::as_str).collect();
        let expected = names.join(" or ");
        let must = match names.as_slice() {
            [] => "absent".to_owned(),
            names => format!("`{}`", names.join("` or `")),
        };
        let Some(actual) = &self.typ else {
            let message = format!("the token's type must be {must}, and its header has no `typ`");
            return Error::new(Code::TokenTypeMismatch, message).with("expected", &expected);
        };
        let found = quoted(actual, "empty", "another");
        let hint = match () {
            () if same_type(actual, "JWT") => "; is this an ID token?",
            () if same_type(actual, "at+jwt") => "; is this an access token?",
            () => "",
        };
        let message = format!("the token's type must be {must}, and is {found}{hint}");
        Error::new(Code::TokenTypeMismatch, message).with("expected", &expected).with_shown("actual", actual)
    }

    fn allowed_algorithm(&self, allowed: &[Algorithm]) -> Result<Algorithm, Error> {
        match Algorithm::from_name(&self.algorithm) {
            Some(algorithm) if allowed.contains(&algorithm) => Ok(algorithm),
            _ => Err(self.wrong_algorithm(allowed)),
        }
    }

    #[cold]
    #[inline(never)]
    fn wrong_algorithm(&self, allowed: &[Algorithm]) -> Error {
        let names: Vec<String> = allowed.iter().map(|algorithm| algorithm.name().to_owned()).collect();
        let found = quoted(&self.algorithm, "an empty one", "this one");
        let why = known_but_refused(&self.algorithm).map(|why| format!(" ({why})")).unwrap_or_default();
        let message = format!("the algorithm must be one of {}, not {found}{why}", names.join(", "));
        Error::new(Code::AlgorithmNotAllowed, message)
            .with_list("allowed", names)
            .with_shown("actual", &self.algorithm)
    }
}

/// How a value of the header stands in a message.
fn quoted(value: &str, empty: &str, not_shown: &str) -> String {
    match shown(value) {
        Some("") => empty.to_owned(),
        Some(value) => format!("`{value}`"),
        None => not_shown.to_owned(),
    }
}

/// Media types compare without case, and `application/` may be left out (RFC 7515 section 4.1.9).
fn same_type(actual: &str, expected: &str) -> bool {
    fn short(name: &str) -> &str {
        match name.split_at_checked(12) {
            Some((kind, rest)) if same(kind, "application/") => rest,
            _ => name,
        }
    }
    same(short(actual), short(expected))
}

/// Inlined, it is larger than all that calls it.
#[inline(never)]
fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(header: &str) -> Result<Algorithm, Error> {
        read(header.as_bytes())?.judge(&Algorithm::ALL, &[Some("at+jwt".to_owned())])
    }

    #[test]
    fn types_compare_as_media_types() {
        for typ in ["at+jwt", "AT+JWT", "application/at+jwt", "Application/AT+jwt"] {
            assert_eq!(judge(&format!(r#"{{"alg":"ES384","typ":"{typ}"}}"#)), Ok(Algorithm::Es384));
        }
        for typ in ["JWT", "", "at+jwt ", "at+jwt;q=1", "x/at+jwt", "application/application/at+jwt"] {
            let error = judge(&format!(r#"{{"alg":"ES384","typ":"{typ}"}}"#)).unwrap_err();
            assert_eq!(error.code(), Code::TokenTypeMismatch, "{typ}");
        }
    }

    #[test]
    fn a_type_may_be_one_of_several_or_none() {
        let check = |header: &str, types: &[Option<&str>]| {
            let types: Vec<_> = types.iter().map(|name| name.map(str::to_owned)).collect();
            read(header.as_bytes())?.judge_type(&types)
        };
        let (jwt, none) = (r#"{"alg":"RS256","typ":"JWT"}"#, r#"{"alg":"RS256"}"#);
        assert!(check(jwt, &[Some("at+jwt"), Some("JWT")]).is_ok());
        assert!(check(none, &[Some("JWT"), None]).is_ok());
        assert!(
            check(jwt, &[None]).is_err() && check(none, &[Some("JWT")]).is_err() && check(jwt, &[]).is_err()
        );
        assert_eq!(
            check(none, &[Some("at+jwt"), Some("JWT")]).unwrap_err().to_string(),
            "the token's type must be `at+jwt` or `JWT`, and its header has no `typ`"
        );
    }

    #[test]
    fn the_algorithm_is_judged_before_crit_and_crit_before_the_type() {
        assert_eq!(judge(r#"{"alg":"none","crit":[]}"#).unwrap_err().code(), Code::AlgorithmNotAllowed);
        assert_eq!(judge(r#"{"alg":"ES384","crit":null}"#).unwrap_err().code(), Code::TokenMalformed);
        assert_eq!(judge(r#"{"alg":"ES384"}"#).unwrap_err().code(), Code::TokenTypeMismatch);
    }

    #[test]
    fn says_of_an_empty_value_that_it_is_empty() {
        let message = |header: &str| judge(header).unwrap_err().message().to_owned();
        assert_eq!(
            message(r#"{"alg":"","typ":"at+jwt"}"#),
            "the algorithm must be one of ES384, ES256, RS256, EdDSA, not an empty one"
        );
        assert_eq!(message(r#"{"alg":"ES384","typ":""}"#), "the token's type must be `at+jwt`, and is empty");
    }

    #[test]
    fn says_why_a_known_algorithm_is_refused() {
        let message = judge(r#"{"alg":"ES512","typ":"at+jwt"}"#).unwrap_err().message().to_owned();
        assert_eq!(
            message,
            "the algorithm must be one of ES384, ES256, RS256, EdDSA, not `ES512` (P-521 is not supported; \
             sign with a P-384 or P-256 key)"
        );
    }
}
