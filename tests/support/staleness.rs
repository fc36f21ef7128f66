//! `tests/corpus/staleness.json`.

use super::{Failures, Options, gate, issuer, parse, sorted, texts};
use orgate::{Gate, Grant, Mode, Origin, PrincipalType, Provenance, Template, TemplateRef};
use serde_json::{Value, json};

pub fn run() -> (usize, Failures) {
    let corpus = parse(include_str!("../corpus/staleness.json"));
    let cases = corpus["cases"].as_array().expect("cases");
    let failures = cases.iter().filter_map(|case| {
        let template = |name: &Value| name.as_str().map(|name| &corpus["templates"][name]);
        let gate_of = |template| {
            let keys = json!({ "keys": [] });
            gate(&Options {
                issuers: vec![issuer("i", &keys, None)],
                template,
                mode: None,
                typ: None,
                tolerance: 0,
            })
            .expect("a gate")
        };
        let mut gate = gate_of(template(&case["before"]));
        let grant = grant(&case["grant"], &gate);
        match template(&case["after"]) {
            Some(after) => {
                gate.set_template(Template::from_json(&after.to_string()).expect("a good template"))
            }
            None => gate = gate_of(None),
        }
        let actual = comparable(&json!(gate.staleness(&grant)));
        let expected = comparable(&case["expect"]);
        (actual != expected).then(|| {
            format!("{}: expected {expected}, got {actual}", case["name"].as_str().unwrap_or_default())
        })
    });
    (cases.len(), failures.collect())
}

fn comparable(staleness: &Value) -> Value {
    json!({
        "stale": staleness["stale"],
        "changed": staleness["changed"],
        "lost": sorted(texts(&staleness["lost"])),
        "gained": sorted(texts(&staleness["gained"])),
    })
}

/// Grants are read in TypeScript alone; here from their parts.
fn grant(json: &Value, gate: &Gate) -> Grant {
    let text = |name: &str| json[name].as_str().map(str::to_owned);
    let number = |name: &str| json[name].as_i64().unwrap_or_default();
    let subject = text("subject").unwrap_or_default();
    let grant = Grant {
        origin: match json["kind"].as_str() {
            Some("organization" | "api") => Origin::Token(Provenance {
                issuer: text("issuer").unwrap_or_default(),
                subject,
                issued_at: number("issuedAt"),
                expires_at: number("expiresAt"),
            }),
            Some("policy") => Origin::Policy { subject },
            _ => Origin::WhatIf,
        },
        principal: text("principal").and_then(|name| PrincipalType::from_name(&name)).expect("a principal"),
        organization: text("organization"),
        resource: text("resource"),
        permissions: texts(&json["permissions"]),
        mode: text("mode").and_then(|name| Mode::from_name(&name)).expect("a mode"),
        template: gate.template().map(|template| TemplateRef {
            hash: template.hash().to_owned(),
            version: template.version().map(str::to_owned),
        }),
        roles: json.get("roles").map(texts),
    };
    let mut without_template = serde_json::to_value(&grant).expect("JSON");
    without_template.as_object_mut().expect("an object").remove("template");
    assert_eq!(&without_template, json, "the grant as JSON");
    grant
}
