//! Tokens as a lenient reader understands them: what the strict one takes it must understand the same way.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use orgate::token::{Claims, MAX_TOKEN_BYTES};
use serde_json::{Value, json};

/// A token taken apart.
pub struct Parts {
    pub header: Value,
    pub payload: Value,
    pub signature: Vec<u8>,
}

/// Takes apart a token that was found well-formed.
pub fn parts(token: &str) -> Parts {
    let segments: Vec<&str> = token.split('.').collect();
    assert_eq!(segments.len(), 3, "segments");
    assert!(token.len() <= MAX_TOKEN_BYTES, "length");
    let bytes = |segment: &str| BASE64URL.decode(segment).expect("base64url");
    let object = |segment: &str| serde_json::from_slice::<Value>(&bytes(segment)).expect("JSON");
    let [header, payload, signature] = [segments[0], segments[1], segments[2]];
    // One text for one value: no second text may pass for the same token.
    assert_eq!(BASE64URL.encode(bytes(signature)), signature, "another text of the same signature");
    Parts { header: object(header), payload: object(payload), signature: bytes(signature) }
}

/// What the claims are by the payload.
pub fn same_claims(payload: &Value, claims: &Claims) {
    let date = |name: &str| payload[name].as_f64().map(|date| date.floor() as i64);
    assert_eq!(payload["iss"].as_str(), Some(claims.issuer.as_str()), "iss");
    assert_eq!(payload["sub"].as_str(), Some(claims.subject.as_str()), "sub");
    assert_eq!(date("exp"), Some(claims.expires_at), "exp");
    assert_eq!(date("iat"), Some(claims.issued_at), "iat");
    assert_eq!(date("nbf"), claims.not_before, "nbf");
    assert_eq!(payload.get("client_id").and_then(Value::as_str), claims.client_id.as_deref(), "client_id");
    assert_eq!(payload["scope"].as_str().unwrap_or_default(), claims.scope, "scope");
    let audience: Vec<&str> = match &payload["aud"] {
        Value::String(only) => vec![only],
        Value::Array(several) => several.iter().map(|one| one.as_str().expect("a string")).collect(),
        other => panic!("an audience was read of {other}"),
    };
    assert_eq!(audience, claims.audience, "aud");
}

/// The claims as a payload.
pub fn payload_of(claims: &Claims) -> String {
    let mut payload = json!({
        "iss": claims.issuer,
        "sub": claims.subject,
        "aud": claims.audience,
        "exp": claims.expires_at,
        "iat": claims.issued_at,
        "scope": claims.scope,
    });
    if let Some(date) = claims.not_before {
        payload["nbf"] = date.into();
    }
    if let Some(client) = &claims.client_id {
        payload["client_id"] = client.as_str().into();
    }
    payload.to_string()
}
