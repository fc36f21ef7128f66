//! Sets of roles. A million members hold the same few combinations: each is kept once.

use crate::table::Name;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A set of role ids.
type Set = Arc<[u16]>;
/// Which set.
pub(crate) type SetId = u32;

/// The set of no role.
pub(crate) const NONE: SetId = 0;

/// The sets in use, and how many hold each.
#[derive(Clone, Debug, Default)]
pub(crate) struct RoleSets {
    sets: Vec<(Set, u32)>,
    /// By [`key`].
    ids: BTreeMap<Name, usize>,
    vacant: Vec<SetId>,
}

impl RoleSets {
    /// The roles of a set, in order.
    pub(crate) fn roles(&self, id: SetId) -> &[u16] {
        match self.place(id) {
            Some(place) => self.sets.get(place).map_or(&[], |(set, _)| set),
            None => &[],
        }
    }

    pub(crate) fn has(&self, id: SetId, role: usize) -> bool {
        self.roles(id).iter().any(|held| usize::from(*held) == role)
    }

    /// The set with a role more or less, in exchange for the set it was.
    pub(crate) fn exchange(&mut self, id: SetId, role: usize, held: bool) -> SetId {
        let Ok(role) = u16::try_from(role) else {
            return id;
        };
        let mut roles = self.roles(id).to_vec();
        match (roles.binary_search(&role), held) {
            (Err(place), true) => roles.insert(place, role),
            (Ok(place), false) => {
                roles.remove(place);
            }
            _ => return id,
        }
        // The new one first: a set that is let go of would hand on its id, and look as if nothing had changed.
        let exchanged = self.hold(roles);
        self.release(id);
        exchanged
    }

    /// Takes hold of the set of these roles.
    pub(crate) fn hold(&mut self, held: Vec<u16>) -> SetId {
        let mut roles = Vec::with_capacity(held.len());
        for role in held {
            if let Err(place) = roles.binary_search(&role) {
                roles.insert(place, role);
            }
        }
        if roles.is_empty() {
            return NONE;
        }
        if let Some(id) = self.ids.get(key(&roles).as_str()).and_then(|id| SetId::try_from(*id).ok()) {
            if let Some((_, holders)) = self.place(id).and_then(|place| self.sets.get_mut(place)) {
                *holders = holders.saturating_add(1);
            }
            return id;
        }
        let set: Set = roles.into();
        let id = self.vacant.pop().unwrap_or_else(|| {
            self.sets.push((set.clone(), 0));
            // One for each combination that somebody holds: far fewer than there are members.
            self.sets.len() as SetId
        });
        if let Some(place) = self.place(id).and_then(|place| self.sets.get_mut(place)) {
            *place = (set.clone(), 1);
        }
        self.ids.insert(key(&set).into(), id as usize);
        id
    }

    /// Lets go of a set.
    pub(crate) fn release(&mut self, id: SetId) {
        let Some(place) = self.place(id) else { return };
        let Some((set, holders)) = self.sets.get_mut(place) else { return };
        *holders = holders.saturating_sub(1);
        if *holders == 0 {
            self.ids.remove(key(set).as_str());
            *set = Arc::default();
            self.vacant.push(id);
        }
    }

    /// Whether anybody holds a role.
    pub(crate) fn is_held(&self, role: usize) -> bool {
        self.sets_with(role).next().is_some()
    }

    /// Every set: its id, its roles, and how many hold it.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (SetId, &[u16], u32)> {
        (1..).zip(&self.sets).map(|(id, (set, holders))| (id, &**set, *holders))
    }

    /// The sets with a role in them.
    pub(crate) fn sets_with(&self, role: usize) -> impl Iterator<Item = SetId> {
        let has = move |set: &Set| set.iter().any(|held| usize::from(*held) == role);
        (1..).zip(&self.sets).filter(move |(_, (set, _))| has(set)).map(|(id, _)| id)
    }

    fn place(&self, id: SetId) -> Option<usize> {
        usize::try_from(id).ok()?.checked_sub(1)
    }
}

/// A text that no other set has. An index of texts is there anyway; another would make the WebAssembly larger.
fn key(roles: &[u16]) -> String {
    roles.iter().map(|role| char::from_u32(u32::from(*role)).unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_kept_once_and_for_as_long_as_it_is_held() {
        let mut sets = RoleSets::default();
        let a = sets.hold(vec![3, 1, 3]);
        let b = sets.hold(vec![1, 3]);
        assert_eq!((a, sets.roles(a)), (b, [1, 3].as_slice()));
        let c = sets.exchange(b, 2, true);
        assert_eq!(sets.roles(c), [1, 2, 3]);
        assert_eq!(sets.exchange(c, 2, true), c);
        assert!(sets.is_held(2) && sets.has(c, 2) && !sets.has(a, 2));
        let d = sets.exchange(c, 2, false);
        assert_eq!(d, a);
        assert!(!sets.is_held(2));
        sets.release(a);
        assert!(sets.is_held(1));
        sets.release(d);
        assert!(!sets.is_held(1) && sets.ids.is_empty());
        assert_eq!(sets.hold(Vec::new()), NONE);
        assert_eq!(sets.roles(NONE), [0; 0]);
        let only = sets.hold(vec![7]);
        assert_ne!(sets.exchange(only, 8, true), only);
        assert_eq!(sets.sets.len(), 2);
    }
}
