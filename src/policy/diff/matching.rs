//! Which things of two policies are the same: both have the same id, or else, of what is left, the same name.

use crate::grant::PrincipalType;
use crate::policy::Policy;
use crate::policy::fact::Level;
use crate::rbac::GlobalRoles;
use crate::table::Name;
use crate::template::{Permissions, Template};
use std::collections::BTreeMap;

/// For each thing of the one list where it is in the other, and the reverse.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs {
    forth: Vec<Option<usize>>,
    back: Vec<Option<usize>>,
}

impl Pairs {
    /// Where a thing of the first is in the second.
    pub(crate) fn there(&self, here: usize) -> Option<usize> {
        *self.forth.get(here)?
    }

    /// Where a thing of the second is in the first.
    pub(crate) fn here(&self, there: usize) -> Option<usize> {
        *self.back.get(there)?
    }

    fn join(&mut self, here: usize, there: usize) {
        set(&mut self.forth, here, there);
        set(&mut self.back, there, here);
    }
}

fn set(list: &mut Vec<Option<usize>>, place: usize, value: usize) {
    if list.len() <= place {
        list.resize(place.saturating_add(1), None);
    }
    if let Some(known) = list.get_mut(place) {
        *known = Some(value);
    }
}

/// Something that can be the same: where it is, its name and id, and what can never change of it.
struct Thing<'p> {
    place: usize,
    name: &'p Name,
    id: Option<&'p Name>,
    kind: bool,
}

fn pairs(here: &[Thing<'_>], there: &[Thing<'_>]) -> Pairs {
    let mut pairs = Pairs::default();
    let mut by_id: BTreeMap<Name, usize> = BTreeMap::new();
    let mut by_name: BTreeMap<Name, usize> = BTreeMap::new();
    for (index, thing) in there.iter().enumerate() {
        by_name.insert(thing.name.clone(), index);
        if let Some(id) = thing.id {
            by_id.insert(id.clone(), index);
        }
    }
    let mut match_by = |index: &BTreeMap<Name, usize>, key: fn(&Thing<'_>) -> Option<Name>| {
        for thing in here.iter().filter(|thing| key(thing).is_some()) {
            let found = key(thing).and_then(|key| there.get(*index.get(&key)?));
            if let Some(other) = found.filter(|other| other.kind == thing.kind)
                && pairs.there(thing.place).is_none()
                && pairs.here(other.place).is_none()
            {
                pairs.join(thing.place, other.place);
            }
        }
    };
    match_by(&by_id, |thing| thing.id.cloned());
    match_by(&by_name, |thing| Some(thing.name.clone()));
    pairs
}

/// What of the template of one policy is the same in that of another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matching {
    /// API resources, by their indicators: these are for ever.
    pub(crate) resources: Pairs,
    permissions: Pairs,
    /// By the position of the API resource in the first.
    resource_permissions: Vec<Pairs>,
    /// Organization roles: of the same type, which is for ever too.
    roles: Pairs,
    /// Global roles.
    global_roles: Pairs,
}

impl Matching {
    /// Looks at two policies.
    pub(crate) fn of(from: &Policy, to: &Policy) -> Self {
        let mut matching = Self {
            resources: pairs(&resources(&from.template), &resources(&to.template)),
            permissions: pairs(
                &permissions(from.template.permissions()),
                &permissions(to.template.permissions()),
            ),
            roles: pairs(&roles(&from.template), &roles(&to.template)),
            global_roles: pairs(&global_roles(&from.global_roles), &global_roles(&to.global_roles)),
            resource_permissions: Vec::new(),
        };
        for (position, _, resource) in from.template.resources() {
            let other = matching.resources.there(position).and_then(|there| to.template.resource_at(there));
            if let Some(other) = other {
                matching.resource_permissions.resize(position.saturating_add(1), Pairs::default());
                if let Some(known) = matching.resource_permissions.get_mut(position) {
                    *known = pairs(&permissions(&resource.permissions), &permissions(&other.permissions));
                }
            }
        }
        matching
    }

    /// Where a list of permissions of the first is in the second: the organization's, or an API resource's.
    pub(crate) fn list(&self, position: Option<usize>) -> Option<Option<usize>> {
        match position {
            None => Some(None),
            Some(position) => self.resources.there(position).map(Some),
        }
    }

    /// Where a permission of a list of the first is in the second.
    pub(crate) fn permission(&self, position: Option<usize>, id: usize) -> Option<(Option<usize>, usize)> {
        Some((self.list(position)?, self.permissions(position)?.there(id)?))
    }

    /// The roles of a level that are the same.
    pub(crate) const fn roles(&self, level: Level) -> &Pairs {
        match level {
            Level::Organization => &self.roles,
            Level::Global => &self.global_roles,
        }
    }

    /// The permissions of such a list that are the same.
    pub(crate) fn permissions(&self, position: Option<usize>) -> Option<&Pairs> {
        match position {
            None => Some(&self.permissions),
            Some(position) => self.resource_permissions.get(position),
        }
    }
}

fn resources(template: &Template) -> Vec<Thing<'_>> {
    let resources = template.sorted_resources();
    resources
        .map(|(place, name, known)| Thing { place, name, id: None, kind: known.management_api })
        .collect()
}

fn permissions(list: &Permissions) -> Vec<Thing<'_>> {
    list.sorted().map(|(name, place)| Thing { place, name, id: list.own_id(place), kind: false }).collect()
}

fn roles(template: &Template) -> Vec<Thing<'_>> {
    let roles = template.sorted_roles();
    roles.map(|(place, name, role)| thing(place, name, role.id.as_ref(), role.role_type)).collect()
}

fn global_roles(roles: &GlobalRoles) -> Vec<Thing<'_>> {
    roles.iter().map(|(place, name, role)| thing(place, name, role.id.as_ref(), role.role_type)).collect()
}

fn thing<'p>(place: usize, name: &'p Name, id: Option<&'p Name>, role_type: PrincipalType) -> Thing<'p> {
    Thing { place, name, id, kind: role_type == PrincipalType::User }
}
