//! What must hold for every input, one module for each fuzz target. A law that is broken panics.
//!
//! Two things run them: the targets under `targets`, and `tests/fuzz_corpus.rs`, which compiles this file as a module
//! and replays the committed corpus on stable.

pub mod altered;
pub mod csv;
mod grants;
mod issuers;
pub mod key_set;
mod model;
pub mod policy;
pub mod profile;
pub mod signed;
pub mod template;
pub mod token;

/// A fuzz target by name.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 8] = [
    ("altered", altered::check),
    ("csv", csv::check),
    ("key_set", key_set::check),
    ("policy", policy::check),
    ("profile", profile::check),
    ("signed", signed::check),
    ("template", template::check),
    ("token", token::check),
];
