//! Compares explanations: the answer, its code, the roles that it comes from and those that would give it.

use super::compare::{Difference, equal, with_question};
use super::operations::{NOBODY, PERMISSIONS};
use super::resolution::Asked;
use super::{Model, Who};
use orgate::policy::{Level, Policy};
use std::collections::BTreeSet;

fn level(name: &str) -> Level {
    if name == "global" { Level::Global } else { Level::Organization }
}

/// Every permission that there may be, of one question.
pub fn agree(policy: &Policy, model: &Model, asked: Asked<'_>) -> Difference {
    let answer = model.resolve(asked);
    for permission in PERMISSIONS.iter().chain([&NOBODY, &"white space"]) {
        let what = || format!("explain {asked:?} {permission}");
        let explanation = with_question(asked, None, |question| policy.explain(question, permission));
        let by = explanation
            .granted_by
            .iter()
            .map(|by| (level(by.level), by.role.clone(), by.organization.clone()));
        equal(what, &by.collect(), &model.granting(asked, permission))?;

        let code = serde_json::to_value(explanation.code).unwrap();
        let code = code.as_str().unwrap_or_default();
        let allowed = answer.as_ref().is_ok_and(|permissions| permissions.contains(*permission));
        equal(what, &explanation.allowed, &allowed)?;
        let codes = match &answer {
            Ok(_) => model.outcomes(asked, permission, allowed),
            Err(codes) => codes.clone(),
        };
        if !codes.contains(code) {
            return Err(format!("{}: expected one of {codes:?}, got {code}", what()));
        }
        if matches!(code, "GRANTED" | "PERMISSION_NOT_GRANTED") {
            let roles =
                explanation.roles_that_grant.iter().map(|role| (level(role.level), role.role.clone()));
            equal(what, &roles.collect(), &model.would_grant(asked, permission))?;
        }
    }
    Ok(())
}

impl Model {
    /// The codes that fit a question that has an answer.
    fn outcomes(&self, asked: Asked<'_>, permission: &str, allowed: bool) -> BTreeSet<&'static str> {
        let key = (asked.resource.map(str::to_owned), permission.to_owned());
        let there = self.permissions.contains_key(&key);
        let elsewhere = self.permissions.keys().any(|(_, name)| name == permission);
        // One that was deleted is said to be removed, wherever else there is one of the name.
        BTreeSet::from(match (there, elsewhere) {
            (true, _) if allowed => ["GRANTED"; 2],
            (true, _) if permission.contains(' ') || asked.resource.is_some_and(|of| of.contains(' ')) => {
                ["PERMISSION_NOT_GRANTABLE"; 2]
            }
            (true, _) if self.is_held_in_vain(asked, &key) => ["ROLE_TYPE_MISMATCH"; 2],
            (true, _) => ["PERMISSION_NOT_GRANTED"; 2],
            (false, true) => ["AUDIENCE_MISMATCH", "PERMISSION_REMOVED"],
            (false, false) => ["PERMISSION_UNKNOWN", "PERMISSION_REMOVED"],
        })
    }

    /// Whether an import gave somebody a role that holds a permission, and cannot grant it.
    fn is_held_in_vain(&self, asked: Asked<'_>, key: &super::PermissionKey) -> bool {
        let holds = |level: Level, role: &String| self.roles[&(level, role.clone())].holds.contains(key);
        let mut places = self.organizations.iter().filter(|(id, _)| match asked.organization {
            Some(named) => named == id.as_str(),
            None => !asked.who.machine && asked.include,
        });
        let globally = asked.resource.is_some() && !(asked.who.machine && asked.organization.is_some());
        let global = self.principals.get(asked.who).into_iter().flatten();
        places.any(|(_, known)| {
            known.members.get(asked.who).into_iter().flatten().any(|role| holds(Level::Organization, role))
        }) || (globally && global.into_iter().any(|role| holds(Level::Global, role)))
    }

    /// The roles that would grant a permission to somebody of that type who held them.
    fn would_grant(&self, asked: Asked<'_>, permission: &str) -> BTreeSet<(Level, String)> {
        let Who { machine, .. } = *asked.who;
        let key = (asked.resource.map(str::to_owned), permission.to_owned());
        let counts = |level: Level| match level {
            Level::Organization => asked.organization.is_some() || (!machine && asked.include),
            Level::Global => asked.resource.is_some() && !(machine && asked.organization.is_some()),
        };
        let grants = |((level, _), role): &(&(Level, String), &super::Role)| {
            counts(*level)
                && role.machine == machine
                && role.holds.contains(&key)
                && self.can_be_granted(asked.resource, permission, role)
        };
        self.roles.iter().filter(grants).map(|(name, _)| name.clone()).collect()
    }
}
