//! The gate beyond the corpus: the template is replaced, and what kinds of grants there are.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(missing_docs, reason = "tests")]

use orgate::{
    Code, Gate, GateOptions, Grant, Mode, Origin, PrincipalType, Provenance, Question, Source, Staleness,
    Template, token,
};
use serde_json::json;

fn template(permissions: &[&str]) -> Template {
    let roles = json!([{ "name": "admin", "permissions": permissions }]);
    let document = json!({ "v": 1, "permissions": permissions, "roles": roles });
    Template::from_json(&document.to_string()).unwrap()
}

fn gate(template: Option<Template>, mode: Option<Mode>) -> Gate {
    let verifier = token::VerifierOptions::new(Vec::new());
    Gate::new(GateOptions { verifier, clock_tolerance: 0, template, mode }).unwrap()
}

fn admin(gate: &Gate) -> Result<Grant, Code> {
    let roles = ["admin".to_owned()];
    let question =
        Question { organization: "acme", resource: None, roles: &roles, principal: PrincipalType::User };
    gate.resolve(question).map_err(|error| error.code())
}

#[test]
fn a_new_template_is_in_force_at_once() {
    let mut gate = gate(None, None);
    assert_eq!(gate.mode(), Mode::Token);
    assert_eq!(admin(&gate).unwrap_err(), Code::TemplateRequired);

    gate.set_template(template(&["invite:users", "read:reports"]));
    assert_eq!(gate.mode(), Mode::Intersection);
    let first = admin(&gate).unwrap();
    assert_eq!(first.permissions, ["invite:users", "read:reports"]);
    assert_eq!(gate.staleness(&first), Staleness { changed: Some(false), ..Staleness::default() });

    gate.set_template(template(&["read:reports", "export:reports"]));
    let second = admin(&gate).unwrap();
    assert_eq!(second.permissions, ["read:reports", "export:reports"]);
    assert_ne!(first.template, second.template);
    assert_eq!(
        gate.staleness(&first),
        Staleness {
            stale: true,
            changed: Some(true),
            lost: vec!["invite:users".to_owned()],
            gained: vec!["export:reports".to_owned()],
        }
    );
}

#[test]
fn a_mode_that_was_asked_for_stays() {
    for mode in [Mode::Token, Mode::Intersection, Mode::Template] {
        let mut gate = gate(Some(template(&["a"])), Some(mode));
        gate.set_template(template(&["b"]));
        assert_eq!(gate.mode(), mode);
    }
    let mut without = gate(None, Some(Mode::Token));
    without.set_template(template(&["a"]));
    assert_eq!(without.mode(), Mode::Token);
}

#[test]
fn grants_of_every_kind_as_json() {
    let grant = |origin| Grant {
        origin,
        principal: PrincipalType::User,
        organization: None,
        resource: Some("urn:api".to_owned()),
        permissions: vec!["read".to_owned()],
        mode: Mode::Template,
        template: None,
        roles: None,
    };
    let policy = grant(Origin::Policy { subject: "ada".to_owned() });
    assert_eq!(
        serde_json::to_string(&policy).unwrap(),
        r#"{"v":1,"kind":"policy","subject":"ada","principal":"User","resource":"urn:api","permissions":["read"],"mode":"template"}"#
    );
    assert!(!policy.is_expired(i64::MAX));
    // No token is behind it, and so its roles are, named or not.
    assert_eq!(policy.source(), Source::Roles);

    let what_if = grant(Origin::WhatIf);
    assert_eq!(
        serde_json::to_string(&what_if).unwrap(),
        r#"{"v":1,"kind":"what-if","principal":"User","resource":"urn:api","permissions":["read"],"mode":"template"}"#
    );
    assert_eq!((what_if.origin.subject(), what_if.origin.token()), (None, None));

    let token = Provenance {
        issuer: "https://tenant.example/oidc".to_owned(),
        subject: "ada".to_owned(),
        issued_at: 1,
        expires_at: 2,
    };
    let verified = Grant {
        organization: Some("acme".to_owned()),
        resource: None,
        mode: Mode::Token,
        ..grant(Origin::Token(token))
    };
    assert_eq!(
        serde_json::to_string(&verified).unwrap(),
        r#"{"v":1,"kind":"organization","issuer":"https://tenant.example/oidc","subject":"ada","principal":"User","organization":"acme","permissions":["read"],"mode":"token","issuedAt":1,"expiresAt":2}"#
    );
    assert!(!verified.is_expired(1) && verified.is_expired(2));
}
