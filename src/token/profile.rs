//! Claim profiles: where a provider's tokens say what a decision rests on.

use super::permissions::Format;
use crate::document;
use crate::problem::{At, Problem, ProblemCode, Problems};
use serde_json::{Map, Value};
use std::slice;

/// The profiles that have a name.
const PROFILES: &str = include_str!("profiles.json");

/// Names of members from the payload inwards.
pub(super) type Path = Vec<String>;

/// For whom an organization token is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum AudienceRule {
    /// Its one audience is the organization.
    #[default]
    Organization,
    /// The issuer's `audience` must be among its audiences.
    Required,
    /// The same; where the issuer has none, the token must have none.
    Optional,
}

impl AudienceRule {
    const NAMES: [(&str, Self); 3] =
        [("organization", Self::Organization), ("required", Self::Required), ("optional", Self::Optional)];
}

/// Where the tokens of a provider say what a decision rests on.
///
/// The default one accepts nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// The demanded `typ` of access tokens, one of these; `None` is a token without.
    pub(super) types: Vec<Option<String>>,
    pub(super) audience: AudienceRule,
    pub(super) organization: Path,
    /// What stands before the organization's id in that claim.
    pub(super) prefix: String,
    pub(super) api_organization: Path,
    /// What stands before it there.
    pub(super) api_prefix: String,
    pub(super) permissions: Path,
    pub(super) format: Format,
    /// A subject that is one of these claims and what comes after it is a machine-to-machine application.
    pub(super) application: Vec<(Path, String)>,
    /// Values of claims with which no token is accepted.
    pub(super) refused: Vec<(Path, Vec<String>)>,
    pub(super) identity: IdentityProfile,
}

/// The same for ID tokens. A path without names is a claim that there is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct IdentityProfile {
    pub(super) types: Vec<Option<String>>,
    pub(super) organizations: Path,
    pub(super) roles: Path,
    pub(super) organization_roles: Path,
}

impl Profile {
    /// Logto's.
    #[must_use]
    pub fn logto() -> Self {
        Self::named("logto").unwrap_or_default()
    }

    /// A profile by its name: `logto`, `auth0`, `clerk`, `workos`, `kinde` or `generic`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::read(document::read(PROFILES).ok()?.get(name)?).ok()
    }

    /// Whether an issuer of it has to have an audience.
    #[must_use]
    pub fn needs_audience(&self) -> bool {
        self.audience == AudienceRule::Required
    }

    /// Whether the question says for whom a token must be, and an issuer's audience nothing.
    #[must_use]
    pub fn takes_no_audience(&self) -> bool {
        self.audience == AudienceRule::Organization
    }

    /// Reads a profile from JSON text, in the form of `docs/profiles.md`.
    ///
    /// # Errors
    /// Every problem with its place.
    pub fn from_json(text: &str) -> Result<Self, Vec<Problem>> {
        let value = document::read(text).map_err(|why| {
            let mut problems = Problems::default();
            problems.add(ProblemCode::FormatUnknown, &At::Root, &format!("the profile {why}"));
            problems.into_vec()
        })?;
        Self::read(&value)
    }

    pub(crate) fn read(value: &Value) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let profile = Reader { problems: &mut problems }.profile(value, &At::Root);
        let problems = problems.into_vec();
        if problems.is_empty() { Ok(profile) } else { Err(problems) }
    }
}

type Members = Map<String, Value>;

/// A member that is there, and not null.
fn given<'v>(members: &'v Members, name: &str) -> Option<&'v Value> {
    members.get(name).filter(|value| !value.is_null())
}

struct Reader<'p> {
    problems: &'p mut Problems,
}

impl Reader<'_> {
    fn profile(&mut self, value: &Value, at: &At<'_>) -> Profile {
        let known = [
            ("types", true),
            ("audience", true),
            ("organization", true),
            ("apiOrganization", false),
            ("permissions", true),
            ("application", false),
            ("identity", false),
            ("refused", false),
            // Where the keys are is for who fetches them.
            ("keys", false),
        ];
        let Some(members) = self.members(value, &known, at) else { return Profile::default() };
        // A value of another type is none of the names; that there is none was said.
        let audience = given(members, "audience").map(|value| value.as_str().unwrap_or_default());
        let audience = self.one_of(audience, &at.key("audience"), &AudienceRule::NAMES);
        let claim_at = at.key("organization");
        let (organization, prefix) = self.claim(given(members, "organization"), &claim_at, ("prefix", false));
        let claim_at = at.key("permissions");
        let (permissions, format) = self.claim(given(members, "permissions"), &claim_at, ("format", true));
        let format = self.one_of(format, &claim_at.key("format"), &Format::NAMES);
        let prefix = prefix.unwrap_or_default().to_owned();
        let by_audience = audience == AudienceRule::Organization;
        let (api_organization, api_prefix) = match self.path(members, "apiOrganization", at) {
            Some(path) => (path, String::new()),
            // The audience of an API token is its resource.
            None if by_audience => Default::default(),
            None => (organization.clone(), prefix.clone()),
        };
        let mut application = Vec::new();
        let list_at = at.key("application");
        for (index, entry) in self.list(members, "application", at).iter().enumerate() {
            let (path, suffix) = self.claim(Some(entry), &list_at.index(index), ("suffix", false));
            application.push((path, suffix.unwrap_or_default().to_owned()));
        }
        // Of a missing one was said enough.
        if by_audience && given(members, "audience").is_some() {
            let at = at.key("organization");
            if organization != ["aud"] {
                self.wrong(&at, "the audience is the organization, so `claim` is `aud`");
            } else if prefix.is_empty() {
                self.wrong(&at, "without a `prefix`, every audience would be an organization");
            }
        }
        Profile {
            types: self.types(members, at).unwrap_or_default(),
            audience,
            organization,
            prefix,
            api_organization,
            api_prefix,
            permissions,
            format,
            application,
            refused: self.refused(members, at),
            identity: self.identity(members.get("identity"), &at.key("identity")),
        }
    }

    fn identity(&mut self, value: Option<&Value>, at: &At<'_>) -> IdentityProfile {
        let known =
            [("types", false), ("organizations", false), ("roles", false), ("organizationRoles", false)];
        let none = Map::new();
        let members = match value {
            None | Some(Value::Null) => Some(&none),
            Some(value) => self.members(value, &known, at),
        };
        let Some(members) = members else { return IdentityProfile::default() };
        IdentityProfile {
            organizations: self.path(members, "organizations", at).unwrap_or_default(),
            roles: self.path(members, "roles", at).unwrap_or_default(),
            organization_roles: self.path(members, "organizationRoles", at).unwrap_or_default(),
            types: self.types(members, at).unwrap_or_else(|| vec![Some("JWT".to_owned())]),
        }
    }

    fn refused(&mut self, members: &Members, at: &At<'_>) -> Vec<(Path, Vec<String>)> {
        let mut refused = Vec::new();
        let list_at = at.key("refused");
        for (index, entry) in self.list(members, "refused", at).iter().enumerate() {
            let at = list_at.index(index);
            let Some(members) = self.members(entry, &[("claim", true), ("values", true)], &at) else {
                continue;
            };
            let claim = self.path(members, "claim", &at);
            refused.extend(claim.zip(self.path(members, "values", &at)));
        }
        refused
    }

    fn list<'v>(&mut self, members: &'v Members, name: &str, at: &At<'_>) -> &'v [Value] {
        match members.get(name) {
            None | Some(Value::Null) => &[],
            Some(Value::Array(list)) => list,
            Some(_) => {
                self.wrong(&at.key(name), "this is not a list");
                &[]
            }
        }
    }

    fn add(&mut self, code: ProblemCode, at: &At<'_>, message: &str) {
        self.problems.add(code, at, message);
    }

    fn wrong(&mut self, at: &At<'_>, message: &str) {
        self.add(ProblemCode::WrongType, at, message);
    }

    /// The members of an object: those that must be there, and none that is not known.
    fn members<'v>(&mut self, value: &'v Value, known: &[(&str, bool)], at: &At<'_>) -> Option<&'v Members> {
        let Some(members) = value.as_object() else {
            self.wrong(at, "this is not an object");
            return None;
        };
        for (name, _) in known.iter().filter(|(name, needed)| *needed && given(members, name).is_none()) {
            self.add(ProblemCode::MissingMember, &at.key(name), &format!("`{name}` is missing"));
        }
        for name in members.keys().filter(|name| known.iter().all(|(known, _)| known != name)) {
            self.add(ProblemCode::UnknownMember, &at.key(name), &format!("a profile has no `{name}` here"));
        }
        Some(members)
    }

    /// `{ claim, … }` with one more member, a string.
    #[inline(never)]
    fn claim<'v>(
        &mut self,
        value: Option<&'v Value>,
        at: &At<'_>,
        (name, needed): (&str, bool),
    ) -> (Path, Option<&'v str>) {
        // That it is missing was said.
        let Some(members) =
            value.and_then(|value| self.members(value, &[("claim", true), (name, needed)], at))
        else {
            return Default::default();
        };
        let path = self.path(members, "claim", at).unwrap_or_default();
        let text = members.get(name).map(Value::as_str);
        if text == Some(None) {
            self.wrong(&at.key(name), &format!("`{name}` is not a string"));
        }
        (path, text.flatten())
    }

    /// A member that is a claim's name, or the names from the payload inwards.
    #[inline(never)]
    fn path(&mut self, members: &Members, name: &str, at: &At<'_>) -> Option<Path> {
        let names = match members.get(name)? {
            Value::Array(names) => names.as_slice(),
            name => slice::from_ref(name),
        };
        let mut path = Path::new();
        for name in names {
            path.extend(name.as_str().map(str::to_owned));
        }
        if path.is_empty() || path.len() < names.len() {
            self.wrong(&at.key(name), "a claim is a name, or the names on the way to it");
        }
        Some(path)
    }

    #[inline(never)]
    fn types(&mut self, members: &Members, at: &At<'_>) -> Option<Vec<Option<String>>> {
        let value = members.get("types")?;
        let names = value.as_array().map_or(&[][..], Vec::as_slice);
        let mut types = Vec::new();
        for name in names {
            match name {
                Value::Null => types.push(None),
                Value::String(name) if !name.is_empty() => types.push(Some(name.clone())),
                _ => {}
            }
        }
        if !value.is_null() && (types.is_empty() || types.len() < names.len()) {
            self.wrong(&at.key("types"), "`types` is a list of token types, or null for none");
        }
        Some(types)
    }

    fn one_of<T: Copy + Default>(&mut self, name: Option<&str>, at: &At<'_>, known: &[(&str, T)]) -> T {
        let Some(name) = name else { return T::default() };
        if let Some((_, value)) = known.iter().find(|(known, _)| *known == name) {
            return *value;
        }
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        self.wrong(at, &format!("this is not one of {}", names.join(", ")));
        T::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let problems = Profile::from_json(text).unwrap_err();
        problems.iter().map(|problem| format!("{:?} {}", problem.code, problem.pointer)).collect()
    }

    #[test]
    fn each_name_has_a_profile() {
        for name in ["logto", "auth0", "clerk", "workos", "kinde", "generic"] {
            assert!(Profile::named(name).is_some(), "{name}");
        }
        assert_eq!(Profile::named("okta"), None);
        assert_ne!(Profile::logto(), Profile::default());
        assert!(Profile::named("auth0").unwrap().needs_audience() && !Profile::logto().needs_audience());
    }

    #[test]
    fn a_claim_is_a_name_or_a_path() {
        let profile = |claim: &str| {
            let text = format!(
                r#"{{"types":["JWT",null],"audience":"optional","organization":{{"claim":{claim}}},
                    "permissions":{{"claim":"p","format":"list"}}}}"#
            );
            Profile::from_json(&text)
        };
        assert_eq!(profile(r#""org""#), profile(r#"["org"]"#));
        assert_eq!(profile(r#"["o","id"]"#).unwrap().api_organization, ["o", "id"]);
        assert!(profile("[]").is_err() && profile("[1]").is_err() && profile("null").is_err());
    }

    #[test]
    fn problems_have_their_places() {
        assert_eq!(
            problems(
                r#"{"types":[1],"audience":"some","organization":{"claim":"org"},"permissions":{"claim":"p"},"x":1}"#
            ),
            [
                "UnknownMember /x",
                "WrongType /audience",
                "MissingMember /permissions/format",
                "WrongType /organization",
                "WrongType /types",
            ]
        );
        assert_eq!(
            problems(
                r#"{"types":["JWT"],"audience":"required","organization":{"claim":"o"},
                "permissions":{"claim":"p","format":"list"},"application":{},"identity":[],"refused":[{"claim":"sts"}]}"#
            ),
            ["WrongType /application", "MissingMember /refused/0/values", "WrongType /identity"]
        );
        assert_eq!(
            problems(
                r#"{"types":null,"audience":null,"organization":null,"permissions":null,"application":[null]}"#
            ),
            [
                "MissingMember /types",
                "MissingMember /audience",
                "MissingMember /organization",
                "MissingMember /permissions",
                "WrongType /application/0",
            ]
        );
        assert_eq!(
            problems(
                r#"{"types":["JWT"],"audience":"organization","organization":{"claim":"aud"},
                "permissions":{"claim":"p","format":"list"}}"#
            ),
            ["WrongType /organization"]
        );
        assert_eq!(problems("[]"), ["WrongType "]);
        assert_eq!(problems("{"), ["FormatUnknown "]);
    }
}
