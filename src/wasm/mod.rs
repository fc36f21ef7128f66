//! JavaScript exports: thin, and the only place that knows JavaScript.
//!
//! Hot paths cross with strings and numbers; reports, explanations and errors come back as plain objects through
//! serde-wasm-bindgen; options and documents (templates, key sets) go in as JSON text, which a cyclic object
//! cannot become.

#[cfg(any(feature = "gate", feature = "issuer"))]
mod convert;
#[cfg(feature = "gate")]
mod gate;
#[cfg(feature = "policy")]
mod impact;
#[cfg(feature = "issuer")]
mod issuer;
#[cfg(feature = "gate")]
mod options;
#[cfg(feature = "gate")]
mod pending;
#[cfg(feature = "policy")]
mod policy;
#[cfg(feature = "policy")]
mod template;
#[cfg(all(feature = "policy", target_arch = "wasm32"))]
mod text;
#[cfg(feature = "gate")]
mod wanted;

#[cfg(all(feature = "policy", target_arch = "wasm32"))]
pub(crate) use text::lower_case;
