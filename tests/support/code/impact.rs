//! Who gains and who loses what. What a case does not say is tried too: every list is the same page by page, and
//! memberships are what the resolver answers before and after.

use super::super::{policy::principal, texts};
use super::{Check, diff, document, policy, same, text};
use orgate::Error;
use orgate::policy::{
    Change, ImpactBy, ImpactEffect, ImpactQuestion, Level, OrganizationRoles, PermissionRef, Policy,
    Principal, Question, Scope,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(super) fn run(corpus: &Value, case: &Value) -> Check {
    let from = policy(document(corpus, &case["from"]))?;
    let to = policy(document(corpus, &case["to"]))?;
    let scope = diff::scope(case)?;
    same("impact", &case["impact"], &json!(from.impact(&to, scope)))?;
    for asked in case["lists"].as_array().into_iter().flatten() {
        let answer = list(&from, &to, scope, asked, &asked["after"], usize::MAX);
        match (answer, asked.get("error")) {
            (Ok(entries), None) => {
                same(&asked.to_string(), &asked["is"], &entries)?;
                same("page by page", &entries, &pages(&from, &to, scope, asked)?)?;
            }
            (Err(error), Some(expected)) => {
                same(&asked.to_string(), text(&expected["code"]), error.code().as_str())?;
            }
            (answer, _) => return Err(format!("{asked}: got {answer:?}")),
        }
    }
    let differences = from.diff(&to, scope).map_err(|error| format!("no difference: {error}"))?;
    let changes: Vec<Change> = differences.into_iter().map(|known| known.change).collect();
    let mut after = from.clone();
    after.replay(&changes).map_err(|error| format!("not replayed: {error}"))?;
    let all = list(&from, &to, scope, &json!({ "by": "membership" }), &Value::Null, usize::MAX);
    same("what the resolver answers", &moved(&from, &after), &all.map_err(|error| error.to_string())?)
}

fn list(
    from: &Policy,
    to: &Policy,
    scope: Scope,
    asked: &Value,
    after: &Value,
    limit: usize,
) -> Result<Value, Error> {
    let somebody = principal(after);
    let place = after["organization"].as_str();
    let role = [(Level::Organization, "organizationRole"), (Level::Global, "globalRole")];
    let role = role.into_iter().find_map(|(level, member)| Some((level, after[member].as_str()?)));
    let by = match text(&asked["by"]) {
        "role" => ImpactBy::Role { after: role },
        "organization" => ImpactBy::Organization { after: place },
        "principal" => ImpactBy::Principal { after: somebody.as_ref() },
        _ => ImpactBy::Membership { after: somebody.as_ref().map(|who| (place, who)) },
    };
    let permission = asked.get("permission").map(|known| PermissionRef {
        resource: known["resource"].as_str().map(str::to_owned),
        permission: text(&known["permission"]).to_owned(),
    });
    let effect = asked["effect"].as_str().map(|effect| match effect {
        "gain" => ImpactEffect::Gain,
        _ => ImpactEffect::Lose,
    });
    let (organization, permission) = (asked["organization"].as_str(), permission.as_ref());
    let question = ImpactQuestion { by, organization, permission, effect, limit };
    from.impact_list(to, scope, &question).map(|entries| json!(entries))
}

/// One entry at a time, each after the one before.
fn pages(from: &Policy, to: &Policy, scope: Scope, asked: &Value) -> Result<Value, String> {
    let mut all = Vec::new();
    loop {
        let after = all.last().unwrap_or(&asked["after"]);
        let page = list(from, to, scope, asked, after, 1).map_err(|error| error.to_string())?;
        match page.as_array().and_then(|page| page.first()) {
            Some(entry) => all.push(entry.clone()),
            None => return Ok(all.into()),
        }
    }
}

type Permission = (Option<String>, String);

/// What everybody gains and loses, in the order of the list of memberships.
fn moved(before: &Policy, after: &Policy) -> Value {
    let mut found = Vec::new();
    for (organization, principal) in places(before) {
        let allowed = |policy| allowed(policy, organization.as_deref(), &principal);
        let (had, has) = (allowed(before), allowed(after));
        let named = |some: &BTreeSet<Permission>, others: &BTreeSet<Permission>| -> Vec<PermissionRef> {
            let left = some.difference(others).cloned();
            left.map(|(resource, permission)| PermissionRef { resource, permission }).collect()
        };
        let (gained, lost) = (named(&has, &had), named(&had, &has));
        if gained.is_empty() && lost.is_empty() {
            continue;
        }
        let mut entry = json!({ principal.kind(): &*principal.id, "gained": gained, "lost": lost });
        if let Some(organization) = organization {
            entry["organization"] = organization.into();
        }
        found.push(entry);
    }
    found.into()
}

/// Everybody outside of organizations, and then everybody in each.
fn places(policy: &Policy) -> Vec<(Option<String>, Principal)> {
    let document = super::super::parse(&policy.to_json());
    let entries = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut outside = BTreeSet::new();
    for (list, make) in
        [("users", Principal::user as fn(&str) -> Principal), ("applications", Principal::application)]
    {
        let ids = texts(&document[list]).into_iter();
        let described = entries(&document[list]);
        let described = described.iter().filter_map(|entry| entry["id"].as_str().map(str::to_owned));
        outside.extend(ids.chain(described).map(|id| make(&id)));
    }
    let mut inside = Vec::new();
    for organization in entries(&document["organizations"]) {
        let members: Vec<Principal> =
            entries(&organization["members"]).iter().filter_map(principal).collect();
        outside.extend(members.iter().cloned());
        let id = text(&organization["id"]);
        inside.extend(members.into_iter().map(|member| (Some(id.to_owned()), member)));
    }
    outside.into_iter().map(|somebody| (None, somebody)).chain(inside).collect()
}

/// All that somebody may do there: of the organization, and of every API resource.
fn allowed(policy: &Policy, organization: Option<&str>, principal: &Principal) -> BTreeSet<Permission> {
    let indicators = policy.template().resources().map(|(_, indicator, _)| Some(indicator));
    let own = organization.map(|_| None);
    let mut all = BTreeSet::new();
    for resource in own.into_iter().chain(indicators) {
        let question = Question {
            principal,
            organization,
            resource,
            requested: None,
            organization_roles: OrganizationRoles::Exclude,
        };
        // Who is there is there after it too.
        let permissions = policy.resolve(&question).map(|grant| grant.permissions).unwrap_or_default();
        all.extend(permissions.into_iter().map(|permission| (resource.map(str::to_owned), permission)));
    }
    all
}
