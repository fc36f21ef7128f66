//! What a caller wants of a token, as it crosses; and the answer.

use super::gate::{EngineGate, refusal};
use crate::error::Error;
use crate::gate::{Expected, ExpectedApi, ExpectedIdentity, Gate, Identity, Organization};
use crate::grant::{Grant, PrincipalType, Provenance};
use crate::token::{TokenKind, VerifiedToken};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// An expectation that is kept while the platform verifies.
pub(super) enum Wanted {
    /// No organization means any.
    Organization {
        organization: Option<String>,
        roles: Option<Vec<String>>,
    },
    /// The same, unless `global`: then there must be none.
    Api {
        resource: String,
        global: bool,
        organization: Option<String>,
        roles: Option<Vec<String>>,
    },
    Identity {
        client_id: String,
        nonce: Option<String>,
    },
}

fn named(organization: Option<&str>) -> Organization<'_> {
    organization.map_or(Organization::Any, Organization::Is)
}

enum Asked<'a> {
    Organization(Expected<'a>),
    Api(ExpectedApi<'a>),
    Identity(ExpectedIdentity<'a>),
}

impl Wanted {
    pub(super) fn access(
        resource: Option<String>,
        global: bool,
        organization: Option<String>,
        roles: Option<Vec<String>>,
    ) -> Self {
        match resource {
            None => Self::Organization { organization, roles },
            Some(resource) => Self::Api { resource, global, organization, roles },
        }
    }

    pub(super) const fn kind(&self) -> TokenKind {
        match self {
            Self::Organization { .. } => TokenKind::Organization,
            Self::Api { .. } => TokenKind::Api,
            Self::Identity { .. } => TokenKind::Identity,
        }
    }

    fn asked(&self) -> Asked<'_> {
        match self {
            Self::Organization { organization, roles } => Asked::Organization(Expected {
                organization: named(organization.as_deref()),
                roles: roles.as_deref(),
            }),
            Self::Api { resource, global, organization, roles } => Asked::Api(ExpectedApi {
                resource,
                organization: (!global).then(|| named(organization.as_deref())),
                roles: roles.as_deref(),
            }),
            Self::Identity { client_id, nonce } => {
                Asked::Identity(ExpectedIdentity { client_id, nonce: nonce.as_deref() })
            }
        }
    }

    /// Before the token is looked at.
    pub(super) fn check(&self, gate: &Gate) -> Result<(), Error> {
        match self.asked() {
            Asked::Organization(expected) => gate.check(expected),
            Asked::Api(expected) => gate.check_api(expected),
            Asked::Identity(expected) => gate.check_identity(expected),
        }
    }

    /// What there is to know of a verified token, as a JSON array that begins with what every kind has:
    /// `[issuer's position, subject, iat, exp, …]`. The rest JavaScript has: reading a whole grant back cost more than
    /// verifying its token.
    pub(super) fn answer(
        &self,
        gate: &EngineGate,
        token: VerifiedToken,
        now: f64,
    ) -> Result<String, JsValue> {
        let issuer = token.issuer();
        let now = now as i64;
        let gate = &gate.gate;
        match self.asked() {
            Asked::Organization(expected) => {
                gate.grant(token, expected, now).map(|grant| of_grant(issuer, &grant))
            }
            Asked::Api(expected) => {
                gate.api_grant(token, expected, now).map(|grant| of_grant(issuer, &grant))
            }
            Asked::Identity(expected) => {
                gate.identity(token, expected, now).map(|identity| of_identity(issuer, &identity))
            }
        }
        .map_err(|error| refusal(&error))?
        .map_err(|error| js_sys::Error::new(&error.to_string()).into())
    }
}

/// Permission names in one text where none has a space, which is read back faster.
#[derive(Serialize)]
#[serde(untagged)]
enum Names<'a> {
    Joined(String),
    List(&'a [String]),
}

/// `[…, 1 for an application, organization or null, permissions]`
fn of_grant(issuer: usize, grant: &Grant) -> Result<String, serde_json::Error> {
    let token = grant.origin.token();
    let names = grant.permissions.as_slice();
    serde_json::to_string(&(
        issuer,
        token.map(|token| &token.subject),
        token.map(|token| token.issued_at),
        token.map(|token| token.expires_at),
        u8::from(grant.principal == PrincipalType::MachineToMachine),
        &grant.organization,
        if names.iter().any(|name| name.contains(' ')) {
            Names::List(names)
        } else {
            Names::Joined(names.join(" "))
        },
    ))
}

/// `[…, names of global roles, [[organization, role names, names of unknown roles], …]]`
fn of_identity(issuer: usize, identity: &Identity) -> Result<String, serde_json::Error> {
    let Provenance { subject, issued_at, expires_at, .. } = &identity.origin;
    let organizations: Vec<_> =
        identity.organizations.iter().map(|known| (&known.id, &known.roles, &known.unknown_roles)).collect();
    serde_json::to_string(&(issuer, subject, issued_at, expires_at, &identity.roles, organizations))
}
