//! What changes make of a set of facts, and whether a set of facts is whole.

use super::facts::Facts;
use orgate::policy::{Change, Fact, Level, Name, RolePermission};

/// Makes changes, each of which must change something: nothing is added that was there, or removed that was not.
pub fn follow(facts: &mut Facts, changes: &[Change]) -> Result<(), String> {
    for change in changes {
        let fits = match change {
            Change::Added(fact) => facts.insert(fact.clone()),
            Change::Removed(fact) => facts.remove(fact),
            Change::Changed(both) => {
                let (before, after) = &**both;
                *facts = facts.iter().map(|fact| renamed(fact, before, after)).collect();
                before != after && facts.remove(before) && facts.insert(after.clone())
            }
        };
        if !fits {
            return Err(format!("this changes nothing: {}", serde_json::to_string(change).unwrap()));
        }
    }
    Ok(())
}

/// What refers to something by name goes along with it.
fn renamed(fact: &Fact, before: &Fact, after: &Fact) -> Fact {
    let mut fact = fact.clone();
    match (before, after, &mut fact) {
        (
            Fact::Permission { resource: of, name: old, .. },
            Fact::Permission { name: new, .. },
            Fact::RolePermission(RolePermission::Organization { resource, permission, .. }),
        ) if of == resource && old == permission => *permission = new.clone(),
        (
            Fact::Permission { resource: Some(of), name: old, .. },
            Fact::Permission { name: new, .. },
            Fact::RolePermission(RolePermission::Global { resource, permission, .. }),
        ) if of == resource && old == permission => *permission = new.clone(),
        (Fact::Role { level, name: old, .. }, Fact::Role { name: new, .. }, Fact::RolePermission(held))
            if *level == held.level() =>
        {
            let (RolePermission::Organization { role, .. } | RolePermission::Global { role, .. }) = held;
            if role == old {
                *role = new.clone();
            }
        }
        (
            Fact::Role { level, name: old, .. },
            Fact::Role { name: new, .. },
            Fact::RoleAssignment { organization, role, .. },
        ) if (*level == Level::Organization) == organization.is_some() && role == old => *role = new.clone(),
        _ => {}
    }
    fact
}

/// Whether everything that is referred to is there, and there is one default API resource at most.
pub fn are_whole(facts: &Facts) -> Result<(), String> {
    let is = |test: &dyn Fn(&Fact) -> bool| facts.iter().any(test);
    let resource =
        |of: &Name| is(&|fact| matches!(fact, Fact::Resource { indicator, .. } if indicator == of));
    let role = |at: Level, of: &Name| {
        is(&|fact| matches!(fact, Fact::Role { level, name, .. } if *level == at && name == of))
    };
    let permission = |at: Option<&Name>, of: &Name| {
        is(
            &|fact| matches!(fact, Fact::Permission { resource, name, .. } if resource.as_ref() == at && name == of),
        )
    };
    let organization = |of: &Name| is(&|fact| matches!(fact, Fact::Organization { id, .. } if id == of));
    let defaults = facts.iter().filter(|fact| matches!(fact, Fact::Resource { is_default: true, .. }));
    if defaults.count() > 1 {
        return Err("two default API resources".to_owned());
    }
    for fact in facts {
        let whole = match fact {
            Fact::Permission { resource: of, .. } => of.as_ref().is_none_or(resource),
            Fact::RolePermission(held) => {
                role(held.level(), held.role()) && permission(held.resource(), held.permission())
            }
            Fact::Member { organization: of, principal } => {
                organization(of) && facts.contains(&Fact::Principal(principal.clone()))
            }
            Fact::RoleAssignment { organization: None, role: held, principal } => {
                role(Level::Global, held) && facts.contains(&Fact::Principal(principal.clone()))
            }
            Fact::RoleAssignment { organization: Some(of), role: held, principal } => {
                let member = Fact::Member { organization: of.clone(), principal: principal.clone() };
                role(Level::Organization, held) && facts.contains(&member)
            }
            Fact::Template { .. }
            | Fact::Resource { .. }
            | Fact::Role { .. }
            | Fact::Principal(_)
            | Fact::Organization { .. } => true,
        };
        if !whole {
            return Err(format!("this hangs in the air: {}", serde_json::to_string(fact).unwrap()));
        }
    }
    Ok(())
}
