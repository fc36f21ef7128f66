//! Claims (RFC 7519 section 4), in the form that the core needs them.

use super::TokenKind;
use super::compact::malformed;
use super::json::{self, Names, Object, Value};
use super::permissions;
use super::profile::{AudienceRule, Path, Profile};
use crate::error::{Code, Error};
use crate::grant::PrincipalType;
use std::borrow::Cow;

/// The last second of the year 9999; a date past it is a mistake, not a date.
const MAX_SECONDS: f64 = 253_402_300_799.0;

const AUDIENCE: &str = "a string or an array of strings";

/// The claims that a decision rests on. Times are whole seconds since 1970 (NumericDate, floored).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// `iss`: who issued the token.
    pub issuer: String,
    /// `sub`: the user, or for a machine-to-machine application its client id.
    pub subject: String,
    /// `aud`: for whom the token is. None only where the [`Profile`] allows that.
    pub audience: Vec<String>,
    /// `exp`: from this second on the token is refused.
    pub expires_at: i64,
    /// `iat`: when it was issued.
    pub issued_at: i64,
    /// `nbf`: before this second the token is refused.
    pub not_before: Option<i64>,
    /// Who the subject is. A machine-to-machine application is the subject of its own token.
    pub principal: PrincipalType,
    /// The organization that an access token names, where the profile has it.
    pub organization: Option<String>,
    /// The permission names of an access token, each once, in their order.
    pub permissions: Vec<String>,
    /// What only an ID token says.
    pub identity: Option<IdentityClaims>,
}

/// The claims of an ID token (OpenID Connect Core section 2), with the organizations of its subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdentityClaims {
    /// `nonce`.
    pub nonce: Option<String>,
    /// `azp`: the client that it was issued to.
    pub authorized_party: Option<String>,
    /// The names of the subject's global roles.
    pub roles: Vec<String>,
    /// The subject's organizations, each once, with the names of its roles there.
    pub organizations: Vec<(String, Vec<String>)>,
}

/// A payload whose registered claims (RFC 7519 section 4.1) have their form.
pub(super) struct Payload<'a> {
    object: Object<'a>,
    pub(super) issuer: String,
    subject: String,
    audience: Option<Vec<String>>,
    expires_at: i64,
    issued_at: i64,
    not_before: Option<i64>,
}

pub(super) fn read(bytes: &[u8]) -> Result<Payload<'_>, Error> {
    let object = json::read(bytes).map_err(|reason| malformed(&format!("its payload {reason}")))?;
    Ok(Payload {
        issuer: name(&object, "iss")?,
        subject: name(&object, "sub")?,
        audience: audience(&object)?,
        expires_at: seconds(&object, "exp")?.ok_or_else(|| missing("exp"))?,
        issued_at: seconds(&object, "iat")?.ok_or_else(|| missing("iat"))?,
        not_before: seconds(&object, "nbf")?,
        object,
    })
}

impl Payload<'_> {
    /// The claims, by what the issuer's profile says of tokens of this kind.
    pub(super) fn claims(self, profile: &Profile, kind: TokenKind) -> Result<Claims, Error> {
        let by_audience = profile.audience == AudienceRule::Organization;
        let audience = match self.audience {
            None if by_audience => return Err(missing("aud")),
            Some(none) if none.is_empty() && by_audience => return Err(wrong("aud", AUDIENCE)),
            audience => audience.unwrap_or_default(),
        };
        let object = &self.object;
        let mut principal = PrincipalType::User;
        for (path, suffix) in &profile.application {
            let client = text(object, path)?;
            if client.is_some() && client == self.subject.strip_suffix(suffix.as_str()) {
                principal = PrincipalType::MachineToMachine;
            }
        }
        for (path, values) in &profile.refused {
            if let Some(value) = text(object, path)?.filter(|value| values.iter().any(|known| known == value))
            {
                let message = format!("the token's `{}` is `{value}`, which is not accepted", path.join("."));
                return Err(Error::new(Code::TokenTypeMismatch, message).with("actual", value));
            }
        }
        let named = match (kind, audience.as_slice()) {
            (TokenKind::Organization, [only]) if profile.organization == ["aud"] => Some(only.as_str()),
            // A token for several audiences must not be taken for one of them.
            (TokenKind::Organization, _) if profile.organization == ["aud"] => None,
            (TokenKind::Organization, _) => text(object, &profile.organization)?,
            (TokenKind::Api, _) => text(object, &profile.api_organization)?,
            (TokenKind::Identity, _) => None,
        };
        let prefix = if kind == TokenKind::Organization { &profile.prefix } else { &profile.api_prefix };
        let organization = named.and_then(|named| named.strip_prefix(&**prefix)).filter(|id| !id.is_empty());
        // None at all would be a token for no organization.
        if kind == TokenKind::Api && organization.is_none() && named.is_some() {
            return Err(wrong_at(&profile.api_organization, "an organization"));
        }
        let organization = organization.map(str::to_owned);
        let (permissions, identity) = match kind {
            TokenKind::Identity => (Vec::new(), Some(identity(object, profile)?)),
            _ => (permissions::read(object, &profile.permissions, profile.format)?, None),
        };
        Ok(Claims {
            issuer: self.issuer,
            subject: self.subject,
            audience,
            expires_at: self.expires_at,
            issued_at: self.issued_at,
            not_before: self.not_before,
            principal,
            organization,
            permissions,
            identity,
        })
    }
}

/// Organizations, each once, in the order that they are first named in.
#[derive(Default)]
struct Organizations<'o> {
    names: Names<'o>,
    list: Vec<(String, Vec<String>)>,
}

impl<'o> Organizations<'o> {
    fn add(&mut self, id: &'o str) -> Option<&mut Vec<String>> {
        let position = self.names.add(Cow::Borrowed(id)).unwrap_or_else(|known| known);
        if position == self.list.len() {
            self.list.push((id.to_owned(), Vec::new()));
        }
        self.list.get_mut(position).map(|(_, roles)| roles)
    }
}

#[inline(never)]
fn identity(object: &Object<'_>, profile: &Profile) -> Result<IdentityClaims, Error> {
    let places = &profile.identity;
    let mut organizations = Organizations::default();
    for id in texts(object, &places.organizations)? {
        if id.is_empty() {
            return Err(wrong_at(&places.organizations, "a list of organizations"));
        }
        organizations.add(id);
    }
    let mut seen = Names::default();
    for entry in texts(object, &places.organization_roles)? {
        // The names of roles may hold colons, the ids of organizations do not.
        let (id, role) = entry.split_once(':').unwrap_or_default();
        if id.is_empty() || role.is_empty() {
            return Err(wrong_at(&places.organization_roles, "a list of `organization:role`"));
        }
        if seen.add(Cow::Borrowed(entry)).is_ok()
            && let Some(roles) = organizations.add(id)
        {
            roles.push(role.to_owned());
        }
    }
    Ok(IdentityClaims {
        nonce: own(object, "nonce")?,
        authorized_party: own(object, "azp")?,
        roles: texts(object, &places.roles)?.into_iter().map(str::to_owned).collect(),
        organizations: organizations.list,
    })
}

#[cold]
#[inline(never)]
fn missing(claim: &str) -> Error {
    malformed(&format!("it has no `{claim}` claim")).with("claim", claim)
}

#[cold]
#[inline(never)]
pub(super) fn wrong(claim: &str, must: &str) -> Error {
    malformed(&format!("its `{claim}` claim is not {must}")).with("claim", claim)
}

#[cold]
#[inline(never)]
pub(super) fn wrong_at(path: &Path, must: &str) -> Error {
    wrong(&path.join("."), must)
}

/// What is at the end of a path.
pub(super) fn find<'o, 'a>(object: &'o Object<'a>, path: &Path) -> Result<Option<&'o Value<'a>>, Error> {
    object.at(path).map_err(|name| wrong(name, "an object"))
}

/// A text at the end of a path, if there is anything.
#[inline(never)]
pub(super) fn text<'o>(object: &'o Object<'_>, path: &Path) -> Result<Option<&'o str>, Error> {
    match find(object, path)? {
        None => Ok(None),
        Some(Value::Text(text)) => Ok(Some(text)),
        Some(_) => Err(wrong_at(path, "a string")),
    }
}

/// A list of texts, or one alone; none where there is no such claim.
#[inline(never)]
pub(super) fn texts<'o>(object: &'o Object<'_>, path: &Path) -> Result<Vec<&'o str>, Error> {
    match find(object, path)? {
        None => Ok(Vec::new()),
        Some(Value::Text(text)) => Ok(vec![text]),
        Some(Value::Texts(texts)) => Ok(texts.iter().map(AsRef::as_ref).collect()),
        Some(_) => Err(wrong_at(path, "a list of strings")),
    }
}

/// A claim of the payload itself.
#[inline(never)]
fn own(object: &Object<'_>, claim: &str) -> Result<Option<String>, Error> {
    match object.get(claim) {
        None => Ok(None),
        Some(Value::Text(text)) => Ok(Some(text.clone().into_owned())),
        Some(_) => Err(wrong(claim, "a string")),
    }
}

fn name(object: &Object<'_>, claim: &str) -> Result<String, Error> {
    match own(object, claim)? {
        None => Err(missing(claim)),
        Some(text) if text.is_empty() => {
            Err(malformed(&format!("its `{claim}` claim is empty")).with("claim", claim))
        }
        Some(text) => Ok(text),
    }
}

fn audience(object: &Object<'_>) -> Result<Option<Vec<String>>, Error> {
    match object.get("aud") {
        None => Ok(None),
        Some(Value::Text(text)) => Ok(Some(vec![text.clone().into_owned()])),
        Some(Value::Texts(texts)) => Ok(Some(texts.iter().map(|text| text.to_string()).collect())),
        Some(_) => Err(wrong("aud", AUDIENCE)),
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

    fn claims(payload: &str) -> Result<Claims, Error> {
        read(payload.as_bytes())?.claims(&Profile::logto(), TokenKind::Api)
    }

    fn with(extra: &str) -> Result<Claims, Error> {
        claims(&format!(r#"{{"iss":"i","sub":"s","aud":"a"{extra}}}"#))
    }

    fn good(extra: &str) -> Claims {
        with(&format!(r#","exp":2,"iat":1{extra}"#)).unwrap()
    }

    #[test]
    fn scope_in_its_real_forms() {
        assert!(good("").permissions.is_empty());
        assert!(good(r#","scope":"""#).permissions.is_empty());
        assert_eq!(good(r#","scope":"a b:c a  读取:数据 ""#).permissions, ["a", "b:c", "读取:数据"]);
        assert_eq!(good(",\"scope\":\"a\\tb\"").permissions, ["a\tb"]);
        assert!(with(r#","exp":2,"iat":1,"scope":["a"]"#).is_err());
    }

    #[test]
    fn an_application_is_the_subject_of_its_own_token() {
        assert_eq!(good("").principal, PrincipalType::User);
        assert_eq!(good(r#","client_id":"c""#).principal, PrincipalType::User);
        assert_eq!(good(r#","client_id":"s""#).principal, PrincipalType::MachineToMachine);
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
            claims(&format!(r#"{{"iss":"i","sub":"s","exp":2,"iat":1,"aud":{aud}}}"#))
                .map(|claims| claims.audience)
        };
        assert_eq!(audience(r#""a""#), Ok(vec!["a".to_owned()]));
        assert_eq!(audience(r#"["a","b"]"#), Ok(vec!["a".to_owned(), "b".to_owned()]));
        for bad in ["[]", "1", "null", "{}", r#"["a",1]"#, r#"[["a"]]"#] {
            assert!(audience(bad).is_err(), "{bad}");
        }
    }
}
