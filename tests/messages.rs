//! Every message for people, in one file to read aloud. `BLESS=1 cargo test --test messages` writes it anew.

#![cfg(feature = "signatures")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(missing_docs, reason = "tests")]

mod support;

use orgate::{Asked, Mode, PrincipalType, Template, explain};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/messages.txt");

#[test]
fn messages() {
    let mut text = String::from("# Refusals of tokens\n");
    for line in BTreeSet::from_iter(support::tokens::messages()) {
        writeln!(text, "{line}").unwrap();
    }
    text.push_str("\n# Problems and warnings of templates\n");
    for line in BTreeSet::from_iter(support::templates::messages()) {
        writeln!(text, "{line}").unwrap();
    }
    text.push_str("\n# Explanations\n");
    for line in explanations() {
        writeln!(text, "{line}").unwrap();
    }
    #[cfg(feature = "policy")]
    policies(&mut text);
    #[cfg(not(feature = "policy"))]
    if let Some((_, policies)) = std::fs::read_to_string(PATH).unwrap_or_default().split_once(POLICIES) {
        text.push_str(POLICIES);
        text.push_str(policies);
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(PATH, &text).unwrap();
    }
    let kept = std::fs::read_to_string(PATH).unwrap_or_default();
    for (kept, new) in kept.lines().zip(text.lines()) {
        assert_eq!(kept, new, "a message changed");
    }
    assert_eq!(kept.lines().count(), text.lines().count(), "a message came or went");
}

/// Where the messages of policies start; they come last.
const POLICIES: &str = "\n# Refusals of policies\n";

/// What the cases of the corpus hear on their way. Messages that hold a long name say nothing new.
#[cfg(feature = "policy")]
fn policies(text: &mut String) {
    let mut heard: [BTreeSet<String>; 3] = Default::default();
    support::policy::run_with(&mut |kind, line| {
        let place = match kind {
            "errors" => 0,
            "problems" => 1,
            _ => 2,
        };
        if line.chars().count() < 250 {
            heard[place].insert(line.replace('"', ""));
        }
    });
    let [errors, problems, explanations] = heard;
    let titles = [POLICIES, "\n# Problems and warnings of policies\n", "\n# Explanations of policies\n"];
    for (title, lines) in titles.into_iter().zip([errors, problems, explanations]) {
        text.push_str(title);
        for line in lines {
            writeln!(text, "{line}").unwrap();
        }
    }
}

fn explanations() -> Vec<String> {
    let template = Template::from_json(
        r#"{
            "v": 1,
            "permissions": ["invite:users", "remove:users", "read:reports", "delete:organization"],
            "roles": [
                { "name": "admin", "permissions": ["invite:users", "remove:users", "read:reports"] },
                { "name": "member", "permissions": ["read:reports"] },
                { "name": "ci", "type": "MachineToMachine", "permissions": ["invite:users"] }
            ]
        }"#,
    )
    .unwrap();
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let (admin, member, both) = (names(&["admin"]), names(&["member"]), names(&["admin", "member"]));
    let asked = |permission, held, roles| Asked {
        permission,
        held,
        expired: false,
        principal: PrincipalType::User,
        resource: None,
        mode: Mode::Intersection,
        roles,
    };
    let machine = Asked { principal: PrincipalType::MachineToMachine, ..asked("remove:users", false, None) };
    let questions = [
        asked("read:reports", true, None),
        asked("invite:users", true, None),
        asked("delete:organization", false, None),
        asked("invite:users", false, None),
        asked("read:reports", false, None),
        asked("invite:users", true, Some(&admin[..])),
        asked("read:reports", true, Some(&both[..])),
        asked("invite:users", false, Some(&member[..])),
        asked("invite:users", false, Some(&admin[..])),
        asked("invite:user", false, None),
        asked("billing", false, Some(&admin[..])),
        Asked { expired: true, ..asked("invite:users", true, None) },
        machine,
        Asked { mode: Mode::Template, ..asked("invite:users", true, None) },
        Asked { mode: Mode::Template, ..asked("invite:users", false, None) },
    ];
    questions
        .into_iter()
        .map(|asked| {
            let explanation = explain(&template, asked);
            let source = serde_json::to_string(&explanation.source).unwrap();
            let code = serde_json::to_string(&explanation.code).unwrap();
            format!("{code} {source} {}", explanation.message).replace('"', "")
        })
        .collect()
}
