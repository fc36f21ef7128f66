//! JavaScript exports: thin, and the only place that knows JavaScript.
//!
//! Hot paths cross with strings and numbers; reports, explanations and errors come back as plain objects through
//! serde-wasm-bindgen; options and documents (templates, key sets) go in as JSON text, which a cyclic object
//! cannot become.

mod convert;
mod gate;
#[cfg(feature = "issuer")]
mod issuer;
mod options;
mod pending;
