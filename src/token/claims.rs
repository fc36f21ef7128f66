//! The claims of an access token (RFC 7519 section 4.1, RFC 9068 section 2.2), read strictly.

use super::compact::malformed;
use super::json::{self, Object, Value};
use crate::error::Error;
use crate::grant::PrincipalType;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The last second of the year 9999; a date past it is a mistake, not a date.
const MAX_SECONDS: f64 = 253_402_300_799.0;

/// The claims that a decision rests on. Times are whole seconds since 1970 (NumericDate, floored).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// `iss`: who issued the token.
    pub issuer: String,
    /// `sub`: the user, or for a machine-to-machine application its client id.
    pub subject: String,
    /// `aud`: for whom the token is; one or several.
    pub audience: Vec<String>,
    /// `exp`: from this second on the token is refused.
    pub expires_at: i64,
    /// `iat`: when it was issued.
    pub issued_at: i64,
    /// `nbf`: before this second the token is refused.
    pub not_before: Option<i64>,
    /// `client_id` (RFC 9068 section 2.2).
    pub client_id: Option<String>,
    /// `scope`: permission names with spaces between them (RFC 6749 section 3.3); `""` when absent.
    pub scope: String,
}

impl Claims {
    /// A machine-to-machine application is the subject of its own token.
    #[must_use]
    pub fn principal(&self) -> PrincipalType {
        if self.client_id.as_deref() == Some(&self.subject) {
            PrincipalType::MachineToMachine
        } else {
            PrincipalType::User
        }
    }

    /// The permission names of `scope`, each once, in their order. Only U+0020 separates names.
    #[must_use]
    pub fn permissions(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        self.scope.split(' ').filter(|name| !name.is_empty() && seen.insert(Cow::Borrowed(*name))).collect()
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<Claims, Error> {
    let object = json::read(bytes).map_err(|reason| malformed(&format!("its payload {reason}")))?;
    Ok(Claims {
        issuer: name(&object, "iss")?,
        subject: name(&object, "sub")?,
        audience: audience(&object)?,
        expires_at: seconds(&object, "exp")?.ok_or_else(|| missing("exp"))?,
        issued_at: seconds(&object, "iat")?.ok_or_else(|| missing("iat"))?,
        not_before: seconds(&object, "nbf")?,
        client_id: text(&object, "client_id")?,
        scope: text(&object, "scope")?.unwrap_or_default(),
    })
}

fn missing(claim: &str) -> Error {
    malformed(&format!("it has no `{claim}` claim")).with("claim", claim)
}

fn wrong(claim: &str, must: &str) -> Error {
    malformed(&format!("its `{claim}` claim is not {must}")).with("claim", claim)
}

fn text(object: &Object<'_>, claim: &str) -> Result<Option<String>, Error> {
    match object.get(claim) {
        None => Ok(None),
        Some(Value::Text(text)) => Ok(Some(text.clone().into_owned())),
        Some(_) => Err(wrong(claim, "a string")),
    }
}

fn name(object: &Object<'_>, claim: &str) -> Result<String, Error> {
    let text = text(object, claim)?.ok_or_else(|| missing(claim))?;
    if text.is_empty() {
        Err(malformed(&format!("its `{claim}` claim is empty")).with("claim", claim))
    } else {
        Ok(text)
    }
}

fn audience(object: &Object<'_>) -> Result<Vec<String>, Error> {
    match object.get("aud") {
        None => Err(missing("aud")),
        Some(Value::Text(text)) => Ok(vec![text.clone().into_owned()]),
        Some(Value::Texts(texts)) if !texts.is_empty() => {
            Ok(texts.iter().map(|text| text.to_string()).collect())
        }
        Some(_) => Err(wrong("aud", "a string or an array of strings")),
    }
}

fn seconds(object: &Object<'_>, claim: &str) -> Result<Option<i64>, Error> {
    match object.get(claim) {
        None => Ok(None),
        // The bound keeps the cast exact; a fraction is floored.
        Some(Value::Number(number)) if number.abs() <= MAX_SECONDS => Ok(Some(number.floor() as i64)),
        Some(Value::Number(_)) => Err(wrong(claim, "a date before the year 10000")),
        Some(_) => Err(wrong(claim, "a number")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(extra: &str) -> Result<Claims, Error> {
        read(format!(r#"{{"iss":"i","sub":"s","aud":"a"{extra}}}"#).as_bytes())
    }

    fn good(extra: &str) -> Claims {
        with(&format!(r#","exp":2,"iat":1{extra}"#)).unwrap()
    }

    #[test]
    fn scope_in_its_real_forms() {
        assert!(good("").permissions().is_empty());
        assert!(good(r#","scope":"""#).permissions().is_empty());
        assert_eq!(good(r#","scope":"a b:c a  读取:数据 ""#).permissions(), ["a", "b:c", "读取:数据"]);
        assert_eq!(good(",\"scope\":\"a\\tb\"").permissions(), ["a\tb"]);
        assert!(with(r#","exp":2,"iat":1,"scope":["a"]"#).is_err());
    }

    #[test]
    fn an_application_is_the_subject_of_its_own_token() {
        assert_eq!(good("").principal(), PrincipalType::User);
        assert_eq!(good(r#","client_id":"c""#).principal(), PrincipalType::User);
        assert_eq!(good(r#","client_id":"s""#).principal(), PrincipalType::MachineToMachine);
    }

    #[test]
    fn dates_are_numbers_within_reason() {
        let date = |exp: &str| with(&format!(r#","iat":1,"exp":{exp}"#)).map(|claims| claims.expires_at);
        assert_eq!(date("5"), Ok(5));
        assert_eq!(date("5.9"), Ok(5));
        assert_eq!(date("-1.5"), Ok(-2));
        assert_eq!(date("253402300799"), Ok(253_402_300_799));
        for bad in ["253402300800", "1e20", "-1e20", "\"5\"", "null", "true", "[5]", "{}"] {
            assert!(date(bad).is_err(), "{bad}");
        }
        assert_eq!(
            with(r#","iat":1"#).unwrap_err().message(),
            "the token is malformed: it has no `exp` claim"
        );
    }

    #[test]
    fn audiences_are_strings() {
        let audience = |aud: &str| {
            read(format!(r#"{{"iss":"i","sub":"s","exp":2,"iat":1,"aud":{aud}}}"#).as_bytes())
                .map(|claims| claims.audience)
        };
        assert_eq!(audience(r#""a""#), Ok(vec!["a".to_owned()]));
        assert_eq!(audience(r#"["a","b"]"#), Ok(vec!["a".to_owned(), "b".to_owned()]));
        for bad in ["[]", "1", "null", "{}", r#"["a",1]"#, r#"[["a"]]"#] {
            assert!(audience(bad).is_err(), "{bad}");
        }
    }
}
