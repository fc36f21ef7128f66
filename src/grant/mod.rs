//! The grant: what a subject may do for one audience, and where that came from.

mod explain;

pub use explain::{Asked, Explanation, Outcome, Source, explain};

use serde::ser::{Serialize, SerializeMap, Serializer};

/// Who can hold a role, and who a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PrincipalType {
    /// A person.
    User,
    /// A machine-to-machine application.
    MachineToMachine,
}

impl PrincipalType {
    /// The name in templates and grants.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::MachineToMachine => "MachineToMachine",
        }
    }

    /// The type of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::User, Self::MachineToMachine].into_iter().find(|known| known.as_str() == name)
    }
}

/// From what the permissions of a grant are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The token's scopes are the truth.
    Token,
    /// The token's scopes, less what the template does not have or, with roles, what they do not grant.
    Intersection,
    /// The subject's roles by today's template, whatever the token's scopes say.
    Template,
}

impl Mode {
    /// The name in options and grants.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Intersection => "intersection",
            Self::Template => "template",
        }
    }

    /// The mode of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Token, Self::Intersection, Self::Template].into_iter().find(|known| known.as_str() == name)
    }
}

/// Which template a grant was made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateRef {
    /// Its content hash.
    pub hash: String,
    /// Its version, when its authors gave one.
    pub version: Option<String>,
}

/// What is known of the token that a grant came from. A what-if grant has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// `iss`.
    pub issuer: String,
    /// `sub`.
    pub subject: String,
    /// `iat`, seconds since 1970.
    pub issued_at: i64,
    /// `exp`, seconds since 1970.
    pub expires_at: i64,
}

/// What a subject may do in one organization. Serialises to grant JSON, version 1.
///
/// A grant is an answer, not a credential: a server never takes one from a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The token it came from; `None` for a what-if question.
    pub provenance: Option<Provenance>,
    /// Who the subject is.
    pub principal: PrincipalType,
    /// The organization.
    pub organization: String,
    /// The API resource, when the permissions are those of one.
    pub resource: Option<String>,
    /// The permission names, each once. Their order means nothing.
    pub permissions: Vec<String>,
    /// How they were computed.
    pub mode: Mode,
    /// By which template.
    pub template: Option<TemplateRef>,
    /// The subject's roles, when they were known.
    pub roles: Option<Vec<String>>,
}

impl Grant {
    /// Whether the grant holds a permission. Reads no clock: see [`Grant::is_expired`].
    #[must_use]
    pub fn can(&self, permission: &str) -> bool {
        self.permissions.iter().any(|held| held == permission)
    }

    /// Whether the token it came from has expired at `now`, in seconds since 1970.
    #[must_use]
    pub fn is_expired(&self, now: i64) -> bool {
        self.provenance.as_ref().is_some_and(|provenance| now >= provenance.expires_at)
    }

    /// Whether a decision rests on the token's scopes or on roles.
    #[must_use]
    pub const fn source(&self) -> Source {
        Source::of(self.mode, self.roles.is_some())
    }
}

impl Serialize for Grant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("v", &1)?;
        map.serialize_entry("kind", if self.provenance.is_some() { "organization" } else { "what-if" })?;
        if let Some(provenance) = &self.provenance {
            map.serialize_entry("issuer", &provenance.issuer)?;
            map.serialize_entry("subject", &provenance.subject)?;
        }
        map.serialize_entry("principal", self.principal.as_str())?;
        map.serialize_entry("organization", &self.organization)?;
        if let Some(resource) = &self.resource {
            map.serialize_entry("resource", resource)?;
        }
        map.serialize_entry("permissions", &self.permissions)?;
        map.serialize_entry("mode", self.mode.as_str())?;
        if let Some(template) = &self.template {
            map.serialize_entry("template", template)?;
        }
        if let Some(provenance) = &self.provenance {
            map.serialize_entry("issuedAt", &provenance.issued_at)?;
            map.serialize_entry("expiresAt", &provenance.expires_at)?;
        }
        if let Some(roles) = &self.roles {
            map.serialize_entry("roles", roles)?;
        }
        map.end()
    }
}

impl Serialize for TemplateRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("hash", &self.hash)?;
        if let Some(version) = &self.version {
            map.serialize_entry("version", version)?;
        }
        map.end()
    }
}
