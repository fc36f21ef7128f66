//! `tests/corpus/tokens.json`.

use super::{Failures, Options, code_of, gate, issuer, leaks, parse, sorted, texts};
use orgate::{Error, Expected, ExpectedApi, ExpectedIdentity, Gate, Grant, Identity, Organization, token};
use serde_json::{Map, Value, json};

pub fn run() -> (usize, Failures) {
    let corpus = parse(include_str!("../corpus/tokens.json"));
    let cases = corpus["cases"].as_array().expect("cases");
    // What only the bindings' own options can say is theirs to test.
    let ours = |case: &&Value| case["expect"]["code"] != "CONFIGURATION_INVALID";
    let failures = cases.iter().filter(ours).filter_map(|case| {
        let actual = answer(&corpus, case);
        let name = case["name"].as_str().unwrap_or_default();
        problem(case, &actual).map(|problem| format!("{name}: {problem}"))
    });
    (cases.len(), failures.collect())
}

/// The messages of all refusals, with their codes.
pub fn messages() -> Vec<String> {
    let corpus = parse(include_str!("../corpus/tokens.json"));
    let cases = corpus["cases"].as_array().expect("cases");
    let refused = cases.iter().filter_map(|case| answer(&corpus, case).err());
    refused.map(|error| format!("{} {error}", code_of(&error))).collect()
}

/// What a token gives.
enum Answer {
    Grant(Box<Grant>),
    /// With the grants, or their refusals, for the organizations that the case names.
    Identity(Box<Identity>, Value),
}

fn answer(corpus: &Value, case: &Value) -> Result<Answer, Error> {
    let options = &case["options"];
    let issuers = match options["issuers"].as_array() {
        Some(issuers) => issuers.iter().map(|issuer| entry(corpus, issuer, &issuer["keys"])).collect(),
        None => vec![entry(corpus, options, &case["keys"])],
    };
    let gate = gate(&Options {
        issuers,
        template: options["template"].as_str().map(|name| &corpus["templates"][name]),
        mode: options["mode"].as_str(),
        typ: options["typ"].as_str(),
        tolerance: options["clockToleranceSeconds"].as_i64().unwrap_or(0),
    })?;
    let organization = match case.get("organization") {
        Some(Value::Null) => Some(Organization::Any),
        named => named.map(|name| Organization::Is(name.as_str().unwrap_or_default())),
    };
    let roles = case.get("roles").map(texts);
    let roles = roles.as_deref();
    let now = case["now"].as_f64().expect("a time").floor() as i64;
    let text = |name: &str| case[name].as_str();
    let token = text("token").unwrap_or_default();
    match text("verify") {
        None => {
            let organization = organization.unwrap_or(Organization::Is(""));
            let grant = gate.verify_organization_token(token, Expected { organization, roles }, now)?;
            Ok(Answer::Grant(Box::new(grant)))
        }
        Some("api") => {
            let resource = text("resource").unwrap_or_default();
            let grant = gate.verify_api_token(token, ExpectedApi { resource, organization, roles }, now)?;
            Ok(Answer::Grant(Box::new(grant)))
        }
        Some(_) => {
            let client_id = text("clientId").unwrap_or_default();
            let expected = ExpectedIdentity { client_id, nonce: text("nonce") };
            let identity = gate.verify_id_token(token, expected, now)?;
            let grants = grants(&gate, &identity, &case["expect"]["grants"]);
            Ok(Answer::Identity(Box::new(identity), grants))
        }
    }
}

fn grants(gate: &Gate, identity: &Identity, asked: &Value) -> Value {
    let of = |organization: &String| {
        let grant = gate.identity_grant(identity, organization).map(|grant| comparable(json!(grant)));
        let grant = grant.map_or_else(
            |error| json!({ "code": code_of(&error) }),
            |grant| {
                let members = ["kind", "mode", "permissions", "roles"];
                json!(
                    members
                        .map(|name| (name.to_owned(), grant[name].clone()))
                        .into_iter()
                        .collect::<Map<_, _>>()
                )
            },
        );
        (organization.clone(), grant)
    };
    asked.as_object().map(|asked| asked.keys().map(of).collect()).unwrap_or_default()
}

fn entry(corpus: &Value, named: &Value, keys: &Value) -> token::Issuer {
    let name = named["issuer"].as_str().or(corpus["issuer"].as_str()).unwrap_or_default();
    let profile = match named.get("profile") {
        None => token::Profile::logto(),
        Some(Value::String(name)) => token::Profile::named(name).expect("a profile of that name"),
        Some(profile) => token::Profile::from_json(&profile.to_string()).expect("a good profile"),
    };
    token::Issuer {
        profile,
        audience: named["audience"].as_str().map(str::to_owned),
        ..issuer(name, &corpus["keySets"][keys.as_str().unwrap_or_default()], named.get("algorithms"))
    }
}

fn problem(case: &Value, actual: &Result<Answer, Error>) -> Option<String> {
    let expected = &case["expect"];
    match (actual, expected.get("code")) {
        (Ok(Answer::Grant(grant)), None) => {
            let (actual, expected) = (comparable(json!(grant)), comparable(expected["grant"].clone()));
            (actual != expected).then(|| format!("expected {expected}, got {actual}"))
        }
        (Ok(Answer::Identity(identity, grants)), None) => {
            let (actual, identity) = (shown(identity), in_order(expected["identity"].clone()));
            let wanted = expected.get("grants").cloned().unwrap_or_else(|| json!({}));
            if actual != identity {
                return Some(format!("expected {identity}, got {actual}"));
            }
            (*grants != wanted && !grants.is_null()).then(|| format!("expected {wanted}, got {grants}"))
        }
        (Ok(_), Some(code)) => Some(format!("expected {code}, and it was accepted")),
        (Err(error), None) => Some(format!("expected that it is accepted, got {}", code_of(error))),
        (Err(error), Some(code)) if code != code_of(error) => {
            Some(format!("expected {}, got {} ({error})", expected["code"], code_of(error)))
        }
        (Err(error), Some(_)) => {
            let token = case["token"].as_str().unwrap_or_default();
            let says = expected["says"].as_str().unwrap_or_default();
            if leaks(error, token) {
                Some("its error shows the token".to_owned())
            } else {
                (!error.message().contains(says)).then(|| format!("its message does not say {says}: {error}"))
            }
        }
    }
}

/// An identity as the corpus writes it.
fn shown(identity: &Identity) -> Value {
    let organizations = identity.organizations.iter().map(|organization| {
        let (roles, unknown) = (&organization.roles, &organization.unknown_roles);
        json!({ "id": organization.id, "roles": roles, "unknownRoles": unknown })
    });
    in_order(json!({
        "issuer": identity.origin.issuer,
        "subject": identity.origin.subject,
        "clientId": identity.client_id,
        "issuedAt": identity.origin.issued_at,
        "expiresAt": identity.origin.expires_at,
        "roles": identity.roles,
        "organizations": organizations.collect::<Vec<_>>(),
    }))
}

/// With lists that are sets sorted.
fn in_order(mut identity: Value) -> Value {
    identity["roles"] = sorted(texts(&identity["roles"])).into();
    if let Some(organizations) = identity["organizations"].as_array_mut() {
        for organization in &mut *organizations {
            for list in ["roles", "unknownRoles"] {
                organization[list] = sorted(texts(&organization[list])).into();
            }
        }
        organizations.sort_by_key(|organization| organization["id"].to_string());
    }
    identity
}

/// Without the hash, which the corpus does not know, and with sets sorted.
fn comparable(mut grant: Value) -> Value {
    if let Some(template) = grant.get_mut("template").and_then(Value::as_object_mut) {
        template.remove("hash");
    }
    if grant["mode"] == "template" {
        grant["permissions"] = sorted(texts(&grant["permissions"])).into();
    }
    if grant.get("roles").is_some() {
        grant["roles"] = sorted(texts(&grant["roles"])).into();
    }
    grant
}
