//! Issuers that the laws trust, and what these really signed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use ed25519_dalek::{Signer as _, SigningKey};
use orgate::token::{Issuer, Profile, Verifier, VerifierOptions};
use orgate::{Gate, GateOptions, KeySet, Template};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

const TENANT: &str = "https://tenant.example/oidc";
const LOGTO: &str = "http://localhost:3001/oidc";

/// An API resource of the template, and the audience of the issuers that have one.
pub const AUDIENCE: &str = "https://api.example.com/orders";

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

/// The trusted issuers with their keys: those that the tokens of the corpus name, and the captured ones. Each of a profile.
static ISSUERS: LazyLock<Vec<Issuer>> = LazyLock::new(|| {
    let issuer = |name: &str, keys: &str| Issuer {
        keys: Some(KeySet::from_json(keys).expect("a key set")),
        ..Issuer::new(name)
    };
    let ours = CORPUS["keySets"]["all"].to_string();
    let cases = CORPUS["cases"].as_array().into_iter().flatten();
    let names: BTreeSet<&str> = cases.filter_map(|case| case["options"]["issuer"].as_str()).collect();
    let of_corpus = [TENANT].into_iter().chain(names.into_iter().filter(|name| *name != TENANT));
    let captured = issuer(LOGTO, include_str!("../../tests/fixtures/logto/jwks-all.json"));
    of_corpus.map(|name| issuer(name, &ours)).chain([captured]).collect()
});

static TEMPLATE: LazyLock<Template> = LazyLock::new(|| {
    let template = Template::from_json(&CORPUS["templates"]["sample"].to_string());
    template.expect("the corpus has a template")
});

/// What is trusted, all of it of one profile.
pub struct World {
    /// The profile as a document.
    pub document: Value,
    /// Whether the profile has a name; else a fuzzer wrote it.
    pub named: bool,
    /// The audience of every issuer.
    pub audience: Option<&'static str>,
    /// A verifier that knows the keys.
    pub knowing: Verifier,
    /// The same before any key set was loaded.
    pub keyless: Verifier,
    /// A gate without a template, and one in mode `intersection`; none where there must be an audience and is not, or the other way round.
    pub gates: Vec<Gate>,
}

impl World {
    /// With a profile that was read from this document.
    pub fn new(document: Value, profile: &Profile, audience: Option<&'static str>) -> Self {
        let issuers: Vec<Issuer> = ISSUERS.clone();
        let of_profile = issuers.into_iter().map(|issuer| Issuer {
            profile: profile.clone(),
            audience: audience.map(str::to_owned),
            ..issuer
        });
        let options = VerifierOptions::new(of_profile.collect());
        let mut keyless = options.clone();
        for issuer in &mut keyless.issuers {
            issuer.keys = None;
        }
        let gate = |template: Option<Template>| {
            Gate::new(GateOptions { verifier: options.clone(), clock_tolerance: 0, template, mode: None })
        };
        let gates = [gate(None), gate(Some(TEMPLATE.clone()))].into_iter().collect::<Result<Vec<_>, _>>();
        assert_eq!(
            profile.needs_audience(),
            document["audience"] == "required",
            "whether it needs an audience"
        );
        let fits = if audience.is_some() {
            document["audience"] != "organization"
        } else {
            !profile.needs_audience()
        };
        assert_eq!(gates.is_ok(), fits, "whether it makes a gate");
        Self {
            document,
            named: false,
            audience,
            knowing: Verifier::new(options),
            keyless: Verifier::new(keyless),
            gates: gates.unwrap_or_default(),
        }
    }

    /// Whether the one audience of an organization token is the organization, as with Logto.
    pub fn by_audience(&self) -> bool {
        self.document["audience"].as_str().unwrap_or("organization") == "organization"
    }
}

/// The documents of the profiles that have a name.
pub static PROFILES: LazyLock<Value> =
    LazyLock::new(|| parsed(include_str!("../../src/token/profiles.json")));

/// A world of each named profile without an audience, and one with; Logto's is the first.
pub static WORLDS: LazyLock<Vec<World>> = LazyLock::new(|| {
    let names = ["logto", "auth0", "clerk", "workos", "kinde", "generic"];
    assert_eq!(PROFILES.as_object().map(serde_json::Map::len), Some(names.len()), "a profile is not tried");
    let world = |(name, audience)| {
        let profile = Profile::named(name).expect("a profile of that name");
        World { named: true, ..World::new(PROFILES[name].clone(), &profile, audience) }
    };
    names.into_iter().flat_map(|name| [(name, None), (name, Some(AUDIENCE))]).map(world).collect()
});

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("a file of the tests is JSON")
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
