//! What every JavaScript engine has Unicode's tables for: with those of Rust the file would be a twentieth larger.

use js_sys::JsString;

/// A text in lower case, without regard to language.
pub(crate) fn lower_case(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}
