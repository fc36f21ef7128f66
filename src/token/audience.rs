//! For whom a token is: an organization, an API resource or a client.

use super::profile::AudienceRule;
use super::{Claims, Issuer};
use crate::error::{Code, Error};

/// Whether an access token is for an organization, as the issuer's profile has it; which one is in the claims.
pub(crate) fn judge_organization(claims: &Claims, issuer: &Issuer) -> Result<(), Error> {
    let by_audience = issuer.profile.audience == AudienceRule::Organization;
    if !by_audience {
        match &issuer.audience {
            Some(audience) if claims.audience.contains(audience) => {}
            Some(audience) => {
                let message = "the token is not for this gate's audience";
                return Err(kind_mismatch(message).with("expected", audience));
            }
            // RFC 7519 section 4.1.3: who is not named by an audience that is there is not meant.
            None if claims.audience.is_empty() => {}
            None => {
                let message = "the token has an audience, and the issuer's `audience` is not set";
                return Err(kind_mismatch(message));
            }
        }
    }
    if claims.organization.is_some() {
        return Ok(());
    }
    let message = if by_audience {
        "an organization token is needed, and this token's audience is not one organization"
    } else {
        "an organization token is needed, and this token names no organization"
    };
    Err(kind_mismatch(message).with("expected", "organization"))
}

/// Whether an access token is for an API resource.
pub(crate) fn judge_resource(claims: &Claims, issuer: &Issuer, resource: &str) -> Result<(), Error> {
    let audience = claims.audience.as_slice();
    let by_audience = issuer.profile.audience == AudienceRule::Organization;
    if let (true, [only]) = (by_audience, audience)
        && only.strip_prefix(issuer.profile.prefix.as_str()).is_some_and(|id| !id.is_empty())
    {
        let message = "a token for an API resource is needed, and this one is for an organization";
        return Err(kind_mismatch(message).with("expected", "resource"));
    }
    let named = match audience {
        [only] => only == resource,
        // Logto issues for one audience: several make a token of no kind.
        several => !by_audience && several.iter().any(|one| one == resource),
    };
    if named {
        return Ok(());
    }
    Err(Error::fixed(Code::ResourceMismatch, "the token is for another API resource")
        .with("expected", resource))
}

/// Whether an ID token is for a client (OpenID Connect Core section 3.1.3.7, steps 3 to 5).
pub(crate) fn judge_client(claims: &Claims, client_id: &str) -> Result<(), Error> {
    let party = claims.identity.as_ref().and_then(|identity| identity.authorized_party.as_deref());
    let named = claims.audience.iter().any(|one| one == client_id);
    // With several audiences, only `azp` says to whom it was issued.
    let issued = party.map_or(claims.audience.len() == 1, |party| party == client_id);
    if named && issued {
        return Ok(());
    }
    Err(Error::fixed(Code::ClientMismatch, "the ID token is for another client").with("expected", client_id))
}

fn kind_mismatch(message: &'static str) -> Error {
    Error::fixed(Code::AudienceKindMismatch, message)
}
