//! What a caller wants of a token, as it crosses; and the answer.

use super::gate::{EngineGate, refusal};
use crate::error::Error;
use crate::gate::{Access, ExpectedIdentity, Gate, Identity, Organization};
use crate::grant::{Grant, PrincipalType, Provenance};
use crate::token::{TokenKind, VerifiedToken};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// An expectation that is kept while the platform verifies.
pub(super) enum Wanted {
    /// An API token where there is a resource, else an organization token. No organization means any, and with `global`
    /// none.
    Access {
        resource: Option<String>,
        global: bool,
        organization: Option<String>,
        roles: Option<Vec<String>>,
    },
    Identity {
        client_id: String,
        nonce: Option<String>,
    },
}

/// The same, as the gate takes it.
enum Asked<'a> {
    Access(Access<'a>),
    Identity(ExpectedIdentity<'a>),
}

impl Wanted {
    pub(super) const fn kind(&self) -> TokenKind {
        match self {
            Self::Access { resource: None, .. } => TokenKind::Organization,
            Self::Access { .. } => TokenKind::Api,
            Self::Identity { .. } => TokenKind::Identity,
        }
    }

    fn asked(&self) -> Asked<'_> {
        match self {
            Self::Access { resource, global, organization, roles } => {
                // Only an API token may be for no organization.
                let none = *global && resource.is_some();
                let named = organization.as_deref().map_or(Organization::Any, Organization::Is);
                Asked::Access(Access {
                    resource: resource.as_deref(),
                    organization: (!none).then_some(named),
                    roles: roles.as_deref(),
                })
            }
            Self::Identity { client_id, nonce } => {
                Asked::Identity(ExpectedIdentity { client_id, nonce: nonce.as_deref() })
            }
        }
    }

    /// Before the token is looked at.
    pub(super) fn check(&self, gate: &Gate) -> Result<(), Error> {
        match self.asked() {
            Asked::Access(expected) => gate.check_access(expected),
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
            Asked::Access(expected) => {
                gate.access_grant(token, expected, now).map(|grant| of_grant(issuer, &grant))
            }
            Asked::Identity(expected) => {
                gate.identity(token, expected, now).map(|identity| of_identity(issuer, &identity))
            }
        }
        .map_err(|error| refusal(&error))?
        .map_err(|error| js_sys::Error::new(&error.to_string()).into())
    }
}

/// A part of an answer: tuples would each be code of their own.
#[derive(Serialize)]
#[serde(untagged)]
enum Part<'a> {
    Number(i64),
    Text(Option<&'a str>),
    Texts(&'a [String]),
    List(Vec<Part<'a>>),
}

/// What every answer begins with.
fn head(issuer: usize, token: &Provenance) -> Vec<Part<'_>> {
    let mut parts = Vec::with_capacity(7);
    parts.push(Part::Number(issuer as i64));
    parts.push(Part::Text(Some(&token.subject)));
    parts.push(Part::Number(token.issued_at));
    parts.push(Part::Number(token.expires_at));
    parts
}

/// `[…, 1 for an application, organization or null, permissions]`
fn of_grant(issuer: usize, grant: &Grant) -> Result<String, serde_json::Error> {
    let mut parts = grant.origin.token().map(|token| head(issuer, token)).unwrap_or_default();
    parts.push(Part::Number((grant.principal == PrincipalType::MachineToMachine).into()));
    parts.push(Part::Text(grant.organization.as_deref()));
    // Permission names are one text where none has a space, which is read back faster.
    let names = grant.permissions.as_slice();
    let joined = names.join(" ");
    parts.push(if names.iter().any(|name| name.contains(' ')) {
        Part::Texts(names)
    } else {
        Part::Text(Some(&joined))
    });
    serde_json::to_string(&parts)
}

/// `[…, names of global roles, [[organization, role names, names of unknown roles], …]]`
fn of_identity(issuer: usize, identity: &Identity) -> Result<String, serde_json::Error> {
    let mut parts = head(issuer, &identity.origin);
    parts.push(Part::Texts(&identity.roles));
    let mut organizations = Vec::new();
    for known in &identity.organizations {
        let (id, roles) = (Part::Text(Some(&known.id)), Part::Texts(&known.roles));
        organizations.push(Part::List(vec![id, roles, Part::Texts(&known.unknown_roles)]));
    }
    parts.push(Part::List(organizations));
    serde_json::to_string(&parts)
}
