//! Who somebody is: the organizations and roles of an ID token's subject.

use super::{ExpectedIdentity, Gate, Question};
use crate::error::{Code, Error};
use crate::grant::{Grant, Origin, PrincipalType, Provenance};
use crate::token::{TokenKind, VerifiedToken, audience};

/// What a verified ID token says of its subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Its issuer, subject and times.
    pub origin: Provenance,
    /// The client that it was issued to.
    pub client_id: String,
    /// The names of the subject's global roles.
    pub roles: Vec<String>,
    /// The subject's organizations.
    pub organizations: Vec<IdentityOrganization>,
}

/// An organization of an [`Identity`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityOrganization {
    /// Its id.
    pub id: String,
    /// The names of the subject's roles there that the template has for users; without a template all of them.
    pub roles: Vec<String>,
    /// Those that it has not: they grant nothing.
    pub unknown_roles: Vec<String>,
}

impl Gate {
    /// Takes an ID token whose signature verified: time, client, nonce.
    ///
    /// `now` is in seconds since 1970.
    ///
    /// # Errors
    /// The first refusal in that order.
    pub fn identity(
        &self,
        token: VerifiedToken,
        expected: ExpectedIdentity<'_>,
        now: i64,
    ) -> Result<Identity, Error> {
        self.check_identity(expected)?;
        let (claims, _) = self.claims(token, TokenKind::Identity, now)?;
        audience::judge_client(&claims, expected.client_id)?;
        let identity = claims.identity.unwrap_or_default();
        if expected.nonce.is_some() && expected.nonce != identity.nonce.as_deref() {
            let message = "the ID token's `nonce` is not the one that the sign-in began with";
            return Err(Error::fixed(Code::NonceMismatch, message));
        }
        let organization = |(id, roles): (String, Vec<String>)| {
            let (roles, unknown_roles) = roles.into_iter().partition(|role| self.grants_users(role));
            IdentityOrganization { id, roles, unknown_roles }
        };
        Ok(Identity {
            origin: Provenance {
                issuer: claims.issuer,
                subject: claims.subject,
                issued_at: claims.issued_at,
                expires_at: claims.expires_at,
            },
            client_id: expected.client_id.to_owned(),
            roles: identity.roles,
            organizations: identity.organizations.into_iter().map(organization).collect(),
        })
    }

    /// What an identity may do in one of its organizations, by its roles and the template in force.
    ///
    /// # Errors
    /// `ORGANIZATION_MISMATCH` when the subject is not in it, `TEMPLATE_REQUIRED`.
    pub fn identity_grant(&self, identity: &Identity, organization: &str) -> Result<Grant, Error> {
        let found =
            identity.organizations.iter().find(|known| known.id == organization).ok_or_else(|| {
                let message = "the subject of the ID token is not in the organization";
                Error::fixed(Code::OrganizationMismatch, message).with("expected", organization)
            })?;
        // The template may be another one than when the token was verified.
        let known = found.roles.iter().chain(&found.unknown_roles).filter(|role| self.grants_users(role));
        let roles: Vec<String> = known.cloned().collect();
        let grant = self.resolve(Question {
            organization,
            resource: None,
            roles: &roles,
            principal: PrincipalType::User,
        })?;
        Ok(Grant { origin: Origin::Identity(identity.origin.clone()), ..grant })
    }

    /// Verifies an ID token in Rust.
    ///
    /// # Errors
    /// The first refusal in the order of the pipeline. `KEYS_UNAVAILABLE` when the issuer's keys were never set.
    #[cfg(feature = "signatures")]
    pub fn verify_id_token(
        &self,
        token: &str,
        expected: ExpectedIdentity<'_>,
        now: i64,
    ) -> Result<Identity, Error> {
        self.check_identity(expected)?;
        self.identity(self.verified(token, TokenKind::Identity)?, expected, now)
    }

    /// Whether the template has a role of that name for users; without a template nothing is known against it.
    fn grants_users(&self, role: &str) -> bool {
        self.template().is_none_or(|template| {
            template.role(role).is_some_and(|role| role.role_type == PrincipalType::User)
        })
    }
}
