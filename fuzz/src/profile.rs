//! Any text as a claim profile, and what tokens say by it.

use super::issuers::{self, AUDIENCE, PROFILES, World};
use super::key_set::problems;
use super::token::{self, Engine};
use orgate::token::Profile;
use orgate::{Problem, ProblemCode};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// Tokens that say something wherever profiles look, truly signed, of each type.
static TOKENS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let common = json!({
        "iss": "https://tenant.example/oidc", "sub": "app@clients", "iat": 1_799_999_400, "exp": 1_800_003_000,
        "aud": AUDIENCE, "nonce": "n", "azp": "app", "client_id": "app", "sts": "active", "fea": "o:a,u:b,uo:c",
        "org_id": "org_1", "org_code": "org_1", "organization_id": "org_1", "permissions": ["read:data", "a b"],
        "o": { "id": "org_1", "rol": "admin", "per": "read,write", "fpm": "3,1" }, "scope": "read:data,b read:orders",
        "roles": ["owner"], "organizations": ["org_1", "org_2"], "org_codes": ["org_1"], "a": { "b": { "c": "d" } },
        "organization_roles": ["org_1:admin", "org_2:read:data", "org_3:member"],
    });
    let with = |name: &str, value: Value| {
        let mut payload = common.clone();
        payload[name] = value;
        payload
    };
    let payloads = [
        common.clone(),
        with("aud", json!("urn:logto:organization:org_1")),
        with("aud", json!([])),
        with("aud", json!([AUDIENCE, "app"])),
        with("sub", json!("app")),
    ];
    let types = [Some("at+jwt"), Some("JWT"), None];
    let sign = |payload: &Value, typ: Option<&str>| {
        let mut header = json!({ "alg": "EdDSA", "kid": issuers::OUR_KID });
        if let Some(typ) = typ {
            header["typ"] = typ.into();
        }
        issuers::sign(header.to_string().as_bytes(), payload.to_string().as_bytes())
    };
    payloads.iter().flat_map(|payload| types.map(|typ| sign(payload, typ))).collect()
});

/// The laws.
pub fn check(data: &[u8]) {
    static NAMED: LazyLock<()> = LazyLock::new(named);
    LazyLock::force(&NAMED);
    let Ok(text) = str::from_utf8(data) else { return };
    match Profile::from_json(text) {
        Ok(profile) => laws(serde_json::from_str(text).expect("JSON"), &profile),
        Err(found) => {
            assert!(!found.is_empty(), "refused without a problem");
            problems(&found);
            let document = serde_json::from_str(text).ok();
            for problem in &found {
                placed(document.as_ref(), problem);
            }
        }
    }
}

/// A named profile is what its document says.
fn named() {
    for (name, document) in PROFILES.as_object().expect("profiles") {
        assert_eq!(Profile::from_json(&document.to_string()).ok(), Profile::named(name), "{name}");
    }
}

fn laws(document: Value, profile: &Profile) {
    let same =
        |other: &Value| assert_eq!(Profile::from_json(&other.to_string()).as_ref(), Ok(profile), "{other}");
    same(&document);
    same(&written_out(document.clone()));
    for audience in [None, Some(AUDIENCE)] {
        let world = World::new(document.clone(), profile, audience);
        for token in TOKENS.iter() {
            token::in_world(&world, token, &mut Engine::new(true));
        }
    }
}

/// The same with what goes without saying, and without what is not for the reader.
fn written_out(mut document: Value) -> Value {
    let members = document.as_object_mut().expect("an object");
    members.remove("keys");
    for name in ["refused", "application"] {
        members.entry(name).or_insert_with(|| json!([]));
    }
    let organization =
        members.get("organization").and_then(|organization| organization.get("claim")).cloned();
    let as_it_is = members["audience"] != "organization"
        && members["organization"]["prefix"].as_str().is_none_or(str::is_empty);
    if let Some(organization) = organization.filter(|_| as_it_is) {
        members.entry("apiOrganization").or_insert(organization);
    }
    let identity = members.entry("identity").or_insert(Value::Null);
    if identity.is_null() {
        *identity = json!({ "types": ["JWT"] });
    }
    for pointer in ["/organization/claim", "/permissions/claim", "/apiOrganization"] {
        if let Some(claim) = document.pointer_mut(pointer).filter(|claim| claim.is_string()) {
            *claim = json!([claim.clone()]);
        }
    }
    document
}

/// A problem is at a value of the document, or at a member that is missing there.
fn placed(document: Option<&Value>, problem: &Problem) {
    let pointer = problem.pointer.as_str();
    if problem.code == ProblemCode::FormatUnknown {
        assert_eq!(pointer, "");
        return;
    }
    let document = document.expect("JSON");
    let found = resolved(document, pointer);
    let (parent, _) = pointer.rsplit_once('/').unwrap_or_default();
    match problem.code {
        ProblemCode::MissingMember => {
            assert!(!found && resolved(document, parent), "{pointer} is not missing");
        }
        ProblemCode::UnknownMember => assert!(found, "{pointer} is not in the document"),
        // What a member must be may follow from another one.
        _ => assert!(found || resolved(document, parent), "{pointer} is nowhere in the document"),
    }
}

/// Whether a pointer leads somewhere. Long names are cut in it.
fn resolved(document: &Value, pointer: &str) -> bool {
    let mut names = pointer.split('/').skip(1).map(|name| name.replace("~1", "/").replace("~0", "~"));
    names.try_fold(document, |value, name| member(value, &name)).is_some()
}

fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Object(members) => members.get(name).or_else(|| {
            let is_cut = name.chars().count() == 1_000;
            members.iter().find(|(member, _)| is_cut && member.starts_with(name)).map(|(_, value)| value)
        }),
        Value::Array(list) => name.parse::<usize>().ok().and_then(|index| list.get(index)),
        _ => None,
    }
}
