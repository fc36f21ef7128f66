//! Bodies of Logto's Management API: what is exported is what a server would answer, and reads back as it was; what a
//! server would never answer is refused where it stands.

#![cfg(all(feature = "policy", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(missing_docs, reason = "tests")]

mod bodies;
mod documents;
mod model;
