//! What a caller expects of a token, and whether that can be answered at all.

use super::Gate;
use crate::error::{Code, Error};
use crate::grant::Mode;
use crate::resolve;

/// The organization that a token must be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Organization<'a> {
    /// This one.
    Is(&'a str),
    /// Whichever the token is for; the caller looks at the grant.
    Any,
}

/// What the caller expects of an organization token, and knows of its subject.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The organization.
    pub organization: Organization<'a>,
    /// The subject's roles in it, when known.
    pub roles: Option<&'a [String]>,
}

/// What the caller expects of an API token, and knows of its subject.
#[derive(Clone, Copy, Debug)]
pub struct ExpectedApi<'a> {
    /// The API resource's indicator (RFC 8707).
    pub resource: &'a str,
    /// The organization. Without one the token must be for none.
    pub organization: Option<Organization<'a>>,
    /// The subject's roles in the organization, when known.
    pub roles: Option<&'a [String]>,
}

/// What is expected of an access token of either kind, so that they are judged by the same code.
#[derive(Clone, Copy)]
pub(crate) struct Access<'a> {
    /// With a resource it must be an API token, else an organization token.
    pub(crate) resource: Option<&'a str>,
    /// Without one the token must be for none.
    pub(crate) organization: Option<Organization<'a>>,
    pub(crate) roles: Option<&'a [String]>,
}

impl<'a> From<Expected<'a>> for Access<'a> {
    fn from(expected: Expected<'a>) -> Self {
        Self { resource: None, organization: Some(expected.organization), roles: expected.roles }
    }
}

impl<'a> From<ExpectedApi<'a>> for Access<'a> {
    fn from(expected: ExpectedApi<'a>) -> Self {
        let ExpectedApi { resource, organization, roles } = expected;
        Self { resource: Some(resource), organization, roles }
    }
}

/// What the caller expects of an ID token.
#[derive(Clone, Copy, Debug)]
pub struct ExpectedIdentity<'a> {
    /// The client that it must be issued to.
    pub client_id: &'a str,
    /// The `nonce` that the sign-in began with, where there was one.
    pub nonce: Option<&'a str>,
}

impl Gate {
    /// Whether the question about an organization token can be answered at all; asked before the token is looked at.
    ///
    /// # Errors
    /// `ORGANIZATION_REQUIRED`, `ROLES_REQUIRED`.
    pub fn check(&self, expected: Expected<'_>) -> Result<(), Error> {
        self.check_access(expected.into())
    }

    /// The same of an API token.
    ///
    /// # Errors
    /// `CONFIGURATION_INVALID` without a resource, or with roles and no organization; `ORGANIZATION_REQUIRED`,
    /// `ROLES_REQUIRED`; `RESOURCE_UNKNOWN` when the template has no such resource and the mode asks the template.
    pub fn check_api(&self, expected: ExpectedApi<'_>) -> Result<(), Error> {
        self.check_access(expected.into())
    }

    #[inline(never)]
    pub(crate) fn check_access(&self, expected: Access<'_>) -> Result<(), Error> {
        let Access { resource, organization, roles } = expected;
        if resource == Some("") {
            let message = "the API resource that the token must be for is not named";
            return Err(Error::fixed(Code::ConfigurationInvalid, message));
        }
        if organization == Some(Organization::Is("")) {
            let message = "the organization that the token must be for is not named";
            return Err(Error::fixed(Code::OrganizationRequired, message));
        }
        if organization.is_none() && roles.is_some() {
            let message = "`roles` are the subject's roles in an organization, and none is named";
            return Err(Error::fixed(Code::ConfigurationInvalid, message));
        }
        if self.mode() == Mode::Template && roles.is_none() {
            let message = match resource {
                None => {
                    "mode `template` needs the subject's roles: an organization token names permissions, not roles"
                }
                Some(_) => {
                    "mode `template` needs the subject's roles in an organization: an API token names permissions, not roles"
                }
            };
            return Err(Error::fixed(Code::RolesRequired, message));
        }
        if let (Some(resource), Some(template)) = (resource, &self.template)
            && self.mode() != Mode::Token
        {
            resolve::resource(template, resource)?;
        }
        Ok(())
    }

    /// The same of an ID token.
    ///
    /// # Errors
    /// `CONFIGURATION_INVALID` without a client.
    pub fn check_identity(&self, expected: ExpectedIdentity<'_>) -> Result<(), Error> {
        if expected.client_id.is_empty() {
            let message = "the client that the ID token must be issued to is not named";
            return Err(Error::fixed(Code::ConfigurationInvalid, message));
        }
        Ok(())
    }
}
