//! Properties that hold for every input, against models that are too simple to be wrong.

#![cfg(feature = "signatures")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(missing_docs, reason = "tests")]

use orgate::{
    Expected, Gate, GateOptions, KeySet, Mode, Organization, PrincipalType, Question, Template, token,
};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A template as plain sets.
#[derive(Clone, Debug)]
struct Model {
    permissions: Vec<String>,
    roles: Vec<(String, PrincipalType, BTreeSet<String>)>,
}

impl Model {
    fn to_json(&self) -> Value {
        let roles = self.roles.iter().map(|(name, role_type, granted)| {
            json!({ "name": name, "type": role_type.as_str(), "permissions": granted })
        });
        json!({ "v": 1, "permissions": self.permissions, "roles": roles.collect::<Vec<_>>() })
    }
}

fn models() -> impl Strategy<Value = Model> {
    let role = (any::<bool>(), vec(any::<Index>(), 0..12));
    (btree_set("[a-z]{1,3}:[a-z]{1,3}", 1..80), vec(role, 0..12)).prop_map(|(permissions, roles)| {
        let permissions: Vec<String> = permissions.into_iter().collect();
        let role = |(position, (machine, granted)): (usize, (bool, Vec<Index>))| {
            let role_type = if machine { PrincipalType::MachineToMachine } else { PrincipalType::User };
            let granted = granted.iter().map(|index| index.get(&permissions).clone()).collect();
            (format!("role {position}"), role_type, granted)
        };
        Model { roles: roles.into_iter().enumerate().map(role).collect(), permissions: permissions.clone() }
    })
}

fn gate(template: Option<Template>, mode: Option<Mode>) -> Gate {
    let issuer = token::Issuer {
        keys: KeySet::from_json(include_str!("fixtures/logto/jwks-all.json")).ok(),
        ..token::Issuer::new("i")
    };
    Gate::new(GateOptions {
        verifier: token::VerifierOptions::new(vec![issuer]),
        clock_tolerance: 0,
        template,
        mode,
    })
    .unwrap()
}

fn read(model: &Value) -> Template {
    Template::from_json(&model.to_string()).unwrap()
}

proptest! {
    /// Roles are a union, and nothing but a union.
    #[test]
    fn resolution_is_the_union_of_the_roles(model in models(), chosen in vec(any::<Index>(), 0..5)) {
        let gate = gate(Some(read(&model.to_json())), None);
        for principal in [PrincipalType::User, PrincipalType::MachineToMachine] {
            let held: Vec<_> = if model.roles.is_empty() {
                Vec::new()
            } else {
                chosen.iter().map(|index| index.get(&model.roles)).filter(|(_, kind, _)| *kind == principal).collect()
            };
            let roles: Vec<String> = held.iter().map(|(name, _, _)| name.clone()).collect();
            let grant = gate.resolve(Question { organization: "o", resource: None, roles: &roles, principal }).unwrap();
            let expected: BTreeSet<&String> = held.iter().flat_map(|(_, _, granted)| granted).collect();
            prop_assert_eq!(grant.permissions.iter().collect::<BTreeSet<_>>(), expected.clone());
            for permission in &model.permissions {
                prop_assert_eq!(grant.can(permission), expected.contains(permission));
            }
        }
    }

    /// The hash says whether two templates mean the same: it does not see order, and sees every cell of the matrix.
    #[test]
    fn the_hash_follows_the_meaning(model in models(), seed in any::<Index>(), flipped in any::<(Index, Index)>()) {
        let hash = |model: &Model| read(&model.to_json()).hash().to_owned();
        let mut shuffled = model.clone();
        let by = seed.index(model.permissions.len());
        shuffled.permissions.rotate_left(by);
        shuffled.roles.reverse();
        prop_assert_eq!(hash(&shuffled), hash(&model));
        if !model.roles.is_empty() {
            let mut other = model.clone();
            let role = flipped.0.index(model.roles.len());
            let permission = flipped.1.get(&model.permissions);
            let granted = &mut other.roles[role].2;
            if !granted.remove(permission) {
                granted.insert(permission.clone());
            }
            prop_assert_ne!(hash(&other), hash(&model));
        }
    }

    /// No text makes a reader panic, whatever it is.
    #[test]
    fn readers_take_any_text(text in "\\PC{0,200}", header in "\\PC{0,60}", payload in "\\PC{0,60}") {
        let _ = Template::from_json(&text);
        let _ = KeySet::from_json(&text);
        let gate = gate(None, None);
        let expected = Expected { organization: Organization::Any, roles: None };
        prop_assert!(gate.verify_organization_token(&text, expected, 0).is_err());
        let encode = |text: &str| base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, text);
        let token = format!("{}.{}.AAAA", encode(&header), encode(&payload));
        prop_assert!(gate.verify_organization_token(&token, expected, 0).is_err());
    }

    /// A change of any one byte of a good token is refused.
    #[test]
    fn a_changed_token_is_refused(position in any::<Index>(), byte in "[A-Za-z0-9_.-]") {
        let records: Value = serde_json::from_str(include_str!("fixtures/logto/tokens.json")).unwrap();
        let record = records.as_array().unwrap().iter().find(|record| record["name"] == "org-alice-acme-all").unwrap();
        let token = record["token"].as_str().unwrap();
        let mut changed = token.to_owned();
        let at = position.index(token.len());
        changed.replace_range(at..=at, &byte);
        let issuer = token::Issuer {
        keys: KeySet::from_json(include_str!("fixtures/logto/jwks-all.json")).ok(),
        ..token::Issuer::new("http://localhost:3001/oidc")
        };
        let verifier = token::VerifierOptions::new(vec![issuer]);
        let gate = Gate::new(GateOptions { verifier, clock_tolerance: 0, template: None, mode: None }).unwrap();
        let expected = Expected { organization: Organization::Any, roles: None };
        let answer = gate.verify_organization_token(&changed, expected, 1_795_248_000);
        prop_assert_eq!(answer.is_ok(), changed == token);
    }
}

/// A verdict from elsewhere counts only for the very bytes that it is about.
#[test]
fn a_verdict_is_bound_to_its_bytes() {
    let records: Value = serde_json::from_str(include_str!("fixtures/logto/tokens.json")).unwrap();
    let token = |name: &str| {
        let records = records.as_array().unwrap();
        records.iter().find(|record| record["name"] == name).unwrap()["token"].as_str().unwrap().to_owned()
    };
    let issuer = token::Issuer {
        keys: KeySet::from_json(include_str!("fixtures/logto/jwks-all.json")).ok(),
        ..token::Issuer::new("http://localhost:3001/oidc")
    };
    let verifier = token::Verifier::new(token::VerifierOptions::new(vec![issuer]));
    let read = |name: &str| verifier.read(&token(name), token::TokenKind::Organization).unwrap();
    let (alice, bob) = (read("org-alice-acme-all"), read("org-bob-acme-all"));
    let verdict = |signed: &token::Candidate, signature: &token::Candidate, valid| {
        token::Verdict::new(signed.signed(), signature.signature(), valid)
    };
    assert!(read("org-alice-acme-all").accept(&verdict(&alice, &alice, true)).is_ok());
    assert!(read("org-alice-acme-all").accept(&verdict(&alice, &alice, false)).is_err());
    assert!(read("org-alice-acme-all").accept(&verdict(&bob, &alice, true)).is_err());
    assert!(read("org-alice-acme-all").accept(&verdict(&alice, &bob, true)).is_err());
    assert!(read("org-alice-acme-all").accept(&verdict(&bob, &bob, true)).is_err());
}
