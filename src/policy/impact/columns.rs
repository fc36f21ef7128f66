//! The permissions of two templates by their names: each is a column of the one matrix in which they are compared.

use crate::policy::held::Held;
use crate::template::{Permissions, Template};
use fixedbitset::FixedBitSet;
use std::iter::once;

/// Where a permission is in a template: the position of its API resource, if it is of one, and its id there.
pub(super) type Place = (Option<usize>, usize);

/// A role before and after; without what it is after when it is gone.
pub(super) struct Pair<'p> {
    /// Its id before.
    pub(super) id: usize,
    pub(super) before: Held<'p>,
    pub(super) after: Option<Held<'p>>,
}

/// The column of an id that nothing has.
const NONE: usize = usize::MAX;

/// A permission of either template, or of both.
#[derive(Clone, Copy)]
pub(super) struct Column<'p> {
    /// The indicator of its API resource.
    pub(super) resource: Option<&'p str>,
    pub(super) name: &'p str,
    pub(super) here: Option<Place>,
    pub(super) there: Option<Place>,
}

/// The columns of two templates. A name that both have is one column, whatever ids it has inside.
pub(super) struct Columns<'p> {
    pub(super) all: Vec<Column<'p>>,
    here: Side<'p>,
    there: Side<'p>,
}

/// One of the two templates.
struct Side<'p> {
    template: &'p Template,
    /// The organization's list, then those of API resources by their positions.
    lists: Vec<List>,
}

/// A list of permissions.
#[derive(Default)]
struct List {
    /// The columns by id.
    columns: Vec<usize>,
    /// Where the same list is on the other side, if everything in it has the same id there and can be granted alike.
    twin: Option<Option<usize>>,
}

impl<'p> Columns<'p> {
    pub(super) fn of(from: &'p Template, to: &'p Template) -> Self {
        let mut all: Vec<Column<'p>> = Vec::new();
        let (mut here, mut there) = (Side::new(from), Side::new(to));
        for (position, resource, list) in lists(from) {
            here.add(position, list, |id, name| {
                all.push(Column { resource, name, here: Some((position, id)), there: None });
                all.len().saturating_sub(1)
            });
        }
        for (position, resource, list) in lists(to) {
            let other = match resource {
                None => Some((None, from.permissions())),
                Some(indicator) => {
                    from.resource(indicator).map(|(position, known)| (Some(position), &known.permissions))
                }
            };
            let mut same = other.is_some_and(|(_, other)| other.width() == list.width());
            there.add(position, list, |id, name| {
                let known = other.and_then(|(position, other)| {
                    // Most have the same id in a copy that was edited.
                    let known = if other.name(id) == Some(name) { id } else { other.id(name)? };
                    same &= known == id;
                    here.lists.get(row(position))?.columns.get(known).copied()
                });
                if let Some(column) = known.and_then(|column| all.get_mut(column)) {
                    column.there = Some((position, id));
                }
                known.unwrap_or_else(|| {
                    same = false;
                    all.push(Column { resource, name, here: None, there: Some((position, id)) });
                    all.len().saturating_sub(1)
                })
            });
            if let Some((other, known)) = other.filter(|_| same) {
                let alike = known.len() == list.len()
                    && known.grantable() == list.grantable()
                    && is_management(from, other) == is_management(to, position);
                here.set_twin(other, position, alike);
                there.set_twin(position, other, alike);
            }
        }
        Self { all, here, there }
    }

    /// The columns that a role grants on one side and not on the other.
    pub(super) fn difference(&self, pair: &Pair<'_>) -> FixedBitSet {
        let mut difference = FixedBitSet::with_capacity(self.all.len());
        self.here.toggle(&pair.before, pair.after.as_ref(), &mut difference);
        if let Some(after) = &pair.after {
            self.there.toggle(after, Some(&pair.before), &mut difference);
        }
        difference
    }
}

impl<'p> Side<'p> {
    const fn new(template: &'p Template) -> Self {
        Self { template, lists: Vec::new() }
    }

    fn add(
        &mut self,
        position: Option<usize>,
        list: &'p Permissions,
        mut column: impl FnMut(usize, &'p str) -> usize,
    ) {
        let ids = 0..list.width();
        let columns = ids.map(|id| list.name(id).map_or(NONE, |name| column(id, name))).collect();
        self.lists.resize_with(row(position), List::default);
        self.lists.push(List { columns, twin: None });
    }

    fn set_twin(&mut self, position: Option<usize>, other: Option<usize>, alike: bool) {
        if let Some(list) = self.lists.get_mut(row(position)) {
            list.twin = Some(other).filter(|_| alike);
        }
    }

    /// Toggles the columns that a role grants, less those of lists of which it holds the same on the other side.
    fn toggle(&self, role: &Held<'_>, other: Option<&Held<'_>>, columns: &mut FixedBitSet) {
        for (position, held) in role.lists() {
            let Some(list) = self.lists.get(row(position)) else { continue };
            if other.zip(list.twin).is_some_and(|(other, twin)| other.of(twin) == Some(held)) {
                continue;
            }
            for id in role.granted(self.template, position) {
                if let Some(column) = list.columns.get(id).filter(|column| **column < columns.len()) {
                    columns.toggle(*column);
                }
            }
        }
    }
}

/// The lists of a template: position, indicator, permissions.
fn lists(template: &Template) -> impl Iterator<Item = (Option<usize>, Option<&str>, &Permissions)> {
    let resources = template.resources();
    let resources =
        resources.map(|(position, indicator, known)| (Some(position), Some(indicator), &known.permissions));
    once((None, None, template.permissions())).chain(resources)
}

fn is_management(template: &Template, position: Option<usize>) -> bool {
    let resource = position.and_then(|position| template.resource_at(position));
    resource.is_some_and(|resource| resource.management_api)
}

/// Where a list stands among those of a template.
fn row(position: Option<usize>) -> usize {
    position.map_or(0, |position| position.saturating_add(1))
}
