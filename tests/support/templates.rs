//! `tests/corpus/templates.json`.

use super::{Failures, parse, sorted, texts};
use orgate::{Problem, Template};
use serde_json::{Value, json};

pub fn run() -> (usize, Failures) {
    let corpus = parse(include_str!("../corpus/templates.json"));
    let cases = corpus["cases"].as_array().expect("cases");
    let failures = cases.iter().filter_map(|case| {
        problem(case).map(|problem| format!("{}: {problem}", case["name"].as_str().unwrap_or_default()))
    });
    (cases.len(), failures.collect())
}

fn document(case: &Value) -> Value {
    if case.get("fixture").is_some() {
        return parse(include_str!("../fixtures/logto/template-export/bundle.json"));
    }
    let Some(repeat) = case.get("repeat") else {
        return case["template"].clone();
    };
    let numbered = |name: &str, prefix: &str| -> Vec<String> {
        (0..repeat[name].as_u64().unwrap_or(0)).map(|number| format!("{prefix}{number}")).collect()
    };
    json!({
        "v": 1,
        "permissions": numbered("permissions", "p"),
        "resources": numbered("resources", "urn:api:p").iter()
            .map(|indicator| json!({ "indicator": indicator, "permissions": [] })).collect::<Vec<_>>(),
        "roles": numbered("roles", "role").iter()
            .map(|name| json!({ "name": name, "permissions": [] })).collect::<Vec<_>>(),
    })
}

/// The messages of all problems and warnings, with their codes.
pub fn messages() -> Vec<String> {
    let corpus = parse(include_str!("../corpus/templates.json"));
    let read = |case: &Value| match Template::from_json(&document(case).to_string()) {
        Ok(template) => template.warnings().to_vec(),
        Err(problems) => problems,
    };
    let problems = corpus["cases"].as_array().expect("cases").iter().flat_map(read);
    let line = |problem: Problem| {
        format!("{} {}", json!(problem.code).as_str().unwrap_or_default(), problem.message)
    };
    problems.map(line).filter(|line| line.len() < 300).collect()
}

fn places(problems: &[Problem]) -> Vec<String> {
    sorted(
        problems
            .iter()
            .map(|problem| {
                format!("{} {}", json!(problem.code).as_str().unwrap_or_default(), problem.pointer)
            })
            .collect(),
    )
}

fn expected_places(list: &Value) -> Vec<String> {
    let place = |entry: &Value| {
        format!(
            "{} {}",
            entry["code"].as_str().unwrap_or_default(),
            entry["pointer"].as_str().unwrap_or_default()
        )
    };
    sorted(list.as_array().into_iter().flatten().map(place).collect())
}

fn problem(case: &Value) -> Option<String> {
    let expected = &case["expect"];
    let template = match Template::from_json(&document(case).to_string()) {
        Ok(template) => template,
        Err(problems) => {
            let (actual, due) = (places(&problems), expected_places(&expected["problems"]));
            return (actual != due || due.is_empty()).then(|| format!("expected {due:?}, got {actual:?}"));
        }
    };
    if expected.get("problems").is_some() {
        return Some("expected problems, and it was read".to_owned());
    }
    let (actual, due) = (places(template.warnings()), expected_places(&expected["warnings"]));
    if actual != due {
        return Some(format!("expected the warnings {due:?}, got {actual:?}"));
    }
    if let Some(name) =
        texts(&expected["permissions"]).iter().find(|name| template.permissions().id(name).is_none())
    {
        return Some(format!("does not know `{name}`"));
    }
    expected["roles"].as_array().into_iter().flatten().find_map(|role| {
        let name = role["name"].as_str().unwrap_or_default();
        let Some(found) = template.role(name) else {
            return Some(format!("has no role `{name}`"));
        };
        let set = orgate::resolve::organization_permissions(&template, &[found]);
        let actual = sorted(template.permissions().names_of(&set).map(str::to_owned).collect());
        let due = sorted(texts(&role["permissions"]));
        (actual != due || found.role_type.as_str() != role["type"])
            .then(|| format!("`{name}`: {actual:?}, not {due:?}"))
    })
}
