//! More permissions and more people than small examples have, so that sets are longer than a word and counts than a
//! few digits.

use super::expected::{Asked, Expected};
use super::policy;
use orgate::policy::{PermissionRef, Policy, Scope};
use serde_json::{Value, json};

const API: &str = "https://api.test";

/// Some of the names: different ones for each number.
fn some(count: usize, number: usize) -> Vec<String> {
    let picked = |index: &usize| (index * 7 + number * 13) % 11 < 5;
    (0..count).filter(picked).map(|index| format!("do:{index}")).collect()
}

fn company(version: usize) -> Policy {
    let permissions = |count: usize| (0..count).map(|index| format!("do:{index}")).collect::<Value>();
    let role = |number: usize| {
        let machine = number % 4 == 3;
        json!({
            "name": format!("role-{number}"),
            "type": if machine { "MachineToMachine" } else { "User" },
            "permissions": some(150, number + version),
            "resources": { API: some(90, number * (version + 1)) },
        })
    };
    let global = |number: usize| json!({ "name": format!("global-{number}"), "resources": { API: some(90, number + 2 * version) } });
    let roles = |of: &[usize]| of.iter().map(|number| format!("role-{number}")).collect::<Value>();
    let member = |organization: usize, number: usize| match number % 5 {
        4 => {
            json!({ "application": format!("app-{}", (organization * 3 + number) % 20), "roles": roles(&[3, 7]) })
        }
        kind => {
            let held: &[usize] = match (organization + number) % 4 {
                0 => &[0],
                1 => &[1, 4],
                2 => &[2, 5, 6],
                _ => &[],
            };
            json!({ "user": format!("user-{}", (organization * 17 + number * (kind + 1)) % 60), "roles": roles(held) })
        }
    };
    let organization = |number: usize| {
        let mut members: Vec<Value> = (0..9).map(|member_number| member(number, member_number)).collect();
        members.sort_by_key(|member| (member["user"].to_string(), member["application"].to_string()));
        members.dedup_by_key(|member| (member["user"].to_string(), member["application"].to_string()));
        json!({ "id": format!("organization-{number}"), "name": "One of many", "members": members })
    };
    let user = |number: usize| json!({ "id": format!("user-{number}"), "roles": [format!("global-{}", number % 2)] });
    policy(&json!({
        "v": 1,
        "template": {
            "v": 1,
            "permissions": permissions(150),
            "resources": [{ "indicator": API, "permissions": permissions(90) }],
            "roles": (0..8).map(role).collect::<Value>(),
        },
        "globalRoles": (0..2).map(global).collect::<Value>(),
        "users": (0..20).map(user).collect::<Value>(),
        "organizations": (0..40).map(organization).collect::<Value>(),
    }))
}

#[test]
fn a_wide_impact_is_what_resolving_says() {
    let (from, to) = (company(0), company(1));
    let one = PermissionRef { resource: Some(API.to_owned()), permission: "do:70".to_owned() };
    for scope in [Scope::Template, Scope::Policy] {
        let expected = Expected::of(&from, &to, scope);
        let counts = serde_json::to_value(from.impact(&to, scope)).unwrap();
        assert!(counts["permissions"].as_array().unwrap().len() > 128);
        assert_eq!(counts, expected.counts());
        for (organization, permission) in [(None, None), (None, Some(&one)), (Some("organization-3"), None)] {
            let asked = Asked { organization, permission, effect: None };
            expected.agrees(&from, &to, scope, asked).unwrap();
        }
    }
}
