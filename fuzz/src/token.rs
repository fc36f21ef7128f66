//! Any text as a token.

use super::grants::{self, Case};
use super::issuers::{self, WORLDS, World};
use super::model;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use orgate::token::{
    Candidate, Claims, Clock, MAX_TOKEN_BYTES, ReadError, TokenKind, Verdict, VerifiedToken,
};
use orgate::{Code, Error};

const KINDS: [TokenKind; 3] = [TokenKind::Organization, TokenKind::Api, TokenKind::Identity];

/// The laws, of text that a fuzzer wrote.
pub fn check(data: &[u8]) {
    if let Ok(token) = str::from_utf8(data) {
        laws(token);
    }
}

/// What holds for every token, whoever made it, as each kind by each named profile. Whether its signature is right.
pub fn laws(token: &str) -> bool {
    let mut engine = Engine::new(false);
    for (index, world) in WORLDS.iter().enumerate() {
        // Every gate is asked for signatures by some tokens: they are slow.
        engine.asks_gates = token.len() % WORLDS.len() == index;
        in_world(world, token, &mut engine);
    }
    engine.valid
}

/// The same by one profile.
pub fn in_world(world: &World, token: &str, engine: &mut Engine) {
    let [organization, api, _] = KINDS.map(|kind| of_kind(world, kind, token, engine));
    if world.by_audience() {
        assert!(!(organization && api), "an organization token is an API token too");
    }
}

/// Whether a gate accepts the token as one of this kind, were its signature right.
fn of_kind(world: &World, kind: TokenKind, token: &str, engine: &mut Engine) -> bool {
    let refusal = |error: &Error| refusal(world, error, token);
    let known = world.knowing.read(token, kind);
    match world.keyless.read(token, kind).expect_err("a token was read without keys") {
        ReadError::Refused(error) => {
            refusal(&error);
            assert_eq!(known.err(), Some(ReadError::Refused(error)), "keys changed what comes before keys");
            return false;
        }
        ReadError::KeyUnknown(..) => panic!("a key is unknown where none was looked for"),
        ReadError::KeysNeeded(position) => match &known {
            Ok(candidate) => assert_eq!(candidate.key_position().0, position),
            Err(ReadError::KeyUnknown(issuer, error)) => {
                assert_eq!(*issuer, position);
                refusal(error);
            }
            Err(ReadError::Refused(error)) => refusal(error),
            Err(ReadError::KeysNeeded(_)) => panic!("the keys are known"),
        },
    }
    known.is_ok_and(|candidate| read(world, kind, token, candidate, engine))
}

/// A refusal is short, one line, and holds nothing of the token that could be used.
fn refusal(world: &World, error: &Error, token: &str) {
    let text = serde_json::to_string(error).expect("an error can be written");
    // A profile of one's own may have long names.
    assert!(!world.named || text.len() < 2_048, "a refusal of {} bytes", text.len());
    assert!(!error.message().contains(char::is_control), "{:?}", error.message());
    assert!(token.len() < 16 || !text.contains(token), "a refusal holds the token");
    assert_eq!(error.code().status(), 401, "{}", error.code().as_str());
}

/// What holds for a token that waits for the verdict on its signature.
fn read(world: &World, kind: TokenKind, token: &str, candidate: Candidate, engine: &mut Engine) -> bool {
    let parts = model::parts(token);
    let signed = token.rsplit_once('.').expect("a dot").0;
    assert_eq!(candidate.signed(), signed.as_bytes());
    assert_eq!(candidate.signature(), parts.signature);

    let (issuer, position) = candidate.key_position();
    let issuer = &world.knowing.issuers()[issuer];
    let key = issuer.keys.iter().flat_map(|keys| keys.keys()).nth(position);
    assert_eq!(key, Some(candidate.key()));
    assert_eq!(parts.payload["iss"], issuer.issuer);
    assert_eq!(parts.header["kid"], candidate.key().kid());
    assert_eq!(parts.header["alg"], candidate.key().algorithm().name());
    assert!(model::has_type(&world.document, kind, &parts.header["typ"]), "{}", parts.header["typ"]);
    for refused in ["crit", "b64", "cty", "enc", "zip"] {
        assert!(parts.header.get(refused).is_none(), "{refused}");
    }

    let again = || again(world, kind, token);
    let Some(verified) = engine.accept(candidate, again) else { return false };
    let expires_at = parts.payload["exp"].as_f64().expect("exp").floor() as i64;
    let at = |now: i64| verified.clone().claims(kind, Clock { now, tolerance: 0 });
    assert_eq!(at(expires_at).expect_err("an expired token").code(), Code::TokenExpired);
    let now = expires_at - 1;
    for other in KINDS.into_iter().filter(|other| *other != kind) {
        let error = verified.clone().claims(other, Clock { now, tolerance: 0 }).expect_err("another kind");
        assert_eq!(error.code(), Code::TokenTypeMismatch);
    }
    let Ok(claims) = at(now) else { return false };
    model::same_claims(&world.document, kind, &parts.payload, &claims);
    if world.named && world.by_audience() {
        rewritten(world, kind, token, &claims);
    }
    let valid = engine.asks_gates.then_some(engine.valid);
    let case = Case { world, token, verified: &verified, claims: &claims, now, valid };
    match kind {
        TokenKind::Organization => grants::organization(&case),
        TokenKind::Api => grants::api(&case),
        TokenKind::Identity => grants::identity(&case),
    }
}

/// The signed bytes, the signature, and the positions of the issuer and the key.
type Signed = (Vec<u8>, Vec<u8>, (usize, usize));

/// What the engines said of the one signature that a token has, for all that it is read as.
#[derive(Default)]
pub struct Engine {
    read: Option<Signed>,
    /// Whether a true verdict is taken.
    acceptable: bool,
    /// Whether the Rust engine says that the signature is right.
    valid: bool,
    /// Whether the gates are asked as well.
    asks_gates: bool,
}

impl Engine {
    /// Nothing was asked yet.
    pub fn new(asks_gates: bool) -> Self {
        Self { asks_gates, ..Self::default() }
    }

    /// The token by a true verdict on its signature.
    fn accept(&mut self, candidate: Candidate, again: impl Fn() -> Candidate) -> Option<VerifiedToken> {
        let now = (candidate.signed().to_vec(), candidate.signature().to_vec(), candidate.key_position());
        let first = self.read.get_or_insert_with(|| {
            (self.acceptable, self.valid) = engines(&again);
            now.clone()
        });
        assert_eq!(*first, now, "another signature, or another key, for another kind");
        let refused = again().accept(&Verdict::new(&now.0, &now.1, false));
        assert!(refused.is_err(), "a token was taken whose signature is wrong");
        let verified = candidate.accept(&Verdict::new(&now.0, &now.1, true)).ok();
        assert_eq!(verified.is_some(), self.acceptable, "a payload is well-formed as one kind only");
        verified
    }
}

/// Whether a true verdict is taken, and whether the Rust engine's is true.
fn engines(again: &impl Fn() -> Candidate) -> (bool, bool) {
    let candidate = again();
    wrong_verdicts(&candidate, again);
    let signed = str::from_utf8(candidate.signed()).expect("text").to_owned();
    let ours = candidate.key().kid() == issuers::OUR_KID && candidate.key().algorithm().name() == "EdDSA";
    let verdict = Verdict::new(candidate.signed(), candidate.signature(), true);
    if candidate.accept(&verdict).is_err() {
        // jwt-compact reads dates more strictly; then nothing else may take the token either.
        assert!(again().verify().is_err(), "the engines differ");
        return (false, false);
    }
    match again().verify() {
        Ok(_) => assert!(ours || issuers::was_signed(&signed), "a signature verified that nobody made"),
        Err(error) => {
            assert_eq!(error.code(), Code::SignatureInvalid);
            return (true, false);
        }
    }
    (true, true)
}

/// Only a true verdict on these very bytes counts.
fn wrong_verdicts(candidate: &Candidate, again: &impl Fn() -> Candidate) {
    let (signed, signature) = (candidate.signed(), candidate.signature());
    let longer = [signed, b"."].concat();
    let mut flipped = signature.to_vec();
    if let Some(first) = flipped.first_mut() {
        *first ^= 1;
    }
    let verdicts = [
        Verdict::new(signed, signature, false),
        Verdict::new(signed, &flipped, true),
        Verdict::new(signed, &signature[1..], true),
        Verdict::new(&longer, signature, true),
        Verdict::new(&[], &[], true),
    ];
    for verdict in verdicts {
        let error = again().accept(&verdict).expect_err("a wrong verdict was taken");
        assert!([Code::SignatureInvalid, Code::TokenMalformed].contains(&error.code()), "{error}");
    }
}

fn again(world: &World, kind: TokenKind, token: &str) -> Candidate {
    world.knowing.read(token, kind).expect("a token is read as it was before")
}

/// Claims that are written and read again are the same.
fn rewritten(world: &World, kind: TokenKind, token: &str, claims: &Claims) {
    let mut segments = token.split('.');
    let [header, _, signature] = [(); 3].map(|()| segments.next().expect("a segment"));
    let rewritten = format!("{header}.{}.{signature}", BASE64URL.encode(model::payload_of(claims)));
    if rewritten.len() > MAX_TOKEN_BYTES {
        return;
    }
    let candidate = again(world, kind, &rewritten);
    let verdict = Verdict::new(candidate.signed(), candidate.signature(), true);
    let verified = candidate.accept(&verdict).expect("the claims were taken before");
    let clock = Clock { now: claims.expires_at - 1, tolerance: 0 };
    assert_eq!(verified.claims(kind, clock).as_ref(), Ok(claims));
}
