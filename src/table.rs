//! Entries with unique names and dense ids: what bitsets and directories refer to.

use std::collections::BTreeMap;
use std::sync::Arc;

/// A name that is kept once, however many refer to it.
pub type Name = Arc<str>;

/// Entries by name and by id. An id is an entry's for as long as the entry is there; after that another may get it.
#[derive(Clone, Debug)]
pub(crate) struct Table<T> {
    entries: Vec<Option<(Name, T)>>,
    ids: BTreeMap<Name, usize>,
    vacant: Vec<usize>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), ids: BTreeMap::new(), vacant: Vec::new() }
    }
}

impl<T> Table<T> {
    /// Adds an entry; its id, or `None` when the name is taken.
    pub(crate) fn add(&mut self, name: Name, entry: T) -> Option<usize> {
        if self.ids.contains_key(&name) {
            return None;
        }
        let id = self.vacant.pop().unwrap_or(self.entries.len());
        self.ids.insert(name.clone(), id);
        match self.entries.get_mut(id) {
            Some(place) => *place = Some((name, entry)),
            None => self.entries.push(Some((name, entry))),
        }
        Some(id)
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// One more than the largest id there ever was.
    pub(crate) fn width(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn id(&self, name: &str) -> Option<usize> {
        self.ids.get(name).copied()
    }

    pub(crate) fn get(&self, id: usize) -> Option<&T> {
        self.entries.get(id)?.as_ref().map(|(_, entry)| entry)
    }

    pub(crate) fn get_mut(&mut self, id: usize) -> Option<&mut T> {
        self.entries.get_mut(id)?.as_mut().map(|(_, entry)| entry)
    }

    pub(crate) fn named(&self, name: &str) -> Option<(usize, &T)> {
        let id = self.id(name)?;
        Some((id, self.get(id)?))
    }

    pub(crate) fn name(&self, id: usize) -> Option<&Name> {
        self.entries.get(id)?.as_ref().map(|(name, _)| name)
    }

    /// The entries in the order of their ids.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &Name, &T)> {
        self.entries
            .iter()
            .enumerate()
            .filter_map(|(id, entry)| entry.as_ref().map(|(name, entry)| (id, name, entry)))
    }

    /// Names and ids in the order of names.
    pub(crate) fn sorted(&self) -> impl Iterator<Item = (&Name, usize)> {
        self.ids.iter().map(|(name, id)| (name, *id))
    }
}

/// Edits.
#[cfg(feature = "policy")]
impl<T> Table<T> {
    pub(crate) fn remove(&mut self, name: &str) -> Option<(usize, T)> {
        let id = self.ids.remove(name)?;
        let (_, entry) = self.entries.get_mut(id)?.take()?;
        self.vacant.push(id);
        Some((id, entry))
    }

    /// Gives an entry another name. `false` when there is none of the old name, or the new one is taken.
    pub(crate) fn rename(&mut self, from: &str, to: Name) -> bool {
        if self.ids.contains_key(&to) {
            return false;
        }
        let Some(id) = self.ids.remove(from) else {
            return false;
        };
        if let Some(Some((name, _))) = self.entries.get_mut(id) {
            *name = to.clone();
        }
        self.ids.insert(to, id);
        true
    }

    pub(crate) fn named_mut(&mut self, name: &str) -> Option<&mut T> {
        self.get_mut(self.id(name)?)
    }

    /// Names and entries in the order of their ids.
    pub(crate) fn entries_mut(&mut self) -> impl Iterator<Item = (&str, &mut T)> {
        self.entries.iter_mut().flatten().map(|(name, entry)| (&**name, entry))
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.entries.iter_mut().flatten().map(|(_, entry)| entry)
    }
}

/// Puts entries in the order of two texts of theirs.
#[cfg(feature = "policy")]
pub(crate) fn in_order<T>(entries: Vec<T>, texts: impl Fn(&T) -> (&str, &str)) -> Vec<T> {
    first_in_order(entries, usize::MAX, texts)
}

/// The same of the first `limit` entries alone: in little more time than it takes to look at all of them.
#[cfg(feature = "policy")]
pub(crate) fn first_in_order<T>(entries: Vec<T>, limit: usize, texts: impl Fn(&T) -> (&str, &str)) -> Vec<T> {
    let keyed = entries.iter().zip(0_usize..).map(|(entry, index)| (texts(entry), index)).collect();
    let order: Vec<usize> = first(keyed, limit).into_iter().map(|(_, index)| index).collect();
    let mut entries: Vec<Option<T>> = entries.into_iter().map(Some).collect();
    order.into_iter().filter_map(|index| entries.get_mut(index)?.take()).collect()
}

/// The only place that sorts: a sort of each other type would make the WebAssembly larger.
#[cfg(feature = "policy")]
#[inline(never)]
fn first<'a>(keyed: Vec<((&'a str, &'a str), usize)>, limit: usize) -> Vec<((&'a str, &'a str), usize)> {
    use std::collections::BinaryHeap;
    if limit >= keyed.len() {
        return BinaryHeap::from(keyed).into_sorted_vec();
    }
    let mut smallest = BinaryHeap::with_capacity(limit);
    for entry in keyed {
        if smallest.len() < limit {
            smallest.push(entry);
        } else if let Some(mut largest) = smallest.peek_mut().filter(|largest| entry < **largest) {
            *largest = entry;
        }
    }
    smallest.into_sorted_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(feature = "policy")]
    fn an_id_stays_until_its_entry_goes() {
        let mut table = Table::default();
        assert_eq!(table.add("a".into(), 1), Some(0));
        assert_eq!(table.add("b".into(), 2), Some(1));
        assert_eq!(table.add("a".into(), 3), None);
        assert!(table.rename("a", "c".into()));
        assert!(!table.rename("c", "b".into()));
        assert!(!table.rename("a", "d".into()));
        assert_eq!(table.named("c"), Some((0, &1)));
        assert_eq!(table.remove("c"), Some((0, 1)));
        assert_eq!(table.remove("c"), None);
        assert_eq!((table.get(0), table.name(0), table.len(), table.width()), (None, None, 1, 2));
        assert_eq!(table.add("d".into(), 4), Some(0));
        assert_eq!(table.sorted().map(|(name, id)| (&**name, id)).collect::<Vec<_>>(), [("b", 1), ("d", 0)]);
    }
    #[test]
    #[cfg(feature = "policy")]
    fn the_first_in_order() {
        let names = vec!["d", "b", "a", "c", "b"];
        assert_eq!(in_order(names.clone(), |name| (name, "")), ["a", "b", "b", "c", "d"]);
        for limit in 0..7 {
            let expected = &["a", "b", "b", "c", "d"][..limit.min(5)];
            assert_eq!(first_in_order(names.clone(), limit, |name| (name, "")), expected);
        }
    }
}
