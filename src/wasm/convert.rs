//! Plain data to and from JavaScript.

use serde::Serialize;
#[cfg(feature = "issuer")]
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// Plain JSON-like data: objects, not `Map`s.
pub(super) fn to_js(value: &impl Serialize) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED)
}

/// Data from JavaScript.
#[cfg(feature = "issuer")]
pub(super) fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(|error| js_sys::TypeError::new(&error.to_string()).into())
}
