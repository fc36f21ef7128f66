//! Claim profiles: where a provider's tokens say what a decision rests on.

use super::permissions::Format;
use crate::document;
use crate::problem::{At, Problem, ProblemCode, Problems};
use serde_json::{Map, Value};

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
        let get = |name: &str| members.get(name).unwrap_or(&Value::Null);
        let audience = self.one_of(
            get("audience"),
            &at.key("audience"),
            &[
                ("organization", AudienceRule::Organization),
                ("required", AudienceRule::Required),
                ("optional", AudienceRule::Optional),
            ],
        );
        let (organization, prefix) =
            self.claim(get("organization"), &at.key("organization"), ("prefix", false));
        let (permissions, format) = self.claim(get("permissions"), &at.key("permissions"), ("format", true));
        let formats = Format::NAMES.map(|format| (format.as_str(), format));
        let format_at = at.key("permissions");
        let format = match format {
            Some(name) => self.one_of(&Value::String(name), &format_at.key("format"), &formats),
            None => Format::default(),
        };
        let api_organization = match members.get("apiOrganization") {
            Some(path) => self.path(path, &at.key("apiOrganization")),
            None => organization.clone(),
        };
        let mut application = Vec::new();
        let applications_at = at.key("application");
        for (index, entry) in self.list(get("application"), &applications_at).iter().enumerate() {
            let (path, suffix) = self.claim(entry, &applications_at.index(index), ("suffix", false));
            application.push((path, suffix.unwrap_or_default()));
        }
        if audience == AudienceRule::Organization && organization != ["aud"] {
            let message = "the audience is the organization, so `claim` is `aud`";
            self.add(ProblemCode::WrongType, &at.key("organization"), message);
        }
        Profile {
            types: self.types(get("types"), &at.key("types")),
            audience,
            organization,
            prefix: prefix.unwrap_or_default(),
            api_organization,
            permissions,
            format,
            application,
            refused: self.refused(get("refused"), &at.key("refused")),
            identity: self.identity(get("identity"), &at.key("identity")),
        }
    }

    fn identity(&mut self, value: &Value, at: &At<'_>) -> IdentityProfile {
        let known =
            [("types", false), ("organizations", false), ("roles", false), ("organizationRoles", false)];
        let none = Value::Object(Map::new());
        let value = if value.is_null() { &none } else { value };
        let Some(members) = self.members(value, &known, at) else { return IdentityProfile::default() };
        let mut path = |name: &str| match members.get(name) {
            Some(path) => self.path(path, &at.key(name)),
            None => Path::new(),
        };
        let (organizations, roles) = (path("organizations"), path("roles"));
        let organization_roles = path("organizationRoles");
        let types = match members.get("types") {
            Some(types) => self.types(types, &at.key("types")),
            None => vec![Some("JWT".to_owned())],
        };
        IdentityProfile { types, organizations, roles, organization_roles }
    }

    fn refused(&mut self, value: &Value, at: &At<'_>) -> Vec<(Path, Vec<String>)> {
        let mut refused = Vec::new();
        for (index, entry) in self.list(value, at).iter().enumerate() {
            let at = at.index(index);
            let Some(members) = self.members(entry, &[("claim", true), ("values", true)], &at) else {
                continue;
            };
            let path = members.get("claim").map(|claim| self.path(claim, &at.key("claim")));
            let values = members.get("values").map(|values| self.path(values, &at.key("values")));
            refused.extend(path.zip(values));
        }
        refused
    }

    fn list<'v>(&mut self, value: &'v Value, at: &At<'_>) -> &'v [Value] {
        match value {
            Value::Null => &[],
            Value::Array(list) => list,
            _ => {
                self.add(ProblemCode::WrongType, at, "this is not a list");
                &[]
            }
        }
    }

    fn add(&mut self, code: ProblemCode, at: &At<'_>, message: &str) {
        self.problems.add(code, at, message);
    }

    /// The members of an object: those that must be there, and none that is not known.
    fn members<'v>(
        &mut self,
        value: &'v Value,
        known: &[(&str, bool)],
        at: &At<'_>,
    ) -> Option<&'v Map<String, Value>> {
        let Some(members) = value.as_object() else {
            self.add(ProblemCode::WrongType, at, "this is not an object");
            return None;
        };
        for (name, _) in known.iter().filter(|(name, needed)| *needed && !members.contains_key(*name)) {
            self.add(ProblemCode::MissingMember, &at.key(name), &format!("`{name}` is missing"));
        }
        for name in members.keys().filter(|name| known.iter().all(|(known, _)| known != name)) {
            self.add(ProblemCode::UnknownMember, &at.key(name), &format!("a profile has no `{name}` here"));
        }
        Some(members)
    }

    /// `{ claim, … }` with one more member, a string.
    fn claim(&mut self, value: &Value, at: &At<'_>, (name, needed): (&str, bool)) -> (Path, Option<String>) {
        if value.is_null() {
            // That it is missing was said.
            return Default::default();
        }
        let Some(members) = self.members(value, &[("claim", true), (name, needed)], at) else {
            return Default::default();
        };
        let path = members.get("claim").map(|claim| self.path(claim, &at.key("claim"))).unwrap_or_default();
        let text = members.get(name).and_then(|value| match value.as_str() {
            Some(text) => Some(text.to_owned()),
            None => {
                self.add(ProblemCode::WrongType, &at.key(name), &format!("`{name}` is not a string"));
                None
            }
        });
        (path, text)
    }

    /// A claim's name, or the names from the payload inwards.
    fn path(&mut self, value: &Value, at: &At<'_>) -> Path {
        let names = match value {
            Value::String(name) => Some(vec![name.clone()]),
            Value::Array(names) => names.iter().map(|name| name.as_str().map(str::to_owned)).collect(),
            _ => None,
        };
        match names {
            Some(names) if !names.is_empty() => names,
            _ => {
                self.add(ProblemCode::WrongType, at, "a claim is a name, or the names on the way to it");
                Path::new()
            }
        }
    }

    fn types(&mut self, value: &Value, at: &At<'_>) -> Vec<Option<String>> {
        let of = |entry: &Value| match entry {
            Value::Null => Some(None),
            Value::String(name) if !name.is_empty() => Some(Some(name.clone())),
            _ => None,
        };
        match value.as_array().and_then(|entries| entries.iter().map(of).collect::<Option<Vec<_>>>()) {
            Some(types) if !types.is_empty() => types,
            _ if value.is_null() => Vec::new(),
            _ => {
                self.add(ProblemCode::WrongType, at, "`types` is a list of token types, or null for none");
                Vec::new()
            }
        }
    }

    fn one_of<T: Copy + Default>(&mut self, value: &Value, at: &At<'_>, known: &[(&str, T)]) -> T {
        let found = known.iter().find(|(name, _)| value.as_str() == Some(name));
        if found.is_none() && !value.is_null() {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            self.add(ProblemCode::WrongType, at, &format!("this is not one of {}", names.join(", ")));
        }
        found.map(|(_, value)| *value).unwrap_or_default()
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
        assert_eq!(problems("[]"), ["WrongType "]);
        assert_eq!(problems("{"), ["FormatUnknown "]);
    }
}
