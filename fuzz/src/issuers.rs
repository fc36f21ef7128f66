//! Issuers that the laws trust, and what these really signed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use ed25519_dalek::{Signer as _, SigningKey};
use orgate::token::{Algorithm, Issuer, Verifier, VerifierOptions};
use orgate::{Gate, GateOptions, KeySet, Template};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::LazyLock;

const TENANT: &str = "https://tenant.example/oidc";
const LOGTO: &str = "http://localhost:3001/oidc";

/// The `kid` of [`sign`].
pub const OUR_KID: &str = "eddsa";

static CORPUS: LazyLock<Value> = LazyLock::new(|| parsed(include_str!("../../tests/corpus/tokens.json")));

/// Tokens of a Logto server, as they came.
static CAPTURED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let records = parsed(include_str!("../../tests/fixtures/logto/tokens.json"));
    let tokens = records.as_array().into_iter().flatten().filter_map(|record| record["token"].as_str());
    tokens.filter(|token| token.contains('.')).map(str::to_owned).collect()
});

/// The private key that signs what a fuzzer makes up: public knowledge, as all of `tests/corpus/keys.json`.
static OUR_KEY: LazyLock<SigningKey> = LazyLock::new(|| {
    let keys = parsed(include_str!("../../tests/corpus/keys.json"));
    let seed = keys["keys"][OUR_KID]["d"].as_str().expect("the corpus has an Ed25519 key");
    let seed = BASE64URL.decode(seed).expect("base64url");
    SigningKey::from_bytes(seed.as_slice().try_into().expect("32 bytes"))
});

/// What was signed with a private key of an issuer, each token up to its last dot.
static SIGNED: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let cases = CORPUS["cases"].as_array().into_iter().flatten();
    let of_corpus = cases.filter_map(|case| case["token"].as_str());
    let tokens = of_corpus.chain(CAPTURED.iter().map(String::as_str));
    tokens.filter_map(|token| token.rsplit_once('.')).map(|(signed, _)| signed.to_owned()).collect()
});

/// A verifier that knows the keys.
pub static KNOWING: LazyLock<Verifier> = LazyLock::new(|| Verifier::new(options(true)));

/// The same before any key set was loaded.
pub static KEYLESS: LazyLock<Verifier> = LazyLock::new(|| Verifier::new(options(false)));

/// A gate with the same issuers, in mode `intersection`.
pub static GATE: LazyLock<Gate> = LazyLock::new(|| {
    let template = Template::from_json(&CORPUS["templates"]["sample"].to_string());
    let template = Some(template.expect("the corpus has a template"));
    let options = GateOptions { verifier: options(true), clock_tolerance: 0, template, mode: None };
    Gate::new(options).expect("a gate")
});

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("a file of the tests is JSON")
}

fn options(with_keys: bool) -> VerifierOptions {
    let issuer = |name: &str, keys: &str| Issuer {
        issuer: name.to_owned(),
        keys: with_keys.then(|| KeySet::from_json(keys).expect("a key set")),
        algorithms: Algorithm::ALL.to_vec(),
    };
    VerifierOptions::new(vec![
        issuer(TENANT, &CORPUS["keySets"]["all"].to_string()),
        issuer(LOGTO, include_str!("../../tests/fixtures/logto/jwks-all.json")),
    ])
}

/// A captured token, by any number.
pub fn captured(number: usize) -> &'static str {
    let tokens: &'static [String] = &CAPTURED;
    &tokens[number % tokens.len()]
}

/// Whether an issuer signed this, which is a token up to its last dot.
pub fn was_signed(signed: &str) -> bool {
    SIGNED.contains(signed)
}

/// A token of this header and payload with a true signature, if the header says EdDSA; else with one of the right
/// length that nobody made.
pub fn sign(header: &[u8], payload: &[u8]) -> String {
    let signed = format!("{}.{}", BASE64URL.encode(header), BASE64URL.encode(payload));
    let said = serde_json::from_slice::<Value>(header).unwrap_or_else(|_| json!({}));
    let signature = match said["alg"].as_str() {
        Some("ES384") => vec![1; 96],
        Some("ES256") => vec![1; 64],
        Some("RS256") => vec![1; 256],
        _ => OUR_KEY.sign(signed.as_bytes()).to_bytes().to_vec(),
    };
    format!("{signed}.{}", BASE64URL.encode(signature))
}
