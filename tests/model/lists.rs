//! Compares the lists: who is where, and as what.

use super::compare::{Difference, everybody, same};
use super::operations::{NOBODY, ORGANIZATIONS, ROLES};
use super::{Codes, Model, Who, optional, text};
use orgate::Error;
use orgate::policy::{Level, Name, Policy};
use std::collections::BTreeSet;

/// Names, each of which stands there once.
fn strings(names: &[Name]) -> BTreeSet<String> {
    let set: BTreeSet<String> = names.iter().map(text).collect();
    assert_eq!(set.len(), names.len(), "a name stands twice in {names:?}");
    set
}

/// The lists, whole and by pages of two. Their order is promised.
pub fn agree(policy: &Policy, model: &Model) -> Difference {
    for who in everybody(true) {
        let principal = who.principal();
        let known = model.principals.get(&who);
        let unknown = || Codes::from(["PRINCIPAL_UNKNOWN"]);
        let roles = policy.global_roles_of(&principal).map(|names| strings(&names));
        same(|| format!("global_roles_of {who:?}"), roles, known.cloned().ok_or_else(unknown))?;

        let actual = policy.organizations_of(&principal).map(|list| {
            list.iter()
                .map(|at| (at.organization.to_string(), at.name.to_string(), strings(&at.roles)))
                .collect::<Vec<_>>()
        });
        let expected = model.organizations.iter().filter_map(|(id, organization)| {
            Some((id.clone(), organization.name.clone(), organization.members.get(&who)?.clone()))
        });
        let expected = known.map(|_| expected.collect()).ok_or_else(unknown);
        same(|| format!("organizations_of {who:?}"), actual, expected)?;
    }
    for organization in ORGANIZATIONS.iter().chain([&NOBODY]) {
        let expected =
            model.organizations.get(*organization).map(|known| known.members.clone().into_iter().collect());
        let expected: Result<Vec<_>, _> = expected.ok_or_else(|| Codes::from(["ORGANIZATION_UNKNOWN"]));
        for page in [2, usize::MAX] {
            let actual = members(policy, organization, page);
            same(|| format!("members of {organization}, {page} at a time"), actual, expected.clone())?;
        }
    }
    for role in ROLES.iter().chain([&NOBODY]) {
        for level in [Level::Organization, Level::Global] {
            for only in [None, Some(ORGANIZATIONS[0]), Some(NOBODY)] {
                // A global role is held in no organization.
                if only.is_none() || level == Level::Organization {
                    let expected = holders(model, level, role, only);
                    for page in [2, usize::MAX] {
                        let what = || {
                            format!("assignees of the {level:?} role {role} in {only:?}, {page} at a time")
                        };
                        same(what, assignees(policy, level, role, only, page), expected.clone())?;
                    }
                }
            }
        }
    }
    Ok(())
}

fn members(policy: &Policy, organization: &str, page: usize) -> Result<Vec<(Who, BTreeSet<String>)>, Error> {
    let mut all = Vec::new();
    let mut last = None;
    loop {
        let list = policy.members(organization, last.as_ref(), page)?;
        all.extend(list.iter().map(|member| (Who::of(&member.principal), strings(&member.roles))));
        match list.last() {
            Some(member) if list.len() == page => last = Some(member.principal.clone()),
            _ => return Ok(all),
        }
    }
}

/// Somebody who holds a role, and in which organization.
type Holder = (Who, Option<String>);

fn assignees(
    policy: &Policy,
    level: Level,
    role: &str,
    only: Option<&str>,
    page: usize,
) -> Result<Vec<Holder>, Error> {
    let mut all = Vec::new();
    let mut last = None;
    loop {
        let list = policy.assignees(level, role, only, last.as_ref(), page)?;
        all.extend(list.iter().map(|at| (Who::of(&at.principal), optional(at.organization.as_ref()))));
        match list.last() {
            Some(assignee) if list.len() == page => last = Some(assignee.clone()),
            _ => return Ok(all),
        }
    }
}

fn holders(model: &Model, level: Level, role: &str, only: Option<&str>) -> Result<Vec<Holder>, Codes> {
    let mut codes = Codes::new();
    if !model.roles.contains_key(&(level, role.to_owned())) {
        codes.insert("ROLE_UNKNOWN");
    }
    if only.is_some_and(|id| !model.organizations.contains_key(id)) {
        codes.insert("ORGANIZATION_UNKNOWN");
    }
    if !codes.is_empty() {
        return Err(codes);
    }
    let mut holders = BTreeSet::new();
    for (who, held) in &model.principals {
        if level == Level::Global && held.contains(role) {
            holders.insert((who.clone(), None));
        }
    }
    for (id, organization) in &model.organizations {
        let counts = level == Level::Organization && only.is_none_or(|only| only == id);
        for (who, held) in organization.members.iter().filter(|_| counts) {
            if held.contains(role) {
                holders.insert((who.clone(), Some(id.clone())));
            }
        }
    }
    Ok(holders.into_iter().collect())
}
