//! Things that became others: another name, id, description or flag.

use super::effect::{self, Difference, Effect};
use super::{Diff, rename};
use crate::policy::fact::{Change, Fact, Level, Name};
use std::collections::BTreeMap;

/// One thing before and after, and what its new name does.
pub(super) type Pair = (Fact, Fact, Effect);

/// Things whose names are unique among them.
enum Group {
    Resources,
    /// Those of the organization, or of the API resource at a position.
    Permissions(Option<usize>),
    Roles(Level),
}

/// The changes, in an order in which no name and no id is another's when it is given.
pub(super) fn changes(diff: &Diff<'_>) -> Vec<Difference> {
    let mut groups =
        vec![(Group::Resources, resources(diff)), (Group::Permissions(None), permissions(diff, None))];
    for (position, indicator, _) in diff.from.template.sorted_resources() {
        if diff.matching.resources.there(position).is_some() {
            let pairs = permissions(diff, Some((position, indicator)));
            groups.push((Group::Permissions(Some(position)), pairs));
        }
    }
    for level in diff.levels() {
        groups.push((Group::Roles(*level), roles(diff, *level)));
    }
    let mut differences = let_go_of_ids(&mut groups);
    for (group, pairs) in groups {
        differences.extend(rename::in_order(pairs, |name| is_taken(diff, &group, name)));
    }
    differences
}

fn is_taken(diff: &Diff<'_>, group: &Group, name: &str) -> bool {
    match group {
        Group::Resources => false,
        Group::Permissions(position) => {
            let there = diff.matching.list(*position);
            let lists =
                [diff.from.template.list(*position), there.and_then(|there| diff.to.template.list(there))];
            lists.into_iter().flatten().any(|list| list.id(name).is_some())
        }
        Group::Roles(level) => {
            [diff.from, diff.to].iter().any(|policy| policy.role_place(*level, name).is_some())
        }
    }
}

fn resources(diff: &Diff<'_>) -> Vec<Pair> {
    let (mut pairs, mut default) = (Vec::new(), None);
    for (position, indicator, _) in diff.from.template.sorted_resources() {
        if diff.matching.resources.there(position).is_none() {
            continue;
        }
        let both = diff.from.resource_fact(indicator).zip(diff.to.resource_fact(indicator));
        let Some((before, after)) = both.filter(|(before, after)| before != after) else { continue };
        let pair = (before, after, Effect::None);
        if matches!(pair.1, Fact::Resource { is_default: true, .. }) {
            default = Some(pair);
        } else {
            pairs.push(pair);
        }
    }
    // At most one is the default: the old one makes room first.
    pairs.extend(default);
    pairs
}

fn permissions(diff: &Diff<'_>, of: Option<(usize, &Name)>) -> Vec<Pair> {
    let (from, to, matching) = (diff.from, diff.to, diff.matching);
    let (position, indicator) = of.unzip();
    let there = matching.list(position).and_then(|position| to.template.list(position));
    let (Some(here), Some(there)) = (from.template.list(position), there) else { return Vec::new() };
    let mut pairs = Vec::new();
    for (name, id) in here.sorted() {
        let other = matching.permission(position, id).and_then(|(_, id)| there.name_of(id));
        let before = from.permission_fact(indicator, name);
        let after = other.and_then(|name| to.permission_fact(indicator, name));
        if let Some((before, after)) = before.zip(after).filter(|(before, after)| before != after) {
            pairs.push((before, after, effect::of_rename((from, to), diff.scope, matching, position, id)));
        }
    }
    pairs
}

fn roles(diff: &Diff<'_>, level: Level) -> Vec<Pair> {
    let (from, to) = (diff.from, diff.to);
    let mut pairs = Vec::new();
    for (id, name) in from.roles_in_order(level) {
        let other = diff.matching.roles(level).there(id).and_then(|id| to.role_name(level, id));
        let after = other.and_then(|name| to.role_fact(level, name));
        let both = from.role_fact(level, name).zip(after);
        if let Some((before, after)) = both.filter(|(before, after)| before != after) {
            pairs.push((before, after, Effect::None));
        }
    }
    pairs
}

/// Where an id goes from one thing to another, the one lets go of it first.
fn let_go_of_ids(groups: &mut [(Group, Vec<Pair>)]) -> Vec<Difference> {
    let mut given: BTreeMap<Name, usize> = BTreeMap::new();
    for (before, after, _) in groups.iter().flat_map(|(_, pairs)| pairs) {
        if let Some(id) = after.own_id().filter(|id| before.own_id() != Some(*id)) {
            given.insert(key(after, id), 0);
        }
    }
    let mut differences = Vec::new();
    for (before, after, _) in groups.iter_mut().flat_map(|(_, pairs)| pairs) {
        let goes = before
            .own_id()
            .is_some_and(|id| after.own_id() != Some(id) && given.contains_key(&key(before, id)));
        if goes {
            let without = before.without_id();
            let had = std::mem::replace(before, without.clone());
            let change = Change::Changed(Box::new((had, without)));
            differences.push(Difference { change, effect: Effect::None });
        }
    }
    for (_, pairs) in groups {
        pairs.retain(|(before, after, _)| before != after);
    }
    differences
}

/// An id with what it is unique among.
fn key(fact: &Fact, id: &str) -> Name {
    let among = match fact {
        Fact::Permission { resource: None, .. } => "permission",
        Fact::Permission { .. } => "resource permission",
        Fact::Role { level, .. } => level.role(),
        _ => "resource",
    };
    format!("{among} {id}").into()
}
