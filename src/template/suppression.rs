//! Findings of lint that the authors of a template switched off: the member `lintOff`.

use super::build::Builder;
#[cfg(feature = "policy")]
use super::build::longer_than;
use super::native::known_members;
use crate::problem::{At, ProblemCode};
use crate::table::Name;
use serde_json::{Map, Value};

/// The most entries of `lintOff`.
pub const MAX_SUPPRESSIONS: usize = 1_000;
/// The longest reason, in characters.
const MAX_REASON: usize = 256;

/// Findings that are switched off. Whether there is such a rule, and such a finding, lint says: a template may have
/// been written for a newer one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Suppression {
    /// The name of the rule.
    pub rule: String,
    /// What its findings are about: a permission, a role or an API resource. Without it, all of the rule's.
    pub name: Option<Name>,
    /// Why.
    pub reason: String,
}

/// Reads the member `lintOff` of a template. An entry whose `name` cannot be read is left out, because it would
/// switch off more than it says.
pub(crate) fn read(builder: &mut Builder, document: &Map<String, Value>, root: &At<'_>) -> Vec<Suppression> {
    let outer = root.key("lintOff");
    let entries = builder.array(document, "lintOff", false, root);
    let entries = builder.bounded(entries, MAX_SUPPRESSIONS, "entries", &outer);
    let mut list: Vec<Suppression> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let at = outer.index(index);
        let Some(object) = builder.object(entry, "an entry of `lintOff`", &at) else { continue };
        known_members(builder, object, &["rule", "name", "reason"], &at);
        let rule = filled(builder, object, "rule", &at);
        let reason = filled(builder, object, "reason", &at);
        let named = object.get("name").is_some_and(|name| !name.is_null());
        let name = if named { filled(builder, object, "name", &at) } else { None };
        let (Some(rule), Some(reason)) = (rule, reason) else { continue };
        builder.check_length(reason, MAX_REASON, &at.key("reason"));
        if named && name.is_none() {
            continue;
        }
        if list.iter().any(|known| known.rule == rule && known.name.as_deref() == name) {
            builder.problem(ProblemCode::DuplicateName, &at, "this is switched off already");
            continue;
        }
        list.push(Suppression {
            rule: rule.to_owned(),
            name: name.map(Name::from),
            reason: reason.to_owned(),
        });
    }
    list
}

/// In which order they are written and compared.
#[cfg(feature = "policy")]
pub(crate) fn order(entry: &Suppression) -> (&str, &str) {
    (&entry.rule, entry.name.as_deref().unwrap_or_default())
}

/// What is wrong with a list of them that was not read.
#[cfg(feature = "policy")]
pub(crate) fn problem(list: &[Suppression]) -> Option<&'static str> {
    let empty = |entry: &Suppression| {
        entry.rule.is_empty() || entry.reason.is_empty() || entry.name.as_deref() == Some("")
    };
    if list.len() > MAX_SUPPRESSIONS {
        Some("more than 1000 findings of lint are switched off")
    } else if list.iter().any(empty) {
        Some("a finding of lint is switched off without its rule, its name or a reason")
    } else if list.iter().any(|entry| longer_than(&entry.reason, MAX_REASON)) {
        Some("a reason is longer than 256 characters")
    } else if (1..).zip(list).any(|(next, entry)| {
        let twice = |other: &Suppression| other.rule == entry.rule && other.name == entry.name;
        list.iter().skip(next).any(twice)
    }) {
        Some("a finding of lint is switched off twice")
    } else {
        None
    }
}

/// A text that must be there and say something.
fn filled<'v>(
    builder: &mut Builder,
    object: &'v Map<String, Value>,
    member: &str,
    at: &At<'_>,
) -> Option<&'v str> {
    let text = builder.text(object, member, true, at)?;
    if text.is_empty() {
        builder.problem(ProblemCode::NameEmpty, &at.key(member), &format!("`{member}` is empty"));
        return None;
    }
    Some(text)
}
