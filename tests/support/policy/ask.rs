//! Steps that ask: what somebody may do, why, and who is where.

use super::super::{code_of, parse, sorted, texts};
use super::document::template_of;
use super::{Check, Heard, Run, principal, refused, same, text};
use orgate::Error;
use orgate::policy::{Assignee, Level, Membership, Name, OrganizationRoles, Policy, Principal, Question};
use serde_json::{Value, json};

impl Run<'_> {
    pub(super) fn ask(&self, step: &Value, heard: Heard<'_>) -> Check {
        let policy = &self.policy;
        let member = |name: &str| step.get(name);
        if let Some(asked) = member("resolve") {
            return resolve(policy, asked, step, heard);
        }
        if let Some(asked) = member("explain") {
            return explain(policy, asked, step, heard);
        }
        if let Some(name) = member("answers") {
            return answers(policy, &self.corpus["answers"][text(name)]);
        }
        if let Some(name) = member("templateOf") {
            return template_of(self.corpus, name, policy);
        }
        if let Some(name) = member("same") {
            let (_, json) = self.named.get(text(name)).ok_or_else(|| format!("there is no step {name}"))?;
            return same("the document", &**json, &*policy.to_json());
        }
        if let Some(document) = member("toJSON") {
            return same("the document", document, &parse(&policy.to_json()));
        }
        if let Some(expected) = member("counts") {
            let actual = json!(policy.counts());
            let picked = |(name, count): (&String, &Value)| same(name, count, &actual[name.as_str()]);
            return expected.as_object().into_iter().flatten().try_for_each(picked);
        }
        list(policy, step, heard)
    }
}

/// A question and what it borrows.
struct Asked {
    principal: Principal,
    requested: Option<Vec<String>>,
}

impl Asked {
    fn of(value: &Value) -> Self {
        Self { principal: principal(value).expect("somebody"), requested: value.get("requested").map(texts) }
    }

    fn question<'a>(&'a self, value: &'a Value) -> Question<'a> {
        Question {
            organization: value["organization"].as_str(),
            resource: value["resource"].as_str(),
            requested: self.requested.as_deref(),
            organization_roles: match value["organizationRoles"].as_str() {
                Some("exclude") => OrganizationRoles::Exclude,
                _ => OrganizationRoles::Include,
            },
            ..Question::of(&self.principal)
        }
    }
}

fn resolve(policy: &Policy, value: &Value, expected: &Value, heard: Heard<'_>) -> Check {
    let asked = Asked::of(value);
    let question = asked.question(value);
    match (policy.resolve(&question), expected.get("error")) {
        (Err(error), Some(due)) => {
            refused(due, &error, heard)?;
            let explanation = policy.explain(&question, "read:data");
            same("explained", text(&due["code"]), text(&json!(explanation.code)))?;
            same("allowed", &false, &explanation.allowed)
        }
        (Err(error), None) => Err(format!("{value}: refused: {} {error}", code_of(&error))),
        (Ok(grant), Some(due)) => Err(format!("{value}: granted {:?} in spite of {due}", grant.permissions)),
        (Ok(grant), None) => {
            let due = sorted(texts(&expected["permissions"]));
            same(&format!("{value}"), &due, &sorted(grant.permissions.clone()))?;
            let json = json!(grant);
            let members = ["kind", "subject", "principal", "organization", "resource", "mode"];
            let facts = json!({
                "kind": "policy",
                "subject": &*asked.principal.id,
                "principal": asked.principal.principal_type.as_str(),
                "organization": value.get("organization"),
                "resource": value.get("resource"),
                "mode": "template",
            });
            members.iter().try_for_each(|member| same(member, &facts[member], &json[*member]))?;
            same("template", &json!(policy.template().hash()), &json["template"]["hash"])?;
            same("no clock", &None, &json.get("expiresAt").or_else(|| json.get("issuedAt")))?;
            let names = due.into_iter().chain(asked.requested.clone().unwrap_or_default());
            names.into_iter().try_for_each(|name| {
                let explanation = policy.explain(&question, &name);
                same(&format!("{name} explained"), &grant.can(&name), &explanation.allowed)?;
                same(
                    &format!("{name} granted by somebody"),
                    &true,
                    &(!explanation.allowed || !explanation.granted_by.is_empty()),
                )
            })
        }
    }
}

fn answers(policy: &Policy, audiences: &Value) -> Check {
    for audience in audiences.as_array().expect("answers") {
        for row in audience["asked"].as_array().expect("questions") {
            let mut question = row.clone();
            question["requested"] = audience["requested"].clone();
            if let Some(resource) = audience.get("resource") {
                question["resource"] = resource.clone();
            }
            resolve(policy, &question, row, &mut |_, _| {})?;
        }
    }
    Ok(())
}

fn explain(policy: &Policy, value: &Value, expected: &Value, heard: Heard<'_>) -> Check {
    let asked = Asked::of(value);
    let permission = text(&expected["permission"]);
    let explanation = policy.explain(&asked.question(value), permission);
    let actual = json!(explanation);
    heard("explanations", format!("{} {}", text(&actual["code"]), explanation.message));
    let what = format!("`{permission}` of {value}");
    same(&what, text(&expected["code"]), text(&actual["code"]))?;
    same("permission", permission, &explanation.permission)?;
    same("allowed", &(expected["code"] == "GRANTED"), &explanation.allowed)?;
    for list in ["grantedBy", "rolesThatGrant"] {
        same(&format!("{list} of {what}"), &entries(&expected[list]), &entries(&actual[list]))?;
    }
    same(&format!("nearest of {what}"), &expected.get("nearest"), &actual.get("nearest"))?;
    same(
        "a message on one line",
        &false,
        &(explanation.message.is_empty() || explanation.message.contains('\n')),
    )
}

fn entries(list: &Value) -> Vec<String> {
    sorted(list.as_array().into_iter().flatten().map(Value::to_string).collect())
}

/// Lists: `is` is what is expected, in order; the roles in it are sets.
fn list(policy: &Policy, step: &Value, heard: Heard<'_>) -> Check {
    let limit = step["limit"].as_u64().and_then(|limit| usize::try_from(limit).ok()).unwrap_or(1_000);
    let after = step.get("after").and_then(principal);
    let actual: Result<Value, Error> = if let Some(who) = step.get("organizationsOf").and_then(principal) {
        policy.organizations_of(&who).map(|list: Vec<Membership>| json!(list))
    } else if let Some(who) = step.get("globalRolesOf").and_then(principal) {
        policy
            .global_roles_of(&who)
            .map(|roles: Vec<Name>| json!(sorted(roles.iter().map(ToString::to_string).collect())))
    } else if let Some(organization) = step["members"].as_str() {
        policy.members(organization, after.as_ref(), limit).map(|list| json!(list))
    } else if let Some(role) = step.get("assignees") {
        assignees(policy, role, step, limit)
    } else {
        return Err(format!("what is this: {step}"));
    };
    match (actual, step.get("error")) {
        (Err(error), Some(expected)) => refused(expected, &error, heard),
        (Err(error), None) => Err(format!("{step}: refused: {error}")),
        (Ok(list), Some(_)) => Err(format!("{step}: got {list}")),
        (Ok(mut list), None) => {
            for entry in list.as_array_mut().into_iter().flatten() {
                if entry.get("roles").is_some() {
                    entry["roles"] = json!(sorted(texts(&entry["roles"])));
                }
            }
            same(&format!("{step}"), &step["is"], &list)
        }
    }
}

fn assignees(policy: &Policy, role: &Value, step: &Value, limit: usize) -> Result<Value, Error> {
    let organization = role["organization"].as_str();
    let (level, name) = match role["globalRole"].as_str() {
        Some(name) => (Level::Global, name),
        None => (Level::Organization, text(&role["organizationRole"])),
    };
    let after = step.get("after").map(|after| Assignee {
        principal: principal(after).expect("somebody"),
        organization: after["organization"].as_str().map(Name::from),
    });
    policy.assignees(level, name, organization, after.as_ref(), limit).map(|list| json!(list))
}
