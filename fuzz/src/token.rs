//! Any text as a token.

use super::issuers::{self, GATE, KEYLESS, KNOWING};
use super::model;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use orgate::token::{Candidate, Clock, MAX_TOKEN_BYTES, ReadError, Verdict};
use orgate::{Code, Error, Expected, Organization};
use std::collections::HashSet;

/// The laws, of text that a fuzzer wrote.
pub fn check(data: &[u8]) {
    if let Ok(token) = str::from_utf8(data) {
        laws(token);
    }
}

/// What holds for every token, whoever made it.
pub fn laws(token: &str) {
    let known = KNOWING.read(token);
    match KEYLESS.read(token).expect_err("a token was read without keys") {
        ReadError::Refused(error) => {
            refusal(&error, token);
            assert_eq!(known.err(), Some(ReadError::Refused(error)), "keys changed what comes before keys");
            return;
        }
        ReadError::KeyUnknown(..) => panic!("a key is unknown where none was looked for"),
        ReadError::KeysNeeded(position) => match &known {
            Ok(candidate) => assert_eq!(candidate.key_position().0, position),
            Err(ReadError::KeyUnknown(issuer, error)) => {
                assert_eq!(*issuer, position);
                refusal(error, token);
            }
            Err(ReadError::Refused(error)) => refusal(error, token),
            Err(ReadError::KeysNeeded(_)) => panic!("the keys are known"),
        },
    }
    if let Ok(candidate) = known {
        read(token, candidate);
    }
}

/// A refusal is short, one line, and holds nothing of the token that could be used.
fn refusal(error: &Error, token: &str) {
    let text = serde_json::to_string(error).expect("an error can be written");
    assert!(text.len() < 2_048, "a refusal of {} bytes", text.len());
    assert!(!error.message().contains(char::is_control), "{:?}", error.message());
    assert!(token.len() < 16 || !text.contains(token), "a refusal holds the token");
    assert_eq!(error.code().status(), 401, "{}", error.code().as_str());
}

/// What holds for a token that waits for the verdict on its signature.
fn read(token: &str, candidate: Candidate) {
    let parts = model::parts(token);
    let signed = token.rsplit_once('.').expect("a dot").0;
    assert_eq!(candidate.signed(), signed.as_bytes());
    assert_eq!(candidate.signature(), parts.signature);

    let (issuer, position) = candidate.key_position();
    let issuer = &KNOWING.issuers()[issuer];
    let key = issuer.keys.iter().flat_map(|keys| keys.keys()).nth(position);
    assert_eq!(key, Some(candidate.key()));
    assert_eq!(parts.payload["iss"], issuer.issuer);
    assert_eq!(parts.header["kid"], candidate.key().kid());
    assert_eq!(parts.header["alg"], candidate.key().algorithm().name());
    let typ = parts.header["typ"].as_str().expect("a type").to_ascii_lowercase();
    assert!(["at+jwt", "application/at+jwt"].contains(&typ.as_str()), "{typ}");
    for refused in ["crit", "b64", "cty", "enc", "zip"] {
        assert!(parts.header.get(refused).is_none(), "{refused}");
    }

    wrong_verdicts(token, &candidate);
    let verdict = Verdict::new(candidate.signed(), candidate.signature(), true);
    let Ok(verified) = candidate.accept(&verdict) else {
        // jwt-compact reads dates more strictly; then nothing else may take the token either.
        assert!(again(token).verify().is_err(), "the engines differ");
        return;
    };
    match again(token).verify() {
        Ok(_) => assert!(
            issuers::was_signed(signed) || candidate_is_ours(&parts.header),
            "a signature verified that nobody made"
        ),
        Err(error) => assert_eq!(error.code(), Code::SignatureInvalid),
    }
    let expires_at = parts.payload["exp"].as_f64().expect("exp").floor() as i64;
    let at = |now: i64| verified.clone().claims(Clock { now, tolerance: 0 });
    assert_eq!(at(expires_at).expect_err("an expired token").code(), Code::TokenExpired);
    let Ok(claims) = at(expires_at - 1) else { return };
    model::same_claims(&parts.payload, &claims);
    rewritten(token, &claims);
    granted(token, &claims, expires_at - 1);
}

/// Only a true verdict on these very bytes counts.
fn wrong_verdicts(token: &str, candidate: &Candidate) {
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
        let error = again(token).accept(&verdict).expect_err("a wrong verdict was taken");
        assert!([Code::SignatureInvalid, Code::TokenMalformed].contains(&error.code()), "{error}");
    }
}

fn again(token: &str) -> Candidate {
    KNOWING.read(token).expect("a token is read as it was before")
}

fn candidate_is_ours(header: &serde_json::Value) -> bool {
    header["kid"] == issuers::OUR_KID && header["alg"] == "EdDSA"
}

/// Claims that are written and read again are the same.
fn rewritten(token: &str, claims: &orgate::token::Claims) {
    let mut segments = token.split('.');
    let [header, _, signature] = [(); 3].map(|()| segments.next().expect("a segment"));
    let rewritten = format!("{header}.{}.{signature}", BASE64URL.encode(model::payload_of(claims)));
    if rewritten.len() > MAX_TOKEN_BYTES {
        return;
    }
    let candidate = again(&rewritten);
    let verdict = Verdict::new(candidate.signed(), candidate.signature(), true);
    let verified = candidate.accept(&verdict).expect("the claims were taken before");
    let clock = Clock { now: claims.expires_at - 1, tolerance: 0 };
    assert_eq!(verified.claims(clock).as_ref(), Ok(claims));
}

/// A grant holds nothing that the token does not name, each permission once, and only for the organization asked for.
fn granted(token: &str, claims: &orgate::token::Claims, now: i64) {
    let grant = |organization: Organization<'_>| {
        let candidate = GATE.read(token).expect("the gate has the same issuers");
        let verdict = Verdict::new(candidate.signed(), candidate.signature(), true);
        let verified = candidate.accept(&verdict).expect("the same verdict");
        GATE.grant(verified, Expected { organization, roles: None }, now)
    };
    let Ok(any) = grant(Organization::Any) else {
        assert!(grant(Organization::Is("org_1")).is_err(), "more was taken where less was asked");
        return;
    };
    let organization = any.organization.as_deref().expect("an organization token");
    assert_eq!(claims.audience, [format!("urn:logto:organization:{organization}")]);
    let named: HashSet<&str> = claims.scope.split(' ').collect();
    let template = GATE.template().expect("a template").permissions();
    let mut seen = HashSet::new();
    for name in &any.permissions {
        assert!(named.contains(name.as_str()) && template.id(name).is_some() && seen.insert(name), "{name}");
    }
    assert_eq!(grant(Organization::Is(organization)).as_ref(), Ok(&any));
    let other = format!("{organization}x");
    let error = grant(Organization::Is(&other)).expect_err("another organization");
    assert_eq!(error.code(), Code::OrganizationMismatch);
}
