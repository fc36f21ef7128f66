//! May this subject do this in this organization?
//!
//! Orgate verifies Logto-style organization tokens, resolves the organization template (roles to permissions)
//! and answers with a [`Grant`]. It reads no clock, no network and no random source: time, keys and templates
//! come in as arguments.
//!
//! ```
//! # use orgate::{Gate, GateOptions, KeySet, PrincipalType, Question, Template, token};
//! let template = Template::from_json(r#"{
//!     "v": 1,
//!     "permissions": ["invite:users", "read:reports"],
//!     "roles": [{ "name": "admin", "permissions": ["invite:users", "read:reports"] }]
//! }"#).map_err(|problems| format!("{problems:?}"))?;
//! let issuer = token::Issuer {
//!     keys: KeySet::from_json(r#"{ "keys": [] }"#).ok(),
//!     ..token::Issuer::new("https://tenant.logto.app/oidc")
//! };
//! let gate = Gate::new(GateOptions {
//!     verifier: token::VerifierOptions::new(vec![issuer]),
//!     clock_tolerance: 0,
//!     template: Some(template),
//!     mode: None,
//! })?;
//! let grant = gate.resolve(Question {
//!     organization: "acme",
//!     resource: None,
//!     roles: &["admin".to_owned()],
//!     principal: PrincipalType::User,
//! })?;
//! assert!(grant.can("invite:users"));
//! assert!(!grant.can("remove:users"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod document;
mod error;
mod gate;
mod grant;
#[cfg(feature = "issuer")]
mod issuer;
#[cfg(feature = "policy")]
mod organization;
#[cfg(feature = "policy")]
pub mod policy;
#[cfg(feature = "policy")]
mod principal;
mod problem;
#[cfg(feature = "policy")]
mod rbac;
pub mod resolve;
mod suggest;
mod table;
pub mod template;
pub mod token;
#[cfg(feature = "wasm")]
mod wasm;

pub use error::{Code, Detail, Error};
pub use gate::{
    Expected, ExpectedApi, ExpectedIdentity, Gate, GateOptions, Identity, IdentityOrganization, Organization,
    Question,
};
pub use grant::{
    Asked, Explanation, Grant, Mode, Origin, Outcome, PrincipalType, Provenance, Source, Staleness,
    TemplateRef, explain, staleness,
};
#[cfg(feature = "issuer")]
pub use issuer::DevelopmentIssuer;
#[cfg(feature = "policy")]
pub use policy::Policy;
pub use problem::{Problem, ProblemCode};
pub use template::Template;
pub use token::KeySet;
