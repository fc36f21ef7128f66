//! The gate as a class.
//!
//! Nothing here returns a bare `JsValue`: V8 in Node 20 and 22 inlines calls of such an export, and aborts the
//! process when it must give up the inlined code. A `Result` crosses as several values, which it does not inline.

use super::convert::to_js;
use super::options;
use super::pending::PendingToken;
use super::wanted::Wanted;
use crate::document;
use crate::error::Error;
use crate::gate::{Gate, Question};
use crate::grant::{Asked, Grant, Mode, Origin, PrincipalType, TemplateRef};
use crate::problem::Problem;
use crate::template::{Permissions, Template};
use crate::token::{KeySet, ReadError};
use serde::Serialize;
use std::borrow::Cow;
use wasm_bindgen::prelude::*;

/// What there is to know of a gate once it is made.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    mode: &'static str,
    warnings: Vec<Problem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<TemplateRef>,
}

/// A refusal that other keys of the issuer may take back.
#[derive(Serialize)]
struct KeyUnknown<'a> {
    #[serde(flatten)]
    error: &'a Error,
    issuer: usize,
}

/// A gate in the engine's memory.
#[wasm_bindgen]
pub struct EngineGate {
    pub(super) gate: Gate,
    /// Of the key sets that the options gave.
    key_warnings: Vec<Problem>,
    /// Where JavaScript writes a token: one copy, and never more of it than is needed to refuse it.
    input: Vec<u8>,
}

pub(super) fn refusal(error: &Error) -> JsValue {
    to_js(error)
}

/// By id: nothing leaves a gap in a template that was read.
fn names(permissions: &Permissions) -> Vec<&str> {
    permissions.names().collect()
}

fn principal_type(name: &str) -> PrincipalType {
    PrincipalType::from_name(name).unwrap_or(PrincipalType::User)
}

#[wasm_bindgen]
impl EngineGate {
    /// From options in JSON text. Throws an array of problems, or an error of `TEMPLATE_REQUIRED`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<EngineGate, JsValue> {
        let options = document::read(options).map_err(js_sys::TypeError::new)?;
        let (options, key_warnings) = options::read(&options).map_err(|problems| to_js(&problems))?;
        let room = options.verifier.max_token_bytes.saturating_add(1);
        let gate = Gate::new(options).map_err(|error| refusal(&error))?;
        Ok(Self { gate, key_warnings, input: vec![0; room] })
    }

    /// Where a token is written before it is read, in the engine's memory.
    #[wasm_bindgen(getter, js_name = inputAt)]
    pub fn input_at(&self) -> usize {
        self.input.as_ptr() as usize
    }

    /// How many bytes fit there: one more than a token may have.
    #[wasm_bindgen(getter, js_name = inputLength)]
    pub fn input_length(&self) -> usize {
        self.input.len()
    }

    /// The token that was written.
    fn token(&self, length: usize) -> Cow<'_, str> {
        String::from_utf8_lossy(self.input.get(..length).unwrap_or_default())
    }

    /// Mode, warnings and the template's hash.
    pub fn report(&self) -> Result<JsValue, JsValue> {
        let template = self.gate.template_ref();
        let mut warnings = self.template_warnings();
        warnings.extend_from_slice(&self.key_warnings);
        Ok(to_js(&Report { mode: self.gate.mode().as_str(), warnings, template }))
    }

    fn template_warnings(&self) -> Vec<Problem> {
        let warnings = self.gate.template().map(Template::warnings);
        options::place(warnings.unwrap_or_default(), options::TEMPLATE)
    }

    /// Replaces the template by one in JSON text; its warnings. Throws an array of problems, and keeps the old one.
    #[wasm_bindgen(js_name = setTemplate)]
    pub fn set_template(&mut self, template: &str) -> Result<JsValue, JsValue> {
        let template = Template::from_json(template)
            .map_err(|problems| to_js(&options::place(&problems, options::TEMPLATE)))?;
        self.gate.set_template(template);
        Ok(to_js(&self.template_warnings()))
    }

    /// The permission names in the order of their ids: the organization's, or an API resource's.
    pub fn names(&self, resource: Option<String>) -> Result<JsValue, JsValue> {
        let Some(template) = self.gate.template() else {
            return Ok(to_js(&[""; 0]));
        };
        Ok(match resource {
            None => to_js(&names(template.permissions())),
            Some(indicator) => match template.resource(&indicator) {
                Some((_, resource)) => to_js(&names(&resource.permissions)),
                None => to_js(&[""; 0]),
            },
        })
    }

    /// Replaces the keys of an issuer by a JWKS in JSON text; the warnings. Throws an array of problems.
    #[wasm_bindgen(js_name = setKeys)]
    pub fn set_keys(&mut self, issuer: usize, jwks: &str) -> Result<JsValue, JsValue> {
        let keys = KeySet::from_json(jwks).map_err(|problems| to_js(&problems))?;
        let warnings = to_js(&keys.warnings());
        self.gate.set_keys(issuer, keys);
        Ok(warnings)
    }

    /// A key as a JWK, with its algorithm.
    pub fn key(&self, issuer: usize, key: usize) -> Result<JsValue, JsValue> {
        let issuer = self.gate.verifier().issuers().get(issuer);
        let key = issuer.and_then(|issuer| issuer.keys.as_ref()?.keys().nth(key));
        Ok(key.map_or(JsValue::UNDEFINED, |key| to_js(&(key.algorithm().name(), key.to_jwk()))))
    }

    /// Reads the access token of so many bytes up to its signature: without a resource an organization token. No
    /// organization means any, and with `global` none. Throws the refusal, or the position of the issuer whose keys
    /// are needed first.
    pub fn read(
        &self,
        length: usize,
        resource: Option<String>,
        global: bool,
        organization: Option<String>,
        roles: Option<Vec<String>>,
    ) -> Result<PendingToken, JsValue> {
        self.pending(length, Wanted::Access { resource, global, organization, roles })
    }

    /// The same of an ID token.
    #[wasm_bindgen(js_name = readIdentity)]
    pub fn read_identity(
        &self,
        length: usize,
        client_id: String,
        nonce: Option<String>,
    ) -> Result<PendingToken, JsValue> {
        self.pending(length, Wanted::Identity { client_id, nonce })
    }

    fn pending(&self, length: usize, wanted: Wanted) -> Result<PendingToken, JsValue> {
        wanted.check(&self.gate).map_err(|error| refusal(&error))?;
        match self.gate.read(&self.token(length), wanted.kind()) {
            Ok(candidate) => Ok(PendingToken::new(candidate, wanted)),
            Err(ReadError::Refused(error)) => Err(refusal(&error)),
            Err(ReadError::KeyUnknown(issuer, error)) => Err(to_js(&KeyUnknown { error: &error, issuer })),
            Err(ReadError::KeysNeeded(issuer)) => Err(JsValue::from(issuer as u32)),
        }
    }

    /// Verifies the access token of so many bytes in WebAssembly, as [`EngineGate::read`] reads it. `now` is in
    /// seconds.
    #[cfg(feature = "signatures")]
    pub fn verify(
        &self,
        length: usize,
        resource: Option<String>,
        global: bool,
        organization: Option<String>,
        roles: Option<Vec<String>>,
        now: f64,
    ) -> Result<String, JsValue> {
        self.verified(length, &Wanted::Access { resource, global, organization, roles }, now)
    }

    /// The same of an ID token.
    #[cfg(feature = "signatures")]
    #[wasm_bindgen(js_name = verifyIdentity)]
    pub fn verify_identity(
        &self,
        length: usize,
        client_id: String,
        nonce: Option<String>,
        now: f64,
    ) -> Result<String, JsValue> {
        self.verified(length, &Wanted::Identity { client_id, nonce }, now)
    }

    #[cfg(feature = "signatures")]
    fn verified(&self, length: usize, wanted: &Wanted, now: f64) -> Result<String, JsValue> {
        let token = wanted
            .check(&self.gate)
            .and_then(|()| self.gate.verified(&self.token(length), wanted.kind()))
            .map_err(|error| refusal(&error))?;
        wanted.answer(self, token, now)
    }

    /// Roles to the ids of permissions.
    pub fn resolve(
        &self,
        organization: &str,
        resource: Option<String>,
        roles: Vec<String>,
        principal: &str,
    ) -> Result<Vec<u32>, JsValue> {
        let principal = principal_type(principal);
        let question = Question { organization, resource: resource.as_deref(), roles: &roles, principal };
        match self.gate.resolve_set(question) {
            Ok((_, set)) => Ok(set.ones().map(|id| id as u32).collect()),
            Err(error) => Err(refusal(&error)),
        }
    }

    /// Explains a permission by the template; `undefined` without one.
    #[allow(clippy::too_many_arguments, reason = "scalars cross cheaper than an object")]
    pub fn explain(
        &self,
        permission: &str,
        held: bool,
        expired: bool,
        principal: &str,
        resource: Option<String>,
        mode: &str,
        roles: Option<Vec<String>>,
    ) -> Result<JsValue, JsValue> {
        let explanation = self.gate.explain(Asked {
            permission,
            held,
            expired,
            principal: principal_type(principal),
            resource: resource.as_deref(),
            mode: Mode::from_name(mode).unwrap_or(Mode::Token),
            roles: roles.as_deref(),
        });
        Ok(explanation.map_or(JsValue::UNDEFINED, |explanation| to_js(&explanation)))
    }

    /// Compares a grant, of which this is what bears on it, with the template in force.
    pub fn staleness(
        &self,
        permissions: Vec<String>,
        principal: &str,
        resource: Option<String>,
        mode: &str,
        template: Option<String>,
        roles: Option<Vec<String>>,
    ) -> Result<JsValue, JsValue> {
        Ok(to_js(&self.gate.staleness(&Grant {
            // Neither where it comes from nor its organization makes a difference.
            origin: Origin::WhatIf,
            principal: principal_type(principal),
            organization: None,
            resource,
            permissions,
            mode: Mode::from_name(mode).unwrap_or(Mode::Token),
            template: template.map(|hash| TemplateRef { hash, version: None }),
            roles,
        })))
    }
}
