//! What people really gain and lose, asked of the resolver, and what a difference says of it.

use crate::model::operations::{APPLICATIONS, INDICATORS, ORGANIZATIONS, USERS};
use orgate::policy::{
    Change, Difference, Effect, Fact, Level, Name, OrganizationRoles, Policy, Principal, Question, Scope,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// In which organization, or outside of all.
type Where = Option<String>;
/// Of which API resource, and its name.
type Permission = (Option<String>, String);
type Moved = BTreeSet<((Principal, Where), Permission)>;

pub struct Reach {
    pub gained: Moved,
    pub lost: Moved,
}

/// What everybody can do more and less.
pub fn reach(before: &Policy, after: &Policy) -> Reach {
    let (before, after) = (everything(before), everything(after));
    Reach {
        gained: after.difference(&before).cloned().collect(),
        lost: before.difference(&after).cloned().collect(),
    }
}

fn everything(policy: &Policy) -> Moved {
    let mut all = Moved::new();
    let people =
        USERS.into_iter().map(Principal::user).chain(APPLICATIONS.into_iter().map(Principal::application));
    let indicators = INDICATORS.into_iter().chain(["urn:white space"]).map(Some).chain([None]);
    for principal in people {
        for resource in indicators.clone() {
            for organization in ORGANIZATIONS.into_iter().map(Some).chain([None]) {
                let question = Question {
                    principal: &principal,
                    organization,
                    resource,
                    requested: None,
                    organization_roles: OrganizationRoles::Exclude,
                };
                let Ok(grant) = policy.resolve(&question) else { continue };
                for permission in grant.permissions {
                    let of = (resource.map(str::to_owned), permission);
                    all.insert(((principal.clone(), organization.map(str::to_owned)), of));
                }
            }
        }
    }
    all
}

/// What changes of one effect name.
pub struct Marks {
    cells: BTreeSet<(Level, Name, Permission)>,
    /// Permissions that have another name.
    renamed: BTreeSet<Permission>,
    assignments: BTreeSet<(Where, Principal)>,
}

/// The marks of an effect. A narrowing names things as they were, a widening as they are then.
pub fn marked(differences: &[Difference], effect: Effect) -> Marks {
    let mut marks = Marks { cells: BTreeSet::new(), renamed: BTreeSet::new(), assignments: BTreeSet::new() };
    let counted = differences.iter().filter(|known| known.effect == effect || known.effect == Effect::Both);
    for Difference { change, .. } in counted {
        let fact = match change {
            Change::Added(fact) => {
                assert_eq!(effect, Effect::Widening, "{fact:?}");
                fact
            }
            Change::Removed(fact) => {
                assert_eq!(effect, Effect::Narrowing, "{fact:?}");
                fact
            }
            Change::Changed(both) => {
                let fact = if effect == Effect::Widening { &both.1 } else { &both.0 };
                let Fact::Permission { resource, name, .. } = fact else { panic!("{fact:?}") };
                marks.renamed.insert((resource.as_ref().map(ToString::to_string), name.to_string()));
                continue;
            }
        };
        match fact {
            Fact::RolePermission(cell) => {
                let permission = (cell.resource().map(ToString::to_string), cell.permission().to_string());
                marks.cells.insert((cell.level(), cell.role().clone(), permission));
            }
            Fact::Member { organization, principal } => {
                marks.assignments.insert((Some(organization.to_string()), principal.clone()));
            }
            Fact::RoleAssignment { organization, principal, .. } => {
                marks.assignments.insert((organization.as_ref().map(ToString::to_string), principal.clone()));
            }
            other => panic!("{other:?}"),
        }
    }
    marks
}

impl Marks {
    /// Whether one of them is why somebody gains or loses a permission somewhere.
    pub fn explain(
        &self,
        (principal, place): &(Principal, Where),
        permission: &Permission,
        before: &Policy,
        after: &Policy,
    ) -> bool {
        let by_role = |(level, role, of): &(Level, Name, Permission)| {
            let held = |policy: &Policy| match (level, place) {
                (Level::Organization, Some(place)) => policy.roles_in(principal, place).unwrap_or_default(),
                (Level::Organization, None) => Vec::new(),
                (Level::Global, _) => policy.global_roles_of(principal).unwrap_or_default(),
            };
            of == permission && [before, after].iter().any(|policy| held(policy).contains(role))
        };
        let global = (None, principal.clone());
        // A rename through another name is marked where the name is the last one.
        self.renamed.contains(permission)
            || self.cells.iter().any(by_role)
            || self.assignments.contains(&(place.clone(), principal.clone()))
            || self.assignments.contains(&global)
    }
}

/// Gives each role that stays to somebody who holds nothing else, and compares what they gain and lose with the marks.
pub fn one_role_each(from: &Policy, to: &Policy) -> Result<(), String> {
    let differences = from.diff(to, Scope::Template).map_err(|error| error.to_string())?;
    let names = roles_that_stay(from, &differences);
    let before = staffed(from, names.keys());
    // The same changes fit: there are only more people.
    let changes: Vec<Change> =
        before.diff(to, Scope::Template).unwrap().into_iter().map(|known| known.change).collect();
    let mut after = before.clone();
    after.replay(&changes).map_err(|error| format!("{error:?}"))?;
    for (place, (role, later)) in names.iter().enumerate() {
        let machine =
            from.template().role(role).unwrap().role_type == orgate::PrincipalType::MachineToMachine;
        let id = format!("only-{place}");
        let principal = if machine { Principal::application(&id) } else { Principal::user(&id) };
        let can = |policy: &Policy| can_in(policy, &principal);
        let (had, has) = (can(&before), can(&after));
        for (effect, moved, name) in [
            (Effect::Widening, has.difference(&had).cloned().collect::<BTreeSet<_>>(), later),
            (Effect::Narrowing, had.difference(&has).cloned().collect(), role),
        ] {
            let marks = marked(&differences, effect);
            let cells =
                marks.cells.iter().filter(|(level, of, _)| *level == Level::Organization && **of == **name);
            let mut expected: BTreeSet<Permission> =
                cells.map(|(_, _, permission)| permission.clone()).collect();
            // A new name is a gain for those who keep the permission, and the old one is a loss.
            let kept = if effect == Effect::Widening { &has } else { &had };
            expected.extend(marks.renamed.iter().filter(|permission| kept.contains(*permission)).cloned());
            // What one permission gives up another may take over, under the same name.
            let other = if effect == Effect::Widening { &had } else { &has };
            expected.retain(|permission| !other.contains(permission));
            if expected != moved {
                return Err(format!("`{role}` {effect:?}: marked {expected:?}, and really {moved:?}"));
            }
        }
    }
    Ok(())
}

/// Names of organization roles before and after.
fn roles_that_stay(from: &Policy, differences: &[Difference]) -> BTreeMap<String, String> {
    let mut names: BTreeMap<String, String> =
        from.template().roles().map(|(name, _)| (name.to_owned(), name.to_owned())).collect();
    for Difference { change, .. } in differences {
        match change {
            Change::Removed(Fact::Role { level: Level::Organization, name, .. }) => {
                names.remove(&**name);
            }
            Change::Changed(both) => {
                if let (
                    Fact::Role { level: Level::Organization, name: was, .. },
                    Fact::Role { level: Level::Organization, name: is, .. },
                ) = &**both
                {
                    let known = names.iter_mut().find(|(_, later)| **later == **was);
                    *known.unwrap().1 = is.to_string();
                }
            }
            _ => {}
        }
    }
    names
}

/// The same policy with an organization in which each role is held by somebody of its type who holds nothing else.
fn staffed<'r>(policy: &Policy, roles: impl Iterator<Item = &'r String>) -> Policy {
    let mut document: Value = serde_json::from_str(&policy.to_json()).unwrap();
    let members: Vec<Value> = roles
        .enumerate()
        .map(|(place, role)| {
            let machine =
                policy.template().role(role).unwrap().role_type == orgate::PrincipalType::MachineToMachine;
            let kind = if machine { "application" } else { "user" };
            json!({ kind: format!("only-{place}"), "roles": [role] })
        })
        .collect();
    let organization = json!({ "id": "staff", "name": "Staff", "members": members });
    match document["organizations"].as_array_mut() {
        Some(list) => list.push(organization),
        None => document["organizations"] = json!([organization]),
    }
    Policy::from_json(&document.to_string()).unwrap()
}

fn can_in(policy: &Policy, principal: &Principal) -> BTreeSet<Permission> {
    let mut all = BTreeSet::new();
    let indicators = INDICATORS.into_iter().chain(["urn:white space"]).map(Some).chain([None]);
    for resource in indicators {
        let question = Question { resource, ..Question::of(principal).in_organization("staff") };
        let permissions = policy.resolve(&question).map(|grant| grant.permissions).unwrap_or_default();
        all.extend(permissions.into_iter().map(|permission| (resource.map(str::to_owned), permission)));
    }
    all
}
