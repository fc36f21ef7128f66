//! What is linted: every list of a template in the order in which the document has it.

use super::super::write::sorted;
use super::{Suppression, Template};
use crate::problem::{MAX_PROBLEMS, Problem};
use crate::table::Name;
use fixedbitset::FixedBitSet;
use serde_json::{Map, Value};
use std::fmt;

/// One entry of a list.
#[derive(Clone, Copy)]
pub(super) struct Entry<'t> {
    /// Where it stands in the document's list.
    pub(super) index: usize,
    /// Its id in the template.
    pub(super) id: usize,
    pub(super) name: &'t str,
}

/// What a list is of.
#[derive(Clone, Copy)]
pub(super) enum Kind<'t> {
    /// The organization's permissions, or those of an API resource: its position and indicator.
    Permissions(Option<(usize, &'t str)>),
    Resources,
    Roles,
}

/// A list of the document, without what could not be read of it.
pub(super) struct List<'t> {
    pub(super) kind: Kind<'t>,
    pub(super) pointer: String,
    pub(super) entries: Vec<Entry<'t>>,
}

/// What a template has, and where.
pub(super) struct Layout<'t> {
    pub(super) template: &'t Template,
    /// The organization's permissions, then those of each API resource.
    pub(super) permissions: Vec<List<'t>>,
    pub(super) resources: List<'t>,
    pub(super) roles: List<'t>,
    /// The pointer of the template.
    pub(super) pointer: String,
    /// The entries of `lintOff`, with where they stand in it.
    pub(super) off: Vec<(usize, &'t Suppression)>,
    pub(super) doubt: Doubt,
}

impl<'t> Layout<'t> {
    /// Of a document in Orgate's own format; without one, of the template as it is written.
    pub(super) fn new(
        template: &'t Template,
        document: Option<&Map<String, Value>>,
        pointer: String,
    ) -> Self {
        let member = |name: &str| document.map(|document| document.get(name));
        let list = |kind, names: &mut dyn Iterator<Item = (&'t Name, usize)>, name| List {
            kind,
            pointer: format!("{pointer}/{name}"),
            entries: entries(kind, names, member(name)),
        };
        let resources = list(Kind::Resources, &mut template.resources.sorted(), "resources");
        let own = Kind::Permissions(None);
        let mut permissions = vec![list(own, &mut template.permissions.table.sorted(), "permissions")];
        for Entry { index, id, name } in &resources.entries {
            let Some(resource) = template.resources.get(*id) else { continue };
            let kind = Kind::Permissions(Some((*id, name)));
            let written = member("resources")
                .map(|resources| resources.and_then(|list| list.get(*index)?.get("permissions")));
            permissions.push(List {
                kind,
                pointer: format!("{}/{index}/permissions", resources.pointer),
                entries: entries(kind, &mut resource.permissions.table.sorted(), written),
            });
        }
        Self {
            template,
            permissions,
            roles: list(Kind::Roles, &mut template.roles.sorted(), "roles"),
            resources,
            off: suppressions(&template.lint_off, member("lintOff")),
            pointer,
            doubt: Doubt::default(),
        }
    }
}

/// The entries that are in the template, in the order of a document's list; without a document in that of names.
fn entries<'t>(
    kind: Kind<'_>,
    names: &mut dyn Iterator<Item = (&'t Name, usize)>,
    written: Option<Option<&Value>>,
) -> Vec<Entry<'t>> {
    let sorted = names.zip(0_usize..).map(|((name, id), index)| Entry { index, id, name });
    let mut sorted: Vec<Entry<'_>> = sorted.collect();
    let Some(written) = written else {
        return sorted;
    };
    let mut found = Vec::with_capacity(sorted.len());
    // Of a name that is there twice the reader takes the first.
    let mut taken = FixedBitSet::with_capacity(sorted.len());
    for (value, index) in array(written).iter().zip(0_usize..) {
        let name = match kind {
            Kind::Permissions(_) if value.is_string() => value.as_str(),
            Kind::Permissions(_) | Kind::Roles => value.get("name").and_then(Value::as_str),
            Kind::Resources => value.get("indicator").and_then(Value::as_str),
        };
        let place = name.and_then(|name| sorted.binary_search_by(|entry| entry.name.cmp(name)).ok());
        if let Some(place) = place.filter(|place| !taken.put(*place)) {
            found.extend(sorted.get_mut(place).map(|entry| Entry { index, ..*entry }));
        }
    }
    found
}

fn array(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The same for `lintOff`: the reader keeps its entries in their order, without those that it cannot read.
fn suppressions<'t>(
    list: &'t [Suppression],
    written: Option<Option<&Value>>,
) -> Vec<(usize, &'t Suppression)> {
    let Some(written) = written else {
        return (0..).zip(sorted(list)).collect();
    };
    let mut rest = list.iter().peekable();
    let mut found = Vec::with_capacity(list.len());
    for (index, value) in (0..).zip(array(written)) {
        let text = |member: &str| value.get(member).and_then(Value::as_str);
        let is_this = |entry: &&Suppression| {
            text("rule") == Some(&entry.rule)
                && text("name") == entry.name.as_deref()
                && text("reason") == Some(&entry.reason)
        };
        found.extend(rest.next_if(is_this).map(|entry| (index, entry)));
    }
    found
}

impl<'t> List<'t> {
    /// What messages call an entry.
    pub(super) fn called(&self, entry: &Entry<'t>) -> Called<'t> {
        Called { kind: self.kind, name: entry.name }
    }

    /// The API resource whose permissions these are.
    pub(super) fn resource(&self) -> Option<(usize, &'t str)> {
        match self.kind {
            Kind::Permissions(resource) => resource,
            Kind::Resources | Kind::Roles => None,
        }
    }
}

/// An entry in a message.
pub(super) struct Called<'t> {
    kind: Kind<'t>,
    name: &'t str,
}

impl fmt::Display for Called<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, of, resource) = match self.kind {
            Kind::Permissions(None) => ("permission `", "", ""),
            Kind::Permissions(Some((_, indicator))) => ("permission `", "` of `", indicator),
            Kind::Resources => ("API resource `", "", ""),
            Kind::Roles => ("role `", "", ""),
        };
        [what, self.name, of, resource, "`"].into_iter().try_for_each(|text| f.write_str(text))
    }
}

/// What the reader had to leave out, so that it is not judged.
#[derive(Default)]
pub(super) struct Doubt {
    /// Something is wrong with the document.
    pub(super) anything: bool,
    /// It may be with any role.
    any_role: bool,
    /// It is with these, by their places in the document.
    roles: FixedBitSet,
}

impl Doubt {
    pub(super) fn new(roles: &str, problems: &[Problem], in_document: bool) -> Self {
        let anything = !problems.is_empty();
        let mut doubt = Self { anything, ..Self::default() };
        // Where an export has something says nothing of where the template has it.
        doubt.any_role = problems.len() >= MAX_PROBLEMS || (anything && !in_document);
        for problem in problems {
            let place = problem.pointer.strip_prefix(roles);
            let Some(place) = place.filter(|place| place.is_empty() || place.starts_with('/')) else {
                continue;
            };
            match place.split('/').nth(1).and_then(|index| index.parse().ok()) {
                Some(index) => doubt.roles.grow_and_insert(index),
                None => doubt.any_role = true,
            }
        }
        doubt
    }

    /// Whether what this role holds is known.
    pub(super) fn knows_role(&self, index: usize) -> bool {
        !self.any_role && !self.roles.contains(index)
    }

    /// Whether what every role holds is known.
    pub(super) fn knows_roles(&self) -> bool {
        !self.any_role && self.roles.is_clear()
    }
}
