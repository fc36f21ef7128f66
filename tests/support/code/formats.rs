//! Other formats: CSV, and bodies of Logto's Management API.

use super::super::parse;
use super::super::policy::places;
use super::{Check, of_problems, policy, same, text};
use orgate::Template;
use orgate::policy::Policy;
use serde_json::Value;

pub(super) fn csv(case: &Value) -> Check {
    let csv = text(&case["csv"]);
    let document = case.get("document");
    if let Some(document) = document {
        same("written", csv, &*policy(document)?.template().to_csv())?;
    }
    let read = match (Template::from_csv(csv), case.get("problems")) {
        (Err(problems), Some(expected)) => {
            return same("problems", &places(expected), &of_problems(&problems));
        }
        (Err(problems), None) => return Err(format!("not read: {:?}", of_problems(&problems))),
        (Ok(_), Some(expected)) => return Err(format!("read, in spite of {expected}")),
        (Ok(template), None) => template,
    };
    let due = policy(case.get("template").or(document).unwrap_or(&Value::Null))?;
    same("hash", due.template().hash(), read.hash())?;
    let again = read.to_csv();
    same("read", &*due.template_json(), &*Policy::from(read).template_json())?;
    if document.is_some() {
        same("written again", csv, &*again)?;
    }
    let again = Template::from_csv(&again).map_err(|problems| format!("not read again: {problems:?}"))?;
    same("read again", &*due.template_json(), &*Policy::from(again).template_json())
}

pub(super) fn logto(case: &Value) -> Check {
    let written = policy(&case["document"])?;
    let bundle = written.to_logto();
    same("written", &case["bundle"], &parse(&bundle))?;
    let read = Policy::from_json(&bundle).map_err(|problems| format!("not read: {problems:?}"))?;
    let mut due = parse(&policy(case.get("back").unwrap_or(&case["document"]))?.to_json());
    if let Some(due) = due.as_object_mut() {
        due.retain(|member, _| !["users", "applications", "organizations"].contains(&member.as_str()));
    }
    same("read", &due, &parse(&read.to_json()))?;
    same("written again", &*bundle, &*read.to_logto())?;
    if case.get("back").is_none() {
        same("its hash", written.template().hash(), read.template().hash())?;
    }
    Ok(())
}
