//! Templates as code, for JavaScript: what is different, and whose template it is.

use super::policy::{EnginePolicy, refusal, text, thrown};
use crate::policy::{Difference, ExpectedTemplate, Policy, Scope};
use crate::template::{Template, lint};
use wasm_bindgen::prelude::*;

/// How much is compared, as its number in JavaScript.
pub(super) fn scope(number: u8) -> Scope {
    match number {
        0 => Scope::Template,
        1 => Scope::Roles,
        _ => Scope::Policy,
    }
}

/// What is different between two policies, to be fetched in parts: its text may be longer than a string can be.
#[wasm_bindgen]
pub struct EngineDiff(Vec<Difference>);

#[wasm_bindgen]
impl EngineDiff {
    /// How many changes there are.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> usize {
        self.0.len()
    }

    /// A part of them.
    pub fn slice(&self, from: usize, limit: usize) -> String {
        text(&self.0.iter().skip(from).take(limit).collect::<Vec<_>>())
    }
}

/// What lint finds in a document, which may be broken.
#[wasm_bindgen(js_name = lint)]
pub fn lint_document(document: Vec<u8>) -> String {
    text(&lint(str::from_utf8(&document).unwrap_or_default()))
}

#[wasm_bindgen]
impl EnginePolicy {
    /// A policy of a template in CSV. Throws the text of an array of problems.
    #[wasm_bindgen(js_name = fromCsv)]
    pub fn from_csv(csv: Vec<u8>) -> Result<EnginePolicy, JsValue> {
        let template = Template::from_csv(str::from_utf8(&csv).unwrap_or_default());
        let policy = Policy::from(template.map_err(|problems| thrown(&problems))?);
        Ok(Self { policy, changes: Vec::new() })
    }

    /// The template as CSV.
    #[wasm_bindgen(js_name = toCsv)]
    pub fn to_csv(&self) -> String {
        self.policy.template().to_csv()
    }

    /// The template and the global roles as bodies of Logto's Management API.
    #[wasm_bindgen(js_name = toLogto)]
    pub fn to_logto(&self) -> String {
        self.policy.to_logto()
    }

    /// What lint finds in the template.
    pub fn lint(&self) -> String {
        text(&self.policy.template().lint())
    }

    /// Refuses when the template is not the expected one.
    #[wasm_bindgen(js_name = expectTemplate)]
    pub fn expect_template(&self, hash: Option<String>, version: Option<String>) -> Result<(), JsValue> {
        let expected = ExpectedTemplate { hash: hash.as_deref(), version: version.as_deref() };
        self.policy.expect_template(expected).map_err(refusal)
    }

    /// What makes this policy another one.
    pub fn diff(&self, to: &EnginePolicy, compare: u8) -> Result<EngineDiff, JsValue> {
        self.policy.diff(&to.policy, scope(compare)).map(EngineDiff).map_err(refusal)
    }

    /// Makes the template that of another policy; how many changes that made.
    #[wasm_bindgen(js_name = setTemplate)]
    pub fn set_template(&mut self, to: &EnginePolicy) -> Result<usize, JsValue> {
        self.changes = self.policy.set_template(&to.policy).map_err(refusal)?;
        Ok(self.changes.len())
    }
}
