//! Names that are probably not meant as they are written. None of this looks at what a name means.

use super::layout::{Entry, Layout, List};
use super::report::{Draft, Report};
use super::rule::Rule;
use crate::template::logto::Positions;

pub(super) fn check(layout: &Layout<'_>, report: &mut Report<'_, '_>) {
    for list in layout.permissions.iter().chain([&layout.resources, &layout.roles]) {
        differ_only_in_case(list, report);
    }
    for list in &layout.permissions {
        are_separated_alike(list, report);
        are_no_patterns(list, report);
    }
}

fn differ_only_in_case(list: &List<'_>, report: &mut Report<'_, '_>) {
    let mut known = Positions::new();
    for (place, entry) in list.entries.iter().enumerate() {
        let lower = lower_case(entry.name);
        let Some(first) = known.get(lower.as_str()).and_then(|first| list.entries.get(*first)) else {
            known.insert(lower.into(), place);
            continue;
        };
        let draft = Draft::new(Rule::NamesDifferOnlyInCase, list, entry).and(first.name);
        let (called, first) = (list.called(entry), first.name);
        report
            .add(&draft, format_args!("the {called} differs from `{first}` only in case, and case matters"));
    }
}

fn lower_case(name: &str) -> String {
    // Most names, and soon done.
    if name.is_ascii() { name.to_ascii_lowercase() } else { unicode_lower_case(name) }
}

#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
use crate::wasm::lower_case as unicode_lower_case;

#[cfg(not(all(feature = "wasm", target_arch = "wasm32")))]
fn unicode_lower_case(name: &str) -> String {
    name.to_lowercase()
}

const SEPARATORS: [char; 3] = [':', '.', '/'];

/// The place of the one separator that a name has.
fn separator(name: &str) -> Option<usize> {
    let mut used = None;
    for letter in name.chars() {
        let place = SEPARATORS.iter().position(|separator| *separator == letter);
        match (used, place) {
            (None, _) => used = place,
            (Some(_), None) => {}
            (Some(used), Some(place)) if used == place => {}
            _ => return None,
        }
    }
    used
}

/// Names of one separator, and the first of them.
#[derive(Clone, Copy, Default)]
struct Style<'t> {
    count: usize,
    first: Option<Entry<'t>>,
}

fn are_separated_alike(list: &List<'_>, report: &mut Report<'_, '_>) {
    let mut styles = [Style::default(); SEPARATORS.len()];
    for entry in &list.entries {
        let style = separator(entry.name).and_then(|place| styles.get_mut(place));
        if let Some(Style { count, first }) = style {
            *count = count.saturating_add(1);
            first.get_or_insert(*entry);
        }
    }
    let mut norm: Option<(usize, usize, Entry<'_>)> = None;
    for (place, Style { count, first }) in styles.iter().enumerate() {
        let Some(first) = first else { continue };
        let is_more = |(_, most, before): (usize, usize, Entry<'_>)| {
            *count > most || (*count == most && first.index < before.index)
        };
        if norm.is_none_or(is_more) {
            norm = Some((place, *count, *first));
        }
    }
    let Some((norm, _, example)) = norm else { return };
    for entry in &list.entries {
        let Some(own) = separator(entry.name).filter(|place| *place != norm) else { continue };
        let (Some(own), Some(norm)) = (SEPARATORS.get(own), SEPARATORS.get(norm)) else { continue };
        let draft = Draft::new(Rule::InconsistentNaming, list, entry).and(example.name);
        let (called, example) = (list.called(entry), example.name);
        report.add(
            &draft,
            format_args!("the {called} is separated by `{own}`, and others such as `{example}` by `{norm}`"),
        );
    }
}

fn are_no_patterns(list: &List<'_>, report: &mut Report<'_, '_>) {
    for entry in &list.entries {
        if let Some(sign) = entry.name.chars().find(|letter| ['*', '?', '{'].contains(letter)) {
            let draft = Draft::new(Rule::WildcardName, list, entry);
            let called = list.called(entry);
            report.add(&draft, format_args!("the {called} is no pattern: `{sign}` stands for itself alone"));
        }
    }
}
