//! Tokens as a lenient reader understands them, by the document of a profile: what the strict one takes it must
//! understand the same way.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use orgate::PrincipalType;
use orgate::token::{Claims, MAX_TOKEN_BYTES, TokenKind};
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

/// Whether the profile has tokens of the kind with such a `typ`.
pub fn has_type(profile: &Value, kind: TokenKind, typ: &Value) -> bool {
    let short = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.strip_prefix("application/").unwrap_or(&name).to_owned()
    };
    let usual = json!(["JWT"]);
    let types = match kind {
        TokenKind::Identity => profile["identity"].get("types").unwrap_or(&usual),
        TokenKind::Organization | TokenKind::Api => &profile["types"],
    };
    types.as_array().into_iter().flatten().any(|one| one.as_str().map(short) == typ.as_str().map(short))
}

/// What the claims are by the payload.
pub fn same_claims(profile: &Value, kind: TokenKind, payload: &Value, claims: &Claims) {
    let date = |name: &str| payload[name].as_f64().map(|date| date.floor() as i64);
    assert_eq!(payload["iss"].as_str(), Some(claims.issuer.as_str()), "iss");
    assert_eq!(payload["sub"].as_str(), Some(claims.subject.as_str()), "sub");
    assert_eq!(date("exp"), Some(claims.expires_at), "exp");
    assert_eq!(date("iat"), Some(claims.issued_at), "iat");
    assert_eq!(date("nbf"), claims.not_before, "nbf");
    let audience = texts(payload.get("aud"));
    assert_eq!(audience, claims.audience, "aud");
    for entry in list(profile.get("refused")) {
        let refused = texts(entry.get("values"));
        let said = text(payload, entry.get("claim"));
        assert!(said.is_none_or(|said| !refused.contains(&said)), "a refused value was taken");
    }

    let is = |entry: &Value, client: &str| claims.subject == format!("{client}{}", text_of(&entry["suffix"]));
    let mut applications = list(profile.get("application")).iter();
    let application =
        applications.any(|entry| text(payload, entry.get("claim")).is_some_and(|client| is(entry, client)));
    assert_eq!(claims.principal == PrincipalType::MachineToMachine, application, "who the subject is");

    let (of_profile, permissions) = (&profile["organization"], &profile["permissions"]);
    let organization = match kind {
        TokenKind::Identity => None,
        TokenKind::Api => match profile.get("apiOrganization") {
            Some(claim) => text(payload, Some(claim)),
            None if profile["audience"] == "organization" => None,
            None => text(payload, of_profile.get("claim")).and_then(|named| organization(of_profile, named)),
        },
        TokenKind::Organization if texts(of_profile.get("claim")) == ["aud"] => match audience.as_slice() {
            [only] => organization(of_profile, only),
            _ => None,
        },
        TokenKind::Organization => {
            text(payload, of_profile.get("claim")).and_then(|named| organization(of_profile, named))
        }
    };
    assert_eq!(claims.organization.as_deref(), organization, "the organization");

    let mut names = match (kind, text_of(&permissions["format"])) {
        (TokenKind::Identity, _) => Vec::new(),
        (_, "clerk-v2") => clerk(payload, permissions.get("claim")),
        (_, "list") => owned(texts(at(payload, permissions.get("claim")))),
        (_, format) => {
            let between = if format == "commas" { ',' } else { ' ' };
            owned(text(payload, permissions.get("claim")).unwrap_or_default().split(between).collect())
        }
    };
    once(&mut names);
    names.retain(|name| !name.is_empty());
    assert_eq!(names, claims.permissions, "the permissions");

    assert_eq!(claims.identity.is_some(), kind == TokenKind::Identity, "the claims of an ID token");
    let Some(said) = &claims.identity else { return };
    assert_eq!(payload["nonce"].as_str(), said.nonce.as_deref(), "nonce");
    assert_eq!(payload["azp"].as_str(), said.authorized_party.as_deref(), "azp");
    let of = |name: &str| texts(at(payload, profile["identity"].get(name)));
    assert_eq!(of("roles"), said.roles, "the roles");
    let roles: Vec<_> = of("organizationRoles").iter().filter_map(|entry| entry.split_once(':')).collect();
    let mut ids: Vec<String> = owned(of("organizations"));
    ids.retain(|id| !id.is_empty());
    ids.extend(roles.iter().map(|(id, _)| (*id).to_owned()));
    once(&mut ids);
    let organizations = ids.into_iter().map(|id| {
        let there = roles.iter().filter(|(of, _)| *of == id);
        let mut held = owned(there.map(|(_, role)| *role).collect());
        once(&mut held);
        (id, held)
    });
    assert_eq!(organizations.collect::<Vec<_>>(), said.organizations, "the organizations");
}

/// The id in what an organization's claim holds.
pub fn organization<'v>(of_profile: &Value, named: &'v str) -> Option<&'v str> {
    named.strip_prefix(text_of(&of_profile["prefix"])).filter(|id| !id.is_empty())
}

/// Clerk's permissions: of the features of organizations, each with those permissions whose bits are set.
fn clerk(payload: &Value, claim: Option<&Value>) -> Vec<String> {
    let inner = |name: &str| at(payload, claim).map_or("", |object| text_of(&object[name]));
    let (features, names, masks) = (text_of(&payload["fea"]), inner("per"), inner("fpm"));
    if features.is_empty() || names.is_empty() || masks.is_empty() {
        return Vec::new();
    }
    let of_organizations =
        features.split(',').filter_map(|feature| feature.trim_matches(' ').split_once(':'));
    let of_organizations = of_organizations.filter(|(scope, _)| ["o", "uo", "ou"].contains(scope));
    let mut found = Vec::new();
    for ((_, feature), mask) in of_organizations.zip(masks.split(',')) {
        let mask: u64 = mask.trim().parse().expect("a mask");
        for (bit, name) in names.split(',').enumerate().take(64) {
            if mask & (1 << bit) != 0 {
                found.push(format!("org:{feature}:{}", name.trim_matches(' ')));
            }
        }
    }
    found
}

fn once(names: &mut Vec<String>) {
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A text alone, or those of a list.
fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::String(only)) => vec![only],
        Some(Value::Array(several)) => several.iter().map(|one| one.as_str().expect("a string")).collect(),
        Some(other) => panic!("texts were read of {other}"),
    }
}

fn at<'v>(payload: &'v Value, claim: Option<&Value>) -> Option<&'v Value> {
    let names = texts(claim);
    (!names.is_empty()).then_some(())?;
    names.into_iter().try_fold(payload, |value, name| value.get(name))
}

fn text<'v>(payload: &'v Value, claim: Option<&Value>) -> Option<&'v str> {
    at(payload, claim).map(|value| value.as_str().expect("a string"))
}

/// The claims as a payload of Logto's.
pub fn payload_of(claims: &Claims) -> String {
    let mut payload = json!({
        "iss": claims.issuer,
        "sub": claims.subject,
        "aud": claims.audience,
        "exp": claims.expires_at,
        "iat": claims.issued_at,
        "scope": claims.permissions.join(" "),
    });
    if let Some(date) = claims.not_before {
        payload["nbf"] = date.into();
    }
    if claims.principal == PrincipalType::MachineToMachine {
        payload["client_id"] = claims.subject.as_str().into();
    }
    if let Some(organization) = &claims.organization {
        payload["organization_id"] = organization.as_str().into();
    }
    if let Some(identity) = &claims.identity {
        for (name, value) in [("nonce", &identity.nonce), ("azp", &identity.authorized_party)] {
            if let Some(value) = value {
                payload[name] = value.as_str().into();
            }
        }
        let organizations = &identity.organizations;
        let roles = organizations.iter().flat_map(|(id, roles)| roles.iter().map(move |role| (id, role)));
        payload["roles"] = json!(identity.roles);
        payload["organizations"] = organizations.iter().map(|(id, _)| id.as_str()).collect();
        payload["organization_roles"] = roles.map(|(id, role)| format!("{id}:{role}")).collect();
    }
    payload.to_string()
}
