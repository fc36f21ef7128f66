//! Any text as a template: Orgate's own format, or an export of Logto's Management API.

use super::key_set::problems;
use orgate::{Gate, GateOptions, PrincipalType, Question, Template, token};

/// The laws.
pub fn check(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    match Template::from_json(text) {
        Ok(template) => laws(&template),
        Err(found) => {
            assert!(!found.is_empty(), "refused without a problem");
            problems(&found);
        }
    }
}

/// What holds for every template that was read.
pub fn laws(template: &Template) {
    problems(template.warnings());
    let text = serde_json::to_string(template).expect("a template can be written");
    let again = Template::from_json(&text).expect("what was written can be read");
    assert_eq!(again.hash(), template.hash(), "written and read, it means something else");
    assert_eq!(serde_json::to_string(&again).ok(), Some(text), "written twice, it is not the same text");
    assert_eq!(again.lint(), template.lint(), "lint sees more than the meaning");

    let csv = template.to_csv();
    if let Ok(read) = Template::from_csv(&csv) {
        assert_eq!(read.to_csv(), csv, "CSV of CSV");
    }
    resolution(template);
}

/// A role gives what it holds, of what a token can carry; and nothing to the other type.
fn resolution(template: &Template) {
    let gate = Gate::new(GateOptions {
        verifier: token::VerifierOptions::new(Vec::new()),
        clock_tolerance: 0,
        template: Some(template.clone()),
        mode: None,
    });
    let gate = gate.expect("a gate");
    let list = template.permissions();
    for (name, role) in template.roles().take(20) {
        let roles = [name.to_owned()];
        for principal in [PrincipalType::User, PrincipalType::MachineToMachine] {
            let question = Question { organization: "o", resource: None, roles: &roles, principal };
            let grant = gate.resolve(question);
            assert_eq!(grant.is_ok(), principal == role.role_type, "{name}");
            let Ok(grant) = grant else { continue };
            let mut held = role.permissions.clone();
            held.intersect_with(list.grantable());
            assert_eq!(grant.permissions, list.names_of(&held).collect::<Vec<_>>());
        }
    }
}
