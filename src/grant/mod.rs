//! The grant: what a subject may do for one audience, and where that came from.

mod explain;
mod staleness;

#[cfg(feature = "policy")]
pub(crate) use explain::not_grantable;
pub use explain::{Asked, Explanation, Outcome, Source, explain};
pub use staleness::{Staleness, staleness};

use serde::ser::{Serialize, SerializeMap, Serializer};

/// Who can hold a role, and who a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// What is known of the token that a grant came from.
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

/// Where a grant comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A verified access token: an organization token, or an API token where the grant has a resource.
    Token(Provenance),
    /// A verified ID token: what its subject may do comes from its roles and the template.
    Identity(Provenance),
    /// A policy that knows the principal. There is no token, so it does not expire.
    Policy {
        /// The user id, or a machine-to-machine application's client id.
        subject: String,
    },
    /// A what-if question about roles: it is about nobody, and proves nothing.
    WhatIf,
}

impl Origin {
    /// Whom its grants are about.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        match self {
            Self::Token(token) | Self::Identity(token) => Some(&token.subject),
            Self::Policy { subject } => Some(subject),
            Self::WhatIf => None,
        }
    }

    /// The token, when there is one.
    #[must_use]
    pub const fn token(&self) -> Option<&Provenance> {
        match self {
            Self::Token(token) | Self::Identity(token) => Some(token),
            Self::Policy { .. } | Self::WhatIf => None,
        }
    }
}

/// What a subject may do for one audience. Serialises to grant JSON, version 1.
///
/// A grant is an answer, not a credential: a server never takes one from a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Where it comes from.
    pub origin: Origin,
    /// Who the subject is.
    pub principal: PrincipalType,
    /// The organization. Absent only when there is a resource.
    pub organization: Option<String>,
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
    /// The kind in grant JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self.origin {
            Origin::Token(_) if self.resource.is_some() => "api",
            Origin::Token(_) => "organization",
            Origin::Identity(_) => "identity",
            Origin::Policy { .. } => "policy",
            Origin::WhatIf => "what-if",
        }
    }

    /// Whether the grant holds a permission. Reads no clock: see [`Grant::is_expired`].
    #[must_use]
    pub fn can(&self, permission: &str) -> bool {
        self.permissions.iter().any(|held| held == permission)
    }

    /// Whether the token it came from has expired at `now`, in seconds since 1970.
    #[must_use]
    pub fn is_expired(&self, now: i64) -> bool {
        self.origin.token().is_some_and(|token| now >= token.expires_at)
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
        map.serialize_entry("kind", self.kind())?;
        let token = self.origin.token();
        if let Some(token) = token {
            map.serialize_entry("issuer", &token.issuer)?;
        }
        if let Some(subject) = self.origin.subject() {
            map.serialize_entry("subject", subject)?;
        }
        map.serialize_entry("principal", self.principal.as_str())?;
        if let Some(organization) = &self.organization {
            map.serialize_entry("organization", organization)?;
        }
        if let Some(resource) = &self.resource {
            map.serialize_entry("resource", resource)?;
        }
        map.serialize_entry("permissions", &self.permissions)?;
        map.serialize_entry("mode", self.mode.as_str())?;
        if let Some(template) = &self.template {
            map.serialize_entry("template", template)?;
        }
        if let Some(token) = token {
            map.serialize_entry("issuedAt", &token.issued_at)?;
            map.serialize_entry("expiresAt", &token.expires_at)?;
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
