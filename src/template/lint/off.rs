//! The entries of `lintOff`: what they switch off, and those that switch off nothing.

use super::layout::Layout;
use super::report::{Draft, Report};
use super::rule::Rule;
use super::{Severity, Suppression};
use crate::suggest::nearest;
use crate::template::logto::Positions;
use fixedbitset::FixedBitSet;

/// The entries for one rule, by their places in the list.
#[derive(Default)]
struct Switch {
    whole: Option<usize>,
    named: Positions,
}

/// The entries by rule, and which of them were of use.
pub(super) struct Switches {
    /// In the order of [`Rule::ALL`].
    by_rule: Vec<Switch>,
    used: FixedBitSet,
}

impl Switches {
    pub(super) fn new(off: &[(usize, &Suppression)]) -> Self {
        let mut by_rule = Vec::new();
        by_rule.resize_with(Rule::ALL.len(), Switch::default);
        for ((_, entry), place) in off.iter().zip(0_usize..) {
            let rule = Rule::named(&entry.rule);
            let Some(switch) = rule.and_then(|rule| by_rule.get_mut(rule as usize)) else { continue };
            match &entry.name {
                Some(name) => drop(switch.named.insert(name.clone(), place)),
                None => switch.whole = Some(place),
            }
        }
        Self { by_rule, used: FixedBitSet::with_capacity(off.len()) }
    }

    /// The place of an entry that switches off a finding about these names. One that says more stands before one for the
    /// whole rule; each of them is of use.
    pub(super) fn off(&mut self, rule: Rule, names: &[Option<&str>]) -> Option<usize> {
        let switch = self.by_rule.get(rule as usize)?;
        let named = names.iter().flatten().filter_map(|name| switch.named.get(*name).copied());
        let mut first = None;
        for place in named.chain(switch.whole) {
            self.used.insert(place);
            first = first.or(Some(place));
        }
        first
    }

    fn is_used(&self, place: usize) -> bool {
        self.used.contains(place)
    }
}

/// Comes last: until then any entry may be of use.
pub(super) fn check(layout: &Layout<'_>, report: &mut Report<'_, '_>) {
    let pointer = format!("{}/lintOff", layout.pointer);
    let entries = || layout.off.iter().zip(0_usize..);
    for ((index, entry), place) in entries() {
        let (own, about) = (entry.rule.as_str(), entry.name.as_deref());
        let Some(rule) = Rule::named(own) else {
            let names = Rule::ALL.iter().map(|rule| rule.as_str());
            let hint =
                nearest(own, names).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            let draft = Draft::of_switch(Rule::UnknownRule, &pointer, *index, [None; 3]);
            report.add(&draft, format_args!("there is no rule `{own}`{hint}"));
            continue;
        };
        if rule == Rule::UnusedSuppression || report.switches.is_used(place) {
            continue;
        }
        let draft = Draft::of_switch(Rule::UnusedSuppression, &pointer, *index, [Some(own), about, None]);
        if rule.severity() == Severity::Error || report.has_errors(rule) {
            report.add(&draft, format_args!("errors of the rule `{own}` cannot be switched off"));
        } else if !layout.doubt.anything {
            unused(report, &draft, own, about);
        }
    }
    // Those that are for what was just found. They do not switch off each other, or themselves.
    for ((index, entry), place) in entries() {
        let own = Rule::UnusedSuppression;
        if entry.rule == own.as_str() && !layout.doubt.anything && !report.switches.is_used(place) {
            let draft = Draft::of_switch(own, &pointer, *index, [None; 3]).stays();
            unused(report, &draft, own.as_str(), entry.name.as_deref());
        }
    }
}

fn unused(report: &mut Report<'_, '_>, draft: &Draft<'_>, rule: &str, about: Option<&str>) {
    match about {
        None => report.add(draft, format_args!("there is no finding of the rule `{rule}` to switch off")),
        Some(name) => {
            let message =
                format_args!("there is no finding of the rule `{rule}` about `{name}` to switch off");
            report.add(draft, message);
        }
    }
}
