//! Puts changes of names into an order in which no name is taken when it is given.

use super::change::Pair;
use super::effect::Difference;
use crate::policy::fact::{Change, Fact, Name};
use std::collections::BTreeMap;

/// Names that are exchanged go through one that nothing has, here or there: `taken` tells.
pub(super) fn in_order(pairs: Vec<Pair>, taken: impl Fn(&str) -> bool) -> Vec<Difference> {
    let mut by_name: BTreeMap<Name, usize> = BTreeMap::new();
    for (index, (before, _, _)) in pairs.iter().enumerate() {
        if let Some(name) = name(before) {
            by_name.insert(name.clone(), index);
        }
    }
    let mut pairs: Vec<Option<Pair>> = pairs.into_iter().map(Some).collect();
    let mut ordered = Vec::with_capacity(pairs.len());
    let mut temporary = 0_usize;
    for start in 0..pairs.len() {
        // Each that takes a name makes its owner go first.
        let mut chain = Vec::new();
        let mut next = Some(start);
        while let Some(index) = next {
            let Some((before, after, _)) = pairs.get(index).and_then(Option::as_ref) else { break };
            chain.push(index);
            let owner = name(after).filter(|to| name(before) != Some(to)).and_then(|to| by_name.get(to));
            next = owner.copied();
            if next == Some(start) {
                let Some((before, _, effect)) = pairs.get_mut(start).and_then(Option::as_mut) else { break };
                let free = loop {
                    temporary = temporary.saturating_add(1);
                    let name = format!("orgate-renaming-{temporary}");
                    if !taken(&name) {
                        break name;
                    }
                };
                let aside = named(before, &free);
                let away = std::mem::replace(before, aside.clone());
                // The old name is lost here, and the new one is gained at the end.
                let lost = effect.narrowing_alone();
                *effect = effect.widening_alone();
                ordered.push(Difference { change: Change::Changed(Box::new((away, aside))), effect: lost });
                next = None;
            }
        }
        for index in chain.into_iter().rev() {
            if let Some((before, after, effect)) = pairs.get_mut(index).and_then(Option::take) {
                ordered.push(Difference { change: Change::Changed(Box::new((before, after))), effect });
            }
        }
    }
    ordered
}

const fn name(fact: &Fact) -> Option<&Name> {
    match fact {
        Fact::Permission { name, .. } | Fact::Role { name, .. } => Some(name),
        _ => None,
    }
}

fn named(fact: &Fact, to: &str) -> Fact {
    let mut fact = fact.clone();
    if let Fact::Permission { name, .. } | Fact::Role { name, .. } = &mut fact {
        *name = to.into();
    }
    fact
}
