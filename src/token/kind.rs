//! What a token is for.

/// The kinds of tokens that a gate verifies. Each is asked for by name: none is taken for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// An access token for an organization.
    Organization,
    /// An access token for an API resource (RFC 8707).
    Api,
    /// An ID token (OpenID Connect Core section 2).
    Identity,
}

impl TokenKind {
    /// What people call it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Organization => "organization token",
            Self::Api => "API token",
            Self::Identity => "ID token",
        }
    }
}
