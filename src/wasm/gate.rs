//! The gate as a class.

use super::convert::to_js;
use crate::error::Error;
use crate::gate::{Expected, Gate, GateOptions, Organization, Question};
use crate::grant::{Asked, Mode, PrincipalType, TemplateRef};
use crate::problem::Problem;
use crate::template::Template;
use crate::token::{Algorithm, Candidate, Issuer, KeySet, ReadError, Verdict, VerifierOptions};
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;

/// Options whose shape was checked in TypeScript. They cross as JSON text, and are taken apart by hand: reading
/// them with serde-wasm-bindgen made the core 8 KB (gzip) larger.
struct Options<'a>(&'a Value);

impl<'a> Options<'a> {
    fn text(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).and_then(Value::as_str)
    }

    fn list(&self, name: &str) -> &'a [Value] {
        self.0
            .get(name)
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }
}

/// What there is to know of a gate once it is made.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    mode: &'static str,
    warnings: &'a [Problem],
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
    gate: Gate,
    warnings: Vec<Problem>,
}

fn refusal(error: &Error) -> JsValue {
    to_js(error)
}

/// Reads the documents of all options, and collects the problems of all.
fn build(options: &Options<'_>) -> Result<(GateOptions, Vec<Problem>), Vec<Problem>> {
    let mut problems = Vec::new();
    let mut warnings = Vec::new();
    let place = |list: Vec<Problem>, at: &str| -> Vec<Problem> {
        list.into_iter()
            .map(|problem| Problem {
                pointer: format!("{at}{}", problem.pointer),
                ..problem
            })
            .collect()
    };
    let template = options
        .text("template")
        .and_then(|text| match Template::from_json(text) {
            Ok(template) => {
                warnings.extend(place(template.warnings().to_vec(), "/template"));
                Some(template)
            }
            Err(found) => {
                problems.extend(place(found, "/template"));
                None
            }
        });
    let mut issuers = Vec::new();
    for issuer in options.list("issuers").iter().map(Options) {
        // Where the keys stand in the caller's options.
        let pointer = issuer.text("pointer").unwrap_or_default();
        let keys = issuer
            .text("keys")
            .and_then(|text| match KeySet::from_json(text) {
                Ok(keys) => {
                    warnings.extend(place(keys.warnings().to_vec(), pointer));
                    Some(keys)
                }
                Err(found) => {
                    problems.extend(place(found, pointer));
                    None
                }
            });
        let algorithms = issuer
            .list("algorithms")
            .iter()
            .filter_map(Value::as_str)
            .filter_map(Algorithm::from_name);
        let algorithms = algorithms.collect();
        issuers.push(Issuer {
            issuer: issuer.text("issuer").unwrap_or_default().to_owned(),
            keys,
            algorithms,
        });
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut verifier = VerifierOptions::new(issuers);
    if let Some(typ) = options.text("typ") {
        verifier.typ = typ.to_owned();
    }
    let mode = options.text("mode").and_then(Mode::from_name);
    let clock_tolerance = options
        .0
        .get("clockToleranceSeconds")
        .and_then(Value::as_i64)
        .unwrap_or(0);
    Ok((
        GateOptions {
            verifier,
            clock_tolerance,
            template,
            mode,
        },
        warnings,
    ))
}

fn expected<'a>(organization: Option<&'a str>, roles: Option<&'a [String]>) -> Expected<'a> {
    Expected {
        organization: organization.map_or(Organization::Any, Organization::Is),
        roles,
    }
}

fn principal_type(name: &str) -> PrincipalType {
    PrincipalType::from_name(name).unwrap_or(PrincipalType::User)
}

#[wasm_bindgen]
impl EngineGate {
    /// From options in JSON text. Throws an array of problems, or an error of `TEMPLATE_REQUIRED`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<EngineGate, JsValue> {
        let options = serde_json::from_slice(options.as_bytes())
            .map_err(|_| js_sys::TypeError::new("options are JSON text"))?;
        let (options, warnings) = build(&Options(&options)).map_err(|problems| to_js(&problems))?;
        Ok(Self {
            gate: Gate::new(options).map_err(|error| refusal(&error))?,
            warnings,
        })
    }

    /// Mode, warnings and the template's hash.
    pub fn report(&self) -> JsValue {
        let template = self.gate.template().map(|template| TemplateRef {
            hash: template.hash().to_owned(),
            version: template.version().map(str::to_owned),
        });
        to_js(&Report {
            mode: self.gate.mode().as_str(),
            warnings: &self.warnings,
            template,
        })
    }

    /// The permission names in the order of their ids: the organization's, or an API resource's.
    pub fn names(&self, resource: Option<String>) -> JsValue {
        let Some(template) = self.gate.template() else {
            return to_js(&[""; 0]);
        };
        match resource {
            None => to_js(&template.permissions().names()),
            Some(indicator) => match template.resource(&indicator) {
                Some((_, resource)) => to_js(&resource.permissions.names()),
                None => to_js(&[""; 0]),
            },
        }
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
    pub fn key(&self, issuer: usize, key: usize) -> JsValue {
        let issuer = self.gate.verifier().issuers().get(issuer);
        let key = issuer.and_then(|issuer| issuer.keys.as_ref()?.keys().nth(key));
        key.map_or(JsValue::UNDEFINED, |key| {
            to_js(&(key.algorithm().name(), key.to_jwk()))
        })
    }

    /// Reads a token up to its signature. No organization means any. Throws the refusal, or the position of the
    /// issuer whose keys are needed first.
    pub fn read(
        &self,
        token: &str,
        organization: Option<String>,
        roles: Option<Vec<String>>,
    ) -> Result<PendingToken, JsValue> {
        self.gate
            .check(expected(organization.as_deref(), roles.as_deref()))
            .map_err(|error| refusal(&error))?;
        match self.gate.read(token) {
            Ok(candidate) => Ok(PendingToken {
                candidate,
                organization,
                roles,
            }),
            Err(ReadError::Refused(error)) => Err(refusal(&error)),
            Err(ReadError::KeyUnknown(issuer, error)) => Err(to_js(&KeyUnknown {
                error: &error,
                issuer,
            })),
            Err(ReadError::KeysNeeded(issuer)) => Err(JsValue::from(issuer as u32)),
        }
    }

    /// Verifies an organization token in WebAssembly: grant JSON. `now` is in seconds.
    #[cfg(feature = "signatures")]
    pub fn verify(
        &self,
        token: &str,
        organization: Option<String>,
        roles: Option<Vec<String>>,
        now: f64,
    ) -> Result<String, JsValue> {
        let expected = expected(organization.as_deref(), roles.as_deref());
        let grant = self
            .gate
            .verify_organization_token(token, expected, now as i64);
        grant_json(grant)
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
        let question = Question {
            organization,
            resource: resource.as_deref(),
            roles: &roles,
            principal,
        };
        match self.gate.resolve_set(question) {
            Ok((_, set)) => Ok(set.ones().map(|id| id as u32).collect()),
            Err(error) => Err(refusal(&error)),
        }
    }

    /// Explains a permission by the template; `undefined` without one.
    #[allow(
        clippy::too_many_arguments,
        reason = "scalars cross cheaper than an object"
    )]
    pub fn explain(
        &self,
        permission: &str,
        held: bool,
        expired: bool,
        principal: &str,
        resource: Option<String>,
        mode: &str,
        roles: Option<Vec<String>>,
    ) -> JsValue {
        let explanation = self.gate.explain(Asked {
            permission,
            held,
            expired,
            principal: principal_type(principal),
            resource: resource.as_deref(),
            mode: Mode::from_name(mode).unwrap_or(Mode::Token),
            roles: roles.as_deref(),
        });
        explanation.map_or(JsValue::UNDEFINED, |explanation| to_js(&explanation))
    }
}

fn grant_json(grant: Result<crate::Grant, Error>) -> Result<String, JsValue> {
    let grant = grant.map_err(|error| refusal(&error))?;
    serde_json::to_string(&grant).map_err(|error| js_sys::Error::new(&error.to_string()).into())
}

/// A token that was read, and waits for the platform's verdict on its signature.
#[wasm_bindgen]
pub struct PendingToken {
    candidate: Candidate,
    organization: Option<String>,
    roles: Option<Vec<String>>,
}

#[wasm_bindgen]
impl PendingToken {
    /// The position of the issuer.
    #[wasm_bindgen(getter)]
    pub fn issuer(&self) -> usize {
        self.candidate.key_position().0
    }

    /// The position of the key in the issuer's set.
    #[wasm_bindgen(getter)]
    pub fn key(&self) -> usize {
        self.candidate.key_position().1
    }

    /// Where the signed bytes lie in the engine's memory, and how many there are.
    #[wasm_bindgen(getter, js_name = signedAt)]
    pub fn signed_at(&self) -> usize {
        self.candidate.signed().as_ptr() as usize
    }

    /// See [`PendingToken::signed_at`].
    #[wasm_bindgen(getter, js_name = signedLength)]
    pub fn signed_length(&self) -> usize {
        self.candidate.signed().len()
    }

    /// Where the signature lies in the engine's memory, and its length.
    #[wasm_bindgen(getter, js_name = signatureAt)]
    pub fn signature_at(&self) -> usize {
        self.candidate.signature().as_ptr() as usize
    }

    /// See [`PendingToken::signature_at`].
    #[wasm_bindgen(getter, js_name = signatureLength)]
    pub fn signature_length(&self) -> usize {
        self.candidate.signature().len()
    }

    /// Takes the verdict on exactly those bytes: grant JSON. `now` is in seconds.
    pub fn finish(self, gate: &EngineGate, valid: bool, now: f64) -> Result<String, JsValue> {
        let verdict = Verdict::new(self.candidate.signed(), self.candidate.signature(), valid);
        let grant = self.candidate.accept(&verdict).and_then(|token| {
            gate.gate.grant(
                token,
                expected(self.organization.as_deref(), self.roles.as_deref()),
                now as i64,
            )
        });
        grant_json(grant)
    }
}
