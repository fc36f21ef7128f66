//! What an `aud` says: an organization, or an API resource.

use super::Claims;
use crate::error::{Code, Error};

/// What stands before the organization's id in the audience of an organization token.
const ORGANIZATION_PREFIX: &str = "urn:logto:organization:";

/// The one audience of a token, by its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience<'a> {
    Organization(&'a str),
    /// Something else: an API resource, a client, or several audiences at once.
    Other,
}

impl<'a> Audience<'a> {
    /// A token for several audiences is of no kind: it must not be taken for one of them.
    pub(crate) fn of(claims: &'a Claims) -> Self {
        match claims.audience.as_slice() {
            [only] => match only.strip_prefix(ORGANIZATION_PREFIX) {
                Some(id) if !id.is_empty() => Self::Organization(id),
                _ => Self::Other,
            },
            _ => Self::Other,
        }
    }

    /// The organization of an organization token.
    pub(crate) fn organization(self) -> Result<&'a str, Error> {
        match self {
            Self::Organization(id) => Ok(id),
            Self::Other => Err(Error::fixed(
                Code::AudienceKindMismatch,
                "an organization token is needed, and this token's audience is not one organization",
            )
            .with("expected", "organization")),
        }
    }
}
