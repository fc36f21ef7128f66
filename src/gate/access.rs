//! Grants of access tokens.

use super::{Access, Expected, ExpectedApi, Gate, Organization, owned};
use crate::error::{Code, Error};
use crate::grant::{Grant, Mode, Origin, Provenance};
use crate::resolve;
#[cfg(feature = "signatures")]
use crate::token::ReadError;
use crate::token::{Claims, Clock, Issuer, TokenKind, VerifiedToken, audience};

impl Gate {
    /// Makes the grant of an organization token whose signature verified: time, audience kind, organization,
    /// permissions.
    ///
    /// `now` is in seconds since 1970.
    ///
    /// # Errors
    /// The first refusal in that order.
    pub fn grant(&self, token: VerifiedToken, expected: Expected<'_>, now: i64) -> Result<Grant, Error> {
        self.access_grant(token, expected.into(), now)
    }

    /// Makes the grant of an API token whose signature verified: time, audience, organization, permissions.
    ///
    /// An organization comes from the claim that the issuer's profile names. Logto lets the custom claims of a tenant
    /// set that claim: it is as trustworthy as the tenant's script.
    ///
    /// # Errors
    /// The first refusal in that order.
    pub fn api_grant(
        &self,
        token: VerifiedToken,
        expected: ExpectedApi<'_>,
        now: i64,
    ) -> Result<Grant, Error> {
        self.access_grant(token, expected.into(), now)
    }

    pub(crate) fn access_grant(
        &self,
        token: VerifiedToken,
        expected: Access<'_>,
        now: i64,
    ) -> Result<Grant, Error> {
        self.check_access(expected)?;
        let Access { resource, organization, roles } = expected;
        let kind = if resource.is_some() { TokenKind::Api } else { TokenKind::Organization };
        let (claims, issuer) = self.claims(token, kind, now)?;
        match resource {
            None => audience::judge_organization(&claims, issuer)?,
            Some(resource) => audience::judge_resource(&claims, issuer, resource)?,
        }
        judge_organization(claims.organization.as_deref(), organization)?;
        Ok(Grant {
            principal: claims.principal,
            permissions: self.permissions(&claims, resource, roles)?,
            organization: claims.organization,
            resource: resource.map(str::to_owned),
            mode: self.mode(),
            template: self.template_ref(),
            roles: roles.map(<[String]>::to_vec),
            origin: Origin::Token(Provenance {
                issuer: claims.issuer,
                subject: claims.subject,
                issued_at: claims.issued_at,
                expires_at: claims.expires_at,
            }),
        })
    }

    /// Verifies an organization token in Rust.
    ///
    /// # Errors
    /// The first refusal in the order of the pipeline. `KEYS_UNAVAILABLE` when the issuer's keys were never set.
    #[cfg(feature = "signatures")]
    pub fn verify_organization_token(
        &self,
        token: &str,
        expected: Expected<'_>,
        now: i64,
    ) -> Result<Grant, Error> {
        self.check(expected)?;
        self.grant(self.verified(token, TokenKind::Organization)?, expected, now)
    }

    /// Verifies an API token in Rust.
    ///
    /// # Errors
    /// As [`Gate::verify_organization_token`].
    #[cfg(feature = "signatures")]
    pub fn verify_api_token(&self, token: &str, expected: ExpectedApi<'_>, now: i64) -> Result<Grant, Error> {
        self.check_api(expected)?;
        self.api_grant(self.verified(token, TokenKind::Api)?, expected, now)
    }

    #[cfg(feature = "signatures")]
    pub(crate) fn verified(&self, token: &str, kind: TokenKind) -> Result<VerifiedToken, Error> {
        let candidate = self.read(token, kind).map_err(|error| match error {
            ReadError::Refused(error) | ReadError::KeyUnknown(_, error) => error,
            ReadError::KeysNeeded(_) => {
                Error::fixed(Code::KeysUnavailable, "the keys of the token's issuer were not set")
            }
        })?;
        candidate.verify()
    }

    pub(super) fn claims(
        &self,
        token: VerifiedToken,
        kind: TokenKind,
        now: i64,
    ) -> Result<(Claims, &Issuer), Error> {
        let issuer = self.verifier.issuers().get(token.issuer()).ok_or_else(|| {
            Error::fixed(Code::IssuerMismatch, "the token is from an issuer that is not trusted here")
        })?;
        let claims = token.claims(kind, Clock { now, tolerance: self.clock_tolerance })?;
        Ok((claims, issuer))
    }

    /// The permissions of a token by the gate's mode, in the token's order or the template's.
    fn permissions(
        &self,
        claims: &Claims,
        resource: Option<&str>,
        roles: Option<&[String]>,
    ) -> Result<Vec<String>, Error> {
        let scopes = claims.permissions.iter().map(String::as_str);
        let Some(template) = &self.template else {
            return Ok(owned(scopes));
        };
        let roles = roles.map(|names| resolve::roles(template, names, claims.principal)).transpose()?;
        if self.mode() == Mode::Token {
            return Ok(owned(scopes));
        }
        let (list, granted) = match resource {
            None => {
                let granted = roles.map(|roles| resolve::organization_permissions(template, &roles));
                (template.permissions(), granted)
            }
            Some(indicator) => {
                let (position, resource) = resolve::resource(template, indicator)?;
                let granted = roles.map(|roles| resolve::resource_permissions(template, position, &roles));
                (&resource.permissions, granted)
            }
        };
        Ok(if self.mode() == Mode::Template {
            granted.map(|set| owned(list.names_of(&set))).unwrap_or_default()
        } else {
            let granted = granted.unwrap_or_else(|| list.grantable().clone());
            owned(scopes.filter(|name| list.id(name).is_some_and(|id| granted.contains(id))))
        })
    }
}

/// Whether a token is for the organization that is wanted of it, or for none.
fn judge_organization(actual: Option<&str>, wanted: Option<Organization<'_>>) -> Result<(), Error> {
    let message = match (actual, wanted) {
        (Some(actual), Some(Organization::Is(wanted))) if actual == wanted => return Ok(()),
        (Some(_), Some(Organization::Any)) | (None, None) => return Ok(()),
        (Some(_), Some(Organization::Is(_))) => "the token is for another organization",
        (Some(_), None) => "the token is for an organization, and none is asked for",
        (None, Some(_)) => "the token is for no organization, and one is asked for",
    };
    let error = Error::fixed(Code::OrganizationMismatch, message);
    Err(match wanted {
        Some(Organization::Is(wanted)) => error.with("expected", wanted),
        _ => error,
    })
}
